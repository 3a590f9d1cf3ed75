"""Codes with which a hub's owner lets groups in; the hub keeps their hashes only."""

import base64
import hashlib
import secrets
from datetime import date, timedelta

from sqlalchemy import Connection, select, update

from npq_desktop.hub.tables import CODE
from npq_desktop.relay.replies import RefusalError

_BYTES = 10


def make(connection: Connection, *, uses: int, days: int, note: str, today: date) -> str:
    """A new code of 16 letters that opens so many groups within so many days."""
    code = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    expires = (today + timedelta(days=days)).isoformat()
    row = {"digest": _digest(code), "note": note, "uses": uses, "expires": expires}
    connection.execute(CODE.insert().values(**row))
    return code


def use(connection: Connection, code: str, today: date) -> None:
    """Use a code once, however it was typed.

    Raises:
        RefusalError: it is wrong, used up or too old.
    """
    digest = _digest(code)
    row = connection.execute(
        select(CODE).where(CODE.c.digest == digest).with_for_update()
    ).one_or_none()
    if row is None or row.uses < 1 or row.expires < today.isoformat():
        raise RefusalError(403, "code", "This code is wrong, used up or too old.")
    connection.execute(update(CODE).where(CODE.c.digest == digest).values(uses=CODE.c.uses - 1))


def _digest(code: str) -> str:
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()

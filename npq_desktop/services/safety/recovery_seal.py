"""The seal that travels with the database: from the recovery code alone it gives the key.

Owns the seal's text and the number by which a sheet and a seal know each other. Refuses a code of
another sheet by naming both numbers. Source: journal design, section 8.
"""

import hashlib
import json

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from npq_desktop.errors import ServiceError
from npq_desktop.journal.codec import BrokenTextError, b64decode, b64encode, canonical
from npq_desktop.journal.keys import KEY_BYTES, RecoveryCode
from npq_desktop.store.backup import SEAL_BYTES

_FORMAT = "npq-recovery"
_BOX_BYTES = SecretBox.NONCE_SIZE + SecretBox.MACBYTES + KEY_BYTES


def sheet_number(public_key: str) -> str:
    """A sheet's number, as ``4F2A-93BC``, from the public key of its code: no secret."""
    digits = hashlib.sha256(public_key.encode()).hexdigest()[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def make_seal(code: RecoveryCode, database_key: bytes) -> bytes:
    """The database key locked with the code, as one line of fixed length."""
    fields = {
        "box": b64encode(bytes(SecretBox(code.database_key).encrypt(database_key))),
        "format": _FORMAT,
        "sheet": sheet_number(code.signing_key.public),
        "v": 1,
    }
    return canonical(fields).encode().ljust(SEAL_BYTES - 1) + b"\n"


def open_seal(seal: bytes, code: RecoveryCode) -> bytes:
    """The database key.

    Raises:
        ServiceError: the seal is damaged, or the code belongs to another sheet.
    """
    try:
        fields = json.loads(seal)
        box, sheet = b64decode(str(fields["box"]), _BOX_BYTES), str(fields["sheet"])
    except (ValueError, KeyError, TypeError, BrokenTextError) as error:
        raise ServiceError(_DAMAGED) from error
    typed = sheet_number(code.signing_key.public)
    if typed != sheet:
        raise ServiceError(
            f"This recovery code is whole, but it is of sheet {typed} and this data was locked for "
            f"sheet {sheet}: take the sheet with that number."
        )
    try:
        return SecretBox(code.database_key).decrypt(box)
    except CryptoError as error:
        raise ServiceError(_DAMAGED) from error


_DAMAGED = (
    "The recovery code is right, but the part of this file that it opens is damaged. Try another "
    "backup, or a file that you sent to somebody."
)

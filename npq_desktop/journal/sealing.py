"""Texts in a payload that only coordinators and their author can read, locked with age.

A sealed text has the form ``{"to": [first 8 characters of each key], "box": base64url of the age
bytes}``; who the recipients are is decided by the caller.
"""

from collections.abc import Mapping, Sequence

import pyrage
from pyrage import x25519

from npq_desktop.errors import JournalError
from npq_desktop.journal.codec import BrokenTextError, b64decode, b64encode
from npq_desktop.journal.keys import is_recipient

PREFIX_LENGTH = 8


class SealedError(JournalError):
    """A sealed text cannot be opened with this laptop's key."""


def seal(text: str, recipients: Sequence[tuple[str, str]]) -> dict[str, object]:
    """``text`` locked for ``recipients``, each a signature key and an age recipient ``age1…``; a
    key may have several. What is no recipient is left out.
    """
    people = sorted({(key, age) for key, age in recipients if is_recipient(age)})
    if not people:
        raise ValueError("a sealed text needs somebody who can open it")
    locked = pyrage.encrypt(text.encode(), [x25519.Recipient.from_str(age) for _, age in people])
    return {
        "to": [key[:PREFIX_LENGTH] for key in sorted({key for key, _ in people})],
        "box": b64encode(locked),
    }


def is_sealed(content: object) -> bool:
    """Whether ``content`` has the form of a sealed text: exactly ``to`` and ``box``."""
    if not isinstance(content, Mapping) or set(content) != {"to", "box"}:
        return False
    names = content["to"]
    return (
        isinstance(content["box"], str)
        and isinstance(names, list)
        and all(isinstance(name, str) and len(name) == PREFIX_LENGTH for name in names)
    )


def open_sealed(content: Mapping[str, object], secret: str) -> str:
    """The text in ``content``, opened with an age identity ``AGE-SECRET-KEY-1…``.

    Raises:
        SealedError: it was sealed for others, or it is damaged.
    """
    if not is_sealed(content):
        raise SealedError("This entry is not a sealed text.")
    try:
        box = b64decode(str(content["box"]))
        text: bytes = pyrage.decrypt(box, [x25519.Identity.from_str(secret)])
        return text.decode()
    except (BrokenTextError, pyrage.DecryptError, UnicodeDecodeError):
        raise SealedError(
            "This text is sealed: only its author and the coordinators can read it."
        ) from None

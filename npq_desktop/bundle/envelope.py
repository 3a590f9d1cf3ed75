"""Locks a sync file with age, for people's keys or under six spoken words, and unlocks it.

The header of a locked file is measured before a key is tried on it: each of its entries costs a
calculation, and its work factor may ask for gigabytes.
"""

import binascii
import os
import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

import pyrage
from pyrage import passphrase, x25519

from npq_desktop.bundle.errors import (
    DamagedFileError,
    FileLimitError,
    IncompleteFileError,
    LockedFileError,
    WordsNeededError,
    WrongWordsError,
)
from npq_desktop.bundle.manifest import KIB, MAX_FILE_BYTES
from npq_desktop.bundle.recognising import AGE_MARK, ARMOR_MARK
from npq_desktop.journal.keys import is_recipient

MAX_ENVELOPE_BYTES = MAX_FILE_BYTES + KIB * KIB
"""A locked file: what it may hold, 16 bytes for each 64 KiB of it, its header and some air."""

MAX_LOCKED_BYTES = MAX_ENVELOPE_BYTES * 7 // 5
"""The same as text (armored): four letters for three bytes, and line ends."""

MAX_HEADER_BYTES = 64 * KIB
MAX_WORK_FACTOR = 21
"""2 GiB of memory while opening: earlier versions let age choose by the writer's machine."""

_HEADER_END = b"\n--- "
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"
_WORDS_STANZA = re.compile(rb"^-> scrypt [^ \n]+ ([^ \n]*)$", re.MULTILINE)


def lock_for(data: bytes, recipients: Iterable[str]) -> bytes:
    """``data`` locked so that each of ``recipients`` (``age1…``) can open it; what is none is left
    out.
    """
    sound = sorted(set(filter(is_recipient, recipients)))
    keys = [x25519.Recipient.from_str(recipient) for recipient in sound]
    if not keys:
        raise LockedFileError(
            "Nobody else could open this file. Invite someone first, or lock it with six words."
        )
    locked: bytes = pyrage.encrypt(data, keys)
    return locked


def unlock(locked: bytes, *, identities: Sequence[str] = (), words: str | None = None) -> bytes:
    """What is in the envelope; ``identities`` as ``AGE-SECRET-KEY-1…``, ``words`` as they were
    drawn.

    Raises:
        LockedFileError: none of the identities fits.
        WordsNeededError: it is locked under words and none were given.
        WrongWordsError: other words lock it.
        FileLimitError: it is larger, or asks for more work, than a sync file may.
        DamagedFileError: it was changed on the way.
    """
    data = dearmored(locked)
    if len(data) > MAX_ENVELOPE_BYTES:
        raise FileLimitError("This file is larger than 32 MiB, which no sync file is.")
    stanza = _WORDS_STANZA.search(_header(data))
    if stanza is None:
        return _unlock_with_keys(data, identities)
    _check_work(stanza.group(1))
    if words is None:
        raise WordsNeededError("This file opens with six words. Ask the person who gave it to you.")
    return _unlock_with_words(data, words)


def dearmored(locked: bytes) -> bytes:
    """The bytes of an envelope that was written as text; others as they are.

    Raises:
        DamagedFileError: the text was changed.
    """
    if not locked.startswith(ARMOR_MARK):
        return locked
    end = locked.rfind(_ARMOR_END)
    if end < 0:
        _refuse_incomplete()
    if locked[end + len(_ARMOR_END) :].strip():
        _refuse()
    letters = locked[len(ARMOR_MARK) : end].translate(None, b"\r\n")
    try:
        data = binascii.a2b_base64(letters, strict_mode=True)
    except ValueError:
        _refuse()
    if not data.startswith(AGE_MARK):
        _refuse()
    return data


def _header(data: bytes) -> bytes:
    end = data.find(_HEADER_END, 0, MAX_HEADER_BYTES)
    if end < 0 and len(data) < MAX_HEADER_BYTES:
        _refuse_incomplete()
    if end < 0:
        raise FileLimitError("This file is locked for more keys than any group has.")
    return data[:end]


def _memory() -> int:
    """The bytes of memory of this machine; where it does not say, as if there were enough."""
    try:
        return int(os.sysconf("SC_PHYS_PAGES")) * int(os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return (1 << MAX_WORK_FACTOR) * KIB * 4


def _check_work(factor: bytes) -> None:
    if not factor.isdigit() or len(factor) > 2:
        _refuse()
    if int(factor) > MAX_WORK_FACTOR or (1 << int(factor)) * KIB > _memory() // 4:
        raise FileLimitError("Opening this file would take more memory than a laptop has.")


def _unlock_with_keys(data: bytes, identities: Sequence[str]) -> bytes:
    keys = [x25519.Identity.from_str(identity) for identity in identities]
    try:
        opened: bytes = pyrage.decrypt(data, keys)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise LockedFileError(
                "This laptop cannot open the file. If you are in its group, send your own file to"
                " the sender first, then ask for a new one. If not, ask for an invitation."
            ) from None
        _refuse()
    return opened


def _unlock_with_words(data: bytes, words: str) -> bytes:
    try:
        opened: bytes = passphrase.decrypt(data, words)
    except pyrage.DecryptError as error:
        if str(error) == "Decryption failed":
            raise WrongWordsError(
                "These are not the six words for this file. Check them with the person who gave it"
                " to you."
            ) from None
        if "Excessive work" in str(error):
            raise FileLimitError(
                "Opening this file would take this laptop too long. Open it on a faster one, or ask"
                " for a new invitation."
            ) from None
        _refuse()
    return opened


def _refuse() -> NoReturn:
    raise DamagedFileError(
        "This file was damaged or changed on the way, so nothing was added. Ask for it again."
    )


def _refuse_incomplete() -> NoReturn:
    raise IncompleteFileError(
        "This file is incomplete, because copying was interrupted. Nothing was added. Copy it"
        " again."
    )

"""Closed texts: a payload and its salt under a key that every member has and no hub.

One entry under one key is always the same box. That is safe because an id fixes the payload's hash,
which fixes salt and payload, and both were checked before. A box is filled up so that its size does
not tell "present" from "absent".

Source: journal/FORMAT.md, section 9.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from npq_desktop.journal.codec import BrokenTextError, b64decode, b64encode
from npq_desktop.journal.event import BrokenEventError, Event, parse_parts
from npq_desktop.journal.keys import KEY_BYTES, RandomBytes

SMALLEST_TEXT = 512
EPOCH_DIGITS = 32

_EPOCH_PREFIX = b"npq-epoch-1\0"
_BOX_PREFIX = b"npq-box-1\0"
_NONCE_BYTES = 24
_SALT_LETTERS = 22


def new_epoch(random: RandomBytes = secrets.token_bytes) -> bytes:
    """A key for texts, new and random."""
    return random(KEY_BYTES)


def epoch_id(key: bytes) -> str:
    """What a key is called; nobody can make two keys with one name."""
    return hashlib.sha256(_EPOCH_PREFIX + key).hexdigest()[:EPOCH_DIGITS]


def close(event: Event, key: bytes) -> str:
    """The box of an event whose payload is here."""
    if event.payload is None or event.salt is None:
        raise ValueError("an entry without its text cannot be closed")
    plain = (event.salt + event.payload).encode()
    filled = plain.ljust(_filled_size(len(plain)), b"\0")
    closed = crypto_aead_xchacha20poly1305_ietf_encrypt(
        filled, event.id.encode(), _nonce(event.id), key
    )
    return f"{epoch_id(key)}.{b64encode(closed)}"


def opened(event: Event, boxes: Iterable[str], keys: Mapping[str, bytes]) -> Event | None:
    """The event with its payload, from the first of ``boxes`` that opens and fits; else None.

    ``keys``: by their ids.
    """
    for box in boxes:
        plain = _plain(event.id, box, keys)
        if plain is not None and (filled := _filled(event, plain)) is not None:
            return filled
    return None


def _filled(event: Event, plain: str) -> Event | None:
    """The event with what a box held; None where that is not what its author signed."""
    salt, payload = plain[:_SALT_LETTERS], plain[_SALT_LETTERS:]
    try:
        return parse_parts(event.header, payload, salt, event.sig, verify=False)
    except BrokenEventError:
        return None


def _plain(event_id: str, box: str, keys: Mapping[str, bytes]) -> str | None:
    epoch, _, closed = box.partition(".")
    key = keys.get(epoch)
    if key is None:
        return None
    try:
        filled = crypto_aead_xchacha20poly1305_ietf_decrypt(
            b64decode(closed), event_id.encode(), _nonce(event_id), key
        )
        return filled.rstrip(b"\0").decode()
    except (BrokenTextError, CryptoError, UnicodeDecodeError, ValueError):
        return None


def _nonce(event_id: str) -> bytes:
    return hashlib.sha256(_BOX_PREFIX + event_id.encode()).digest()[:_NONCE_BYTES]


def _filled_size(size: int) -> int:
    """512 bytes, or the next power of two."""
    return max(SMALLEST_TEXT, 1 << (size - 1).bit_length())

"""The age format under spoken words, written from its specification, with little work.

pyrage chooses scrypt's work by the machine, about a second for each lock and each opening. A file's
work stands in its header, so one that another program locked with less is opened as quickly: tests
of invitations lock with this writer, and everything after it is the program's own.
Source: https://age-encryption.org/v1
"""

import base64
import hashlib
import hmac
import secrets

from nacl.bindings import crypto_aead_chacha20poly1305_ietf_encrypt as seal

WORK_FACTOR = 8
CHUNK = 64 * 1024


def lock_quickly(data: bytes, words: str) -> bytes:
    """``data`` locked under ``words`` as age does it, with 2^8 rounds of scrypt."""
    file_key, salt, nonce = (secrets.token_bytes(16) for _ in range(3))
    header = _header(file_key, salt, words)
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload_key = _derived(file_key, nonce, b"payload")
    return header + b" " + _letters(mac) + b"\n" + nonce + _sealed(payload_key, data)


def _header(file_key: bytes, salt: bytes, words: str) -> bytes:
    labelled = b"age-encryption.org/v1/scrypt" + salt
    key = hashlib.scrypt(words.encode(), salt=labelled, n=2**WORK_FACTOR, r=8, p=1, dklen=32)
    stanza = b"-> scrypt " + _letters(salt) + b" %d" % WORK_FACTOR
    wrapped = _letters(seal(file_key, None, bytes(12), key))
    return b"\n".join((b"age-encryption.org/v1", stanza, wrapped, b"---"))


def _sealed(key: bytes, data: bytes) -> bytes:
    starts = range(0, len(data), CHUNK) or range(1)
    return b"".join(
        seal(data[start : start + CHUNK], None, _chunk_nonce(number, start == starts[-1]), key)
        for number, start in enumerate(starts)
    )


def _chunk_nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256, 32 bytes."""
    extracted = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def _letters(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")

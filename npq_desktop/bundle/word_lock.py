"""Locking under spoken words as the age format does it, with a known amount of memory.

pyrage chooses scrypt's work by the machine: 256 MiB to 1 GiB, more than a small laptop has to
spare. Six words are 66 bits, which 64 MiB of work for every guess put out of reach.
Source: the age format, ``C2SP.org/age``, sections "Encrypted file format" and "The scrypt recipient
type".
"""

import base64
import hashlib
import hmac
import secrets

from nacl.bindings import crypto_aead_chacha20poly1305_ietf_encrypt as seal

WORK_FACTOR = 16
"""The binary logarithm of scrypt's N: 2^16 blocks of 1 KiB."""

_CHUNK_BYTES = 64 * 1024
_BLOCK_SIZE = 8


def lock_with_words(data: bytes, words: str) -> bytes:
    """``data`` locked under ``words``, six of them parted by single spaces."""
    file_key, salt, nonce = (secrets.token_bytes(16) for _ in range(3))
    header = _header(file_key, salt, words)
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload_key = _derived(file_key, nonce, b"payload")
    return header + b" " + _letters(mac) + b"\n" + nonce + _sealed(payload_key, data)


def _header(file_key: bytes, salt: bytes, words: str) -> bytes:
    key = hashlib.scrypt(
        words.encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=2**WORK_FACTOR,
        r=_BLOCK_SIZE,
        p=1,
        maxmem=2 * 128 * _BLOCK_SIZE * 2**WORK_FACTOR,
        dklen=32,
    )
    stanza = b"-> scrypt " + _letters(salt) + b" %d" % WORK_FACTOR
    wrapped = _letters(seal(file_key, None, bytes(12), key))
    return b"\n".join((b"age-encryption.org/v1", stanza, wrapped, b"---"))


def _sealed(key: bytes, data: bytes) -> bytes:
    starts = range(0, len(data), _CHUNK_BYTES) or range(1)
    return b"".join(
        seal(
            data[start : start + _CHUNK_BYTES],
            None,
            number.to_bytes(11, "big") + bytes([start == starts[-1]]),
            key,
        )
        for number, start in enumerate(starts)
    )


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256, 32 bytes."""
    extracted = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def _letters(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")

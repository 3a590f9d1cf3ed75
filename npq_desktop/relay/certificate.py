"""A certificate for one sharing in a room: Ed25519, made on the spot, trusted by nobody by itself.

Whoever joins takes it as it comes and from then on trusts that one alone; who it belongs to is
settled by the device's signed greeting, which names it. It is valid at any time, because the clocks
of two laptops need not agree.
"""

import base64
import hashlib
import secrets

from nacl.signing import SigningKey as NaclKey

_ED25519 = bytes.fromhex("06032b6570")
_COMMON_NAME = bytes.fromhex("0603550403")
_SEQUENCE, _SET, _BITS, _OCTETS, _INTEGER, _TEXT = 0x30, 0x31, 0x03, 0x04, 0x02, 0x0C
_UTC_TIME, _GENERAL_TIME = 0x17, 0x18
_NAME = b"NPQ room"


def new_certificate() -> tuple[bytes, str]:
    """A certificate in DER, and certificate and key together in PEM."""
    key = NaclKey.generate()
    algorithm = _part(_SEQUENCE, _ED25519)
    name = _part(
        _SEQUENCE,
        _part(_SET, _part(_SEQUENCE, _COMMON_NAME, _part(_TEXT, _NAME))),
    )
    valid = _part(
        _SEQUENCE, _part(_UTC_TIME, b"700101000000Z"), _part(_GENERAL_TIME, b"99991231235959Z")
    )
    public = _part(_SEQUENCE, algorithm, _part(_BITS, b"\0", bytes(key.verify_key)))
    serial = _part(_INTEGER, b"\x01" + secrets.token_bytes(15))
    body = _part(_SEQUENCE, serial, algorithm, name, valid, name, public)
    signature = key.sign(body).signature
    certificate = _part(_SEQUENCE, body, algorithm, _part(_BITS, b"\0", signature))
    secret = _part(
        _SEQUENCE,
        _part(_INTEGER, b"\0"),
        algorithm,
        _part(_OCTETS, _part(_OCTETS, bytes(key))),
    )
    return certificate, _pem("PRIVATE KEY", secret) + _pem("CERTIFICATE", certificate)


def asker_figures(certificate: bytes, key: str) -> str:
    """Four figures that both screens show, so that one asker is not taken for another."""
    digest = hashlib.sha256(certificate + key.encode()).digest()
    return f"{int.from_bytes(digest[:4], 'big') % 10_000:04}"


def _part(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    size = len(content)
    if size < 128:
        length = bytes([size])
    else:
        digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
        length = bytes([0x80 | len(digits)]) + digits
    return bytes([tag]) + length + content


def _pem(what: str, data: bytes) -> str:
    text = base64.encodebytes(data).decode()
    return f"-----BEGIN {what}-----\n{text}-----END {what}-----\n"

"""Keys: a device's signature and age keys, and an invitation's.

Secrets become keys here and are written in one way. Nothing here stores, logs or shows a secret:
the dataclasses hide theirs from ``repr``.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from nacl.bindings import (
    crypto_scalarmult,
    crypto_sign,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import CryptoError
from pyrage import RecipientError, x25519

from npq_desktop.journal import bech32
from npq_desktop.journal.codec import BrokenTextError, b64decode, b64encode

KEY_BYTES = 32
SIGNATURE_BYTES = 64
SECRET_BYTES = 16

RandomBytes = Callable[[int], bytes]

_AGE_SECRET_NAME = "age-secret-key-"  # noqa: S105 - a public name
_MAX_RECIPIENT = 204
_ANY_SCALAR = b"\x08" + bytes(30) + b"\x40"
_JOIN_PREFIX = b"npq-join-1\0"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key pair from its 32-byte seed; ``public`` is the key's name everywhere."""

    seed: bytes = field(repr=False)
    public: str = field(init=False)
    _secret: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        public, secret = crypto_sign_seed_keypair(self.seed)
        object.__setattr__(self, "public", b64encode(public))
        object.__setattr__(self, "_secret", secret)

    def sign(self, message: bytes) -> str:
        """The signature of ``message`` as base64url text."""
        return b64encode(crypto_sign(message, self._secret)[:SIGNATURE_BYTES])


def signature_holds(*, public: str, message: bytes, signature: str) -> bool:
    """Whether ``public`` signed ``message``; a malformed key or signature never holds."""
    try:
        signed = b64decode(signature, SIGNATURE_BYTES) + message
        crypto_sign_open(signed, b64decode(public, KEY_BYTES))
    except (BrokenTextError, CryptoError):
        return False
    return True


def age_secret(seed: bytes) -> str:
    """The age X25519 identity made of 32 bytes, as ``AGE-SECRET-KEY-1…``.

    Source: the age format, ``C2SP.org/age`` section "The X25519 recipient type".
    """
    if len(seed) != KEY_BYTES:
        raise ValueError("an age identity is made of 32 bytes")
    return bech32.encode(_AGE_SECRET_NAME, seed).upper()


def age_recipient(secret: str) -> str:
    """The public ``age1…`` text of an age identity."""
    return str(x25519.Identity.from_str(secret).to_public())


def is_recipient(text: object) -> bool:
    """Whether files can be locked to ``text``: it has age's form, its checksum fits, and its point
    is none of the few that leave nothing secret. Locking to such a one would end the program.
    """
    return isinstance(text, str) and len(text) <= _MAX_RECIPIENT and _can_be_locked_to(text)


@lru_cache(maxsize=4096)
def _can_be_locked_to(text: str) -> bool:
    try:
        x25519.Recipient.from_str(text)
        crypto_scalarmult(_ANY_SCALAR, bech32.data_of(text))
    except (RecipientError, CryptoError, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class InvitationKeys:
    """The two key pairs of one invitation, derived from its 128-bit secret."""

    secret: bytes = field(repr=False)

    @property
    def signing_key(self) -> SigningKey:
        return SigningKey(derived(self.secret, b"npq-invite-sign"))

    @property
    def age_secret(self) -> str:
        return age_secret(derived(self.secret, b"npq-invite-age"))

    def proof(self, *, group: str, invite: str, key: str, age: str) -> str:
        """The ``proof`` of a join event: the invitation's signature over the joining device."""
        return self.signing_key.sign(join_message(group=group, invite=invite, key=key, age=age))


def join_message(*, group: str, invite: str, key: str, age: str) -> bytes:
    """What a join's ``proof`` signs: the four texts as events have them, one after the other."""
    return _JOIN_PREFIX + (group + invite + key + age).encode()


def derived(secret: bytes, person: bytes) -> bytes:
    """The 32 bytes that a secret gives for one purpose, named by ``person``."""
    return hashlib.blake2b(digest_size=KEY_BYTES, key=secret, person=person).digest()

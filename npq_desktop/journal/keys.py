"""Keys: a device's signature and age keys, an invitation's, and the recovery code.

Secrets become keys here and are written in one way. Nothing here stores, logs or shows a secret:
the dataclasses hide theirs from ``repr``.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import CryptoError
from pyrage import RecipientError, x25519

from npq_desktop.errors import JournalError
from npq_desktop.journal import bech32
from npq_desktop.journal.codec import BrokenTextError, b64decode, b64encode

KEY_BYTES = 32
SIGNATURE_BYTES = 64
SECRET_BYTES = 16

RandomBytes = Callable[[int], bytes]

_AGE_SECRET_NAME = "age-secret-key-"  # noqa: S105 - a public name
_JOIN_PREFIX = b"npq-join-1\0"


class RecoveryCodeError(JournalError):
    """The typed text is not a recovery code; the message names the place to look at."""


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
    """Whether files can be locked to ``text``: it has age's form and its checksum fits."""
    try:
        return isinstance(text, str) and bool(x25519.Recipient.from_str(text))
    except RecipientError:
        return False


@dataclass(frozen=True, slots=True)
class InvitationKeys:
    """The two key pairs of one invitation, derived from its 128-bit secret."""

    secret: bytes = field(repr=False)

    @property
    def signing_key(self) -> SigningKey:
        return SigningKey(_derived(self.secret, b"npq-invite-sign"))

    @property
    def age_secret(self) -> str:
        return age_secret(_derived(self.secret, b"npq-invite-age"))

    def proof(self, *, group: str, invite: str, key: str, age: str) -> str:
        """The ``proof`` of a join event: the invitation's signature over the joining device."""
        return self.signing_key.sign(join_message(group=group, invite=invite, key=key, age=age))


def join_message(*, group: str, invite: str, key: str, age: str) -> bytes:
    """What a join's ``proof`` signs: the four texts as events have them, one after the other."""
    return _JOIN_PREFIX + (group + invite + key + age).encode()


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """128 bits on paper, from which a lost laptop's group can be opened again.

    Written with the RFC 4648 base32 alphabet, which has no 0, 1 or 8 to take for O, I or B: 26
    characters and one check character, in nine groups of three. The check finds every single wrong
    character and every two swapped ones.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError("a recovery code is made of 16 bytes")

    @classmethod
    def parse(cls, typed: str) -> "RecoveryCode":
        """The code that was typed, whatever its spaces, dashes and case; 0 is O, 1 is I, 8 is B.

        Raises:
            RecoveryCodeError: it has a slip; the text says where to look.
        """
        values = _code_values(code_letters(typed))
        number = 0
        for value in values[:-1]:
            number = number << 5 | value
        if _check_value(values[:-1]) != values[-1] or number & 3:
            raise RecoveryCodeError(
                "The recovery code has a typing mistake. Compare it with the sheet, group by group."
            )
        return cls((number >> 2).to_bytes(SECRET_BYTES, "big"))

    def text(self) -> str:
        """The code as printed: ``ABC-DEF-…``, nine groups of three."""
        number = int.from_bytes(self.secret, "big") << 2
        values = [number >> shift & 31 for shift in range(125, -1, -5)]
        letters = "".join(_ALPHABET[value] for value in [*values, _check_value(values)])
        return "-".join(letters[start : start + 3] for start in range(0, len(letters), 3))

    @property
    def database_key(self) -> bytes:
        """The 32 bytes that wrap the database key."""
        return _derived(self.secret, b"npq-recover-db")

    @property
    def signing_key(self) -> SigningKey:
        """A root of every group this laptop starts."""
        return SigningKey(_derived(self.secret, b"npq-recover-sign"))

    @property
    def age_secret(self) -> str:
        """The age identity that every encrypted file is also locked to."""
        return age_secret(_derived(self.secret, b"npq-recover-age"))


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CODE_CHARACTERS = 27
_FORGIVEN = str.maketrans("018", "OIB")


def code_letters(typed: str) -> str:
    """Characters of a code as they stand on the sheet, whatever was typed for them."""
    return re.sub(r"[\W_]", "", typed).upper().translate(_FORGIVEN)


def _code_values(letters: str) -> list[int]:
    if foreign := [letter for letter in letters if letter not in _ALPHABET]:
        raise RecoveryCodeError(
            f"A recovery code has no “{foreign[0]}” in it: only letters A to Z and digits 2 to 7."
        )
    if len(letters) != _CODE_CHARACTERS:
        raise RecoveryCodeError(
            f"A recovery code has {_CODE_CHARACTERS} characters; {len(letters)} were typed."
        )
    return [_ALPHABET.index(letter) for letter in letters]


def _check_value(values: list[int]) -> int:
    """A sum over GF(32) with a different weight for each place, so that swapped characters show."""
    check = 0
    for value in values:
        check = _doubled(check ^ value)
    return check


def _doubled(value: int) -> int:
    """``value`` times x in GF(32) = GF(2)[x] / (x⁵ + x² + 1), where x has order 31."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _derived(secret: bytes, person: bytes) -> bytes:
    return hashlib.blake2b(digest_size=KEY_BYTES, key=secret, person=person).digest()

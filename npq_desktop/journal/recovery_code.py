"""The recovery code on paper: checked as it is typed, printed in groups, and the keys it gives.

Nothing here stores, logs or shows its secret: ``repr`` hides it.
Source: journal/FORMAT.md.
"""

import re
from dataclasses import dataclass, field

from npq_desktop.errors import JournalError
from npq_desktop.journal.keys import SECRET_BYTES, SigningKey, age_secret, derived

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CODE_CHARACTERS = 27
_FORGIVEN = str.maketrans("018", "OIB")


class RecoveryCodeError(JournalError):
    """The typed text is not a recovery code; the message names the place to look at."""


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
        return derived(self.secret, b"npq-recover-db")

    @property
    def signing_key(self) -> SigningKey:
        """A root of every group this laptop starts."""
        return SigningKey(derived(self.secret, b"npq-recover-sign"))

    @property
    def age_secret(self) -> str:
        """The age identity that every encrypted file is also locked to."""
        return age_secret(derived(self.secret, b"npq-recover-age"))


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

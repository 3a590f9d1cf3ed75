"""Bech32 text of bytes, as age writes its keys, and back.

Source: BIP 173, without its limit of 90 characters (age does not keep it either).
"""

_CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def encode(prefix: str, data: bytes) -> str:
    """``prefix``, ``1``, then ``data`` and a check of six characters; lower case."""
    values = _five_bit_values(data)
    expanded = (
        [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    )
    remainder = _remainder([*expanded, *values, *[0] * _CHECK_LENGTH]) ^ 1
    check = [remainder >> 5 * (_CHECK_LENGTH - 1 - place) & 31 for place in range(_CHECK_LENGTH)]
    return prefix + "1" + "".join(_CHARACTERS[value] for value in [*values, *check])


def data_of(text: str) -> bytes:
    """The bytes in a text whose check was found to fit."""
    letters = text[text.rindex("1") + 1 : -_CHECK_LENGTH].lower()
    number = 0
    for letter in letters:
        number = number << 5 | _CHARACTERS.index(letter)
    length, padding = divmod(len(letters) * 5, 8)
    return (number >> padding).to_bytes(length, "big")


def _five_bit_values(data: bytes) -> list[int]:
    padding = -len(data) * 8 % 5
    number = int.from_bytes(data, "big") << padding
    length = (len(data) * 8 + padding) // 5
    return [number >> 5 * (length - 1 - place) & 31 for place in range(length)]


def _remainder(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                check ^= generator
    return check

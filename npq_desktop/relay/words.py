"""Three spoken words for the address of a laptop in the same room.

33 bits: which private address, which of two ports, and seven bits that find a word heard wrongly.

Source: journal/FORMAT.md, section 10.
"""

import hashlib
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network

from npq_desktop.bundle.words import LIST_LENGTH
from npq_desktop.errors import SyncError

PORTS = (47611, 47612)
WORD_COUNT = 3

_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
_NETWORKS = tuple(map(IPv4Network, _PRIVATE))
_CHECK_BITS = 7
_TELLING_LETTERS = 4
_WORD_BITS = LIST_LENGTH.bit_length() - 1


class RoomWordsError(SyncError):
    """Three words that are not those of an address."""


def words_of(address: str, port: int, words: Sequence[str]) -> str | None:
    """The three words; None for an address or a port that has none and is said in figures."""
    index = _index(IPv4Address(address))
    if index is None or port not in PORTS:
        return None
    other = PORTS.index(port)
    number = (index << 1 | other) << _CHECK_BITS | _check(index, other)
    places = (number >> _WORD_BITS * place & LIST_LENGTH - 1 for place in (2, 1, 0))
    return " ".join(words[place] for place in places)


def address_of(typed: str, words: Sequence[str]) -> tuple[str, int]:
    """Address and port that three words mean, whatever their case, commas and endings.

    Raises:
        RoomWordsError: there are not three, or they do not fit together.
    """
    parts = "".join(letter if letter.isalpha() else " " for letter in typed.lower()).split()
    if len(parts) != WORD_COUNT:
        raise RoomWordsError(f"Type the three words that you were told. You typed {len(parts)}.")
    places = {word[:_TELLING_LETTERS]: place for place, word in enumerate(words)}
    number = 0
    for part in parts:
        if part[:_TELLING_LETTERS] not in places:
            raise RoomWordsError(f"“{part}” is not one of the words used. Ask for that word again.")
        number = number << _WORD_BITS | places[part[:_TELLING_LETTERS]]
    rest, check = number >> _CHECK_BITS, number & (1 << _CHECK_BITS) - 1
    index, other = rest >> 1, rest & 1
    address = _address(index)
    if address is None or check != _check(index, other):
        raise RoomWordsError("These three words do not fit together. Ask for them again.")
    return str(address), PORTS[other]


def _check(index: int, other: int) -> int:
    first = hashlib.sha256(b"npq-room-1\0" + index.to_bytes(4, "big") + bytes([other])).digest()[0]
    return first >> 8 - _CHECK_BITS


def _index(address: IPv4Address) -> int | None:
    counted = 0
    for network in _NETWORKS:
        if address in network:
            return counted + int(address) - int(network.network_address)
        counted += network.num_addresses
    return None


def _address(index: int) -> IPv4Address | None:
    for network in _NETWORKS:
        if index < network.num_addresses:
            return network[index]
        index -= network.num_addresses
    return None

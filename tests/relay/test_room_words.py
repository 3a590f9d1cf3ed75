"""Three words for an address: there and back, and what is not an address."""

import random
from ipaddress import ip_address

import pytest

from npq_desktop.bundle.words import load_words
from npq_desktop.relay.words import PORTS, RoomWordsError, address_of, words_of
from npq_desktop.resources import resource

WORDS = load_words(resource("words.txt"))
EDGES = (
    "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1",
    "192.168.255.255", "169.254.7.9", "100.64.0.0", "100.127.255.255",
)  # fmt: skip


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("address", EDGES)
def test_words_mean_their_address(address: str, port: int) -> None:
    said = words_of(address, port, WORDS)

    assert said is not None
    assert len(said.split()) == 3
    assert address_of(said, WORDS) == (address, port)
    assert address_of(", ".join(said.upper().split()), WORDS) == (address, port)


@pytest.mark.parametrize(
    ("address", "port"), [("8.8.8.8", PORTS[0]), ("172.32.0.0", PORTS[0]), ("10.0.0.1", 80)]
)
def test_another_address_has_no_words(address: str, port: int) -> None:
    assert words_of(address, port, WORDS) is None


@pytest.mark.slow
def test_one_wrong_word_is_found_out_almost_always() -> None:
    draw, missed, tries = random.Random(7), 0, 2000
    for _ in range(tries):
        said = str(words_of(str(ip_address(0xC0A80000 + draw.randrange(65_536))), 47611, WORDS))
        heard = said.split()
        heard[draw.randrange(3)] = draw.choice(WORDS)
        try:
            missed += address_of(" ".join(heard), WORDS) != address_of(said, WORDS)
        except RoomWordsError:
            continue
    assert missed / tries < 0.02


@pytest.mark.parametrize("typed", ["", "acorn", "acorn daisy easel falcon", "acorn daisy qqqq"])
def test_what_is_not_three_words_is_told(typed: str) -> None:
    with pytest.raises(RoomWordsError):
        address_of(typed, WORDS)

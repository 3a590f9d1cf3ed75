"""The six spoken words."""

import pytest

from npq_desktop.bundle.errors import WrongWordsError
from npq_desktop.bundle.words import load_words, six_words, spoken_words
from npq_desktop.resources import resource

WORDS = load_words(resource("words.txt"))


def test_word_list_has_11_bits_a_word_told_apart_by_four_letters() -> None:
    assert len(WORDS) == len({word[:4] for word in WORDS}) == 2048
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert all(3 <= len(word) <= 10 for word in WORDS)


def test_six_words_reach_the_whole_list_evenly() -> None:
    drawn = {six_words(WORDS, lambda size, n=n: n.to_bytes(size, "big")) for n in range(4096)}

    assert drawn == {" ".join([word] * 6) for word in WORDS}


def test_six_words_differ_each_time() -> None:
    assert len({six_words(WORDS) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "typed",
    [
        "acorn daisy easel falcon violin zebra",
        "  Acorn, daisy;  EASEL\nfalcon - violin. zebra ",
        "acor dais ease falc viol zebr",
        "acorns daisies easels falcons violins zebras",
    ],
)
def test_typed_words_are_taken_as_they_were_meant(typed: str) -> None:
    assert spoken_words(typed, WORDS) == "acorn daisy easel falcon violin zebra"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "You typed 0"),
        ("acorn daisy easel falcon violin", "You typed 5"),
        ("acorn daisy easel falcon violin zebra acorn", "You typed 7"),
        ("acorn daisy easel falcon violin qqqq", "“qqqq”"),
    ],
)
def test_typed_words_that_cannot_be_right_are_refused_with_the_reason(typed, sentence) -> None:
    with pytest.raises(WrongWordsError, match=sentence):
        spoken_words(typed, WORDS)

"""Differences between two attempts."""

from time import perf_counter

import pytest

from npq_desktop.services.review.differences import Piece, differences

SAME = "The bar model had become a drawing that pupils added after they had the answer."


def read(found, *left_out: Piece) -> list[str]:
    return ["".join(t for kind, t in p if kind not in left_out) for p in found.paragraphs]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([SAME, "One."], [SAME, "Two."]),
        ([SAME], [SAME, "New paragraph."]),
        ([SAME, "Old paragraph."], [SAME]),
        ([f"{SAME} Before this."], [f"{SAME} After all of this."]),
        ([SAME, "a b", SAME], [SAME, "a c", "d", SAME]),
    ],
)
def test_both_attempts_can_be_read_out_of_the_differences(before, after) -> None:
    found = differences(before, after)
    assert found is not None

    assert [text for text in read(found, Piece.REMOVED) if text] == after
    assert [text for text in read(found, Piece.ADDED) if text] == before


def test_words_are_counted() -> None:
    found = differences([f"{SAME} It was neat."], [f"{SAME} It was neat and coloured in."])

    assert found is not None
    assert (found.added, found.removed) == (4, 1)
    assert found.words == "4 words added, 1 removed"


def test_the_same_text_has_none() -> None:
    found = differences([SAME], [SAME])

    assert found is not None
    assert (found.added, found.removed) == (0, 0)


def test_texts_with_little_in_common_are_not_marked() -> None:
    assert differences(["one two three four"], ["five six seven four"]) is None


def test_two_long_texts_are_compared_quickly() -> None:
    before = [f"{SAME} {number} " * 5 for number in range(23)]
    after = [text.replace("drawing", "picture") if n % 3 else text for n, text in enumerate(before)]
    start = perf_counter()

    found = differences(before, after)

    assert found is not None
    assert sum(len(text.split()) for text in after) > 1_700
    assert perf_counter() - start < 2.5  # 250 ms on two quiet cores


def test_endless_texts_are_not_compared() -> None:
    assert differences(["a b " * 4_000], ["a b " * 4_000]) is None

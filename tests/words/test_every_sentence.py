"""Sentences of the register and the core end with a full stop, with 0, 1, 2 and many."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from npq_desktop.rows.register import Counts, MarkState, SignoffRow
from npq_desktop.services.core import words as core_words
from npq_desktop.services.register import words

NUMBERS = (0, 1, 2, 25)
THEN = datetime(2027, 3, 3, 16, 5, tzinfo=UTC)
NAMES = ("Wes", "Ann")


def counts(number: int) -> Counts:
    return Counts(
        expected=number * 6, present=number, late=number, left_early=number, absent=number,
        unmarked=number, conflicts=number, not_expected=number, extra=number * 2,
        walk_ins=number, head_count=number,
    )  # fmt: skip


def signoffs(number: int) -> list[SignoffRow]:
    changed = tuple(core_words.count(each, "mark") for each in range(1, number + 1))
    return [SignoffRow("Sam", THEN, "All.", changed, changed)]


SENTENCES: dict[str, Callable[[int], str]] = {
    "change_words": lambda n: words.change_words(signoffs(n)),
    "signoff_words": lambda n: words.signoff_words(counts(n), n, on_hold=n),
    "effect_words": lambda n: words.effect_words({str(i): i for i in range(n)}, {}),
    "kept_marks_words": words.kept_marks_words,
    "when_words": lambda n: words.when_words(THEN if n else None, THEN, "Hall"),
    "marks_at_a_move": words.marks_at_a_move,
    "moved_words": lambda n: words.moved_words(
        {MarkState.PRESENT: n, MarkState.LATE: 1}, "Seminar 4", same=n, notes=n > 1, signed=n > 1
    ),
    "joined_mark_words": lambda n: words.joined_mark_words(
        "Seminar 2", NAMES, ("present", "absent" if n else ""), same=n == 1
    ),
    "joining_words": lambda n: words.joining_words(["Both are marked present."] * n, NAMES),
    "catch_ups_left": lambda n: words.catch_ups_left(n, n - 1, beyond=None if n == 2 else n == 0),
    "no_catch_ups_left": lambda n: words.no_catch_ups_left("Ann", n),
    "headcount_words": lambda n: words.headcount_words(counts(n), ["Ann"] * n),
    "signed_words": lambda n: words.signed_words(signoffs(n), counts(n))[1],
    "mark_sentence": lambda n: words.mark_sentence("Ann", "present", n),
    "no_longer_here": lambda _: core_words.no_longer_here("Ann"),
    "only_a_coordinator": lambda _: core_words.only_a_coordinator("exempt or credit", "Sam"),
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_ends_with_a_full_stop(name: str, number: int) -> None:
    said = SENTENCES[name](number)

    assert not said or said.endswith("."), said

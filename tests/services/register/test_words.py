"""The sentences about a register: counts, headcounts, sign-offs, changes since."""

from datetime import UTC, datetime

from npq_desktop.rows.register import Counts, SignoffRow
from npq_desktop.services.register.words import (
    change_words,
    count_parts,
    headcount_words,
    marked_words,
    rest_words,
    signed_words,
)

SIGNED = SignoffRow("Sam", datetime(2026, 3, 3, 16, 5, tzinfo=UTC), "All.", (), own=True)


def test_counts_name_what_is_not_nought() -> None:
    counts = Counts(expected=4, present=1, conflicts=1, left_early=2, extra=2, walk_ins=1)

    assert count_parts(counts) == (
        ("present", 1, "present"),
        ("left_early", 2, "early"),
        ("conflicts", 1, "to settle"),
        ("walk_ins", 1, "walk-in"),
        ("extra", 1, "not expected but here"),
    )
    assert marked_words(counts) == "4 of 4 marked"
    assert rest_words(11) == "Mar&k the 11 not marked…"


def test_a_headcount_says_by_how_many_it_differs_and_who_is_not_marked() -> None:
    assert headcount_words(Counts(present=3, head_count=5)) == (
        "Headcount 5: 2 more in the room than the marks show."
    )
    assert headcount_words(Counts(present=3, head_count=2), ("A", "B", "C", "D", "E", "F")) == (
        "Headcount 2: 1 fewer in the room than the marks show. "
        "Not marked: A, B, C, D, E and 1 more."
    )


def test_a_headcount_that_agrees_or_was_not_taken_says_nothing() -> None:
    assert headcount_words(Counts(present=4, head_count=4)) == ""
    assert headcount_words(Counts(present=4)) == ""


def test_a_sign_off_names_the_latest_and_what_a_change_asks_for() -> None:
    earlier = SignoffRow("Jo", datetime(2026, 3, 3, 15, 0, tzinfo=UTC), "All.", ())

    title, below = signed_words((earlier, SIGNED), Counts(present=4, head_count=4), ("a.pdf",))

    assert title == "Signed off by Sam on 3 March at 16:05"
    assert below == (
        "Headcount 4 matches the marks. Also signed off by Jo on 3 March at 15:00. "
        "Paper evidence: a.pdf. Changing a mark asks for a reason."
    )


def test_an_odd_headcount_comes_first() -> None:
    odd = "Headcount 5: 1 more in the room than the marks show."

    _, below = signed_words((SIGNED,), Counts(present=4, head_count=5), odd=odd)

    assert below == f"{odd} Changing a mark asks for a reason."


def test_a_sign_off_of_unknown_time_names_only_who() -> None:
    assert signed_words((SignoffRow("Jo", None, "All.", ()),), Counts())[0] == "Signed off by Jo"


def test_what_changed_since_is_said_of_each_sign_off() -> None:
    mine = SignoffRow("Jo", None, "All.", ("2 marks by Sam",), ("1 mark by Kim",), own=True)
    other = SignoffRow("Sam", None, "All.", ("1 mark by Jo",))

    assert change_words((mine, other)) == (
        "Changed since your sign-off: 2 marks by Sam. "
        "Changed since Sam’s sign-off: 1 mark by Jo. "
        "On hold and not part of this sign-off: 1 mark by Kim."
    )
    assert change_words((SIGNED,)) == ""

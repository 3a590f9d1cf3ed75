"""The sentences about a register: counts, headcounts, sign-offs, changes since."""

from datetime import UTC, date, datetime

import pytest

from npq_desktop.rows.register import Counts, MarkState, SignoffRow
from npq_desktop.services.core.words import size_words
from npq_desktop.services.register import words
from npq_desktop.services.register.words import (
    catch_ups_left,
    change_words,
    count_parts,
    effect_words,
    headcount_words,
    joined_mark_words,
    joining_words,
    kept_marks_words,
    marked_words,
    marks_at_a_move,
    moved_words,
    no_catch_ups_left,
    report_counts,
    rest_words,
    signed_words,
    signoff_words,
    when_words,
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
        "Headcount 2: 1 fewer in the room than the marks show. Not marked: A, B, C, D and 2 more."
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
        "Changed since Sam's sign-off: 1 mark by Jo. "
        "On hold, so not part of any sign-off: 1 mark by Kim."
    )
    assert change_words((SIGNED,)) == ""


@pytest.mark.parametrize(
    ("counts", "head_count", "on_hold", "said"),
    [
        (
            Counts(expected=25, present=21, late=2, absent=2),
            23,
            0,
            "25 expected: 21 present, 2 late, 2 absent. Everyone is marked. Headcount 23 matches.",
        ),
        (
            Counts(expected=4, present=1, unmarked=2, conflicts=1, extra=2, walk_ins=1),
            4,
            3,
            (
                "4 expected: 1 present. Also here: 1 walk-in and 1 not expected. 2 not marked. "
                "1 with two different marks. Headcount 4 is 1 more than the marks show. "
                "3 changes on hold are not part of this sign-off."
            ),
        ),
        (
            Counts(expected=2, left_early=1, absent=1, apologies=1),
            0,
            1,
            (
                "2 expected: 1 left early, 1 absent (1 with apologies). Everyone is marked. "
                "Headcount 0 is 1 fewer than the marks show. "
                "1 change on hold is not part of this sign-off."
            ),
        ),
        (Counts(expected=1, unmarked=1), None, 0, "1 expected. 1 not marked."),
        (Counts(), None, 0, "Nobody expected."),
    ],
)
def test_the_sentence_of_a_sign_off(
    counts: Counts, head_count: int | None, on_hold: int, said: str
) -> None:
    assert signoff_words(counts, head_count, on_hold=on_hold) == said


def test_a_report_counts_what_is_0_too() -> None:
    counts = Counts(
        expected=2, present=1, unmarked=1, conflicts=1, extra=2, walk_ins=1, not_expected=1
    )

    assert report_counts(counts) == (
        "2 expected, 1 present, 0 late, 0 left early, 0 absent, 1 not marked, "
        "1 with two different marks, 1 walk-in, 1 not expected but here, 1 row not expected"
    )


def test_what_an_event_that_did_not_run_changes() -> None:
    before = {"a": 10, "b": 10, "c": 1, "d": 3}

    assert effect_words(before, {"a": 9, "b": 9, "c": 0, "d": 3}) == (
        "2 people: 10 events become 9. 1 person: 1 event becomes 0. "
        "1 person: still 3 events, because it does not count for them."
    )
    assert effect_words({}, {}) == "Nobody is on the programme now, so no percentage changes."
    assert kept_marks_words(0) == ""
    assert kept_marks_words(2) == (
        "2 people already marked. The marks are kept but do not count while the event is "
        "recorded as not run."
    )


def test_when_an_event_is_and_what_moving_it_does_to_marks() -> None:
    start, end = (datetime(2027, 3, 3, hour, 0, tzinfo=UTC) for hour in (16, 18))

    assert when_words(start, end, "Hall") == "It is on 3 March 2027 from 16:00 to 18:00, Hall."
    assert when_words(start, None, "") == "It is on 3 March 2027 from 16:00."
    assert when_words(None, None, "Hall") == "It has no date yet."
    assert marks_at_a_move(0) == ""
    assert marks_at_a_move(1).startswith("1 mark stays as it is, with minutes counted from")
    assert marks_at_a_move(22).startswith("22 marks stay as they are, with minutes counted from")


def test_what_moving_marks_to_another_event_does() -> None:
    states = {MarkState.PRESENT: 2, MarkState.ABSENT: 1}

    assert moved_words(states, "Seminar 4, no date yet", same=1, notes=True, signed=True) == (
        "3 marks (2 present and 1 absent) go to Seminar 4, no date yet. "
        "1 person has the same mark there already. The notes made here go with them. "
        "The sign-off stays on this register but no longer matches it. "
        "Nobody is marked here afterwards. Press Ctrl+Z once to undo."
    )


@pytest.mark.parametrize(
    ("marks", "same", "said"),
    [
        (("present", ""), False, "Wes's mark at Seminar 2, present, will count for Ann."),
        (("present",) * 2, True, "Both are marked present at Seminar 2. This becomes one mark."),
        (
            ("present", "absent"),
            False,
            (
                "At Seminar 2 they have different marks, present for Wes and absent for Ann. "
                "Both show in the row until you choose with 1 or 2."
            ),
        ),
    ],
)
def test_what_linking_does_to_marks(marks: tuple[str, str], same: bool, said: str) -> None:
    assert joined_mark_words("Seminar 2", ("Wes", "Ann"), marks, same=same) == said


def test_linking_says_how_to_go_back() -> None:
    assert joining_words((), ("Wes", "Ann")) == (
        "Wes has no mark that could count for Ann. You can undo this later. "
        "Press Alt+U on the row to unlink them."
    )


@pytest.mark.parametrize(
    ("limit", "left", "beyond", "said"),
    [
        (1, 0, True, "The programme allows 1 catch-up and others come first, so this one does "),
        (2, 0, None, "The programme allows 2 catch-ups. A disagreement decides whether this one "),
        (1, 0, False, "The programme allows 1 catch-up, and this one is among them."),
        (2, 1, False, "1 of 2 catch-ups left, this one among them."),
    ],
)
def test_how_many_catch_ups_are_left(limit: int, left: int, beyond: bool | None, said: str) -> None:
    assert catch_ups_left(limit, left, beyond=beyond).startswith(said)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (0, "This programme allows no catch-ups. Ask the programme office."),
        (
            1,
            (
                "Ann has used the one catch-up the programme allows. "
                "Only the programme office can allow more."
            ),
        ),
        (
            2,
            (
                "Ann has used all 2 catch-ups the programme allows. "
                "Only the programme office can allow more."
            ),
        ),
    ],
)
def test_why_no_catch_up_is_left(limit: int, said: str) -> None:
    assert no_catch_ups_left("Ann", limit) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (None, ""),
        ("", "apologies sent beforehand"),
        ("travel", "apologies sent beforehand, travel"),
    ],
)
def test_an_apology_in_a_row(reason: str | None, said: str) -> None:
    assert words.apology(reason) == said


def test_what_a_row_says_of_a_change_and_a_catch_up() -> None:
    assert words.changed_since("", "came in") == "changed after sign-off: came in"
    assert words.changed_since("travel", "came in") == "travel · changed after sign-off: came in"
    assert words.catch_up_in_row("agreed", date(2026, 3, 3), "") == "catch-up agreed on 3 March"
    assert words.catch_up_in_row("accepted", None, words.BEYOND_THE_LIMIT) == (
        "caught up on an unknown day, does not count (beyond the limit)"
    )


def test_a_scan_is_told_with_its_paper() -> None:
    assert words.paper_evidence("a.pdf", 219_000, "office") == "a.pdf (214 KB), paper kept: office"
    assert words.paper_evidence("", None, "") == (
        "a scan without a name (size unknown), paper kept: place not known"
    )


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 KB"), (1, "1 KB"), (2_200_000, "2.1 MB"), (True, "size unknown")]
)
def test_the_size_of_a_file(size: object, said: str) -> None:
    assert size_words(size) == said


def test_marks_typed_from_a_paper() -> None:
    assert words.typed_mark(12, "Ann", "Present", known=False) == "12 → Ann: Present"
    assert words.typed_mark(12, "Ann", "Present", known=True) == (
        "12 → Ann: already Present, nothing to record"
    )


def test_the_lines_of_a_document() -> None:
    start = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)

    assert words.day_words(None, None) == "no date yet"
    assert words.day_words(start, start.replace(hour=14)) == (
        "Monday 23 November 2026, 13:00 to 14:00"
    )
    assert words.signed_line("Sam", start, "Everyone is marked.") == (
        "Signed off by Sam on 23 November 2026 at 13:00. Everyone is marked."
    )

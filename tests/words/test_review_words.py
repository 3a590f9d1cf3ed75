"""The sentences of Task review, with nothing, one, two and many."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from npq_desktop.rows.register import Candidate
from npq_desktop.rows.review import (
    AcceptEffect,
    Attempt,
    Progress,
    QueueRow,
    ReviewRow,
    ReviewState,
    WorkId,
)
from npq_desktop.services.review import words

TODAY = date(2026, 11, 25)
THEN = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
ROW = QueueRow(
    WorkId("p", "m3.reflective"), "Ann Abbott", "Reflection 3", "m3", "reflective",
    ReviewState.AWAITING, THEN, 152, False, "ann abbott", THEN,
)  # fmt: skip
RETURNED = replace(ROW, state=ReviewState.RETURNED, due=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (None, ""),
        (
            AcceptEffect("Reflection 3", "50.7", "53.5", "50.7"),
            "Accepting counts Reflection 3 at once. Course done goes from 50.7% to 53.5%.",
        ),
        (
            AcceptEffect("Reflection 3", "53.5", "53.5", "50.7"),
            "Reflection 3 counts already. Course done stays 53.5%.",
        ),
        (
            AcceptEffect("Reflection 3", None, None, None),
            "Reflection 3 does not count for this person.",
        ),
    ],
)
def test_what_accepting_does(effect: AcceptEffect | None, said: str) -> None:
    assert words.effect_words(effect) == said


def test_what_returning_does() -> None:
    counted = AcceptEffect("Reflection 3: Curriculum", "58.2", "58.2", "55.4")

    assert words.return_words(counted) == (
        "Returned, Reflection 3 does not count until it is handed in again. Course done goes from "
        "58.2% to 55.4%."
    )
    assert words.return_words(replace(counted, returned="58.2")) == "Course done stays 58.2%."
    assert words.return_words(replace(counted, before=None, returned=None)) == ""


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(0, 0, 0, 0), "Nothing here awaits review"),
        (Progress(9, 38, 29, 2), "9 of 38 decided · 29 left · 2 set aside"),
        (Progress(0, 1, 1, 0), "0 of 1 decided · 1 left"),
    ],
)
def test_progress(progress: Progress, said: str) -> None:
    assert words.progress_words(progress) == said


def test_the_way_back_says_where_what_was_decided_is() -> None:
    assert "“All” shows it" in words.no_way_back(decided_before=True)
    assert words.no_way_back(decided_before=False) == "No work was decided before this one."


def test_a_decision_and_its_undo() -> None:
    assert words.decided_words(ROW, "accepted", 28) == (
        "Accepted: Reflection 3, Ann Abbott. 28 left."
    )
    assert words.decided_words(ROW, "returned", 0).endswith("Nothing else here awaits review.")
    assert words.undone_words([ROW], 37) == (
        "Undone: Ann Abbott, Reflection 3 awaits review again. 37 left."
    )
    assert words.undone_words([RETURNED], 1).startswith(
        "Undone: Ann Abbott, Reflection 3 is returned again."
    )
    assert words.undone_words([ROW, ROW], 2).startswith("Undone: 2 works of Ann Abbott and")
    assert len(words.undo_label("accepted", "Ann Abbott")) <= 40


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW, "Reflection 3"),
        (
            replace(ROW, attempts=2, has_draft=True),
            "Reflection 3 · 2nd attempt · draft",
        ),
        (replace(ROW, late=True), "Reflection 3 · late (platform)"),
        (replace(ROW, aside="second look"), "Reflection 3 · set aside, second look"),
        (RETURNED, "Reflection 3 · returned, due 22 November, 3 days over"),
        (replace(RETURNED, due=None), "Reflection 3 · returned"),
        (
            replace(ROW, state=ReviewState.CONFLICT),
            "Reflection 3 · two decisions to settle",
        ),
        (replace(ROW, files=2, words=0), "Reflection 3 · 2 files"),
    ],
)
def test_the_second_line(row: QueueRow, said: str) -> None:
    size = "" if row.files else " · 152 words"

    assert words.details(row, TODAY) == f"{said}{size}"


@pytest.mark.parametrize(("number", "said"), [(1, ""), (2, "2nd"), (3, "3rd"), (11, "11th")])
def test_attempts(number: int, said: str) -> None:
    assert words.attempt_words(number).removesuffix(" attempt") == said


def test_how_long_a_work_waits() -> None:
    assert words.waiting_words(ROW, TODAY) == "9 days"
    assert words.waiting_words(ROW, THEN.date()) == "new"
    assert words.waiting_words(RETURNED, TODAY) == ""


def test_times_that_nobody_knows_are_not_made_up() -> None:
    assert words.handed_in_words(None, THEN) == "time not known · brought in 16 November"
    assert words.handed_in_words(THEN, THEN) == "handed in 16 November 09:30"
    assert words.when_words(replace(ROW, handed_in=None, brought_in=None)) == (
        "Nothing handed in yet"
    )


def test_the_facts_of_a_work() -> None:
    attempt = Attempt("c", "plan.docx", "one two", 1734, THEN, "plan.docx, brought in on Sam's")

    assert words.facts_words(ROW, attempt, 1500) == (
        "Reflection 3 · handed in 16 November 09:30 · 1,734 words, limit 1,500 · "
        "plan.docx, brought in on Sam's"
    )
    assert words.facts_words(ROW, None) == "Reflection 3 · to review"
    assert "only the beginning is here" in words.facts_words(
        ROW, replace(attempt, text="x" * 44_000)
    )


def test_decisions_and_who_took_them() -> None:
    by = Candidate("h", "", "Sam", "Sam's laptop", THEN, None)
    returned = ReviewRow("returned", "Say why.", by, date(2026, 12, 7))

    assert words.review_words(returned) == (
        "Sam (Sam's laptop) returned this on 16 November 09:30. Asked for again by 7 December.\n"
        "“Say why.”"
    )
    assert words.notice_words(ReviewState.RETURNED, [returned], has_draft=True) == (
        "Sam returned this on 16 November. Your draft is kept."
    )
    assert words.notice_words(ReviewState.RETURNED, [returned], has_draft=False) == ""
    assert words.notice_words(
        ReviewState.CONFLICT, [returned, ReviewRow("accepted", "", by)], has_draft=False
    ) == (
        "Sam returned this and Sam accepted it. Decide again to settle it. Both feedbacks are kept."
    )


def test_news_of_work_that_came_in() -> None:
    assert words.arrived_words(0) == ""
    assert words.arrived_words(3) == "3 new works. Press F5 to show."


def test_what_a_text_leaves_out_is_said() -> None:
    unseen = (("tracked", 1), ("comments", 4), ("pictures", 1), ("pages", 1), ("pages_all", 3))
    attempt = Attempt("c", "n", "t", 1, None, "", unseen=unseen)

    said = words.unseen_words(attempt)

    assert said == (
        "tracked changes · 4 comments not shown · 1 picture not shown"
        " · 1 of 3 pages could not be read"
    )
    assert words.unseen_words(Attempt("c", "n", "t", 1, None, "")) == ""


def test_where_work_waits_in_other_groups() -> None:
    assert words.elsewhere_words([]) == ""
    assert words.elsewhere_words([("Group 08", 9)]) == "Group 08 has 9 (Ctrl+G)."
    assert words.elsewhere_words([("A", 1), ("B", 2)]) == "A has 1 and B has 2 (Ctrl+G)."

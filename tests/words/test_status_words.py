"""The sentences of a change of training status, of an exemption, and of the sums behind figures."""

from datetime import date
from fractions import Fraction

import pytest

from npq_desktop.rows.cohort import CohortRow, Share
from npq_desktop.services.cohort import status_words, sum_words


def row(standing: str, done: str = "53.5") -> CohortRow:
    secured = Share(str(Fraction(done)), done, int(float(done) * 10))
    possible = Share("100", "100.0", 1000)
    shown = (None, None) if standing in ("deferred", "withdrawn") else (secured, possible)
    return CohortRow(
        person="p", name="Ann", sort_name="ann", school="", as_of=date(2026, 11, 25),
        threshold=90, standing=standing, secured=shown[0], possible=shown[1],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            row("on_course"),
            row("behind"),
            (
                "Engagement was “on track for 90%” (53.5% done) and becomes “behind, can still "
                "reach 90%” (53.5% done)."
            ),
        ),
        (
            row("on_course"),
            row("on_course"),
            "Engagement today does not change: “on track for 90%” (53.5% done).",
        ),
        (
            row("on_course"),
            row("deferred"),
            (
                "Engagement was “on track for 90%” (53.5% done). It will be shown as “deferred”, "
                "without a percentage. What was done and attended is kept."
            ),
        ),
        (
            row("deferred"),
            row("deferred"),
            "Engagement stays as it is: “deferred”, without a percentage.",
        ),
        (
            row("deferred"),
            row("withdrawn"),
            "Engagement was shown as “deferred” and will be shown as “withdrawn”.",
        ),
        (
            row("deferred"),
            row("met"),
            "Engagement will be worked out again: “has reached 90%” (53.5% done).",
        ),
    ],
)
def test_what_becomes_of_engagement(old: CohortRow, new: CohortRow, said: str) -> None:
    assert status_words.engagement_effect(old, new) == said


def test_how_many_tasks_and_events_count() -> None:
    effect = status_words.counting_effect

    assert effect(21, 14) == "21 tasks and events counted. Now 14 count."
    assert effect(21, 21) == "21 tasks and events count, as before."
    assert effect(1, 1, missed_while_away=True) == (
        "1 task or event counts, as before. Events missed while away still count."
    )


def test_which_registers_list_a_person() -> None:
    titles = ["Seminar 4", "Seminar 5"]

    assert list(status_words.register_effect(titles, [], marks=1)) == [
        "2 registers will no longer list them: Seminar 4 and Seminar 5.",
        "1 mark made there stays and counts.",
    ]
    assert list(status_words.register_effect([], titles[:1], marks=0)) == [
        "1 register will list them: Seminar 4."
    ]
    assert list(status_words.register_effect([], [], marks=0)) == ["No register changes."]


def test_how_many_people_of_the_group_count() -> None:
    assert status_words.group_effect(25, 24) == "24 people in the group count, instead of 25."
    assert status_words.group_effect(0, 1) == "1 person in the group counts, instead of 0."


@pytest.mark.parametrize(
    ("value", "credit", "reason", "said"),
    [
        ("excused", None, "transfer", "exempt, transfer"),
        ("credited", (1, 2), "", "credited 1/2"),
        ("credited", (1, 1), "", "credited"),
        (None, None, "", "counts again"),
    ],
)
def test_an_exemption_in_a_cell(
    value: str | None, credit: tuple[int, int] | None, reason: str, said: str
) -> None:
    assert status_words.exemption_words(value, credit, reason) == said


def test_the_sums_behind_the_figures() -> None:
    product = sum_words.product(50, Fraction(7, 2), 8).replace("\N{NO-BREAK SPACE}", " ")

    assert product == "50 × (3½) ⁄ 8"
    assert sum_words.component("Events", "x", Fraction(2, 7), still_open=4, not_known=1) == (
        "Events: x = 2/7 points,\n4 open, 1 not known yet"
    )
    assert sum_words.added(["15", "10"], 80) == "(15 + 10) × 100 ⁄ 80"
    assert sum_words.equals("15", Fraction(15), "15.0") == "15 = 15%"
    assert sum_words.equals("x", Fraction(107, 2), "53.0") == "x = 53½,\nso 53.0%"
    assert sum_words.due_so_far("a", "b") == "Of what was due so far: at least a;\nat most b"

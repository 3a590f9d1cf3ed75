"""The example group: what it must show, and that it is the same every time."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.applications import MOMENT

from npq_desktop.programme import load_programme
from npq_desktop.resources import resource
from npq_desktop.services.application import Application
from npq_desktop.services.groups.example.cast import CAST
from npq_desktop.services.groups.example.example import next_quarter
from npq_desktop.services.groups.example.script import Script

pytestmark = pytest.mark.slow


def drafts() -> list[object]:
    programme = load_programme(resource("programmes/npqlpm.toml"))
    script = Script(programme, next_quarter(MOMENT))
    return [*script.drafts(), *script.colleagues_drafts()]


def test_the_story_is_the_same_for_the_same_moment() -> None:
    assert drafts() == drafts()


def test_every_name_is_hard_in_its_own_way(application: Application, example: str) -> None:
    names = [row.name for row in application.cohort.view(example).rows]

    assert len(names) == 26
    assert max(Counter(names).values()) == 1
    assert max(Counter(name.partition(" (")[0] for name in names).values()) == 2
    assert {"Aoife O'Donoghue", "Sunita", "Mei Xu", "Éloïse Lefèvre"} <= set(names)
    assert any("-" in name for name in names)
    assert len({person.name.rpartition(" ")[2] for person in CAST if len(person.last) == 2}) == 1


def test_every_standing_is_there(application: Application, example: str) -> None:
    summary = application.cohort.view(example).summary

    missing = {standing for standing, people in summary.items() if not people}
    assert missing == {"withdrawn"}


def test_tasks_are_in_every_state(application: Application, example: str) -> None:
    queue = application.review.queue(example)

    tasks = {row.state.value for row in queue if not row.work.catch_up}
    assert tasks == {"awaiting", "returned", "accepted", "conflict"}
    resubmitted = [row for row in queue if row.name.startswith("Jamie Taylor (") and row.words > 70]
    assert resubmitted


def test_catch_ups_are_in_every_state(application: Application, example: str) -> None:
    catch_ups = [row for row in application.review.queue(example) if row.work.catch_up]

    assert {row.state.value for row in catch_ups} == {"awaiting", "returned", "accepted", "agreed"}


def test_two_things_are_in_dispute(application: Application, example: str) -> None:
    families = {fact.cell[0] for fact in application.disagreements.all(example)}

    assert families == {"mark", "review"}
    assert application.held_entries.all(example) == ()


def test_todays_register_is_empty_and_opens_first(application: Application, example: str) -> None:
    opening = application.register.opening_event(example)

    view = application.register.view(example, opening)
    assert (view.event.is_today, view.counts.unmarked, view.counts.not_expected) == (True, 25, 1)


def test_past_registers_but_the_last_are_signed_off_with_their_head_count(
    application: Application, example: str
) -> None:
    past = [row for row in application.register.events(example) if row.marked]

    assert [row.signed_off for row in past] == [True] * 3 + [False]
    for row in past[:3]:
        [signoff] = application.register.view(example, row.id).signoffs
        assert "matches" in signoff.words
        assert signoff.uncovered == ()


def test_it_is_sound_and_can_be_sent(
    application: Application, example: str, tmp_path: Path
) -> None:
    assert not application.store.verify().problems

    sent = application.exchange.send(example, tmp_path / "example.npqsync")

    assert sent.left_out == ()


def test_adding_it_again_makes_another_one(application: Application, example: str) -> None:
    other = application.groups.add_example()

    assert other != example
    assert len(application.groups.all()) == 2
    assert len(application.cohort.view(other).rows) == 26


@pytest.mark.parametrize(
    ("now", "quarter"), [((13, 20), (13, 30)), ((13, 30), (13, 30)), ((13, 31), (13, 45))]
)
def test_todays_seminar_begins_at_a_full_quarter(
    now: tuple[int, int], quarter: tuple[int, int]
) -> None:
    moment = datetime(2026, 11, 23, *now, 0, tzinfo=UTC)

    assert next_quarter(moment) == datetime(2026, 11, 23, *quarter, tzinfo=UTC)


def test_somebody_is_at_each_step_of_the_assessment(application: Application, example: str) -> None:
    report = application.office.assessment.report(example)
    found = {w["status"] for p in report["people"] for w in p["windows"]}

    assert found == {
        "called_off", "passed", "failed", "marked", "apart", "received", "deferred", "refused",
        "undecided", "admitted", "sitting", "missing",
    }  # fmt: skip
    [eloise] = [p for p in report["people"] if p["name"] == "Éloïse Lefèvre"]
    assert [w["gate"] for w in eloise["windows"] if w["window"] == "early"] == ["open"]
    assert application.office.assessment.view(example).round == "r1"
    assert application.office.windows.receiving(example) == ()
    assert application.office.windows.on_hold(example, "early") == ("Bethan ap Rhys",)


def test_the_office_has_something_on_each_of_its_pages(
    application: Application, example: str
) -> None:
    office = application.office
    decided = [row.words for row in office.funding.rows(example) if row.decision]
    assert sorted(decided) == ["Funded", "£899.00, paid by school"]
    [supported] = office.support.due(example)
    assert (supported.name, supported.due) == ("Grace Appiah", "no coach for 20 days")
    [follow_up] = office.contacts.due(example)
    assert follow_up.overdue
    assert len(office.discussion.view(example).posts) == 2
    outstanding = office.implementation.outstanding(example)
    assert len({*outstanding.without_focus, *outstanding.without_support}) == 25

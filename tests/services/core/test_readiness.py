"""What is said of the next event, and of no other."""

from datetime import datetime

from support.scenes import PAST, TO_COME, MakeScene, Scene, did_not_run

from npq_desktop.rows.register import EventState
from npq_desktop.ui.register.table.words import event_state


def said(group: Scene) -> dict[str, str]:
    rows = group.application.register.events(group.group)
    return {row.id: row.readiness for row in rows if row.readiness}


def days_until(group: Scene, event: str) -> int:
    [start] = [e.start for e in group.application.register.events(group.group) if e.id == event]
    assert isinstance(start, datetime)
    return (start.date() - group.laptop.clock().date()).days


def test_only_the_next_event_says_how_soon_it_is(scene: MakeScene) -> None:
    group = scene("Ann")

    assert said(group) == {TO_COME[0]: f"in {days_until(group, TO_COME[0])} days"}

    group.laptop.clock.move(days=days_until(group, TO_COME[0]) - 1)

    assert said(group) == {TO_COME[0]: "tomorrow"}


def test_a_laptop_that_was_silent_for_a_week_is_named(scene: MakeScene) -> None:
    group = scene("Ann")
    group.colleague()
    group.laptop.clock.move(days=6)
    assert "no file from" not in said(group)[TO_COME[0]]

    group.laptop.clock.move(days=3)

    assert said(group)[TO_COME[0]].endswith(" · no file from Sam's laptop for 9 days")


def test_an_event_that_will_not_run_is_not_the_next(scene: MakeScene) -> None:
    group = scene("Ann")

    did_not_run(group.application, group.group, TO_COME[0], "snow")

    assert list(said(group)) == [TO_COME[1]]


def test_the_events_list_tells_readiness_until_somebody_is_marked(scene: MakeScene) -> None:
    group = scene("Ann")
    rows = {row.id: row for row in group.application.register.events(group.group)}

    assert event_state(rows[TO_COME[0]]).startswith("planned · in ")
    assert event_state(rows[PAST[0]]).endswith("0 of 1 marked")
    assert rows[PAST[0]].state is EventState.PLANNED

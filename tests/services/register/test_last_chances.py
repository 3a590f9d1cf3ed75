"""Who can miss no event more, as the register warns of it."""

import pytest
from support.scenes import ABSENT, PAST, PRESENT, MakeScene

from npq_desktop.services.application import Application
from npq_desktop.services.register.last_chances import LastChancesService

pytestmark = pytest.mark.slow


def test_the_register_warns_of_those_whom_the_cohort_leaves_no_event(
    application: Application, example: str
) -> None:
    coming = [row.id for row in application.register.events(example) if not row.marked]

    threshold, found = LastChancesService(application.core).at(example, coming[0])

    rows = application.cohort.view(example).rows
    left = {
        row.person
        for row in rows
        if row.standing != "out_of_reach"
        and any(spare.is_event and spare.number == 0 for spare in row.spare or ())
    }
    assert threshold == 90
    assert found == left != set()


def test_a_mark_at_the_event_itself_does_not_change_who_is_warned_of(scene: MakeScene) -> None:
    group = scene("Ann", "Ben", settings={"catch_up.limit": 0})
    event = PAST[-1]
    for missed in PAST[:1]:
        group.mark("Ann", missed, ABSENT)
        group.mark("Ben", missed, PRESENT)
    before = LastChancesService(group.application.core).at(group.group, event)

    for mark in (ABSENT, PRESENT):
        group.mark("Ann", event, mark)
        group.mark("Ben", event, mark)

        assert LastChancesService(group.application.core).at(group.group, event) == before
    assert before[1] == {group.people["Ann"]}


def test_nobody_deferred_is_warned_of(scene: MakeScene) -> None:
    group = scene("Ann", "Ben", settings={"catch_up.limit": 0})
    for name in ("Ann", "Ben"):
        group.mark(name, PAST[0], ABSENT)
    group.write(
        "enrolment.set",
        person=group.people["Ben"],
        status="deferred",
        **{"from": "2026-11-01"},
    )

    _, found = LastChancesService(group.application.core).at(group.group, PAST[-1])

    assert found == {group.people["Ann"]}

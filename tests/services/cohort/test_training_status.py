"""Deferring, withdrawing, coming back and joining late: what is said first, and what it does."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from support.scenes import PAST, PRESENT, TO_COME, MakeScene, Scene

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.resources import resource
from npq_desktop.rows.cohort import StatusChange
from npq_desktop.services.cohort.status import TrainingStatusService

TODAY = date(2026, 11, 23)
DEFERRED = StatusChange("deferred", TODAY, "parental-leave", date(2027, 9, 1))
WITHDRAWN = StatusChange("withdrawn", TODAY, "personal-reason-moving-school")


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben", "Cat")


def status(scene: Scene) -> TrainingStatusService:
    return scene.application.training_status


def effect(scene: Scene, change: StatusChange, who: str = "Ann") -> str:
    return "\n".join(status(scene).effect(scene.group, scene.people[who], change))


def record(scene: Scene, change: StatusChange, who: str = "Ann") -> None:
    place = (scene.group, scene.people[who], change)
    status(scene).record(*place, status(scene).effect(*place))


def standing(scene: Scene, who: str = "Ann") -> str:
    rows = scene.application.cohort.view(scene.group).rows
    return next(row.standing for row in rows if row.person == scene.people[who])


def expected(scene: Scene, event: str, who: str = "Ann") -> bool:
    rows = scene.application.register.view(scene.group, event).rows
    return next(row.expected for row in rows if row.person == scene.people[who])


def test_a_deferral_says_registers_sum_standing_and_group_first(group: Scene) -> None:
    said = effect(group, DEFERRED)

    assert "3 registers will no longer list them" in said
    assert "Events missed while away still count." in said
    assert "It will be shown as “deferred”, without a percentage." in said
    assert "2 people in the group count, instead of 3." in said
    assert expected(group, TO_COME[0])


def test_a_deferral_does_what_it_said(group: Scene) -> None:
    record(group, DEFERRED)

    assert [expected(group, event) for event in (PAST[-1], *TO_COME)] == [True, *[False] * 3]
    assert standing(group) == "deferred"
    assert group.application.cohort.view(group.group).summary["deferred"] == 1


def test_a_mark_that_arrives_is_shown_before_a_withdrawal_is_recorded(group: Scene) -> None:
    sam, place = group.colleague(), (group.group, group.people["Ann"], WITHDRAWN)
    shown = status(group).effect(*place)

    sam.tell("mark.set", who="Ann", event=PAST[0], state="present", how="typed")

    with pytest.raises(StaleError):
        status(group).record(*place, shown)
    assert standing(group) != "withdrawn"


def test_an_excusing_programme_says_that_the_sum_shrinks(scene: MakeScene) -> None:
    excusing = scene(
        "Ann", settings={"engagement.away": "excused", "catch_up.limit": 0}, first=date(2026, 6, 8)
    )
    since = StatusChange("deferred", date(2026, 11, 1), "career-break")

    said = effect(excusing, since)

    before = len(excusing.facts.programme.items)
    missed = sum(not expected(excusing, event) for event in PAST)
    record(excusing, since)
    missed = sum(not expected(excusing, event) for event in PAST) - missed
    assert missed
    assert f"{before} tasks and events counted. Now {before - missed} count." in said


def test_a_mark_made_after_the_day_is_said_to_stay(group: Scene) -> None:
    group.mark("Ann", PAST[-1], PRESENT)

    said = effect(group, StatusChange("deferred", date(2026, 6, 1), "other"))

    assert "1 mark made there stays and counts." in said


def test_a_deferral_is_undone_in_one_step(group: Scene) -> None:
    record(group, DEFERRED)

    assert group.application.undo.next_words(group.group) == (
        "undo “deferred from 23 November 2026” for Ann"
    )
    group.application.undo.undo(group.group)
    assert expected(group, TO_COME[0])
    assert standing(group) != "deferred"


@pytest.mark.parametrize("kind", ["deferred", "withdrawn"])
def test_deferral_and_withdrawal_need_a_reason_of_the_department(group: Scene, kind: str) -> None:
    with pytest.raises(ServiceError, match="The programme office has to report one"):
        record(group, StatusChange(kind, TODAY, "because"))

    assert standing(group) != kind


def test_a_return_is_after_the_deferral(group: Scene) -> None:
    with pytest.raises(ServiceError, match="must be after the deferral"):
        record(group, StatusChange("deferred", TODAY, "other", TODAY))


def test_coming_back_is_counted_again(group: Scene) -> None:
    record(group, StatusChange("deferred", date(2026, 10, 1), "other"))
    back = StatusChange("active", TODAY)

    assert "3 registers will list them" in effect(group, back)
    assert "Engagement will be worked out again" in effect(group, back)
    record(group, back)
    assert standing(group) != "deferred"
    assert expected(group, TO_COME[0])


def test_coming_back_on_the_same_day_leaves_earlier_registers_alone(group: Scene) -> None:
    record(group, WITHDRAWN)
    back = StatusChange("active", TODAY)

    assert "will not ask" not in effect(group, back)
    record(group, back)
    assert all(expected(group, event) for event in (*PAST, *TO_COME))


def test_coming_back_before_leaving_is_refused(group: Scene) -> None:
    record(group, WITHDRAWN)

    with pytest.raises(ServiceError, match=r"withdrawn from 23 November 2026\. Choose that day"):
        effect(group, StatusChange("active", date(2026, 11, 1)))


def test_somebody_who_joins_late_is_not_asked_for_before(group: Scene) -> None:
    joins = StatusChange("active", date(2026, 9, 1))

    said = effect(group, joins)
    record(group, joins)

    asked = [expected(group, event) for event in PAST]
    assert asked[0] is False
    assert f"{asked.count(False)} register" in said


def test_a_status_is_taken_back(group: Scene) -> None:
    record(group, DEFERRED)
    record(group, StatusChange(None, TODAY))

    assert standing(group) != "deferred"
    assert status(group).offer(group.group, group.people["Ann"]).history == ()


def test_taking_back_what_was_never_recorded_is_refused(group: Scene) -> None:
    with pytest.raises(ServiceError, match="Nothing was recorded from that day"):
        record(group, StatusChange(None, TODAY))


def test_the_reason_is_read_by_who_recorded_it(group: Scene) -> None:
    record(group, DEFERRED)

    [line] = status(group).offer(group.group, group.people["Ann"]).history
    assert line == (
        "deferred from 23 November 2026, expected back 1 September 2027, parental leave"
    )


def test_the_reason_is_in_no_file_in_the_clear(group: Scene) -> None:
    record(group, WITHDRAWN)

    events = list(group.application.store.events(group.group))
    [entry] = [event for event in events if event.kind == "enrolment.set"]
    assert entry.payload is not None
    assert "moving-school" not in entry.payload


def test_a_reason_sealed_for_others_is_not_shown(group: Scene) -> None:
    sealed = {"to": ["abcdefgh"], "box": "AAAA"}
    group.write("enrolment.set", who="Ann", from_="2026-11-01", status="withdrawn", sealed=sealed)

    [line] = status(group).offer(group.group, group.people["Ann"]).history
    assert line.endswith("reason private to coordinators")


def test_the_reasons_are_those_of_the_department(samples: Path) -> None:
    offered = tomllib.loads(resource("training_status_reasons.toml").read_text("utf-8"))
    text = (samples / "dfe" / "npq-api-v3-openapi.yaml").read_text("utf-8")

    for kind, first in (("deferred", "bereavement"), ("withdrawn", "insufficient-capacity-to-")):
        lists = re.findall(rf"enum:\n((?: +- {first}.*\n)(?: +- .*\n)*)", text)
        wanted = [line.strip(" -") for line in lists[0].splitlines()]
        assert sorted(offered[kind]) == sorted(wanted)

"""The plan of an improvement: what is recorded, missing and too much, and outside the sum."""

from dataclasses import replace
from datetime import date

import pytest
from support.assessed import AssessedScene
from support.scenes import MakeScene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.office import ImplementationChange, Milestone
from npq_desktop.services.core.kind_words import field_name
from npq_desktop.services.review.words import plans_words

WHOLE = ImplementationChange(
    focus="Fractions in Year 4",
    level="aspiring",
    minutes=270,
    milestones=(
        Milestone("Agree it", date(2027, 3, 1), date(2027, 2, 28)),
        Milestone("Teach it", date(2027, 4, 1)),
        Milestone("Look back"),
    ),
)


def plan(group: AssessedScene):
    return group.office.implementation.plan(group.group, group.id("Ann Ash"))


def save(group: AssessedScene, change: ImplementationChange) -> None:
    group.office.implementation.save(group.group, group.id("Ann Ash"), change)


def test_a_plan_says_what_it_has_and_lacks(group: AssessedScene) -> None:
    save(group, WHOLE)

    assert plan(group).recorded == WHOLE
    assert plan(group).words == (
        "Focus given · at their level (aspiring) · 4 h 30 min of 5 h · support not confirmed · "
        "1 of 3 milestones done"
    )
    assert plan(group).missing == ("support of the school",)
    assert plan(group).warnings == ()


def test_nothing_recorded_lacks_everything(group: AssessedScene) -> None:
    assert plan(group).missing == ("focus", "level", "time", "support of the school", "milestones")
    assert plan(group).words.startswith("No focus yet · no level yet · no time yet")


def test_the_schools_support_has_a_name_and_a_day(group: AssessedScene) -> None:
    with pytest.raises(ServiceError, match="Say who at the school supports"):
        save(group, replace(WHOLE, is_supported=True))
    said = {"support_by": "J. Hale", "support_on": date(2027, 2, 1)}
    save(group, replace(WHOLE, is_supported=True, **said))

    assert "support confirmed by J. Hale, 1 February 2027" in plan(group).words


def test_more_than_five_hours_is_warned(group: AssessedScene) -> None:
    save(group, replace(WHOLE, minutes=330))

    [warning] = plan(group).warnings
    assert warning == "5 h 30 min is more than the 5 h of learning time. Make the focus smaller."


def test_another_level_than_the_details_is_warned(group: AssessedScene) -> None:
    group.scene.write("person.set", who="Ann Ash", leads="in role")
    save(group, WHOLE)

    assert plan(group).warnings == ("The details say “in role”, the plan says “aspiring”.",)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"focus": "x" * 301}, "at most 300 characters"),
        ({"level": "head"}, "Choose “in role” or “aspiring”"),
        ({"minutes": 0}, "Type the time as minutes"),
        ({"milestones": (Milestone("x"),) * 6}, "at most 5 milestones"),
    ],
)
def test_what_a_plan_must_not_be(group: AssessedScene, changed, said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        save(group, replace(WHOLE, **changed))


def test_only_what_is_new_is_written_and_one_step_takes_it_back(group: AssessedScene) -> None:
    save(group, WHOLE)
    with pytest.raises(ServiceError, match="Nothing was changed in this plan"):
        save(group, WHOLE)
    save(group, replace(WHOLE, focus="Fractions", milestones=WHOLE.milestones[:1]))
    newest = list(group.scene.application.store.events(group.group))[-1].content

    assert newest["implementation.focus"] == "Fractions"
    assert newest["implementation.2"] is None
    assert "implementation.level" not in newest
    group.scene.application.undo.undo(group.group)
    assert plan(group).recorded == WHOLE


def test_a_difference_has_a_name(group: AssessedScene) -> None:
    sam = group.scene.colleague()
    sam.say("person.set", who="Ann Ash", **{"implementation.focus": "Number"})
    save(group, WHOLE)
    sam.send()

    assert plan(group).differs
    [shown] = group.scene.application.disagreements.all(group.group)
    assert shown.what == "Ann Ash: focus of the implementation"
    assert field_name("implementation.2.done") == "milestone 2, done"


def test_what_is_outstanding_is_listed_for_a_seminar(group: AssessedScene) -> None:
    save(group, WHOLE)

    found = group.office.implementation.outstanding(group.group)

    assert (found.without_focus, found.without_support) == (("Ben Bell",), ("Ann Ash",))
    assert plans_words(found) == (
        "No focus yet: Ben Bell. Support of the school not confirmed: Ann Ash."
    )


def test_nobody_is_listed_before_the_first_focus_or_while_away(group: AssessedScene) -> None:
    outstanding = group.office.implementation.outstanding
    assert plans_words(outstanding(group.group)) == "Nobody has a focus yet."

    for who in ("Ann Ash", "Ben Bell"):
        group.scene.write("enrolment.set", who=who, status="withdrawn", from_="2027-01-10")

    assert plans_words(outstanding(group.group)) == ""


def test_a_plan_outside_the_sum_is_reviewed_and_does_not_count(scene: MakeScene) -> None:
    group = scene("Ann", settings={"implementation.component": "none"})
    view = group.application.cohort.person(group.group, group.people["Ann"])

    assert "implementation.plan" not in [line.item for line in view.items]
    [row] = [each for each in view.journey.rows if each.title == "Implementation"]
    assert [cell.words for cell in row.cells if cell] == [
        "not known",
        "not part of the percentage",
    ]
    group.hand_in("Ann", "implementation.plan")
    queue = group.application.review
    assert "implementation.plan" in [row.work.item for row in queue.queue(group.group)]
    [reflective] = [c for c in view.row.components if c.key == "reflective"]
    assert reflective.total == 6

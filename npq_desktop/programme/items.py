"""The things that count towards engagement, derived from the parts: tasks and events.

Keys are stable: two laptops that never met mean the same thing by ``m3.seminar``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from npq_desktop.programme.parts import (
    Conference,
    Cycle,
    CycleStep,
    Engagement,
    Implementation,
    ModulePlan,
)
from npq_desktop.programme.tables import NONE


class ItemKind(StrEnum):
    """What kind of thing an item is. Source: programme/DOMAIN.md, "Words"."""

    DIAGNOSTIC = "diagnostic"
    SEMINAR = "seminar"
    REFLECTIVE = "reflective"
    IMPLEMENTATION = "implementation"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """One task or event.

    ``module`` is the key of its module, empty for a conference; ``minutes`` is a task's work or an
    event's length. It is due ``due_days`` after the event ``due_event``, which for an event is
    itself, on the day; ``week`` is that event's planned week, from the cohort's start.
    """

    key: str
    component: str
    kind: ItemKind
    title: str
    module: str
    minutes: int
    due_event: str
    due_days: int
    week: int

    @property
    def counts(self) -> bool:
        """Whether it counts in a component; a plan of the implementation may stand outside."""
        return self.component != NONE

    @property
    def is_event(self) -> bool:
        """Whether it is attended; otherwise it is handed in."""
        return self.kind in {ItemKind.SEMINAR, ItemKind.CONFERENCE}

    def due(self, event_dates: Mapping[str, date]) -> date | None:
        """The day it is due in a group with these event dates; None while its event has none."""
        day = event_dates.get(self.due_event)
        return None if day is None else shifted(day, self.due_days)

    def planned(self, cohort_start: date) -> date | None:
        """The day it is due by the plan of a cohort that starts on ``cohort_start``."""
        return shifted(cohort_start, 7 * self.week + self.due_days)


@dataclass(frozen=True, slots=True)
class ContentOfModule:
    """The online content of a module: nothing that counts, but time that is learnt."""

    key: str
    title: str
    module: str
    minutes: int


def shifted(day: date, days: int) -> date | None:
    """``day`` and so many days; None beyond what a calendar holds, as a hostile file may ask."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def items_of_module(
    module: ModulePlan, number: int, cycle: Cycle, engagement: Engagement
) -> Iterator[ProgrammeItem]:
    """The items of one module in the order of its cycle; online content is none.

    Source: programme/DOMAIN.md, "The programme".
    """
    seminar = f"{module.key}.seminar"
    for step in cycle.steps:
        if step is CycleStep.CONTENT:
            continue
        task = {CycleStep.DIAGNOSTIC: cycle.diagnostic, CycleStep.REFLECTIVE: cycle.reflective}.get(
            step
        )
        yield ProgrammeItem(
            key=f"{module.key}.{step}",
            component=task.component if task else engagement.attendance_component,
            kind=ItemKind(step.value),
            title=f"{_TITLES[step]} {number}: {module.title}",
            module=module.key,
            minutes=task.minutes if task else cycle.seminar_minutes,
            due_event=seminar,
            due_days=task.due_days if task else 0,
            week=module.seminar_week,
        )


def item_of_conference(conference: Conference, engagement: Engagement) -> ProgrammeItem:
    """A conference as an item.

    Source: programme/DOMAIN.md, "The programme": conferences as well as seminars count.
    """
    return ProgrammeItem(
        key=conference.key,
        component=engagement.attendance_component,
        kind=ItemKind.CONFERENCE,
        title=conference.title,
        module="",
        minutes=conference.minutes,
        due_event=conference.key,
        due_days=0,
        week=conference.week,
    )


def item_of_implementation(plan: Implementation, weeks: Mapping[str, int]) -> ProgrammeItem:
    """The implementation task; ``weeks`` are the planned weeks of the events.

    Source: programme/DOMAIN.md, "The programme": implementation has a module of its own.
    """
    return ProgrammeItem(
        key=f"{plan.key}.{plan.task_key}",
        component=plan.component,
        kind=ItemKind.IMPLEMENTATION,
        title=plan.task_title,
        module=plan.key,
        minutes=plan.minutes,
        due_event=plan.due_event,
        due_days=plan.due_days,
        week=weeks[plan.due_event],
    )


_TITLES = {
    CycleStep.DIAGNOSTIC: "Diagnostic",
    CycleStep.SEMINAR: "Seminar",
    CycleStep.REFLECTIVE: "Reflection",
}

"""Keeps what a participant plans to improve, how long it takes, and that their school supports it.

Facilitators record it too. It decides nothing: accepting the plan stays a review.
Source: programme/DOMAIN.md, "The programme".
"""

from collections.abc import Mapping
from datetime import date

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.office import ImplementationChange, ImplementationPlan, Milestone
from npq_desktop.rows.review import PlansOutstanding
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment_on_a_day import Enrolment
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import no_longer_here
from npq_desktop.services.office import record_words as words
from npq_desktop.services.office.settings import office_settings

LEVELS = ("in role", "aspiring")
MOST_MILESTONES = 5
_LONGEST = 300
_PLACE = "implementation."


class ImplementationService:
    """Writes details of people under names of their own; each save is one step of undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def plan(self, group: str, person: str) -> ImplementationPlan:
        """What is recorded of a person's plan, and what is missing.

        Raises:
            ServiceError: the group has no such participant.
        """
        facts = self._core.facts.of(group)
        known = facts.participants.get(person)
        if known is None:
            raise ServiceError(no_longer_here())
        allowed = office_settings(facts).implementation.learning_minutes
        change = _recorded(known)
        differing = [name for name in known.disagreeing if name.startswith(_PLACE)]
        return ImplementationPlan(
            person=person,
            recorded=change,
            words=_words(change, allowed),
            missing=_missing(change),
            warnings=tuple(_warnings(change, allowed, known.fields.get("leads", ""))),
            differs=bool(differing),
        )

    def save(self, group: str, person: str, change: ImplementationChange) -> Changes:
        """Record the plan as it was typed; only what is new is written.

        Raises:
            ServiceError: a text is too long, a number or day is none, or nothing was changed.
        """
        before = self.plan(group, person).recorded
        new, old = _fields(_checked(change)), _fields(before)
        said: dict[str, object] = {
            name: value for name, value in new.items() if old.get(name) != value
        }
        said |= dict.fromkeys(old.keys() - new.keys())
        if not said:
            raise ServiceError("Nothing was changed in this plan.")
        recorded = self._core.recorder.write(
            group, [NewEntry("person.set", {"person": person, **said})]
        )
        name = self._core.facts.of(group).names[person]
        step = UndoStep(f"implementation of {name}", recorded.ids, person=person)
        self._core.undo.remember(group, step)
        return recorded.changes

    def outstanding(self, group: str) -> PlansOutstanding:
        """Whose focus or support is missing, of those who are active, in the cohort's order."""
        facts, today = self._core.facts.of(group), self._core.today(group)
        plans = {
            facts.names[person.id]: _recorded(person)
            for person in facts.participants.values()
            if not person.erased
            and not Enrolment(facts.enrolments.get(person.id, ())).set_apart(today)
        }
        with_focus = [name for name, plan in plans.items() if plan.focus]
        return PlansOutstanding(
            without_focus=tuple(name for name in plans if name not in with_focus),
            without_support=tuple(name for name in with_focus if not plans[name].is_supported),
            nobody_began=not with_focus,
        )


def _recorded(person: PersonFact) -> ImplementationChange:
    said = {
        name.removeprefix(_PLACE): text
        for name, text in person.fields.items()
        if name.startswith(_PLACE)
    }
    milestones = tuple(
        Milestone(said.get(f"{n}", ""), day_of(said.get(f"{n}.by")), day_of(said.get(f"{n}.done")))
        for n in range(1, MOST_MILESTONES + 1)
    )
    minutes = said.get("minutes", "")
    return ImplementationChange(
        focus=said.get("focus", ""),
        level=said.get("level", ""),
        minutes=int(minutes) if minutes.isascii() and minutes.isdecimal() else None,
        is_supported=said.get("support") == "yes",
        support_by=said.get("support_by", ""),
        support_on=day_of(said.get("support_on")),
        milestones=tuple(each for each in milestones if each.text),
    )


def _checked(change: ImplementationChange) -> ImplementationChange:
    for text in (change.focus, *(each.text for each in change.milestones)):
        if len(text.strip()) > _LONGEST:
            raise ServiceError(f"Write at most {_LONGEST} characters in one field.")
    if change.level and change.level not in LEVELS:
        raise ServiceError("Choose “in role” or “aspiring”.")
    if change.minutes is not None and not 0 < change.minutes <= 10_000:
        raise ServiceError("Type the time as minutes, for example 270.")
    if len(change.milestones) > MOST_MILESTONES:
        raise ServiceError(f"A plan has at most {MOST_MILESTONES} milestones.")
    if change.is_supported and not change.support_by.strip():
        raise ServiceError("Say who at the school supports the plan.")
    return change


def _fields(change: ImplementationChange) -> Mapping[str, object]:
    said: dict[str, object] = {
        "focus": change.focus.strip(),
        "level": change.level,
        "minutes": str(change.minutes) if change.minutes is not None else "",
        "support": "yes" if change.is_supported else "",
        "support_by": change.support_by.strip(),
        "support_on": _iso(change.support_on),
    }
    for number, each in enumerate((m for m in change.milestones if m.text.strip()), start=1):
        said |= {
            f"{number}": each.text.strip(),
            f"{number}.by": _iso(each.by),
            f"{number}.done": _iso(each.done),
        }
    return {f"{_PLACE}{name}": value for name, value in said.items() if value}


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _words(change: ImplementationChange, allowed: int) -> str:
    """For example "Focus given · 4 h of 5 h · support not confirmed · 1 of 3 milestones done"."""
    done = sum(each.done is not None for each in change.milestones)
    number = len(change.milestones)
    is_supported, who, on = change.is_supported, change.support_by, change.support_on
    return words.plan(
        has_focus=bool(change.focus),
        level=change.level,
        time=words.time_of(change.minutes, allowed) if change.minutes else "",
        supported=words.supported_by(who, on) if is_supported else "",
        milestones=words.milestones_done(done, number) if number else "",
    )


PARTS_OF_PLAN = 5
"""A focus, its level, its time, the school's support, and milestones."""


def _missing(change: ImplementationChange) -> tuple[str, ...]:
    lacks = {
        words.FOCUS: not change.focus,
        words.LEVEL: not change.level,
        words.TIME: change.minutes is None,
        words.SUPPORT: not change.is_supported,
        words.MILESTONES: not change.milestones,
    }
    return tuple(name for name, is_so in lacks.items() if is_so)


def _warnings(change: ImplementationChange, allowed: int, leads: str) -> list[str]:
    said = []
    if change.minutes is not None and change.minutes > allowed:
        said.append(words.too_much_time(change.minutes, allowed))
    if change.level and leads in LEVELS and leads != change.level:
        said.append(words.other_level(leads, change.level))
    return said

"""A programme: what one definition asks for, read whole or refused.

Checks what spans several parts, and answers the rest of the program: items, due dates, credit, the
engine's rule. Files are read in ``parse``.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta, tzinfo
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Self

from npq_desktop.errors import ProgrammeError
from npq_desktop.programme.attendance_credit import Attendance
from npq_desktop.programme.items import (
    ContentOfModule,
    ItemKind,
    ProgrammeItem,
    item_of_conference,
    item_of_implementation,
    items_of_module,
    shifted,
)
from npq_desktop.programme.parts import (
    Assessment,
    CatchUp,
    Conference,
    Cycle,
    Engagement,
    Implementation,
    ModulePlan,
    Register,
    Tasks,
)
from npq_desktop.programme.tables import NONE, TomlTable

if TYPE_CHECKING:
    from npq_desktop.engagement import Rule

FORMAT = 1


@dataclass(frozen=True)
class Programme:
    """The whole definition; fields have the names of the keys in the file.

    ``hours`` is the learning time in hours; months are whole. Without slots, so that what is
    derived is derived once.
    """

    format: int
    identifier: str
    title: str
    short_title: str
    hours: int
    delivery_months: int
    assessment_months: int
    time_zone: str
    engagement: Engagement
    attendance: Attendance
    register: Register
    catch_up: CatchUp
    tasks: Tasks
    cycle: Cycle
    modules: tuple[ModulePlan, ...]
    implementation: Implementation
    conferences: tuple[Conference, ...]
    assessment: Assessment

    @classmethod
    def from_document(cls, document: Mapping[str, object], *, source: str) -> Self:
        """The programme that ``document`` defines; ``source`` names it in errors.

        Raises: ProgrammeError naming source, key and reason.
        """
        table = TomlTable(document, source=source)
        engagement = Engagement.read(table.table("engagement"))
        components = [component.key for component in engagement.components]
        modules = tuple(map(ModulePlan.read, table.tables("modules", at_least=1)))
        conferences = tuple(map(Conference.read, table.tables("conferences", at_least=0)))
        events = [f"{m.key}.seminar" for m in modules] + [c.key for c in conferences]
        part = cls(
            format=table.whole("format", FORMAT, FORMAT),
            identifier=table.name("identifier"),
            title=table.text("title"),
            short_title=table.text("short_title"),
            hours=table.whole("hours", 1, 10_000),
            delivery_months=table.whole("delivery_months", 1, 60),
            assessment_months=table.whole("assessment_months", 0, 60),
            time_zone=table.time_zone("time_zone"),
            engagement=engagement,
            attendance=Attendance.read(table.table("attendance")),
            register=Register.read(table.table("register")),
            catch_up=CatchUp.read(table.table("catch_up")),
            tasks=Tasks.read(table.table("tasks")),
            cycle=Cycle.read(table.table("cycle"), components),
            modules=modules,
            implementation=Implementation.read(table.table("implementation"), components, events),
            conferences=conferences,
            assessment=Assessment.read(table.table("assessment")),
        )
        part._check_keys(table)
        return table.closed(part)

    @classmethod
    def from_json(cls, text: str, *, source: str = "in this group's journal") -> Self:
        """The programme that :meth:`to_json` wrote.

        Raises: ProgrammeError naming source, key and reason.
        """
        from npq_desktop.programme.parse import document_from_json

        return cls.from_document(document_from_json(text, source=source), source=source)

    def to_json(self) -> str:
        """The one canonical text: keys sorted, no spaces, and texts and integers for values."""
        document = _plain(asdict(self))
        return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def items(self) -> tuple[ProgrammeItem, ...]:
        """Everything that counts: modules in order, implementation, conferences."""
        numbered = enumerate(self.modules, start=1)
        weeks = {f"{module.key}.seminar": module.seminar_week for module in self.modules}
        weeks |= {conference.key: conference.week for conference in self.conferences}
        of_modules = (
            item
            for number, module in numbered
            for item in items_of_module(module, number, self.cycle, self.engagement)
        )
        implementation = item_of_implementation(self.implementation, weeks)
        conferences = (item_of_conference(each, self.engagement) for each in self.conferences)
        return (*of_modules, implementation, *conferences)

    @cached_property
    def contents(self) -> tuple[ContentOfModule, ...]:
        """The online content of the modules in order, then of the implementation."""
        minutes = self.cycle.content_minutes
        found = [(module.key, module.title, minutes) for module in self.modules]
        plan = self.implementation
        found.append((plan.key, plan.title, plan.content_minutes))
        return tuple(
            ContentOfModule(f"{key}.content", f"Online content: {title}", key, length)
            for key, title, length in found
            if length
        )

    def item(self, key: str) -> ProgrammeItem:
        """The item with this key.

        Raises: ProgrammeError if this programme has none such.
        """
        found = self._by_key.get(key)
        if found is None:
            message = (
                f"The programme {self.short_title} has no item “{key}”. It may belong to an older "
                "definition: ask the programme office which one this group follows."
            )
            raise ProgrammeError(message)
        return found

    def rule(self) -> "Rule":
        """What the engine needs of it. Source: the programme's engagement rule."""
        from npq_desktop.engagement import Component, Rule

        components = (Component(c.key, c.weight, c.minimum) for c in self.engagement.components)
        return Rule(self.engagement.threshold, tuple(components))

    def attendance_credit(
        self,
        minutes_late: int | None,
        minutes_early: int | None,
        duration_minutes: int | None,
    ) -> Fraction:
        """The credit, 0 to 1, of somebody present; minutes None: none were missed.

        An event whose length is not known is taken to be as long as a seminar of this programme.
        Source: setting ``[attendance]``; no public source fixes it.
        """
        missed = (minutes_late or 0) + (minutes_early or 0)
        return self.attendance.credit(missed, duration_minutes or self.cycle.seminar_minutes)

    def due_date(self, item: ProgrammeItem, event_dates: Mapping[str, date]) -> date | None:
        """The day ``item`` is due in a group with these event dates; None while not known.

        Source: settings ``due_days``: no public source fixes deadlines.
        """
        return item.due(event_dates)

    def cut_off_date(self, item: ProgrammeItem, event_dates: Mapping[str, date]) -> date | None:
        """The last day a task can be handed in; None if there is none or it is not known yet.

        Source: setting ``tasks.cut_off_days``; by default there is none.
        """
        due = item.due(event_dates)
        days = self.tasks.cut_off_days
        return None if due is None or days is None or item.is_event else shifted(due, days)

    def planned_days(self, first_seminar: date) -> Mapping[str, date]:
        """The planned day of every event of a group whose first seminar is on ``first_seminar``.

        Same weekday throughout, in the order of the plan. Source: settings ``week``.
        """
        events = [item for item in self.items if item.is_event]
        first = min(item.week for item in events if item.kind is ItemKind.SEMINAR)
        weeks = sorted((item.week - first, item.key) for item in events)
        return {key: first_seminar + timedelta(weeks=week) for week, key in weeks}

    @cached_property
    def zone(self) -> tzinfo:
        """The zone in which times of day are meant. Source: setting ``time_zone``."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.time_zone)

    @property
    def usual_start(self) -> time:
        """The time of day events start at until the group says otherwise."""
        return self.cycle.seminar_start

    @property
    def usual_minutes(self) -> int:
        """How long a seminar lasts until the group says otherwise."""
        return self.cycle.seminar_minutes

    @cached_property
    def _by_key(self) -> Mapping[str, ProgrammeItem]:
        return {item.key: item for item in self.items}

    def _check_keys(self, table: TomlTable) -> None:
        """Modules, implementation and conferences share one set of keys, so that items differ."""
        modules = [part.key for part in self.modules]
        conferences = [part.key for part in self.conferences]
        keys = [*modules, *conferences, self.implementation.key]
        repeated = {key for key in keys if keys.count(key) > 1}
        for place, own in (("modules", modules), ("conferences", conferences)):
            for key in own:
                if key in repeated:
                    table.refuse(
                        place, f"must not use the key “{key}” twice, nor one used elsewhere"
                    )


def _plain(value: object) -> object:
    """A part as a definition writes it."""
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case tuple():
            return [_plain(each) for each in value]
        case Fraction():
            return [value.numerator, value.denominator]
        case time():
            return f"{value:%H:%M}"
        case StrEnum():
            return value.value
        case None:
            return NONE
        case _:
            return value

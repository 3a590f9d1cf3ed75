"""The parts of a programme's definition: frozen values, each able to read itself from its table.

A field has the name of its key in the file. Numbers that no public source fixes
are settings of the definition, never of this code.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Self

from npq_desktop.programme.tables import MAX_DAYS, MAX_MINUTES, MAX_WEEKS, NONE, TomlTable


class CountsWhen(StrEnum):
    """When a task counts. Source: engagement/RULES.md, "From facts to items"."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"


class Away(StrEnum):
    """What an event missed while not expected is.

    Source: engagement/RULES.md, "From facts to items".
    """

    DENOMINATOR = "denominator"
    EXCUSED = "excused"


class CycleStep(StrEnum):
    """A step of a module's cycle. Source: programme/DOMAIN.md, "The programme"."""

    CONTENT = "content"
    DIAGNOSTIC = "diagnostic"
    SEMINAR = "seminar"
    REFLECTIVE = "reflective"


@dataclass(frozen=True, slots=True)
class ComponentPlan:
    """One weighted side of engagement; ``weight`` and ``minimum`` in per cent.

    Source: engagement page of Cambridgeshire & Peterborough Teaching School Hub (30, 20, 50);
    minimums: providers with two separate tests of 90 %.
    """

    key: str
    title: str
    weight: int
    minimum: int | None

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from one ``[[engagement.components]]``."""
        part = cls(
            key=table.name("key"),
            title=table.text("title"),
            weight=table.whole("weight", 1, 100),
            minimum=table.whole_or_none("minimum", 1, 100),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class Engagement:
    """The bar in per cent, its components in order, and where attendance counts.

    Source: the programme's engagement rule: at least 90 % of the course, 30 / 20 / 50.
    """

    threshold: int
    attendance_component: str
    away: Away
    components: tuple[ComponentPlan, ...]

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[engagement]``; the weights must sum to 100 and keys be distinct."""
        components = tuple(map(ComponentPlan.read, table.tables("components", at_least=1)))
        keys = [component.key for component in components]
        total = sum(component.weight for component in components)
        if total != 100:
            table.refuse("components", f"must have weights that sum to 100, not {total}")
        if len(set(keys)) < len(keys):
            table.refuse("components", "must have distinct keys")
        part = cls(
            threshold=table.whole("threshold", 1, 100),
            attendance_component=table.one_of("attendance_component", keys),
            away=table.choice("away", Away),
            components=components,
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class Register:
    """Help while the register is taken; nothing here gives or takes credit.

    ``offer_late_after_minutes``: from then on Enter offers "late" instead of "present".
    ``clock_window_minutes``: the laptop's clock is plausible from so long before an event's start
    until so long after its end.
    Source: ui/SCREENS.md, "Seminar register"; the numbers are settings.
    """

    offer_late_after_minutes: int
    clock_window_minutes: int

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[register]``."""
        part = cls(
            offer_late_after_minutes=table.whole("offer_late_after_minutes", 0, MAX_MINUTES),
            clock_window_minutes=table.whole("clock_window_minutes", 0, MAX_MINUTES),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class CatchUp:
    """How many missed events a person may make good, within how many days, and the work it is.

    ``limit`` 0 allows none; ``days_allowed`` None sets no end.
    Source: setting; the only public rule (the Church of England's NPQ) speaks of exceptional cases.
    """

    limit: int
    days_allowed: int | None
    minutes: int

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[catch_up]``."""
        part = cls(
            limit=table.whole("limit", 0, 100),
            days_allowed=table.whole_or_none("days_allowed", 0, MAX_DAYS),
            minutes=table.whole("minutes", 0, MAX_MINUTES),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class Tasks:
    """When a task counts and until when it is taken.

    ``cut_off_days`` after the due date a task not handed in by then is lost; None: never.
    Source: engagement/RULES.md, "From facts to items": tasks count by being done; deadlines are a
    setting.
    """

    counts_when: CountsWhen
    cut_off_days: int | None

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[tasks]``."""
        part = cls(
            counts_when=table.choice("counts_when", CountsWhen),
            cut_off_days=table.whole_or_none("cut_off_days", 0, MAX_DAYS),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What a kind of task asks for; ``due_days`` count from its seminar, before it if negative.

    Source: the module cycle; the due point is a setting, since providers differ.
    """

    component: str
    minutes: int
    due_days: int

    @classmethod
    def read(cls, table: TomlTable, components: list[str]) -> Self:
        """Read it from ``[cycle.diagnostic]`` or ``[cycle.reflective]``."""
        part = cls(
            component=table.one_of("component", components),
            minutes=table.whole("minutes", 0, MAX_MINUTES),
            due_days=table.whole("due_days", -MAX_DAYS, MAX_DAYS),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class Cycle:
    """What every module does: its steps in order, and the length and tasks of each.

    Source: programme/DOMAIN.md, "The programme": online content, diagnostic task, seminar,
    reflection.
    """

    steps: tuple[CycleStep, ...]
    seminar_start: time
    seminar_minutes: int
    content_minutes: int
    diagnostic: TaskPlan
    reflective: TaskPlan

    @classmethod
    def read(cls, table: TomlTable, components: list[str]) -> Self:
        """Read it from ``[cycle]``; every step must be there once, in some order."""
        part = cls(
            steps=table.each_once("steps", CycleStep),
            seminar_start=table.time_of_day("seminar_start"),
            seminar_minutes=table.whole("seminar_minutes", 1, MAX_MINUTES),
            content_minutes=table.whole("content_minutes", 0, MAX_MINUTES),
            diagnostic=TaskPlan.read(table.table("diagnostic"), components),
            reflective=TaskPlan.read(table.table("reflective"), components),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """A module and the week of its seminar, counted from the cohort's start (0 is its first).

    Source: content areas one provider lists; the weeks are a setting.
    """

    key: str
    title: str
    seminar_week: int

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from one ``[[modules]]``."""
        part = cls(
            key=table.name("key"),
            title=table.text("title"),
            seminar_week=table.whole("seminar_week", 0, MAX_WEEKS),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class Implementation:
    """The module in which an improvement is planned: one task, due by days from a named event.

    With the component ``none`` the plan is reviewed like any task and counts in no component.
    Source: programme/DOMAIN.md, "The programme": feasible within five hours of learning time;
    component and due point are settings.
    """

    key: str
    title: str
    task_key: str
    task_title: str
    component: str
    content_minutes: int
    minutes: int
    due_event: str
    due_days: int

    @classmethod
    def read(cls, table: TomlTable, components: list[str], events: list[str]) -> Self:
        """Read it from ``[implementation]``; ``due_event`` must be one of ``events``."""
        part = cls(
            key=table.name("key"),
            title=table.text("title"),
            task_key=table.name("task_key"),
            task_title=table.text("task_title"),
            component=table.one_of("component", [*components, NONE]),
            content_minutes=table.whole("content_minutes", 0, MAX_MINUTES),
            minutes=table.whole("minutes", 0, MAX_MINUTES),
            due_event=table.one_of("due_event", events),
            due_days=table.whole("due_days", -MAX_DAYS, MAX_DAYS),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference: an event outside the modules. Source: programme/DOMAIN.md, "The programme"."""

    key: str
    title: str
    week: int
    minutes: int

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from one ``[[conferences]]``."""
        part = cls(
            key=table.name("key"),
            title=table.text("title"),
            week=table.whole("week", 0, MAX_WEEKS),
            minutes=table.whole("minutes", 1, MAX_MINUTES),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The summative assessment: a window of whole days, both ends counted, and a word limit.

    ``week`` is when the window is planned to open; the announced dates stand in the group.
    Source: Church of England's NPQ assessment page: eight calendar days, 1,500 words.
    """

    window_days: int
    word_limit: int
    overrun_words: int
    week: int

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[assessment]``."""
        part = cls(
            window_days=table.whole("window_days", 1, MAX_DAYS),
            word_limit=table.whole("word_limit", 1, 100_000),
            overrun_words=table.whole("overrun_words", 0, 100_000),
            week=table.whole("week", 0, MAX_WEEKS),
        )
        return table.closed(part)

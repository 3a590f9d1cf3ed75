"""What the office's pages show: settings, who could not read what is private."""

from dataclasses import dataclass
from datetime import date

from npq_desktop.programme.office import OfficeSettings


@dataclass(frozen=True, slots=True)
class OfficeSettingsView:
    """The settings of one group; ``note`` says where they come from when that is not the group.

    ``is_stated``: the group says them itself. ``refusal`` says why this laptop may not change them,
    "" where it may. ``others`` are groups of the same programme and cohort, id and title.
    """

    settings: OfficeSettings
    is_stated: bool
    note: str
    refusal: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnreadSeals:
    """A coordinator, and how many private entries were sealed before they joined.

    ``can_open`` of these this laptop can open, and so seal anew.
    """

    key: str
    name: str
    device: str
    entries: int
    can_open: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of a plan; ``done`` is the day it was reached."""

    text: str
    by: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class ImplementationChange:
    """A participant's plan as it is typed and recorded."""

    focus: str = ""
    level: str = ""
    minutes: int | None = None
    is_supported: bool = False
    support_by: str = ""
    support_on: date | None = None
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class ImplementationPlan:
    """The plan with what is missing; ``words`` is its one line, ``warnings`` sentences."""

    person: str
    recorded: ImplementationChange
    words: str
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    differs: bool

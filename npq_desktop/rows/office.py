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


@dataclass(frozen=True, slots=True)
class ListPreview:
    """One list of schools in a file; ``words`` is such as "PP50: 11,152 schools, …"."""

    name: str
    urns: tuple[str, ...]
    sha256: str
    words: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list kept on this laptop."""

    name: str
    day: date
    schools: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StatementSide:
    """What one coordinator recorded; ``words`` is empty where it is private to others."""

    head: str
    words: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class SupportOffer:
    """A proposal on one-to-one support; ``entitled`` is yes, no or "" where it cannot be told."""

    person: str
    name: str
    entitled: str
    basis: str


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One-to-one support of a person, as far as this laptop may show it.

    ``asked`` is None also where they asked on a day that is not known (``has_asked``). ``step`` and
    ``lines`` are empty where they are private; ``private`` counts those records.
    """

    person: str
    name: str
    has_asked: bool
    asked: date | None
    entitled: str
    basis: str
    step: str
    coach: str
    minutes: int
    lines: tuple[str, ...]
    due: str
    private: str
    sides: tuple[StatementSide, ...]
    uncounted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportStep:
    """What is recorded of the support: offered, accepted, declined, assigned, session, ended."""

    what: str
    on: date
    minutes: int | None = None
    next: str = ""
    coach: str = ""
    coach_member: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FundingDecision:
    """Who pays for a place; ``place`` is funded or paid, ``pence`` what is asked for."""

    place: str
    by: str = ""
    pence: int = 0
    reason: str = ""
    list_name: str = ""
    list_date: str = ""
    list_sha256: str = ""
    urn: str = ""
    previously: bool = False
    invoice_to: str = ""
    invoice_ref: str = ""
    invoiced_on: str = ""


@dataclass(frozen=True, slots=True)
class FundingRow:
    """The money of one person's place, for coordinators."""

    person: str
    name: str
    school: str
    urn: str
    proposal: str
    proposal_words: str
    decision: FundingDecision | None
    words: str
    sides: tuple[StatementSide, ...]
    uncounted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice to raise; ``amount`` is in pounds, such as "899.00"."""

    person: str
    participant: str
    payer: str
    urn: str
    school: str
    amount: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """One detail of a participant that can be edited.

    ``others`` are values that differ, ``choices`` the only ones there are, where it has such.
    """

    name: str
    label: str
    value: str
    others: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedDetail:
    """What becomes of a typed text: a value, to be confirmed where ``question`` asks."""

    value: str
    question: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """What the office has to do with one person; ``due`` is what comes next, "" for nothing."""

    person: str
    name: str
    due: str
    is_overdue: bool
    support: str
    place: str
    plan: str

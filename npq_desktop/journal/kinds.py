"""The kinds of event: who may write each, what it must contain, which cells it writes, what is
compared.

Owns one table. Everything that depends on a kind is looked up here, so a new kind is one entry.
Refuses to guess: a kind that is not in the table is held until a version comes that knows it.

Source: journal/FORMAT.md, section 3.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from npq_desktop.journal import comparing
from npq_desktop.journal.cells import (
    Cell,
    CellsOf,
    entry_cell,
    event_cells,
    fixed,
    own_cell,
    person_cells,
    programme_cell,
    signoff_cell,
    start_cells,
)
from npq_desktop.journal.codec import is_hash, is_random_id
from npq_desktop.journal.comparing import Compare
from npq_desktop.journal.contents import (
    MAX_LISTED,
    Content,
    Validate,
    credited_reason,
    entry_reason,
    event_reason,
    is_age,
    is_count,
    is_cover,
    is_date,
    is_key,
    is_name,
    is_number,
    is_programme,
    is_proof,
    is_text,
    is_time,
    list_of,
    members,
    one_of,
    optional,
    person_reason,
    revoke_reason,
    table_of,
)

MEANING_LEVEL = 1
"""The level of meaning this version reads; an event that needs a higher one is held."""

UNDOES = "undoes"
"""The member that makes an event an undo of the event it names."""


class Writers(Enum):
    """Who may write a kind; whoever else writes it makes a proposal."""

    ROOTS = "roots"
    COORDINATORS = "coordinators"
    MEMBERS = "members"


class Erasing(Enum):
    """What an ``erase`` may take away of a kind. Source: journal/FORMAT.md, section 3."""

    NEVER = "never"
    IF_LISTED = "if listed"
    WITH_THE_PERSON = "with the person"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table. ``null_member``: null where a value is taken back."""

    writers: Writers
    validate: Validate
    cells: CellsOf
    compare: Compare | None = None
    null_member: str | None = None
    erasing: Erasing = Erasing.WITH_THE_PERSON
    is_authority: bool = False

    def is_null(self, cell: Cell, content: Content) -> bool:
        """Whether this content takes the cell's value back; such heads yield to any other."""
        name = cell[-1] if self.null_member == FIELD else self.null_member
        return name is not None and content.get(name) is None


FIELD = "*"
"""As a ``null_member``: the member the cell is named after."""


def _authority(
    writers: Writers, validate: Validate, cells: CellsOf = own_cell, compare: Compare | None = None
) -> Kind:
    return Kind(writers, validate, cells, compare, erasing=Erasing.NEVER, is_authority=True)


def _entry() -> Kind:
    return Kind(Writers.MEMBERS, entry_reason, entry_cell)


_NAMES = {"person": is_name, "event": is_name}
_MINUTES = optional(is_count)
_TEXT = optional(is_text)
_TIME = optional(is_time)

_AUTHORITY_KINDS: Mapping[str, Kind] = {
    "group.start": _authority(
        Writers.MEMBERS,
        members(
            {"title": is_text, "cohort": is_text, "programme": is_programme},
            {"keep_until": optional(is_date)},
        ),
        start_cells,
        comparing.programme,
    ),
    "invite": _authority(
        Writers.COORDINATORS,
        members(
            {
                "sign": is_key,
                "age": is_age,
                "member": is_random_id,
                "name": is_text,
                "role": one_of("coordinator", "facilitator"),
            }
        ),
    ),
    "join": _authority(
        Writers.MEMBERS,
        members(
            {
                "invite": is_hash,
                "age": is_age,
                "name": is_text,
                "device": is_text,
                "proof": is_proof,
            }
        ),
    ),
    "revoke": _authority(Writers.COORDINATORS, revoke_reason),
    "accept": _authority(
        Writers.COORDINATORS, members({"ids": list_of(is_hash, at_most=MAX_LISTED)})
    ),
    "erase": _authority(
        Writers.ROOTS,
        members(
            {"person": is_name, "ids": list_of(is_hash, at_most=MAX_LISTED)},
            {"reason": _TEXT, "authority": _TEXT},
        ),
    ),
    "erase.done": _authority(
        Writers.MEMBERS, members({"erase": is_hash}, {"backups_until": optional(is_date)})
    ),
}

_SETTING_KINDS: Mapping[str, Kind] = {
    "programme.set": Kind(
        Writers.COORDINATORS,
        members({"programme": is_programme}),
        programme_cell,
        comparing.programme,
        erasing=Erasing.IF_LISTED,
    ),
    "person.set": Kind(
        Writers.MEMBERS, person_reason, person_cells, comparing.cell_field, null_member=FIELD
    ),
    "event.set": Kind(
        Writers.MEMBERS, event_reason, event_cells, comparing.cell_field, null_member=FIELD
    ),
    "enrolment.set": Kind(
        Writers.MEMBERS,
        members(
            {
                "person": is_name,
                "from": is_date,
                "status": one_of("active", "deferred", "withdrawn", None),
            },
            {"expected_return": optional(is_date)},
        ),
        fixed("person", "from", family="enrolment"),
        comparing.member("status"),
        null_member="status",
    ),
    "exemption.set": Kind(
        Writers.COORDINATORS,
        credited_reason,
        fixed("person", "item", family="exemption"),
        comparing.exemption,
        null_member="value",
    ),
    "expected.set": Kind(
        Writers.MEMBERS,
        members({**_NAMES, "expects": one_of("apology", "visit", None)}, {"reason": _TEXT}),
        fixed("event", "person", family="expected"),
        null_member="expects",
        erasing=Erasing.IF_LISTED,
    ),
}

_REGISTER_KINDS: Mapping[str, Kind] = {
    "register.open": Kind(
        Writers.MEMBERS,
        members({"event": is_name, "roster": list_of(is_name)}),
        fixed("event", family="register"),
        erasing=Erasing.IF_LISTED,
    ),
    "mark.set": Kind(
        Writers.MEMBERS,
        members(
            {**_NAMES, "state": one_of("present", "absent", None)},
            {
                "arrived": _TIME,
                "left": _TIME,
                "minutes_late": _MINUTES,
                "minutes_early": _MINUTES,
                "start": _TIME,
                "end": _TIME,
                "reason": one_of("notified", "school_duty", "travel", "other", None),
                "how": _TEXT,
            },
        ),
        fixed("event", "person", family="mark"),
        comparing.mark,
        null_member="state",
        erasing=Erasing.NEVER,
    ),
    "register.signoff": Kind(
        Writers.MEMBERS,
        members(
            {
                "event": is_name,
                "counts": table_of(is_number),
                "covers": table_of(list_of(is_cover)),
            },
            {"head_count": optional(is_count), "words": _TEXT},
        ),
        signoff_cell,
        erasing=Erasing.IF_LISTED,
    ),
}

_WORK_KINDS: Mapping[str, Kind] = {
    "submission.add": Kind(
        Writers.MEMBERS,
        members(
            {"person": is_name, "task": is_name, "content": is_hash},
            {"name": _TEXT, "size": optional(is_count), "text": _TEXT, "handed_in": _TEXT},
        ),
        fixed("person", "task", "content", family="submission"),
    ),
    "review.set": Kind(
        Writers.MEMBERS,
        members(
            {
                "person": is_name,
                "task": is_name,
                "decision": one_of("accepted", "returned", None),
            },
            {"feedback": _TEXT},
        ),
        fixed("person", "task", family="review"),
        comparing.member("decision"),
        null_member="decision",
    ),
    "catchup.set": Kind(
        Writers.MEMBERS,
        members(
            {**_NAMES, "state": one_of("agreed", "handed_in", "accepted", "returned", None)},
            {"what": _TEXT, "by": optional(is_date), "text": _TEXT, "feedback": _TEXT},
        ),
        fixed("person", "event", family="catchup"),
        comparing.member("state"),
        null_member="state",
    ),
    "claim.add": Kind(
        Writers.MEMBERS,
        members({"person": is_name, "item": is_name, "source": is_hash}, {"system": _TEXT}),
        fixed("person", "item", "source", family="claim"),
    ),
    "window.set": Kind(
        Writers.COORDINATORS,
        members({"window": is_name}, {"start": _TEXT, "end": _TEXT}),
        fixed("window", family="window"),
        comparing.two_members("start", "end"),
    ),
    "assessment.set": Kind(
        Writers.COORDINATORS,
        members({"person": is_name, "window": is_name}),
        fixed("person", "window", family="assessment"),
        comparing.two_members("outcome", "eligible"),
    ),
    "note.add": _entry(),
    "contact.add": _entry(),
    "coaching.add": _entry(),
    "post.add": _entry(),
    "evidence.add": _entry(),
}

KINDS: Mapping[str, Kind] = MappingProxyType(
    {**_AUTHORITY_KINDS, **_SETTING_KINDS, **_REGISTER_KINDS, **_WORK_KINDS}
)

# A cell's family is its kind's name without ".set".
_COMPARISONS: Mapping[str, Compare] = {
    name.removesuffix(".set"): kind.compare
    for name, kind in KINDS.items()
    if kind.compare is not None and not kind.is_authority
}


def never_conflicts(cell: Cell) -> bool:
    """Whether several heads of this cell stand side by side: a set, or an entry of its own."""
    return cell[0] not in _COMPARISONS


def default_compare(cell: Cell, content: Content) -> Hashable:
    """What is compared where the caller knows nothing better; only for cells that can conflict."""
    return _COMPARISONS[cell[0]](cell, content)

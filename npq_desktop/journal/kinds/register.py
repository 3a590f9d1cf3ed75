"""The register of an event: who was on it when it was opened, and what was signed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from npq_desktop.journal.kinds.checks import (
    Content,
    is_name,
    is_number,
    list_of,
    matching,
    maybe_count,
    maybe_text,
    members,
    table_of,
)
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import Erasing, Kind, Writers, one_cell

_is_cover = matching(re.compile(r"[0-9a-f]{16}"))


@dataclass(frozen=True, slots=True)
class RegisterFact:
    """An opened register: everyone on any of its live rosters, and who opened it."""

    event: str
    people: tuple[str, ...]
    opened: tuple[Source, ...]

    @classmethod
    def from_content(
        cls, cell: Cell, content: Content, _head: str, source: Source
    ) -> "RegisterFact":
        """What one opening says."""
        return cls(cell[1], _texts(content["roster"]), (source,))

    @classmethod
    def of_one_cell(cls, openings: Sequence["RegisterFact"]) -> tuple["RegisterFact", ...]:
        """The one register that all openings of an event make."""
        people = {person for opening in openings for person in opening.people}
        sources = tuple(source for opening in openings for source in opening.opened)
        return (cls(openings[0].event, tuple(sorted(people)), sources),)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(sorted({str(each) for each in value})) if isinstance(value, list) else ()


def _counts(_cell: Cell, content: Content) -> object:
    return content["counts"]


def _covers(_cell: Cell, content: Content) -> object:
    covers = content["covers"]
    assert isinstance(covers, Mapping)  # noqa: S101  it was validated
    return {person: tuple(heads) for person, heads in covers.items()}


@dataclass(frozen=True, slots=True)
class SignoffFact:
    """A statement about a register. ``covers``: person → first 16 digits of the heads it saw."""

    event: str
    member: str
    counts: Annotated[Mapping[str, int], _counts]
    head_count: int | None
    words: str
    covers: Annotated[Mapping[str, tuple[str, ...]], _covers]
    head: str
    source: Source


def _signoff_cell(_kind: str, _id: str, actor: str, content: Content) -> tuple[Cell, ...]:
    """A sign-off belongs to the event and the member who signed."""
    return (("signoff", str(content["event"]), actor),)


REGISTER = Kind(
    name="register.open",
    family="register",
    key=("event",),
    fact=RegisterFact,
    writers=Writers.MEMBERS,
    validate=members({"event": is_name, "roster": list_of(is_name)}),
    cells=one_cell("register", "event"),
    erasing=Erasing.IF_LISTED,
)
SIGNOFF = Kind(
    name="register.signoff",
    family="signoff",
    key=("event", "member"),
    fact=SignoffFact,
    writers=Writers.MEMBERS,
    validate=members(
        {"event": is_name, "counts": table_of(is_number), "covers": table_of(list_of(_is_cover))},
        {"head_count": maybe_count, "words": maybe_text},
    ),
    cells=_signoff_cell,
    erasing=Erasing.IF_LISTED,
)
KINDS = (REGISTER, SIGNOFF)

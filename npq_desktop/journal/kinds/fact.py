"""Facts: what live values say, as plain values before any arithmetic, and who said it.

Dates and times are the text the journal holds (RFC 3339 with offset, days as YYYY-MM-DD), and where
people disagree every side is there. ``head`` is the id of the live entry that gives a fact: what a
new entry about the same thing has to list as replaced. After an undo, ``source`` tells who first
said what now holds again, and ``head`` is the undo.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, TypeAlias, TypeVar, get_origin, get_type_hints

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.kinds.checks import Content
from npq_desktop.journal.sealing import is_sealed

Fact = TypeVar("Fact")
Cell: TypeAlias = tuple[str, ...]
Take: TypeAlias = Callable[[Cell, Content], Any]
"""Takes one field of a fact out of a cell's texts and a content."""

_LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Source:
    """Who wrote an entry, by what key, and when this laptop first saw it.

    ``at`` is the author's claim; ``first_seen`` is this laptop's clock in UTC; ``first_seen_from``
    is the route it came by, empty for entries written here.
    """

    id: str
    member: str
    key: str
    at: str
    first_seen: datetime
    first_seen_from: str


@dataclass(frozen=True, slots=True)
class HeldFact:
    """An entry that is stored and does not count; ``reason`` is the name of its kind of reason."""

    id: str
    kind: str
    reason: str
    sentence: str
    source: Source


@dataclass(frozen=True, slots=True)
class ConflictFact:
    """A cell whose live entries disagree, by the comparison of its kind; who says what."""

    cell: Cell
    heads: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry that writes a cell: what it says there, what it replaced there, whether it stands.

    ``content`` is None when the text was erased or is not here; ``held`` is why it does not count.
    """

    kind: str
    content: Mapping[str, object] | None
    replaced: tuple[str, ...]
    is_head: bool
    held: str | None
    source: Source


def text(value: object) -> str | None:
    """A text as it is; numbers, lists and objects as their JSON."""
    return value if value is None or isinstance(value, str) else canonical(value)


def whole(value: object) -> int | None:
    """A whole number; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    return None


def _everything(_cell: Cell, content: Content) -> Content:
    return content


def _sealed_part(_cell: Cell, content: Content) -> object:
    """The sealed part, or the whole content where that is sealed."""
    sealed = content if is_sealed(content) else content.get("sealed")
    return sealed if is_sealed(sealed) else None


def _family(cell: Cell, _content: Content) -> str:
    return cell[0]


def _named_by_cell(cell: Cell, content: Content) -> str | None:
    return text(content.get(cell[-1]))


Details: TypeAlias = Annotated[Mapping[str, object], _everything]
"""The content as written; not to be changed."""
Sealed: TypeAlias = Annotated[Mapping[str, object] | None, _sealed_part]
Family: TypeAlias = Annotated[str, _family]


@dataclass(frozen=True, slots=True)
class FieldFact:
    """One value of one field of a person or an event."""

    subject: str
    field: str
    value: Annotated[str, _named_by_cell]
    head: str
    source: Source


def by_subject(values: Iterable[FieldFact]) -> dict[str, dict[str, list[tuple[str, Source]]]]:
    """Subject → field → its values in the order of heads, each with who said it."""
    found: dict[str, dict[str, list[tuple[str, Source]]]] = {}
    for fact in values:
        fields_of = found.setdefault(fact.subject, {})
        fields_of.setdefault(fact.field, []).append((fact.value, fact.source))
    return found


def shown(fields_of: Mapping[str, list[tuple[str, Source]]]) -> dict[str, str]:
    """Of each field the value of the head with the smallest id."""
    return {name: values[0][0] for name, values in fields_of.items()}


def disagreeing(
    fields_of: Mapping[str, list[tuple[str, Source]]],
) -> dict[str, tuple[tuple[str, Source], ...]]:
    """The fields with several values, and who said which."""
    return {
        name: tuple(values)
        for name, values in fields_of.items()
        if len({value for value, _ in values}) > 1
    }


def maker(
    fact: Callable[..., Fact], key: tuple[str, ...]
) -> Callable[[Cell, Content, str, "Source"], Fact]:
    """Makes facts of a class from a cell, a content, the head that brings it, and its source.

    The class begins with the cell's texts. Its other fields are members of the content under their
    own names, read by their types; ``Annotated`` says how where the type is not enough. A member
    that the journal's rules leave open may hold any JSON, and breaks nothing.
    """
    types = get_type_hints(fact, include_extras=True)
    names = [each.name for each in fields(fact)][len(key) :]  # type: ignore[arg-type]
    said = [name for name in names if name != "head" and types[name] in _BY_TYPE]
    members = {name: _BY_TYPE[types[name]][0] for name in said}
    absent = {name: _BY_TYPE[types[name]][1] for name in said}
    takes = {name: types[name].__metadata__[0] for name in names if _is_annotated(types[name])}

    def make(cell: Cell, content: Content, head: str, source: Source) -> Fact:
        values = dict(absent)
        for name, value in content.items():
            if name in members:
                values[name] = members[name](value)
        for name, take in takes.items():
            values[name] = take(cell, content)
        return fact(*cell[1:], head=head, source=source, **values)

    return make


def _text_or_empty(value: object) -> str:
    return text(value) or ""


def _whole_or_zero(value: object) -> int:
    return whole(value) or 0


_BY_TYPE: Mapping[Any, tuple[Callable[[object], Any], Any]] = {
    str: (_text_or_empty, ""),
    str | None: (text, None),
    int: (_whole_or_zero, 0),
    int | None: (whole, None),
}
"""How a member is read into a field of a type, and what the field is without it."""


def _is_annotated(kind: Any) -> bool:
    return get_origin(kind) is Annotated

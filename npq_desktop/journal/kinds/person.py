"""A participant: one cell for each detail given about a person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from npq_desktop.journal.kinds.checks import Content, is_name, is_plain
from npq_desktop.journal.kinds.fact import Cell, FieldFact, Source, by_subject, disagreeing, shown
from npq_desktop.journal.kinds.kind import FIELD, Kind, Writers, compared_field
from npq_desktop.journal.names import MAX_TITLE, one_line

_NO_FIELDS = ("person", "sealed")
_NAMES = ("name", "known_as", "first", "last")


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A participant: the value shown for each field, and all values of those in disagreement."""

    id: str
    fields: Mapping[str, str]
    disagreeing: Mapping[str, tuple[tuple[str, Source], ...]]
    same_as: str | None
    erased: bool


def people_of(values: Iterable[FieldFact], erased: Collection[str]) -> tuple[PersonFact, ...]:
    """Everybody of whom something is known, and the erased, by id."""
    known = by_subject(values)
    everybody = sorted({*erased, *known})
    return tuple(_person(one, known.get(one, {}), one in erased) for one in everybody)


def _person(
    person: str, fields: Mapping[str, list[tuple[str, Source]]], erased: bool
) -> PersonFact:
    values = shown(fields)
    values |= {name: one_line(values[name], MAX_TITLE) for name in _NAMES if values.get(name)}
    same_as = values.pop("same_as", None)
    return PersonFact(person, values, disagreeing(fields), same_as, erased)


def _reason(content: Content) -> str | None:
    """Why a person's details are not understood: an id and at least one plain field."""
    if not is_name(content.get("person")):
        return "“person” is missing or not understood"
    names = [name for name in content if name not in _NO_FIELDS]
    if not names:
        return "no detail is given"
    broken = [name for name in names if not (is_name(name) and is_plain(content[name]))]
    return f"“{broken[0]}” is not understood" if broken else None


def _cells(_kind: str, _id: str, _actor: str, content: Content) -> tuple[Cell, ...]:
    person = str(content["person"])
    return tuple(("person", person, name) for name in content if name not in _NO_FIELDS)


PERSON = Kind(
    name="person.set",
    family="person",
    key=("person", "field"),
    fact=FieldFact,
    writers=Writers.MEMBERS,
    validate=_reason,
    cells=_cells,
    compare=compared_field,
    null_member=FIELD,
)
KINDS = (PERSON,)

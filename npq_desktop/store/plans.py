"""How one value of a cell becomes one row, family by family.

Owns the mapping from a cell's texts and a content's members to columns, and its harmlessness: a
member that journal rules leave open may hold any JSON, and must not break an import. Refuses to
judge.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Table

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.kinds import KINDS
from npq_desktop.journal.kinds.checks import Content
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.journal.sealing import is_sealed
from npq_desktop.journal.state import Value
from npq_desktop.store import projections as rows

Row: TypeAlias = dict[str, Any]
Take: TypeAlias = Callable[[Cell, Content], Any]

_LARGEST = 2**53


def text(value: object) -> str | None:
    """A text as it is; numbers, lists and objects as their JSON."""
    return value if value is None or isinstance(value, str) else canonical(value)


def whole(value: object) -> int | None:
    """A whole number; None for anything else."""
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST
    return value if fits and isinstance(value, int) else None


def _text_of(name: str, default: str | None = None) -> Take:
    return lambda _cell, content: default if (found := text(content.get(name))) is None else found


def _whole_of(name: str, default: int | None = None) -> Take:
    return lambda _cell, content: default if (found := whole(content.get(name))) is None else found


def _json_of(name: str) -> Take:
    return lambda _cell, content: content.get(name)


def _list_of_texts(name: str) -> Take:
    def take(_cell: Cell, content: Content) -> list[str]:
        found = content.get(name)
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    return take


def _everything(_cell: Cell, content: Content) -> Any:
    return content


def _sealed(_cell: Cell, content: Content) -> Any:
    """The sealed part, or the whole content where that is sealed."""
    sealed = content if is_sealed(content) else content.get("sealed")
    return sealed if is_sealed(sealed) else None


def _field_value(cell: Cell, content: Content) -> str | None:
    return text(content.get(cell[-1]))


def _texts_of(*names: str) -> Mapping[str, Take]:
    return {name: _text_of(name) for name in names}


@dataclass(frozen=True, slots=True)
class Plan:
    """A family's table; ``keys`` name the cell's texts after the first; ``takes`` fill the rest."""

    table: Table
    keys: tuple[str, ...] = ()
    takes: Mapping[str, Take] = field(default_factory=dict)

    def place(self, cell: Cell) -> Row:
        """The columns that tell the cell from others of its table."""
        return dict(zip(self.keys, cell[-len(self.keys) :], strict=True)) if self.keys else {}

    def rows(self, group: str, cell: Cell, values: tuple[Value, ...]) -> list[Row]:
        """One row for each value that says something; a head that takes its value back has none."""
        place = {"group_id": group, **self.place(cell)}
        return [
            {
                **place,
                "number": number,
                "head": value.head,
                "source_id": value.event.id,
                **{name: take(cell, value.content) for name, take in self.takes.items()},
            }
            for number, value in enumerate(values)
            if not KINDS[value.event.kind].is_null(cell, value.content)
        ]


_ENTRY = Plan(
    rows.NOTE,
    ("kind", "id"),
    {**_texts_of("person", "event", "text"), "sealed": _sealed, "details": _everything},
)

PLANS: Mapping[str, Plan] = {
    "programme": Plan(rows.PROGRAMME, (), _texts_of("programme")),
    "person": Plan(rows.PERSON_FIELD, ("person", "field"), {"value": _field_value}),
    "event": Plan(rows.EVENT_FIELD, ("event", "field"), {"value": _field_value}),
    "mark": Plan(
        rows.MARK,
        ("event", "person"),
        {
            **_texts_of("state", "arrived", "left", "start", "end", "reason", "how", "amendment"),
            "minutes_late": _whole_of("minutes_late", 0),
            "minutes_early": _whole_of("minutes_early", 0),
        },
    ),
    "register": Plan(rows.REGISTER, ("event",), {"roster": _json_of("roster")}),
    "signoff": Plan(
        rows.SIGNOFF,
        ("event", "member"),
        {
            "counts": _json_of("counts"),
            "covers": _json_of("covers"),
            "head_count": _whole_of("head_count"),
            "words": _text_of("words", ""),
        },
    ),
    "submission": Plan(
        rows.SUBMISSION,
        ("person", "task", "content"),
        {
            "name": _text_of("name", ""),
            "size": _whole_of("size", 0),
            **_texts_of("text", "handed_in"),
        },
    ),
    "review": Plan(
        rows.REVIEW,
        ("person", "task"),
        {**_texts_of("decision", "feedback"), "seen": _list_of_texts("seen")},
    ),
    "catchup": Plan(
        rows.CATCHUP,
        ("person", "event"),
        _texts_of("state", "what", "by", "text", "feedback"),
    ),
    "enrolment": Plan(
        rows.ENROLMENT,
        ("person", "since"),
        {**_texts_of("status", "expected_return"), "sealed": _sealed},
    ),
    "exemption": Plan(
        rows.EXEMPTION,
        ("person", "item"),
        {
            **_texts_of("value", "reason"),
            "credit": _json_of("credit"),
            "credited_from": _text_of("source"),
        },
    ),
    "expected": Plan(rows.EXPECTED, ("event", "person"), _texts_of("expects", "reason")),
    "claim": Plan(
        rows.CLAIM,
        ("person", "item", "file"),
        {"fact": _text_of("fact", ""), **_texts_of("system"), "details": _everything},
    ),
    "window": Plan(rows.WINDOW, ("window",), _texts_of("start", "end")),
    "assessment": Plan(
        rows.ASSESSMENT, ("person", "window"), {"details": _everything, "sealed": _sealed}
    ),
    **dict.fromkeys(
        ("note.add", "contact.add", "coaching.add", "post.add", "evidence.add"), _ENTRY
    ),
}

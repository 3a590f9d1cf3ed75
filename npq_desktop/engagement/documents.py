"""Whole documents: question in, answer out."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from npq_desktop.engagement.checks import (
    Unusable,
    check_date,
    check_integer,
    check_text,
    described,
)
from npq_desktop.engagement.errors import EngagementInputError, Name
from npq_desktop.engagement.evaluation import evaluate
from npq_desktop.engagement.model import Component, Document, Item, ItemState, Participant, Rule
from npq_desktop.engagement.tally import no_such_component

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from npq_desktop.engagement.results import ComponentResult, Figure, Plan, Range, Result


def evaluate_document(raw: object) -> dict[str, object]:
    """Return the answer to ``raw``, both as the objects and lists ``json`` reads and writes.

    Raises: EngagementInputError naming participant, item and field; then nothing was calculated.
    """
    return answer(document_from(raw))


def answer(document: Document) -> dict[str, object]:
    """Return the answer to ``document`` as the objects and lists that ``json`` writes."""
    rule, as_of = document.rule, document.as_of
    return results_to_json(evaluate(rule, as_of, person) for person in document.participants)


_DOCUMENT = (("rule", "as_of", "participants"), ())
_RULE = (("threshold", "components"), ())
_COMPONENT = (("key", "weight"), ("minimum",))
_PARTICIPANT = (("id", "items"), ())
_ITEM = (("id", "component", "due", "state"), ("minutes", "credit", "low", "high"))

_STATES = {str(state): state for state in ItemState}
_LONGEST_INTEGER = len("-9007199254740992")

_DEEPEST = 100
_TOO_DEEP = f"its lists and objects are nested more than {_DEEPEST} deep"
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")

_Members = tuple[tuple[str, ...], tuple[str, ...]]
_T = TypeVar("_T")


class _Repeating(dict[str, object]):
    """An object in which a member is written more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.repeated = next(name for name in names if names.count(name) > 1)


def read_document(text: str | bytes) -> Document:
    """Return the document written in ``text``: JSON, in UTF-8 without a byte order mark if bytes.

    Raises: EngagementInputError naming participant, item and field.
    """
    text = text if isinstance(text, str) else _decoded(text)
    try:
        return document_from(_parsed(text))
    except EngagementInputError:
        # Versions of Python give up at different depths. No sound document comes near the limit,
        # so only what is refused anyway is counted, and every version gives the same reason.
        if _is_too_deep(text):
            raise EngagementInputError(_TOO_DEEP) from None
        raise


def document_from(raw: object) -> Document:
    """Return the document in ``raw``: the objects and lists that ``json.loads`` makes.

    Raises: EngagementInputError naming participant, item and field.
    """
    members = _object(raw, _DOCUMENT)
    rule = _rule(members["rule"])
    as_of = check_date(members["as_of"], "as_of")
    return Document(rule, as_of, _participants(members["participants"], rule))


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"it is not UTF-8: byte {error.start + 1} fits no character"
        raise EngagementInputError(reason) from None


def _parsed(text: str) -> object:
    if not text.strip():
        raise EngagementInputError("it is empty")
    if text.startswith("\ufeff"):
        raise EngagementInputError("it starts with a byte order mark; save it as UTF-8 without one")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object_or_repeating,
            parse_float=Unusable,
            parse_int=_integer,
            parse_constant=Unusable,
        )
    except json.JSONDecodeError as error:
        reason = f"it is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        raise EngagementInputError(reason) from None
    except RecursionError:
        raise EngagementInputError(_TOO_DEEP) from None


def _is_too_deep(text: str) -> bool:
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > _DEEPEST:
            return True
    return False


def _object_or_repeating(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _Repeating(pairs)


def _integer(digits: str) -> int | Unusable:
    # Python refuses to convert thousands of digits, with an error of its own.
    return int(digits) if len(digits) <= _LONGEST_INTEGER else Unusable("a number beyond 2^53")


def _rule(raw: object) -> Rule:
    try:
        members = _object(raw, _RULE)
        parts = _list(members["components"], "components")
    except EngagementInputError as error:
        raise error.within(path="rule.") from None
    components = tuple(_component(index, part) for index, part in enumerate(parts))
    return Rule(threshold=members["threshold"], components=components)


def _component(index: int, raw: object) -> Component:
    try:
        members = _object(raw, _COMPONENT)
        return Component(
            key=members["key"],
            weight=members["weight"],
            minimum=members.get("minimum"),
        )
    except EngagementInputError as error:
        raise error.within(path=f"rule.components[{index}].") from None


def _participants(raw: object, rule: Rule) -> tuple[Participant, ...]:
    items = _Items(rule)
    seen: dict[str, Participant] = {}
    for position, entry in enumerate(_list(raw, "participants"), start=1):
        participant = _named(entry, position, items.participant, "participant")
        if participant.id in seen:
            raise EngagementInputError(
                "the id is used twice", participant=participant.id, field="id"
            )
        seen[participant.id] = participant
    return tuple(seen.values())


class _Items:
    """Reads the items of one document under its rule.

    Remembers the commonest kinds by content: most items of a group differ from one person to the
    next in nothing, and items cannot change, so that equal ones are shared.
    """

    def __init__(self, rule: Rule) -> None:
        self._keys = frozenset(component.key for component in rule.components)
        self._known: dict[tuple[object, ...], Item] = {}

    def participant(self, raw: object) -> Participant:
        members = _object(raw, _PARTICIPANT)
        check_text(members["id"], "id")
        entries = _list(members["items"], "items")
        items = tuple([self._item(entry, index) for index, entry in enumerate(entries, start=1)])
        return Participant(id=members["id"], items=items)

    def _item(self, raw: object, position: int) -> Item:
        key = _content(raw)
        try:
            return self._known[key]
        except (KeyError, TypeError):
            item = _named(raw, position, self._new, "item")
        if key:
            self._known[key] = item
        return item

    def _new(self, raw: object) -> Item:
        members = _object(raw, _ITEM)
        shares = {
            field: _share(members[field], field)
            for field in ("credit", "low", "high")
            if field in members
        }
        item = Item(
            id=members["id"],
            component=members["component"],
            due=members["due"],
            state=_state(members["state"]),
            minutes=members.get("minutes", 0),
            **shares,
        )
        if item.component not in self._keys:
            raise no_such_component(item)
        return item


def _content(raw: object) -> tuple[object, ...]:
    """Return all that an item says, or () if it has more than the usual members.

    An item that lacks a member has None here, and so is never equal to one that was accepted.
    """
    if type(raw) is not dict:
        return ()
    minutes = raw.get("minutes")
    # 1, 1.0 and true are equal as parts of a key, and only the first is acceptable.
    if len(raw) == (4 if minutes is None else 5) and (minutes is None or type(minutes) is int):
        return raw.get("id"), raw.get("component"), raw.get("due"), raw.get("state"), minutes
    return ()


def _state(value: object) -> ItemState:
    if isinstance(value, str) and value in _STATES:
        return _STATES[value]
    reason = f"must be one of {', '.join(_STATES)}, not {described(value)}"
    raise EngagementInputError(reason, field="state")


def _share(value: object, field: str) -> Fraction:
    """Return the fraction written [n, d], from 0 to 1, not necessarily in lowest terms."""
    if not isinstance(value, list) or len(value) != 2:
        reason = f"must be a list of two whole numbers, not {described(value)}"
        raise EngagementInputError(reason, field=field)
    denominator = check_integer(value[1], field, at_least=1)
    return Fraction(check_integer(value[0], field, at_least=0, at_most=denominator), denominator)


def _object(raw: object, allowed: _Members) -> Mapping[str, Any]:
    """Return ``raw`` if it is an object with all required members and no strange ones."""
    if not isinstance(raw, dict):
        raise EngagementInputError(f"must be an object, not {described(raw)}")
    if isinstance(raw, _Repeating):
        raise EngagementInputError("is written twice", field=raw.repeated)
    required, optional = allowed
    for field in required:
        if field not in raw:
            raise EngagementInputError("is missing", field=field)
    for field in raw:
        if field not in required and field not in optional:
            raise EngagementInputError("is no member this engine knows", field=str(field))
    return raw


def _list(raw: object, field: str) -> Iterable[object]:
    if not isinstance(raw, list):
        raise EngagementInputError(f"must be a list, not {described(raw)}", field=field)
    return raw


def _named(raw: object, position: int, read: Callable[[object], _T], kind: str) -> _T:
    """Return ``read(raw)``; an error gets the id ``raw`` has, or else its ``position``."""
    try:
        return read(raw)
    except EngagementInputError as error:
        name: Name = position
        if isinstance(raw, dict) and isinstance(raw.get("id"), str) and raw["id"]:
            name = raw["id"]
        if kind == "participant":
            raise error.within(participant=name) from None
        raise error.within(item=name) from None


_DIGITS = 600
_CHUNK = 10**_DIGITS
"""Python converts this many digits at once under every setting of its limit (640 is the least)."""


def results_to_json(results: Iterable[Result]) -> dict[str, object]:
    """Return the answer of a whole document, participants in the order given."""
    return {"participants": [_result(result) for result in results]}


def _result(result: Result) -> dict[str, object]:
    return {
        "id": result.participant,
        "standing": result.standing.value,
        "unknown": result.unknown,
        "secured": _figure(result.secured),
        "possible": _figure(result.possible),
        "to_date": _range(result.to_date),
        "components": [_component_writing(part) for part in result.components],
        "headroom": {part.key: part.headroom for part in result.components},
        "plan": _plan(result.plan),
    }


def _component_writing(part: ComponentResult) -> dict[str, object]:
    return {
        "key": part.key,
        "weight": part.weight,
        "total": part.total,
        "earned": fraction_text(part.earned),
        "lost": fraction_text(part.lost),
        "open": part.open,
        "unknown": part.unknown,
        "points": fraction_text(part.points),
    }


def _figure(figure: Figure | None) -> dict[str, object] | None:
    if figure is None:
        return None
    return {"fraction": fraction_text(figure.fraction), "percent": figure.percent}


def _range(span: Range | None) -> dict[str, object] | None:
    return None if span is None else {"low": _figure(span.low), "high": _figure(span.high)}


def _plan(plan: Plan | None) -> dict[str, object] | None:
    return None if plan is None else {"items": list(plan.items), "minutes": plan.minutes}


def fraction_text(value: Fraction) -> str:
    """Return ``value`` in lowest terms: ``"90"`` or ``"1287/14"``, however long."""
    if value.denominator == 1:
        return _digits(value.numerator)
    return f"{_digits(value.numerator)}/{_digits(value.denominator)}"


def _digits(number: int) -> str:
    tail = ""
    while number >= _CHUNK:
        number, last = divmod(number, _CHUNK)
        tail = f"{last:0{_DIGITS}d}{tail}"
    return f"{number}{tail}"

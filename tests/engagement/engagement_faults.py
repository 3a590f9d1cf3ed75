"""The conformance cases that are refused: one fault each, and the place that must be named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy

BEYOND = 2**53 + 1

GOOD = {
    "rule": {
        "threshold": 90,
        "components": [{"key": "tasks", "weight": 50}, {"key": "events", "weight": 50}],
    },
    "as_of": "2026-11-23",
    "participants": [
        {
            "id": "p1",
            "items": [
                {"id": "t1", "component": "tasks", "due": "2026-10-01", "state": "earned"},
                {"id": "e1", "component": "events", "due": "2026-10-02", "state": "earned"},
            ],
        }
    ],
}
ITEM = ("participants", 0, "items", 1)
GONE = object()


def faults() -> list[dict[str, object]]:
    return [*_document(), *_rule(), *_people(), *_items(), *_credits(), *_written()]


def _case(name, path, value, place, why="", item=None):
    """The good document with one member set (or taken away), and the place at fault."""
    asked = deepcopy(GOOD)
    asked["participants"][0]["items"][1].update(item or {})
    target = asked
    for step in path[:-1]:
        target = target[step]
    if value is GONE:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    participant, item_id, field = place
    error = {"participant": participant, "item": item_id, "field": field}
    return {"name": name, "why": why, "input": asked, "error": error}


def _document() -> Iterator[dict[str, object]]:
    top = {"participant": None, "item": None, "field": None}
    for what, value in (("a list", []), ("null", None), ("a text", "x"), ("a number", 1)):
        yield {"name": f"document: {what}", "why": "", "input": value, "error": top}
    for field in ("rule", "as_of", "participants"):
        yield _case(f"document: no {field}", (field,), GONE, (None, None, field))
    yield _case("document: unknown member", ("version",), 1, (None, None, "version"))
    dates = ("2026-02-29", "20261123", "2026-11-23T00:00", "2026-W47-1", "2026-11-23\n", "")
    for value in (*dates, "10000-01-01", None, 20261123):
        yield _case(f"as_of: {value!r}", ("as_of",), value, (None, None, "as_of"))
    yield _case("participants: an object", ("participants",), {}, (None, None, "participants"))


def _rule() -> Iterator[dict[str, object]]:
    for value in (0, 101, -1, 90.0, "90", True, None, BEYOND):
        path = ("rule", "threshold")
        yield _case(f"threshold: {value!r}", path, value, (None, None, "rule.threshold"))
    first = ("rule", "components", 0)
    for value in (0, -50, 50.5, "50", True, None, 101):
        place = (None, None, "rule.components[0].weight")
        yield _case(f"weight: {value!r}", (*first, "weight"), value, place)
    for value in (0, 101, 50.0, "50", False):
        place = (None, None, "rule.components[0].minimum")
        yield _case(f"minimum: {value!r}", (*first, "minimum"), value, place)
    for value in ("", 5, None):
        place = (None, None, "rule.components[0].key")
        yield _case(f"key: {value!r}", (*first, "key"), value, place)
    whole = (None, None, "rule.components")
    for weight in (49, 51, 100):
        yield _case(f"weights: sum of {weight + 50}", (*first, "weight"), weight, whole)
    yield _case("components: none", ("rule", "components"), [], whole, "no weights, no 100")
    yield _case("components: an object", ("rule", "components"), {}, whole)
    place = (None, None, "rule.components[1].key")
    yield _case("key: twice", ("rule", "components", 1, "key"), "tasks", place)
    yield _case("rule: a list", ("rule",), [], (None, None, "rule"))
    yield _case("component: a text", first, "tasks", (None, None, "rule.components[0]"))
    for field in ("threshold", "components"):
        yield _case(f"rule: no {field}", ("rule", field), GONE, (None, None, f"rule.{field}"))
    for field in ("key", "weight"):
        place = (None, None, f"rule.components[0].{field}")
        yield _case(f"component: no {field}", (*first, field), GONE, place)
    yield _case("rule: unknown member", ("rule", "name"), "x", (None, None, "rule.name"))
    place = (None, None, "rule.components[0].title")
    yield _case("component: unknown member", (*first, "title"), "x", place)


def _people() -> Iterator[dict[str, object]]:
    person = ("participants", 0)
    yield _case("participant: a text", person, "p1", (1, None, None), "named by position, from 1")
    for value in ("", None, 7, ["p1"]):
        yield _case(f"participant id: {value!r}", (*person, "id"), value, (1, None, "id"))
    yield _case("participant: no id", (*person, "id"), GONE, (1, None, "id"))
    yield _case("participant: no items", (*person, "items"), GONE, ("p1", None, "items"))
    yield _case("participant: items null", (*person, "items"), None, ("p1", None, "items"))
    yield _case("participant: unknown member", (*person, "name"), "x", ("p1", None, "name"))
    twice = GOOD["participants"] * 2
    yield _case("participant id: twice", ("participants",), twice, ("p1", None, "id"))


def _items() -> Iterator[dict[str, object]]:
    yield _case("item: null", ITEM, None, ("p1", 2, None), "named by position, from 1")
    for value in ("", None, 7, {}):
        yield _case(f"item id: {value!r}", (*ITEM, "id"), value, ("p1", 2, "id"))
    yield _case("item id: twice", (*ITEM, "id"), "t1", ("p1", "t1", "id"))
    yield _case("item: no id", (*ITEM, "id"), GONE, ("p1", 2, "id"))
    for field in ("component", "due", "state"):
        yield _case(f"item: no {field}", (*ITEM, field), GONE, ("p1", "e1", field))
    yield _case("item: unknown member", (*ITEM, "title"), "x", ("p1", "e1", "title"))
    bad = {
        "component": ("coaching", "", None, 3),
        "due": (
            *("2026-13-01", "2026-02-29", "2026-1-1", "2026-10-02\n", " 2026-10-02"),
            *("0000-01-01", "10000-01-01", "+2026-10-02", "-2026-10-02", "", None, "٢٠٢٦-١١-٢٣"),
        ),
        "state": ("Earned", "", None, "done", True),
        "minutes": (-1, 1.0, 0.5, "30", True, False, None, BEYOND, [30]),
    }
    for field, values in bad.items():
        for value in values:
            yield _case(f"{field}: {value!r}", (*ITEM, field), value, ("p1", "e1", field))


def _credits() -> Iterator[dict[str, object]]:
    place = ("p1", "e1", "credit")
    shares = ([1, 0], [-1, 2], [3, 2], [1, -2], [1.0, 2], [True, 1], [1], [1, 2, 3], [], "1/2", 0.5)
    for value in (*shares, None, {}, [1, BEYOND], ["1", 2]):
        part = {"state": "part"}
        yield _case(f"credit: {value!r}", (*ITEM, "credit"), value, place, item=part)
    yield _case("credit: missing", (*ITEM, "state"), "part", place, "required with part")
    for state in ("earned", "open", "lost", "unknown", "excused"):
        found = {"state": state}
        yield _case(f"credit: with {state}", (*ITEM, "credit"), [1, 2], place, item=found)
    for field in ("low", "high"):
        named = ("p1", "e1", field)
        for state in ("earned", "open", "lost", "excused"):
            found = {"state": state}
            yield _case(f"{field}: with {state}", (*ITEM, field), [1, 2], named, item=found)
        found = {"state": "part", "credit": [1, 2]}
        yield _case(f"{field}: with part", (*ITEM, field), [1, 2], named, item=found)
        for value in ([2, 1], None, [0, 0], 1):
            found = {"state": "unknown"}
            yield _case(f"{field}: {value!r}", (*ITEM, field), value, named, item=found)
    found = {"state": "unknown", "high": [1, 3]}
    yield _case("low above high", (*ITEM, "low"), [1, 2], ("p1", "e1", "low"), item=found)


def _written() -> Iterator[dict[str, object]]:
    """Faults that only exist in the text: numbers, repetitions, half characters, broken JSON."""
    minutes = ("p1", "e1", "minutes")
    numbers = ("1.0", "1e2", "1E400", "-0.0", "NaN", "Infinity", "-Infinity", "9" * 4301)
    for number in numbers:
        changed = ('"e1",', f'"e1", "minutes": {number},')
        yield _text(f"minutes written {number[:9]}", changed, minutes)
    yield _text("threshold written 9e1", ("90", "9e1"), (None, None, "rule.threshold"))
    yield _text("id: lone surrogate", ('"e1"', '"e\\ud83d"'), ("p1", "e\ud83d", "id"))
    yield _text(
        "key: lone surrogate", ('"events"', '"\\udc00"'), (None, None, "rule.components[1].key")
    )
    twice = (
        ('"as_of"', '"as_of": "2026-11-23", "as_of"', (None, None, "as_of")),
        ('"threshold"', '"threshold": 90, "threshold"', (None, None, "rule.threshold")),
        ('"key": "tasks"', '"key": "tasks", "key": "x"', (None, None, "rule.components[0].key")),
        ('"items"', '"items": [], "items"', ("p1", None, "items")),
        ('"id": "e1"', '"id": "e1", "state": "lost"', ("p1", "e1", "state")),
    )
    for old, new, place in twice:
        yield _text(f"member twice: {place[2]}", (old, new), place, "the second does not win")
    good = json.dumps(GOOD)
    broken = {
        "empty": "",
        "blank": " \n",
        "byte order mark": "\ufeff" + good,
        "cut short": good[:-1],
        "something after the end": good + "]",
        "trailing comma": good.replace('"earned"}', '"earned",}', 1),
        "single quotes": good.replace('"', "'"),
        "a comment": "// engagement\n" + good,
        "nested too deeply": "[" * 5000 + "]" * 5000,
        "nested too deeply, objects": '{"a":' * 5000 + "1" + "}" * 5000,
        "nested too deeply and cut short": "[" * 5000,
        "nested 101 deep": good.replace('"earned"}]', f'"earned", "minutes": {_lists(96)}}}]'),
    }
    for name, text in broken.items():
        error = {"participant": None, "item": None, "field": None}
        yield {"name": f"text: {name}", "why": "", "input_text": text, "error": error}
    # The document, the list of people, the person, the list of items and the item come before.
    changed = ('"e1",', f'"e1", "minutes": {_lists(95)},')
    yield _text("text: nested 100 deep", changed, minutes, "not too deep: the place is named")
    changed = ('"e1",', '"e1", "minutes": "' + "[{" * 60 + '\\"",')
    yield _text("text: brackets in a text", changed, minutes, "they nest nothing")


def _lists(count):
    return "[" * count + "]" * count


def _text(name, change, place, why=""):
    participant, item, field = place
    error = {"participant": participant, "item": item, "field": field}
    text = json.dumps(GOOD).replace(*change, 1)
    return {"name": name, "why": why, "input_text": text, "error": error}

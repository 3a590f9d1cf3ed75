"""Short ways to write down engagement input for the conformance cases."""

from __future__ import annotations

AS_OF = "2026-11-23"
PAST, FUTURE, LATER = "2026-10-01", "2026-12-01", "2027-01-10"
WEIGHTS = {"diagnostic": 30, "reflective": 20, "attendance": 50}

LETTERS = {
    "e": ("earned", PAST),
    "E": ("earned", FUTURE),
    "l": ("lost", PAST),
    "L": ("lost", FUTURE),
    "o": ("open", FUTURE),
    "O": ("open", PAST),
    "u": ("unknown", PAST),
    "U": ("unknown", FUTURE),
    "x": ("excused", PAST),
}

Case = tuple[str, str, dict[str, object]]


def item(name, component, due, state, **more):
    return {"id": name, "component": component, "due": due, "state": state, **more}


def part(name, component, credit, due=PAST):
    return item(name, component, due, "part", credit=credit)


def todo(name, component, minutes, due=FUTURE):
    return item(name, component, due, "open", minutes=minutes)


def unsure(name, component, low, high, due=PAST):
    return item(name, component, due, "unknown", low=low, high=high)


def side(component, letters):
    """Items of one component, one letter each: a capital is the same state on the other date."""
    return [
        item(f"{component[0]}{n}", component, *reversed(LETTERS[letter]))
        for n, letter in enumerate(letters, start=1)
    ]


def sides(diagnostic="", reflective="", attendance=""):
    letters = (diagnostic, reflective, attendance)
    return [x for key, word in zip(WEIGHTS, letters, strict=True) for x in side(key, word)]


def ask(items, *, threshold=90, weights=WEIGHTS, minimums=None, as_of=AS_OF):
    minimums = minimums or {}
    parts = [
        {"key": key, "weight": weight} | ({"minimum": minimums[key]} if key in minimums else {})
        for key, weight in weights.items()
    ]
    return {
        "rule": {"threshold": threshold, "components": parts},
        "as_of": as_of,
        "participants": [{"id": "p1", "items": list(items)}],
    }

"""Random but valid documents, small enough for the oracle; the same for the same seed."""

from __future__ import annotations

import random

AS_OF = "2026-11-23"
DUES = ("2026-10-01", "2026-11-22", AS_OF, "2026-11-24", "2027-01-10")
KEYS = ("diagnostic", "reflective", "attendance", "project")
STATES = ("earned", "open", "lost", "part", "unknown", "excused")

MIXES = (
    (4, 4, 1, 1, 1, 1),
    (6, 5, 0, 0, 0, 0),
    (1, 8, 0, 1, 0, 0),
    (8, 1, 1, 1, 1, 0),
    (5, 2, 0, 1, 3, 2),
    (0, 0, 0, 0, 0, 1),
    (7, 1, 0, 0, 3, 0),
)
"""How likely each state is, in the order of STATES; one mix per person."""


def document(seed: int, *, people: int = 1) -> dict[str, object]:
    chance = random.Random(seed)
    rule = _rule(chance)
    persons = [{"id": f"p{n}", "items": _items(chance, rule)} for n in range(people)]
    return {"rule": rule, "as_of": AS_OF, "participants": persons}


def _rule(chance):
    count = chance.choice((1, 2, 3, 3, 3, 4))
    cuts = sorted(chance.sample(range(5, 100, 5), count - 1))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    if count == 3 and chance.random() < 0.5:
        weights = [30, 20, 50]
    parts = [{"key": key, "weight": weight} for key, weight in zip(KEYS, weights, strict=False)]
    for part in parts:
        if chance.random() < 0.25:
            part["minimum"] = chance.choice((None, 34, 50, 60, 75, 90, 100))
    threshold = chance.choice((90, 90, 75, 60, 50, 30, 100, chance.randint(1, 100)))
    return {"threshold": threshold, "components": parts}


def _items(chance, rule):
    mix = chance.choice(MIXES)
    keys = [part["key"] for part in rule["components"]]
    minutes = chance.choice(((0,), (0, 30), (30, 60), (15, 30, 45, 60), (0, 20, 40)))
    names = chance.sample([f"i{n}" for n in range(12)] + ["É", "z", "Z", "\U0001f600"], 11)
    items = []
    opened = 0
    for name in names[: chance.randint(0, 11)]:
        state = chance.choices(STATES, mix)[0]
        opened += state == "open"
        if opened > 8:
            break
        items.append(_item(chance, name, chance.choice(keys), state, minutes))
    return items


def _item(chance, name, key, state, minutes):
    item = {"id": name, "component": key, "due": chance.choice(DUES), "state": state}
    if state == "part":
        item["credit"] = _fraction(chance)
    if state == "unknown":
        item.update(_range(chance))
    if chance.random() < 0.8:
        item["minutes"] = chance.choice(minutes)
    return item


def _fraction(chance):
    denominator = chance.choice((1, 2, 3, 4, 6))
    return [chance.randint(0, denominator), denominator]


def _range(chance):
    low, high = sorted((_fraction(chance), _fraction(chance)), key=lambda f: f[0] / f[1])
    return chance.choice(({}, {"low": low}, {"high": high}, {"low": low, "high": high}))

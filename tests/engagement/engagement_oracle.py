"""The definition of engagement, written out the slow way: fractions and every subset.

It shares no code with the engine and trusts its input. Each function follows a sentence of
engagement/RULES.md; nothing here is clever, so that it can be read against that page.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

PERFECT = Fraction(1)
NOTHING = Fraction(0)


def answer(document):
    people = [evaluate(document, person) for person in document["participants"]]
    return {"participants": people}


def evaluate(document, person):
    rule, as_of, items = document["rule"], document["as_of"], person["items"]
    standing = standing_of(rule, as_of, items)
    return {
        "id": person["id"],
        "standing": standing,
        "unknown": sum(item["state"] == "unknown" for item in items),
        "secured": figure(weighted(rule, items, low)),
        "possible": figure(weighted(rule, items, high)),
        "to_date": to_date_range(rule, as_of, items),
        "components": [component_of(part, items) for part in rule["components"]],
        "headroom": {
            part["key"]: headroom_of(rule, part, items, standing) for part in rule["components"]
        },
        "plan": plan_of(rule, as_of, items),
    }


def low(item):
    if item["state"] == "part":
        return Fraction(*item["credit"])
    if item["state"] == "unknown":
        return Fraction(*item.get("low", [0, 1]))
    return PERFECT if item["state"] == "earned" else NOTHING


def high(item):
    if item["state"] == "unknown":
        return Fraction(*item.get("high", [1, 1]))
    return PERFECT if item["state"] == "open" else low(item)


def of_component(part, items):
    return [
        item for item in items if item["component"] == part["key"] and item["state"] != "excused"
    ]


def share(part, items, credit):
    """Σ credit / T of one component, or None without items."""
    mine = of_component(part, items)
    return sum(credit(item) for item in mine) / Fraction(len(mine)) if mine else None


def weighted(rule, items, credit):
    shares = [(part["weight"], share(part, items, credit)) for part in rule["components"]]
    present = [(weight, value) for weight, value in shares if value is not None]
    if not present:
        return None
    scale = Fraction(100, sum(weight for weight, _ in present))
    return sum(weight * scale * value for weight, value in present)


def keeps_minimums(rule, items, credit):
    for part in rule["components"]:
        value = share(part, items, credit)
        minimum = part.get("minimum")
        if minimum is not None and value is not None and value < Fraction(minimum, 100):
            return False
    return True


def settled_or_due(item, as_of):
    if item["state"] in {"earned", "part", "lost"}:
        return True
    return item["state"] in {"open", "unknown"} and item["due"] <= as_of


def high_to_date(item):
    return NOTHING if item["state"] == "open" else high(item)


def to_date_range(rule, as_of, items):
    counted = [item for item in items if settled_or_due(item, as_of)]
    if not counted:
        return None
    return {
        "low": figure(weighted(rule, counted, low)),
        "high": figure(weighted(rule, counted, high_to_date)),
    }


def standing_of(rule, as_of, items):
    secured, possible = weighted(rule, items, low), weighted(rule, items, high)
    if secured is None:
        return "not_started"
    if secured >= rule["threshold"] and keeps_minimums(rule, items, low):
        return "met"
    if possible < rule["threshold"] or not keeps_minimums(rule, items, high):
        return "out_of_reach"
    counted = [item for item in items if settled_or_due(item, as_of)]
    if not counted:
        return "not_started"
    if weighted(rule, counted, low) >= rule["threshold"] and keeps_minimums(rule, counted, low):
        return "on_course"
    if weighted(rule, counted, high_to_date) < rule["threshold"]:
        return "behind"
    return "unresolved" if keeps_minimums(rule, counted, high_to_date) else "behind"


def headroom_of(rule, part, items, standing):
    """The greatest k such that whichever k items are missed, bar and own minimum still hold."""
    mine = [item for item in of_component(part, items) if item["state"] in {"open", "unknown"}]
    if not mine:
        return None
    if standing == "out_of_reach":
        return 0
    own_minimum = {"components": [part]}
    k = 0
    while k < len(mine) and all(
        weighted(rule, ending, high) >= rule["threshold"]
        and keeps_minimums(own_minimum, ending, high)
        for missed in combinations(mine, k + 1)
        for ending in [[as_missed(item) if item in missed else item for item in items]]
    ):
        k += 1
    return k


def as_missed(item):
    rate = low(item)
    kept = {"id": item["id"], "component": item["component"], "due": item["due"]}
    return {**kept, "state": "part", "credit": [rate.numerator, rate.denominator]}


def plan_of(rule, as_of, items):
    if weighted(rule, items, low) is None:
        return None
    opened = [item for item in items if item["state"] == "open"]
    best = None
    for size in range(len(opened) + 1):
        for chosen in combinations(opened, size):
            minutes = sum(item.get("minutes", 0) for item in chosen)
            order = sorted((item["due"], item["id"]) for item in chosen)
            if best is not None and (minutes, size, order) >= best:
                continue
            done = [{**item, "state": "earned"} if item in chosen else item for item in items]
            if standing_of(rule, as_of, done) == "met":
                best = (minutes, size, order)
    if best is None:
        return None
    return {"items": [name for _, name in best[2]], "minutes": best[0]}


def component_of(part, items):
    mine = of_component(part, items)
    settled = [item for item in mine if item["state"] in {"earned", "part"}]
    earned = sum((low(item) for item in settled), NOTHING)
    lost = len(settled) - earned + sum(item["state"] == "lost" for item in mine)
    points = part["weight"] * share(part, items, low) if mine else NOTHING
    return {
        "key": part["key"],
        "weight": part["weight"],
        "total": len(mine),
        "earned": str(earned),
        "lost": str(lost),
        "open": sum(item["state"] == "open" for item in mine),
        "unknown": sum(item["state"] == "unknown" for item in mine),
        "points": str(points),
    }


def figure(value):
    if value is None:
        return None
    whole, rest = divmod(value, 1)
    return {"fraction": str(value), "percent": f"{whole}.{int(rest * 10)}"}

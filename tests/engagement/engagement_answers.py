"""The conformance cases that have an answer: (name, why, input). The answers are not here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from engagement_builders import (
    AS_OF,
    FUTURE,
    PAST,
    WEIGHTS,
    Case,
    ask,
    item,
    part,
    side,
    sides,
    todo,
    unsure,
)
from engagement_plan_answers import headrooms, plans, tie_breaks

EXACT_TOTALS = range(4, 8)
"""The totals of items per component for which every combination of exactly 90 is a case."""


def answers() -> list[Case]:
    groups = (
        standings,
        on_the_bar,
        to_dates,
        dropping,
        fractions,
        exact,
        headrooms,
        plans,
        tie_breaks,
        shapes,
    )
    return [case for group in groups for case in group()]


def written() -> Iterator[tuple[str, str, str]]:
    """Cases in which it matters how the input is written: (name, why, text)."""
    overdue = json.dumps(ask([*sides("ee", "e", "eee"), todo("d9", "diagnostic", 0, PAST)]))
    credited = json.dumps(ask([*sides("ee", "e", "eee"), part("s9", "attendance", [0, 7])]))
    yield "minutes written -0", "it is 0", overdue.replace('"minutes": 0', '"minutes": -0')
    yield "credit written [-0, 7]", "it is 0", credited.replace("[0, 7]", "[-0, 7]")


def standings() -> Iterator[Case]:
    both = {"diagnostic": 90, "attendance": 90}
    yield "met: everything earned", "100 % of everything", ask(sides("ee", "ee", "ee"))
    yield (
        "met: exactly on the bar",
        "secured is 90 exactly: the bar is met, not missed",
        ask(sides("eeee", "el", "eeee")),
    )
    yield (
        "met: with open and unknown items left",
        "what is secured decides; the plan is empty, the headroom is not",
        ask(sides("eeee", "eo", "eeeeeu"), threshold=75),
    )
    yield (
        "not met: the sum is there, a minimum is not",
        "secured 92.5 with a diagnostic share of 3/4 against a minimum of 90",
        ask(sides("eeeo", "ee", "ee"), minimums=both),
    )
    yield (
        "met: share exactly at its minimum",
        "9 of 10 reach a minimum of 90",
        ask(sides("eeeeeeeeel", "ee", "ee"), minimums=both),
    )
    yield "out of reach: by the sum", "possible is 87.5", ask(sides("oo", "oo", "eeel"))
    yield "in reach: possible is exactly the bar", "equal is enough", ask(sides("oo", "ol", "oo"))
    yield (
        "out of reach: by a minimum",
        "possible is 92.5, but 3/4 of the diagnostics can never be 90 %",
        ask(sides("oool", "oo", "oo"), minimums=both),
    )
    yield (
        "in reach: high share exactly at its minimum",
        "3/4 against 75",
        ask(sides("oool", "oo", "oo"), minimums={"diagnostic": 75}),
    )
    yield (
        "out of reach comes before not started",
        "nothing is settled or due, yet the bar cannot be reached",
        ask([unsure("a1", "attendance", [0, 1], [1, 2], FUTURE)]),
    )
    yield "not started: everything in the future", "to_date is null", ask(sides("oo", "oU", "oo"))
    yield "not started: no items at all", "every figure null, plan null", ask([])
    yield "not started: everything excused", "as without items", ask(sides("xx", "x", "xxx"))
    yield "on course", "all that is due is earned", ask(sides("eo", "eo", "eeoo"))
    yield (
        "on course: to date exactly on the bar",
        "90 exactly of what is due so far",
        ask(sides("eo", "elo", "eoo"), threshold=80) | {"as_of": AS_OF},
    )
    yield (
        "on course: a component with a minimum has nothing due yet",
        "a minimum counts only where something is settled or due",
        ask(sides("eo", "eo", "oooo"), minimums={"attendance": 90}),
    )
    yield "behind: by the sum", "too little of what is due", ask(sides("eO", "eO", "eoooooo"))
    yield (
        "behind: by a minimum",
        "to date 90 and more, but the reflective share is under its minimum",
        ask(sides("eeeeo", "eeeO", "eeee"), minimums={"reflective": 80}),
    )
    yield "unresolved: by the sum", "the unmarked event decides", ask(sides("eo", "eo", "eeeu"))
    yield (
        "unresolved: by a minimum",
        "low to date is over the bar, the low share under its minimum",
        ask(sides("eeeu", "eo", "eeee"), minimums={"diagnostic": 80}),
    )
    yield (
        "behind although unknown: even the high share is under its minimum",
        "no answer about the unknown event helps the diagnostics",
        ask(sides("eO", "ee", "eeeu"), minimums={"diagnostic": 80}),
    )
    yield (
        "behind although unknown: even the high sum is under the bar",
        "high to date 85",
        ask(sides("eO", "ee", "eeeu")),
    )


def on_the_bar() -> Iterator[Case]:
    yield (
        "unresolved: high to date is exactly the bar",
        "90 is not below 90: not behind",
        ask(sides("ee", "el", "eu")),
    )
    yield (
        "unresolved: the high share is exactly at its minimum",
        "3 of 4 against 75",
        ask(sides("eeul", "ee", "eeee"), minimums={"diagnostic": 75}),
    )


def to_dates() -> Iterator[Case]:
    rest = sides("e", "e")
    for state in ("open", "unknown"):
        for due, when in ((AS_OF, "today"), ("2026-11-24", "tomorrow"), ("2026-11-22", "past")):
            yield (
                f"to date: {state}, due {when}",
                "due means on or before as_of",
                ask([*rest, *side("attendance", "e"), item("s1", "attendance", due, state)]),
            )
    yield (
        "to date: settled items count whatever their date",
        "earned, part and lost in the future are settled",
        ask([*sides("E", "E", "EL"), part("s1", "attendance", [1, 2], FUTURE)], threshold=30),
    )
    yield (
        "to date: a component with nothing due drops out and the weights rescale",
        "20 and 50 are scaled to 100",
        ask(sides("oo", "el", "ee")),
    )
    yield (
        "to date: only an overdue item",
        "0 of 1: a figure of 0, not null",
        ask(sides("O", "o", "oo")),
    )
    yield (
        "to date: a range from partial unknowns",
        "low and high credits, not 0 and 1",
        ask([*rest, unsure("s1", "attendance", [1, 3], [3, 4]), *side("attendance", "ee")]),
    )
    yield (
        "to date: unknown in the future is left out",
        "but counts in unknown, secured and possible",
        ask([*rest, *side("attendance", "eeeeU")]),
    )
    yield (
        "to date: dates compare across years",
        "2026-12-31 is before 2027-01-01",
        ask([*rest, item("s1", "attendance", "2026-12-31", "open")], as_of="2027-01-01"),
    )


def dropping() -> Iterator[Case]:
    yield (
        "dropped: one component without items",
        "30 and 50 become 37.5 and 62.5",
        ask(sides("eo", "", "eeeo")),
    )
    yield "dropped: one component all excused", "as without items", ask(sides("eo", "xx", "eeeo"))
    yield "dropped: the first component", "", ask(sides("", "eo", "eeeo"))
    yield "dropped: all but one", "the last weighs 100", ask(sides("", "", "eeeeeeeeel"))
    yield (
        "dropped: it has no minimum",
        "a minimum on a component without items stops nobody",
        ask(sides("ee", "x", "ee"), minimums={"reflective": 100}),
    )
    yield (
        "dropped: points are before any rescaling",
        "30 and 50 though secured is 100",
        ask(sides("ee", "", "ee")),
    )
    yield (
        "dropped: a rescaled sum exactly on the bar",
        "(20 + 50 x 4/5) / 70 is 6/7; the bar is met at 85 and no higher",
        ask(sides("", "ee", "eeeel"), threshold=85),
    )
    yield (
        "dropped: headroom and plan under rescaled weights",
        "one of eight missed costs 3.75 or 7.8125 points",
        ask(sides("eeeeeooo", "", "eeeeeooo")),
    )
    yield (
        "excused items leave the denominator",
        "4 of 4, not 4 of 6",
        ask(sides("eexx", "e", "eexx")),
    )


def fractions() -> Iterator[Case]:
    for credit in ([0, 1], [0, 7], [1, 1], [5, 5], [2, 4], [1, 3], [2, 3]):
        yield (
            f"part: credit {credit[0]}/{credit[1]}",
            "fractions need not come in lowest terms, and leave in lowest terms",
            ask([*sides("e", "e", "e"), part("s1", "attendance", credit)]),
        )
    yield (
        "percent rounds down: 89.9 just below the bar",
        "899/10 and a little more never shows as 90.0",
        ask([*sides("e", "e"), part("s1", "attendance", [799, 999])]),
    )
    yield (
        "percent of a fraction just above the bar",
        "",
        ask([*sides("e", "e"), part("s1", "attendance", [800, 999])]),
    )
    yield "percent: 0.0", "nothing won, nothing possible", ask(sides("ll", "l", "l"))
    big = 2**53
    primes = (big - 111, big - 145, big - 231)
    yield (
        "denominators of 53 bits",
        "sums need integers of any size: 64 bits do not hold them",
        ask(
            [*sides("e", "e", "ee")]
            + [part(f"s{n}", "attendance", [p - n, p]) for n, p in enumerate(primes, start=1)]
        ),
    )
    yield (
        "a credit that misses the bar by less than a float can see",
        "(2^53 - 1) / 2^53 of one event: secured is under 100, threshold 100 is not met",
        ask([*sides("e", "e"), part("s1", "attendance", [big - 1, big])], threshold=100),
    )
    yield (
        "unknown: low equal to high",
        "counted as unknown, and a range of no width",
        ask([*sides("e", "e"), unsure("s1", "attendance", [1, 2], [2, 4])]),
    )
    yield (
        "unknown: only low given",
        "high is 1",
        ask([*sides("e", "e"), item("s1", "attendance", PAST, "unknown", low=[1, 2])]),
    )
    yield (
        "unknown: only high given",
        "low is 0",
        ask([*sides("e", "e"), item("s1", "attendance", PAST, "unknown", high=[1, 2])]),
    )
    yield (
        "several denominators in one component",
        "1/2 + 1/3 + 1/4 + 1/5",
        ask(
            sides("e", "e")
            + [part(f"s{d}", "attendance", [1, d], FUTURE if d == 5 else PAST) for d in range(2, 6)]
        ),
    )


def exact() -> Iterator[Case]:
    first, last = EXACT_TOTALS[0], EXACT_TOTALS[-1]
    for total in EXACT_TOTALS:
        asked = ask([])
        asked["participants"] = [
            {"id": "/".join(map(str, (*earned, *totals))), "items": _exact_items(earned, totals)}
            for totals in product((total,), EXACT_TOTALS, EXACT_TOTALS)
            for earned in exactly_90(*totals)
        ]
        yield (
            f"exactly 90: diagnostics of {total}",
            (
                f"every combination that is exactly 90 with {total} diagnostics and {first} to "
                f"{last} reflections and events; ids are the numbers earned, then the totals"
            ),
            asked,
        )


def exactly_90(*totals):
    for earned in product(*(range(total + 1) for total in totals)):
        pairs = zip(WEIGHTS.values(), earned, totals, strict=True)
        if sum(Fraction(weight * won, total) for weight, won, total in pairs) == 90:
            yield earned


def _exact_items(earned, totals):
    return sides(
        *("e" * won + "l" * (all_ - won) for won, all_ in zip(earned, totals, strict=True))
    )


def shapes() -> Iterator[Case]:
    several = ask(sides("ee", "eo", "eo"))
    several["participants"] = [
        {"id": name, "items": sides("eo", "e", word)}
        for name, word in zip("cab", ("e", "o", "l"), strict=True)
    ]
    yield "participants stay in the order of the input", "c, a, b; item ids may repeat", several
    yield "no participants", "an empty list", several | {"participants": []}
    yield (
        "components follow the rule",
        "whatever the order of items",
        ask(list(reversed(sides("eo", "eo", "eo"))), weights=dict(reversed(WEIGHTS.items()))),
    )
    yield (
        "minimum null",
        "the same as absent",
        ask(sides("eo", "eo", "eo"), minimums={"attendance": None}),
    )
    yield (
        "minimum 1 and 100",
        "both ends",
        ask(sides("el", "eo", "eo"), threshold=1, minimums={"diagnostic": 1, "attendance": 100}),
    )
    yield "threshold 100", "nothing may be missed", ask(sides("eo", "eo", "eo"), threshold=100)
    yield "threshold 1", "one task is enough", ask(sides("eo", "oo", "oo"), threshold=1)
    ten = {f"k{n}": 10 for n in range(10)}
    yield (
        "ten components of weight 10",
        "the plan takes the 6 smallest ids",
        ask([todo(f"i{9 - n}", f"k{n}", 5) for n in range(10)], threshold=60, weights=ten),
    )
    yield (
        "29 February",
        "a real date in 2028",
        ask([item("s1", "attendance", "2028-02-29", "open")], as_of="2028-02-29"),
    )
    yield (
        "ids of any text",
        "quotation marks, line breaks and spaces are kept",
        ask(
            [
                *sides("e", "e"),
                *(todo(n, "attendance", 5) for n in ('"', "a\nb", " ", "\\", "日本")),
            ]
        ),
    )

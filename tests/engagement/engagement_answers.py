"""The conformance cases that have an answer: (name, why, input). The answers are not here."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

AS_OF = "2026-11-23"
PAST, FUTURE, LATER = "2026-10-01", "2026-12-01", "2027-01-10"
WEIGHTS = {"diagnostic": 30, "reflective": 20, "attendance": 50}
EXACT_TOTALS = range(4, 8)
"""The totals of items per component for which every combination of exactly 90 is a case."""

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


def answers() -> list[Case]:
    groups = (standings, to_dates, dropping, fractions, exact, headrooms, plans, tie_breaks, shapes)
    return [case for group in groups for case in group()]


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
            f"every combination that is exactly 90 with {total} diagnostics and {first} to {last} "
            "reflections and events; ids are the numbers earned, then the totals",
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


def headrooms() -> Iterator[Case]:
    yield (
        "headroom: alternatives",
        "2 events or 4 reflections, not both",
        ask(sides("eeee", "eeeeoooo", "eeeeeeeeoo")),
    )
    yield "headroom: ends exactly on the bar", "one event of five", ask(sides("oo", "oo", "ooooo"))
    yield "headroom: none to spare", "possible is exactly 90", ask(sides("oo", "lo", "oooo"))
    yield (
        "headroom: all of a component may be missed",
        "a bar of 50 without any diagnostic or reflection",
        ask(sides("oo", "ooo", "o"), threshold=50),
    )
    yield (
        "headroom: limited by the component's own minimum",
        "the sum would allow 4 reflections, the minimum 2",
        ask(sides("ee", "eeeeoooo", "eeee"), minimums={"reflective": 75}),
    )
    yield (
        "headroom: another component's minimum does not limit",
        "missing reflections leaves the diagnostics alone",
        ask(sides("oo", "eeeeoooo", "eeee"), minimums={"diagnostic": 100}),
    )
    yield (
        "headroom: 0 for everyone out of reach",
        "the sum has room, another component's minimum is lost",
        ask(sides("ooool", "oooo", "oooo"), threshold=50, minimums={"diagnostic": 90}),
    )
    halves = [unsure(f"s{n}", "attendance", [1, 2], [1, 1]) for n in range(1, 5)]
    yield (
        "headroom: the costliest misses count first",
        "a miss of an open event costs 1, of each half-known one 1/2",
        ask([*sides("e", "e"), *halves, *side("attendance", "oeeeee")], threshold=90),
    )
    yield (
        "headroom: a miss that costs nothing",
        "low equals high: it may be missed however tight it is",
        ask([*sides("ee", "el", "e"), unsure("s2", "attendance", [1, 1], [1, 1])]),
    )
    yield (
        "headroom: nothing costs anything, and out of reach",
        "0 all the same",
        ask([*sides("l", "e"), unsure("s2", "attendance", [1, 1], [1, 1])]),
    )
    yield (
        "headroom: a miss from a high credit below 1",
        "high 3/4 to low 1/4 costs 1/2",
        ask([*sides("e", "e", "eeee"), unsure("s9", "attendance", [1, 4], [3, 4])], threshold=86),
    )


def plans() -> Iterator[Case]:
    yield "plan: null, in reach with unknowns", "mark first", ask(sides("ee", "ee", "eeuu"))
    yield (
        "plan: unknown items stay at their low credit",
        "the half that is certain counts",
        ask(
            [
                *sides("ee", "ee", "ee"),
                unsure("s1", "attendance", [1, 2], [1, 1]),
                todo("s2", "attendance", 60),
            ]
        ),
    )
    yield (
        "plan: fewest minutes before fewest items",
        "two of 10 minutes rather than one of 30",
        ask(
            [todo("d1", "a", 30), todo("d2", "b", 10), todo("d3", "b", 10)],
            threshold=50,
            weights={"a": 50, "b": 50},
        ),
    )
    yield (
        "plan: fewest items at equal minutes",
        "one of 60 rather than two of 30",
        ask(
            [todo("b1", "b", 30), todo("b2", "b", 30), todo("z", "a", 60, LATER)],
            threshold=50,
            weights={"a": 50, "b": 50},
        ),
    )
    yield (
        "plan: items without minutes are not added for nothing",
        "of five events without minutes four are enough",
        ask([*sides("e", "e"), *side("attendance", "ooooo")]),
    )
    yield (
        "plan: items without minutes come before any with",
        "five events at 0 rather than one reflection at 30",
        ask(
            [
                *side("diagnostic", "e"),
                *side("attendance", "eeeeeooooo"),
                todo("r", "reflective", 30),
            ],
            threshold=80,
        ),
    )
    yield (
        "plan: a minimum asks for more than the sum",
        "the sum holds at 92.5 without it",
        ask(
            [*sides("eee", "ee", "eeee"), todo("d9", "diagnostic", 45)],
            minimums={"diagnostic": 100},
        ),
    )
    yield (
        "plan: a minimum and the sum together",
        "one reflection for the minimum, then the cheapest for the sum",
        ask(
            [*sides("ee", "e", "eee"), *(todo(f"r{n}", "reflective", 50) for n in (7, 8))]
            + [todo("s8", "attendance", 20), todo("d8", "diagnostic", 25)],
            minimums={"reflective": 60},
        ),
    )
    yield (
        "plan: null, a minimum needs an unknown item",
        "no work secures it, yet it is not out of reach",
        ask(sides("eeu", "eo", "eeee"), threshold=50, minimums={"diagnostic": 90}),
    )
    yield (
        "plan: the cheapest per point is not the answer",
        "40 points are needed: 40 for 50 minutes, not 50 for 55, though 30 of those cost least each",
        ask(
            [todo("a1", "a", 30), todo("b1", "b", 25), todo("c1", "c", 50), *side("d", "e")],
            threshold=50,
            weights={"a": 30, "b": 20, "c": 40, "d": 10},
        ),
    )
    yield (
        "plan: overdue items can still be done",
        "they count 0 to date and 1 when done",
        ask(sides("eeO", "eO", "eeeo")),
    )
    yield (
        "plan: minutes of items that are not open are ignored",
        "only the open item's 15 minutes count",
        ask(
            [
                item("d1", "diagnostic", PAST, "earned", minutes=99),
                item("r7", "reflective", PAST, "excused", minutes=99),
                *side("reflective", "x"),
                item("s1", "attendance", PAST, "unknown", minutes=99, low=[1, 1]),
                todo("r2", "reflective", 15),
            ]
        ),
    )
    yield (
        "plan: partial credits leave a remainder that takes one more item",
        "",
        ask(
            [*sides("e", "e", "eeee"), part("s8", "attendance", [2, 3])]
            + [todo(f"s9{n}", "attendance", 20 + n) for n in range(3)]
        ),
    )
    yield (
        "plan: the largest minutes",
        "2^53 is still a number every reader keeps exact",
        ask([*sides("e", "e"), todo("s1", "attendance", 2**53)]),
    )


def tie_breaks() -> Iterator[Case]:
    def choose(*todos, threshold=50, weights=None):
        return ask(todos, threshold=threshold, weights=weights or {"a": 50, "b": 50})

    half = {"a": 100}
    yield (
        "plan tie: the earlier due",
        "in one component",
        choose(todo("1", "a", 9, LATER), todo("2", "a", 9), weights=half),
    )
    yield (
        "plan tie: the smaller id",
        "equal due dates; 10 is before 9, as text",
        choose(todo("9", "a", 9), todo("10", "a", 9), weights=half),
    )
    yield (
        "plan tie: capitals first",
        "by code point, not by alphabet: Z, a, é",
        choose(*(todo(n, "a", 9) for n in ("é", "a", "Z")), threshold=60, weights=half),
    )
    yield (
        "plan tie: by code point, not by UTF-16 unit",
        "U+FF5E is before U+1F600, whose first UTF-16 unit is D83D",
        choose(todo("\U0001f600", "a", 9), todo("\uff5e", "a", 9), weights=half),
    )
    yield (
        "plan tie: across components by due",
        "b's item is due first",
        choose(todo("1", "a", 9, LATER), todo("2", "b", 9)),
    )
    yield "plan tie: across components by id", "", choose(todo("2", "a", 9), todo("1", "b", 9))
    dues = ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")
    outer = (todo("1", "a", 9, dues[0]), todo("4", "a", 9, dues[3]))
    yield (
        "plan tie: the sorted list decides, first difference first",
        "the 1st and 4th to fall due, not the 2nd and 3rd",
        choose(*outer, todo("2", "b", 9, dues[1]), todo("3", "b", 9, dues[2]), threshold=50),
    )
    yield (
        "plan tie: counts differ between components, minutes and number do not",
        "two of a and one of b, or one of a and two of b",
        choose(
            *(todo(f"a{n}", "a", 10, dues[n]) for n in (1, 2)),
            *(todo(f"b{n}", "b", 10, dues[n]) for n in (0, 3)),
            threshold=75,
        ),
    )
    yield (
        "plan: listed by due, then id, not by component",
        "all four are needed",
        choose(
            todo("b", "a", 1, LATER),
            todo("a", "a", 2, LATER),
            todo("d", "b", 3, FUTURE),
            todo("c", "b", 4, FUTURE),
            threshold=100,
        ),
    )
    yield (
        "plan: among equal minutes in a component, the cheap one first, then the early one",
        "20 minutes due late before 30 minutes due early",
        choose(
            todo("1", "a", 30),
            todo("2", "a", 20, LATER),
            todo("3", "a", 30, LATER),
            threshold=66,
            weights=half,
        ),
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

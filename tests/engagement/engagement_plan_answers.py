"""The conformance cases about headroom and plan: (name, why, input), without the answers."""

from __future__ import annotations

from collections.abc import Iterator

from engagement_builders import (
    FUTURE,
    LATER,
    PAST,
    Case,
    ask,
    item,
    part,
    side,
    sides,
    todo,
    unsure,
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
            [
                *sides("ee", "e", "eee"),
                *(todo(f"r{n}", "reflective", 50) for n in (7, 8)),
                todo("s8", "attendance", 20),
                todo("d8", "diagnostic", 25),
            ],
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
        "40 points are needed: 40 for 50 minutes, not 50 for 55 that start cheaper",
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
        "plan: the cheaper of two in one component, though the dearer is due first",
        "20 minutes due late, not 30 minutes due early",
        choose(todo("1", "a", 30), todo("2", "a", 20, LATER), weights=half),
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

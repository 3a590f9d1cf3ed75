"""The sentences about engagement: one quoted for each state, and true for the example group."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from npq_desktop.engagement import Item, ItemState, Participant, Result, Standing, evaluate
from npq_desktop.rows.cohort import (
    CohortRow,
    ComponentCell,
    ItemLine,
    Minimum,
    Needed,
    NextDue,
    PersonView,
    Route,
    Share,
    Spare,
    ToSettle,
    Unknown,
    Work,
)
from npq_desktop.services.application import Application
from npq_desktop.services.cohort import item_words, route_words, words
from npq_desktop.services.cohort.rows import PersonRows

pytestmark = pytest.mark.slow

MARKS = Unknown("Seminar 3: Curriculum", ToSettle.MARKS)
UNMARKED = Unknown("Seminar 4: Assessment", ToSettle.MARK)
REVIEW = Unknown("Reflection 3: Curriculum", ToSettle.REVIEW)


def share(percent: str) -> Share:
    return Share(str(Fraction(percent)), percent, int(float(percent) * 10))


def ends(low: str, high: str = "") -> tuple[Share, Share]:
    return share(low), share(high or low)


def spare(key: str, number: int, late: int = 0, still: int = 4) -> Spare:
    return Spare(key, number, still, late, is_event=key == "attendance")


def person(standing: str, **more: object) -> CohortRow:
    given: dict[str, object] = {
        "person": "p1",
        "name": "Cher",
        "sort_name": "cher",
        "school": "Elm Grove",
        "as_of": date(2026, 11, 25),
        "threshold": 90,
        "standing": standing,
        "secured": share("53.5"),
        "possible": share("100.0"),
    }
    return CohortRow(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "cell", "sentence"),
    [
        (
            person("met"),
            "has reached 90%",
            "Has reached 90%. Missing what is still to come would not change this.",
        ),
        (person("on_course"), "on track for 90%", "On track for 90%."),
        (
            person("behind", to_date=ends("87.5")),
            "behind, can still reach 90%",
            "Behind: 87.5% of what was due so far. Can still reach 90%.",
        ),
        (
            person("behind", to_date=ends("70.0", "80.5")),
            "behind, can still reach 90%",
            "Behind: 70.0% to 80.5% of what was due so far. Can still reach 90%.",
        ),
        (
            person("behind", to_date=ends("95.0"), minimum=Minimum("attendance", "80.0", 90)),
            "behind, can still reach 90%",
            "Behind on events: 80.0% of those due so far, 90% needed. Can still reach 90%.",
        ),
        (
            person("out_of_reach", possible=share("87.5")),
            "can no longer reach 90%",
            (
                "Can no longer reach 90%: at most 87.5%. The programme office can say whether "
                "anything can be credited."
            ),
        ),
        (
            person("out_of_reach", minimum=Minimum("attendance", "75.0", 90)),
            "can no longer reach 90%",
            (
                "Can no longer reach 90%: at most 75.0% of the events, 90% needed. The programme "
                "office can say whether anything can be credited."
            ),
        ),
        (
            person("unresolved", unknown=(MARKS,)),
            "cannot tell yet: 1 mark to settle",
            (
                "Cannot tell yet whether on track. Seminar 3 has two different marks. Settle this "
                "first. Can still reach 90%."
            ),
        ),
        (
            person("unresolved", unknown=(UNMARKED, REVIEW)),
            "cannot tell yet: 1 mark to make and 1 piece of work to review",
            (
                "Cannot tell yet whether on track. Seminar 4 is not marked. Reflection 3 waits for "
                "review. Settle both first. Can still reach 90%."
            ),
        ),
        (
            person("unresolved", unknown=(UNMARKED, UNMARKED, MARKS, MARKS)),
            "cannot tell yet: 2 marks to make and 2 disagreements to settle",
            (
                "Cannot tell yet whether on track. Needed first: 2 marks to make and 2 "
                "disagreements to settle. Can still reach 90%."
            ),
        ),
        (person("not_started"), "nothing due yet", "Nothing was due so far."),
        (
            person("deferred", secured=None, since=date(2026, 3, 3)),
            "deferred",
            "Deferred since 3 March. Engagement is not worked out until they come back.",
        ),
        (
            person("withdrawn", secured=None, since=date(2025, 3, 3)),
            "withdrawn",
            "Withdrawn since 3 March 2025. Engagement is not worked out.",
        ),
    ],
)
def test_a_standing_has_a_cell_and_a_sentence(row: CohortRow, cell: str, sentence: str) -> None:
    assert words.cell(row) == cell
    assert words.sentence(row) == sentence


def test_everyone_on_track_reads_that_all_due_work_is_done() -> None:
    row = person(
        "on_course",
        to_date=ends("100.0"),
        spare=(spare("diagnostic", 2), spare("reflective", 3), spare("attendance", 1)),
        route=Route(
            (),
            (
                Needed("diagnostic", 2, 2, is_event=False),
                Needed("reflective", 1, 4, is_event=False),
                Needed("attendance", 4, 4, is_event=True),
            ),
            is_everything=False,
        ),
    )

    assert words.lines(row) == (
        "On track for 90%.",
        "53.5% of the course done, and everything that was due so far. Can reach 100%.",
        "Can still miss either 2 diagnostics or 3 reflections or 1 event.",
        (
            "Shortest route to 90%: all 4 events, both diagnostics and 1 of the 4 reflections "
            "still to come."
        ),
    )


def test_late_and_missed_work_is_told_and_comes_first() -> None:
    row = person(
        "behind",
        secured=share("31.6"),
        to_date=ends("59.1"),
        spare=(spare("diagnostic", 2, 2), spare("reflective", 3, 2), spare("attendance", 1, 1)),
        route=Route(
            (
                Work("Diagnostic 3: Curriculum", 30, is_catch_up=False),
                Work("Seminar 3: Curriculum", 60, is_catch_up=True),
            ),
            (Needed("attendance", 1, 1, is_event=True),),
            is_everything=False,
        ),
    )

    assert words.lines(row)[1:] == (
        "31.6% of the course done. Can reach 100%.",
        (
            "Can still miss either 2 diagnostics (2 late already) or 3 reflections (2 late "
            "already) or 1 event (1 missed already)."
        ),
        (
            "Shortest route to 90%: Diagnostic 3 (30 minutes), the catch-up for Seminar 3 "
            "(1 hour), and then the last event still to come."
        ),
    )
    assert words.can_miss(row) == "1 event (1 missed already)"


@pytest.mark.parametrize(
    ("row", "in_table", "in_full"),
    [
        (person("on_course"), "", ""),
        (person("on_course", spare=(spare("attendance", 0),)), "no event", "nothing"),
        (person("on_course", spare=(spare("reflective", 2),)), "", "2 reflections"),
        (
            person("met", spare=(spare("attendance", 2),)),
            "anything still to come",
            "anything still to come",
        ),
        (person("met"), "", ""),
        (person("out_of_reach", spare=(spare("attendance", 0),)), "", ""),
    ],
)
def test_what_can_be_missed_is_told_in_events_and_in_full(
    row: CohortRow, in_table: str, in_full: str
) -> None:
    assert words.can_miss(row) == in_table
    assert words.can_miss_each(row) == in_full


def test_the_tip_of_a_cell_with_events_only_names_the_other_ways() -> None:
    row = person("on_course", spare=(spare("diagnostic", 2), spare("attendance", 1)))

    assert words.can_miss_sentence(row) == ("Can still miss either 2 diagnostics or 1 event.")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            person("met", route=Route((), (), is_everything=False)),
            "Nothing more is needed for 90%.",
        ),
        (person("unresolved", unknown=(MARKS,)), "Needed first: 1 mark to settle."),
        (
            person(
                "behind",
                route=Route(
                    (Work("Diagnostic 4: Assessment", 90, is_catch_up=False),),
                    (Needed("attendance", 2, 2, is_event=True),),
                    is_everything=True,
                ),
            ),
            "Diagnostic 4 (1 hour 30 minutes), and then everything still to come.",
        ),
    ],
)
def test_a_route_says_what_is_needed(row: CohortRow, said: str) -> None:
    assert words.route(row) == said


def test_a_cell_says_the_route_in_a_few_words() -> None:
    coming = (
        Needed("reflective", 1, 4, is_event=False),
        Needed("attendance", 3, 3, is_event=True),
    )
    late = (Work("Diagnostic 4", 90, is_catch_up=False), Work("Seminar 3", 60, is_catch_up=True))
    route, first = (Route(work, coming, is_everything=False) for work in ((), late))

    assert route_words.brief(person("behind", route=route)) == "3 events and 1 of 4 reflections"
    assert route_words.brief(person("behind", route=first)) == (
        "2 pieces of work, then 3 events and 1 of 4 reflections"
    )
    assert route_words.brief(person("unresolved", unknown=(MARKS,))) == (
        "Needed first: 1 mark to settle."
    )


@pytest.mark.parametrize(
    ("figure", "said"), [("53.5", "53.5%"), ("90.0", "90.0%"), ("0.0", "0%"), ("100.0", "100%")]
)
def test_a_percentage_has_one_decimal_but_none_at_either_end(figure: str, said: str) -> None:
    assert words.percent(figure) == said


@pytest.mark.parametrize(
    ("low", "high", "unknown", "said"),
    [
        ("4", "4", 0, "4 of 8"),
        ("15/4", "15/4", 0, "3¾ of 8"),
        ("3", "4", 1, "3 or 4 of 8"),
        ("3", "5", 2, "3 to 5 of 8"),
        ("899/180", "899/180", 0, "4.9 of 8"),
    ],
)
def test_a_component_is_counted_out_of_all_that_count(
    low: str, high: str, unknown: int, said: str
) -> None:
    part = ComponentCell("attendance", "Events", Fraction(low), Fraction(high), 8, unknown, 0)

    assert item_words.of_total(part) == said


def test_a_component_without_anything_that_counts_shows_a_dash() -> None:
    part = ComponentCell("attendance", "Events", Fraction(0), Fraction(0), 0, 0, 0)

    assert item_words.of_total(part) == "–"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(45, "45 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (0, "0 minutes")],
)
def test_durations_are_written_in_full(minutes: int, said: str) -> None:
    assert item_words.duration(minutes) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 25), "Seminar 5, today"),
        (date(2026, 11, 26), "Seminar 5, tomorrow"),
        (date(2026, 12, 3), "Seminar 5, 3 December"),
        (date(2027, 1, 13), "Seminar 5, 13 January 2027"),
    ],
)
def test_what_is_next_has_a_day(due: date, said: str) -> None:
    row = person("on_course", next_due=NextDue("Seminar 5: Assessment", due))

    assert words.next_due(row) == said


def test_what_is_next_for_somebody_unresolved_is_the_facilitators_own_act() -> None:
    assert words.next_due(person("unresolved", unknown=(MARKS,))) == "Settle Seminar 3"


# ---- the example group ---------------------------------------------------------------------------


@pytest.fixture
def people(application: Application, example: str) -> tuple[PersonView, ...]:
    return application.cohort.people(example)


def counted(people: tuple[PersonView, ...]) -> list[PersonView]:
    return [view for view in people if view.row.secured]


class Numbers:
    """What a sentence on the shortest route asks for, read from the sentence alone."""

    def __init__(self, said: str) -> None:
        self.work = re.findall(
            r"(?:the catch-up for )?((?:Diagnostic|Reflection|Seminar) \d+) \(", said
        )
        self.everything = "everything still to come" in said
        self.parts: dict[str, int | None] = {}
        for one, key in (
            ("event", "attendance"),
            ("diagnostic", "diagnostic"),
            ("reflection", "reflective"),
        ):
            if found := re.search(rf"\b(all \d+|both|the last|(\d+) of the \d+) {one}s?\b", said):
                self.parts[key] = int(found[2]) if found[2] else None

    def chosen(self, items: tuple[Item, ...], titles: dict[str, str]) -> list[str]:
        """The ids of one set of tasks and events that does what the sentence asks."""
        opens = [item for item in items if item.state is ItemState.OPEN]
        picked = [i.id for i in opens if titles[i.id].partition(":")[0] in self.work]
        coming = [item for item in opens if not item.minutes]
        if self.everything:
            return [*picked, *(item.id for item in coming)]
        for key, number in self.parts.items():
            mine = [item.id for item in coming if item.component == key]
            picked += mine if number is None else mine[-number:]
        return picked


def answered(rows: PersonRows, who: str, items: tuple[Item, ...], done: list[str]) -> Result:
    changed = tuple(
        Item(id=i.id, component=i.component, due=i.due, state=ItemState.EARNED)
        if i.id in done
        else i
        for i in items
    )
    asked = Participant(id=who, items=changed)
    return evaluate(rows.rule, rows.today.isoformat(), asked)


def test_every_shortest_route_is_true_by_part(
    application: Application, example: str, people: tuple[PersonView, ...]
) -> None:
    facts = application.core.facts.of(example)
    rows = PersonRows(facts, application.core.now(example))
    titles = {item.key: item.title for item in facts.programme.items}
    told = 0
    for view in counted(people):
        said = words.route_sentence(view.row)
        if not said.startswith("Shortest route to 90%: "):
            continue
        told += 1
        items = tuple(item for item, _ in rows.items(view.row.person))
        chosen = Numbers(said).chosen(items, titles)
        met = answered(rows, view.row.person, items, chosen)
        assert met.standing is Standing.MET, (view.row.name, said)
        for left_out in chosen:
            fewer = [each for each in chosen if each != left_out]
            short = answered(rows, view.row.person, items, fewer)
            assert short.standing is not Standing.MET, (view.row.name, said, left_out)
    assert told == len(counted(people)) - 2  # one has met it, one cannot any more


def test_nothing_that_can_be_missed_is_joined_by_a_comma(people: tuple[PersonView, ...]) -> None:
    said = [words.can_miss_each(view.row) for view in counted(people)]

    assert any(" or " in each for each in said)
    assert not any("," in each for each in said)


def test_the_four_people_with_late_or_missed_work_are_told_so(
    people: tuple[PersonView, ...],
) -> None:
    told = {view.row.name for view in people if "already" in words.can_miss_each(view.row)}

    assert told == {
        "Catherine de la Cour",
        "Umar Farooq",
        "Ikram Hussain",
        "Harriet Wolstenholme-Fitzwilliam",
    }


def everything_said(view: PersonView) -> Iterator[str]:
    row = view.row
    yield from words.lines(row)
    yield from (words.cell(row), words.done(row), words.so_far(row), words.bar_sentence(row))
    yield from (words.can_miss(row), words.next_due(row), words.brief_figures(row))
    yield from map(item_words.of_total, row.components)
    yield from map(item_words.item_sentence, view.items)
    yield from map(item_words.credit, view.items)
    yield words.history(view.snapshots)


def test_exact_fractions_and_a_blank_before_the_percent_sign_are_nowhere(
    people: tuple[PersonView, ...],
) -> None:
    said = [each for view in people for each in everything_said(view)]

    assert [each for each in said if re.search(r"\d/\d|\d %|  | \.", each)] == []
    assert any(re.search(r"\d/\d", line.words) for view in people for line in view.workings)


def test_a_credit_is_given_at_a_glance() -> None:
    line = ItemLine("s1", "Seminar 1", "attendance", None, "part", "attended part")

    assert item_words.credit(replace(line, worth=(Fraction(5, 7), Fraction(5, 7)))) == "0.7"
    unknown = replace(line, state="unknown", worth=(Fraction(0), Fraction(1)))
    assert item_words.credit(unknown) == "0 to 1"

"""Who will reach the programme's percentage: the engine's figures, and the facts behind them."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from support.scenes import ABSENT, PAST, PRESENT, TO_COME, MakeScene, Scene, late

from npq_desktop.errors import ServiceError
from npq_desktop.rows.cohort import CohortRow, Flag, NextDue, Route, Supposed, ToSettle, Work
from npq_desktop.rows.register import MarkState
from npq_desktop.services.application import Application
from npq_desktop.services.cohort import item_words, words
from npq_desktop.services.cohort.item_words import of_total
from npq_desktop.services.core.words import day_and_year, mixed

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
DIAGNOSTICS = tuple(f"m{n}.diagnostic" for n in range(1, 7))
REFLECTIONS = (*(f"m{n}.reflective" for n in range(1, 7)), "implementation.plan")


def answers(document: Mapping[str, object]) -> dict:
    """What the engine's own command says to a document, by participant."""
    command = [sys.executable, "-m", "npq_desktop.engagement"]
    asked = json.dumps(document).encode()
    said = subprocess.run(command, input=asked, capture_output=True, check=True, cwd=ROOT)
    return {each["id"]: each for each in json.loads(said.stdout)["participants"]}


def shown(row: CohortRow) -> dict:
    """A row in the words of the engine's answer."""

    def share(figure: object) -> object:
        return figure and {"fraction": figure.fraction, "percent": figure.percent}

    return {
        "id": row.person,
        "standing": row.standing,
        "secured": share(row.secured),
        "possible": share(row.possible),
        "to_date": row.to_date and {"low": share(row.to_date[0]), "high": share(row.to_date[1])},
    }


def assert_figures_equal(application: Application, group: str) -> None:
    expected = answers(application.cohort.document(group))
    rows = application.cohort.view(group).rows
    counted = [row for row in rows if row.standing not in {"deferred", "withdrawn"}]
    wanted = [{name: expected[row.person][name] for name in shown(row)} for row in counted]
    assert [shown(row) for row in counted] == wanted
    assert {row.person for row in counted} == expected.keys()


def row(scene: Scene, who: str = "Ann") -> CohortRow:
    view = scene.application.cohort.view(scene.group)
    return next(each for each in view.rows if each.person == scene.people[who])


def plain(words: str) -> str:
    """The same with blanks at which a line may break."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


def do_everything(scene: Scene, who: str = "Ann") -> None:
    for task in (*DIAGNOSTICS, *REFLECTIONS):
        scene.hand_in(who, task)
    for event in (*PAST, *TO_COME):
        scene.mark(who, event, PRESENT)


def test_figures_of_the_example_group_are_the_engines(
    application: Application, example: str
) -> None:
    assert_figures_equal(application, example)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_figures_of_a_random_group_are_the_engines(scene: MakeScene, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"Person {number}" for number in range(5)]
    away = chance.choice(["denominator", "excused"])
    group = scene(*names, settings={"engagement.away": away})
    sam = group.colleague()
    for name in names:
        for event in PAST:
            mark = chance.choice([PRESENT, ABSENT, late(chance.randint(1, 200)), None])
            if mark:
                group.mark(name, event, mark)
            if chance.random() < 0.15:
                sam.say("mark.set", who=name, event=event, state="absent")
            if mark is ABSENT and chance.random() < 0.5:
                state = chance.choice(["agreed", "handed_in", "accepted", "returned"])
                group.write("catchup.set", who=name, event=event, state=state)
        for task in (*DIAGNOSTICS, *REFLECTIONS):
            if chance.random() < 0.6:
                group.hand_in(name, task)
            if chance.random() < 0.1:
                group.write("exemption.set", who=name, item=task, value="excused")
    group.write("enrolment.set", who=names[0], from_="2026-09-01", status="deferred")
    sam.send()

    assert_figures_equal(group.application, group.group)


def test_deferred_and_withdrawn_people_are_apart_and_without_figures(scene: MakeScene) -> None:
    group = scene("Ann", "Ben", "Cat")
    group.write("enrolment.set", who="Ann", from_="2026-11-01", status="deferred")
    group.write("enrolment.set", who="Ben", from_="2026-11-23", status="withdrawn")

    view = group.application.cohort.view(group.group)

    assert view.summary["deferred"] == view.summary["withdrawn"] == 1
    assert sum(view.summary.values()) == 3
    assert row(group, "Ann").secured is None
    assert row(group, "Ben").standing == "withdrawn"
    asked = group.application.cohort.document(group.group)["participants"]
    assert [each["id"] for each in asked] == [group.people["Cat"]]


def test_a_deferral_that_begins_tomorrow_changes_nothing_today(scene: MakeScene) -> None:
    ann = scene("Ann")

    ann.write("enrolment.set", who="Ann", from_="2026-11-24", status="deferred")

    assert row(ann).standing != "deferred"


def test_next_due_is_the_next_open_item_today_included(scene: MakeScene) -> None:
    ann = scene("Ann")

    assert row(ann).next_due == NextDue(
        "Reflection 4: Classroom practice and adaptive teaching", date(2026, 11, 23)
    )
    ann.hand_in("Ann", "m4.reflective")
    assert row(ann).next_due == NextDue("Diagnostic 5: Assessment", date(2026, 12, 14))


def test_nothing_is_due_or_needed_once_everything_is_done(scene: MakeScene) -> None:
    ann = scene("Ann")

    do_everything(ann)

    assert row(ann).next_due is None
    assert row(ann).route == Route((), (), is_everything=False)
    assert row(ann).standing == "met"


def test_what_can_be_missed_is_counted_by_component(scene: MakeScene) -> None:
    ann = scene("Ann")
    for event in PAST:
        ann.mark("Ann", event, PRESENT)

    spare = {each.key: (each.number, each.late) for each in row(ann).spare or ()}

    assert spare == {"diagnostic": (2, 4), "reflective": (3, 4), "attendance": (1, 0)}


def test_nothing_can_be_missed_where_the_rest_is_needed(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})
    ann.mark("Ann", PAST[0], ABSENT)
    for event in PAST[1:]:
        ann.mark("Ann", event, PRESENT)
    ann.hand_in("Ann", DIAGNOSTICS[0])
    ann.write("exemption.set", who="Ann", item=REFLECTIONS[0], value="credited", credit=[0, 1])

    assert row(ann).possible.percent == "90.8"
    assert {each.number for each in row(ann).spare or ()} == {0}
    assert words.can_miss_sentence(row(ann)) == "Can still miss nothing."


def test_out_of_reach_has_nothing_to_spare_and_no_route(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})

    for event in PAST[:2]:
        ann.mark("Ann", event, ABSENT)

    assert row(ann).standing == "out_of_reach"
    assert words.can_miss(row(ann)) == words.can_miss_sentence(row(ann)) == ""
    assert row(ann).route is None


def test_the_route_names_late_work_and_counts_what_is_to_come(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})
    ann.mark("Ann", PAST[0], ABSENT)
    for event in PAST[1:]:
        ann.mark("Ann", event, PRESENT)
    for task in (*DIAGNOSTICS[:3], *REFLECTIONS[:3]):
        ann.hand_in("Ann", task)

    route = row(ann).route

    assert route
    title = "Diagnostic 4: Classroom practice and adaptive teaching"
    assert route.work == (Work(title, 30, is_catch_up=False),)
    assert route.is_everything


def test_the_route_counts_what_is_to_come_by_component(scene: MakeScene) -> None:
    ann = scene("Ann")
    for event in PAST:
        ann.mark("Ann", event, PRESENT)
    for task in (*DIAGNOSTICS[:4], *REFLECTIONS[:4]):
        ann.hand_in("Ann", task)

    route = row(ann).route

    assert route
    assert [(each.key, each.number, each.still) for each in route.to_come] == [
        ("diagnostic", 2, 2),
        ("attendance", 3, 3),
    ]


def test_without_a_route_what_is_not_known_comes_first(scene: MakeScene) -> None:
    ann = row(scene("Ann"))

    assert ann.route is None
    assert [each.what for each in ann.unknown] == [ToSettle.MARK] * 5


def test_a_standing_that_hangs_on_marks_names_what_to_do(scene: MakeScene) -> None:
    ann = scene("Ann")
    for task in (*DIAGNOSTICS[:4], *REFLECTIONS[:4]):
        ann.hand_in("Ann", task)

    assert row(ann).standing == "unresolved"
    assert words.cell(row(ann)) == "cannot tell yet: 5 marks to make"


def test_components_show_denominators_and_ranges(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)
    ann.mark("Ann", PAST[1], late(90))

    said = {cell.label: of_total(cell) for cell in row(ann).components}

    assert said == {"Diagnostics": "0 of 6", "Reflections": "0 of 7", "Events": "1½ to 4½ of 8"}


def test_workings_open_every_figure_with_its_denominator(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)

    view = ann.application.cohort.person(ann.group, ann.people["Ann"])

    said = [line.words for line in view.workings]
    assert plain(said[2]) == "Events: 50 × 1 ⁄ 8 = 6¼ points,\n3 open, 4 not known yet"
    assert len(view.workings[2].items) == 8
    assert "Course done: 0 + 0 + 6¼ = 6¼,\nso 6.2%" in said
    assert said[-1] == "Needed: 90%"
    assert len(view.items) == 21


def test_what_is_due_so_far_opens_into_its_sum_and_its_items(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)
    for task in DIAGNOSTICS[:3]:
        ann.hand_in("Ann", task)

    workings = ann.application.cohort.person(ann.group, ann.people["Ann"]).workings

    [line] = [each for each in workings if each.words.startswith("Of what was due so far")]
    assert plain(line.words) == (
        "Of what was due so far: at least 30 × 3 ⁄ 4 + 20 × 0 ⁄ 4 + 50 × 1 ⁄ 5 = 32½%;\n"
        "at most 30 × 3 ⁄ 4 + 20 × 0 ⁄ 4 + 50 × 5 ⁄ 5 = 72½%"
    )
    assert {each.item for each in line.items} == {*PAST, *DIAGNOSTICS[:4], *REFLECTIONS[:4]}


def test_trying_out_changes_the_figures_and_nothing_else(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)
    supposed = {DIAGNOSTICS[0]: Supposed.DONE, PAST[0]: Supposed.MISSED}

    view = ann.application.cohort.person(ann.group, ann.people["Ann"], supposed)

    assert view.row.secured
    assert view.row.secured.fraction == "45/4"  # 30 / 6 more; what is settled cannot be supposed
    assert view.actual == row(ann)
    assert view.supposed == {DIAGNOSTICS[0]: Supposed.DONE}


def test_snapshots_tell_what_was_due_at_each_sign_off(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)
    ann.sign_off(PAST[0])

    view = ann.application.cohort.person(ann.group, ann.people["Ann"])

    assert [each.title for each in view.snapshots] == ["Opening conference"]
    assert view.snapshots[0].to_date
    assert view.snapshots[0].to_date[0].percent == "100.0"


def test_flags_tell_marks_from_decisions(scene: MakeScene) -> None:
    ann = scene("Ann")
    for event in PAST:
        ann.mark("Ann", event, PRESENT)
    sam = ann.colleague()
    seen = ann.hand_in("Ann", DIAGNOSTICS[0])
    ann.decide("Ann", DIAGNOSTICS[0], "accepted", seen)

    sam.tell("review.set", who="Ann", task=DIAGNOSTICS[0], decision="returned", seen=[seen])
    assert row(ann).flags == (Flag.DECISIONS,)
    sam.tell("mark.set", who="Ann", event=PAST[0], state="absent")
    assert row(ann).flags == (Flag.MARKS, Flag.DECISIONS)


def test_flags_tell_a_catch_up_to_decide_on_even_where_no_figure_hangs_on_it(
    scene: MakeScene,
) -> None:
    ann = scene("Ann")
    sam = ann.colleague()
    ann.mark("Ann", PAST[0], ABSENT)
    ann.write("catchup.set", who="Ann", event=PAST[0], state="agreed")

    sam.tell("catchup.set", who="Ann", event=PAST[0], state="returned")

    assert Flag.DECISIONS in row(ann).flags
    line = next(
        each
        for each in ann.application.cohort.person(ann.group, ann.people["Ann"]).items
        if each.item == PAST[0]
    )
    assert (line.state, line.words) == ("open", "two different catch-up decisions")


def test_returned_work_says_when_it_is_asked_for_again_and_how_long_that_is_past(
    scene: MakeScene,
) -> None:
    ann = scene("Ann")
    task, today = DIAGNOSTICS[0], ann.laptop.clock().date()
    seen, due = [ann.hand_in("Ann", task)], (today - timedelta(3)).isoformat()
    ann.mark("Ann", PAST[0], ABSENT)

    ann.write("review.set", who="Ann", task=task, decision="returned", seen=seen, due=due)
    ann.write("catchup.set", who="Ann", event=PAST[0], state="returned", due=due)

    view = ann.application.cohort.person(ann.group, ann.people["Ann"])
    said = {each.item: item_words.item(each) for each in view.items}
    over = f"due {day_and_year(today - timedelta(3))}, 3 days over"
    assert said[task] == f"returned, to hand in again · {over}"
    assert said[PAST[0]] == f"catch-up returned · {over}"


def test_flags_name_details_in_dispute(scene: MakeScene) -> None:
    ann = scene("Ann")
    sam = ann.colleague()
    ann.write("person.set", who="Ann", school="Hill")

    sam.tell("person.set", who="Ann", school="Dale")

    assert words.flags(row(ann)) == ("details to settle: school", "not marked")


def test_an_erased_person_has_no_row(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")

    group.write("erase", who="Ann", ids=[])

    assert [each.name for each in group.application.cohort.view(group.group).rows] == ["Ben"]


def test_asking_for_somebody_else_is_refused(application: Application, example: str) -> None:
    with pytest.raises(ServiceError, match="no longer in this group"):
        application.cohort.person(example, "nobody")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("9/2", "4½"),
        ("1/4", "¼"),
        ("2/7", "2/7"),
        ("23/7", "3\N{NO-BREAK SPACE}2/7"),
        ("5", "5"),
        ("0", "0"),
    ],
)
def test_fractions_are_read_as_people_write_them(number: str, words: str) -> None:
    assert mixed(Fraction(number)) == words


def test_a_person_marked_by_two_laptops_shows_the_conflict_in_the_register(
    application: Application, example: str
) -> None:
    rows = application.register.view(example, "m3.seminar").rows

    conflict = [each for each in rows if each.state is MarkState.CONFLICT]

    assert [each.name for each in conflict] == ["Niamh Ní Bhriain"]
    assert [side.who for side in conflict[0].candidates] == ["Alex Morgan", "Sam Okafor"] or [
        side.who for side in conflict[0].candidates
    ] == ["Sam Okafor", "Alex Morgan"]

"""Who will reach the bar: the engine's figures, put in words."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from support.scenes import ABSENT, PAST, PRESENT, TO_COME, MakeScene, Scene, late

from npq_desktop.errors import ServiceError
from npq_desktop.rows.cohort import CohortRow, Supposed
from npq_desktop.rows.register import MarkState
from npq_desktop.services.application import Application
from npq_desktop.services.cohort.standing_words import duration, exactly_of_total, of_total
from npq_desktop.services.core.words import mixed

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
    assert row(group, "Ben").standing_words == "withdrawn"
    asked = group.application.cohort.document(group.group)["participants"]
    assert [each["id"] for each in asked] == [group.people["Cat"]]


def test_a_deferral_that_begins_tomorrow_changes_nothing_today(scene: MakeScene) -> None:
    ann = scene("Ann")

    ann.write("enrolment.set", who="Ann", from_="2026-11-24", status="deferred")

    assert row(ann).standing != "deferred"


def test_next_due_is_the_next_open_item_today_included(scene: MakeScene) -> None:
    ann = scene("Ann")

    assert (
        row(ann).next_due == "Reflection 4: Classroom practice and adaptive teaching · 23 November"
    )
    ann.hand_in("Ann", "m4.reflective")
    assert row(ann).next_due == "Diagnostic 5: Assessment · 14 December"


def test_next_due_is_empty_once_everything_is_done(scene: MakeScene) -> None:
    ann = scene("Ann")

    do_everything(ann)

    assert (row(ann).next_due, row(ann).next_due_on) == ("", None)
    assert row(ann).plan == "Nothing more is needed."
    assert row(ann).standing_words == "met: secured already"


def test_headroom_names_alternatives(scene: MakeScene) -> None:
    ann = scene("Ann")
    for event in PAST:
        ann.mark("Ann", event, PRESENT)

    assert row(ann).headroom == "2 diagnostics, 3 reflections or 1 event"


def test_headroom_says_when_nothing_may_be_missed(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})
    ann.mark("Ann", PAST[0], ABSENT)
    for event in PAST[1:]:
        ann.mark("Ann", event, PRESENT)
    ann.hand_in("Ann", DIAGNOSTICS[0])
    ann.write("exemption.set", who="Ann", item=REFLECTIONS[0], value="credited", credit=[0, 1])

    assert row(ann).possible.percent == "90.8"
    assert row(ann).headroom == "nothing to spare"


def test_out_of_reach_has_no_headroom_and_says_so(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})

    for event in PAST[:2]:
        ann.mark("Ann", event, ABSENT)

    assert row(ann).standing == "out_of_reach"
    assert row(ann).headroom == ""


def test_the_plan_counts_what_is_to_come_and_names_extra_work(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})
    ann.mark("Ann", PAST[0], ABSENT)
    for event in PAST[1:]:
        ann.mark("Ann", event, PRESENT)
    for task in (*DIAGNOSTICS[:3], *REFLECTIONS[:3]):
        ann.hand_in("Ann", task)

    assert row(ann).plan == (
        "Everything to come and Diagnostic 4: Classroom practice and adaptive teaching (30 min)."
    )


def test_the_plan_says_how_few_of_the_things_to_come_suffice(scene: MakeScene) -> None:
    ann = scene("Ann")
    for event in PAST:
        ann.mark("Ann", event, PRESENT)
    for task in (*DIAGNOSTICS[:4], *REFLECTIONS[:4]):
        ann.hand_in("Ann", task)

    assert row(ann).plan == "At least 5 of the 8 things to come."


def test_the_plan_asks_to_mark_first_where_it_hangs_on_unknown_items(scene: MakeScene) -> None:
    assert row(scene("Ann")).plan == "Mark or resolve 5 items first."


def test_an_unresolved_standing_says_on_how_much_it_depends(scene: MakeScene) -> None:
    ann = scene("Ann")
    for task in (*DIAGNOSTICS[:4], *REFLECTIONS[:4]):
        ann.hand_in("Ann", task)

    assert row(ann).standing_words == "depends on 5 items to mark or resolve"


def test_components_show_denominators_and_ranges(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)
    ann.mark("Ann", PAST[1], late(90))

    words = {cell.label: cell.words for cell in row(ann).components}

    assert words == {"Diagnostics": "0 of 6", "Reflections": "0 of 7", "Events": "1½–4½ of 8"}


def test_workings_open_every_figure_with_its_denominator(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)

    view = ann.application.cohort.person(ann.group, ann.people["Ann"])

    words = [line.words for line in view.workings]
    assert plain(words[2]) == "Events: 50 × 1 ⁄ 8 = 6¼ points,\n3 open, 4 not known"
    assert len(view.workings[2].items) == 8
    assert "Secured: 0 + 0 + 6¼ = 6¼,\nso 6.2 %" in words
    assert words[-1] == "The line is at 90 %."
    assert len(view.items) == 21


def test_what_is_due_so_far_opens_into_its_sum_and_its_items(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", PAST[0], PRESENT)
    for task in DIAGNOSTICS[:3]:
        ann.hand_in("Ann", task)

    workings = ann.application.cohort.person(ann.group, ann.people["Ann"]).workings

    [line] = [each for each in workings if each.words.startswith("Of what is due so far")]
    assert plain(line.words) == (
        "Of what is due so far: at least 30 × 3 ⁄ 4 + 20 × 0 ⁄ 4 + 50 × 1 ⁄ 5 = 32½ %;\n"
        "at most 30 × 3 ⁄ 4 + 20 × 0 ⁄ 4 + 50 × 5 ⁄ 5 = 72½ %"
    )
    assert {each.item for each in line.items} == {*PAST, *DIAGNOSTICS[:4], *REFLECTIONS[:4]}


def test_what_if_changes_the_figures_and_nothing_else(scene: MakeScene) -> None:
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
    assert row(ann).flags == ("decisions to resolve",)
    sam.tell("mark.set", who="Ann", event=PAST[0], state="absent")
    assert row(ann).flags == ("marks to resolve", "decisions to resolve")


def test_flags_tell_a_catch_up_to_decide_on_even_where_no_figure_hangs_on_it(
    scene: MakeScene,
) -> None:
    ann = scene("Ann")
    sam = ann.colleague()
    ann.mark("Ann", PAST[0], ABSENT)
    ann.write("catchup.set", who="Ann", event=PAST[0], state="agreed")

    sam.tell("catchup.set", who="Ann", event=PAST[0], state="returned")

    assert "decisions to resolve" in row(ann).flags
    line = next(
        each
        for each in ann.application.cohort.person(ann.group, ann.people["Ann"]).items
        if each.item == PAST[0]
    )
    assert (line.state, line.words) == ("open", "two catch-up decisions differ")


def test_flags_name_details_in_dispute(scene: MakeScene) -> None:
    ann = scene("Ann")
    sam = ann.colleague()
    ann.write("person.set", who="Ann", school="Hill")

    sam.tell("person.set", who="Ann", school="Dale")

    assert "details differ: school" in row(ann).flags


def test_an_erased_person_has_no_row(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")

    group.write("erase", who="Ann", ids=[])

    assert [each.name for each in group.application.cohort.view(group.group).rows] == ["Ben"]


def test_asking_for_somebody_else_is_refused(application: Application, example: str) -> None:
    with pytest.raises(ServiceError, match="not in the group"):
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


def test_a_component_without_items_shows_a_dash() -> None:
    assert of_total(Fraction(0), Fraction(0), 0, 0) == "–"


def test_an_awkward_fraction_reads_with_one_decimal_that_does_not_flatter() -> None:
    earned = 4 + Fraction(179, 180)

    assert of_total(earned, earned, 6, 0) == "4.9 of 6"
    assert of_total(earned, earned + 1, 6, 1) == "4.9–5.9 of 6"
    assert exactly_of_total(earned, earned, 6, 0) == "4\N{NO-BREAK SPACE}179/180 of 6"


@pytest.mark.parametrize(
    ("minutes", "words"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (0, "0 min")]
)
def test_durations_are_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert duration(minutes) == words


def test_a_person_marked_by_two_laptops_shows_the_conflict_in_the_register(
    application: Application, example: str
) -> None:
    rows = application.register.view(example, "m3.seminar").rows

    conflict = [each for each in rows if each.state is MarkState.CONFLICT]

    assert [each.name for each in conflict] == ["Niamh Ní Bhriain"]
    assert [side.who for side in conflict[0].candidates] == ["Alex Morgan", "Sam Okafor"] or [
        side.who for side in conflict[0].candidates
    ] == ["Sam Okafor", "Alex Morgan"]

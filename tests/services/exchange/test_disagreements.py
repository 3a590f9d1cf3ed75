"""One list of every disagreement, and a choice between its sides that can be taken back."""

from fractions import Fraction

import pytest
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene, late

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.exchange import Disagreement

pytestmark = pytest.mark.slow

EVENT = PAST[0]
TASK = "m1.diagnostic"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def all_of(group: Scene) -> tuple[Disagreement, ...]:
    return group.application.disagreements.all(group.group)


def only(group: Scene) -> Disagreement:
    [found] = all_of(group)
    return found


def choose(group: Scene, side: int) -> None:
    row = only(group)
    group.application.disagreements.choose(group.group, row, row.sides[side].head)


def side(row: Disagreement, words: str) -> int:
    return next(n for n, each in enumerate(row.sides) if each.words.startswith(words))


def test_two_marks_are_listed_with_who_where_and_when(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", EVENT, PRESENT)
    sam.tell("mark.set", who="Ann", event=EVENT, state="absent", reason="travel")

    row = only(group)

    assert row.what == "Ann, Opening conference: mark"
    assert (
        row.until
        == "Until you choose, it counts as anything from 0 to 1, so percentages show a range."
    )
    sides = {each.words: (each.who, each.laptop) for each in row.sides}
    assert sides["Absent (travel)"] == ("Sam Okafor", "Sam's laptop")
    assert sides["Present"][0] == "Alex Morgan"
    assert all(each.claimed and each.first_seen for each in row.sides)


def test_marks_of_one_worth_are_not_listed(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", EVENT, late(5))

    sam.tell("mark.set", who="Ann", event=EVENT, state="present", minutes_late=4)

    assert all_of(group) == ()


def test_one_delay_counted_from_other_times_is_listed_where_its_worth_differs(
    group: Scene,
) -> None:
    sam, event = group.colleague(), PAST[-1]
    group.mark("Ann", event, late(60))
    times = {"start": "2026-11-02T13:30:00Z", "end": "2026-11-02T15:30:00Z"}

    sam.tell("mark.set", who="Ann", event=event, state="present", minutes_late=60, **times)

    said = {side.words for side in only(group).sides}
    assert said == {"Late 60 min of 180", "Late 60 min of 120"}
    rows = group.application.register.view(group.group, event).rows
    assert {each.words for row in rows for each in row.candidates} == said
    item, worth = group.item("Ann", event)
    assert (item.range, worth.words) == ((Fraction(1, 2), Fraction(2, 3)), "two different marks")


def test_what_hangs_on_two_marks_is_what_the_figures_count(scene: MakeScene) -> None:
    """An absence that could be made good may still count in full."""
    for limit, high in ((1, "1"), (0, "½")):
        group = scene("Ann", settings={"catch_up.limit": limit})
        sam, event = group.colleague(), PAST[-1]
        group.mark("Ann", event, ABSENT)

        sam.tell("mark.set", who="Ann", event=event, state="present", minutes_late=90)

        assert only(group).until.startswith(
            f"Until you choose, it counts as anything from 0 to {high}"
        )


def test_what_hangs_on_two_credits_is_what_the_figures_count(group: Scene) -> None:
    sam = group.colleague(role="coordinator")
    said = {"item": TASK, "value": "credited"}
    group.write("exemption.set", who="Ann", **said, credit=[1, 4])

    sam.tell("exemption.set", who="Ann", **said, credit=[3, 4])

    assert (
        only(group).until
        == "Until you choose, it counts as anything from ¼ to ¾, so percentages show a range."
    )


def test_a_disagreement_that_changes_no_figure_says_so(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", EVENT, ABSENT)
    group.write("catchup.set", who="Ann", event=EVENT, state="agreed")

    sam.tell("catchup.set", who="Ann", event=EVENT, state="returned")

    assert only(group).until == "No percentage changes, whichever you choose."


@pytest.mark.parametrize(
    ("state", "until"),
    [
        (
            "did_not_run",
            "Until you choose, this event is not known for anyone, so percentages show a range.",
        ),
        ("planned", "Until you choose, the first one is shown."),
    ],
)
def test_what_hangs_on_two_states_of_an_event(group: Scene, state: str, until: str) -> None:
    sam = group.colleague()
    group.write("event.set", event=EVENT, state="held")

    sam.tell("event.set", event=EVENT, state=state)

    assert only(group).until == until


def test_a_chosen_mark_holds_and_the_choice_can_be_undone(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", EVENT, PRESENT)
    sam.tell("mark.set", who="Ann", event=EVENT, state="absent")
    assert group.state("Ann", EVENT) == "unknown"

    choose(group, side(only(group), "Present"))
    assert (all_of(group), group.state("Ann", EVENT)) == ((), "earned")

    group.application.undo.undo(group.group)
    assert group.state("Ann", EVENT) == "unknown"
    assert len(only(group).sides) == 2


def test_two_decisions_are_listed_with_their_feedback(group: Scene) -> None:
    work = group.hand_in("Ann", TASK)
    sam = group.colleague()
    group.decide("Ann", TASK, "accepted", work)
    sam.tell("review.set", who="Ann", task=TASK, decision="returned", feedback="Say more.")

    row = only(group)
    assert {each.words for each in row.sides} == {"Accepted", "Returned: “Say more.”"}
    choose(group, side(row, "Returned"))

    assert all_of(group) == ()
    assert group.application.undo.next_words(group.group).startswith("undo choice for Ann, ")


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "what", "words"),
    [
        (
            "person.set",
            {"who": "Ann", "email": "ann@a.org"},
            {"who": "Ann", "email": "ann@b.org"},
            "Ann: email",
            {"“ann@a.org”", "“ann@b.org”"},
        ),
        (
            "event.set",
            {"event": EVENT, "state": "held"},
            {"event": EVENT, "state": "did_not_run"},
            "Opening conference: whether it ran",
            {"took place", "did not run"},
        ),
        (
            "enrolment.set",
            {"who": "Ann", "from_": "2026-09-01", "status": "deferred"},
            {"who": "Ann", "from_": "2026-09-01", "status": "withdrawn"},
            "Ann: on the programme from 2026-09-01",
            {"Deferred", "Withdrawn"},
        ),
        (
            "catchup.set",
            {"who": "Ann", "event": EVENT, "state": "accepted"},
            {"who": "Ann", "event": EVENT, "state": "returned"},
            "Ann, Opening conference: catch-up",
            {"Catch-up accepted", "Catch-up returned"},
        ),
        (
            "exemption.set",
            {"who": "Ann", "item": EVENT, "value": "excused"},
            {"who": "Ann", "item": EVENT, "value": "credited", "credit": [1, 2]},
            "Ann, Opening conference: exemption",
            {"Excused", "Credited 1 of 2"},
        ),
    ],
)
def test_every_kind_that_can_disagree_is_listed_and_settled(
    group: Scene, kind: str, ours: dict, theirs: dict, what: str, words: set[str]
) -> None:
    sam = group.colleague(role="coordinator")
    group.write(kind, **ours)
    sam.tell(kind, **theirs)

    row = only(group)
    assert (row.what, {each.words for each in row.sides}) == (what, words)

    choose(group, 1)

    assert all_of(group) == ()


def test_sides_that_agree_are_one_with_both_names(group: Scene) -> None:
    sam, noor = group.colleague(), group.colleague("Noor")
    group.write("catchup.set", who="Ann", event=EVENT, state="accepted")
    for each in (sam, noor):
        each.tell("catchup.set", who="Ann", event=EVENT, state="returned")

    who = {each.words: each.who for each in only(group).sides}

    assert who["Catch-up accepted"] == "Alex Morgan"
    assert set(who["Catch-up returned"].split(" and ")) == {"Noor", "Sam Okafor"}


def test_joined_ids_that_disagree_are_listed_and_counted_by_the_chip(group: Scene) -> None:
    group.mark("Ann", EVENT, PRESENT)
    group.mark("Ben", EVENT, ABSENT)

    group.write("person.set", who="Ben", same_as=group.people["Ann"])

    assert only(group).what == "Ann, Opening conference: mark"
    assert "1 disagreement" in group.application.groups.chips.of(group.group).words


def test_a_side_that_arrives_is_shown_before_one_is_chosen(group: Scene) -> None:
    sam, olu = group.colleague(), group.colleague("Olu")
    sam.say("review.set", who="Ann", task=TASK, decision="accepted", seen=[])
    group.decide("Ann", TASK, "returned")
    sam.send()
    shown = only(group)

    olu.tell("review.set", who="Ann", task=TASK, decision="accepted", seen=["a" * 64])

    with pytest.raises(StaleError):
        group.application.disagreements.choose(group.group, shown, shown.sides[0].head)


def test_a_side_that_is_gone_is_not_chosen(group: Scene) -> None:
    sam = group.colleague()
    group.mark("Ann", EVENT, PRESENT)
    sam.tell("mark.set", who="Ann", event=EVENT, state="absent")
    row = only(group)
    choose(group, 0)

    with pytest.raises(ServiceError, match="Someone changed this"):
        group.application.disagreements.choose(group.group, row, row.sides[1].head)

"""From facts to items where facts disagree: each reading as if alone, whichever came first."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from support.scenes import ABSENT, PAST, PRESENT, TO_COME, MakeScene, Scene, late

from npq_desktop.rows.cohort import Flag
from npq_desktop.rows.register import Mark

pytestmark = pytest.mark.slow

EARLIER, LAST = PAST[-2], PAST[-1]
NOTHING, HALF, ALL = Fraction(0), Fraction(1, 2), Fraction(1)
Said = Mapping[str, object]
ABSENCE, HALF_THERE = {"state": "absent"}, {"state": "present", "minutes_late": 90}
NEVER_THERE, THERE = {"state": "present", "minutes_late": 180}, {"state": "present"}
EXCUSED = {"value": "excused"}
WHICHEVER_FIRST = pytest.mark.parametrize("turned", [False, True])


def credited(of: int, whole: int) -> Said:
    return {"value": "credited", "credit": [of, whole]}


def differ(
    scene: Scene, kind: str, sides: tuple[Said, Said], *, turned: bool, **about: str
) -> None:
    """Two laptops that have not heard of each other say one side each."""
    here, there = reversed(sides) if turned else sides
    role = "coordinator" if kind == "exemption.set" else "facilitator"
    sam = scene.colleague(role=role)
    scene.write(kind, who="Ann", **about, **here)
    sam.tell(kind, who="Ann", **about, **there)


@pytest.mark.parametrize(
    ("sides", "limit", "state", "low", "high"),
    [
        ((ABSENCE, HALF_THERE), 1, "unknown", NOTHING, ALL),
        ((ABSENCE, HALF_THERE), 0, "unknown", NOTHING, HALF),
        ((ABSENCE, THERE), 0, "unknown", NOTHING, ALL),
        ((ABSENCE, NEVER_THERE), 1, "unknown", NOTHING, ALL),
        ((ABSENCE, NEVER_THERE), 0, "lost", NOTHING, NOTHING),
        ((HALF_THERE, THERE), 1, "unknown", HALF, ALL),
    ],
)
@WHICHEVER_FIRST
def test_two_marks_are_worth_what_each_would_be_alone(
    scene: MakeScene, sides: tuple, limit: int, state: str, low: Fraction, high: Fraction, turned
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": limit})

    differ(ann, "mark.set", sides, turned=turned, event=LAST)

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.range, worth.words) == (state, (low, high), "two different marks")


@WHICHEVER_FIRST
def test_an_absence_in_dispute_that_the_limit_leaves_out_cannot_be_made_good(
    scene: MakeScene, turned: bool
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    ann.mark("Ann", EARLIER, ABSENT)

    differ(ann, "mark.set", (ABSENCE, HALF_THERE), turned=turned, event=LAST)

    assert ann.item("Ann", LAST)[0].range == (NOTHING, HALF)
    assert ann.state("Ann", EARLIER) == "open"


@pytest.mark.parametrize(
    ("sides", "state", "low", "high"),
    [
        ((EXCUSED, credited(1, 1)), "unknown", NOTHING, ALL),
        ((EXCUSED, credited(0, 1)), "unknown", NOTHING, ALL),
        ((credited(1, 4), credited(3, 4)), "unknown", Fraction(1, 4), Fraction(3, 4)),
        ((credited(0, 1), credited(1, 2)), "unknown", NOTHING, HALF),
    ],
)
@pytest.mark.parametrize("item_key", [LAST, "m1.diagnostic"])
@WHICHEVER_FIRST
def test_two_exemptions_are_worth_what_each_would_be_alone(
    scene: MakeScene, sides: tuple, state: str, low: Fraction, high: Fraction, item_key, turned
) -> None:
    ann = scene("Ann")

    differ(ann, "exemption.set", sides, turned=turned, item=item_key)

    item, worth = ann.item("Ann", item_key)
    assert (item.state, item.range, worth.words) == (state, (low, high), "two different exemptions")


@pytest.mark.parametrize(
    ("states", "limit", "state", "low", "high"),
    [
        (("accepted", "returned"), 1, "unknown", NOTHING, ALL),
        (("accepted", "handed_in"), 1, "unknown", NOTHING, ALL),
        (("agreed", "returned"), 1, "open", NOTHING, ALL),
        (("accepted", "returned"), 0, "lost", NOTHING, NOTHING),
    ],
)
@WHICHEVER_FIRST
def test_two_decisions_on_a_catch_up_are_said_and_worth_what_each_would_be_alone(
    scene: MakeScene, states: tuple, limit: int, state: str, low: Fraction, high: Fraction, turned
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": limit})
    ann.mark("Ann", LAST, ABSENT)

    sides = tuple({"state": each} for each in states)
    differ(ann, "catchup.set", sides, turned=turned, event=LAST)

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.range) == (state, (low, high))
    assert worth.words == "two different catch-up decisions"


@WHICHEVER_FIRST
def test_two_decisions_on_a_catch_up_for_partial_attendance_keep_the_part(
    scene: MakeScene, turned: bool
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    ann.mark("Ann", LAST, late(90))

    sides = ({"state": "accepted"}, {"state": "returned"})
    differ(ann, "catchup.set", sides, turned=turned, event=LAST)

    assert ann.item("Ann", LAST)[0].range == (HALF, ALL)


@pytest.mark.parametrize("mark", [PRESENT, late(5)])
def test_two_decisions_on_a_catch_up_that_nobody_needs_are_not_in_the_way(
    scene: MakeScene, mark: Mark
) -> None:
    ann = scene("Ann")
    ann.mark("Ann", LAST, mark)

    sides = ({"state": "accepted"}, {"state": "returned"})
    differ(ann, "catchup.set", sides, turned=False, event=LAST)

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == ("earned", "attended")


@WHICHEVER_FIRST
def test_marks_and_catch_ups_that_differ_are_both_named(scene: MakeScene, turned: bool) -> None:
    ann = scene("Ann")

    differ(ann, "mark.set", (ABSENCE, HALF_THERE), turned=turned, event=LAST)
    sam = ann.colleague("Olu Ade")
    ann.write("catchup.set", who="Ann", event=LAST, state="agreed")
    sam.tell("catchup.set", who="Ann", event=LAST, state="accepted")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.range) == ("unknown", (NOTHING, ALL))
    assert worth.words == "two different marks, two different catch-up decisions"


@WHICHEVER_FIRST
def test_what_an_accepted_catch_up_is_worth_may_hang_on_a_disagreement_elsewhere(
    scene: MakeScene, turned: bool
) -> None:
    """One place: it goes to the earlier event if that was accepted, else to the later one."""
    ann = scene("Ann", settings={"catch_up.limit": 1})
    for event in (EARLIER, LAST):
        ann.mark("Ann", event, ABSENT)
    ann.write("catchup.set", who="Ann", event=LAST, state="accepted")

    sides = ({"state": "accepted"}, {"state": "returned"})
    differ(ann, "catchup.set", sides, turned=turned, event=EARLIER)

    assert ann.item("Ann", EARLIER)[0].range == (NOTHING, ALL)
    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.range) == ("unknown", (NOTHING, ALL))
    assert worth.words == "whether a catch-up is left depends on another disagreement"


@WHICHEVER_FIRST
def test_whether_an_absence_counts_at_all_decides_over_the_next_one(
    scene: MakeScene, turned: bool
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 1})
    for event in (EARLIER, LAST):
        ann.mark("Ann", event, ABSENT)
    ann.write("catchup.set", who="Ann", event=EARLIER, state="accepted")
    sides = ({"state": "held"}, {"state": "did_not_run", "reason": "Snow"})
    here, there = reversed(sides) if turned else sides
    sam = ann.colleague()
    ann.write("event.set", event=EARLIER, **here)

    sam.tell("event.set", event=EARLIER, **there)

    assert ann.item("Ann", EARLIER)[1].words == "colleagues disagree whether it ran"
    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.range) == ("unknown", (NOTHING, ALL))
    assert worth.words == "whether a catch-up is left depends on another disagreement"


# ---- enrolment -----------------------------------------------------------------------------------

ACTIVE, DEFERRED, WITHDRAWN = ({"status": each} for each in ("active", "deferred", "withdrawn"))


@pytest.mark.parametrize("away", ["denominator", "excused"])
@pytest.mark.parametrize("sides", [(ACTIVE, DEFERRED), (ACTIVE, WITHDRAWN)])
@WHICHEVER_FIRST
def test_a_status_in_dispute_leaves_what_it_concerns_unknown(
    scene: MakeScene, away: str, sides: tuple, turned: bool
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0, "engagement.away": away})
    ann.write("enrolment.set", who="Ann", from_="2026-06-01", status="active")

    differ(ann, "enrolment.set", sides, turned=turned, from_="2026-10-01")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.range) == ("unknown", (NOTHING, ALL))
    assert worth.words == "training status to settle"
    assert ann.item("Ann", EARLIER)[1].words == "not marked"
    assert ann.state("Ann", TO_COME[0]) == "open"


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({"catch_up.limit": 0}, "lost"),
        ({"catch_up.limit": 0, "engagement.away": "excused"}, "excused"),
        ({"catch_up.limit": 1}, "open"),
    ],
)
@WHICHEVER_FIRST
def test_deferred_here_and_withdrawn_there_is_away_for_both(
    scene: MakeScene, settings: dict, state: str, turned: bool
) -> None:
    ann = scene("Ann", "Ben", settings=settings)

    differ(ann, "enrolment.set", (DEFERRED, WITHDRAWN), turned=turned, from_="2026-10-01")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == (state, "training status to settle")
    rows = {row.person: row for row in ann.application.cohort.view(ann.group).rows}
    row = rows[ann.people["Ann"]]
    assert (row.standing, Flag.STATUS in row.flags) == ("deferred", True)


@WHICHEVER_FIRST
def test_joins_then_or_leaves_then_is_unknown_before_that_day(
    scene: MakeScene, turned: bool
) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})

    differ(ann, "enrolment.set", (ACTIVE, DEFERRED), turned=turned, from_="2026-11-10")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.range) == ("unknown", (NOTHING, ALL))
    assert worth.words == "training status to settle"


def test_a_status_in_dispute_does_not_concern_who_was_marked(scene: MakeScene) -> None:
    ann = scene("Ann")
    ann.mark("Ann", LAST, PRESENT)

    differ(ann, "enrolment.set", (ACTIVE, DEFERRED), turned=False, from_="2026-10-01")

    assert ann.state("Ann", LAST) == "earned"


def test_a_status_in_dispute_does_not_concern_who_visits_elsewhere(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.limit": 0})
    ann.write("expected.set", who="Ann", event=LAST, expects="visit")

    differ(ann, "enrolment.set", (ACTIVE, DEFERRED), turned=False, from_="2026-10-01")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == ("lost", "not expected")

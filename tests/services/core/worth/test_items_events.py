"""From facts to items, row by row of ``engagement/RULES.md``: events, marks, who is expected."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from support.scenes import ABSENT, PAST, PRESENT, TO_COME, UNMARKED, MakeScene, Scene, late

from npq_desktop.rows.register import Mark, MarkState

pytestmark = pytest.mark.slow

LAST = PAST[-1]  # 2 November, three weeks before the clock's day
NO_CATCH_UP = {"catch_up.limit": 0}


@pytest.fixture
def ann(scene: MakeScene) -> Scene:
    return scene("Ann")


# ---- when ----------------------------------------------------------------------------------------


def test_an_event_in_the_future_is_open(ann: Scene) -> None:
    item, worth = ann.item("Ann", TO_COME[0])

    assert (item.state, item.minutes, worth.words) == ("open", 0, "to come")


def test_a_past_event_that_nobody_marked_is_unknown(ann: Scene) -> None:
    item, worth = ann.item("Ann", LAST)

    assert (item.state, item.range, worth.words) == ("unknown", (0, 1), "not marked")


def test_a_past_event_is_unknown_for_whom_alone_was_not_marked(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")

    group.mark("Ben", LAST, PRESENT)

    assert (group.state("Ann", LAST), group.state("Ben", LAST)) == ("unknown", "earned")


def test_todays_event_is_open_and_not_due_before_its_start(ann: Scene) -> None:
    ann.laptop.clock.now = datetime(2026, 11, 2, 13, 29, tzinfo=UTC)

    item, _ = ann.item("Ann", LAST)

    assert (item.state, item.due, item.minutes) == ("open", "2026-11-03", 0)


def test_todays_event_is_unknown_and_due_from_its_start(ann: Scene) -> None:
    ann.laptop.clock.now = datetime(2026, 11, 2, 13, 30, tzinfo=UTC)

    item, _ = ann.item("Ann", LAST)

    assert (item.state, item.due) == ("unknown", "2026-11-02")


def test_a_mark_taken_back_is_none(ann: Scene) -> None:
    ann.mark("Ann", LAST, PRESENT)

    ann.mark("Ann", LAST, UNMARKED)

    assert ann.state("Ann", LAST) == "unknown"


# ---- attended ------------------------------------------------------------------------------------


def test_present_is_earned(ann: Scene) -> None:
    ann.mark("Ann", LAST, PRESENT)

    assert ann.state("Ann", LAST) == "earned"


@pytest.mark.parametrize(
    "mark",
    [
        late(15),
        Mark(MarkState.LEFT_EARLY, minutes_early=15),
        Mark(MarkState.LATE, minutes_late=8, minutes_early=7),
    ],
)
def test_late_or_left_early_within_the_tolerance_is_earned(ann: Scene, mark: Mark) -> None:
    ann.mark("Ann", LAST, mark)

    assert ann.state("Ann", LAST) == "earned"


def test_beyond_the_tolerance_is_lost_under_lost(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"attendance.beyond_tolerance": "lost"})

    ann.mark("Ann", LAST, late(16))

    assert ann.state("Ann", LAST) == "lost"


def test_beyond_the_tolerance_is_the_fixed_part_under_part(scene: MakeScene) -> None:
    ann = scene(
        "Ann",
        settings={"attendance.beyond_tolerance": "part", "attendance.part_credit": [2, 3]},
    )

    ann.mark("Ann", LAST, late(16))

    item, worth = ann.item("Ann", LAST)
    assert (item.state, item.credit) == ("part", Fraction(2, 3))
    assert worth.words == "attended part"


def test_beyond_the_tolerance_is_the_share_attended_under_proportional(ann: Scene) -> None:
    ann.mark("Ann", LAST, Mark(MarkState.LATE, minutes_late=30, minutes_early=15))

    item, _ = ann.item("Ann", LAST)

    assert (item.state, item.credit) == ("part", Fraction(135, 180))


def test_minutes_count_from_the_times_that_the_mark_carries(ann: Scene) -> None:
    ann.mark("Ann", LAST, late(60))
    ann.write("event.set", event=LAST, end="2026-11-02T15:00:00+00:00")

    item, _ = ann.item("Ann", LAST)

    assert (item.state, item.credit) == ("part", Fraction(2, 3))


def test_minutes_of_a_mark_that_carries_one_end_count_from_the_event_as_it_stands(
    ann: Scene,
) -> None:
    said = {"state": "present", "minutes_late": 60, "start": "2026-11-02T13:30:00+00:00"}
    ann.write("mark.set", who="Ann", event=LAST, **said)
    ann.write("event.set", event=LAST, end="2026-11-02T15:00:00+00:00")

    assert ann.item("Ann", LAST)[0].credit == Fraction(1, 3)


# ---- disagreement --------------------------------------------------------------------------------


def test_two_marks_leave_an_event_unknown_between_their_credits(ann: Scene) -> None:
    sam = ann.colleague()
    ann.mark("Ann", LAST, late(45))

    sam.tell("mark.set", who="Ann", event=LAST, state="present", minutes_late=90)

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == ("unknown", "two different marks")
    assert item.range == (Fraction(1, 2), Fraction(3, 4))


def test_present_here_and_absent_there_is_anything(ann: Scene) -> None:
    sam = ann.colleague()
    ann.mark("Ann", LAST, PRESENT)

    sam.tell("mark.set", who="Ann", event=LAST, state="absent")

    assert ann.item("Ann", LAST)[0].range == (0, 1)


def test_two_marks_of_equal_credit_are_that_credit(ann: Scene) -> None:
    sam = ann.colleague()
    ann.mark("Ann", LAST, PRESENT)

    sam.tell("mark.set", who="Ann", event=LAST, state="present", minutes_late=5)

    [agreed] = ann.facts.marks(LAST)[ann.people["Ann"]]
    assert len(agreed.agreeing) == 1
    assert ann.state("Ann", LAST) == "earned"


def test_whether_it_ran_in_dispute_leaves_an_event_unknown_for_all(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")
    group.mark("Ann", LAST, PRESENT)
    sam = group.colleague()
    group.write("event.set", event=LAST, state="held")

    sam.tell("event.set", event=LAST, state="did_not_run", reason="Snow")

    for name in ("Ann", "Ben"):
        item, worth = group.item(name, LAST)
        assert (item.state, item.range) == ("unknown", (0, 1))
        assert worth.words == "colleagues disagree whether it ran"


def test_planned_here_and_held_there_changes_no_figure(ann: Scene) -> None:
    ann.mark("Ann", LAST, PRESENT)
    sam = ann.colleague()
    ann.write("event.set", event=LAST, state="held")

    sam.tell("event.set", event=LAST, state="planned")

    assert ann.state("Ann", LAST) == "earned"


def test_an_event_that_did_not_run_is_excused_though_it_was_credited(ann: Scene) -> None:
    credited = {"value": "credited", "credit": [1, 1], "source": "visit"}
    ann.write("exemption.set", who="Ann", item=LAST, **credited)

    ann.write("event.set", event=LAST, state="did_not_run", reason="Snow")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == ("excused", "did not run")


def test_whether_it_ran_in_dispute_leaves_a_credited_event_unknown(ann: Scene) -> None:
    credited = {"value": "credited", "credit": [1, 1], "source": "visit"}
    ann.write("exemption.set", who="Ann", item=LAST, **credited)
    sam = ann.colleague()
    ann.write("event.set", event=LAST, state="held")

    sam.tell("event.set", event=LAST, state="did_not_run", reason="Snow")

    item, worth = ann.item("Ann", LAST)
    assert (item.range, worth.words) == ((0, 1), "colleagues disagree whether it ran")


def test_an_event_that_did_not_run_is_excused_for_all(scene: MakeScene) -> None:
    group = scene("Ann", "Ben")
    group.mark("Ann", LAST, PRESENT)

    group.write("event.set", event=LAST, state="did_not_run", reason="Snow")

    assert (group.state("Ann", LAST), group.state("Ben", LAST)) == ("excused", "excused")


def test_an_enrolment_in_dispute_leaves_the_events_it_concerns_unknown(ann: Scene) -> None:
    sam = ann.colleague()
    ann.write("enrolment.set", who="Ann", from_="2026-10-01", status="deferred")

    sam.tell("enrolment.set", who="Ann", from_="2026-10-01", status="active")

    item, worth = ann.item("Ann", LAST)
    assert (item.state, worth.words) == ("unknown", "training status to settle")


# ---- not expected --------------------------------------------------------------------------------


def joined_late(scene: Scene) -> None:
    scene.write("enrolment.set", who="Ann", from_="2026-11-10", status="active")


def deferred_then(scene: Scene) -> None:
    scene.write("enrolment.set", who="Ann", from_="2026-10-01", status="deferred")
    scene.write("enrolment.set", who="Ann", from_="2026-11-10", status="active")


def visiting_elsewhere(scene: Scene) -> None:
    scene.write("expected.set", who="Ann", event=LAST, expects="visit")


def left_off_the_roster(scene: Scene) -> None:
    scene.write("register.open", event=LAST, roster=[scene.people["Ben"]])


NOT_EXPECTED = pytest.mark.parametrize(
    "because", [joined_late, deferred_then, visiting_elsewhere, left_off_the_roster]
)


@NOT_EXPECTED
def test_not_expected_is_open_while_the_event_can_be_credited(
    scene: MakeScene, because: object
) -> None:
    group = scene("Ann", "Ben")

    because(group)

    item, worth = group.item("Ann", LAST)
    assert (item.state, worth.words) == ("open", "not expected, can be credited")
    assert group.state("Ben", LAST) == "unknown"


@NOT_EXPECTED
def test_not_expected_stays_in_the_denominator_where_away_says_so(
    scene: MakeScene, because: object
) -> None:
    group = scene("Ann", "Ben", settings=NO_CATCH_UP)

    because(group)

    assert group.state("Ann", LAST) == "lost"


@NOT_EXPECTED
def test_not_expected_is_excused_where_away_says_so(scene: MakeScene, because: object) -> None:
    group = scene("Ann", "Ben", settings={**NO_CATCH_UP, "engagement.away": "excused"})

    because(group)

    assert group.state("Ann", LAST) == "excused"


def test_not_expected_can_no_longer_be_credited_after_the_days_allowed(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.days_allowed": 20})

    joined_late(ann)

    assert ann.state("Ann", LAST) == "lost"


def test_who_joins_later_and_leaves_after_that_is_not_expected_before(scene: MakeScene) -> None:
    ann = scene("Ann", settings=NO_CATCH_UP)

    joined_late(ann)
    ann.write("enrolment.set", who="Ann", from_="2026-11-20", status="deferred")

    assert ann.item("Ann", LAST)[1].words == "not expected"


def test_not_expected_but_here_is_earned(ann: Scene) -> None:
    joined_late(ann)

    ann.mark("Ann", LAST, PRESENT)

    assert ann.state("Ann", LAST) == "earned"


def test_an_apology_sent_beforehand_is_no_mark(ann: Scene) -> None:
    ann.write("expected.set", who="Ann", event=LAST, expects="apology")

    assert ann.state("Ann", LAST) == "unknown"


def test_a_day_that_does_not_exist_is_no_enrolment(ann: Scene) -> None:
    ann.write("enrolment.set", who="Ann", from_="2026-02-30", status="withdrawn")

    assert ann.state("Ann", LAST) == "unknown"
    assert ann.application.cohort.person(ann.group, ann.people["Ann"]).row.standing


def test_minutes_of_a_missed_event_are_those_of_its_catch_up(scene: MakeScene) -> None:
    ann = scene("Ann", settings={"catch_up.minutes": 75})

    ann.mark("Ann", LAST, ABSENT)

    assert ann.item("Ann", LAST)[0].minutes == 75


def test_an_event_without_a_date_is_to_come_and_due_never(ann: Scene) -> None:
    ann.write("event.set", event=TO_COME[0], start=None)

    item, worth = ann.item("Ann", TO_COME[0])

    assert (item.state, worth.words) == ("open", "to come")
    assert item.due == date.max.isoformat()

"""What was ever said about a mark or an event, and what became of it."""

import pytest
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene, did_not_run, late

from npq_desktop.errors import ServiceError
from npq_desktop.rows.events import Announced, HistoryLine

LAST = PAST[-1]


def of_ann(scene: Scene) -> tuple[HistoryLine, ...]:
    person = scene.people["Ann"]
    return scene.application.history.of_mark(scene.group, LAST, person).lines


def of_event(scene: Scene, event: str = LAST) -> list[str]:
    lines = scene.application.history.of_event(scene.group, event).lines
    return [": ".join(filter(None, (line.about, line.what))) for line in lines]


def test_a_mark_nobody_made_has_no_history(scene: MakeScene) -> None:
    assert of_ann(scene()) == ()


def test_an_event_the_group_has_not_has_no_history(scene: MakeScene) -> None:
    made = scene()

    with pytest.raises(ServiceError, match="no longer in this group"):
        made.application.history.of_event(made.group, "m99.seminar")


def test_a_changed_mark_shows_both_entries_the_newer_first(scene: MakeScene) -> None:
    made = scene()
    made.mark("Ann", LAST, PRESENT)
    made.laptop.clock.move(minutes=5)
    made.mark("Ann", LAST, late(12))

    newer, older = of_ann(made)

    assert (newer.what, newer.replaced) == ("Late 12 min", "“Present” by Alex Morgan")
    assert (newer.standing, newer.how, newer.route) == ("counts now", "typed", "")
    assert (older.what, older.standing) == ("Present", "replaced by “Late 12 min” by Alex Morgan")
    assert newer.claimed - older.claimed == newer.first_seen - older.first_seen
    assert (newer.first_seen - older.first_seen).seconds == 300


def test_a_mark_taken_back_and_done_again_is_three_entries(scene: MakeScene) -> None:
    made = scene()
    made.mark("Ann", LAST, ABSENT)
    made.application.undo.undo(made.group)
    made.application.undo.redo(made.group)

    lines = of_ann(made)

    assert [line.what for line in lines] == ["Done again: Absent", "Taken back: Absent", "Absent"]
    assert [line.standing for line in lines] == [
        "brings back “Absent” by Alex Morgan",
        "replaced by “Done again: Absent” by Alex Morgan",
        "counts again",
    ]


def test_history_says_after_an_undo_what_counts_now(scene: MakeScene) -> None:
    made = scene()
    made.mark("Ann", LAST, PRESENT)
    made.mark("Ann", LAST, ABSENT)

    made.application.undo.undo(made.group)
    assert [(line.what, line.standing) for line in of_ann(made)] == [
        ("Taken back: Absent", "brings back “Present” by Alex Morgan"),
        ("Absent", "replaced by “Taken back: Absent” by Alex Morgan"),
        ("Present", "counts again"),
    ]

    made.application.undo.undo(made.group)
    assert of_ann(made)[0].standing == "not marked now"


def test_a_colleagues_other_mark_stands_beside_with_laptop_and_route(scene: MakeScene) -> None:
    made = scene()
    sam = made.colleague()
    made.mark("Ann", LAST, PRESENT)
    made.laptop.clock.move(hours=1)
    sam.tell("mark.set", who="Ann", event=LAST, state="absent", how="scanned")

    theirs, own = of_ann(made)

    assert (theirs.who, theirs.laptop) == ("Sam Okafor", "Sam's laptop")
    assert (theirs.how, theirs.route) == ("scanned", "file")
    assert theirs.standing == "disagrees with “Present” by Alex Morgan"
    assert own.standing == "disagrees with “Absent” by Sam Okafor"


def test_an_entry_that_does_not_count_says_why(scene: MakeScene) -> None:
    made = scene()
    sam = made.colleague()
    sam.tell("mark.set", who="Ann", event=LAST, state="absent", how="typed")
    made.write("revoke", key=sam.author.key, keep=[])

    [line] = of_ann(made)

    assert line.what == "Absent"
    assert line.standing.startswith("on hold. ")
    assert len(line.standing) > len("on hold. ")


def test_an_amendment_shows_its_reason(scene: MakeScene) -> None:
    made = scene()
    made.mark("Ann", LAST, PRESENT)
    made.sign_off(LAST)
    made.application.register.mark(
        made.group, LAST, made.people["Ann"], ABSENT, amendment="She left at ten"
    )

    newer, older = of_ann(made)

    assert (newer.amendment, older.amendment) == ("She left at ten", "")


def test_both_ids_of_one_person_are_one_history(scene: MakeScene) -> None:
    made = scene("Ann", "Anne")
    made.mark("Ann", LAST, PRESENT)
    made.mark("Anne", LAST, ABSENT)
    made.write("person.set", who="Anne", same_as=made.people["Ann"])

    assert {line.what for line in of_ann(made)} == {"Present", "Absent"}


def test_an_events_history_has_all_that_concerns_it_and_nothing_else(scene: MakeScene) -> None:
    made = scene("Ann", "Ben")
    app = made.application
    apology = Announced("apology", "travel")
    app.announcements.announce(made.group, LAST, made.people["Ben"], apology, Announced())
    made.mark("Ann", LAST, PRESENT)
    made.mark("Ann", PAST[-2], ABSENT)
    app.register.set_note(made.group, LAST, made.people["Ann"], "Brought cake", "")
    made.sign_off(LAST)
    did_not_run(app, made.group, LAST, "snow")

    told = of_event(made)

    assert "Ann: Present" in told
    assert "Ann: Note: Brought cake" in told
    assert "Ben: Apologies sent beforehand: travel" in told
    assert "Register opened for 2 people" in told
    assert any(line.startswith("Signed off. 2 expected") for line in told)
    assert told[0] == "Event: did not run; reason “snow”"
    assert not any("Absent" in line for line in told)


def test_an_entry_that_is_partly_replaced_stands_in_part(scene: MakeScene) -> None:
    made = scene()
    made.write("event.set", event=LAST, place="Hall", title="Seminar four")
    made.write("event.set", event=LAST, place="Annexe")

    lines = made.application.history.of_event(made.group, LAST).lines

    assert "counts in part" in {line.standing for line in lines}


def test_a_clock_that_was_put_back_is_told(scene: MakeScene) -> None:
    """Reliability 13: the mark is taken, its time is flagged."""
    made = scene()
    made.mark("Ann", LAST, PRESENT)
    made.laptop.clock.move(days=-3650)
    made.mark("Ann", LAST, late(12))
    made.mark("Ann", LAST, ABSENT)

    odd = [line.odd for line in of_ann(made)]

    assert odd == [
        "",
        "The time given is before the previous change, so a clock was changed.",
        "",
    ]


@pytest.mark.parametrize(("minutes", "told"), [(5, False), (20, True)])
def test_a_time_after_it_was_first_seen_is_told(scene: MakeScene, minutes: int, told: bool) -> None:
    made = scene()
    sam = made.colleague()
    made.laptop.clock.move(minutes=minutes)
    sam.say("mark.set", who="Ann", event=LAST, state="absent")
    made.laptop.clock.move(minutes=-minutes)
    sam.send()

    [line] = of_ann(made)

    assert line.odd.startswith("The time given is later than when it reached this laptop") is told

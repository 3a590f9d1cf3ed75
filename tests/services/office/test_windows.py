"""Windows of rounds and of single people: what is asked, refused and worked out."""

from datetime import date

import pytest
from support.assessed import START, AssessedScene
from support.scenes import MakeScene

from npq_desktop.errors import ServiceError


def test_the_end_follows_from_the_start(group: AssessedScene) -> None:
    group.announce()

    [window] = group.report()["windows"]
    assert (window["start"], window["end"]) == ("2027-07-05", "2027-07-12")
    assert window["opens"] == "2027-07-05T00:00:00+01:00"
    assert window["closes"] == "2027-07-13T00:00:00+01:00"
    assert window["title"] == "Main round"
    assert len(window["seed"]) == 32
    assert (window["called_off"], window["differs"]) == (False, False)


def test_a_round_announced_late_asks_why(group: AssessedScene) -> None:
    windows = group.office.windows

    with pytest.raises(ServiceError, match="Participants were promised these dates before"):
        windows.set_window([group.group], "r1", START)
    windows.set_window([group.group], "r1", START, reason="The hall was not free")
    windows.set_window([group.group], "r2", date(2027, 8, 30))


def test_a_round_announced_in_time_asks_nothing(scene: MakeScene) -> None:
    group = AssessedScene(scene("Ann", first=date(2028, 6, 8)))

    group.office.windows.set_window([group.group], "r1", date(2029, 7, 5))

    assert group.office.windows.rounds(group.group)[0].is_set


def test_rounds_do_not_overlap(group: AssessedScene) -> None:
    group.announce()

    with pytest.raises(ServiceError, match=r"“Main round” runs 5 to 12 July 2027\. Choose days"):
        group.announce("r2", date(2027, 7, 12))
    group.announce("r2", date(2027, 7, 13))


def test_a_move_says_how_many_become_late(admitted: AssessedScene) -> None:
    admitted.hand_in("Ann Ash", "2027-07-12T20:00:00+01:00")
    windows = admitted.office.windows
    asked = windows.question(admitted.group, "r1", date(2027, 7, 3))

    assert asked.startswith("1 response handed in so far. By this change 1 will no longer be in")
    with pytest.raises(ServiceError, match="Say why the window moves"):
        windows.set_window([admitted.group], "r1", date(2027, 7, 3))
    windows.set_window([admitted.group], "r1", date(2027, 7, 3), reason="A mistake of ours")
    assert admitted.place("Ann Ash")["responses"][0]["flags"] == ["late"]


def test_moving_keeps_the_seed_and_calling_off_takes_the_days(group: AssessedScene) -> None:
    group.announce()
    before = group.report()["windows"][0]["seed"]
    group.announce(start=date(2027, 7, 6))
    assert group.report()["windows"][0]["seed"] == before

    group.office.windows.call_off([group.group], "r1")

    [window] = group.report()["windows"]
    assert window["called_off"]
    assert window["opens"] is window["start"] is None
    assert group.place("Ann Ash")["status"] == "called_off"
    assert group.gate("Ann Ash") == ("closed", ["no_window", "undecided"])


def test_an_own_window_is_in_time_for_one_alone(admitted: AssessedScene) -> None:
    days = (START, date(2027, 7, 15))
    windows = admitted.office.windows
    windows.set_own(admitted.group, "r1", admitted.id("Ann Ash"), days, why="illness", text="flu")
    for who in ("Ann Ash", "Ben Bell"):
        admitted.hand_in(who, "2027-07-14T10:00:00+01:00")

    assert admitted.place("Ann Ash")["responses"][0]["flags"] == []
    assert admitted.place("Ann Ash")["own"]["closes"] == "2027-07-16T00:00:00+01:00"
    assert admitted.place("Ben Bell")["responses"][0]["flags"] == ["late"]
    windows.take_back_own(admitted.group, "r1", admitted.id("Ann Ash"))
    assert admitted.place("Ann Ash")["own"] is None
    assert admitted.place("Ann Ash")["responses"][0]["flags"] == ["late"]


@pytest.mark.parametrize(
    "days",
    [
        (date(2027, 7, 4), date(2027, 7, 15)),
        (START, date(2027, 7, 11)),
        (date(2027, 7, 20), date(2027, 7, 15)),
    ],
)
def test_an_own_window_lies_by_the_rounds(admitted: AssessedScene, days) -> None:
    with pytest.raises(ServiceError, match="An own window starts on 5 July 2027 or later"):
        admitted.office.windows.set_own(
            admitted.group, "r1", admitted.id("Ann Ash"), days, why="other"
        )


def test_two_own_windows_close_the_gate_and_make_nobody_late(admitted: AssessedScene) -> None:
    ann = admitted.id("Ann Ash")
    sam = admitted.scene.colleague(role="coordinator")
    said = {"window": f"r1/{ann}", "person": ann, "of": "r1", "start": "2027-07-05"}
    sam.say("window.set", **said, end="2027-07-16")
    admitted.office.windows.set_own(
        admitted.group, "r1", ann, (START, date(2027, 7, 15)), why="illness"
    )
    admitted.hand_in("Ann Ash", "2027-07-15T23:00:00+01:00")
    assert admitted.gate("Ann Ash") == ("open", [])
    sam.send()

    place = admitted.place("Ann Ash")
    assert (place["gate"], place["why"], place["differs"]) == ("closed", ["differs"], ["own"])
    assert place["responses"][0]["flags"] == ["not_admitted"]
    assert place["own"]["end"] == "2027-07-16"
    [shown] = admitted.scene.application.disagreements.all(admitted.group)
    admitted.scene.application.disagreements.choose(admitted.group, shown, shown.sides[0].head)
    assert admitted.gate("Ann Ash") == ("open", [])


def test_a_round_receives_from_its_opening_until_its_results(sat: AssessedScene) -> None:
    windows = sat.office.windows
    assert windows.receiving(sat.group) == (("r1", "Main round"),)
    sat.at(2027, 7, 4)
    assert windows.receiving(sat.group) == ()
    sat.at(2027, 7, 20)
    windows.results_out([sat.group], "r1")
    assert windows.receiving(sat.group) == ()

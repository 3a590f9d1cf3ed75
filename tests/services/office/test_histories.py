"""Random histories of two coordinators and a facilitator on three laptops: one gate everywhere.

The gates are worked out a second time from the entries alone, by the page and without our readers.
Source: services/office/OFFICE.md, "Gate". ``OFFICE_HISTORIES=500`` runs as many.
"""

import json
import os
import random
import shutil
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.applications import Laptop
from support.assessed import START, AssessedScene
from support.scenes import FIRST, Scene

from npq_desktop.engagement import evaluate_document
from npq_desktop.errors import ServiceError
from npq_desktop.journal.state import State, digest
from npq_desktop.rows.assessment import OutcomeLine, ReceivedFile

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("office histories")]

NAMES = ("Ann Ash", "Ben Bell")
PEOPLE = ("Alex Morgan", "Dana Reed", "Sam Okafor")
HISTORIES = int(os.environ.get("OFFICE_HISTORIES", "2"))
STEPS = 14


class Team:
    """Three laptops of one group; ``chance`` decides who does what."""

    def __init__(self, folder: Path, group: str, people: dict[str, str]) -> None:
        self.folder, self.group, self.people = folder, group, people
        self.laptops = [Laptop(folder / name, name) for name in PEOPLE]
        for each in self.laptops:
            each.clock.now = each.clock.now.replace(year=2027, month=7, day=6)

    def close(self) -> None:
        for each in self.laptops:
            each.close()

    def give(self, sender: Laptop, taker: Laptop) -> None:
        path = self.folder / f"from {sender.person} to {taker.person}.npqsync"
        sender.application.exchange.send(self.group, path)
        exchange = taker.application.exchange
        exchange.merge(exchange.preview(path))

    def everyone_gives_to_everyone(self) -> None:
        for _ in range(2):
            for sender in self.laptops:
                for taker in self.laptops:
                    if sender is not taker:
                        self.give(sender, taker)

    def step(self, chance: random.Random) -> None:
        laptop = chance.choice(self.laptops)
        if chance.random() < 0.25:
            self.give(laptop, chance.choice([each for each in self.laptops if each is not laptop]))
            return
        with suppress(ServiceError):  # what is refused here changes nothing, on any laptop
            self._act(laptop, chance)

    def _act(self, laptop: Laptop, chance: random.Random) -> None:
        office, group = laptop.application.office, self.group
        person = chance.choice(list(self.people.values()))
        shift = timedelta(days=chance.randrange(3))
        decided = {"approved_by": "Dana", "reason": "Agreed by the office"}
        marked = {"marker": "Dee", "marker_outcome": chance.choice(("passed", "failed"))}
        file = ReceivedFile("x.txt", bytes([chance.randrange(9)]), "2027-07-12T20:00:00+01:00")
        acts = [
            lambda: office.decisions.admit_one(group, "r1", person),
            lambda: office.decisions.refuse(group, "r1", person, "Left the school"),
            lambda: office.decisions.override(group, "r1", person, **decided),
            lambda: office.decisions.defer(group, "r1", person, to="r2", private="in hospital"),
            lambda: office.decisions.take_back(group, "r1", person),
            lambda: office.decisions.release(group, "r1", [person]),
            lambda: office.windows.set_window([group], "r1", START + shift, reason="Moved"),
            lambda: office.windows.call_off([group], "r2"),
            lambda: office.windows.set_own(
                group, "r1", person, (START + shift, date(2027, 7, 20) + shift), why="illness"
            ),
            lambda: office.windows.take_back_own(group, "r1", person),
            lambda: office.responses.record(
                group, "r1", office.responses.read(group, "r1", [file], person=person)
            ),
            lambda: office.outcomes.save(group, "r1", [OutcomeLine(person, **marked)]),
        ]
        chance.choice(acts)()
        laptop.clock.move(minutes=chance.randrange(1, 40))


@pytest.fixture(scope="module")
def team_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("office team")
    alex = Laptop(folder / PEOPLE[0], PEOPLE[0])
    group = AssessedScene(Scene.set_up(alex, NAMES, {}, FIRST))
    for who in NAMES:
        group.does(who, 6, 7, 8)
    group.announce()
    group.announce("r2", date(2027, 8, 30))
    laptops = [alex]
    for name, role in zip(PEOPLE[1:], ("coordinator", "facilitator"), strict=True):
        path = folder / f"invitation of {name}"
        made = alex.application.membership.invite(group.group, name, role, path)
        other = Laptop(folder / name, name)
        membership = other.application.membership
        membership.join(membership.preview_invitation(path, made.words))
        laptops.append(other)
    team = Team(folder, group.group, group.scene.people)
    team.laptops = laptops
    for _ in range(2):
        for each in laptops[1:]:
            team.give(each, alex)
            team.give(alex, each)
    team.close()
    return folder, group.group, group.scene.people


def values(state: State, *cell: str) -> list[dict[str, object]]:
    return [dict(value.content) for value in state.values(cell)]


def workings_hold(content: dict[str, object], person: str) -> bool:
    try:
        question = json.loads(str(content.get("question")))
        [found] = evaluate_document(question)["participants"]
    except ValueError:
        return False
    said = tuple(content.get(name) for name in ("secured", "possible", "standing"))
    given = (found["secured"]["fraction"], found["possible"]["fraction"], "met")
    rule = (question["rule"]["threshold"], question["as_of"], found["id"])
    return said == given and rule == (content["threshold"], content["as_of"], person)


def gate(state: State, person: str, key: str) -> tuple[str, list[str]]:
    """The gate by the page, from nothing but the entries."""
    windows = values(state, "window", key)
    own = values(state, "window", f"{key}/{person}")
    decided = values(state, "assessment", person, key)

    def differ(found: list[dict[str, object]], *names: str) -> bool:
        return len({tuple(each.get(name) for name in names) for each in found}) > 1

    eligible = {each.get("eligible") for each in decided}
    to = {each["to"] for each in decided if each.get("to")}
    why = []
    if not any(each.get("start") for each in windows):
        why.append("no_window")
    if (
        differ(windows, "start", "end")
        or differ(own, "start", "end")
        or len(eligible) > 1
        or len(to) > 1
    ):
        why.append("differs")
    said = next(iter(eligible)) if len(eligible) == 1 else None
    if said is None and len(eligible) < 2:
        why.append("undecided")
    why += [word for value, word in (("no", "refused"), ("deferred", "deferred")) if said == value]
    if said == "yes" and not all(workings_hold(each, person) for each in decided):
        why.append("workings")
    return ("closed" if why else "override" if said == "override" else "open"), why


@pytest.mark.parametrize("number", range(HISTORIES))
def test_every_laptop_comes_to_the_same_gates(number: int, team_folder, tmp_path: Path) -> None:
    folder, group, people = team_folder
    for name in PEOPLE:
        shutil.copytree(folder / name, tmp_path / name)
    team, chance = Team(tmp_path, group, people), random.Random(number)
    try:
        for _ in range(STEPS):
            team.step(chance)
        team.everyone_gives_to_everyone()
        states = [each.application.store.state(group) for each in team.laptops]
        assert len({digest(state) for state in states}) == 1
        found = [each.application.office.assessment.report(group) for each in team.laptops]
        gates = [
            [(w["window"], w["gate"], w["why"]) for p in each["people"] for w in p["windows"]]
            for each in found
        ]
        assert gates[0] == gates[1] == gates[2]
        for person in found[0]["people"]:
            for place in person["windows"]:
                theirs = gate(states[0], person["id"], place["window"])
                assert (place["gate"], list(place["why"])) == theirs
                if set(place["differs"]) - {"outcome"}:
                    assert place["gate"] == "closed"
    finally:
        team.close()

"""A group at its assessment: who has done what, a window, and what is recorded of it."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from support.applications import Laptop
from support.scenes import ABSENT, FIRST, PAST, PRESENT, TO_COME, Scene

from npq_desktop.rows.assessment import OutcomeLine, ReceivedFile

START = date(2027, 7, 5)
EVENTS = (*PAST, *TO_COME)


class AssessedScene:
    """A scene after its last event; ``who`` are names."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.group = scene.group
        self.at(2027, 6, 21, 9)

    @property
    def office(self):
        return self.scene.application.office

    def at(self, year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> None:
        self.scene.laptop.clock.now = datetime(year, month, day, hour, minute, tzinfo=UTC)

    def id(self, who: str) -> str:
        return self.scene.people[who]

    def does(self, who: str, diagnostics: int, reflections: int, events: int) -> None:
        """Hand in so many tasks and attend so many events; the rest is missed."""
        items = self.scene.facts.programme.items
        tasks = [item for item in items if not item.is_event]
        for component, number in (("diagnostic", diagnostics), ("reflective", reflections)):
            for item in [i for i in tasks if i.component == component][:number]:
                self.scene.hand_in(who, item.key, f"{who} {item.key}")
        for place, event in enumerate(EVENTS):
            self.scene.mark(who, event, PRESENT if place < events else ABSENT)

    def announce(self, key: str = "r1", start: date = START, reason: str = "late") -> None:
        self.office.windows.set_window([self.group], key, start, reason=reason)

    def admit(self, who: str, key: str = "r1") -> None:
        self.office.decisions.admit_one(self.group, key, self.id(who))

    def override(self, who: str, key: str = "r1") -> None:
        said = {"approved_by": "Dana Reed", "reason": "Agreed by the office"}
        self.office.decisions.override(self.group, key, self.id(who), **said)

    def hand_in(
        self, who: str, when: str, key: str = "r1", words: int = 1500, number: int = 0
    ) -> str:
        """Receive a response; returns the digest of its content."""
        data = (" ".join(["word"] * words) + " " * (1 + len(who) + number)).encode()
        file = ReceivedFile(f"{who}.txt", data, when)
        lines = self.office.responses.read(self.group, key, [file], person=self.id(who))
        self.office.responses.record(self.group, key, lines)
        return hashlib.sha256(data).hexdigest()

    def outcome(self, who: str, key: str = "r1", **said: str) -> None:
        self.office.outcomes.save(self.group, key, [OutcomeLine(self.id(who), **said)])

    def final(self, who: str, outcome: str, key: str = "r1", marker: str = "Dee Dunn") -> None:
        """Mark, draw, moderate and make final."""
        said = {"marker": marker, "marker_outcome": outcome}
        self.outcome(who, key, **said)
        found = self.office.outcomes.sample(self.group, key)
        if set(found.sample) - set(found.drawn):
            self.office.outcomes.draw(self.group, key)
        said |= {"moderator": "Eli East", "moderator_outcome": outcome}
        self.outcome(who, key, **said, outcome=outcome)

    def report(self, at: str = "") -> dict:
        return json.loads(json.dumps(self.office.assessment.report(self.group, at)))

    def person(self, who: str, at: str = "") -> dict:
        return next(p for p in self.report(at)["people"] if p["id"] == self.id(who))

    def place(self, who: str, key: str = "r1", at: str = "") -> dict:
        return next(w for w in self.person(who, at)["windows"] if w["window"] == key)

    def gate(self, who: str, key: str = "r1") -> tuple[str, list[str]]:
        found = self.place(who, key)
        return found["gate"], found["why"]


@dataclass(frozen=True)
class Prepared:
    """A group that was set up once, in a folder that is closed; each test works on a copy."""

    folder: Path
    group: str
    people: dict[str, str]
    now: datetime

    def opened(self, into: Path) -> AssessedScene:
        folder = into / "laptop of Alex Morgan"
        shutil.copytree(self.folder, folder)
        scene = Scene(Laptop(folder, "Alex Morgan"), self.group, self.people)
        assessed = AssessedScene(scene)
        scene.laptop.clock.now = self.now
        return assessed


def prepared(folder: Path, prepare: Callable[[AssessedScene], None], *names: str) -> Prepared:
    """Set a group of these people up in a folder, and close it."""
    laptop = Laptop(folder / "prepared", "Alex Morgan")
    group = AssessedScene(Scene.set_up(laptop, names, {}, FIRST))
    prepare(group)
    laptop.close()
    return Prepared(laptop.folder, group.group, group.scene.people, laptop.clock.now)

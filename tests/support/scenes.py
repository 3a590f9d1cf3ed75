"""A group on a real store for tests of services: people, facts of every kind, and a colleague.

The seminars stand as the shipped programme plans them from :data:`FIRST`; on the clock's day five
events are past and three to come.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from support.applications import MOMENT, Laptop, group_as_planned, preview

from npq_desktop.bundle.files import save_file
from npq_desktop.bundle.writing import bundle_bytes
from npq_desktop.engagement import Item
from npq_desktop.journal.event import Author, Event, Pen
from npq_desktop.journal.keys import InvitationKeys, age_recipient, age_secret
from npq_desktop.programme import Programme
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Merged
from npq_desktop.rows.register import Mark, MarkState, unmarked
from npq_desktop.services.application import Application
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry, Recorded, Recorder
from npq_desktop.services.core.worth.disputed import Worth
from npq_desktop.services.core.worth.items import ItemsOfGroup

FIRST = date(2026, 6, 8)
PAST = ("conference-1", "m1.seminar", "m2.seminar", "m3.seminar", "m4.seminar")
TO_COME = ("m5.seminar", "m6.seminar", "conference-2")
PRESENT, ABSENT = Mark(MarkState.PRESENT), Mark(MarkState.ABSENT)
UNMARKED = Mark(MarkState.UNMARKED)


def late(minutes: int) -> Mark:
    return Mark(MarkState.LATE, minutes_late=minutes)


def with_settings(programme: Programme, settings: Mapping[str, object]) -> Programme:
    """The programme with some keys of its document changed, such as ``tasks.counts_when``."""
    document = json.loads(programme.to_json())
    for path, value in settings.items():
        *tables, key = path.split(".")
        table = document
        for name in tables:
            table = table[name]
        table[key] = value
    return Programme.from_json(json.dumps(document))


class Scene:
    """One group of one laptop; ``people`` maps names to ids."""

    def __init__(self, laptop: Laptop, group: str, people: Mapping[str, str]) -> None:
        self.laptop = laptop
        self.group = group
        self.people = dict(people)

    @classmethod
    def set_up(
        cls, laptop: Laptop, names: tuple[str, ...], settings: Mapping[str, object], first: date
    ) -> "Scene":
        """With a new group of people of these names."""
        application = laptop.application
        shipped = application.setup.programme
        application.setup.programme = with_settings(shipped, settings)
        group = group_as_planned(
            application,
            preview(*names),
            title="Group 07",
            cohort="Autumn 2026",
            first_seminar=first,
        )
        application.setup.programme = shipped
        people = application.core.facts.of(group).people
        found = {fact.fields["name"]: key for key, fact in people.items()}
        return cls(laptop, group, {name: found[name] for name in names})

    @property
    def application(self) -> Application:
        return self.laptop.application

    @property
    def facts(self) -> GroupFacts:
        return self.application.core.facts.of(self.group)

    @property
    def recorder(self) -> Recorder:
        return self.application.core.recorder

    def write(self, kind: str, **content: object) -> Recorded:
        """An entry by this laptop's owner; ``who`` is turned from a name into a person."""
        return self.recorder.write(self.group, [NewEntry(kind, self.content(content))])

    def content(self, content: Mapping[str, object]) -> Mapping[str, object]:
        said = {name.rstrip("_"): value for name, value in content.items() if name != "who"}
        who = {"person": self.people[str(content["who"])]} if "who" in content else {}
        return {**who, **said}

    def mark(self, who: str, event: str, mark: Mark) -> None:
        self.application.register.mark(self.group, event, self.people[who], mark)

    def mark_rest(self, event: str, mark: Mark) -> Changes:
        """The same mark for whoever is unmarked, as shown just now."""
        shown = unmarked(self.application.register.view(self.group, event).rows)
        people = [row.person for row in shown]
        return self.application.register.mark_rest(self.group, event, mark, people)

    def sign_off(self, event: str, head_count: int | None = None) -> Changes:
        """Sign the register as it is shown just now."""
        shown = self.application.signoff.draft(self.group, event, head_count)
        return self.application.signoff.sign_off(self.group, event, shown)

    def choose(self, who: str, event: str, side: int) -> Changes:
        """Settle a disagreement on one of the sides that are shown just now."""
        person, register = self.people[who], self.application.register
        rows = register.view(self.group, event).rows
        heads = [side.head for row in rows if row.person == person for side in row.candidates]
        return register.choose(self.group, event, person, heads[side], heads)

    def hand_in(self, who: str, task: str, text: str = "first", **more: object) -> str:
        """A submission; returns the digest of its content."""
        content = (text.encode().hex() + "0" * 64)[:64]
        said = {"name": f"{text}.docx", "size": len(text), "text": text, **more}
        self.write("submission.add", who=who, task=task, content=content, **said)
        return content

    def decide(self, who: str, task: str, decision: str, *seen: str) -> None:
        self.write("review.set", who=who, task=task, decision=decision, seen=list(seen))

    def item(self, who: str, key: str) -> tuple[Item, Worth]:
        """What one item is worth to one person now."""
        items = ItemsOfGroup(facts=self.facts, now=self.laptop.clock())
        return next(pair for pair in items.items(self.people[who]) if pair[0].id == key)

    def state(self, who: str, key: str) -> str:
        return self.item(who, key)[0].state.value

    def colleague(self, name: str = "Sam Okafor", role: str = "facilitator") -> "Colleague":
        return Colleague(self, name, role)


class Colleague:
    """A member on another laptop, who has not seen what is recorded here since joining."""

    def __init__(self, scene: Scene, name: str, role: str) -> None:
        self._scene = scene
        seed = (name + "." * 32).encode()[:32]
        invitation = InvitationKeys(seed[:16])
        asked = {
            "sign": invitation.signing_key.public,
            "age": age_recipient(invitation.age_secret),
            "member": seed.hex()[:32],
            "name": name,
            "role": role,
        }
        [invite] = scene.write("invite", **asked).ids
        self.author = Author(seed, seed.hex()[:32])
        self.pen = Pen(self.author, scene.group, last_prev=None)
        self.events: list[Event] = list(scene.application.store.events(scene.group))
        age = age_recipient(age_secret(seed))
        proof = invitation.proof(group=scene.group, invite=invite, key=self.author.key, age=age)
        device = f"{name.split(maxsplit=1)[0]}'s laptop"
        join = {"invite": invite, "age": age, "name": name, "device": device, "proof": proof}
        self._write("join", join)
        self.send()

    def say(self, kind: str, *, rep: tuple[str, ...] = (), **content: object) -> str:
        """Record something; nobody knows before :meth:`send`."""
        return self._write(kind, self._scene.content(content), rep)

    def catch_up_with_us(self) -> None:
        """Take in everything that the scene's laptop has."""
        self.events = list(self._scene.application.store.events(self._scene.group))

    def file(self, path: Path) -> Path:
        """The colleague's sync file, readable."""
        at, group = self._at, self._scene.group
        save_file(path, [bundle_bytes(self.events, author=self.author, group=group, at=at)])
        return path

    def send(self) -> Merged:
        """The scene's laptop opens the colleague's file."""
        exchange = self._scene.application.exchange
        path = self.file(self._scene.laptop.folder.parent / f"{self.author.member}.npqsync")
        _, merged = exchange.merge(exchange.preview(path))
        return merged

    def tell(self, kind: str, **content: object) -> str:
        """Record something and send it at once."""
        event = self.say(kind, **content)
        self.send()
        return event

    def _write(self, kind: str, content: Mapping[str, object], rep: tuple[str, ...] = ()) -> str:
        event = self.pen.write(kind, content, rep=rep, at=self._at)
        self.pen.commit(event)
        self.events.append(event)
        return event.id

    @property
    def _at(self) -> str:
        return self._scene.laptop.clock().isoformat(timespec="seconds")


def did_not_run(application: Application, group: str, event: str, reason: str) -> Changes:
    """Record it with the effect that is shown just now."""
    changes = application.event_changes
    return changes.did_not_run(group, event, reason, changes.effect(group, event))


def disagree(scene: Scene, event: str) -> None:
    """Ann Ash is present, says this laptop; absent, says Sam's."""
    sam = scene.colleague()
    sam.say("mark.set", who="Ann Ash", event=event, state="absent", how="typed")
    scene.mark("Ann Ash", event, PRESENT)
    sam.send()


MakeScene = Callable[..., Scene]


class NewScenes:
    """Closed laptops of Alex Morgan's with a new group, made once for each group and copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()  # what could not be set up stays open, and its folder is its own
        self._made: dict[str, Scene] = {}

    def on(
        self, laptop: Laptop, names: tuple[str, ...], settings: Mapping[str, object], first: date
    ) -> Scene:
        """The scene on a laptop that was not used yet, whose clock stands where it stood."""
        key = json.dumps([names, settings, str(first)])
        if key not in self._made:
            folder = self._folder / str(next(self._numbers))
            self._made[key] = Scene.set_up(Laptop(folder, laptop.person), names, settings, first)
            self._made[key].laptop.close()
        made = self._made[key]
        laptop.new = made.laptop.folder
        return Scene(laptop, made.group, made.people)


def scenes(laptop: Callable[[str], Laptop], new: NewScenes) -> MakeScene:
    """``scene("Ann", "Ben", settings=…)``: a new group of Alex Morgan's."""
    given: list[Laptop] = []

    def scene(
        *names: str, settings: Mapping[str, object] | None = None, first: date = FIRST
    ) -> Scene:
        alex, about = laptop("Alex Morgan"), (names or ("Ann",), settings or {}, first)
        is_used = alex.folder.exists() or alex.clock() != MOMENT or alex in given
        given.append(alex)
        return Scene.set_up(alex, *about) if is_used else new.on(alex, *about)

    return scene


def days_later(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()

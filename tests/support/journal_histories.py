"""Made-up histories of a group in which nearly everything goes wrong, from a source of chance.

Several devices write from what each has seen so far; what they see travels in part and in any
order. Decisions never depend on ids or times, so the same chance with other times makes the same
story.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from support.journal import AT, Group, Invited, author, member, person, seed

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import Author, Event, Pen

DEVICES = ("olu", "office", "sam", "kim", "lee", "max", "sam@old-laptop")
ROOTS = ("olu", "office")
MEMBERS = (
    ("olu", "sam", "coordinator"),
    ("office", "kim", "coordinator"),
    ("sam", "lee", "coordinator"),
    ("kim", "max", "facilitator"),
)
PEOPLE = ("ann", "ben")
PLANNED = ("m1.seminar", "m2.seminar")


class TimedGroup(Group):
    """A group whose events claim the times that ``clock`` gives."""

    def __init__(self, name: str, *, clock: Callable[[], str]) -> None:
        self.clock = clock
        super().__init__(name, roots=ROOTS)

    def write(self, name: str, kind: str, content: object, **more: object) -> Event:
        more["at"] = self.clock()
        return super().write(name, kind, content, **more)


@dataclass
class History:
    """Writes ``size`` random steps; ``chance`` decides, ``clock`` dates."""

    chance: random.Random
    size: int
    clock: Callable[[], str] = lambda: AT
    tied_joins: bool = True
    group: TimedGroup = field(init=False)
    invited: list[Invited] = field(init=False, default_factory=list)
    seen: dict[str, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.group = TimedGroup("history", clock=self.clock)
        for by, name, role in MEMBERS:
            self.invited.append(self.group.invite(by, name, role=role))
            self.group.join(self.invited[-1])
        steps = (
            [self.fact] * 12
            + [self.undo, self.odd, self.wrong_name, self.restored, self.copied] * 2
            + [self.invite, self.join, self.withdraw, self.accept, self.erase, self.programme]
            + [self.revoke, self.travel, self.travel, self.travel]
        )
        for _ in range(self.size):
            self.chance.choice(steps)()

    @property
    def events(self) -> list[Event]:
        return self.group.events

    # ---- what a device has seen ----

    def view(self, device: str) -> list[Event]:
        """What the device wrote or received, in the order of writing."""
        key = author(device).key
        seen = set(self.seen.get(device, ()))
        return [e for i, e in enumerate(self.events) if i in seen or e.key == key]

    def travel(self) -> None:
        """Some of the events come to some device."""
        device = self.chance.choice(DEVICES)
        share = self.chance.choice((0.3, 0.8, 1.0))
        known = self.seen.setdefault(device, [])
        known += [i for i in range(len(self.events)) if self.chance.random() < share]

    def some(self, events: Sequence[Event], most: int) -> list[Event]:
        count = self.chance.randint(0, min(most, len(events)))
        return self.chance.sample(list(events), count)

    # ---- steps ----

    def fact(self) -> None:
        """An ordinary entry that replaces what its author had before her; or nearly that."""
        device = self.chance.choice(DEVICES)
        kind, content = self._content()
        run = self.chance.choice((1, 1, 1, 2))
        self.group.write(device, kind, content, rep=self._replaced(device, kind, content), run=run)

    def _content(self) -> tuple[str, dict[str, object]]:
        planned, who = self.chance.choice(PLANNED), person(self.chance.choice(PEOPLE))
        about = {"event": planned, "person": who}
        value = self.chance.choice(("red", "blue", None))
        return self.chance.choice(
            (
                ("mark.set", {**about, "state": "present"}),
                ("mark.set", {**about, "state": "absent"}),
                ("mark.set", {**about, "state": None}),
                ("person.set", {"person": who, "name": value, "urn": 123456}),
                ("person.set", {"person": who, "name": value}),
                ("event.set", {"event": planned, "title": value, "place": "hall"}),
                ("event.set", {"event": planned, "place": value}),
                ("exemption.set", {"person": who, "item": planned, "value": "excused"}),
                ("note.add", {"id": seed(str(len(self.events)), 16).hex(), "person": who}),
                ("register.open", {"event": planned, "roster": [who]}),
            )
        )

    def _replaced(self, device: str, kind: str, content: dict[str, object]) -> list[Event | str]:
        alike = [
            e
            for e in self.view(device)
            if e.kind == kind
            and e.content is not None
            and ("undoes" in e.content or e.content.get("person") == content.get("person"))
        ]
        replaced: list[Event | str] = list(alike[-self.chance.choice((1, 2, 4)) :])
        if self.chance.random() < 0.2:
            replaced += self.some(self.events, 3)
        if self.chance.random() < 0.05:
            replaced.append(seed("nowhere", 32).hex())
        return replaced

    def undo(self) -> None:
        """Takes back an entry, or an undo; at times of the wrong kind or beside the point."""
        device = self.chance.choice(DEVICES)
        undone = self.chance.choice(self.view(device) or self.events)
        kind = undone.kind if self.chance.random() < 0.9 else "mark.set"
        if kind == "group.start":
            return
        rep = [undone] if self.chance.random() < 0.9 else []
        self.group.write(device, kind, {"undoes": undone.id}, rep=rep)

    def odd(self) -> None:
        """An entry this version cannot use, which still lists what its author had before her."""
        device = self.chance.choice(DEVICES)
        kind, content = self._content()
        rep = self._replaced(device, kind, content)
        how = self.chance.randrange(4)
        if how == 0:
            self.group.write(device, "future.set", content, rep=rep)
        elif how == 1:
            self.group.write(device, kind, content, rep=rep, need=2)
        elif how == 2:
            self.group.write(device, "mark.set", {**content, "state": "asleep"}, rep=rep)
        else:
            self.group.write(device, kind, None, rep=rep)

    def wrong_name(self) -> None:
        device, other = self.chance.sample(DEVICES, 2)
        forger = Author(author(device).seed, member(other))
        kind, content = self._content()
        rep = [e.id for e in self._listed(device, kind, content)]
        pen = Pen(forger, self.group.id, last_prev=None, stream=self._stream("forged"))
        self.events.append(pen.write(kind, content, rep=rep, at=self.clock()))

    def restored(self) -> None:
        """A backup of the device goes on after an older entry of its own."""
        device = self.chance.choice(DEVICES)
        own = [e for e in self.events if e.key == author(device).key]
        after = self.chance.choice(own).id if own else None
        self._continue(device, after, self._stream("restored"))

    def copied(self) -> None:
        """A copy of the device runs at once with it, in the same stream."""
        device = self.chance.choice(DEVICES)
        pen = self.group.pen(device)
        self._continue(device, self.chance.choice((None, self.events[0].id)), pen.stream)

    def _continue(self, device: str, after: str | None, stream: str) -> None:
        pen = Pen(author(device), self.group.id, last_prev=after, stream=stream)
        for _ in range(self.chance.randint(1, 2)):
            kind, content = self._content()
            rep = [e.id for e in self._listed(device, kind, content)]
            event = pen.write(kind, content, rep=rep, at=self.clock())
            pen.commit(event)
            self.events.append(event)

    def _listed(self, device: str, kind: str, content: dict[str, object]) -> list[Event]:
        return [e for e in self._replaced(device, kind, content) if isinstance(e, Event)]

    def _stream(self, label: str) -> str:
        return seed(f"{label} {len(self.events)}", 16).hex()

    def invite(self) -> None:
        by, name = self.chance.choice(DEVICES), self.chance.choice(DEVICES[2:])
        if not self.tied_joins and any(one.name == name for one in self.invited):
            return
        role = self.chance.choice(("coordinator", "facilitator"))
        self.invited.append(self.group.invite(by, name, role=role))

    def join(self) -> None:
        """With the invited laptop, with another one, or with a proof that belongs elsewhere."""
        invited = self.chance.choice(self.invited)
        how = self.chance.randrange(8)
        if how == 0 and self.tied_joins:
            self.group.join(invited, device=self.chance.choice(DEVICES))
        elif how == 1:
            self.group.join(invited, device=f"{invited.name}@other")
        elif how == 2:
            other = self.chance.choice(self.invited)
            self.group.join(Invited(invited.event, other.invitation, invited.name))
        else:
            self.group.join(invited)

    def withdraw(self) -> None:
        if self.chance.random() < 0.5:
            self.group.withdraw(self.chance.choice(DEVICES[:4]), self.chance.choice(self.invited))

    def revoke(self) -> None:
        """Anybody revokes anybody, also in rings, and keeps some of what she has seen."""
        by, name = self.chance.sample(DEVICES, 2)
        own = [e for e in self.events if e.key == author(name).key]
        self.group.revoke(by, name, keep=self.some(own, 2) if self.chance.random() < 0.8 else own)

    def accept(self) -> None:
        self.group.accept(self.chance.choice(DEVICES), *self.some(self.events, 30))

    def erase(self) -> None:
        if self.chance.random() < 0.6:
            who, by = self.chance.choice(PEOPLE), self.chance.choice(DEVICES)
            self.group.erase(by, who, *self.some(self.events, 8))

    def programme(self) -> None:
        """Here an extra fact by a root, so that no history is without admitted ones."""
        content = {"event": "conference-1", "title": canonical([len(self.events)])}
        self.group.write(self.chance.choice(ROOTS), "event.set", content)

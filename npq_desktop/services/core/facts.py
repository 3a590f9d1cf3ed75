"""What the services know of a group: the store's facts, read once and kept until they change.

Owns the one place that decides what to read again after a write. Refuses to interpret: services
do. A register of 300 people is repainted after each mark, so only that event's marks are re-read.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from copy import copy
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from npq_desktop.errors import ServiceError
from npq_desktop.facts import (
    CatchupFact,
    ClaimFact,
    ConflictFact,
    EnrolmentFact,
    EventFact,
    ExemptionFact,
    ExpectedFact,
    GroupFact,
    HeldFact,
    InviteFact,
    MarkFact,
    MemberFact,
    NoteFact,
    PersonFact,
    RegisterFact,
    ReviewFact,
    SignoffFact,
    Source,
    SubmissionFact,
)
from npq_desktop.interchange.names import search_key
from npq_desktop.journal.state import State
from npq_desktop.programme import Programme
from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.services.core.joined import (
    Joined,
    covers_together,
    is_walk_in,
    joined_people,
    mains,
    together,
)
from npq_desktop.services.core.times import event_minutes
from npq_desktop.services.core.words import search_text, sort_key, told_apart
from npq_desktop.store.store import Store

Fact = TypeVar("Fact")
Key = TypeVar("Key", bound=Hashable)
MarksOfEvent = Mapping[str, tuple[MarkFact, ...]]

_KEPT_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "programme": ("group", "programme"),
    "person": ("everybody", "people", "participants", "names", "search_keys", "not_asked"),
    "event": ("events", "not_asked"),
    "register": ("registers", "not_asked"),
    "signoff": ("signoffs",),
    "submission": ("submissions",),
    "review": ("reviews",),
    "catchup": ("catchups",),
    "enrolment": ("enrolments", "not_asked"),
    "exemption": ("exemptions",),
    "expected": ("expected", "not_asked"),
    "note": ("notes",),
    "evidence": ("evidence",),
    "claim": ("claims",),
    "held": ("held",),
    "member": ("members",),
}
_FEW = 4
"""For so many people their marks are read one by one, for more all of the event's."""

_KEPT_BY_PERSON = (
    *("registers", "signoffs", "submissions", "reviews", "catchups"),
    *("enrolments", "exemptions", "expected", "notes", "not_asked"),
)
"""What is filed under a person, and so under another once two ids are joined or parted."""


class GroupFacts:
    """One group's facts, each kind read at first need; marks by event, then by person."""

    def __init__(self, *, store: Store, group: str) -> None:
        self._store = store
        self.id = group
        self._marks: dict[str, MarksOfEvent] = {}

    @cached_property
    def group(self) -> GroupFact:
        try:
            return self._store.reading.group(self.id)
        except LookupError as error:
            raise ServiceError(
                "This group is not on this laptop: open its sync file or an invitation."
            ) from error

    @cached_property
    def programme(self) -> Programme:
        return _programme(self.group.programme)

    @cached_property
    def people(self) -> Mapping[str, PersonFact]:
        """By id, in the order of a paper list: surname, then the whole name.

        Ids that are joined are one person, found under the id that stands for the others; the
        other facts are filed under that id too, whichever they were written about.
        """
        facts = [person for key, person in self.everybody.items() if key not in self.joined]
        return {person.id: person for person in sorted(facts, key=sort_key)}

    @cached_property
    def participants(self) -> Mapping[str, PersonFact]:
        """The people on the programme: without those who only walked into an event."""
        return {key: person for key, person in self.people.items() if not is_walk_in(person)}

    @cached_property
    def everybody(self) -> Mapping[str, PersonFact]:
        """Every id by itself, joined or not."""
        return {person.id: person for person in self._store.reading.people(self.id)}

    @cached_property
    def joined(self) -> Joined:
        """Which ids stand for which others."""
        return joined_people(self.everybody)

    def main(self, person: str | None) -> str:
        """The id under which a person is found; "" for nobody."""
        return self.joined.get(person or "", person or "")

    def ids_of(self, person: str) -> tuple[str, ...]:
        """A person's own id, then those joined with it, sorted."""
        return (person, *sorted(key for key, main in self.joined.items() if main == person))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What everybody is called here, namesakes told apart."""
        return told_apart(self.people.values())

    @cached_property
    def search_keys(self) -> Mapping[str, str]:
        """What a find compares, by person."""
        return {person.id: search_key(search_text(person)) for person in self.people.values()}

    @cached_property
    def not_asked(self) -> dict[tuple[str, date], Mapping[str, str]]:
        """For the registers to keep, by event and day, why they do not ask for somebody."""
        return {}

    @cached_property
    def events(self) -> Mapping[str, EventFact]:
        return {fact.id: fact for fact in self._store.reading.events(self.id)}

    @cached_property
    def registers(self) -> Mapping[str, RegisterFact]:
        facts = self._store.reading.registers(self.id)
        return {f.event: replace(f, people=mains(f.people, self.joined)) for f in facts}

    @cached_property
    def signoffs(self) -> Mapping[str, tuple[SignoffFact, ...]]:
        read = self._store.reading.signoffs(self.id)
        facts = [replace(fact, covers=covers_together(fact.covers, self.joined)) for fact in read]
        return _by(facts, lambda fact: fact.event)

    @cached_property
    def submissions(self) -> Mapping[tuple[str, str], tuple[SubmissionFact, ...]]:
        facts = self._store.reading.submissions(self.id)
        return _by(facts, lambda fact: (self.main(fact.person), fact.task))

    @cached_property
    def reviews(self) -> Mapping[tuple[str, str], tuple[ReviewFact, ...]]:
        facts = self._store.reading.reviews(self.id)
        return _by(facts, lambda fact: (self.main(fact.person), fact.task))

    @cached_property
    def catchups(self) -> Mapping[tuple[str, str], tuple[CatchupFact, ...]]:
        facts = self._store.reading.catchups(self.id)
        return _by(facts, lambda fact: (self.main(fact.person), fact.event))

    @cached_property
    def enrolments(self) -> Mapping[str, tuple[EnrolmentFact, ...]]:
        """By person, oldest first."""
        facts = sorted(self._store.reading.enrolments(self.id), key=lambda fact: fact.since)
        return _by(facts, lambda fact: self.main(fact.person))

    @cached_property
    def exemptions(self) -> Mapping[tuple[str, str], tuple[ExemptionFact, ...]]:
        facts = self._store.reading.exemptions(self.id)
        return _by(facts, lambda fact: (self.main(fact.person), fact.item))

    @cached_property
    def expected(self) -> Mapping[tuple[str, str], tuple[ExpectedFact, ...]]:
        facts = self._store.reading.expected(self.id)
        return _by(facts, lambda fact: (self.main(fact.person), fact.event))

    @cached_property
    def claims(self) -> tuple[ClaimFact, ...]:
        """What platforms' files say, under the ids it was recorded of."""
        return self._store.reading.claims(self.id)

    @cached_property
    def evidence(self) -> Mapping[str, tuple[NoteFact, ...]]:
        """Signed papers by event, in the order of their ids."""
        facts = self._store.reading.notes(self.id, kind="evidence.add")
        return _by((fact for fact in facts if fact.event), lambda fact: fact.event or "")

    @cached_property
    def notes(self) -> Mapping[tuple[str, str], tuple[NoteFact, ...]]:
        """Notes on a person at an event."""
        facts = [n for n in self._store.reading.notes(self.id) if n.kind == "note.add" and n.text]
        return _by(facts, lambda fact: (self.main(fact.person), fact.event or ""))

    @cached_property
    def held(self) -> tuple[HeldFact, ...]:
        """Entries that do not count, in the order of arrival."""
        return self._store.reading.held(self.id)

    @cached_property
    def members(self) -> Mapping[str, MemberFact]:
        """By key."""
        return {fact.key: fact for fact in self._store.reading.members(self.id)}

    @cached_property
    def invites(self) -> tuple[InviteFact, ...]:
        """The invitations that count, by id."""
        return self._store.reading.invites(self.id)

    @cached_property
    def copied_keys(self) -> tuple[str, ...]:
        """The keys of laptops of which two copies run at once."""
        return self._store.reading.copied_keys(self.id)

    def marks(self, event: str) -> MarksOfEvent:
        """The marks of one event: person → its one value, or the sides of a disagreement."""
        if not self._marks:
            by_event = _by(self._store.reading.marks(self.id), lambda fact: fact.event)
            self._marks = {key: self._by_person(facts) for key, facts in by_event.items()}
            self._marks.setdefault("", {})
        return self._marks.get(event, {})

    def marks_joined(self, event: str, people: Iterable[str]) -> tuple[MarkFact, ...]:
        """The marks these people would have at an event if they were one person."""
        marks = self.marks(event)
        return together([fact for one in people for fact in marks.get(one, ())], self._worth)

    @property
    def state(self) -> State:
        """The journal's state; reading it loads the whole group the first time."""
        return self._store.state(self.id)

    def sources(self, ids: Iterable[str]) -> Mapping[str, Source]:
        """Who wrote entries, and when they were first seen here, by their ids."""
        return self._store.reading.sources(ids)

    def member_name(self, key: str) -> str:
        """Who writes with a key, as colleagues know them."""
        member = self.members.get(key)
        return member.name if member else "an unknown laptop"

    def device_name(self, key: str) -> str:
        member = self.members.get(key)
        return member.device if member else "an unknown laptop"

    def forget(self, changes: Changes) -> None:
        """Read again, at the next need, what a write may have changed."""
        if changes.kinds == EVERYTHING:
            fresh = GroupFacts(store=self._store, group=self.id)
            self.__dict__.clear()
            self.__dict__.update(fresh.__dict__)
            return
        for kind in changes.kinds:
            for name in _KEPT_BY_KIND.get(kind, ()):
                self.__dict__.pop(name, None)
        if "person" in changes.kinds:
            self._rejoin()
        if changes.kinds & {"programme", "event"}:
            self._marks = {}  # what a mark is worth may have changed
        if "mark" in changes.kinds and self._marks:
            self._reread_marks(changes)

    def supposing(self, **kept: object) -> "GroupFacts":
        """These facts with some of them as they might be, to work out what if.

        A copy for one question: it hears of no write.
        """
        supposed = copy(self)
        supposed.__dict__.pop("not_asked", None)
        supposed.__dict__.update(kept)
        return supposed

    def _rejoin(self) -> None:
        """File everything anew, but only where ids were joined or parted."""
        before = self.__dict__.pop("joined", None)
        if before is not None and before != self.joined:
            for name in _KEPT_BY_PERSON:
                self.__dict__.pop(name, None)
            self._marks = {}

    def _by_person(self, facts: Iterable[MarkFact]) -> MarksOfEvent:
        by = _by(facts, lambda fact: self.main(fact.person))
        return {
            person: values if len(values) == 1 else together(values, self._worth)
            for person, values in by.items()
        }

    def _worth(self, fact: MarkFact) -> Fraction:
        """The credit of a mark, which is what colleagues may disagree about."""
        if fact.state != "present":
            return Fraction(0)
        minutes = event_minutes(self.events.get(fact.event))
        return self.programme.attendance_credit(fact.minutes_late, fact.minutes_early, minutes)

    def disagreements(self) -> tuple[ConflictFact, ...]:
        """Every disagreement of the group; marks of one worth agree whatever their minutes.

        Those about marks stand under the person, whichever of their ids the marks were made for.
        """
        conflicts = self._store.reading.conflicts(self.id)
        return (
            *(conflict for conflict in conflicts if conflict.cell[0] != "mark"),
            *self._disagreeing_marks({c.cell[1] for c in conflicts if c.cell[0] == "mark"}),
        )

    def _disagreeing_marks(self, events: Set[str]) -> Iterable[ConflictFact]:
        if self.joined:  # marks of two ids may disagree where neither cell does
            self.marks("")
        read = partial(self._store.reading.marks, self.id)
        found = self._marks or {e: self._by_person(read(event=e)) for e in events}
        for event, marks in sorted(found.items()):
            for person, facts in sorted(marks.items()):
                if len(facts) > 1:
                    heads = tuple(fact.head for fact in facts)
                    sources = tuple(fact.source for fact in facts)
                    yield ConflictFact(("mark", event, person), heads, sources)

    def forget_copies(self) -> None:
        """Look again, at the next need, for laptops of which two copies run."""
        self.__dict__.pop("copied_keys", None)

    def _reread_marks(self, changes: Changes) -> None:
        # A mark may arrive before the event it belongs to, so only people are known not to be one.
        events = changes.ids - self.everybody.keys()
        people = {self.main(each) for each in changes.ids & self.everybody.keys()}
        if len(events) == 1 and 0 < len(people) <= _FEW:
            self._reread_marks_of(next(iter(events)), people)
            return
        for event in events:
            self._marks[event] = self._by_person(self._store.reading.marks(self.id, event=event))

    def _reread_marks_of(self, event: str, people: Set[str]) -> None:
        read = partial(self._store.reading.marks, self.id, event=event)
        ids = [each for person in people for each in self.ids_of(person)]
        again = self._by_person(fact for each in ids for fact in read(person=each))
        before = self._marks.get(event, {})
        others = {person: facts for person, facts in before.items() if person not in people}
        self._marks[event] = {**others, **again}


class FactsOfGroups:
    """The facts of every group looked at in this run of the program."""

    def __init__(self, *, store: Store) -> None:
        self._store = store
        self._groups: dict[str, GroupFacts] = {}

    def of(self, group: str) -> GroupFacts:
        """The facts of one group; they live as long as this object."""
        if group not in self._groups:
            self._groups[group] = GroupFacts(store=self._store, group=group)
        return self._groups[group]

    def drop(self, group: str) -> None:
        """Forget a group that has left this laptop."""
        self._groups.pop(group, None)

    def forget(self, changes: Changes) -> None:
        """To be told of every write."""
        if changes.group in self._groups:
            self._groups[changes.group].forget(changes)


@lru_cache(maxsize=16)
def _programme(text: str) -> Programme:
    return Programme.from_json(text)  # a laptop's groups mostly share one


def _by(facts: Iterable[Fact], key: Callable[[Fact], Key]) -> Mapping[Key, tuple[Fact, ...]]:
    groups: dict[Key, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(key(fact), []).append(fact)
    return {name: tuple(members) for name, members in groups.items()}

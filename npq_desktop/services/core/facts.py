"""What the services know of a group: the store's facts, read once and kept until they change.

``GroupFacts.of`` keeps the facts of a kind, ``derived`` what is worked out of them: each names the
families it depends on where it is defined, so nothing else has to know what a write changes. A
register of 300 people is repainted after each mark, so of marks only those of few people are read
again.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from copy import copy
from dataclasses import replace
from datetime import date, tzinfo
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar, overload

from npq_desktop.errors import ProgrammeError, ServiceError
from npq_desktop.interchange.people.name_forms import search_key
from npq_desktop.journal.keys import SigningKey
from npq_desktop.journal.kinds import KINDS
from npq_desktop.journal.kinds.authority import GroupFact, InviteFact, MemberFact
from npq_desktop.journal.kinds.catchup import CATCHUP, CatchupFact
from npq_desktop.journal.kinds.claim import CLAIM, ClaimFact
from npq_desktop.journal.kinds.enrolment import ENROLMENT, EnrolmentFact
from npq_desktop.journal.kinds.entries import EVIDENCE, NOTE, NoteFact
from npq_desktop.journal.kinds.event import EVENT, EventFact, events_of
from npq_desktop.journal.kinds.exemption import EXEMPTION, ExemptionFact
from npq_desktop.journal.kinds.expected import EXPECTED, ExpectedFact
from npq_desktop.journal.kinds.fact import ConflictFact, HeldFact, Source
from npq_desktop.journal.kinds.kind import Kind
from npq_desktop.journal.kinds.mark import MARK, MarkFact
from npq_desktop.journal.kinds.person import PERSON, PersonFact, people_of
from npq_desktop.journal.kinds.programme import PROGRAMME
from npq_desktop.journal.kinds.register import REGISTER, SIGNOFF, RegisterFact, SignoffFact
from npq_desktop.journal.kinds.review import REVIEW, ReviewFact
from npq_desktop.journal.kinds.submission import SUBMISSION, SubmissionFact
from npq_desktop.journal.state import State
from npq_desktop.programme import Programme
from npq_desktop.programme.zones import home_zone
from npq_desktop.rows.changes import EVERYTHING, Changes, kind_of
from npq_desktop.rows.register import Candidate
from npq_desktop.services.core.joined import (
    Joined,
    covers_together,
    is_walk_in,
    joined_people,
    mains,
    together,
)
from npq_desktop.services.core.times import event_minutes, in_zone, moment
from npq_desktop.services.core.words import search_text, sort_key, told_apart
from npq_desktop.services.core.works_reread import FEW, WORK_FAMILIES, reread_works
from npq_desktop.services.core.worth.credit import credit
from npq_desktop.store.store import Store

Fact = TypeVar("Fact")
Kept = TypeVar("Kept")
Key = TypeVar("Key", bound=Hashable)
MarksOfEvent = Mapping[str, tuple[MarkFact, ...]]

JOINED = "joined"
"""As a family: what is filed under a person, and so under another once ids are joined or parted."""
EXAMPLE_SEED = b"NPQ Desktop: example colleague 01"[:32]
"""Of the keys of the made-up colleague, who is in every example group and in no other."""
EXAMPLE_KEY = SigningKey(EXAMPLE_SEED).public


class Derived(Generic[Kept]):
    """A value worked out of a group's facts: their property, or a function of them elsewhere."""

    def __init__(self, work_out: Callable[["GroupFacts"], Kept], families: frozenset[str]) -> None:
        self.families = families
        self.name = work_out.__name__
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, facts: None, owner: type) -> "Derived[Kept]": ...
    @overload
    def __get__(self, facts: "GroupFacts", owner: type) -> Kept: ...
    def __get__(self, facts: "GroupFacts | None", owner: type) -> "Derived[Kept] | Kept":
        return self if facts is None else self(facts)

    def __call__(self, facts: "GroupFacts") -> Kept:
        # Python finds a value in the object's own dictionary before it asks the property.
        kept = facts.__dict__
        if self.name not in kept:
            kept[self.name] = self._work_out(facts)
            facts.derived[self.name] = self.families
        value: Kept = kept[self.name]
        return value


def derived(*families: str) -> Callable[[Callable[["GroupFacts"], Kept]], Derived[Kept]]:
    """Keep what a function works out of a group's facts until one of these families changes.

    ``families`` are those of :class:`~npq_desktop.rows.changes.Changes`, and ``JOINED``.
    """
    return lambda work_out: Derived(work_out, frozenset(families))


_NOT_HERE = "This group is not on this laptop. Open its sync file or an invitation."


class GroupFacts:
    """One group's facts, each kind read at first need; marks by event, then by person."""

    def __init__(self, *, store: Store, group: str) -> None:
        self._store = store
        self.id = group
        self.derived: dict[str, frozenset[str]] = {}
        self._facts: dict[str, tuple[Any, ...]] = {}
        self._marks: dict[str, MarksOfEvent] = {}

    def of(self, kind: Kind[Fact]) -> tuple[Fact, ...]:
        """The live facts of a kind, in the order of their cells and heads."""
        if kind.name not in self._facts:
            self._facts[kind.name] = self._store.reading.facts(kind, self.id)
        return self._facts[kind.name]

    def read(self, *kinds: Kind[Any]) -> None:
        """Read several kinds in one query, ahead of their first need."""
        wanted = [kind for kind in kinds if kind.name not in self._facts]
        if wanted:
            self._facts.update(self._store.reading.facts_of(wanted, self.id))

    @derived("programme")
    def group(self) -> GroupFact:
        try:
            return self._store.reading.group(self.id, self.of(PROGRAMME))
        except LookupError as error:
            raise ServiceError(_NOT_HERE) from error

    @derived("programme")
    def programme(self) -> Programme:
        return programme_of(self.group.programme)

    @derived("programme")
    def zone(self) -> tzinfo:
        """The programme's time zone; that of the United Kingdom where none can be read."""
        try:
            return self.programme.zone
        except ProgrammeError:
            return home_zone()

    @derived("person")
    def people(self) -> Mapping[str, PersonFact]:
        """By id, in the order of a paper list: surname, then the whole name.

        Ids that are joined are one person, found under the id that stands for the others; the
        other facts are filed under that id too, whichever they were written about.
        """
        facts = [person for key, person in self.everybody.items() if key not in self.joined]
        return {person.id: person for person in sorted(facts, key=sort_key)}

    @derived("person")
    def participants(self) -> Mapping[str, PersonFact]:
        """The people on the programme: without those who only walked into an event."""
        return {key: person for key, person in self.people.items() if not is_walk_in(person)}

    @derived("person")
    def everybody(self) -> Mapping[str, PersonFact]:
        """Every id by itself, joined or not."""
        found = people_of(self.of(PERSON), self._store.reading.erased(self.id))
        return {person.id: person for person in found}

    @derived("person")
    def joined(self) -> Joined:
        """The id that represents each joined one."""
        return joined_people(self.everybody)

    def main(self, person: str | None) -> str:
        """The id under which a person is found; "" for none."""
        return self.joined.get(person or "", person or "")

    def ids_of(self, person: str) -> tuple[str, ...]:
        """A person's own id, then those joined with it, sorted."""
        return (person, *sorted(key for key, main in self.joined.items() if main == person))

    @derived("person")
    def names(self) -> Mapping[str, str]:
        """The name of each person by id, with what tells namesakes apart."""
        return told_apart(self.people.values())

    @derived("person")
    def search_keys(self) -> Mapping[str, str]:
        """What a find compares, by person."""
        return {person.id: search_key(search_text(person)) for person in self.people.values()}

    @derived("person", "event", "register", "enrolment", "expected", JOINED)
    def not_asked(self) -> dict[tuple[str, date], Mapping[str, str]]:
        """Kept for the registers: by event and day, why a person is not expected."""
        return {}

    @derived("event")
    def events(self) -> Mapping[str, EventFact]:
        return {fact.id: fact for fact in events_of(self.of(EVENT))}

    @derived("register", JOINED)
    def registers(self) -> Mapping[str, RegisterFact]:
        facts = self.of(REGISTER)
        return {f.event: replace(f, people=mains(f.people, self.joined)) for f in facts}

    @derived("signoff", JOINED)
    def signoffs(self) -> Mapping[str, tuple[SignoffFact, ...]]:
        read = self.of(SIGNOFF)
        facts = [replace(fact, covers=covers_together(fact.covers, self.joined)) for fact in read]
        return _by(facts, lambda fact: fact.event)

    @derived("submission", JOINED)
    def submissions(self) -> Mapping[tuple[str, str], tuple[SubmissionFact, ...]]:
        facts = self.of(SUBMISSION)
        return _by(facts, lambda fact: (self.main(fact.person), fact.task))

    @derived("review", JOINED)
    def reviews(self) -> Mapping[tuple[str, str], tuple[ReviewFact, ...]]:
        facts = self.of(REVIEW)
        return _by(facts, lambda fact: (self.main(fact.person), fact.task))

    @derived("catchup", JOINED)
    def catchups(self) -> Mapping[tuple[str, str], tuple[CatchupFact, ...]]:
        facts = self.of(CATCHUP)
        return _by(facts, lambda fact: (self.main(fact.person), fact.event))

    @derived("enrolment", JOINED)
    def enrolments(self) -> Mapping[str, tuple[EnrolmentFact, ...]]:
        """By person, oldest first."""
        facts = sorted(self.of(ENROLMENT), key=lambda fact: fact.since)
        return _by(facts, lambda fact: self.main(fact.person))

    @derived("exemption", JOINED)
    def exemptions(self) -> Mapping[tuple[str, str], tuple[ExemptionFact, ...]]:
        facts = self.of(EXEMPTION)
        return _by(facts, lambda fact: (self.main(fact.person), fact.item))

    @derived("expected", JOINED)
    def expected(self) -> Mapping[tuple[str, str], tuple[ExpectedFact, ...]]:
        facts = self.of(EXPECTED)
        return _by(facts, lambda fact: (self.main(fact.person), fact.event))

    @property
    def claims(self) -> tuple[ClaimFact, ...]:
        """What platforms' files hold, under the ids it was recorded for."""
        return self.of(CLAIM)

    @derived("evidence")
    def evidence(self) -> Mapping[str, tuple[NoteFact, ...]]:
        """Signed papers by event, in the order of their ids."""
        facts = self.of(EVIDENCE)
        return _by((fact for fact in facts if fact.event), lambda fact: fact.event or "")

    @derived("note", JOINED)
    def notes(self) -> Mapping[tuple[str, str], tuple[NoteFact, ...]]:
        """Notes on a person at an event."""
        facts = [note for note in self.of(NOTE) if note.text]
        return _by(facts, lambda fact: (self.main(fact.person), fact.event or ""))

    @derived("held")
    def held(self) -> tuple[HeldFact, ...]:
        """Entries that do not count, in the order of arrival."""
        return self._store.reading.held(self.id)

    @derived("member")
    def members(self) -> Mapping[str, MemberFact]:
        """By key."""
        return {fact.key: fact for fact in self._store.reading.members(self.id)}

    @derived()
    def invites(self) -> tuple[InviteFact, ...]:
        """The invitations that count, by id."""
        return self._store.reading.invites(self.id)

    @derived()
    def copied_keys(self) -> tuple[str, ...]:
        """The keys of laptops of which two copies run at once."""
        return self._store.reading.copied_keys(self.id)

    def marks(self, event: str) -> MarksOfEvent:
        """The marks of one event: person → its one value, or the sides of a disagreement."""
        if not self._marks:
            by_event = _by(self.of(MARK), lambda fact: fact.event)
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
        return member.shown if member else "an unknown laptop"

    def device_name(self, key: str) -> str:
        member = self.members.get(key)
        return member.device if member else "an unknown laptop"

    def forget(self, changes: Changes) -> None:
        """Read again, at the next need, what a write may have changed."""
        if (kinds := changes.kinds) == EVERYTHING:
            self.__dict__ = vars(GroupFacts(store=self._store, group=self.id))
            return
        mended = reread_works(self, self._store, changes) if kinds & WORK_FAMILIES else {}
        for name in [name for name in self._facts if kind_of(KINDS[name].family) in kinds]:
            del self._facts[name]
        before = self.__dict__.get("joined")
        self.work_out_again(kinds)
        if mended:
            _put_back(self, mended)
        if "person" in kinds and before is not None and before != self.joined:
            self.work_out_again({JOINED})
            self._marks = {}
        if kinds & {"programme", "event"}:
            self._marks = {}  # what a mark is worth may have changed
        if "mark" in kinds and self._marks:
            self._reread_marks(changes)

    def work_out_again(self, families: Set[str]) -> None:
        """Forget what was worked out of these families."""
        stale = [name for name, own in self.derived.items() if not own.isdisjoint(families)]
        for name in stale:
            del self.derived[name]
            self.__dict__.pop(name, None)

    def supposing(self, **kept: object) -> "GroupFacts":
        """These facts with some of them as they might be, to work out what if.

        A copy for one question: it hears of no write.
        """
        supposed = copy(self)
        supposed.derived = dict(self.derived)
        for name in kept:
            supposed.work_out_again(vars(GroupFacts)[name].families - {JOINED})
        supposed.__dict__.update(kept)
        return supposed

    def _by_person(self, facts: Iterable[MarkFact]) -> MarksOfEvent:
        by = _by(facts, lambda fact: self.main(fact.person))
        return {
            person: values if len(values) == 1 else together(values, self._worth)
            for person, values in by.items()
        }

    def _worth(self, fact: MarkFact) -> Fraction:
        """The credit of a mark, which is what colleagues may disagree about."""
        return credit(fact, self.programme, event_minutes(self.events.get(fact.event)))

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
        read = partial(self._store.reading.facts, MARK, self.id)
        found = self._marks or {event: self._by_person(read(event)) for event in events}
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
        if len(events) == 1 and 0 < len(people) <= FEW:
            self._reread_marks_of(next(iter(events)), people)
            return
        for event in events:
            self._marks[event] = self._by_person(self._store.reading.facts(MARK, self.id, event))

    def _reread_marks_of(self, event: str, people: Set[str]) -> None:
        read = partial(self._store.reading.facts, MARK, self.id, event)
        ids = [each for person in people for each in self.ids_of(person)]
        again = self._by_person(fact for each in ids for fact in read(each))
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

    def read_again(self) -> None:
        """Forget what was read of every group: a write that failed may have been seen."""
        for group, facts in self._groups.items():
            facts.forget(Changes(group, EVERYTHING, frozenset()))

    def forget(self, changes: Changes) -> None:
        """Call this after every write."""
        if changes.group in self._groups:
            self._groups[changes.group].forget(changes)


@lru_cache(maxsize=16)
def programme_of(text: str) -> Programme:
    """The programme that a group's journal holds; a laptop's groups mostly share one.

    Raises: ProgrammeError when this version cannot read it.
    """
    return Programme.from_json(text)


def _by(facts: Iterable[Fact], key: Callable[[Fact], Key]) -> Mapping[Key, tuple[Fact, ...]]:
    groups: dict[Key, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(key(fact), []).append(fact)
    return {name: tuple(members) for name, members in groups.items()}


def _put_back(facts: GroupFacts, mended: Mapping[str, object]) -> None:
    """Keep what was worked out in another way than by reading all of it."""
    facts.__dict__.update(mended)
    facts.derived.update({name: vars(GroupFacts)[name].families for name in mended})


def as_side(facts: GroupFacts, head: str, words: str, source: Source) -> Candidate:
    """One side of a disagreement with who recorded it, on which laptop, when."""
    return Candidate(
        head=head,
        words=words,
        who=facts.member_name(source.key),
        laptop=facts.device_name(source.key),
        claimed=moment(source.at, facts.zone),
        first_seen=in_zone(source.first_seen, facts.zone),
        own=not source.first_seen_from,
    )


def is_example(facts: GroupFacts) -> bool:
    """Whether this is the example group: its made-up colleague has joined."""
    return EXAMPLE_KEY in facts.members


def own_first(sides: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The sides in the order of "you and Sam": this laptop's own before the others."""
    return tuple(sorted(sides, key=lambda side: not side.own))

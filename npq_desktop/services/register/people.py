"""Records people who are not on the list: walk-ins, guests, and the participants they are.

A walk-in is a person of the group recorded with the event they came to. No register expects them
and no engagement counts them until they are linked to a participant. Likeness of names only orders
the choice; the facilitator makes it.
Source: ui/SCREENS.md, "Seminar register" (*Walk-in*); journal/FORMAT.md, section 3 (``same_as``).
"""

import secrets
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.cells.identifiers import Cleaned, clean_email, clean_trn
from npq_desktop.interchange.people.name_forms import normal_form, search_key
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.people import Arrived, PersonChoice, WalkIn
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.joined import WALK_IN, is_walk_in
from npq_desktop.services.core.marks import mark_of, words_of
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import GO_BACK, display_name, no_longer_here, search_text
from npq_desktop.services.register import words
from npq_desktop.services.register.register import RegisterService
from npq_desktop.services.register.told_before import Visits

_FEWEST_LETTERS = 2
_NEAR = 0.75
"""From this ratio on two names may be one mistyped: "Jon Smyth", "John Smith"."""


def alike(people: Iterable[PersonChoice], typed: str) -> tuple[PersonChoice, ...]:
    """Those whose name is like the typed one; of the same likeness in the order given."""
    wanted = search_key(typed)
    if len(wanted) < _FEWEST_LETTERS:
        return ()
    ranked = [(rank, each) for each in people if (rank := _rank(wanted, each)) is not None]
    return tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0]))


def _rank(wanted: str, person: PersonChoice) -> int | None:
    """0 the same, 1 begun or turned round, 2 near; None where nothing is alike."""
    found = [rank for name in person.names if (rank := _likeness(wanted, name)) is not None]
    return min(found, default=None)


def _likeness(wanted: str, name: str) -> int | None:
    if wanted == name:
        return 0
    if _begins(wanted.split(), name.split()):
        return 1
    return 2 if _is_near(wanted, name) else None


def _begins(typed: list[str], name: list[str]) -> bool:
    """Whether each typed word begins a word of the name, in any order."""
    return all(any(word.startswith(each) for word in name) for each in typed)


def _is_near(wanted: str, name: str) -> bool:
    """A letter or two apart, or the same surname after the same initial."""
    if not name or wanted[0] != name[0]:
        return False
    typed, known = wanted.split(), name.split()
    if len(typed) > 1 and len(known) > 1 and typed[-1] == known[-1]:
        return True
    matcher = SequenceMatcher(None, wanted, name)
    return matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR


def _joining_words(facts: GroupFacts, walk_in: str, other: str) -> str:
    names = facts.names[walk_in], facts.names[other]
    at_events = [
        words.joined_mark_words(
            each.title,
            names,
            (_mark_words(facts, each.id, walk_in), _mark_words(facts, each.id, other)),
            same=len(facts.marks_joined(each.id, (walk_in, other))) == 1,
        )
        for each in group_events(facts)
        if walk_in in facts.marks(each.id)
    ]
    return words.joining_words(at_events, names)


def _mark_words(facts: GroupFacts, event: str, person: str) -> str:
    """How a person is marked at an event: "late 12 min", "present or absent", "" without a mark."""
    marks = facts.marks(event).get(person, ())
    return " or ".join(words_of(mark_of(fact)).lower() for fact in marks)


class PeopleService:
    """Adds, links and unlinks people of a register; every method that writes is one undo step."""

    def __init__(self, core: Core, *, register: RegisterService) -> None:
        self._core = core
        self._register = register
        self._visits = Visits(core)

    def walk_in(self, group: str, event: str, who: WalkIn) -> Arrived:
        """Record a new person as present at this event, who is on no list.

        Raises:
            ServiceError: no name, a broken email or TRN, a namesake on this register without
                anything to tell the two apart, or an event that did not run.
        """
        fields = _fields(who)
        self._check_namesakes(group, event, fields)
        name = fields["name"]
        person, changes = self._arrive(group, event, fields, f"walk-in {name}")
        return Arrived(person, (changes,), words.arrived_as_walk_in(name))

    def known(self, group: str, event: str) -> tuple[PersonChoice, ...]:
        """Everyone a newcomer may be: the people on this register, then those of other groups."""
        facts = self._core.facts.of(group)
        here = [
            _choice(facts, "", facts.people[row.person], _on_register(facts, event, row.person))
            for row in self._register.view(group, event).rows
        ]
        return (*here, *self.others(group))

    def others(self, group: str) -> tuple[PersonChoice, ...]:
        """The participants of every other group on this laptop, by name."""
        titles = {key: title for key, title in self._visits.groups() if key != group}
        found = [
            _choice(self._core.facts.of(key), title, person, person.fields.get("school", ""))
            for key, title in titles.items()
            for person in self._core.facts.of(key).participants.values()
            if not person.erased
        ]
        return tuple(sorted(found, key=lambda each: (each.search_key, each.group, each.person)))

    def guest_words(self, event: str, guest: PersonChoice) -> str:
        """What recording this guest will do, and not do, in their own group."""
        return self._visits.plan(guest.group, event, guest.person).words

    def guest(self, group: str, event: str, guest: PersonChoice, shown: str) -> Arrived:
        """Record a person of another group as present here, and the visit in their own group.

        Two undo steps, one in each group. If the own group cannot be written, the mark here stays
        and the words name what is missing. ``shown`` is the text from :meth:`guest_words`.

        Raises:
            StaleError: it would do something else in their own group now.
            ServiceError: the person is already here as a guest, or the event did not run.
        """
        unchanged(shown, self.guest_words(event, guest))
        title = self._core.facts.of(guest.group).group.title
        note = f"guest from {title}"
        known = self._core.facts.of(guest.group).people[guest.person]
        name, school = display_name(known), known.fields.get("school", "")
        if self._is_guest(group, event, name, note):
            raise ServiceError(f"{name} is already on this register as a {note}.")
        fields = {"name": name} | ({"school": school} if school else {})
        person, changes = self._arrive(group, event, fields, f"guest {name}", note)
        plan = self._visits.plan(guest.group, event, guest.person)
        at_home = self._visits.record(plan, here=self._core.facts.of(group).group.title)
        return Arrived(
            person=person,
            changes=(changes, *at_home.changes),
            words=words.arrived_as_guest(guest.name, note, at_home.words),
        )

    def may_be(self, group: str, event: str, person: str) -> tuple[PersonChoice, ...]:
        """The people a walk-in may be linked to: similar names, other participants, walk-ins."""
        facts = self._core.facts.of(group)
        found = [
            _choice(facts, "", each, _detail(facts, event, each))
            for each in sorted(facts.people.values(), key=is_walk_in)
            if each.id != person and not each.erased
        ]
        first = alike(found, facts.names.get(person, ""))
        return (*first, *(each for each in found if each not in first))

    def joining_words(self, group: str, walk_in: str, other: str) -> str:
        """What :meth:`join` would do to the marks of both."""
        return _joining_words(self._core.facts.of(group), walk_in, other)

    def join(self, group: str, walk_in: str, participant: str, event: str, shown: str) -> Changes:
        """Link a walk-in to a participant, for whom the walk-in's records count from then on.

        ``shown`` is the text from :meth:`joining_words`.

        Raises:
            StaleError: it would do something else to their marks now.
            ServiceError: either is gone, they are linked already, or the first is no walk-in.
        """
        facts = self._core.facts.of(group)
        if walk_in not in facts.people or participant not in facts.people:
            raise ServiceError(no_longer_here())
        if walk_in == participant:
            raise ServiceError("They are already linked.")
        if not is_walk_in(facts.people[walk_in]):
            raise ServiceError("You can only link a walk-in to a participant.")
        unchanged(shown, _joining_words(facts, walk_in, participant))
        drafts = [NewEntry("person.set", {"person": walk_in, "same_as": participant})]
        step = f"linking {facts.names[walk_in]} to {facts.names[participant]}"
        return self._write(group, drafts, UndoStep(step, (), event, participant))

    def joined(self, group: str, person: str) -> tuple[tuple[str, str], ...]:
        """Id and name of every walk-in who was linked to a person."""
        facts = self._core.facts.of(group)
        return tuple((key, display_name(facts.everybody[key])) for key in facts.ids_of(person)[1:])

    def part(self, group: str, joined: str, event: str) -> Changes:
        """Unlink an id, which gets the marks made under it back.

        Raises:
            ServiceError: it is not linked.
        """
        facts = self._core.facts.of(group)
        if joined not in facts.joined:
            raise ServiceError(f"This person is not linked to a walk-in. {GO_BACK}")
        names = display_name(facts.everybody[joined]), facts.names[facts.main(joined)]
        drafts = [NewEntry("person.set", {"person": joined, "same_as": None})]
        return self._write(
            group, drafts, UndoStep(f"unlinking {names[0]} from {names[1]}", (), event)
        )

    def _arrive(
        self, group: str, event: str, fields: Mapping[str, str], step: str, note: str = ""
    ) -> tuple[str, Changes]:
        """A new person, present: one transaction, one step."""
        person = secrets.token_hex(16)
        at = {"event": event, "person": person}
        opening = self._register.opening(group, event)
        drafts = [NewEntry("person.set", {"person": person, **fields, WALK_IN: event})]
        drafts += [NewEntry("mark.set", {**at, "state": "present", "how": "typed"})]
        if note:
            drafts += [NewEntry("note.add", {**at, "id": secrets.token_hex(16), "text": note})]
        done = UndoStep(step, (), event, person)
        return person, self._write(group, [*opening, *drafts], done, kept=len(opening))

    def _write(self, group: str, drafts: list[NewEntry], step: UndoStep, kept: int = 0) -> Changes:
        """Undo takes back all but the first ``kept``: a roster stays frozen."""
        recorded = self._core.recorder.write(group, drafts)
        done = UndoStep(step.words, recorded.ids[kept:], step.event, step.person)
        self._core.undo.remember(group, done)
        return recorded.changes

    def _check_namesakes(self, group: str, event: str, fields: Mapping[str, str]) -> None:
        """A second person of one name needs something that tells them apart."""
        if len(fields) > 1:
            return
        wanted = normal_form(fields["name"])
        people = self._core.facts.of(group).people
        for row in self._register.view(group, event).rows:
            if normal_form(display_name(people[row.person])) == wanted:
                raise ServiceError(
                    f"{row.name} is already on this register. Mark that row. If this is someone "
                    "else, add a school, email or TRN to tell them apart."
                )

    def _is_guest(self, group: str, event: str, name: str, note: str) -> bool:
        rows = self._register.view(group, event).rows
        people = self._core.facts.of(group).people
        return any(
            row.walk_in and display_name(people[row.person]) == name and note in row.note
            for row in rows
        )


def _fields(who: WalkIn) -> dict[str, str]:
    name = " ".join(who.name.split())
    if not name:
        raise ServiceError("Type a name. That is all a walk-in needs.")
    given = {
        "name": name,
        "school": who.school.strip(),
        "email": _sound(clean_email(who.email)),
        "trn": _whole_trn(who.trn),
    }
    return {field: text for field, text in given.items() if text}


def _sound(cleaned: Cleaned) -> str:
    if cleaned.problem:
        raise ServiceError(f"{cleaned.problem} Correct it, or empty the field.")
    return cleaned.value or ""


def _whole_trn(text: str) -> str:
    """A TRN as it was typed; zeros in front are never guessed."""
    cleaned = clean_trn(text)
    if cleaned.note:
        raise ServiceError(
            f"A TRN has seven digits. Type {cleaned.value} if that is right, or empty the field."
        )
    return _sound(cleaned)


def _choice(facts: GroupFacts, title: str, person: PersonFact, detail: str) -> PersonChoice:
    name = display_name(person)
    return PersonChoice(
        group=facts.id,
        group_title=title,
        person=person.id,
        name=facts.names.get(person.id, name),
        detail=detail,
        search_key=search_key(search_text(person)),
        names=(search_key(name), search_key(person.fields.get("name", ""))),
    )


def _detail(facts: GroupFacts, event: str, person: PersonFact) -> str:
    """How the person is marked at the event, and the school."""
    kind = words.WALK_IN if is_walk_in(person) else ""
    said = _mark_words(facts, event, person.id) or words.NOT_MARKED
    return " · ".join(filter(None, (kind, said, person.fields.get("school", ""))))


def _on_register(facts: GroupFacts, event: str, person: str) -> str:
    return words.on_this_register(_detail(facts, event, facts.people[person]))

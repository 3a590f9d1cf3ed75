"""Compares a list of people with a group: who is who, what is new, what has to be asked.

A name never decides against a number, two lines are two people, and a line that is asked about is
left out until somebody answers. Nothing is written here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from npq_desktop.interchange.files.tables import TableProblem
from npq_desktop.interchange.people.likeness import are_alike, may_be_one
from npq_desktop.interchange.people.name_forms import normal_form
from npq_desktop.interchange.people.names import KnownPeople, Match, PersonIdentity, contradiction
from npq_desktop.interchange.rosters.roster import Roster, RosterPerson, leave_out, memberships
from npq_desktop.journal.kinds.enrolment import EnrolmentFact
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.rosters import (
    NEW_PERSON,
    RosterChange,
    RosterChoices,
    RosterPreview,
    RosterQuestion,
)
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.intake import roster_status, words
from npq_desktop.services.intake.roster_changes import changes_of, padded_trn

_NUMBERS = ("id", "TRN", "e-mail", "user name")
_STRENGTH = (*_NUMBERS, "name", "name without accents", "letters of the name", "likeness", "none")


@dataclass(frozen=True, slots=True)
class Line:
    """A person of the file and who of the group it is: "" for somebody new, None for nobody yet."""

    person: RosterPerson
    known: str | None
    found_by: str = "none"
    reason: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """The group that a list is compared with, as it is at one moment; any thread may use it.

    Empty where a group is made from the list. ``staff`` are names of those who lead it.
    """

    today: date
    staff: tuple[str, ...] = ()
    title: str = ""
    people: Mapping[str, PersonFact] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    enrolments: Mapping[str, Sequence[EnrolmentFact]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: GroupFacts, today: date) -> "Beside":
        """A group as it is now."""
        return cls(
            today=today,
            staff=tuple(sorted({member.name for member in facts.members.values()})),
            title=facts.group.title,
            people={key: one for key, one in facts.participants.items() if not one.erased},
            names=facts.names,
            enrolments=facts.enrolments,
        )


def preview_of(roster: Roster, path: Path, choices: RosterChoices, beside: Beside) -> RosterPreview:
    """What a list of people at ``path`` holds, compared with a group."""
    people = leave_out(roster, beside.staff)
    return _Comparison(people, beside, choices).preview(path)


class _Comparison:
    """One file beside one group, or beside none where a group is made from it."""

    def __init__(self, roster: Roster, beside: Beside, choices: RosterChoices) -> None:
        self._roster = roster
        self._beside = beside
        self._choices = choices
        self._today = beside.today
        self._known = beside.people
        self._identities = {key: identity_of(person) for key, person in self._known.items()}
        self._people = KnownPeople(self._identities.values())
        self._trns = {identity.trn for identity in self._identities.values()}
        self._chosen = self._chosen_groups()
        self._lines = tuple(self._answered(self._compared()))

    def preview(self, path: Path) -> RosterPreview:
        """Everything there is to see, before anything is stored."""
        taken = [line for line in self._lines if line.known is not None]
        changes = tuple(self._changes(taken))
        changed = dict.fromkeys(change.person for change in changes if change.person)
        roster = self._roster
        return RosterPreview(
            path=path,
            source=roster.source,
            people=tuple(_shown(line.person) for line in taken),
            problems=tuple(self._problems()),
            ignored=tuple(f"{column.title}: {column.reason}" for column in roster.mapping.ignored),
            added=tuple(line.person.name for line in taken if not line.known),
            changed=tuple(self._name(person) for person in changed),
            gone=tuple(self._gone()),
            fields=tuple(map(_new_fields, taken)),
            matches=tuple(line.known or "" for line in taken),
            statuses=tuple(
                roster_status.new_status(line.person.status, self._enrolments(line), self._today)
                for line in taken
            ),
            status_words=tuple(filter(None, map(self._status_words, self._lines))),
            changes=changes,
            questions=tuple(self._questions()),
            groups=self._groups(),
            chosen=self._chosen,
            removals=roster.removals,
            sheet=roster.sheet or "",
            sheets=roster.sheets,
            group_title=self._beside.title,
            everybody=tuple((key, self._name(key)) for key in self._known),
        )

    def _chosen_groups(self) -> tuple[str, ...] | None:
        """The groups of the file that are taken; None while somebody has to say."""
        if not self._roster.groups:
            return ()
        if self._choices.groups is not None:
            return self._choices.groups
        title = normal_form(self._beside.title)
        same = [name for name, _ in self._roster.groups if normal_form(name) == title]
        return tuple(same) or None

    def _groups(self) -> tuple[tuple[str, int], ...]:
        groups = self._roster.groups
        without = sum(not memberships(person) for person in self._roster.people) if groups else 0
        return (*groups, ("", without)) if without else groups

    def _is_taken(self, person: RosterPerson) -> bool:
        if not self._roster.groups:
            return True
        return bool(set(memberships(person) or ("",)) & set(self._chosen or ()))

    def _compared(self) -> list[Line]:
        """Who of the group each person of the file is, without what somebody answered."""
        found = [self._line(person) for person in self._roster.people if self._is_taken(person)]
        same: dict[str, list[Line]] = {}
        for line in found:
            if line.known:
                same.setdefault(line.known, []).append(line)
        return [self._alone(line, same.get(line.known or "", [])) for line in found]

    def _line(self, person: RosterPerson) -> Line:
        identity = person.identity
        if person.trn_padded and identity.trn not in self._trns:
            identity = replace(identity, trn=None)  # not sure enough to contradict anybody
        match = self._people.match(identity)
        if match.found_by == "likeness":
            match = self._likely(identity, match)
        if match.person and match.found_by in _NUMBERS:
            known = self._known[match.person].fields.get("name", "")
            if not are_alike(person.name, known):
                reason = words.other_name(match.found_by, self._name(match.person))
                return Line(person, None, match.found_by, reason, match.candidates)
        if match.outcome == "review":
            return Line(person, None, match.found_by, match.reason, match.candidates)
        if person.asked:
            reason = words.is_a_participant(person.name, person.asked)
            return Line(person, None, match.found_by, reason, match.candidates)
        return Line(person, match.person or "", match.found_by)

    def _likely(self, identity: PersonIdentity, match: Match) -> Match:
        """In a list a name that is like another's, with another number, is somebody new."""
        ids = tuple(
            key
            for key in match.candidates
            if may_be_one(identity.name, self._identities[key])
            and not contradiction(identity, self._identities[key])
        )
        if not ids:
            return Match(None, (), "none", words.NOBODY_OF_THAT_NAME)
        return replace(match, candidates=ids)

    def _alone(self, line: Line, same: Sequence[Line]) -> Line:
        """Two lines are two people: whom another line finds as surely, this one only asks for."""
        rivals = [other for other in same if other is not line]
        if not line.known or all(_strength(line) < _strength(other) for other in rivals):
            return line
        lines = (str(other.person.line) for other in rivals)
        reason = words.on_other_lines(self._name(line.known), lines)
        return Line(line.person, None, line.found_by, reason, (line.known,))

    def _answered(self, lines: Iterable[Line]) -> Iterator[Line]:
        """With what somebody said; nobody of the group can be two lines."""
        every = list(lines)
        taken = {line.known for line in every if line.known}
        for line in every:
            answer = self._choices.people.get(line.person.line)
            if line.known is not None or not answer:
                yield line
            elif answer == NEW_PERSON:
                yield replace(line, known="")
            elif answer in taken or answer not in self._known:
                yield replace(line, reason=words.TAKEN_BY_ANOTHER_LINE)
            else:
                taken.add(answer)
                yield replace(line, known=answer, found_by="answer")

    def _questions(self) -> Iterator[RosterQuestion]:
        for line in self._lines:
            if not line.reason:
                continue
            answer = NEW_PERSON if line.known == "" else line.known or ""
            told = " · ".join(filter(None, (line.person.email, line.person.school)))
            yield RosterQuestion(
                line=line.person.line,
                name=line.person.name,
                told=told,
                reason=line.reason,
                candidates=tuple((key, self._name(key)) for key in line.candidates),
                answer=answer,
            )

    def _changes(self, lines: Iterable[Line]) -> Iterator[RosterChange]:
        for line in lines:
            person = line.person
            if not line.known:
                if person.trn_padded and person.trn:
                    yield padded_trn(person.line, "", person.name, "", person.trn)
                continue
            known, name = self._known[line.known], self._name(line.known)
            by_number = line.found_by in (*_NUMBERS, "answer")
            stated = fields_of(person)
            yield from changes_of(known, name, person.line, stated, by_number=by_number)
            before = known.fields.get("trn", "")
            if person.trn_padded and person.trn and before != person.trn:
                yield padded_trn(person.line, known.id, name, before, person.trn)

    def _gone(self) -> Iterator[str]:
        """Who of the group is nowhere in the file, in none of its groups; of a delta nobody is."""
        if self._roster.partial or self._chosen is None:
            return
        said = {line.known for line in self._lines}
        said |= {key for line in self._lines for key in line.candidates[:1]}
        others = [p for p in self._roster.people if not self._is_taken(p)]
        for person in (*others, *self._roster.not_coming, *self._roster.staff):
            said.add(self._people.match(person.identity).person)
        yield from (self._name(key) for key in self._known if key not in said)

    def _problems(self) -> Iterator[str]:
        yield from self._group_words()
        yield from map(_sentence, self._roster.problems)
        statuses = (line.person.status for line in self._lines)
        yield from roster_status.unknown_statuses(statuses)
        for line in self._lines:
            if line.known is None:
                yield words.line_left_out(line.person.line, line.person.name, line.reason)

    def _group_words(self) -> Iterator[str]:
        """Which groups of the file are taken, and who of this group stands in another."""
        if not self._roster.groups:
            return
        if self._chosen is None:
            yield words.choose_a_group(name for name, _ in self._roster.groups)
            return
        others = [person for person in self._roster.people if not self._is_taken(person)]
        if others:
            yield words.groups_left_out(len(others), self._chosen)
        for person in others:
            match = self._people.match(person.identity)
            if match.person:
                yield words.in_another_group(person.line, self._name(match.person), person.group)

    def _status_words(self, line: Line) -> str:
        person = line.person
        said = roster_status.words_of(
            person.name, person.status, self._enrolments(line), self._today
        )
        if not said and line.candidates and person.asked:
            return words.may_have_left(person.name, person.asked)
        return said

    def _enrolments(self, line: Line) -> Sequence[EnrolmentFact]:
        return self._beside.enrolments.get(line.known or "", ())

    def _name(self, person: str) -> str:
        return self._beside.names[person]


def fields_of(person: RosterPerson) -> Mapping[str, str]:
    """What is recorded of a roster's person: only what the file states and nobody must confirm."""
    stated = {
        "name": person.name,
        "known_as": person.known_as,
        "first": person.first_name,
        "last": person.last_name,
        "email": person.email,
        "trn": None if person.trn_padded else person.trn,
        "urn": person.urn,
        "school": person.school,
        "role": person.role,
        **{f"id.{system}": number for system, number in person.ids.items()},
        **person.more,
    }
    return {name: text for name, text in stated.items() if text}


def identity_of(person: PersonFact) -> PersonIdentity:
    """A participant as the matching of people knows them."""
    ids = {k.removeprefix("id."): v for k, v in person.fields.items() if k.startswith("id.")}
    return PersonIdentity(
        id=person.id,
        name=person.fields.get("name", ""),
        known_as=person.fields.get("known_as"),
        email=person.fields.get("email"),
        trn=person.fields.get("trn"),
        username=ids.get("username"),
        school=person.fields.get("school"),
        ids=ids,
    )


def _new_fields(line: Line) -> Mapping[str, str]:
    return fields_of(line.person)


def _strength(line: Line) -> int:
    return _STRENGTH.index(line.found_by)


def _shown(person: RosterPerson) -> tuple[int, str, str, str, str]:
    email, trn, school = person.email or "", person.trn or "", person.school or ""
    if person.trn_padded and trn:
        trn = f"{trn} ({words.TO_CONFIRM})"
    return person.line, person.name, email, trn, school


def _sentence(problem: TableProblem) -> str:
    return words.at_line(problem.line, problem.message)

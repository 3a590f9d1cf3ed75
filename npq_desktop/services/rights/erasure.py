"""Erasing a person: their texts leave this laptop, and every other one that hears of it.

Marks stay, under "Erased participant"; so does what others wrote in ways that name nobody. Nothing
brings the texts back.
Source: journal/FORMAT.md, sections 3 and 8.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from npq_desktop.errors import ServiceError, StoreError
from npq_desktop.journal.event import Author, Event
from npq_desktop.journal.kinds import KINDS
from npq_desktop.journal.kinds.authority import MAX_LISTED
from npq_desktop.journal.kinds.kind import Erasing
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.rights import ErasureAnswer, ErasurePlan, ErasureRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import day_and_year
from npq_desktop.services.exchange.by_code import author_by, helps
from npq_desktop.services.exchange.outgoing import other_laptops
from npq_desktop.services.exchange.trail import backup_words, backups_until, left_aside
from npq_desktop.services.exchange.words import called
from npq_desktop.services.rights import words
from npq_desktop.services.rights.person_report import (
    entries_about,
    entries_naming,
    holds,
    names_of,
    plain,
)

_KIND, _DONE = "erase", "erase.done"
_ONLY_TEXTS = frozenset({"note.add", "contact.add", "coaching.add", "post.add", "evidence.add"})
"""Entries about others that are taken away whole where they name the person: none counts."""


class ErasureService:
    """Everything about erasures of the groups of this laptop."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def plan(self, group: str, person: str) -> ErasurePlan:
        """What erasing a person would do; nothing is changed.

        Raises:
            ServiceError: this laptop may not erase in the group; the sentence says who may.
        """
        facts = self._core.facts.of(group)
        by_code = self._takes_code(facts)
        people = frozenset(facts.ids_of(person))
        names = names_of(facts.state, people)
        about = [each for each in entries_about(facts.state, people) if _may_go(each)]
        naming = entries_naming(facts.state, people, names)
        others = [each for each in naming if each.kind in _ONLY_TEXTS]
        stay = len(naming) - len(others) + _marks_naming(facts.state, people, names)
        return ErasurePlan(
            person=person,
            name=_name(facts, person),
            words=tuple(self._consequence(facts, len(about), len(others), stay)),
            ids=tuple(each.id for each in [*about, *others]),
            by_code=by_code,
        )

    def erase(
        self,
        group: str,
        shown: ErasurePlan,
        *,
        typed: str,
        reason: str,
        authority: str,
        code: str = "",
    ) -> tuple[Changes, str]:
        """Erase a person as shown, here and on every laptop that hears of it; says what still
        holds it. ``code``: the recovery code as typed, where the plan asks for it.

        Raises:
            JournalError: the code has a slip in it.
            StaleError: erasing would do something else now.
            ServiceError: a wrong name, no reason or authority, or the name in them; a code that
                may not erase.
            StoreError: nothing was erased.
        """
        plan = unchanged(shown, self.plan(group, shown.person))
        facts = self._core.facts.of(group)
        people = facts.ids_of(plan.person)
        names = names_of(facts.state, frozenset(people)) | {plain(plan.name)}
        _check_asked(plan.name, typed, reason.strip(), authority.strip(), names)
        author = _author(facts.state, code) if plan.by_code else None
        said = {"reason": reason.strip(), "authority": authority.strip()}
        parts = _shared_out(people, plan.ids)
        drafts = [NewEntry(_KIND, {"person": p, "ids": list(ids), **said}) for p, ids in parts]
        with self._core.together():
            changes = self._core.recorder.write(group, drafts, author=author).changes
            self._forget(self._core.facts.of(group))
        self._core.undo.forget(group)
        try:
            self.answer()
        except StoreError:  # erased all the same; idle moments and the next close try again
            return changes, f"{words.NOT_YET_ANEW} {self._still_held()}"
        return changes, self._still_held()

    def answer(self) -> None:
        """Finish every erasure that this laptop has heard of: file and log are written anew, and
        where it is a member it says so, with the day its last backup goes. Where it may erase, it
        lists what has come since that goes only if it is listed.

        Does nothing where everything is answered; for idle moments, and before closing.
        """
        key_in = self._core.identities.key_in
        for group in self._core.store.reading.groups_with_erasures():
            self._reach_late(self._core.facts.of(group))
        for group in self._core.store.reading.groups_to_answer(key_in):
            if asked := self._unanswered(group, key_in(group)):
                self._answer(group, asked)

    def all(self, group: str) -> tuple[ErasureRow, ...]:
        """The erasures that count, the newest first, with what each laptop has said."""
        facts = self._core.facts.of(group)
        rows = [self._row(facts, n, act) for n, act in enumerate(_acts(facts.state), start=1)]
        return tuple(reversed(rows))

    def _row(self, facts: GroupFacts, number: int, events: Sequence[Event]) -> ErasureRow:
        content = events[0].content or {}
        at = moment(events[0].at, facts.zone)
        return ErasureRow(
            person=f"Erased participant {number}",
            when=day_and_year(at.date()) if at else events[0].at,
            by=facts.member_name(events[0].key),
            reason=str(content.get("reason") or ""),
            authority=str(content.get("authority") or ""),
            answers=tuple(self._answers(facts, {event.id for event in events})),
        )

    def _answers(self, facts: GroupFacts, asked: set[str]) -> Iterator[ErasureAnswer]:
        said: dict[str, dict[str, str]] = {}
        for event in facts.state.events.values():
            content = event.content or {}
            if event.kind == _DONE and event.id not in facts.state.held:
                until = str(content.get("backups_until") or "")
                said.setdefault(event.key, {})[str(content.get("erase"))] = until
        own = self._core.identities.key_in(facts.id)
        laptops = [each for each in facts.members.values() if not each.is_sheet]
        for member in sorted(laptops, key=lambda each: (each.key != own, each.name.casefold())):
            answers = said.get(member.key, {})
            days = [each for key, each in answers.items() if key in asked and each]
            name = called(member)
            yield ErasureAnswer(
                laptop=words.removed_laptop(name) if member.revoked else name,
                is_done=asked <= answers.keys(),
                backups_until=max(map(date.fromisoformat, days), default=None),
            )

    def _unanswered(self, group: str, own: str) -> list[str]:
        state = self._core.store.state(group)
        answered = {
            (event.content or {}).get("erase")
            for event in state.events.values()
            if event.kind == _DONE and event.key == own
        }
        return [event.id for event in _erases(state) if event.id not in answered]

    def _answer(self, group: str, asked: Sequence[str]) -> None:
        facts = self._core.facts.of(group)
        with self._core.together():
            self._forget(facts)
        self._core.store.checkpoint()
        if not facts.state.may_write(self._core.identities.key_in(facts.id), _DONE):
            return
        until = backups_until(self._core.store.backups)
        said = {"backups_until": until.isoformat()} if until else {}
        self._core.recorder.write(group, [NewEntry(_DONE, {"erase": one, **said}) for one in asked])

    def late(self, group: str) -> int:
        """How many changes about erased people came since and go only with the recovery code."""
        facts = self._core.facts.of(group)
        own, may = self._core.identities.key_in(group), partial(_may_erase, facts.state)
        if may(own) or not helps(facts.state, own, may):
            return 0
        return sum(len(content["ids"]) for content in _late(facts.state))

    def reach_late(self, group: str, code: str) -> Changes:
        """Erase these too, signed by the sheet of the code as typed.

        Raises:
            JournalError: the code has a slip in it.
            ServiceError: its sheet may not erase in the group.
            StoreError: nothing was erased.
        """
        state = self._core.facts.of(group).state
        author = _author(state, code)
        drafts = [NewEntry(_KIND, content) for content in _late(state)]
        changes = self._core.recorder.write(group, drafts, author=author).changes
        with suppress(StoreError):  # erased all the same; idle moments and the next close try again
            self.answer()
        return changes

    def _reach_late(self, facts: GroupFacts) -> None:
        """Erase what others recorded about an erased person before they had heard of it."""
        if not _may_erase(facts.state, self._core.identities.key_in(facts.id)):
            return
        if drafts := [NewEntry(_KIND, content) for content in _late(facts.state)]:
            self._core.recorder.write(facts.id, drafts)

    def _forget(self, facts: GroupFacts) -> None:
        """Drop the drafts about erased people, and the kept files no entry speaks of any more."""
        self._core.store.note_erased()
        self._core.store.local.forget_people(facts.id, facts.state.erased_persons)
        texts = [event.payload or "" for event in facts.state.events.values()]
        for content in self._core.store.local.attached(facts.id):
            if not any(content in text for text in texts):
                self._core.store.local.forget_attachment(facts.id, content)

    def _takes_code(self, facts: GroupFacts) -> bool:
        """Whether erasing here takes the recovery code.

        Raises:
            ServiceError: neither this laptop may erase, nor does a code help it.
        """
        own, may = self._core.identities.key_in(facts.id), partial(_may_erase, facts.state)
        if may(own):
            return False
        if helps(facts.state, own, may):
            return True
        roots = [each for each in facts.members.values() if each.depth == 0 and not each.revoked]
        names = [called(each) for each in roots if not each.is_sheet]
        raise ServiceError(words.who_may_erase(names))

    def _consequence(self, facts: GroupFacts, about: int, others: int, stay: int) -> Iterator[str]:
        yield from words.erasing(about, others=others, stay=stay)
        own = self._core.identities.key_in(facts.id)
        laptops = [called(each) for each in other_laptops(facts, own)]
        if laptops:
            yield words.other_laptops_erase(laptops)
        yield words.copies_that_remain(self._still_held())

    def _still_held(self) -> str:
        backups, aside = backup_words(self._core.store.backups), left_aside(self._core.store)
        return words.still_held(backups, aside)


def _late(state: State) -> list[dict[str, Any]]:
    """What erasures have to say of what others recorded before they had heard of one."""
    contents: list[dict[str, Any]] = []
    for act in _acts(state):
        content = act[0].content or {}
        people = frozenset(str((event.content or {}).get("person")) for event in act)
        listed_ids = {one for event in act for one in _ids(event)}
        late = [
            event.id
            for event in entries_about(state, people)
            if _goes_if_listed(event) and event.id not in listed_ids
        ]
        said = {name: content[name] for name in ("reason", "authority") if name in content}
        contents += [
            {"person": person, "ids": list(ids), **said}
            for person, ids in (_shared_out(sorted(people)[:1], late) if late else ())
        ]
    return contents


def _author(state: State, code: str) -> Author:
    return author_by(state, code, partial(_may_erase, state))


def _may_erase(state: State, key: str) -> bool:
    return state.may_write(key, _KIND)


def _acts(state: State) -> Sequence[Sequence[Event]]:
    """The entries of each erasure in the order they were made; what was listed later is with it."""
    acts: list[list[Event]] = []
    act_of: dict[str, list[Event]] = {}
    erases = sorted(_erases(state), key=lambda event: (event.at, event.id))
    for _, together in groupby(erases, key=lambda event: (event.at, event.key)):
        events = list(together)
        people = [str((event.content or {}).get("person")) for event in events]
        act = next((act_of[person] for person in people if person in act_of), None)
        if act is None:
            act = []
            acts.append(act)
        act += events
        act_of.update(dict.fromkeys(people, act))
    return acts


def _ids(erase: Event) -> Sequence[str]:
    ids = (erase.content or {}).get("ids")
    return [str(one) for one in ids] if isinstance(ids, list) else []


def _goes_if_listed(event: Event) -> bool:
    kind = KINDS.get(event.kind)
    is_listable = kind is not None and kind.erasing is Erasing.IF_LISTED
    return is_listable and event.payload is not None


def _name(facts: GroupFacts, person: str) -> str:
    if person not in facts.names:
        raise ServiceError("This person is no longer in this group. Close this and choose again.")
    return facts.names[person]


def _erases(state: State) -> Iterator[Event]:
    return (e for e in state.events.values() if e.kind == _KIND and e.id not in state.held)


def _may_go(event: Event) -> bool:
    kind = KINDS.get(event.kind)
    return kind is not None and kind.erasing is not Erasing.NEVER and event.payload is not None


def _marks_naming(state: State, people: frozenset[str], names: Iterable[str]) -> int:
    """How many marks of the person hold the name in a reason somebody typed."""
    about = entries_about(state, people)
    return sum(holds(each.content or {}, names) for each in about if not _may_go(each))


def _shared_out(people: Sequence[str], ids: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """An ``erase`` for each id of the person, and as many more as the entries need."""
    parts = [ids[at : at + MAX_LISTED] for at in range(0, len(ids), MAX_LISTED)]
    for number in range(max(len(people), len(parts))):
        yield people[min(number, len(people) - 1)], parts[number] if number < len(parts) else ()


def _check_asked(name: str, typed: str, reason: str, authority: str, names: Iterable[str]) -> None:
    if plain(typed) != plain(name):
        raise ServiceError(f"Nothing was erased. Type the name exactly as shown: {name}.")
    if not reason or not authority:
        raise ServiceError("Give the reason and who authorised it. Both are kept with the erasure.")
    if holds([reason, authority], names):
        raise ServiceError(
            "Reason and authority stay after the erasure. Leave the person's name out of them."
        )

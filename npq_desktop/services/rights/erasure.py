"""Erasing a person: their texts leave this laptop, and every other one that hears of it.

Marks stay, under "Erased participant"; so does what others wrote in ways that name nobody. Nothing
brings the texts back.
Source: journal/FORMAT.md, sections 3 and 8.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from npq_desktop.errors import ServiceError
from npq_desktop.journal.contents import MAX_LISTED
from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS, Erasing
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.rights import ErasureAnswer, ErasurePlan, ErasureRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.identities import RECOVERY_NAME
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import count, day_and_year, listed
from npq_desktop.services.exchange.outgoing import called, other_laptops
from npq_desktop.services.exchange.trail import backup_words, backups_until, left_aside
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
        self._check_may(facts)
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
        )

    def erase(
        self, group: str, shown: ErasurePlan, *, typed: str, reason: str, authority: str
    ) -> tuple[Changes, str]:
        """Erase a person as it was shown, here and now, and ask every other laptop to; says what
        still holds it.

        Raises:
            StaleError: erasing would do something else now.
            ServiceError: the name typed is another one, reason or authority are missing or name
                the person, or this laptop may not erase.
            StoreError: it could not be made durable; ask :meth:`answer` to try the rest again.
        """
        plan = unchanged(shown, self.plan(group, shown.person))
        facts = self._core.facts.of(group)
        people = facts.ids_of(plan.person)
        names = {*names_of(facts.state, frozenset(people)), plain(plan.name)}
        _check_asked(plan.name, typed, reason.strip(), authority.strip(), names)
        said = {"reason": reason.strip(), "authority": authority.strip()}
        drafts = [
            NewEntry(_KIND, {"person": each, "ids": list(ids), **said})
            for each, ids in _shared_out(people, plan.ids)
        ]
        changes = self._core.recorder.write(group, drafts).changes
        self._core.undo.forget(group)
        self.answer()
        return changes, self._still_held()

    def answer(self) -> None:
        """Finish every erasure that this laptop has heard of: file and log are written anew, and
        where it is a member it says so, with the day its last backup goes.

        Does nothing where everything is answered; for idle moments, and before closing.
        """
        own = self._core.identities.device.key
        for group in self._core.store.reading.groups_to_answer(own):
            if asked := self._unanswered(group, own):
                self._answer(group, asked)

    def all(self, group: str) -> tuple[ErasureRow, ...]:
        """The erasures that count, the newest first, with what each laptop has said."""
        facts = self._core.facts.of(group)
        rows = []
        erases = sorted(_erases(facts.state), key=lambda event: (event.at, event.id))
        by_act = groupby(erases, key=lambda event: (event.at, event.key))
        for number, (_, events) in enumerate(by_act, start=1):
            rows.append(self._row(facts, number, list(events)))
        return tuple(reversed(rows))

    def _row(self, facts: GroupFacts, number: int, events: Sequence[Event]) -> ErasureRow:
        content = events[0].content or {}
        at = moment(events[0].at)
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
        own = self._core.identities.device.key
        laptops = [each for each in facts.members.values() if each.name != RECOVERY_NAME]
        for member in sorted(laptops, key=lambda each: (each.key != own, each.name.casefold())):
            answers = said.get(member.key, {})
            days = [each for key, each in answers.items() if key in asked and each]
            name = called(member.name, member.device)
            yield ErasureAnswer(
                laptop=f"{name}, taken out of the group" if member.revoked else name,
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
        self._core.store.local.forget_people(group, facts.state.erased_persons)
        self._forget_files(facts)
        self._core.store.checkpoint()
        if not facts.state.may_write(self._core.identities.device.key, _DONE):
            return
        until = backups_until(self._core.store.backups)
        said = {"backups_until": until.isoformat()} if until else {}
        self._core.recorder.write(group, [NewEntry(_DONE, {"erase": one, **said}) for one in asked])

    def _forget_files(self, facts: GroupFacts) -> None:
        """Drop the kept files that no entry speaks of any more."""
        texts = [event.payload or "" for event in facts.state.events.values()]
        for content in self._core.store.local.attached(facts.id):
            if not any(content in text for text in texts):
                self._core.store.local.forget_attachment(facts.id, content)

    def _check_may(self, facts: GroupFacts) -> None:
        if facts.state.may_write(self._core.identities.device.key, _KIND):
            return
        roots = [each for each in facts.members.values() if each.depth == 0 and not each.revoked]
        names = [called(each.name, each.device) for each in roots if each.name != RECOVERY_NAME]
        who = listed(sorted(names), "or") if names else "whoever holds the recovery sheet"
        raise ServiceError(
            f"Only the coordinator whose laptop started the group can erase somebody: ask {who}."
        )

    def _consequence(self, facts: GroupFacts, about: int, others: int, stay: int) -> Iterator[str]:
        yield (
            f"{count(about, 'entry', 'entries')} about them go: name, identifiers, school, work "
            "with its text, decisions, notes, training status. Their marks stay, as those of an "
            "“Erased participant”, so that registers still add up. This cannot be undone."
        )
        if others:
            yield (
                f"{count(others, 'note')} about others or about events that "
                f"{'names' if others == 1 else 'name'} them {'goes' if others == 1 else 'go'} too."
            )
        if stay:
            yield (
                f"{count(stay, 'other entry', 'other entries')} that "
                f"{'names' if stay == 1 else 'name'} them cannot go without losing what counts for "
                "others, and stays: see “Everything held about them”."
            )
        yield "Nicknames in notes on others, and scans of signed sheets, are not found by this."
        own = self._core.identities.device.key
        laptops = [called(each.name, each.device) for each in other_laptops(facts, own)]
        if laptops:
            yield (
                f"Other laptops erase it when they hear of it: send a file to {listed(laptops)}. "
                "“Erased participants” in the Group menu lists who has answered."
            )
        yield f"What still holds it afterwards: {self._still_held()}"

    def _still_held(self) -> str:
        files = "Files sent or saved earlier hold it: ask whoever has one to delete it."
        said = (backup_words(self._core.store.backups), files, left_aside(self._core.store))
        return " ".join(filter(None, said))


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
        raise ServiceError(f"Type the name as it stands here, {name}: nothing was erased.")
    if not reason or not authority:
        raise ServiceError(
            "Say why, and on whose authority: both stay in the group as the trace of the erasure."
        )
    if holds([reason, authority], names):
        raise ServiceError(
            "Reason and authority stay after the erasure: leave the person's name out of them."
        )

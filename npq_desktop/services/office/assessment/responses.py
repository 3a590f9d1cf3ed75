"""Receives responses to the case study: their digest, times and words, never their text.

Recording is never refused: that somebody handed something in is so, whatever the gate says.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.interchange.documents.counting import RULE
from npq_desktop.interchange.people.names import KnownPeople
from npq_desktop.rows.assessment import ReceivedFile, ReceivingLine
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import given_start
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, no_longer_here
from npq_desktop.services.intake.roster_preview import identity_of
from npq_desktop.services.office.assessment.facts import assessment_facts
from npq_desktop.services.office.assessment.received_files import (
    FoundResponse,
    match_of,
    responses_in,
)
from npq_desktop.services.office.assessment.words import words_count
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.office.rules.window_times import handed_in_at
from npq_desktop.services.office.settings import office_settings

_MOST_BYTES = 64 * 1024 * 1024


class ResponsesService:
    """Writes ``evidence.add`` about responses; each drop is one step of undo."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def read(
        self, group: str, key: str, files: Sequence[ReceivedFile], *, person: str = ""
    ) -> tuple[ReceivingLine, ...]:
        """What is recognised in dropped files, for callers that need no other thread."""
        references = office_settings(self._core.facts.of(group)).assessment.references
        found = [each for file in files for each in responses_in(file, references)]
        return self.lines(group, key, found, person=person)

    def reading(self, group: str, path: Path) -> Callable[[], tuple[FoundResponse, ...]]:
        """What reads one file; it touches no store, so another thread may call it.

        It raises InterchangeError where the file cannot be opened, or is too large.
        """
        references = office_settings(self._core.facts.of(group)).assessment.references
        return lambda: responses_in(_received(path), references)

    def lines(
        self, group: str, key: str, found: Iterable[FoundResponse], *, person: str = ""
    ) -> tuple[ReceivingLine, ...]:
        """What was read, with whose it may be; ``person`` is on whom it was dropped, if on anybody.

        A line without a person or a time has to be completed before it is recorded.
        """
        facts = self._core.facts.of(group)
        known = KnownPeople(identity_of(each) for each in facts.participants.values())
        return tuple(self._line(facts, known, key, each, person) for each in found)

    def record(self, group: str, key: str, lines: Sequence[ReceivingLine]) -> Changes:
        """Record these responses in a round; what is here already is left out.

        Raises:
            ServiceError: a line has no person or no time, or nothing in them is new.
        """
        facts = self._core.facts.of(group)
        new = [line for line in lines if not self._is_known(facts, key, line)]
        drafts = [self._draft(facts, key, line) for line in new]
        if not drafts:
            raise ServiceError("These responses are recorded already.")
        recorded = self._core.recorder.write(group, drafts)
        words = f"{count(len(drafts), 'response')} received"
        person = str(drafts[0].content["person"]) if len(drafts) == 1 else None
        self._core.undo.remember(group, UndoStep(words, recorded.ids, person=person))
        return recorded.changes

    def with_time(
        self, group: str, lines: Sequence[ReceivingLine], when: datetime | str
    ) -> tuple[ReceivingLine, ...]:
        """The lines with a time for those that have none, as asked once for the whole drop.

        Raises:
            ServiceError: the text is no time.
        """
        text = when if isinstance(when, str) else when.isoformat(timespec="seconds")
        moment = handed_in_at(text, self._core.facts.of(group).zone)
        if moment is None:
            raise ServiceError("Type the day and time like 5 July 2027 14:30.")
        said = moment.isoformat(timespec="seconds")
        return tuple(each if each.handed_in else replace(each, handed_in=said) for each in lines)

    def _line(
        self, facts: GroupFacts, known: KnownPeople, key: str, found: FoundResponse, person: str
    ) -> ReceivingLine:
        words, limit = found.counted, facts.programme.assessment.word_limit
        candidates: tuple[str, ...] = ()
        if not person:
            match = match_of(known, found.identities)
            person, candidates = match.person or "", match.candidates
        line = ReceivingLine(
            name=found.name,
            content=found.content,
            size=found.size,
            person=person,
            who=facts.names.get(person, ""),
            candidates=candidates,
            words=words.words,
            words_all=words.words_all,
            form=words.form,
            handed_in=_time(facts, found.handed_in),
            problem=words.problem,
            said=words_count(words.words, words.words_all, limit, words.form),
            known=False,
        )
        return replace(line, known=bool(person) and self._is_known(facts, key, line))

    @staticmethod
    def _is_known(facts: GroupFacts, key: str, line: ReceivingLine) -> bool:
        responses = assessment_facts(facts).responses.get((line.person, key), ())
        return line.content in {each.content for each in responses}

    @staticmethod
    def _draft(facts: GroupFacts, key: str, line: ReceivingLine) -> NewEntry:
        if line.person not in facts.participants:
            if line.person:
                raise ServiceError(no_longer_here())
            raise ServiceError(f"Choose whose response “{line.name}” is.")
        if not line.handed_in or handed_in_at(line.handed_in, facts.zone) is None:
            raise ServiceError(f"Say when “{line.name}” was handed in.")
        content: dict[str, object] = {
            "id": secrets.token_hex(16),
            "about": "response",
            "person": line.person,
            "window": key,
            "content": line.content,
            "name": line.name,
            "size": line.size,
            "rule": RULE,
            "from": line.form or line.name.rpartition(".")[2].casefold()[:10],
            "handed_in": line.handed_in,
            "own_work": "confirmed" if line.own_work else "not seen",
        }
        numbers = {"words": line.words, "words_all": line.words_all}
        return NewEntry(
            "evidence.add", {**content, **{n: v for n, v in numbers.items() if v is not None}}
        )


def _received(path: Path) -> ReceivedFile:
    data = given_start(path, _MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InterchangeError(f"“{path.name}” is larger than a response can be.")
    return ReceivedFile(path.name, data)


def _time(facts: GroupFacts, text: str) -> str:
    moment = handed_in_at(text, facts.zone) if text else None
    return text if moment is not None else ""

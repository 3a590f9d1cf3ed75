"""Logs contacts with participants and their follow-ups.

The follow-up is for everybody, so that nobody rings twice; the words are private unless the author
lets all members read them.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.entries import CONTACT, NoteFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.contact import ContactEntry, ContactRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, no_longer_here
from npq_desktop.services.office import record_words as words
from npq_desktop.services.office.assessment.facts import AssessmentFacts, assessment_facts
from npq_desktop.services.office.heads import LiveHead, LiveHeads

WAYS = ("phone", "email", "meeting", "message")
RING_AS_WELL = "Ring the office as well. They see this only after the next file."
_PRIVATE = "private to coordinators and the author"
_LONGEST = 4_000
_WAY_WORDS = {"phone": "Phone", "email": "Email", "meeting": "Meeting", "message": "Message"}


class ContactsService:
    """Writes ``contact.add``; each contact is one entry and one step of undo."""

    def __init__(self, core: Core, *, sealed: SealedTexts) -> None:
        self._core = core
        self._sealed = sealed

    def of(self, group: str, person: str) -> tuple[ContactRow, ...]:
        """The contacts with one person, the newest first."""
        facts = self._core.facts.of(group)
        rows = [row for row in self._rows(facts) if row.person == person]
        return tuple(sorted(rows, key=lambda row: (row.on or date.min, row.id), reverse=True))

    def due(self, group: str) -> tuple[ContactRow, ...]:
        """The follow-ups that are not done, by date, overdue ones first."""
        facts = self._core.facts.of(group)
        rows = [row for row in self._rows(facts) if row.due is not None and row.done is None]
        return tuple(sorted(rows, key=lambda row: (row.due or date.max, row.name, row.id)))

    def due_by_today(self, group: str) -> int:
        """How many follow-ups are due today or overdue."""
        today = self._core.today(group)
        return sum(row.due is not None and row.due <= today for row in self.due(group))

    def hint(self, group: str) -> str:
        """What to do beside logging while a window is open; "" otherwise."""
        facts, today = self._core.facts.of(group), self._core.today(group)
        read: AssessmentFacts = assessment_facts(facts)
        spans = (known.days for known in read.rounds.values())
        is_open = any(days is not None and days[0] <= today <= days[1] for days in spans)
        return RING_AS_WELL if is_open else ""

    def log(self, group: str, person: str, entry: ContactEntry) -> Changes:
        """Record a contact.

        Raises:
            ServiceError: the person is gone, the way is none of :data:`WAYS`, the text is too
                long, or a follow-up lies before the contact.
        """
        facts = self._core.facts.of(group)
        if person not in facts.people:
            raise ServiceError(no_longer_here())
        if entry.how not in WAYS:
            raise ServiceError("Choose how you were in contact.")
        if len(entry.text) > _LONGEST:
            raise ServiceError(f"Write at most {_LONGEST:,} characters.")
        if entry.due is not None and entry.due < entry.on:
            raise ServiceError("The follow-up is before the contact. Correct one of the days.")
        content: dict[str, object] = {
            "id": secrets.token_hex(16),
            "person": person,
            "on": entry.on.isoformat(),
            "how": entry.how,
        }
        if entry.due is not None:
            content["due"] = entry.due.isoformat()
        if text := entry.text.strip():
            own = {"sealed": self._sealed.seal(facts, {"text": text})}
            content |= own if entry.private else {"text": text}
        return self._write(group, [content], f"contact with {facts.names[person]}", person)

    def log_all(self, group: str, people: tuple[str, ...], how: str) -> Changes:
        """Record a contact of today with each of these people, as after a message.

        Raises:
            ServiceError: nobody was chosen.
        """
        if not people:
            raise ServiceError("Choose who was written to.")
        today = self._core.today(group).isoformat()
        contents = [
            {"id": secrets.token_hex(16), "person": one, "on": today, "how": how} for one in people
        ]
        return self._write(group, contents, count(len(people), "contact"), None)

    def done(self, group: str, contact: str) -> Changes:
        """Note that a follow-up is done today; its private words stay private.

        Raises:
            ServiceError: the contact is gone, or was done already.
        """
        facts = self._core.facts.of(group)
        heads = self._heads(facts).get(contact)
        if heads is None:
            raise ServiceError(no_longer_here("This contact"))
        if heads.values("done"):
            raise ServiceError("This follow-up is done already.")
        content = {**heads.united(), "done": self._core.today(group).isoformat()}
        person = facts.main(str(content.get("person") or ""))
        name = facts.names.get(person, "")
        return self._write(group, [content], f"follow-up with {name} done", person)

    def _write(
        self, group: str, contents: Sequence[Mapping[str, object]], words: str, person: str | None
    ) -> Changes:
        drafts = [NewEntry(CONTACT.name, content) for content in contents]
        recorded = self._core.recorder.write(group, drafts)
        self._core.undo.remember(group, UndoStep(words, recorded.ids, person=person))
        return recorded.changes

    @staticmethod
    def _heads(facts: GroupFacts) -> Mapping[str, LiveHeads]:
        found: dict[str, list[LiveHead]] = {}
        for fact in facts.of(CONTACT):
            found.setdefault(fact.id, []).append(LiveHead(fact.head, fact.details, fact.source))
        return {key: LiveHeads.of(heads) for key, heads in found.items()}

    def _rows(self, facts: GroupFacts) -> list[ContactRow]:
        texts: dict[str, NoteFact] = {fact.id: fact for fact in facts.of(CONTACT)}
        today = self._core.today(facts.id)
        return [
            self._row(facts, key, heads, texts[key], today)
            for key, heads in self._heads(facts).items()
        ]

    def _row(
        self, facts: GroupFacts, key: str, heads: LiveHeads, fact: NoteFact, today: date
    ) -> ContactRow:
        person = facts.main(fact.person)
        on, due = day_of(heads.text("on")), day_of(heads.text("due"))
        done = day_of(heads.text("done"))
        opened = self._sealed.open(fact.sealed)
        said = heads.text("text") or str((opened or {}).get("text") or "")
        text = said or (_PRIVATE if fact.sealed is not None else "")
        how = heads.text("how")
        overdue = due is not None and done is None and due < today
        return ContactRow(
            id=key,
            person=person,
            name=facts.names.get(person, ""),
            on=on,
            how=how,
            text=text,
            is_private=fact.sealed is not None,
            due=due,
            done=done,
            who=facts.member_name(heads.first.source.key),
            overdue=overdue,
            words=_words(on, how, due, done, today),
        )


def _words(on: date | None, how: str, due: date | None, done: date | None, today: date) -> str:
    """For example "Phone, 3 March 2027, follow-up due 10 March"."""
    follow_up = ""
    if done is not None:
        follow_up = words.follow_up_done(done)
    elif due is not None:
        follow_up = words.follow_up_due(due, today)
    return words.contact(_WAY_WORDS.get(how, how or "Contact"), on, follow_up)

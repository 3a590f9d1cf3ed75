"""Notes on a person: what was seen, said or agreed, each signed; notes never disagree.

A note about an event is shown with that event. What is typed and not yet added is kept on this
laptop.
"""

import secrets
from datetime import tzinfo

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.cohort import NoteLine
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import instant, moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import day_and_year


class PersonNotes:
    """The notes of the people of a group."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, group: str, person: str) -> tuple[NoteLine, ...]:
        """Every readable note on this person, the newest first."""
        facts = self._core.facts.of(group)
        titles = {each.id: each.title for each in group_events(facts)}
        found = [note for (who, _), notes in facts.notes.items() if who == person for note in notes]
        found.sort(key=lambda note: (_claimed(note.source.at), note.id), reverse=True)
        return tuple(
            NoteLine(
                text=note.text or "",
                about=titles.get(note.event or "", ""),
                said=f"{facts.member_name(note.source.key)}, {_day(note.source.at, facts.zone)}",
            )
            for note in found
        )

    def add(self, group: str, person: str, text: str) -> Changes:
        """Record a note; what was typed is no draft any more.

        Raises:
            ServiceError: the text is empty.
        """
        said = text.strip()
        if not said:
            raise ServiceError("Write the note first.")
        name = self._core.facts.of(group).names[person]
        content = {"id": secrets.token_hex(16), "person": person, "text": said}
        with self._core.together():
            recorded = self._core.recorder.write(group, [NewEntry("note.add", content)])
            self.keep_draft(group, person, "")
        self._core.undo.remember(group, UndoStep(f"note on {name}", recorded.ids, person=person))
        return recorded.changes

    def draft(self, group: str, person: str) -> str:
        """What was typed and not yet added."""
        kept = self._core.store.local.draft(group, _place(person))
        return kept.text if kept else ""

    def keep_draft(self, group: str, person: str, text: str) -> None:
        """Keep what is being typed; the same text again writes nothing."""
        if text != self.draft(group, person):
            self._core.store.local.save_draft(group, _place(person), text)


def _place(person: str) -> str:
    return f"note on {person}"


def _claimed(at: str) -> float:
    found = instant(at)
    return found.timestamp() if found else 0.0


def _day(at: str, zone: tzinfo) -> str:
    found = moment(at, zone)
    return day_and_year(found.date()) if found else "no date"

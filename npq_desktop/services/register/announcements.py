"""What is known before an event of who will come: an apology, or a visit to another group.

Refuses to be a mark: an apology leaves the row unmarked, and only a visit changes who is expected.
Source: journal design, section 3 (``expected.set``); screens design, "Seminar register".
"""

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.marks import REASON_WORDS
from npq_desktop.services.core.naming import display_name
from npq_desktop.services.core.occurrences import occurrence_of
from npq_desktop.services.core.recorder import Draft, Recorder
from npq_desktop.services.core.undo import Step, UndoService

APOLOGY, VISIT = "apology", "visit"


class AnnouncementsService:
    """Apologies and visits of people at events; the last word of anybody holds."""

    def __init__(self, *, facts: FactsOfGroups, recorder: Recorder, undo: UndoService) -> None:
        self._facts = facts
        self._recorder = recorder
        self._undo = undo

    def known(self, group: str, event: str, person: str) -> tuple[str, str]:
        """What stands, with its reason: "apology", "visit" or "", a visit before an apology."""
        facts = self._facts.of(group).expected.get((person, event), ())
        for fact in sorted(facts, key=lambda fact: fact.expects, reverse=True):
            return fact.expects, fact.reason or ""
        return "", ""

    def apologise(self, group: str, event: str, person: str, reason: str) -> Changes:
        """Keep an apology.

        Raises:
            ServiceError: the reason is none of the list, or the group lacks the event or person.
        """
        if reason not in REASON_WORDS:
            raise ServiceError(f"Choose a reason: {', '.join(REASON_WORDS.values())}.")
        return self._set(group, event, person, APOLOGY, reason)

    def visit(self, group: str, event: str, person: str) -> Changes:
        """Keep that the person attends with another group, so that nobody expects them here."""
        return self._set(group, event, person, VISIT, "")

    def take_back(self, group: str, event: str, person: str) -> Changes:
        """Nothing is known beforehand any more."""
        return self._set(group, event, person, "", "")

    def _set(self, group: str, event: str, person: str, expects: str, reason: str) -> Changes:
        facts = self._facts.of(group)
        occurrence_of(facts, event)
        if person not in facts.people:
            raise ServiceError("This person is not in the group any more: look again.")
        standing = facts.expected.get((person, event), ())
        if len(standing) <= 1 and self.known(group, event, person) == (expects, reason):
            return Changes(group, frozenset(), frozenset())
        content = {"event": event, "expects": expects or None, "reason": reason or None}
        ids = [p for p in facts.ids_of(person) if facts.state.heads(("expected", event, p))]
        drafts = [Draft("expected.set", {**content, "person": p}) for p in ids or [person]]
        recorded = self._recorder.write(group, drafts)
        what = expects or "taking back the apology or visit"
        words = f"{what} of {display_name(facts.people[person])}"
        self._undo.remember(group, Step(words, recorded.ids, event, person))
        return recorded.changes

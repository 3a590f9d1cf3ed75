"""Records before an event that a person sent apologies or attends with another group.

An apology leaves the row not marked; only a visit changes who is expected.
Source: journal/FORMAT.md, section 3 (``expected.set``); ui/SCREENS.md, "Seminar register".
"""

from dataclasses import dataclass

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.events import Announced
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import occurrence_of
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.marks import REASON_WORDS
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import no_longer_here
from npq_desktop.services.register import visit_words as words

APOLOGY = "apology"


class AnnouncementsService:
    """Apologies and visits of people at events; whatever was recorded last counts."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def known(self, group: str, event: str, person: str) -> Announced:
        """What is known, a visit before an apology."""
        facts = self._core.facts.of(group).expected.get((person, event), ())
        for fact in sorted(facts, key=lambda fact: fact.expects, reverse=True):
            return Announced(fact.expects, fact.reason or "")
        return Announced()

    def announce(
        self, group: str, event: str, person: str, said: Announced, shown: Announced
    ) -> Changes:
        """Record an apology, or a visit to another group, or take either back.

        A visit takes the person off the people expected here.

        Raises:
            StaleError: something else is known by now than was shown.
            ServiceError: the reason is none of the list, or the group lacks the event or person.
        """
        if said.expects == APOLOGY and said.reason not in REASON_WORDS:
            raise ServiceError(f"Choose a reason: {', '.join(REASON_WORDS.values())}.")
        expects, reason = said.expects, said.reason
        facts = self._core.facts.of(group)
        occurrence_of(facts, event)
        if person not in facts.people:
            raise ServiceError(no_longer_here())
        recorded_now = facts.expected.get((person, event), ())
        if unchanged(shown, self.known(group, event, person)) == said and len(recorded_now) <= 1:
            return Changes(group, frozenset(), frozenset())
        content = {"event": event, "expects": expects or None, "reason": reason or None}
        ids = [p for p in facts.ids_of(person) if facts.state.heads(("expected", event, p))]
        drafts = [NewEntry("expected.set", {**content, "person": p}) for p in ids or [person]]
        recorded = self._core.recorder.write(group, drafts)
        what = {APOLOGY: "apologies", "visit": "visit"}.get(expects, "no apologies or visit")
        step = f"{what} for {facts.names[person]}"
        self._core.undo.remember(group, UndoStep(step, recorded.ids, event, person))
        return recorded.changes


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """What a visit will write in the guest's own group, and the sentence that tells so."""

    group: str
    event: str
    person: str
    kinds: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class VisitRecorded:
    """What changed in the guest's own group, and what was or was not done there."""

    changes: tuple[Changes, ...]
    words: str


class Visits:
    """Writes into the group a guest belongs to."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def groups(self) -> tuple[tuple[str, str], ...]:
        """Id and title of every group on this laptop."""
        return tuple((group.id, group.title) for group in self._core.store.reading.groups())

    def plan(self, group: str, event: str, person: str) -> VisitPlan:
        """What can be recorded in the guest's own group, without writing it."""
        facts = self._core.facts.of(group)
        home = facts.group.title
        titles = {item.key: item.title for item in facts.programme.items if item.is_event}
        if event not in titles:
            return VisitPlan(group, event, person, (), words.no_such_event(home))
        title = titles[event]
        if any(fact.state == "present" for fact in facts.marks(event).get(person, ())):
            return VisitPlan(group, event, person, (), words.was_there(home, title))
        if not self._may_write(facts, "expected.set"):
            return VisitPlan(group, event, person, (), words.cannot_record(home, title))
        if facts.exemptions.get((person, event)):
            said = words.credited_already(home, title)
            return VisitPlan(group, event, person, ("expected.set",), said)
        if not self._may_write(facts, "exemption.set"):
            said = words.coordinator_credits(home, title)
            return VisitPlan(group, event, person, ("expected.set",), said)
        said = words.noted_and_credited(home, title)
        return VisitPlan(group, event, person, ("expected.set", "exemption.set"), said)

    def record(self, plan: VisitPlan, *, here: str) -> VisitRecorded:
        """Write the plan as one undo step of the guest's own group; ``here`` names this group."""
        if not plan.kinds:
            return VisitRecorded((), plan.words)
        reason = f"visit to {here}"
        about = {"person": plan.person}
        said: dict[str, dict[str, object]] = {
            "expected.set": {**about, "event": plan.event, "expects": "visit", "reason": reason},
            "exemption.set": {
                **about,
                "item": plan.event,
                "value": "credited",
                "credit": [1, 1],
                "source": "visit",
                "reason": reason,
            },
        }
        try:
            recorded = self._core.recorder.write(
                plan.group, [NewEntry(k, said[k]) for k in plan.kinds]
            )
        except ServiceError as error:
            return VisitRecorded((), words.not_recorded_at_home(str(error)))
        facts = self._core.facts.of(plan.group)
        step = f"visit of {facts.names.get(plan.person, 'someone')} to {here}"
        self._core.undo.remember(plan.group, UndoStep(step, recorded.ids, plan.event, plan.person))
        return VisitRecorded(
            (recorded.changes,),
            words.undo_at_home(plan.words, facts.group.title),
        )

    def _may_write(self, facts: GroupFacts, kind: str) -> bool:
        return facts.state.may_write(self._core.identities.key_in(facts.id), kind)

"""Records decisions on works, one at a time or a batch, and brings back their feedback on undo."""

from collections.abc import Mapping
from datetime import date

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.review import QueueRow, ReviewState, WorkId
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.worth.items import ACCEPTED, RETURNED
from npq_desktop.services.review import words
from npq_desktop.services.review.phrases import first_blank
from npq_desktop.services.review.queue import draft_place
from npq_desktop.services.review.set_aside import aside_place

NOTHING_HANDED_IN = "Nothing has been handed in yet."


_Step = Mapping[WorkId, tuple[str, str]]
"""What one action decided: for each work the event that did it, and the feedback."""


class Deciding:
    """Decisions of every group; what was decided last is known while the program runs."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._decided: dict[str, list[_Step]] = {}
        self._undone: dict[str, list[_Step]] = {}

    def accept(self, group: str, row: QueueRow, feedback: str) -> Changes:
        """Accept a work with the feedback, which may be empty.

        Raises:
            ServiceError: nothing has been handed in.
        """
        label = words.undo_label(ACCEPTED, row.name)
        return self._write(group, {row: feedback.strip()}, ACCEPTED, None, label)

    def accept_all(self, group: str, said: Mapping[QueueRow, str]) -> Changes:
        """Accept several works, each with its feedback, in one step to undo.

        Raises:
            ServiceError: there are none, or a feedback has a blank that is not filled in.
        """
        if not said:
            raise ServiceError("Tick the works first.")
        blank = next(filter(None, map(first_blank, said.values())), "")
        if blank:
            raise ServiceError(words.not_filled_in(blank))
        label = words.batch_label(len(said))
        return self._write(group, said, ACCEPTED, None, label)

    def send_back(
        self, group: str, row: QueueRow, feedback: str, due: date | None = None
    ) -> Changes:
        """Return a work, to be handed in again by a day if one is given.

        Raises:
            ServiceError: there is no feedback, the day is over, or nothing has been handed in.
        """
        if not feedback.strip():
            raise ServiceError("Write what to change before you return this work.")
        if due is not None and due < self._core.today(group):
            raise ServiceError("That day is over. Choose a later one.")
        label = words.undo_label(RETURNED, row.name)
        return self._write(group, {row: feedback.strip()}, RETURNED, due, label)

    def taken_back(self, group: str) -> tuple[WorkId, ...]:
        """The works whose last decision here was undone since; their feedback is a draft again.

        A draft that was typed since is kept instead.
        """
        steps = self._decided.get(group, [])
        if not steps:
            return ()
        facts = self._core.facts.of(group)
        last = steps[-1]
        if any(event in _heads(facts, work) for work, (event, _) in last.items()):
            return ()
        steps.pop()
        self._undone.setdefault(group, []).append(last)
        local = self._core.store.local
        kept = {each.place for each in local.drafts(group)}
        for work, (_, feedback) in last.items():
            if feedback and draft_place(work) not in kept:
                local.save_draft(group, draft_place(work), feedback)
        return tuple(last)

    def done_again(self, group: str) -> tuple[WorkId, ...]:
        """The works whose decision was undone last and then redone; their draft is none again."""
        undone = self._undone.get(group, [])
        if not undone:
            return ()
        facts = self._core.facts.of(group)
        last = undone[-1]
        now = {work: _decision(facts, work) for work in last}
        if any(found is None or found[1] != last[work][1] for work, found in now.items()):
            return ()
        undone.pop()
        step = {work: found for work, found in now.items() if found is not None}
        self._decided.setdefault(group, []).append(step)
        local = self._core.store.local
        for work, (_, feedback) in last.items():
            draft = local.draft(group, draft_place(work))
            if draft is not None and draft.text == feedback:
                local.save_draft(group, draft_place(work), "")
        return tuple(last)

    def _write(
        self,
        group: str,
        said: Mapping[QueueRow, str],
        decision: str,
        due: date | None,
        label: str,
    ) -> Changes:
        if any(row.state is ReviewState.AGREED for row in said):
            raise ServiceError(NOTHING_HANDED_IN)
        facts = self._core.facts.of(group)
        entries = [_entry(facts, row.work, decision, text, due) for row, text in said.items()]
        with self._core.together():
            recorded = self._core.recorder.write(group, entries)
            for row in said:
                self._forget(group, row)
        works = [row.work for row in said]
        only = works[0] if len(works) == 1 else None
        about = (only.item, only.person) if only else (None, None)
        self._core.undo.remember(group, UndoStep(label, recorded.ids, *about))
        step = dict(zip(works, zip(recorded.ids, said.values(), strict=True), strict=True))
        self._decided.setdefault(group, []).append(step)
        self._undone.pop(group, None)
        return recorded.changes

    def _forget(self, group: str, row: QueueRow) -> None:
        """Let go of what was typed about a work, and of its having been set aside."""
        if row.has_draft:
            self._core.store.local.save_draft(group, draft_place(row.work), "")
        self._core.store.local.save_draft(group, aside_place(row.work), "")


def _heads(facts: GroupFacts, work: WorkId) -> set[str]:
    key = (work.person, work.item)
    if work.catch_up:
        return {fact.head for fact in facts.catchups.get(key, ())}
    return {fact.head for fact in facts.reviews.get(key, ())}


def _decision(facts: GroupFacts, work: WorkId) -> tuple[str, str] | None:
    """The one decision that holds on a work: its head and feedback."""
    key = (work.person, work.item)
    if work.catch_up:
        said = [
            (fact.head, fact.feedback or "")
            for fact in facts.catchups.get(key, ())
            if fact.state in (ACCEPTED, RETURNED)
        ]
    else:
        said = [(fact.head, fact.feedback or "") for fact in facts.reviews.get(key, ())]
    return said[0] if len(said) == 1 else None


def _entry(
    facts: GroupFacts, work: WorkId, decision: str, feedback: str, due: date | None
) -> NewEntry:
    by = {"due": due.isoformat()} if due else {}
    if work.catch_up:
        return _catch_up_entry(facts, work, {"state": decision, "feedback": feedback, **by})
    seen = sorted(fact.content for fact in facts.submissions[work.person, work.item])
    said = {"decision": decision, "feedback": feedback, "seen": seen, **by}
    return NewEntry("review.set", {"person": work.person, "task": work.item, **said})


def _catch_up_entry(facts: GroupFacts, work: WorkId, said: Mapping[str, object]) -> NewEntry:
    """The decision on top of what was agreed and handed in, which stays readable in it."""
    before = facts.catchups[work.person, work.item][0]
    kept = {"what": before.what, "by": before.by, "text": before.text}
    content: dict[str, object] = {"person": work.person, "event": work.item}
    content |= {name: value for name, value in kept.items() if value is not None}
    return NewEntry("catchup.set", {**content, **said})

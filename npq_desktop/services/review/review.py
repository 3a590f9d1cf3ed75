"""Review what participants hand in: the queue, the text, the decision, the draft of the feedback.

A decision names the contents it was taken on, so that what is handed in afterwards awaits review
again without any clock. A draft is this laptop's own and survives every merge.
Source: ui/SCREENS.md, "Task review"; journal/FORMAT.md, section 3.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.review import (
    AcceptEffect,
    Digest,
    QueueChoice,
    QueueRow,
    ReviewState,
    SubmissionView,
    WorkId,
    beginning_of,
)
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.files import save_export
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import clock_time
from npq_desktop.services.core.worth.catch_ups import words_if_accepted
from npq_desktop.services.core.worth.items import ItemsOfGroup
from npq_desktop.services.review import words
from npq_desktop.services.review.deciding import Deciding
from npq_desktop.services.review.digest import DigestService
from npq_desktop.services.review.files import WorkFiles
from npq_desktop.services.review.passages import PassagesService
from npq_desktop.services.review.phrases import PhrasesService
from npq_desktop.services.review.places import ReviewPlaces
from npq_desktop.services.review.queue import ReviewQueue, Sitting, draft_place
from npq_desktop.services.review.set_aside import set_aside
from npq_desktop.services.review.whole_text import WholeTexts
from npq_desktop.services.review.work import attempts_of, effect_of, limit_notice, reviews_of

USUAL_DAYS = 14
"""After how many days returned work is asked for again, until another interval is used."""
_INTERVAL = "review days to return"


class ReviewService:
    """Reads and decides on the work of every group on this laptop."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.places = ReviewPlaces(core)
        self.phrases = PhrasesService(core)
        self.passages = PassagesService(core)
        self.files = WorkFiles(core)
        self._queue = ReviewQueue(core)
        self._whole = WholeTexts(self.files)
        self._deciding = Deciding(core)
        self._digests = DigestService(core, queue=self._queue, passages=self.passages)

    # ---- reading ---------------------------------------------------------------------------------

    def queue(self, group: str) -> tuple[QueueRow, ...]:
        """Everything handed in or agreed, what matters next first."""
        return self._queue.rows(group)

    def works(self, group: str) -> Mapping[WorkId, QueueRow]:
        """The same by work, in no order; a row stays the same object while it does not change."""
        return self._queue.by_work(group)

    def touched_since(self, group: str, version: int) -> tuple[int, frozenset[WorkId] | None]:
        """The version of the queue now, and the works touched since; None for all of them."""
        return self._queue.touched_since(group, version)

    def sitting(self, group: str, choice: QueueChoice) -> Sitting:
        """The queue as one works through it: rows keep their places until it is built anew."""
        return Sitting(self.works(group).values(), choice)

    def waiting(self, group: str) -> int:
        """How much work asks for a decision, as the queue shows it at first."""
        return sum(row.is_open for row in self.works(group).values())

    def elsewhere(self, group: str) -> tuple[tuple[str, int], ...]:
        """The other groups of this laptop in which work awaits review, and how much."""
        others = [each for each in self._core.store.groups() if each != group]
        found = self._core.of_each(others, self._waiting_in)
        return tuple((title, number) for title, number in found if number)

    def _waiting_in(self, group: str) -> tuple[str, int]:
        return self._core.facts.of(group).group.title, self.waiting(group)

    def view(self, group: str, work: WorkId) -> SubmissionView:
        """One piece of work with its attempts, decisions and this laptop's draft.

        Raises:
            StaleError: it is not there any more.
        """
        row = self._row(group, work)
        facts = self._core.facts.of(group)
        reviews = reviews_of(facts, work)
        saved = row.has_draft and self._core.store.local.draft(group, draft_place(work))
        draft = saved.text if saved else ""
        said = words.notice_words(row.state, reviews, has_draft=bool(draft))
        return SubmissionView(
            row=row,
            attempts=self._whole.of(group, attempts_of(facts, work)),
            reviews=reviews,
            draft=draft,
            notice=said or limit_notice(facts, row),
        )

    def effect(self, group: str, work: WorkId) -> AcceptEffect | None:
        """What accepting a work does to the share of the course done; None if it is decided."""
        row = self._row(group, work)
        return effect_of(self._core.facts.of(group), row, self._core.now(group))

    def digest(self, group: str) -> Digest:
        """What to know before the next event.

        Raises:
            ServiceError: no event is to come.
        """
        return self._digests.digest(group)

    def save_page(self, group: str, path: Path, pdf: bytes) -> None:
        """Save a digest as a PDF, and log that it left.

        Raises:
            BundleError: it was not saved.
        """
        save_export(path, pdf, store=self._core.store, group=group, what="page before an event")

    def words_once_accepted(self, group: str, work: WorkId) -> str:
        """What an accepted catch-up makes of its event."""
        return words_if_accepted(self._core.facts.of(group), work.person, work.item)

    def modules(self, group: str) -> tuple[tuple[str, str], ...]:
        """Keys and titles of the modules."""
        return tuple((m.key, m.title) for m in self._core.facts.of(group).programme.modules)

    def next_due_words(self, group: str) -> str:
        """When work is due next; "" where no day is known."""
        facts, today = self._core.facts.of(group), self._core.today(group)
        items = ItemsOfGroup(facts=facts, now=self._core.now(group))
        dated = [(items.day(item), item) for item in facts.programme.items if not item.is_event]
        to_come = sorted(
            ((day, item.title) for day, item in dated if day is not None and day >= today),
        )
        return words.next_due_words(to_come[0][1], to_come[0][0]) if to_come else ""

    def today(self, group: str) -> date:
        """Which day it is for a group."""
        return self._core.today(group)

    def time_now(self, group: str) -> str:
        """The time of day for a group, for example "16:05"."""
        return clock_time(self._core.now(group))

    # ---- deciding --------------------------------------------------------------------------------

    def accept(self, group: str, work: WorkId, feedback: str) -> Changes:
        """Accept the work; an accepted catch-up repairs its event at once."""
        return self._deciding.accept(group, self._row(group, work), feedback)

    def accept_all(self, group: str, works: Sequence[WorkId], feedback: str) -> Changes:
        """Accept several works with one feedback, filled in for each, in one step to undo.

        Raises:
            ServiceError: there are none, or a blank is not filled in.
        """
        rows = [self._row(group, work) for work in works]
        filled = self.phrases.filled
        said = {row: filled(group, row, feedback.strip()) for row in rows}
        return self._deciding.accept_all(group, said)

    def send_back(
        self, group: str, work: WorkId, feedback: str, due: date | None = None
    ) -> Changes:
        """Return the work for revision, to be handed in again by a day if one is given.

        Raises:
            ServiceError: without feedback the participant would not know what to change; or the
                day is over.
        """
        row = self._row(group, work)
        changes = self._deciding.send_back(group, row, feedback, due)
        if due is not None:
            days = (due - self._core.today(group)).days
            self._core.store.local.save_setting(_INTERVAL, days)
        return changes

    def taken_back(self, group: str) -> tuple[WorkId, ...]:
        """The works whose last decision here was undone since; their feedback is a draft again."""
        return self._deciding.taken_back(group)

    def done_again(self, group: str) -> tuple[WorkId, ...]:
        """The works whose decision was undone last and then redone; their draft is none again."""
        return self._deciding.done_again(group)

    def days_to_return(self) -> int:
        """After how many days returned work was last asked for again."""
        kept = self._core.store.local.setting(_INTERVAL)
        return kept if isinstance(kept, int) and 0 <= kept <= 366 else USUAL_DAYS

    # ---- this laptop's own -----------------------------------------------------------------------

    def save_draft(self, group: str, work: WorkId, text: str) -> None:
        """Keep what is being typed, on this laptop only; an empty text removes it."""
        self._core.store.local.save_draft(group, draft_place(work), text)

    def set_aside(self, group: str, work: WorkId, reason: str | None) -> None:
        """Set a work aside on this laptop, for a reason or "" for none; None takes it back in."""
        attempts = self._row(group, work).attempts
        set_aside(self._core, group, work, attempts=attempts, reason=reason)

    # ---- handing in ------------------------------------------------------------------------------

    def hand_in(self, group: str, person: str, task: str, text: str, *, name: str = "") -> Changes:
        """Record a participant's text as handed in now; the same text again is the same attempt.

        Raises:
            ServiceError: there is no text in it.
            ProgrammeError: the programme has no such task.
        """
        if not text.strip():
            raise ServiceError("There is no text in this piece of work.")
        facts = self._core.facts.of(group)
        title = facts.programme.item(task).title
        data = text.encode()
        content = {
            "person": person,
            "task": task,
            "content": hashlib.sha256(data).hexdigest(),
            "name": name,
            "size": len(data),
            "text": text,
            "handed_in": self._core.recorder.now(facts.zone),
        }
        recorded = self._core.recorder.write(group, [NewEntry("submission.add", content)])
        label = f"{title} from {facts.names.get(person, 'a participant')}"
        self._core.undo.remember(group, UndoStep(label, recorded.ids, task, person))
        return recorded.changes

    def hand_in_catch_up(self, group: str, work: WorkId, text: str) -> Changes:
        """Take in what somebody wrote for a catch-up that was agreed.

        Raises:
            ServiceError: there is no text, or it is longer than a change can carry.
            StaleError: something else was recorded meanwhile.
        """
        row = self._row(group, work)
        if row.state is not ReviewState.AGREED:
            raise StaleError
        if not text.strip():
            raise ServiceError("There is no text to hand in.")
        if beginning_of(text) != text:
            raise ServiceError("This text is too long. Hand in the part that counts.")
        before = self._core.facts.of(group).catchups[work.person, work.item][0]
        kept = {"what": before.what, "by": before.by}
        content: dict[str, object] = {"person": work.person, "event": work.item}
        content |= {name: said for name, said in kept.items() if said is not None}
        entry = NewEntry("catchup.set", {**content, "state": "handed_in", "text": text})
        recorded = self._core.recorder.write(group, [entry])
        step = UndoStep(f"catch-up from {row.name}", recorded.ids, work.item, work.person)
        self._core.undo.remember(group, step)
        return recorded.changes

    def _row(self, group: str, work: WorkId) -> QueueRow:
        row = self._queue.row(group, work)
        if row is None:
            raise StaleError
        return row

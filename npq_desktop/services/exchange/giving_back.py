"""Gives decisions back: which ones, into which lines of a platform's file, and what is refused.

Nobody without a decision is in a file, because platforms compare or replace every line they get.
What was given to a target is kept on this laptop, so that it is not given twice.
Source: interchange/LAYOUTS.md, "Giving back".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.back.brightspace import BrightspaceGrades
from npq_desktop.interchange.back.canvas import CanvasGradebook
from npq_desktop.interchange.back.feedback_files import FeedbackFile, feedback_zip
from npq_desktop.interchange.back.giving import BackRow, Existing, Given, PlatformFile, RowOutcome
from npq_desktop.interchange.back.moodle_worksheet import MoodleWorksheet
from npq_desktop.interchange.exports.table_writing import workbook, write_csv
from npq_desktop.interchange.people.matching import match_people
from npq_desktop.rows.giving_back import BackTarget, GiveBackPreview, GiveBackRow, GiveBackWish
from npq_desktop.rows.review import QueueRow, ReviewRow, ReviewState, WorkId
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import given_bytes, save_export
from npq_desktop.services.core.laptop.worksheets import kept_worksheet
from npq_desktop.services.exchange.feedback_back import back_row, brightspace_feedback, emails
from npq_desktop.services.intake.roster_preview import identity_of
from npq_desktop.services.review.review import ReviewService

_FAMILY = "given/"
_DECIDED = (ReviewState.ACCEPTED, ReviewState.RETURNED)
_NOT_IN_FILE = "not in this file"
_UNKNOWN = "cannot tell who this is"
_PLAIN_TITLES = (
    "Name", "Email", "TRN", "Task", "Attempt", "Handed in", "Words", "Decision", "Decided on",
    "Decided by", "Hand in again by", "Feedback",
)  # fmt: skip


class GivingBackService:
    """Files of decisions for each group; saving one is logged and can be repeated."""

    def __init__(self, core: Core, *, review: ReviewService) -> None:
        self._core = core
        self._review = review

    def tasks(self, group: str) -> tuple[tuple[str, str, int], ...]:
        """Key, title and number of decisions of each task that has any."""
        rows = [row for row in self._review.queue(group) if _is_decided(row)]
        titles = {row.work.item: row.title for row in rows}
        numbers = {key: sum(row.work.item == key for row in rows) for key in titles}
        ordered = [item.key for item in self._core.facts.of(group).programme.items]
        return tuple((key, titles[key], numbers[key]) for key in ordered if key in titles)

    def preview(self, group: str, wish: GiveBackWish, path: Path | None) -> GiveBackPreview:
        """What would be in the file; ``path`` is the platform's own, None for a plain table or for
        the worksheet that is kept here.

        Raises:
            InterchangeError: the platform would not take this file back.
            ServiceError: there is no decision on the task, or no file is given.
        """
        decided = self._decided(group, wish)
        if not decided:
            raise ServiceError("Nothing is decided here that was not given back already.")
        facts = self._core.facts.of(group)
        if wish.target is BackTarget.PLAIN:
            return self._plain(group, wish, decided)
        if wish.target is BackTarget.EMAIL:
            return emails(facts, wish, decided)
        if wish.target is BackTarget.BRIGHTSPACE and path is None:
            return brightspace_feedback(facts, wish, decided)
        name, data = self._given_file(group, wish, path)
        file = _opened(wish.target, data, name)
        column = wish.column if wish.column in file.columns else file.columns[0]
        wish = replace(wish, column=column)
        return self._filled(group, wish, decided, file, name)

    def kept(self, group: str, task: str) -> tuple[str, date, int] | None:
        """Name, day and age in days of the worksheet that came in with a task; None without."""
        found = kept_worksheet(self._core.store, group, task)
        if found is None:
            return None
        return found.name, found.at.date(), (self._core.today(group) - found.at.date()).days

    def _given_file(self, group: str, wish: GiveBackWish, path: Path | None) -> tuple[str, bytes]:
        """The file chosen, else the worksheet that came in with the task."""
        if path is not None:
            return path.name, given_bytes(path)
        found = kept_worksheet(self._core.store, group, wish.task)
        if found is None or wish.target is not BackTarget.MOODLE:
            raise ServiceError("Choose the file you downloaded from the platform.")
        return found.name, found.data

    def save(self, group: str, preview: GiveBackPreview, path: Path) -> None:
        """Save the file, and note what it gives back: both or neither. Its ending says in which
        form.

        Raises:
            ServiceError: nothing would change on the platform.
            BundleError: it was not saved.
            StoreError: it could not be noted; a file of that name is as it was.
        """
        if not preview.changed:
            raise ServiceError("Nothing in this file would change anything.")
        if preview.drafts:
            self._save_drafts(group, preview, path)
            return
        ending = Path(preview.other).suffix if preview.other else ""
        is_other = bool(ending) and path.suffix.casefold() == ending
        data = preview.other_data if is_other else preview.data

        store = self._core.store
        note = partial(self._note_all, group, preview)
        save_export(path, data, store=store, group=group, what="decisions", also=note)

    def _save_drafts(self, group: str, preview: GiveBackPreview, folder: Path) -> None:
        """Write each email into a folder, and note all of them with the last."""
        store, last = self._core.store, len(preview.drafts) - 1
        for at, (name, data) in enumerate(preview.drafts):
            note = partial(self._note_all, group, preview) if at == last else _nothing
            save_export(folder / name, data, store=store, group=group, what="decisions", also=note)

    def _note_all(self, group: str, preview: GiveBackPreview) -> None:
        for row in preview.rows:
            if row.changes:
                self._note(group, row, preview.wish.target)

    def _decided(self, group: str, wish: GiveBackWish) -> dict[WorkId, tuple[QueueRow, ReviewRow]]:
        drafts = {each.place: each.text for each in self._core.store.local.drafts(group)}
        found = {}
        for row in self._review.queue(group):
            if not _is_decided(row) or row.work.item != wish.task:
                continue
            review = self._review.view(group, row.work).reviews[-1]
            given = _given(drafts.get(_place(row.work), ""))
            if wish.again or given.get(wish.target) != review.by.head:
                found[row.work] = (row, review)
        return found

    def _filled(
        self,
        group: str,
        wish: GiveBackWish,
        decided: Mapping[WorkId, tuple[QueueRow, ReviewRow]],
        file: PlatformFile,
        file_name: str,
    ) -> GiveBackPreview:
        places = _places(self._core.facts.of(group), file.rows, wish.target)
        value = {"accepted": wish.accepted.strip(), "returned": wish.returned.strip()}
        given = {
            places[work.person]: Given(value[review.decision], review.feedback)
            for work, (_, review) in decided.items()
            if work.person in places
        }
        back = file.write(given, wish.column, Existing(wish.existing))
        outcomes = {each.place: each for each in back.outcomes}
        missing = RowOutcome(-1, refused=_NOT_IN_FILE)
        if any(not row.identity.name for row in file.rows):
            missing = RowOutcome(-1, refused=_UNKNOWN)
        rows = tuple(
            back_row(row, review, outcomes.get(places.get(work.person, -1), missing))
            for work, (row, review) in decided.items()
        )
        values = file.values(wish.column) if isinstance(file, BrightspaceGrades) else ()
        if isinstance(file, MoodleWorksheet):
            values = file.scale
        columns = tuple(file.columns)
        preview = GiveBackPreview(wish, columns, values, rows, file_name, data=back.data)
        if wish.target is BackTarget.BRIGHTSPACE:
            files = brightspace_feedback(self._core.facts.of(group), wish, decided)
            return replace(preview, other=files.suggested, other_data=files.data)
        if not isinstance(file, MoodleWorksheet):
            return preview
        return _with_files(preview, decided, file, places)

    def _plain(
        self,
        group: str,
        wish: GiveBackWish,
        decided: Mapping[WorkId, tuple[QueueRow, ReviewRow]],
    ) -> GiveBackPreview:
        facts = self._core.facts.of(group)
        lines = [_plain_line(facts, row, review) for row, review in decided.values()]
        rows = tuple(
            replace(back_row(row, review, RowOutcome(0)), changes=True)
            for row, review in decided.values()
        )
        title = next(iter(decided.values()))[0].title.partition(":")[0]
        name = f"{title} decisions"
        return GiveBackPreview(
            wish,
            (),
            (),
            rows,
            f"{name}.csv",
            f"{name}.xlsx",
            workbook({"Decisions": [_PLAIN_TITLES, *lines]}, frozen={"Decisions": "B2"}),
            write_csv(_PLAIN_TITLES, lines),
        )

    def _note(self, group: str, row: GiveBackRow, target: BackTarget) -> None:
        local = self._core.store.local
        draft = local.draft(group, _place(row.work))
        given = {**_given(draft.text if draft else ""), str(target): row.head}
        local.save_draft(group, _place(row.work), json.dumps(given))


def _with_files(
    preview: GiveBackPreview,
    decided: Mapping[WorkId, tuple[QueueRow, ReviewRow]],
    file: MoodleWorksheet,
    places: Mapping[str, int],
) -> GiveBackPreview:
    """With the feedback also as Moodle's zip of files, for who has any."""
    packed = [
        FeedbackFile(row.name, file.number(places[work.person]), review.feedback)
        for work, (row, review) in decided.items()
        if work.person in places and review.feedback.strip()
    ]
    if not packed:
        return preview
    title = next(iter(decided.values()))[0].title.partition(":")[0]
    name = f"{title} feedback.zip"
    return replace(preview, other=name, other_data=feedback_zip(title, packed))


def _is_decided(row: QueueRow) -> bool:
    return row.state in _DECIDED and not row.work.catch_up


def _opened(target: BackTarget, data: bytes, name: str) -> PlatformFile:
    if target is BackTarget.MOODLE:
        return MoodleWorksheet(data, name)
    if target is BackTarget.BRIGHTSPACE:
        return BrightspaceGrades(data, name)
    return CanvasGradebook(data, name)


def _places(facts: GroupFacts, rows: Sequence[BackRow], target: BackTarget) -> dict[str, int]:
    """The one line of each person who is found for sure."""
    known = [identity_of(person) for person in facts.participants.values() if not person.erased]
    matches = match_people([row.identity for row in rows], known, system=target)
    found: dict[str, int] = {}
    twice = set()
    for row, match in zip(rows, matches, strict=True):
        if match.person is not None:
            twice |= {match.person} & found.keys()
            found[match.person] = row.place
    return {person: place for person, place in found.items() if person not in twice}


def _nothing() -> None:
    pass


def _plain_line(facts: GroupFacts, row: QueueRow, review: ReviewRow) -> list[str | int | None]:
    fields = facts.people[row.work.person].fields
    return [
        row.name,
        fields.get("email", ""),
        fields.get("trn", ""),
        row.title,
        row.attempts,
        f"{row.handed_in:%Y-%m-%d %H:%M}" if row.handed_in else "",
        row.words,
        review.decision,
        f"{review.by.claimed:%Y-%m-%d}" if review.by.claimed else "",
        review.by.who,
        review.due.isoformat() if review.due else "",
        review.feedback,
    ]


def _place(work: WorkId) -> str:
    return f"{_FAMILY}{work.item}/{work.person}"


def _given(kept: str) -> dict[str, str]:
    try:
        found = json.loads(kept) if kept else {}
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

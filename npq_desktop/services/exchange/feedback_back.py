"""Gives feedback back by itself: as files in the folders of a download, or as email drafts."""

from collections.abc import Mapping

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.back.feedback_files import is_folder, labelled_zip
from npq_desktop.interchange.back.giving import RowOutcome
from npq_desktop.interchange.exports.drafts import draft_email, draft_name
from npq_desktop.rows.giving_back import GiveBackPreview, GiveBackRow, GiveBackWish
from npq_desktop.rows.review import QueueRow, ReviewRow, WorkId
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import day_and_year
from npq_desktop.services.review.queue import newest_first

Decided = Mapping[WorkId, tuple[QueueRow, ReviewRow]]

_NO_LABEL = "Bring the download in once more, because the folder names are needed"
_NO_ADDRESS, _NO_FEEDBACK = "no email address", "no feedback to give"


def brightspace_feedback(
    facts: GroupFacts, wish: GiveBackWish, decided: Decided
) -> GiveBackPreview:
    """The zip that Brightspace takes for a folder: the feedback on each person's newest work."""
    rows: list[GiveBackRow] = []
    files: list[tuple[str, str]] = []
    for work, (row, review) in decided.items():
        label = newest_first(facts.submissions[work.person, work.item])[0].label
        text = review.feedback.strip()
        refused = _NO_FEEDBACK if not text else "" if is_folder(label) else _NO_LABEL
        if not refused:
            files.append((label, text))
        outcome = RowOutcome(0, feedback=text or None, refused=refused)
        rows.append(back_row(row, review, outcome))
    title = _task(decided)
    return GiveBackPreview(
        wish, (), (), tuple(rows), f"{title} feedback.zip", data=labelled_zip(title, files)
    )


def emails(facts: GroupFacts, wish: GiveBackWish, decided: Decided) -> GiveBackPreview:
    """A draft for everybody who has an email address and whom something is to be said to."""
    rows: list[GiveBackRow] = []
    drafts: list[tuple[str, bytes]] = []
    taken: set[str] = set()
    for work, (row, review) in decided.items():
        person = facts.people[work.person]
        address = person.fields.get("email", "")
        refused = "" if address else _NO_ADDRESS
        if address:
            called = person.fields.get("known_as") or row.name.partition(" ")[0]
            text = email_text(called, row, review)
            data = draft_email(to=address, subject=row.title, text=text)
            drafts.append((draft_name(row.name, taken), data))
        outcome = RowOutcome(0, feedback=review.feedback or " ", refused=refused)
        rows.append(back_row(row, review, outcome))
    if not drafts:
        raise ServiceError("Nobody whose work was decided has an email address here.")
    return GiveBackPreview(wish, (), (), tuple(rows), "", drafts=tuple(drafts))


def email_text(called: str, row: QueueRow, review: ReviewRow) -> str:
    """What a draft says: the decision, the feedback, and by when to hand in again."""
    title = row.title.partition(":")[0]
    said = f"Your {title} is accepted."
    if review.decision == "returned":
        by = f" by {day_and_year(review.due)}" if review.due else ""
        said = f"Hand in your {title} again{by}."
    parts = (f"Dear {called},", said, review.feedback.strip())
    return "\n\n".join(part for part in parts if part) + "\n"


def back_row(row: QueueRow, review: ReviewRow, outcome: RowOutcome) -> GiveBackRow:
    """A decision with what becomes of it in a file."""
    return GiveBackRow(
        row.work,
        row.name,
        review.decision,
        review.by.head,
        outcome.grade or "",
        review.feedback if outcome.feedback is not None else "",
        outcome.refused,
        outcome.remark,
        outcome.changes,
    )


def _task(decided: Decided) -> str:
    return next(iter(decided.values()))[0].title.partition(":")[0]

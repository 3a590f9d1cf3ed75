"""Says what the Task review tab shows: states, times, counts, decisions and what they do."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from npq_desktop.rows.bring_in import BroughtIn
from npq_desktop.rows.office import ImplementationPlan
from npq_desktop.rows.review import (
    AcceptEffect,
    Attempt,
    Digest,
    KeptFiles,
    PlansOutstanding,
    Progress,
    QuestionTally,
    QueueRow,
    ReviewRow,
    ReviewState,
    WorkFile,
)
from npq_desktop.services.core.words import (
    count,
    day,
    day_and_time,
    listed,
    listed_briefly,
    size_words,
)

STATES: Mapping[ReviewState, str] = {
    ReviewState.AWAITING: "to review",
    ReviewState.RETURNED: "returned",
    ReviewState.ACCEPTED: "accepted",
    ReviewState.CONFLICT: "two decisions to settle",
    ReviewState.AGREED: "agreed, nothing handed in yet",
}
BOTH_KEPT = "Both feedbacks are kept."
_MOST_NAMES = 8
NOTHING_LEFT = "Nothing else here awaits review."
_DAYS_AS_NEW = 1


def state_words(row: QueueRow) -> str:
    """Where a work is: "to review", "returned, due 7 December"."""
    if row.state is ReviewState.RETURNED and row.due is not None:
        return f"{STATES[row.state]}, due {day(row.due)}"
    return STATES[row.state]


def overdue_words(due: date, today: date) -> str:
    """When returned work is asked for again: "due 7 December, 3 days over"."""
    over = (today - due).days
    return f"due {day(due)}, {count(over, 'day')} over" if over > 0 else f"due {day(due)}"


def waiting_words(row: QueueRow, today: date) -> str:
    """How long a work waits, as short as a cell asks: "new", "9 days"; "" if it does not wait."""
    since = row.handed_in or row.brought_in
    if not row.is_open or since is None:
        return ""
    days = (today - since.date()).days
    return "new" if days < _DAYS_AS_NEW else count(days, "day")


def details(row: QueueRow, today: date) -> str:
    """The second line of a work in the queue: its title, what is special about it, and its size.

    What stands last is what a narrow list cuts off.
    """
    returned = row.state is ReviewState.RETURNED
    parts = [
        row.title,
        "" if row.is_open else _closed_words(row, today) if returned else STATES[row.state],
        STATES[row.state] if row.state is ReviewState.CONFLICT else "",
        attempt_words(row.attempts),
        "late (platform)" if row.late else "",
        "draft" if row.has_draft else "",
        aside_words(row.aside),
        count(row.files, "file") if row.files > 1 else "",
        count_words(row.words) if row.words else "",
    ]
    return " · ".join(part for part in parts if part)


def _closed_words(row: QueueRow, today: date) -> str:
    words = STATES[row.state]
    return f"{words}, {overdue_words(row.due, today)}" if row.due else words


def attempt_words(attempts: int) -> str:
    """Which attempt a work is at, from the second on: "2nd attempt"."""
    if attempts < 2:
        return ""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(attempts % 10, "th")
    ending = "th" if attempts in (11, 12, 13) else ending
    return f"{attempts}{ending} attempt"


def aside_words(aside: str | None) -> str:
    """Says that a work is set aside, and why: "set aside, second look"; "" where it is not."""
    if aside is None:
        return ""
    return f"set aside, {aside}" if aside else "set aside"


def moment_words(moment: datetime | None) -> str:
    """A time: "3 March 14:05"; "" when unknown."""
    return f"{day(moment.date())} {moment:%H:%M}" if moment else ""


def handed_in_words(handed_in: datetime | None, brought_in: datetime | None) -> str:
    """When something was handed in; where no file says when, what is known instead.

    "" where nothing was handed in.
    """
    if handed_in is not None:
        return f"handed in {moment_words(handed_in)}"
    if brought_in is None:
        return ""
    return f"time not known · brought in {day(brought_in.date())}"


def when_words(row: QueueRow) -> str:
    """When a work was handed in, as a sentence for a tip."""
    said = handed_in_words(row.handed_in, row.brought_in)
    return f"{said[0].upper()}{said[1:]}" if said else "Nothing handed in yet"


def count_words(words: int) -> str:
    """A word count: "1 word", "1,412 words"."""
    return "1 word" if words == 1 else f"{words:,} words"


def facts_words(row: QueueRow, attempt: Attempt | None, limit: int | None = None) -> str:
    """The line under a person's name: task, time, words, and where the file is."""
    if attempt is None:
        return " · ".join((row.title, STATES[row.state]))
    words = count_words(attempt.words) if attempt.text else ""
    if words and limit:
        words = f"{words}, limit {limit:,}"
    if attempt.is_cut:
        of = f" of {attempt.words_all:,}" if attempt.words_all else ""
        words = f"only the beginning is here ({attempt.words:,}{of} words)"
    handed_in = handed_in_words(attempt.handed_in, attempt.brought_in)
    where = kept_words(attempt) or attempt.where or attempt.name
    parts = [row.title, handed_in, words, where, unseen_words(attempt)]
    return " · ".join(part for part in parts if part)


def unseen_words(attempt: Attempt) -> str:
    """What the text leaves out: "tracked changes · 4 comments not shown"; "" for nothing."""
    number = dict(attempt.unseen)
    said = (
        "tracked changes" if number.get("tracked") else "",
        _not_shown(number.get("comments", 0), "comment"),
        _not_shown(number.get("pictures", 0), "picture"),
        _not_shown(number.get("embedded", 0), "embedded file"),
        _pages_words(number.get("pages", 0), number.get("pages_all", 0)),
    )
    return " · ".join(part for part in said if part)


def _not_shown(number: int, what: str) -> str:
    return f"{count(number, what)} not shown" if number else ""


def _pages_words(missing: int, pages: int) -> str:
    return f"{missing} of {count(pages, 'page')} could not be read" if missing else ""


def file_words(name: str, laptop: str) -> str:
    """For example "essay.docx, brought in on Sam's laptop"; without a laptop the name alone."""
    return f"{name}, brought in on {laptop}" if name and laptop else name


def kept_words(attempt: Attempt) -> str:
    """What files there are and whether they are here: "essay.docx, kept here"; "" for none."""
    files = attempt.files
    if not files:
        return ""
    here = sum(file.is_here for file in files)
    what = files[0].name if len(files) == 1 else f"{len(files)} files"
    if here == len(files):
        return f"{what}, kept here"
    if here:
        return f"{what}, {here} of them kept here"
    laptop = f" (brought in on {attempt.laptop})" if attempt.laptop else ""
    return f"{what}, not on this laptop{laptop}"


def used_words(kept: KeptFiles) -> str:
    """How much room files take: "41 of 150 MB"."""
    return f"{-(-kept.used // (1024 * 1024))} of {kept.limit} MB"


def not_kept_words(number: int) -> str:
    """Says that files did not fit; "" where all did."""
    files = "1 file was" if number == 1 else f"{number} files were"
    return f"{files} not kept, because the space for files is full." if number else ""


def brought_in_words(done: BroughtIn) -> str:
    """What came of bringing work in, and what was left because nobody said who it is."""
    works = f"{count(done.works, 'work')} brought in."
    if not done.works:
        files = "1 file is" if done.kept == 1 else f"{done.kept} files are"
        works = f"{files} now on this laptop."
    left = ""
    if done.open:
        left = f"{count(done.open, 'line')} left out. Open the file again to choose who."
    return " ".join(filter(None, (works, not_kept_words(done.not_kept), left)))


def opens_outside_words(file: WorkFile, kind: str) -> str:
    """What opening a file outside means, before it is done."""
    return (
        f"“{file.name}” ({kind}, {size_words(file.size)}) opens in another program. A copy is in "
        "this program's own folder until you close NPQ Desktop."
    )


def attempt_title(number: int, of: int, attempt: Attempt) -> str:
    """An attempt to choose from: "Attempt 2 of 3 · 3 March 14:05"."""
    when = moment_words(attempt.handed_in)
    if not when and attempt.brought_in is not None:
        when = "time not known"
    title = f"Attempt {number} of {of}"
    return f"{title} · {when}" if when else title


def progress_words(progress: Progress) -> str:
    """How far a sitting is: "9 of 38 decided · 29 left · 2 set aside"."""
    if not progress.total and not progress.aside:
        return "Nothing here awaits review"
    parts = [f"{progress.decided} of {progress.total} decided", f"{progress.left} left"]
    if progress.aside:
        parts.append(f"{progress.aside} set aside")
    return " · ".join(parts)


def arrived_words(number: int) -> str:
    """Says that work came in since the list was built; "" where none did."""
    return f"{count(number, 'new work')}. Press F5 to show." if number else ""


def left_words(left: int) -> str:
    """How much is left of a sitting."""
    return f"{left} left." if left else NOTHING_LEFT


def elsewhere_words(groups: Sequence[tuple[str, int]]) -> str:
    """Where else work awaits review: "Group 08 has 9 (Ctrl+G)."; "" where nowhere."""
    said = listed_briefly(f"{title} has {number}" for title, number in groups)
    return f"{said} (Ctrl+G)." if said else ""


def decided_words(row: QueueRow, decision: str, left: int, repaired: str = "") -> str:
    """What was just decided, what it repaired, and what is left."""
    done = f"{decision.capitalize()}: {row.title}, {row.name}."
    return " ".join(part for part in (done, repaired, left_words(left)) if part)


def no_way_back(*, decided_before: bool) -> str:
    """Why the way back through what was decided ends at this work."""
    if decided_before:
        return "What you decided before this is no longer in this list. “All” shows it."
    return "No work was decided before this one."


def undone_words(rows: Sequence[QueueRow], left: int) -> str:
    """What is open again after an undo."""
    if len(rows) == 1:
        again = "awaits review again" if rows[0].is_open else f"is {STATES[rows[0].state]} again"
        return f"Undone: {rows[0].name}, {rows[0].title} {again}. {left_words(left)}"
    names = listed_briefly(row.name for row in rows)
    return f"Undone: {count(len(rows), 'work')} of {names} as before. {left_words(left)}"


def redone_words(rows: Sequence[QueueRow], left: int) -> str:
    """What is decided again after a redo."""
    if len(rows) == 1:
        row = rows[0]
        return f"Done again: {row.name}, {row.title} is {STATES[row.state]}. {left_words(left)}"
    return f"Done again: {count(len(rows), 'work')}. {left_words(left)}"


def undo_label(decision: str, name: str) -> str:
    """What Undo takes back: "acceptance for Ann Abbott"."""
    return f"{'acceptance' if decision == 'accepted' else 'return'} for {name}"


def batch_label(number: int) -> str:
    """What Undo takes back after a batch."""
    return f"acceptance of {count(number, 'work')}"


def effect_words(effect: AcceptEffect | None) -> str:
    """What accepting does: "Accepting counts Reflection 3 at once. Course done goes …"."""
    if effect is None:
        return ""
    title, _, _ = effect.title.partition(":")
    if effect.before is None or effect.after is None:
        return f"{title} does not count for this person."
    if effect.before == effect.after:
        return f"{title} counts already. Course done stays {effect.before}%."
    return (
        f"Accepting counts {title} at once. Course done goes from {effect.before}% to "
        f"{effect.after}%."
    )


def return_words(effect: AcceptEffect | None) -> str:
    """What returning does: "Returned, Reflection 3 does not count until …"."""
    if effect is None or effect.before is None or effect.returned is None:
        return ""
    title, _, _ = effect.title.partition(":")
    if effect.before == effect.returned:
        return f"Course done stays {effect.before}%."
    return (
        f"Returned, {title} does not count until it is handed in again. Course done goes from "
        f"{effect.before}% to {effect.returned}%."
    )


def plan_words(plan: ImplementationPlan) -> str:
    """What is recorded of a plan of implementation: its focus, the rest, and the milestones."""
    focus = f"Plan: “{plan.recorded.focus}”." if plan.recorded.focus else "Plan:"
    milestones = listed_briefly(each.text for each in plan.recorded.milestones)
    steps = f"Milestones: {milestones.rstrip('.')}." if milestones else ""
    return " ".join(filter(None, (focus, f"{plan.words}.", steps)))


def plan_missing_words(missing: Sequence[str]) -> str:
    """What is missing of a plan: "Missing in the plan: focus and support."; "" for nothing."""
    return f"Missing in the plan: {listed(missing)}." if missing else ""


def review_words(review: ReviewRow) -> str:
    """A decision with who took it, on which laptop and when, and its feedback."""
    by = review.by
    when = f" on {moment_words(by.claimed)}" if by.claimed else ""
    laptop = f" ({by.laptop})" if by.laptop and not by.own else ""
    line = f"{_who(review)}{laptop} {review.decision} this{when}."
    if review.due is not None:
        line += f" Asked for again by {day(review.due)}."
    if by.first_seen and moment_words(by.first_seen) != moment_words(by.claimed):
        line += f" First seen here {moment_words(by.first_seen)}."
    return f"{line}\n“{review.feedback}”" if review.feedback else line


def notice_words(state: ReviewState, reviews: Sequence[ReviewRow], *, has_draft: bool) -> str:
    """What a colleague did meanwhile; a decision on an earlier attempt is none on this one."""
    if state is ReviewState.CONFLICT:
        return f"{_conflict_words(reviews)} Decide again to settle it. {BOTH_KEPT}"
    if not has_draft or not reviews or state is ReviewState.AWAITING:
        return ""
    last = reviews[-1]
    when = f" on {day(last.by.claimed.date())}" if last.by.claimed else ""
    return f"{_who(last)} {last.decision} this{when}. Your draft is kept."


def _who(review: ReviewRow) -> str:
    return "You" if review.by.own else review.by.who


def _conflict_words(reviews: Sequence[ReviewRow]) -> str:
    own_first = sorted(reviews, key=lambda review: not review.by.own)
    said = {review.decision: _who(review) for review in own_first}
    if len(said) < 2:
        return "Two decisions do not agree."
    first, second = said.items()
    return f"{first[1]} {first[0]} this and {second[1]} {second[0]} it."


def agreed_words(what: str, by: date | None) -> str:
    """What was agreed as a catch-up: "Read the slides, by 4 December"."""
    return f"{what}, by {day(by)}" if by else what


def next_due_words(title: str, due: date) -> str:
    """When work comes next: "The next is due on 16 December: Reflection 4."."""
    return f"The next is due on {day(due)}: {title}."


ACCEPTED_ALREADY = "This is accepted already. Write new feedback to change what was said."


def asked_short(text: str) -> str:
    """Whether so short a feedback is meant."""
    return f"The feedback is only “{text}”. Accept with it? Enter yes, Esc no."


def not_filled_in(blank: str) -> str:
    """Why a text with this blank is not recorded."""
    return f"“{blank}” is not filled in."


def batch_words(number: int) -> str:
    """What a batch did."""
    return f"{count(number, 'work')} accepted. Press Ctrl+Z once to undo."


def batch_purpose(number: int, left: Sequence[str]) -> str:
    """What a batch would do and which ticked works it leaves, or why it can do nothing."""
    not_read = f"Not read in this sitting, so left: {listed_briefly(left)}." if left else ""
    if not number:
        why = "Only works that you had open for two seconds can be accepted together."
        return " ".join(filter(None, (why, not_read)))
    does = f"{count(number, 'work')} you have read will be accepted."
    return " ".join(filter(None, (does, not_read, "You can undo this in one step.")))


def digest_lines(digest: Digest) -> tuple[tuple[str, str], ...]:
    """The parts of a digest, heading and text each, without its passages."""
    when = day_and_time(digest.start) if digest.start else "no date yet"
    until = f" to {digest.end:%H:%M}" if digest.end else ""
    place = f", {digest.place}" if digest.place else ""
    lines = [("", f"{when}{until}{place}. {count(digest.expected, 'person', 'people')} expected.")]
    if digest.diagnostic:
        lines.append((digest.diagnostic, _done_words(digest)))
    lines += [(each.text, tally_words(each)) for each in digest.questions]
    if digest.reflection:
        parts = (
            ("Not handed in", digest.reflection_missing),
            ("Returned and not back", digest.reflection_returned),
            ("Awaiting review", digest.reflection_awaiting),
        )
        said = [f"{name}: {listed(people)}." for name, people in parts if people]
        lines.append((digest.reflection, " ".join(said) or "Everyone has handed it in."))
    if digest.plans is not None and (said_of_plans := plans_words(digest.plans)):
        lines.append(("Plans of implementation", said_of_plans))
    return tuple(lines)


def plans_words(plans: PlansOutstanding) -> str:
    """Who has no focus yet and whose school has not confirmed; "" where nothing is outstanding."""
    if plans.nobody_began:
        return "Nobody has a focus yet." if plans.without_focus else ""
    parts = (
        ("No focus yet", plans.without_focus),
        ("Support of the school not confirmed", plans.without_support),
    )
    return " ".join(f"{name}: {_few(people)}." for name, people in parts if people)


def _few(people: Sequence[str]) -> str:
    """Names, as far as they leave room on a page for the rest."""
    many = len(people) > _MOST_NAMES
    return count(len(people), "person", "people") if many else listed(people)


def tally_words(tally: QuestionTally) -> str:
    """What a group answered to one question: how many, how many right, the commonest wrong."""
    said = f"{tally.answered} answered"
    if tally.right is not None:
        said = f"{said}, {tally.right} right"
    wrong = ", ".join(f"“{answer}” {number}" for answer, number in tally.wrong)
    return f"{said}. Commonest wrong answers: {wrong}." if wrong else f"{said}."


def _done_words(digest: Digest) -> str:
    done = f"{digest.diagnostic_done} of {digest.expected} done"
    as_of = f", the newest of {day_and_time(digest.as_of)}" if digest.as_of else ""
    missing = digest.diagnostic_missing
    return f"{done}{as_of}. Missing: {listed(missing)}." if missing else f"{done}{as_of}."

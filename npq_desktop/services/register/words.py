"""The sentences of the register: counts, sign-offs, what changed since, what an action would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from npq_desktop.rows.register import Counts, MarkState, SignoffRow, absent_words
from npq_desktop.services.core.words import (
    clock_time,
    count,
    day,
    day_and_year,
    listed,
    listed_briefly,
    size_words,
)


def marked_words(counts: Counts) -> str:
    """For example "13 of 25 marked"."""
    return f"{counts.expected - counts.unmarked} of {counts.expected} marked"


def count_parts(counts: Counts) -> tuple[tuple[str, int, str], ...]:
    """Key, number and word of each count that is not nought, in reading order."""
    parts = []
    for key, number, one, many in (
        ("present", counts.present, "present", ""),
        ("late", counts.late, "late", ""),
        ("left_early", counts.left_early, "early", ""),
        ("absent", counts.absent, "absent", ""),
        ("conflicts", counts.conflicts, "to settle", ""),
        ("walk_ins", counts.walk_ins, "walk-in", "walk-ins"),
        ("extra", counts.extra - counts.walk_ins, "not expected but here", ""),
        ("not_expected", counts.not_expected, "not expected", ""),
        ("unmarked", counts.unmarked, "not marked", ""),
    ):
        if number > 0:
            parts.append((key, number, one if number == 1 or not many else many))
    return tuple(parts)


def mark_sentence(name: str, mark: str, left: int) -> str:
    """What a mark is read aloud as: "Present: Dami Adebayo. 24 left."."""
    said = f"{mark[:1].upper()}{mark[1:]}: {name}."
    return f"{said} {left} left." if left else f"{said} Everyone is marked."


def no_miss_left(threshold: int) -> str:
    """Says that somebody who is not marked yet can miss no event more: for the column Detail."""
    return f"No miss left: {threshold}% needs this one"


def rest_words(unmarked: int) -> str:
    """The button that marks everybody else; K is its letter."""
    return f"Mar&k the {unmarked} not marked…"


def rest_in_brief(unmarked: int) -> str:
    """The same where there is little room."""
    return f"Mar&k {unmarked}…"


def headcount_words(counts: Counts, unmarked: Sequence[str] = ()) -> str:
    """How a headcount and the marks differ, and who has no mark yet; "" where they agree."""
    if counts.head_count is None or counts.head_count == counts.in_room:
        return ""
    difference = counts.head_count - counts.in_room
    side = "more" if difference > 0 else "fewer"
    said = (
        f"Headcount {counts.head_count}: {abs(difference)} {side} in the room than the marks show."
    )
    return f"{said} Not marked: {listed_briefly(unmarked)}." if unmarked else said


def signed_words(
    signoffs: Sequence[SignoffRow], counts: Counts, papers: Sequence[str] = (), *, odd: str = ""
) -> tuple[str, str]:
    """Who signed off when, and below it what the headcount says and what a change asks for."""
    latest = max(signoffs, key=lambda each: (each.at is not None, each.at or 0))
    others = [each for each in signoffs if each is not latest]
    said = [odd] if odd else []
    if not odd and counts.head_count is not None:
        said.append(f"Headcount {counts.head_count} matches the marks.")
    said += [f"Also signed off by {_who_and_when(each)}." for each in others]
    said += [f"Paper evidence: {each}." for each in papers]
    said.append("Changing a mark asks for a reason.")
    return f"Signed off by {_who_and_when(latest)}", " ".join(said)


def change_words(signoffs: Sequence[SignoffRow]) -> str:
    """What has changed since each sign-off, and what is on hold; "" for nothing."""
    said = [
        f"Changed since {'your' if each.own else _of(each.who)} sign-off: {listed(each.uncovered)}."
        for each in signoffs
        if each.uncovered
    ]
    held = next((each.held for each in signoffs if each.held), ())
    if held:
        said.append(f"On hold, so not part of any sign-off: {listed(held)}.")
    return " ".join(said)


def signoff_words(counts: Counts, head_count: int | None = None, *, on_hold: int = 0) -> str:
    """The sentences that a sign-off shows and stores; parts that are 0 are left out."""
    said = [_expected_words(counts)]
    if also := _unexpected_parts(counts, "not expected"):
        said.append(f"Also here: {listed(also)}.")
    if counts.unmarked:
        said.append(f"{counts.unmarked} not marked.")
    elif counts.expected:
        said.append("Everyone is marked.")
    if counts.conflicts:
        said.append(f"{counts.conflicts} with two different marks.")
    if head_count is not None:
        said.append(_headcount_sentence(counts, head_count))
    if on_hold:
        are = "is" if on_hold == 1 else "are"
        said.append(f"{count(on_hold, 'change')} on hold {are} not part of this sign-off.")
    return " ".join(said)


def _expected_words(counts: Counts) -> str:
    parts = [
        f"{number} {word}"
        for number, word in (
            (counts.present, "present"),
            (counts.late, "late"),
            (counts.left_early, "left early"),
        )
        if number
    ]
    parts += [absent_words(counts)] if counts.absent else []
    expected = f"{counts.expected} expected" if counts.expected else "Nobody expected"
    return f"{expected}: {', '.join(parts)}." if parts else f"{expected}."


def _unexpected_parts(counts: Counts, word: str) -> list[str]:
    unexpected = counts.extra - counts.walk_ins
    parts = [count(counts.walk_ins, "walk-in")] if counts.walk_ins else []
    return [*parts, f"{unexpected} {word}"] if unexpected else parts


def _headcount_sentence(counts: Counts, head_count: int) -> str:
    difference = head_count - counts.in_room
    if not difference:
        return f"Headcount {head_count} matches."
    more = "more" if difference > 0 else "fewer"
    return f"Headcount {head_count} is {abs(difference)} {more} than the marks show."


def report_counts(counts: Counts) -> str:
    """The line of counts on a register's report, in which 0 is a number like any other."""
    parts = [
        f"{counts.expected} expected",
        f"{counts.present} present",
        f"{counts.late} late",
        f"{counts.left_early} left early",
        absent_words(counts),
        f"{counts.unmarked} not marked",
    ]
    parts += [f"{counts.conflicts} with two different marks"] if counts.conflicts else []
    parts += _unexpected_parts(counts, "not expected but here")
    if counts.not_expected:
        parts.append(f"{count(counts.not_expected, 'row')} not expected")
    parts += [f"headcount {counts.head_count}"] if counts.head_count is not None else []
    return ", ".join(parts)


def effect_words(before: Mapping[str, int], after: Mapping[str, int]) -> str:
    """How many events count for whom, by person: "26 people: 10 events become 9."."""
    pairs = Counter((before[person], after.get(person, 0)) for person in before)
    said = [
        f"{count(people, 'person', 'people')}: {_figure_change(old, new)}."
        for (old, new), people in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return " ".join(said) or "Nobody is on the programme now, so no percentage changes."


def _figure_change(old: int, new: int) -> str:
    if old == new:
        return f"still {count(old, 'event')}, because it does not count for them"
    return f"{count(old, 'event')} {'becomes' if old == 1 else 'become'} {new}"


def kept_marks_words(marked: int) -> str:
    """What recording that an event did not run does to marks already made; "" without any."""
    if not marked:
        return ""
    return (
        f"{count(marked, 'person', 'people')} already marked. The marks are kept but do not count "
        "while the event is recorded as not run."
    )


def when_words(start: datetime | None, end: datetime | None, place: str) -> str:
    """When and where an event is: "It is on 3 March 2027 from 16:00 to 17:30, Hall."."""
    if start is None:
        return "It has no date yet."
    until = f" to {clock_time(end)}" if end else ""
    where = f", {place}" if place else ""
    return f"It is on {day_and_year(start.date())} from {clock_time(start)}{until}{where}."


def marks_at_a_move(marked: int) -> str:
    """What moving an event to another date does to its marks; "" without any."""
    if not marked:
        return ""
    stay = "stays as it is" if marked == 1 else "stay as they are"
    return (
        f"{count(marked, 'mark')} {stay}, with minutes counted from the old start time. If they "
        "belong to another event, use “Move these marks to…”."
    )


_STATES = {
    MarkState.PRESENT: "present",
    MarkState.LATE: "late",
    MarkState.LEFT_EARLY: "left early",
    MarkState.ABSENT: "absent",
}


def event_and_day(title: str, on: date | None) -> str:
    """For example "Seminar 3, 3 March 2027"."""
    return f"{title}, {day_and_year(on) if on else 'no date yet'}"


def moved_words(
    states: Mapping[MarkState, int], to: str, *, same: int, notes: bool, signed: bool
) -> str:
    """What moving a register's marks does; ``same`` people have the same mark there already."""
    number = sum(states.values())
    parts = listed(
        f"{states[state]} {word}" for state, word in _STATES.items() if states.get(state)
    )
    said = [f"{count(number, 'mark')} ({parts}) {'goes' if number == 1 else 'go'} to {to}."]
    if same:
        said.append(f"{count(same, 'person has', 'people have')} the same mark there already.")
    if notes:
        said.append("The notes made here go with them.")
    if signed:
        said.append("The sign-off stays on this register but no longer matches it.")
    said.append("Nobody is marked here afterwards. Press Ctrl+Z once to undo.")
    return " ".join(said)


def joined_mark_words(
    event: str, names: tuple[str, str], marks: tuple[str, str], *, same: bool
) -> str:
    """What linking two people does to their marks at one event; the second mark may be ""."""
    if not marks[1]:
        return f"{_of(names[0])} mark at {event}, {marks[0]}, will count for {names[1]}."
    if same:
        return f"Both are marked {marks[0]} at {event}. This becomes one mark."
    return (
        f"At {event} they have different marks, {marks[0]} for {names[0]} and {marks[1]} for "
        f"{names[1]}. Both show in the row until you choose with 1 or 2."
    )


def joining_words(at_events: Sequence[str], names: tuple[str, str]) -> str:
    """What linking two people does, event by event, and how to go back."""
    said = [*at_events] or [f"{names[0]} has no mark that could count for {names[1]}."]
    return " ".join([*said, "You can undo this later. Press Alt+U on the row to unlink them."])


def catch_ups_left(limit: int, left: int, *, beyond: bool | None) -> str:
    """What is left of the programme's limit; ``beyond`` None where a disagreement decides."""
    allowed = f"The programme allows {count(limit, 'catch-up')}"
    if beyond:
        return f"{allowed} and others come first, so this one does not count now."
    if beyond is None:
        return f"{allowed}. A disagreement decides whether this one is among them."
    if left <= 0:
        return f"{allowed}, and this one is among them."
    return f"{left} of {count(limit, 'catch-up')} left, this one among them."


def no_catch_ups_left(name: str, limit: int) -> str:
    """Why no further catch-up can be agreed, and who can allow one."""
    if not limit:
        return "This programme allows no catch-ups. Ask the programme office."
    used = "the one catch-up" if limit == 1 else f"all {limit} catch-ups"
    return f"{name} has used {used} the programme allows. Only the programme office can allow more."


def _of(name: str) -> str:
    return f"{name}'s"


def _who_and_when(signoff: SignoffRow) -> str:
    if signoff.at is None:
        return signoff.who
    return f"{signoff.who} on {day(signoff.at.date())} at {clock_time(signoff.at)}"


# ---- what is so of the event -------------------------------------------------------------------

NO_DATE_YET = "This event has no date yet. You can mark people, but type any minutes yourself."
RAN_AFTER_ALL = "It is then recorded as having run."
SIGNOFF_STAYS = "The register is signed off. The sign-off stays as it is."
NOT_OF_THE_PROGRAMME = "No engagement changes, because this event is not one of the programme's."


def did_not_run(reason: str) -> str:
    """Says that an event did not run, and why."""
    return f"Did not run: {reason or 'no reason given'}."


def not_today(on: date) -> str:
    """Says that a register is for another day."""
    return f"Not today. This register is for {on:%A} {day_and_year(on)}."


def different_details(names: Sequence[str]) -> str:
    """Says that colleagues recorded different times or places."""
    return f"Colleagues recorded different things about its {listed(names)}."


def catch_up_allowed(of: str, end: date, *, over: bool) -> str:
    """How long the programme allows a catch-up; ``of`` is the sentence before."""
    if over:
        return (
            f"{of} The programme's time for it ended on {day_and_year(end)}. Ask the programme "
            "office whether it still counts."
        )
    return f"{of} The programme allows it until {day_and_year(end)}."


def catch_up_state(state: str, on: date | None, feedback: str | None) -> str:
    """What has happened to a catch-up so far."""
    when = f" on {day(on)}" if on else ""
    if state == "handed_in":
        return f"Handed in{when}. Decide on it in Task review, Ctrl+3."
    if state == "returned":
        return f"Returned{when}: {feedback}" if feedback else f"Returned{when}."
    return f"Agreed{when}."


# ---- a row of the register ---------------------------------------------------------------------

WALK_IN, NOT_MARKED = "walk-in", "not marked"
VISITING = "visiting another group"
JOINED_LATER = "joined the group after this register was opened"
TWO_MARKS = "two different marks"
TAKEN_BACK_SINCE = "signed off, then taken back"
BEYOND_THE_LIMIT = ", does not count (beyond the limit)"
PERHAPS_BEYOND = ", perhaps beyond the limit, once another disagreement is settled"
_CATCH_UP = {
    "accepted": "caught up on",
    "agreed": "catch-up agreed on",
    "handed_in": "catch-up handed in on",
    "returned": "catch-up returned on",
}


def changed_since(detail: str, amendment: str) -> str:
    """The detail of a mark with what was changed after the sign-off."""
    changed = f"changed after sign-off: {amendment}"
    return f"{detail} · {changed}" if detail else changed


def apology(reason: str | None) -> str:
    """For example "apologies sent beforehand, travel"; "" where none was sent."""
    said = "apologies sent beforehand"
    return f"{said}, {reason}" if reason else said if reason is not None else ""


def catch_up_in_row(state: str, on: date | None, limit: str) -> str:
    """What has become of a catch-up; ``limit`` says whether it is beyond the programme's limit."""
    return f"{_CATCH_UP[state]} {day(on) if on else 'an unknown day'}{limit}"


def changes_by(number: int, what: str, who: str) -> str:
    """For example "4 marks by Sam"."""
    return f"{count(number, what)} by {who}"


def marks_taken_back(number: int) -> str:
    """Marks that a sign-off knew and nobody has now."""
    return f"{count(number, 'mark')} taken back"


def paper_evidence(name: str, size: object, place: str) -> str:
    """For example "signed.pdf (214 KB), paper kept: school office"."""
    return f"{name or 'a scan without a name'} ({size_words(size)}), {paper_kept(place)}"


def paper_kept(place: str) -> str:
    """Where the paper of a scan is."""
    return f"paper kept: {place or 'place not known'}"


# ---- people who are not on the list ------------------------------------------------------------


def arrived_as_walk_in(name: str) -> str:
    """Says that a walk-in is on the register, and what to do once it is known who they are."""
    return f"{name} is here as a walk-in. Press Alt+J to link them to a participant."


def arrived_as_guest(name: str, note: str, at_home: str) -> str:
    """Says that a guest is on the register, and what was recorded in their own group."""
    return f"{name} is here as a {note}. {at_home}"


def on_this_register(detail: str) -> str:
    """Somebody a walk-in may be, who is on the same register."""
    return f"on this register · {detail}"


# ---- marks typed from a paper ------------------------------------------------------------------


def typed_mark(number: int, name: str, mark: str, *, known: bool) -> str:
    """What a typed mark means; ``known``: the register has it already."""
    row = numbered(number, name)
    return f"{row}: already {mark}, nothing to record" if known else f"{row}: {mark}"


def numbered(number: int, name: str) -> str:
    """A line of the paper and whose it is."""
    return f"{number} → {name}"


# ---- the register as a document ----------------------------------------------------------------

HOW: Mapping[str, str] = {
    "typed": "typed",
    "scanned": "scanned",
    "bulk": "marked with the rest",
    "paper": "from the paper list",
    "import": "read from a file",
    "moved": "moved from one event to another",
}
TWO_MARKS_IN_REPORT = "Two different marks"
DID_NOT_RUN, TOOK_PLACE, PLANNED = "Did not run", "Took place", "Planned"
COLLEAGUES_DISAGREE = "Colleagues disagree whether it ran"


def no_mark(*, expected: bool) -> str:
    """The mark of somebody who has none."""
    return "Not marked" if expected else "Not expected"


def signed_line(who: str, at: datetime | None, words: str) -> str:
    """One sign-off with its sentences."""
    when = f" on {day_and_year(at.date())} at {clock_time(at)}" if at else ""
    return f"Signed off by {who}{when}. {words}"


def changed_line(changes: str) -> str:
    """What has changed since, behind that."""
    return f" Changed since: {changes}."


def day_words(start: datetime | None, end: datetime | None) -> str:
    """For example "Monday 23 November 2026, 13:00 to 14:30"."""
    if start is None:
        return "no date yet"
    until = f" to {clock_time(end)}" if end else ""
    return f"{start:%A} {day_and_year(start.date())}, {clock_time(start)}{until}"

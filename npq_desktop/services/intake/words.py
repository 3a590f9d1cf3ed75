"""Writes what files of other programs say: which lines are taken, left out or asked about, and why.

Pure functions from names, numbers and days to text.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from npq_desktop.services.core.words import (
    clock_time,
    count,
    day,
    day_and_year,
    listed,
    listed_briefly,
)


def at_line(line: int, message: str) -> str:
    """A problem of a file, with the line it is on where one is known."""
    return f"Line {line}: {message}" if line else message


# ---- whom a line means -------------------------------------------------------------------------

NOBODY_OF_THAT_NAME = "Nobody in the group has this name."
TAKEN_BY_ANOTHER_LINE = "Another line is this person already. Choose another person, or new."
_SAME_OR_NEW = "Is this the same person, or someone new?"
_FOUND_BY = {"e-mail": "email"}
"""Words for what people are matched by, where they are not its own."""


def on_other_lines(name: str, lines: Iterable[str]) -> str:
    """Says that several lines may mean one person."""
    return f"{name} is on line {listed_briefly(lines)} too. {_SAME_OR_NEW}"


def other_name(found_by: str, name: str) -> str:
    """Says that a number belongs to somebody whose name is another."""
    number = _FOUND_BY.get(found_by, found_by)
    return f"The {number} belongs to {name}, but the name is different. {_SAME_OR_NEW}"


def is_a_participant(name: str, asked: str) -> str:
    """The question about a line that may be of somebody else, such as a leader."""
    return f"{name} {asked}. Is this a participant?"


def may_have_left(name: str, asked: str) -> str:
    """What to do about somebody of the group on such a line."""
    return f"{name} {asked}. If they left, record it under Training status."


def line_left_out(line: int, name: str, reason: str) -> str:
    """Says that a line is not taken, for a reason that is a sentence."""
    return f"Line {line}: {name} was left out. {reason}"


def choose_a_group(groups: Iterable[str]) -> str:
    """The question which group of a file is meant."""
    return f"The file holds several groups: {_quoted(groups)}. Choose which of them to take."


def groups_left_out(people: int, taken: Iterable[str]) -> str:
    """Says that people of other groups in the file are not taken."""
    left = count(people, "person", "people")
    return f"{left} of other groups in the file left out. Taken: {_quoted(taken) or 'nobody'}."


def in_another_group(line: int, name: str, group: str | None) -> str:
    """Says that the file has somebody of this group under another one."""
    return f"Line {line}: {name} is listed under {group or 'no group'}."


# ---- what a line would change ------------------------------------------------------------------

TO_CONFIRM = "to be confirmed"
ZEROS_IN_FRONT = f"{TO_CONFIRM}, because zeros were put in front"
OTHER_TRN = "another TRN is recorded"
OTHER_NUMBER = "another number is recorded"
ONLY_THE_NAME = "only the name is the same"
HOLDS_A_NUMBER = "it holds a number"
MORE_THAN_THE_NAME = "it has more than the name in it"
LOST_A_LETTER = "a letter was lost when the file was saved"
IN_CAPITALS = "it is in capitals"
NO_CAPITALS = "its capitals are missing"
NO_SIGNS = "accents or signs are missing"
ONLY_AN_INITIAL = "it has an initial only"
A_PART_IS_MISSING = "a part of it is missing"


def status_from_file(name: str, status: str, on: date) -> str:
    """Says that a training status was read without a day."""
    return (
        f"{name}: {status} from {day_and_year(on)}, because the file names no day and no reason. "
        "Correct both under Training status."
    )


def status_in_file(name: str, text: str) -> str:
    """Says that a text may be a change of training status."""
    return (
        f"{name}: “{text}” in the file. This may be a change of training status. If they deferred "
        "or withdrew, record it under Training status."
    )


def active_in_file(name: str, here: str) -> str:
    """Says that the file has somebody active who is deferred or withdrawn here."""
    return (
        f"{name}: active in the file, {here} here. This stays as it is. If they came back, record "
        "it under Training status."
    )


def unknown_status(people: int, text: str) -> str:
    """Says that a status is none the program knows."""
    return f"{count(people, 'person has', 'people have')} the status “{text}”, which was not read."


# ---- attendance and work from platforms --------------------------------------------------------

BY_HAND = "The file does not say how many minutes. Mark it in the register."
TWO_MARKS = "There are two different marks. Settle them first."
NOTHING_HANDED_IN, HANDED_IN = "Nothing handed in", "Handed in"
DECIDE_BY_HAND = "Decide by hand."
WAS_RETURNED = "It was returned. Decide by hand."
UNKNOWN_LENGTH = "How long is not known."
DURING_THE_EVENT = "during the event"
CHOOSE_TASK = "Choose the task that this is."
CHOOSE_EVENT = "Choose the event that this is."


def not_there(when: str) -> str:
    """Says that a file saw somebody at another time only."""
    return f"Not there {when}."


def there_in_part(minutes: int, of: int) -> str:
    """Says that somebody was away in between."""
    return f"There for {minutes} of {of} min, away in between."


def said_twice(line: int) -> str:
    """Says that a line repeats another one."""
    return f"Line {line} says the same, so it is kept once."


def contradicted(others: str) -> str:
    """Says that two columns say different things of one person."""
    return f"The file also says {others}. Set one of the columns to Not used."


def nothing_more_known(name: str) -> str:
    """Somebody with a namesake of whom only the name is known."""
    return f"{name} (nothing more is known)"


def leaders_left_out(names: Iterable[str]) -> str:
    """Says that people who lead the group are not taken."""
    return f"Left out, because they lead this group: {listed_briefly(names)}."


def no_such_event(titles: Iterable[str]) -> str:
    """Says that columns of a file fit nothing in the programme."""
    return f"No task or event here: {listed_briefly(titles)}. Choose one to add it."


def seem_one_event(titles: Iterable[str]) -> str:
    """Says that several columns may be of one event."""
    return f"{_quoted(titles)} seem to be one event. Choose which of them counts."


def about_it_already(files: Iterable[str]) -> str:
    """Says that files were recorded for an event already."""
    names = list(files)
    are = "is" if len(names) == 1 else "are"
    return (
        f"{_quoted(names)} {are} about this event already. Choose it again if this is another part."
    )


def no_event_on(on: date) -> str:
    """Says that the group has no event on the day of a column."""
    return f"It is of {day_and_year(on)}, when this group has no event. Choose what it is."


def event_on_another_day(on: date, title: str, held: date) -> str:
    """Says that the event a column names was on another day."""
    return f"It is of {day_and_year(on)}. {title} is on {day_and_year(held)}."


def is_a_catch_up(title: str) -> str:
    """Says that a column is of a catch-up."""
    return f"“{title}” is a catch-up. Choose the event that was missed."


def several_events_on(on: date) -> str:
    """Says that a day fits several events."""
    return f"Several events are on {day_and_year(on)}. Choose one."


def marks_of_nothing(number: int) -> str:
    """Says that marks are of nothing that is recorded."""
    return (
        f"{count(number, 'mark was', 'marks were')} not taken, because nothing is recorded there."
    )


def marks_not_expected(number: int) -> str:
    """Says that marks say that somebody was not expected."""
    marks = count(number, "mark says", "marks say")
    return f"{marks} that a person was not expected, which is left out."


def columns_not_read(titles: Iterable[str]) -> str:
    """Columns that say nothing the program knows."""
    names = list(titles)
    return f"{count(len(names), 'column was', 'columns were')} not read: {_quoted(names)}."


def accepted_from_file(number: int) -> str:
    """What Undo takes back after differences were accepted."""
    return f"{count(number, 'difference')} accepted from a file"


def platform_file(system: str, kind: str, *, staff: Sequence[str], unnamed: int) -> str:
    """What a platform's file is, who in it is no participant, and how many answers have no name."""
    apart = f" Not participants: {', '.join(staff)}." if staff else ""
    nobody = count(unnamed, "answer names", "answers name")
    return f"{system}: {kind}.{apart}{f' {nobody} nobody.' if unnamed else ''}"


def likeliest(name: str, reason: str) -> str:
    """Who somebody may be, before the reason why that has to be asked."""
    return f"Perhaps {name}. {reason}"


def minutes_there(minutes: int | None, of: int) -> str:
    """For example "32 of 90 min", "93 min", "under 1 of 90 min", "not known"."""
    if minutes is None:
        return "not known"
    return f"{minutes} min" if minutes >= of else f"{minutes or 'under 1'} of {of} min"


def hours_on(start: datetime, end: datetime) -> str:
    """For example "from 16:00 to 17:30 on 6 October"."""
    return f"from {clock_time(start)} to {clock_time(end)} on {day(start.date())}"


def also_on_lines(lines: Iterable[int]) -> str:
    """Which other lines of a file make one stay with this one."""
    return f"together with {listed(f'line {line}' for line in lines)}"


def says_in_column(fact: str, column: str, line: int) -> str:
    """What another column of the file says of the same person."""
    return f"{fact} in “{column}”, line {line}"


def files_say(said: Iterable[tuple[str, str]]) -> str:
    """What files that were recorded before say: pairs of a file and what it says."""
    return f"{listed(f'“{file}” says {fact}' for file, fact in said)}."


def late_by(fact: str, minutes: int) -> str:
    """What a file says of somebody, with how late they were."""
    return f"{fact}, {minutes} min late" if minutes else fact


# ---- work that was handed in -------------------------------------------------------------------

NOBODYS_WORK, OVERVIEW = "is named as nobody's work", "is the platform's overview"
NOT_OURS, TOO_LARGE = "is nobody of this group, as you said", "is larger than 25 MB"
UNREADABLE = "could not be read: open it, save it again, then bring it in"
TOO_MUCH = "is beyond the 500 MB that are read at once: bring it in after these"
LATE_THERE = "late, says the platform"


def submissions_of(system: str) -> str:
    """What an archive of a platform holds."""
    return f"Work that was handed in, from {system}."


def files_refused(labels: Sequence[str], reason: str) -> str:
    """Files of an archive that were not taken, all for one reason."""
    if len(labels) == 1:
        return f"{_quoted(labels)} {reason}."
    return f"{len(labels)} files were left out, because each {reason}: {_quoted(labels)}."


def nobodys_work(labels: Sequence[str]) -> str:
    """Files of an archive that are no participant's."""
    files = count(len(labels), "file is", "files are")
    return f"{files} nobody's work: {listed_briefly(labels)}."


def handed_in(on: date | None, names: str, length: int, problems: Sequence[str] = ()) -> str:
    """What somebody handed in: when, which files, how many words; and why some have none."""
    when = f" {day_and_year(on)}" if on else ", time not known"
    if problems and not length:
        return " ".join((f"handed in{when}.", *problems))
    said = f"handed in{when}: {names} ({count(length, 'word')})"
    return " ".join((f"{said}.", *problems)) if problems else said


def choose_task(file_name: str) -> str:
    """The question which task the work of a file is for."""
    return f"Choose the task. “{file_name}” does not say."


def work_found(source: str, people: int, task: str) -> str:
    """What a file brings: "Moodle, 20 people, Reflection 1"."""
    return ", ".join(filter(None, (source, count(people, "person", "people"), task)))


# ---- dates -------------------------------------------------------------------------------------

NO_EVENT_NAMED = "Its title names no event of the programme."
OTHER_GROUP = "It is about another group."
CANCELLED_AND_MOVED = "Cancelled. Another line says when it takes place instead."
OTHER_LINE_HAS_TIME = "Another line says at what time it is."
SEEM_ONE_EVENT = "Several lines seem to be one event. Choose one."
TWICE_IN_FILE = "It is in the file twice."
OTHER_LINE_CHOSEN = "You chose another line for this event."
NO_DATE_YET = "no date yet"


def cancelled_in_file(title: str) -> str:
    """Says that a line cancels an event."""
    return f"Cancelled in the file. Choose {title} if it did not run."


def has_marks(title: str, marks: int) -> str:
    """Says that an event with marks would move."""
    return f"{title} has {count(marks, 'mark')}. Choose it to move it."


def marks_would_move(title: str, people: int, taken: date | None, to: date) -> str:
    """What moving an event does to marks that were taken."""
    when = day_and_year(taken) if taken else "no day"
    return (
        f"{title} has marks for {count(people, 'person', 'people')}, taken on {when}. They would "
        f"move to {day_and_year(to)}."
    )


def has_dates(number: int) -> str:
    """Says that one line of a calendar repeats."""
    return f"It has {count(number, 'date')}."


def when_and_where(
    start: datetime | None, end: datetime | None, place: str, *, did_not_run: bool
) -> str:
    """What is recorded of an event, for a cell: "3 March 2027, 13:30–16:30, Hall"."""
    if start is None:
        return NO_DATE_YET
    until = f"–{clock_time(end)}" if end else ""
    when = f"{day_and_year(start.date())}, {clock_time(start)}{until}"
    where = f", {place}" if place else ""
    return f"{when}{where}{', did not run' if did_not_run else ''}"


def with_marks(when: str, marks: int) -> str:
    """The same with how many marks it has."""
    return f"{when}, {count(marks, 'mark')}" if marks else when


def stays_on(title: str, when: str) -> str:
    """Says that an event is not in the file."""
    return f"{title} stays on {when}."


def more_like_these(number: int) -> str:
    """How many notes are not shown."""
    return f"{number} more like these."


def whole_days_left_out(titles: Iterable[str]) -> str:
    """Entries of a calendar that last whole days."""
    left = listed_briefly(dict.fromkeys(titles))
    return f"Left out, because they last whole days and name no event: {left}."


def openings_left_out(number: int) -> str:
    """Entries of a calendar that are no events."""
    left = count(number, "line")
    return f"Left out, because they only say when something opens or closes: {left}."


def deadlines_left_out(number: int) -> str:
    """Deadlines of a calendar."""
    found = count(number, "deadline")
    return f"{found} in this file left out, because tasks are due by their seminars."


def falls_into(title: str, on: date, days: str) -> str:
    """Says that an event is on a day that the file calls something else."""
    return f"{title} on {day_and_year(on)} falls into “{days}”. Is that meant?"


# ---- schools -----------------------------------------------------------------------------------


def school_closed(on: date | None) -> str:
    """Says that a school is closed."""
    return f"closed{_on(on)}, so ask where this person teaches now"


def school_was_to_close(on: date | None) -> str:
    """Says that the list of schools is too old to say."""
    return f"was to close{_on(on)}, so import a newer list of schools"


def school_is_to_close(on: date | None) -> str:
    """Says that a school closes."""
    return f"is to close{_on(on)}"


def schools_read(file_name: str, schools: int, *, closed: int, new: int, changed: int) -> str:
    """What a list of schools brings."""
    return (
        f"{file_name}: {count(schools, 'school')}, {closed} of them closed. {new} new here, "
        f"{changed} changed. They are kept on this laptop only, and shown with people whose URN "
        "they have."
    )


def formerly_called(name: str, before: str) -> str:
    """A school with the name it had before."""
    return f"{name} (formerly {before})" if before else name


def school_renamed(urn: str, before: str, now: str) -> str:
    """Says that a school has another name."""
    return f"{urn}: {before} is now {now}."


def school_status_changed(urn: str, name: str, before: str, now: str) -> str:
    """Says that a school has another status."""
    return f"{urn}: {name} was “{before}” and is now “{now}”."


def school_details_changed(urn: str, name: str) -> str:
    """Says that something else of a school changed."""
    return f"{urn}: The details of {name} have changed."


def _on(value: date | None) -> str:
    return f" on {day_and_year(value)}" if value else ""


def _quoted(names: Iterable[str]) -> str:
    return listed_briefly(f"“{name}”" for name in names)

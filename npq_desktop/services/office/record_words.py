"""Writes what the office keeps of a person: money, support, the plan, contacts, declarations.

Pure functions from names, numbers and days to text.
"""

from collections.abc import Iterable
from datetime import date, datetime

from npq_desktop.services.cohort.item_words import brief_duration
from npq_desktop.services.core.words import count, day, day_and_time, day_and_year

# ---- money -------------------------------------------------------------------------------------

BY_HAND = "Decide by hand"
TWO_RECORDS = "Two records to settle"
PRIVATE_BEFORE = "private, recorded before you joined"


def pounds(pence: int) -> str:
    """For example "£1,899.00"."""
    return f"£{pence // 100:,}.{pence % 100:02}"


def funded_place(list_name: str, list_date: str) -> str:
    """A funded place and the list it rests on, if any: "Funded, PP50, September 2025"."""
    return ", ".join(filter(None, ("Funded", list_name, list_date)))


def paid_place(pence: int, payer: str, invoiced_on: str) -> str:
    """A place that is paid for, and when the invoice was raised, if it was."""
    invoiced = f", invoice raised {invoiced_on}" if invoiced_on else ""
    return f"{pounds(pence)}, paid by {payer}{invoiced}"


def withdrawing_from_funded(basis: str) -> str:
    """What a withdrawal means for a funded place; ``basis`` is the list it rests on, or ""."""
    on = f" ({basis})" if basis else ""
    return (
        f"Their place is funded{on}. A new application for this NPQ would not be funded again. A "
        "deferral can keep the place."
    )


def withdrawing_from_paid(pence: int) -> str:
    """What a withdrawal means for a place that is paid for."""
    return f"They pay {pounds(pence)}, so ask the office about the invoice."


def department_says(*, is_eligible: bool, has_place: bool) -> str:
    """What the Department's own file says of a person."""
    eligible = "eligible" if is_eligible else "not eligible"
    return f"The Department says {eligible}{', funded place' if has_place else ''}"


def rule_says(department: str, rule: str) -> str:
    """The same where the rule says something else."""
    return f"{department}, but the rule says {rule}"


# ---- the plan of implementation ----------------------------------------------------------------

FOCUS, LEVEL, TIME = "focus", "level", "time"
SUPPORT, MILESTONES = "support of the school", "milestones"


def plan(*, has_focus: bool, level: str, time: str, supported: str, milestones: str) -> str:
    """The plan in one line; parts that are "" are said to be missing."""
    said = (
        "Focus given" if has_focus else "No focus yet",
        f"at their level ({level})" if level else "no level yet",
        time or "no time yet",
        supported or "support not confirmed",
        milestones or "no milestones",
    )
    return " · ".join(said)


def time_of(minutes: int, allowed: int) -> str:
    """How much learning time a plan takes: "4 h 30 min of 5 h"."""
    return f"{brief_duration(minutes)} of {brief_duration(allowed)}"


def supported_by(who: str, on: date | None) -> str:
    """Says that the school supports the plan."""
    return f"support confirmed by {who}{f', {day_and_year(on)}' if on else ''}"


def milestones_done(done: int, number: int) -> str:
    """How many milestones of a plan are done."""
    return f"{done} of {count(number, 'milestone')} done"


def too_much_time(minutes: int, allowed: int) -> str:
    """Says that a plan takes more time than there is."""
    return (
        f"{brief_duration(minutes)} is more than the {brief_duration(allowed)} of learning time. "
        "Make the focus smaller."
    )


def other_level(details: str, planned: str) -> str:
    """Says that the details of a person and the plan name different levels."""
    return f"The details say “{details}”, the plan says “{planned}”."


# ---- one-to-one support ------------------------------------------------------------------------

NO_URN = "Cannot be decided without a URN"
NO_LIST_DECIDES = "No list decides this"


def import_first(list_name: str) -> str:
    """Which list is missing here."""
    return f"Import the {list_name} list first"


def private_records(number: int) -> str:
    """How many records of support this laptop cannot read."""
    return f"One-to-one support, {count(number, 'private record')}"


def no_coach_for(days: int) -> str:
    """Says that support was accepted, and nobody was named yet."""
    return f"no coach for {count(days, 'day')}"


def no_meeting_for(days: int) -> str:
    """Says that a coach was named, and nobody met for long."""
    return f"no meeting for {count(days, 'day')}"


def support_line(step: str, on: date | None, minutes: int, texts: Iterable[str], then: str) -> str:
    """One step of support: "Met 3 March 2027, 45 minutes, Dana Reed, next a visit"."""
    when = f"{step} {day_and_year(on) if on else ''}".strip()
    lasted = count(minutes, "minute") if minutes else ""
    return ", ".join(filter(None, (when, lasted, *texts, f"next {then}" if then else "")))


def schools_listed(source: str, schools: int, problems: int) -> str:
    """What a list of schools holds."""
    return f"{source}: {count(schools, 'school')}, {count(problems, 'line')} not understood"


# ---- contacts ----------------------------------------------------------------------------------


def contact(way: str, on: date | None, follow_up: str) -> str:
    """For example "Phone, 3 March 2027, follow-up due 10 March"."""
    return ", ".join(filter(None, (way, day_and_year(on) if on else "", follow_up)))


def follow_up_done(on: date) -> str:
    """When a follow-up was done."""
    return f"follow-up done {day(on)}"


def follow_up_due(on: date, today: date) -> str:
    """When a follow-up is due, and how long it is overdue."""
    late = (today - on).days
    overdue = f", {count(late, 'day')} overdue" if late > 0 else ""
    return f"follow-up due {day(on)}{overdue}"


def follow_up_day(on: date | None, *, overdue: bool) -> str:
    """The day of a follow-up in a list of them: "7 June 2027, overdue"."""
    due = day_and_year(on) if on else ""
    return f"{due}, overdue" if overdue else due


def follow_up_is_done(name: str) -> str:
    """Said once a follow-up is noted as done."""
    return f"Follow-up with {name} done."


def ring_or_write(due: date) -> str:
    """What is due, in the list of people."""
    return f"Ring or write, {day_and_year(due)}"


def withdrawn_by(who: str, on: datetime | None) -> str:
    """A post that was withdrawn."""
    return f"Withdrawn by {who}{f', {day(on.date())}' if on else ''}"


# ---- declarations ------------------------------------------------------------------------------


def present_at(title: str, start: datetime) -> str:
    """An event that a declaration rests on."""
    return f"{title}, {day_and_time(start)}, present on a signed register"


def handed_in_at(title: str, at: datetime) -> str:
    """Work that a declaration rests on."""
    return f"{title}, handed in {day_and_time(at)}"


def declared(at: datetime | None, *, passed: bool | None, voided: date | None) -> str:
    """A line that was declared: "declared on 3 March 09:00, passed, voided 10 March 2027"."""
    result = "" if passed is None else ", passed" if passed else ", not passed"
    more = f", voided {day_and_year(voided)}" if voided else ""
    return f"declared {_moment(at)}{result}{more}"


def register_says_now(at: datetime | None, now: str) -> str:
    """Says that the register says something else by now than was declared."""
    return f"Declared {_moment(at)}. The register now says {now}."


def _moment(at: datetime | None) -> str:
    return f"on {day_and_time(at)}" if at else "without a day"

"""The words of the assessment: days, how soon, decisions, gates, responses, statuses."""

from collections.abc import Sequence
from datetime import date, datetime

from npq_desktop.rows.assessment import ResponseRow, RoundRow
from npq_desktop.services.cohort.words import capital, percent
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.words import (
    count,
    day,
    day_and_time,
    day_and_year,
    listed,
    moment_words,
)
from npq_desktop.services.office.assessment.facts import DecisionFacts, RoundFacts
from npq_desktop.services.office.assessment.judging import JudgedResponse, PersonRound
from npq_desktop.services.office.rules.window_times import WindowTimes

NO_WINDOW = "No window yet. Participants are told the dates before the programme starts."
STATUS_WORDS = {
    "called_off": "No window",
    "differs": "To settle",
    "passed": "Passed",
    "failed": "Not passed",
    "marked": "Marked",
    "apart": "Deferred or withdrawn",
    "received": "Handed in",
    "deferred": "Deferred to a later round",
    "refused": "Not admitted",
    "undecided": "Not decided yet",
    "admitted": "Admitted",
    "sitting": "Sitting now",
    "missing": "Nothing handed in",
}
_SAID_ALIKE = "admitted", "sitting", "received", "missing", "marked", "passed", "failed", "refused"
PART_WORDS = {
    "differs": STATUS_WORDS["differs"],
    "could": "Could be admitted",
    "not_yet": "Not eligible yet",
    "earlier": "An earlier round comes first",
    "passed_before": "Passed in another round",
    **{key: STATUS_WORDS[key] for key in _SAID_ALIKE},
    "later": STATUS_WORDS["deferred"],
    "deferred": "Deferred",
    "withdrawn": "Withdrawn",
}
"""The parts of the strip, in its order; each person stands in one, and the row says the same."""
WHY_WORDS = {
    "no_window": "This round has no window.",
    "differs": "Colleagues recorded different things here. A coordinator settles this first.",
    "apart": "Deferred or withdrawn on this day.",
    "undecided": "Nobody has decided yet.",
    "refused": "Not admitted.",
    "deferred": "Deferred to a later round.",
    "workings": "The workings kept with the decision do not reach the percentage. Decide again.",
}
GATE_WORDS = {
    "open": "Admitted to this round.",
    "override": "Admitted to this round by an override.",
    "closed": "Not admitted to this round.",
}
MISSING_WORDS = {
    "not_passed": "no result out that is passed",
    "differs": "a disagreement to settle",
    "withdrawn": "withdrawn",
    "no_name": "no name",
    "no_trn": "no TRN",
    "details_differ": "colleagues recorded different details",
}
PRIVATE = "private to coordinators"
_DIFFERS = {
    "window": "the window",
    "own": "the own window",
    "decision": "the decision",
    "outcome": "the outcome",
}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def days_words(days: tuple[date, date]) -> str:
    """For example "5 to 12 July 2027", or "30 August to 6 September 2027"."""
    start, end = days
    if start == end:
        return day_and_year(start)
    if start.year != end.year:
        return f"{day_and_year(start)} to {day_and_year(end)}"
    first = str(start.day) if start.month == end.month else day(start)
    return f"{first} to {day_and_year(end)}"


def reminder_words(here: RoundRow, today: date, undecided: int) -> str:
    """For example "Main round opens in 12 days. 3 people wait for a decision."."""
    soon = soon_words((here.start, here.end), today) if here.start and here.end else ""
    waits = count(undecided, "person waits", "people wait")
    rest = f"{waits} for a decision." if undecided else "Everyone is decided on."
    return f"{f'{here.title} {soon}'.strip()}. {rest}"


def missing_words(missing: Sequence[str]) -> str:
    """What a certificate waits for, such as "no TRN and withdrawn"; "" for nothing."""
    return capital(listed([MISSING_WORDS[each] for each in missing])) if missing else ""


def soon_words(days: tuple[date, date], today: date) -> str:
    """How soon a window opens or how long it is open; days are those of the zone."""
    start, end = days
    if today < start:
        left = (start - today).days
        return "opens tomorrow" if left == 1 else f"opens in {left} days"
    if today == end:
        return "closes today, 23:59"
    if today < end:
        return f"open, {count((end - today).days, 'day')} left"
    since = (today - end).days
    return "closed yesterday" if since == 1 else f"closed {since} days ago"


def round_row(
    known: RoundFacts | None, key: str, title: str, proposed: date | None, today: date
) -> RoundRow:
    """One round as the chooser shows it."""
    days = known.days if known is not None else None
    name = known.title if known is not None else title
    if days is not None:
        words = f"{name}, {days_words(days)} · {soon_words(days, today)}"
    elif known is not None:
        words = f"{name} · called off"
    else:
        planned = f" · planned for about {day_and_year(proposed)}" if proposed else ""
        words = f"{name} · no window yet{planned}"
    return RoundRow(
        key=key,
        title=name,
        start=days[0] if days else None,
        end=days[1] if days else None,
        is_set=known is not None,
        called_off=known is not None and days is None,
        differs=known is not None and known.differs,
        results=day_of(known.results) if known is not None else None,
        proposed=proposed,
        seed_digest=known.heads.text("seed_digest") if known is not None else "",
        words=words,
    )


def decision_words(decision: DecisionFacts | None, title_of: dict[str, str]) -> str:
    """What was decided, as a cell says it."""
    if decision is None or (decision.shown is None and not decision.eligible_differs):
        return "Not decided yet"
    if decision.differs:
        return "Two decisions to settle"
    said = decision.heads
    match decision.shown:
        case "yes":
            return "Admitted"
        case "no":
            return f"Not admitted, {said.text('reason')}"
        case "override":
            return f"Admitted by an override of {listed(map(str, said.values('approved_by')))}"
        case "deferred":
            to = said.text("to")
            return f"Deferred to {title_of.get(to, to)}"
    return "Not decided yet"


def differs_words(differs: Sequence[str]) -> str:
    """What colleagues recorded differently; "" where nothing is."""
    return f"To settle: {listed(_DIFFERS[one] for one in differs)}" if differs else ""


def why_words(place: PersonRound) -> tuple[str, ...]:
    """Why a gate is closed, a sentence each."""
    return tuple(WHY_WORDS[one] for one in place.gate.why)


def words_count(words: int | None, words_all: int | None, limit: int, form: str = "") -> str:
    """The words of a response beside the limit; a PDF's are about so many."""
    if words is None:
        return "words not counted"
    about = "about " if form == "pdf" else ""
    said = f"{about}{words:,} {'word' if words == 1 else 'words'}"
    if words_all is not None and words_all != words:
        said += f" ({words_all:,} with references)"
    if words > limit:
        said += f", {words - limit:,} over the limit of {limit:,}"
    return said


def late_words(moment: datetime, times: WindowTimes) -> str:
    """How long after the end or before the beginning something was handed in."""
    if moment >= times.closes:
        return f"late by {_span_words((moment - times.closes).total_seconds())}"
    return f"early by {_span_words((times.opens - moment).total_seconds())}"


def _span_words(seconds: float) -> str:
    """The largest whole unit that fits, at least one minute."""
    if seconds >= _DAY:
        return count(int(seconds // _DAY), "day")
    if seconds >= _HOUR:
        return count(int(seconds // _HOUR), "hour")
    return count(max(1, int(seconds // _MINUTE)), "minute")


def response_row(
    each: JudgedResponse, times: WindowTimes | None, limit: int, now: datetime
) -> ResponseRow:
    """A response as the view and the person's page show it."""
    fact = each.fact
    form = str(fact.details.get("from") or "")
    said = [moment_words(fact.moment, now) if fact.moment else "no time known"]
    said.append(words_count(fact.words, fact.words_all, limit, form))
    if times is not None and fact.moment is not None and {"early", "late"} & set(each.flags):
        said.append(late_words(fact.moment, times))
    if "not_admitted" in each.flags:
        said.append("not admitted")
    if each.counts and {"early", "late", "not_admitted"} & set(each.flags):
        said.append("counts all the same")
    return ResponseRow(
        content=fact.content,
        name=fact.name,
        handed_in=fact.handed_in,
        handed_in_at=fact.moment,
        words=fact.words,
        words_all=fact.words_all,
        flags=each.flags,
        counts=each.counts,
        said=", ".join(said),
    )


def outcome_words(place: PersonRound) -> str:
    """The outcome as a cell says it."""
    outcome = place.outcome
    if outcome is None:
        return ""
    if outcome.opened is None:
        return PRIVATE
    if outcome.differs:
        return "Two outcomes to settle"
    if outcome.final:
        return STATUS_WORDS.get(outcome.final, outcome.final)
    if outcome.text("hold"):
        return "On hold"
    marked = outcome.text("marker_outcome")
    return f"Marked, {STATUS_WORDS.get(marked, marked).lower()}" if marked else "Marked"


def warning_words(place: PersonRound, met: bool | None, secured: str, threshold: int) -> str:
    """Says that today's figures fall on the other side of a decision; "" where they do not."""
    decision = place.decision
    if decision is None or decision.differs or met is None:
        return ""
    frozen = decision.workings()[0]
    was = percent_of(frozen.secured) or f"{threshold}%"
    if (decision.shown == "yes" and not met) or (decision.shown == "no" and met):
        return f"Was {was}, now {secured}. Check this decision."
    return ""


def percent_of(fraction: str) -> str:
    """A frozen figure as it is shown; "" where it is none."""
    from fractions import Fraction

    from npq_desktop.engagement import Figure

    try:
        return percent(Figure(Fraction(fraction)).percent)
    except (ValueError, ZeroDivisionError):
        return ""


def given_words(decision: DecisionFacts | None, now: datetime) -> str:
    """When the case study was released."""
    if decision is None or not decision.given:
        return ""
    try:
        return f"Released {day_and_time(datetime.fromisoformat(decision.given))}"
    except ValueError:
        return f"Released {decision.given}"


def frozen_words(on: date | None, done: str, threshold: int | None) -> str:
    """The figures a decision was made on: "On 21 June 2027: 90.0% of the course done."."""
    when = f"On {day_and_year(on)}" if on else "On a day that is not known"
    needed = f" {threshold}% was needed." if threshold is not None else ""
    return f"{when}, {done} of the course was done.{needed}"

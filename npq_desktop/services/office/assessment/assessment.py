"""Shows a group's assessment: the view of a round, a person's page, and the report as JSON."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from npq_desktop.engagement import Standing
from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.journal.state import digest
from npq_desktop.rows.assessment import (
    AssessmentRow,
    AssessmentView,
    DecisionWorkings,
    PersonAssessment,
    RoundRow,
    StripPart,
)
from npq_desktop.rows.cohort import CohortRow
from npq_desktop.services.cohort import route_words
from npq_desktop.services.cohort import words as cohort_words
from npq_desktop.services.cohort.learning import OnlineContent
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.telling import Teller
from npq_desktop.services.core.times import day_of, moment
from npq_desktop.services.core.words import (
    clock_time,
    count,
    day,
    day_and_year,
    no_longer_here,
)
from npq_desktop.services.office.assessment import words
from npq_desktop.services.office.assessment.decisions import DecisionsService
from npq_desktop.services.office.assessment.frozen import frozen_sums
from npq_desktop.services.office.assessment.judging import AssessmentAt, PersonRound
from npq_desktop.services.office.assessment.report import assessment_document
from npq_desktop.services.office.assessment.windows import WindowsService
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.office.rules.window_times import handed_in_at
from npq_desktop.services.office.settings import OfficeSettingsService


class AssessmentService:
    """Reads only; what is decided is written by the services beside it."""

    def __init__(
        self,
        core: Core,
        *,
        roles: OfficeRoles,
        windows: WindowsService,
        decisions: DecisionsService,
        settings: OfficeSettingsService,
    ) -> None:
        self._core = core
        self._roles = roles
        self._windows = windows
        self._decisions = decisions
        self._settings = settings

    def view(self, group: str, key: str = "") -> AssessmentView:
        """One round of a group; without ``key`` the one that is next or waits for its results."""
        judged = self._judged(group)
        rounds = self._windows.rounds(group)
        chosen = key or _next_round(rounds, judged.today)
        here = next((each for each in rounds if each.key == chosen), None)
        rows = tuple(self._rows(judged, chosen))
        return AssessmentView(
            group=group,
            rounds=rounds,
            round=chosen,
            threshold=judged.facts.programme.engagement.threshold,
            strip=self._strip(here, rows) if here is not None else (),
            rows=rows,
            reminder=self._reminder(judged, here),
            empty="" if any(each.is_set for each in rounds) else words.NO_WINDOW,
            settings_note=self._settings.view(group).note,
            refusal=self._roles.refusal(group, "decide who sits the assessment"),
        )

    def person(self, group: str, person: str) -> tuple[PersonAssessment, ...]:
        """Every round on a person's page, the newest last.

        Raises:
            ServiceError: the group has no such person.
        """
        judged = self._judged(group)
        known = judged.facts.participants.get(person)
        if known is None:
            raise ServiceError(no_longer_here())
        row = judged.row(known)
        rounds = {each.key: each for each in self._windows.rounds(group)}
        return tuple(
            self._page(judged, place, row, rounds[place.key])
            for place in judged.rounds_of(person)
            if place.key in rounds
        )

    def column(self, group: str) -> str:
        """For example "opens in 12 days · 3 to decide", for the table of all groups."""
        judged = self._judged(group)
        dated = [(each.key, each.days) for each in judged.read.rounds.values() if each.days]
        coming = [
            (key, days)
            for key, days in dated
            if days[1] >= judged.today or not judged.results_are_out(key)
        ]
        if not dated:
            return ""
        key, days = (coming or dated[-1:])[0]
        undecided = judged.undecided(key)
        said = [words.soon_words(days, judged.today)]
        return " · ".join([*said, *([f"{undecided} to decide"] if undecided else [])])

    def report(self, group: str, at: str = "") -> Mapping[str, object]:
        """The assessment as JSON values, as of ``at`` (RFC 3339), without it as of now.

        Raises:
            ServiceError: ``at`` is no moment.
        """
        facts = self._core.facts.of(group)
        now = handed_in_at(at, facts.zone) if at else self._core.now(group)
        if now is None:
            raise ServiceError(f"“{at}” is no moment. Write for example 2027-07-05T09:00:00+01:00.")
        judged = AssessmentAt(facts, self._roles.sealed, now)
        said = at or now.isoformat(timespec="seconds")
        return assessment_document(
            judged, asked_at=said, digest=digest(self._core.store.state(group))
        )

    def report_words(self, group: str, at: str = "") -> str:
        """The same for a terminal: a line for each person and round."""
        facts = self._core.facts.of(group)
        found = self.report(group, at)
        people = found["people"]
        lines = [f"{facts.group.title}, {found['at']}"]
        for person in people if isinstance(people, list) else ():
            for each in person["windows"]:
                status = words.STATUS_WORDS[each["status"]]
                name = facts.names.get(person["id"], "")
                lines.append(f"{name}  {each['window']}  {status}")
        return "\n".join(lines)

    # ---- rows --------------------------------------------------------------------------------

    def _rows(self, judged: AssessmentAt, key: str) -> Iterator[AssessmentRow]:
        for person in judged.people:
            place = judged.round_of(person.id, key)
            yield self._row(judged, person, place, judged.row(person))

    def _row(
        self, judged: AssessmentAt, person: PersonFact, place: PersonRound, row: CohortRow
    ) -> AssessmentRow:
        titles = {key: known.title for key, known in judged.read.rounds.items()}
        met = row.standing == Standing.MET.value if row.secured is not None else None
        secured = cohort_words.percent(row.secured.percent) if row.secured else ""
        shown = place.counted or (place.responses[-1] if place.responses else None)
        part = self._part(judged, place)
        return AssessmentRow(
            person=person.id,
            name=judged.facts.names[person.id],
            standing=row.standing,
            secured=secured,
            decision=words.decision_words(place.decision, titles),
            window=_window_words(place),
            has_own_window=place.own is not None,
            case_study=words.given_words(place.decision, judged.now),
            response=words.response_row(shown, place.times, judged.limit, judged.now).said
            if shown
            else "",
            outcome=words.outcome_words(place),
            status=place.status,
            part=part,
            status_words=_status_words(place, part),
            needs=_needs(row, cohort_words.route_sentence),
            needs_brief=_needs(row, route_words.brief),
            gate=place.gate.state,
            why=place.gate.why,
            why_words=words.why_words(place),
            warning=words.warning_words(place, met, secured, row.threshold),
            differs=place.differs,
        )

    def _page(
        self, judged: AssessmentAt, place: PersonRound, row: CohortRow, known: RoundRow
    ) -> PersonAssessment:
        person = judged.facts.participants[place.person]
        return PersonAssessment(
            row=self._row(judged, person, place, row),
            round=known,
            workings=_workings(judged, place),
            content=OnlineContent(judged.facts).sentence(place.person),
            own=place.own.days if place.own is not None else None,
            own_why=self._own_why(place),
            private_reason=self._private_reason(place),
            responses=tuple(
                words.response_row(each, place.times, judged.limit, judged.now)
                for each in place.responses
            ),
            outcome_lines=_outcome_lines(place),
            history=tuple(_history(judged, place)),
        )

    def _own_why(self, place: PersonRound) -> str:
        if place.own is None:
            return ""
        sealed = place.own.heads.first.content.get("sealed")
        opened = self._roles.sealed.open(sealed if isinstance(sealed, Mapping) else None)
        if opened is None:
            return words.PRIVATE if sealed else ""
        return ", ".join(str(opened[n]) for n in ("why", "text") if opened.get(n))

    def _private_reason(self, place: PersonRound) -> str:
        if place.decision is None:
            return ""
        found: list[str] = []
        for head in place.decision.heads.heads:
            sealed = head.content.get("sealed")
            if not isinstance(sealed, Mapping):
                continue
            opened = self._roles.sealed.open(sealed)
            found += [words.PRIVATE] if opened is None else map(str, opened.values())
        return " / ".join(dict.fromkeys(found))

    def _part(self, judged: AssessmentAt, place: PersonRound) -> str:
        """The one part of the strip a person stands in."""
        match place.status:
            case "apart":
                return judged.training(place.person)
            case "deferred":
                return "later"
            case "undecided":
                return self._waits_for(judged, place)
        return place.status

    def _waits_for(self, judged: AssessmentAt, place: PersonRound) -> str:
        """Why nobody has decided on a person yet."""
        if self._decisions.may_be_admitted(judged, place.person, place.key):
            return "could"
        if judged.passed(place.person) is not None:
            return "passed_before"
        is_later = self._decisions.comes_later(judged, place.person, place.key)
        return "earlier" if is_later else "not_yet"

    @staticmethod
    def _strip(here: RoundRow, rows: tuple[AssessmentRow, ...]) -> tuple[StripPart, ...]:
        parts = [StripPart("all", here.words, tuple(row.person for row in rows))]
        if not here.is_set or here.called_off:
            return tuple(parts)
        for key, said in words.PART_WORDS.items():
            people = tuple(row.person for row in rows if row.part == key)
            if people:
                parts.append(StripPart(key, f"{len(people)} {said[:1].lower()}{said[1:]}", people))
        if own := tuple(row.person for row in rows if row.has_own_window):
            parts.append(StripPart("own", count(len(own), "own window"), own))
        return tuple(parts)

    @staticmethod
    def _reminder(judged: AssessmentAt, here: RoundRow | None) -> str:
        if here is None or here.start is None or here.end is None or here.called_off:
            return ""
        left = (here.start - judged.today).days
        if not 0 < left <= judged.settings.assessment.remind_days:
            return ""
        return words.reminder_words(here, judged.today, judged.undecided(here.key))

    def _judged(self, group: str) -> AssessmentAt:
        facts = self._core.facts.of(group)
        return AssessmentAt(facts, self._roles.sealed, self._core.now(group))


def _next_round(rounds: tuple[RoundRow, ...], today: date) -> str:
    """The first that is not over or whose results are not out, else the last, else the first."""
    dated = [each for each in rounds if each.end is not None]
    coming = [each for each in dated if (each.end and each.end >= today) or not each.results]
    found = coming[:1] or dated[-1:] or list(rounds[:1])
    return found[0].key if found else ""


def _window_words(place: PersonRound) -> str:
    days = place.own.days if place.own is not None else None
    if days is not None:
        return f"{words.days_words(days)}, own"
    if place.round is None or place.round.days is None:
        return ""
    start, end = place.round.days
    first = str(start.day) if start.month == end.month else day(start)
    return f"{first} to {day(end)}"


def _status_words(place: PersonRound, part: str) -> str:
    if place.differs:
        return words.differs_words(place.differs)
    return words.PART_WORDS.get(part) or words.STATUS_WORDS[place.status]


def _needs(row: CohortRow, said: Callable[[CohortRow], str]) -> str:
    if row.standing == Standing.MET.value or row.secured is None:
        return ""
    if row.standing == Standing.OUT_OF_REACH.value:
        return f"Cannot reach {row.threshold}%. Override, or a later round."
    return said(row)


def _workings(judged: AssessmentAt, place: PersonRound) -> DecisionWorkings | None:
    if place.decision is None:
        return None
    frozen = place.decision.workings()[0]
    if not frozen.question:
        return None
    on = day_of(frozen.as_of)
    secured = words.percent_of(frozen.secured)
    return DecisionWorkings(
        as_of=frozen.as_of,
        secured=frozen.secured,
        possible=frozen.possible,
        threshold=frozen.threshold,
        question=frozen.question,
        words=words.frozen_words(on, secured, frozen.threshold),
        sums=frozen_sums(judged.facts.programme, frozen.question),
    )


def _outcome_lines(place: PersonRound) -> tuple[str, ...]:
    outcome = place.outcome
    if outcome is None:
        return ()
    if outcome.opened is None:
        return (words.PRIVATE,)
    labels = {
        "marker": "Marker",
        "marker_outcome": "Marked",
        "moderator": "Moderator",
        "moderator_outcome": "Moderated",
        "outcome": "Outcome",
        "on": "On",
        "note": "Note",
        "hold": "On hold",
    }
    found = ((label, outcome.text(name)) for name, label in labels.items())
    return tuple(f"{label}: {text}" for label, text in found if text)


def _history(judged: AssessmentAt, place: PersonRound) -> Iterator[str]:
    """What was recorded about this round and person that still stands, the oldest first."""
    cells = (
        ("window", place.key),
        ("window", f"{place.key}/{place.person}"),
        ("assessment", place.person, place.key),
        ("assessment", place.person, f"{place.key}/outcome"),
    )
    facts = judged.facts
    teller = Teller(facts, judged.now)
    heads = [facts.state.events[head] for cell in cells for head in facts.state.heads(cell)]
    for event in sorted(heads, key=lambda each: (each.at, each.id)):
        at = moment(event.at, facts.zone)
        when = f"{day_and_year(at.date())} {clock_time(at)}" if at else event.at
        who = facts.member_name(event.key)
        yield f"{when}, {who}: {teller.entry(event)}"

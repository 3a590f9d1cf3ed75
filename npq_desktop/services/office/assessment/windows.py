"""Sets when a round is open, for everybody or for one person, and says that results are out.

A start is chosen and the end follows from it. The seed of the moderation sample is made with the
window, so that nobody can choose the sample later.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from npq_desktop.errors import ServiceError
from npq_desktop.rows.assessment import RoundRow
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, listed, no_longer_here
from npq_desktop.services.office.assessment.facts import Days, assessment_facts
from npq_desktop.services.office.assessment.judging import AssessmentAt
from npq_desktop.services.office.assessment.words import days_words, round_row
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.office.rules.sample import seed_digest
from npq_desktop.services.office.rules.window_times import (
    TimeFlag,
    WindowTimes,
    last_day,
    window_times,
)
from npq_desktop.services.office.settings import office_settings

OWN_WINDOW_REASONS = ("accessibility", "illness", "bereavement", "other")
_PROMISED = (
    "Participants were promised these dates before the programme started. Say why they are set now."
)


class WindowsService:
    """Writes ``window.set``; each action is one step of undo in each group."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def rounds(self, group: str) -> tuple[RoundRow, ...]:
        """Every round that is announced or planned, in the order of their days."""
        facts, today = self._core.facts.of(group), self._core.today(group)
        known = assessment_facts(facts).rounds
        plans = {plan.key: plan for plan in office_settings(facts).assessment.rounds}
        start = _cohort_start(facts)
        rows = []
        for key in (*known, *(key for key in plans if key not in known)):
            plan = plans.get(key)
            proposed = start + timedelta(weeks=plan.week) if start and plan else None
            title = plan.title if plan else key
            rows.append(round_row(known.get(key), key, title, proposed, today))
        return tuple(rows)

    def receiving(self, group: str) -> tuple[tuple[str, str], ...]:
        """Key and title of each round that has opened and whose results are not out yet.

        What is handed in meanwhile may be a response, which everybody would read as a task.
        """
        judged = self._judged(group)
        return tuple(
            (known.key, known.title)
            for known in judged.read.rounds.values()
            if known.days is not None
            and known.days[0] <= judged.today
            and not judged.results_are_out(known.key)
        )

    def last_day(self, group: str, start: date) -> date:
        """The last day of a window that begins on ``start``."""
        return last_day(start, self._core.facts.of(group).programme.assessment.window_days)

    def question(self, group: str, key: str, start: date) -> str:
        """What has to be answered before a window is set so; "" where nothing has."""
        facts = self._core.facts.of(group)
        known = assessment_facts(facts)
        if key not in known.rounds and not known.rounds and self._has_begun(facts):
            return _PROMISED
        return self._moved(facts, key, start)

    def set_window(
        self, groups: Sequence[str], key: str, start: date, *, title: str = "", reason: str = ""
    ) -> Changes:
        """Announce or move a round in these groups; returns what changed in the first.

        Raises:
            ServiceError: this laptop does not coordinate one, the round overlaps another, or the
                question of :meth:`question` has no answer.
        """
        drafts: dict[str, Mapping[str, object]] = {}
        for group in groups:
            self._roles.check(group, "set a window")
            facts = self._core.facts.of(group)
            end = last_day(start, facts.programme.assessment.window_days)
            self._check_overlap(facts, key, (start, end))
            asked = self.question(group, key, start)
            if asked and not reason.strip():
                raise ServiceError(asked)
            drafts[group] = self._announced(
                facts, key, (start, end), title, reason if asked else ""
            )
        words = f"window of {self._title(groups[0], key)}"
        return self._write_each(drafts, words)

    def call_off(self, groups: Sequence[str], key: str) -> Changes:
        """Take a round's days back; what was recorded in it stays.

        Raises:
            ServiceError: this laptop does not coordinate one, or there is no such window.
        """
        drafts = {}
        for group in groups:
            self._roles.check(group, "call a window off")
            carried = self._carried(self._core.facts.of(group), key)
            drafts[group] = {**carried, "start": None, "end": None}
        return self._write_each(drafts, f"calling off {self._title(groups[0], key)}")

    def set_own(
        self, group: str, key: str, person: str, days: Days, *, why: str, text: str = ""
    ) -> Changes:
        """Give one person days of their own; the reason is for coordinators only.

        Raises:
            ServiceError: this laptop does not coordinate the group, the days begin before the
                round's or end before them, or the reason is none of
                :data:`OWN_WINDOW_REASONS`.
        """
        self._roles.check(group, "set an own window")
        facts = self._core.facts.of(group)
        if person not in facts.participants:
            raise ServiceError(no_longer_here())
        if why not in OWN_WINDOW_REASONS:
            raise ServiceError("Choose why this person has a window of their own.")
        known = assessment_facts(facts).rounds.get(key)
        if known is None or known.days is None:
            raise ServiceError("Set the window of the round first.")
        (start, end), (first, last) = days, known.days
        if start < first or end < last or end < start:
            raise ServiceError(
                f"An own window starts on {days_words((first, first))} or later, and ends on "
                f"{days_words((last, last))} or later."
            )
        said = {
            "start": start.isoformat(),
            "end": end.isoformat(),
            "sealed": self._roles.sealed.seal(facts, {"why": why, "text": text.strip()}),
        }
        return self._write_own(group, key, person, said, "own window of {}")

    def take_back_own(self, group: str, key: str, person: str) -> Changes:
        """Let the round's window hold for a person again.

        Raises:
            ServiceError: this laptop does not coordinate the group, or they have none.
        """
        self._roles.check(group, "take an own window back")
        facts = self._core.facts.of(group)
        own = assessment_facts(facts).own.get((person, key))
        if own is None or own.days is None:
            raise ServiceError(no_longer_here("This window"))
        said = {"start": None, "end": None}
        return self._write_own(group, key, person, said, "own window of {} taken back")

    def results_out(self, groups: Sequence[str], key: str) -> Changes:
        """Say that the results of a round are out today.

        Raises:
            ServiceError: this laptop does not coordinate one, there is no such window, they are
                out already, or somebody in the sample waits for the moderator.
        """
        drafts = {}
        for group in groups:
            self._roles.check(group, "give results out")
            facts = self._core.facts.of(group)
            waiting = self.waiting_for_moderator(group, key)
            if waiting:
                raise ServiceError(
                    f"{listed(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for the "
                    "moderator. Record the moderator's decision first."
                )
            carried = self._carried(facts, key)
            if carried.get("results"):
                raise ServiceError("The results of this round are out already.")
            drafts[group] = {**carried, "results": self._core.today(group).isoformat()}
        return self._write_each(drafts, f"results of {self._title(groups[0], key)}")

    def waiting_for_moderator(self, group: str, key: str) -> tuple[str, ...]:
        """The names of those in the sample, not on hold, whom no moderator has decided on."""
        judged = self._judged(group)
        sample = judged.sample(key)
        names = []
        for person in sample.sample if sample is not None else ():
            outcome = judged.round_of(person, key).outcome
            if outcome is None or not (outcome.text("moderator_outcome") or outcome.text("hold")):
                names.append(judged.facts.names[person])
        return tuple(names)

    def on_hold(self, group: str, key: str) -> tuple[str, ...]:
        """The names of those whose outcome may not be final yet."""
        judged = self._judged(group)
        places = ((one, judged.round_of(one.id, key).outcome) for one in judged.people)
        return tuple(
            judged.facts.names[one.id] for one, found in places if found and found.text("hold")
        )

    # ---- what is written ---------------------------------------------------------------------

    def _announced(
        self, facts: GroupFacts, key: str, days: Days, title: str, reason: str
    ) -> Mapping[str, object]:
        known = assessment_facts(facts).rounds.get(key)
        plans = {plan.key: plan.title for plan in office_settings(facts).assessment.rounds}
        if known is not None:
            said = self._carried(facts, key)
        else:
            seed = secrets.token_hex(16)
            said = {
                "title": plans.get(key, key),
                "seed_digest": seed_digest(seed),
                "sealed": self._roles.sealed.seal(facts, {"seed": seed}),
                "announced": self._core.today(facts.id).isoformat(),
            }
        start, end = days
        new = {"window": key, "start": start.isoformat(), "end": end.isoformat()}
        more = {"title": title.strip(), "reason": reason.strip()}
        return {**said, **new, **{name: text for name, text in more.items() if text}}

    def _carried(self, facts: GroupFacts, key: str) -> Mapping[str, object]:
        known = assessment_facts(facts).rounds.get(key)
        if known is None:
            raise ServiceError("Set the window of the round first.")
        said = known.heads.united()
        return {**said, "results": known.results} if known.results else said

    def _write_each(self, drafts: Mapping[str, Mapping[str, object]], words: str) -> Changes:
        with self._core.together():
            found = [self._write(group, content, words) for group, content in drafts.items()]
        return found[0]

    def _write_own(
        self, group: str, key: str, person: str, said: Mapping[str, object], words: str
    ) -> Changes:
        """Once for each id of the person under which a window was set, and for their own."""
        facts = self._core.facts.of(group)
        own = assessment_facts(facts).own.get((person, key))
        ids = {person}
        if own is not None:
            ids |= {str(head.content["window"]).partition("/")[2] for head in own.heads.heads}
        drafts = [
            NewEntry("window.set", {"window": f"{key}/{one}", "person": one, "of": key, **said})
            for one in sorted(ids)
        ]
        recorded = self._core.recorder.write(group, drafts)
        step = UndoStep(words.format(facts.names[person]), recorded.ids, person=person)
        self._core.undo.remember(group, step)
        return recorded.changes

    def _write(self, group: str, content: Mapping[str, object], words: str) -> Changes:
        recorded = self._core.recorder.write(group, [NewEntry("window.set", content)])
        self._core.undo.remember(group, UndoStep(words, recorded.ids))
        return recorded.changes

    # ---- what is checked ---------------------------------------------------------------------

    def _judged(self, group: str) -> AssessmentAt:
        facts = self._core.facts.of(group)
        return AssessmentAt(facts, self._roles.sealed, self._core.now(group))

    def _title(self, group: str, key: str) -> str:
        facts = self._core.facts.of(group)
        known = assessment_facts(facts).rounds.get(key)
        plans = {plan.key: plan.title for plan in office_settings(facts).assessment.rounds}
        return (known.title if known is not None else plans.get(key, key)).lower()

    def _has_begun(self, facts: GroupFacts) -> bool:
        days = [each.day for each in group_events(facts) if each.day is not None]
        return bool(days) and min(days) <= self._core.today(facts.id)

    @staticmethod
    def _check_overlap(facts: GroupFacts, key: str, days: Days) -> None:
        for other in assessment_facts(facts).rounds.values():
            if other.key == key or other.days is None:
                continue
            if days[0] <= other.days[1] and other.days[0] <= days[1]:
                raise ServiceError(
                    f"“{other.title}” runs {days_words(other.days)}. Choose days outside it."
                )

    @staticmethod
    def _moved(facts: GroupFacts, key: str, start: date) -> str:
        """How many responses become late or in time by a move; "" where none is in."""
        read = assessment_facts(facts)
        known = read.rounds.get(key)
        if known is None or known.days is None:
            return ""
        new_days = start, last_day(start, facts.programme.assessment.window_days)
        handed_in = [
            one
            for (person, window), found in read.responses.items()
            if window == key and (person, key) not in read.own
            for one in found
            if one.moment is not None
        ]
        if new_days == known.days or not handed_in:
            return ""
        old, new = window_times(*known.days, facts.zone), window_times(*new_days, facts.zone)

        def is_in(times: WindowTimes, number: int) -> bool:
            moment = handed_in[number].moment
            return moment is not None and times.place(moment) is TimeFlag.INSIDE

        numbers = range(len(handed_in))
        gone = sum(is_in(old, n) and not is_in(new, n) for n in numbers)
        came = sum(is_in(new, n) and not is_in(old, n) for n in numbers)
        return (
            f"{count(len(handed_in), 'response')} handed in so far. By this change {gone} will no "
            f"longer be in time, and {came} will be. Say why the window moves."
        )


def _cohort_start(facts: GroupFacts) -> date | None:
    """The cohort's first day as the programme's plan has it, from its first dated event."""
    weeks = {item.key: item.week for item in facts.programme.items if item.is_event}
    dated = [(each.day, weeks[each.id]) for each in group_events(facts) if each.id in weeks]
    found = [day - timedelta(weeks=week) for day, week in dated if day is not None]
    return min(found, default=None)

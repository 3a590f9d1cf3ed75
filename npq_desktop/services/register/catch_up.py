"""Agrees a catch-up for a missed event and records what is handed in for it, from the register.

Task review decides on it, ``core/items`` works out its worth; the programme limits their number.
Source: programme/DOMAIN.md, "Words"; engagement/RULES.md, "From facts to items".
"""

from datetime import date, timedelta

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.catchup import CatchupFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.people import CatchUpOffer
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import GroupEvent, check_ran, occurrence_of
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.times import day_of, moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import day_and_year, no_longer_here
from npq_desktop.services.core.worth.catch_ups import CatchUps
from npq_desktop.services.register import words
from npq_desktop.services.register.words import catch_ups_left, no_catch_ups_left

USUAL = "Watch the recording or read the slides, and write a short reflection."
_DAYS = 28
"""How long is offered where the programme sets no end, or its end is past."""
_DISAGREES = "disagrees"


class CatchUpService:
    """Catch-ups of every group on this laptop; each write is one undo step."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def offer(self, group: str, event: str, person: str) -> CatchUpOffer:
        """What can be done about one absence, and how many catch-ups are left.

        Raises:
            ServiceError: the person was not marked absent there, is no participant, has caught up
                already, or has used what the programme allows; or two decisions differ.
        """
        facts = self._core.facts.of(group)
        occurrence = occurrence_of(facts, event)
        self._check(facts, occurrence, person)
        held = self._held(facts, occurrence, person)
        catch_ups = CatchUps(facts)
        left = facts.programme.catch_up.limit - catch_ups.others(person, event)
        name = facts.names[person]
        if held is None and left <= 0:
            raise ServiceError(no_catch_ups_left(name, facts.programme.catch_up.limit))
        beyond = catch_ups.is_beyond(person, event) if held else False
        places = catch_ups_left(facts.programme.catch_up.limit, left, beyond=beyond)
        return CatchUpOffer(
            event=event,
            title=occurrence.title,
            person=person,
            name=name,
            state=held.state if held else "",
            what=(held.what if held else None) or USUAL,
            by=self._by(facts, occurrence, held),
            last=self._last_day(facts, occurrence),
            text=(held.text if held else None) or "",
            left=max(left, 0),
            words=" ".join(
                filter(None, (_standing(facts, held), self._words(facts, occurrence, places)))
            ),
        )

    def agree(self, group: str, shown: CatchUpOffer, what: str, by: date) -> Changes:
        """Agree what is done and by when; Task review lists it from then on.

        Raises:
            StaleError: something else can be done about the absence now.
            ServiceError: as :meth:`offer`; or nothing is said to do, it is handed in already, or
                the day is past or later than the programme allows.
        """
        offer = self._as_shown(group, shown)
        if not what.strip():
            raise ServiceError("Say what the participant is to do.")
        if offer.state == "handed_in":
            raise ServiceError("This catch-up is handed in. Decide on it in Task review.")
        if by != offer.by:
            self._check_day(group, by, offer.last)
        said: dict[str, object] = {"what": what.strip(), "by": by.isoformat()}
        content = {"state": "agreed", **said}
        if offer.text:
            content["text"] = offer.text
        return self._write(group, offer, content, "catch-up agreed with")

    def hand_in(self, group: str, shown: CatchUpOffer, text: str) -> Changes:
        """Record what the participant wrote, to be reviewed; the same text again writes nothing.

        Raises:
            StaleError: something else can be done about the absence now.
            ServiceError: as :meth:`offer`; or there is no text.
            JournalError: the text is longer than an event may be.
        """
        offer = self._as_shown(group, shown)
        if not text.strip():
            raise ServiceError("There is no text to hand in.")
        if offer.state == "handed_in" and offer.text == text:
            return Changes(group, frozenset(), frozenset())
        content: dict[str, object] = {"state": "handed_in", "what": offer.what, "text": text}
        if offer.state:
            content["by"] = offer.by.isoformat()
        return self._write(group, offer, content, "catch-up handed in by")

    def _as_shown(self, group: str, shown: CatchUpOffer) -> CatchUpOffer:
        return unchanged(shown, self.offer(group, shown.event, shown.person))

    def _write(
        self, group: str, offer: CatchUpOffer, content: dict[str, object], words: str
    ) -> Changes:
        about = {"person": offer.person, "event": offer.event}
        recorded = self._core.recorder.write(group, [NewEntry("catchup.set", {**about, **content})])
        step = UndoStep(f"{words} {offer.name}", recorded.ids, offer.event, offer.person)
        self._core.undo.remember(group, step)
        return recorded.changes

    def _check_day(self, group: str, by: date, last: date | None) -> None:
        if by < self._core.today(group):
            raise ServiceError("That day is past. Choose today or a later day.")
        if last is not None and by > last:
            raise ServiceError(
                f"The programme allows a catch-up for this event until {day_and_year(last)}. "
                "Choose that day or an earlier one."
            )

    @staticmethod
    def _check(facts: GroupFacts, occurrence: GroupEvent, person: str) -> None:
        if person not in facts.people:
            raise ServiceError(no_longer_here())
        name = facts.names[person]
        if person not in facts.participants:
            raise ServiceError(f"{name} is a walk-in. Link them to a participant first.")
        marks = facts.marks(occurrence.id).get(person, ())
        check_ran(occurrence)
        if not marks or any(f.state != "absent" for f in marks):
            raise ServiceError(
                f"{name} is not marked absent at this event, so no catch-up is needed."
            )
        if not occurrence.counts:
            raise ServiceError(
                f"{occurrence.title} does not count, so there is nothing to catch up."
            )

    @staticmethod
    def _held(facts: GroupFacts, occurrence: GroupEvent, person: str) -> CatchupFact | None:
        """The catch-up recorded now, if any."""
        values = facts.catchups.get((person, occurrence.id), ())
        if _state(values) == _DISAGREES:
            raise ServiceError(
                "This catch-up has two different decisions. Settle it in Task review."
            )
        if values and values[0].state == "accepted":
            name = facts.names[person]
            if CatchUps(facts).is_beyond(person, occurrence.id):
                raise ServiceError(
                    f"The catch-up of {name} for {occurrence.title} is accepted, but beyond the "
                    "programme's limit, so it does not count. Ask the programme office."
                )
            raise ServiceError(f"{name} has already caught up on {occurrence.title}.")
        return values[0] if values else None

    @staticmethod
    def _end(facts: GroupFacts, occurrence: GroupEvent) -> date | None:
        """The last day the programme allows, past or to come."""
        days = facts.programme.catch_up.days_allowed
        if days is None or occurrence.day is None:
            return None
        return occurrence.day + timedelta(days=days)

    def _last_day(self, facts: GroupFacts, occurrence: GroupEvent) -> date | None:
        end = self._end(facts, occurrence)
        return end if end is not None and end >= self._core.today(facts.id) else None

    def _by(self, facts: GroupFacts, occurrence: GroupEvent, held: CatchupFact | None) -> date:
        """The day agreed, else the last the programme allows; four weeks from now without one."""
        agreed = day_of(held.by) if held is not None else None
        last = agreed or self._last_day(facts, occurrence)
        return last or self._core.today(facts.id) + timedelta(days=_DAYS)

    def _words(self, facts: GroupFacts, occurrence: GroupEvent, of: str) -> str:
        end = self._end(facts, occurrence)
        if end is None:
            return of
        over = self._last_day(facts, occurrence) is None
        return words.catch_up_allowed(of, end, over=over)


def _standing(facts: GroupFacts, held: CatchupFact | None) -> str:
    """What has happened so far, "" for nothing."""
    if held is None:
        return ""
    claimed = moment(held.source.at, facts.zone)
    on = claimed.date() if claimed else None
    return words.catch_up_state(held.state, on, held.feedback)


def _state(values: tuple[CatchupFact, ...]) -> str:
    states = {fact.state for fact in values}
    return states.pop() if len(states) == 1 else _DISAGREES if states else ""

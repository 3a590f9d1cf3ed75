"""One claim of a file beside what is recorded: whether it differs, and what accepting would record.

What the file alone cannot settle offers nothing, and says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from npq_desktop.interchange.claims.rows import ClaimState, Stay
from npq_desktop.journal.kinds.claim import ClaimFact
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.marks import mark_of, state_of, words_of
from npq_desktop.services.core.worth.credit import credit
from npq_desktop.services.intake import words
from npq_desktop.services.intake.claims.attended import Attended, attended

THERE = frozenset({ClaimState.PRESENT, ClaimState.LATE, ClaimState.LEFT_EARLY})
AWAY = frozenset({ClaimState.ABSENT, ClaimState.EXCUSED})
_DONE = frozenset({ClaimState.DONE, ClaimState.HANDED_IN})
_NOT_DONE = frozenset({ClaimState.NOT_DONE, ClaimState.DRAFT, ClaimState.IN_PROGRESS})
_MEETINGS = frozenset({"teams", "zoom", "google meet"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says of one person and one event or task.

    ``in_meeting``: a meeting's report says so, which tells minutes and no judgement.
    ``minutes_late`` is what older files' claims carry instead of stays.
    """

    state: ClaimState
    minutes: int | None = None
    stays: tuple[Stay, ...] = ()
    in_meeting: bool = False
    minutes_late: int = 0


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """``stands`` is what is recorded, in words, ``minutes`` how long they were there.

    ``accept`` is what accepting would record, ``offer`` the same in words; without it ``why`` says
    why the file alone cannot settle this.
    """

    stands: str = ""
    differs: bool = False
    accept: Mapping[str, object] = field(default_factory=dict)
    offer: str = ""
    why: str = ""
    minutes: str = ""


def said_by(claim: ClaimFact) -> Said:
    """A recorded claim; one whose state this version does not know is of no effect."""
    details = claim.details
    minutes, late = details.get("minutes"), details.get("minutes_late")
    stays = details.get("stays")
    texts = stays if isinstance(stays, list) else []
    known = claim.fact in set(ClaimState)
    return Said(
        state=ClaimState(claim.fact) if known else ClaimState.ANSWERED,
        minutes=minutes if isinstance(minutes, int) else None,
        stays=tuple(stay for text in texts if (stay := Stay.read(str(text)))),
        in_meeting=claim.system in _MEETINGS,
        minutes_late=late if isinstance(late, int) else 0,
    )


def in_meeting(system: str) -> bool:
    """Whether a platform's reports tell who was in a meeting, and for how long."""
    return system in _MEETINGS


class ClaimChecks:
    """What is recorded of a group, to hold many claims against."""

    def __init__(self, facts: GroupFacts) -> None:
        self._facts = facts
        self._events = {each.id: each for each in group_events(facts)}
        self._tasks = {each.key for each in facts.programme.items if not each.is_event}
        self.titles: Mapping[str, str] = {
            **{item.key: item.title for item in facts.programme.items},
            **{each.key: each.title for each in facts.programme.contents},
            **{key: event.title for key, event in self._events.items()},
        }

    def check(self, person: str, item: str, said: Said) -> ClaimCheck:
        """One claim beside what is recorded of the person and the event or task."""
        if item in self._tasks:
            return self._of_task(person, item, said.state)
        event = self._events.get(item)
        return self._of_event(person, event, said) if event else ClaimCheck()

    def minutes(self, item: str, said: Said) -> str:
        """How long somebody was there, in words, also where nobody is matched yet."""
        found = self._attended(self._events.get(item), said)
        if found:
            return found.words
        return "" if said.minutes is None else words.minutes_there(said.minutes, 0)

    def _attended(self, event: GroupEvent | None, said: Said) -> Attended | None:
        if event is None or not said.in_meeting or said.state is not ClaimState.PRESENT:
            return None
        items = self._facts.programme.items
        planned = next((item.minutes for item in items if item.key == event.id), None)
        usual = planned or self._facts.programme.cycle.seminar_minutes
        return attended(event, usual, said.minutes, said.stays)

    def _of_event(self, person: str, event: GroupEvent, said: Said) -> ClaimCheck:
        values = self._facts.marks(event.id).get(person, ())
        here = " or ".join(words_of(mark_of(fact)) for fact in values) or "Not marked"
        check = ClaimCheck(stands=here, minutes=self.minutes(event.id, said))
        if said.state not in THERE | AWAY:
            return check
        found = self._attended(event, said)
        accept, why = self._mark(event, said, found)
        if len(values) > 1:
            why = words.TWO_MARKS
            return replace(check, differs=True, why=why)
        if values and not self._differs(event, values[0], said, found):
            return check
        return replace(check, differs=True, accept=accept, offer=_offer_words(accept), why=why)

    def _mark(
        self, event: GroupEvent, said: Said, found: Attended | None
    ) -> tuple[Mapping[str, object], str]:
        if said.state in AWAY:
            reason = {"reason": "notified"} if said.state is ClaimState.EXCUSED else {}
            return {"state": "absent", **reason}, ""
        if found is not None and not said.minutes_late:
            mark = found.mark(self._facts.programme)
            return mark, "" if mark else found.why_not(event)
        if said.state is not ClaimState.PRESENT and not said.minutes_late:
            return {}, words.BY_HAND
        late = {"minutes_late": said.minutes_late} if said.minutes_late else {}
        return {"state": "present", **late}, ""

    def _differs(
        self, event: GroupEvent, mark: MarkFact, said: Said, found: Attended | None
    ) -> bool:
        was_there = said.state in THERE and (found is None or found.inside != 0)
        if was_there != (mark.state == "present"):
            return True
        if not was_there:
            return False
        if found is not None and found.inside is not None:
            programme = self._facts.programme
            worth = programme.attendance.credit(found.missed, found.of)
            return credit(mark, programme, event.minutes) != worth
        late = state_of(mark) in (MarkState.LATE, MarkState.LEFT_EARLY)
        return said.state is not ClaimState.PRESENT and not late

    def _of_task(self, person: str, task: str, state: ClaimState) -> ClaimCheck:
        decisions = sorted({f.decision for f in self._facts.reviews.get((person, task), ())})
        handed_in = bool(self._facts.submissions.get((person, task)))
        here = " or ".join(each.capitalize() for each in decisions)
        here = here or (words.HANDED_IN if handed_in else words.NOTHING_HANDED_IN)
        done = handed_in or "accepted" in decisions
        if state in _DONE and not done:
            if decisions:
                return ClaimCheck(here, differs=True, why=words.WAS_RETURNED)
            accept = {"decision": "accepted", "feedback": ""}
            return ClaimCheck(here, differs=True, accept=accept, offer="Accepted")
        by_hand = state in _NOT_DONE and done
        return ClaimCheck(here, differs=by_hand, why=words.DECIDE_BY_HAND if by_hand else "")


def _offer_words(accept: Mapping[str, object]) -> str:
    if not accept:
        return ""
    if accept["state"] == "absent":
        reason = accept.get("reason")
        return words_of(Mark(MarkState.ABSENT, reason=str(reason) if reason else None))
    late, early = _whole(accept.get("minutes_late")), _whole(accept.get("minutes_early"))
    state = MarkState.LATE if late else MarkState.LEFT_EARLY if early else MarkState.PRESENT
    return words_of(Mark(state, late, early))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0

"""Online content by the platform's word, and the learning time that follows from what was done.

Neither counts in the percentage: the programme gives the whole of it to tasks and events.
Source: programme/DOMAIN.md, "The programme" (about 55 hours of learning).
"""

from collections.abc import Mapping

from npq_desktop.engagement import ItemState
from npq_desktop.interchange.claims.rows import ClaimState
from npq_desktop.journal.kinds.claim import ClaimFact
from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.rows.cohort import ItemLine
from npq_desktop.services.cohort import item_words as words
from npq_desktop.services.cohort.workings import CONTENT
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.times import event_minutes, instant, minutes_between, moment
from npq_desktop.services.core.words import day
from npq_desktop.services.intake.claims.claim_reading import SYSTEM_WORDS

_FINISHED = frozenset({ClaimState.DONE.value, ClaimState.HANDED_IN.value})
_BEGUN = frozenset({ClaimState.NOT_DONE.value, ClaimState.IN_PROGRESS.value})


class OnlineContent:
    """What files of platforms say of the online content of each module of a group."""

    def __init__(self, facts: GroupFacts) -> None:
        self._facts = facts
        self._contents = {each.key: each for each in facts.programme.contents}
        self._claims: dict[tuple[str, str], list[ClaimFact]] = {}
        for claim in facts.claims:
            if claim.item in self._contents:
                place = (facts.main(claim.person), claim.item)
                self._claims.setdefault(place, []).append(claim)

    def lines(self, person: str) -> Mapping[str, ItemLine]:
        """A cell of the journey for each module that has content."""
        return {
            each.module: ItemLine(
                item=each.key,
                title=each.title,
                component=CONTENT,
                due=None,
                state=(
                    ItemState.EARNED if self.is_done(person, each.key) else ItemState.OPEN
                ).value,
                words=self._words(person, each.key),
            )
            for each in self._contents.values()
        }

    def is_done(self, person: str, item: str) -> bool:
        """Whether any file says that somebody finished a module's content."""
        claims = self._claims.get((person, item), ())
        return any(claim.fact in _FINISHED for claim in claims)

    def sentence(self, person: str) -> str:
        """For example "Online content: 4 of 6 modules finished, by the platform's word. …"."""
        done = sum(self.is_done(person, item) for item in self._contents)
        return words.content_finished(done, len(self._contents))

    def minutes(self, person: str) -> int:
        """The programme's minutes of what was finished."""
        done = (each for each in self._contents.values() if self.is_done(person, each.key))
        return sum(each.minutes for each in done)

    def _words(self, person: str, item: str) -> str:
        claims = self._claims.get((person, item), ())
        finished = [claim for claim in claims if claim.fact in _FINISHED]
        begun = [claim for claim in claims if claim.fact in _BEGUN]
        if finished:
            newest = max(finished, key=_order)
            return words.content_done(self._said_by(newest))
        if begun:
            newest = max(begun, key=_order)
            part = newest.details.get("percent")
            is_number = isinstance(part, int) and not isinstance(part, bool)
            return words.content_begun(f"{part}%" if is_number else "")
        return words.CONTENT_NOT_KNOWN

    def _said_by(self, claim: ClaimFact) -> str:
        system = SYSTEM_WORDS.get(claim.system or "", claim.system or "a file")
        at = moment(str(claim.details.get("on") or claim.source.at), self._facts.zone)
        return f"{system} {day(at.date())}" if at else system


def learning_minutes(facts: GroupFacts, person: str, content: OnlineContent) -> int:
    """The time of what was attended, handed in and finished; a part counts its own minutes."""
    total = content.minutes(person)
    for item in facts.programme.items:
        if item.is_event:
            marks = facts.marks(item.key).get(person, ())
            planned = event_minutes(facts.events.get(item.key)) or item.minutes
            total += min((_attended(mark, planned) for mark in marks), default=0)
        elif facts.submissions.get((person, item.key)):
            total += item.minutes
    return total


def learning_words(facts: GroupFacts, person: str, content: OnlineContent) -> str:
    """For example "31 h 30 min of about 55 h"."""
    done = learning_minutes(facts, person, content)
    return words.learning_time(done, facts.programme.hours)


def _attended(mark: MarkFact, planned: int) -> int:
    if mark.state != "present":
        return 0
    length = minutes_between(instant(mark.start), instant(mark.end)) or planned
    return max(0, length - (mark.minutes_late or 0) - (mark.minutes_early or 0))


def _order(claim: ClaimFact) -> tuple[str, str]:
    return (str(claim.details.get("on") or claim.source.at), claim.head)

"""Whether somebody may sit a round, and every reason why not.

It rests on what everybody in the group can read, so that each laptop comes to the same gate.
Source: services/office/OFFICE.md, "Gate".
"""

from dataclasses import dataclass
from functools import lru_cache

from npq_desktop.engagement import EngagementInputError, Standing, evaluate, read_document

YES, NO, OVERRIDE, DEFERRED = "yes", "no", "override", "deferred"
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class Gate:
    """``state`` is open, override or closed; ``why`` lists all that closes it, in order."""

    state: str
    why: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the person may sit, by figures or by an override."""
        return self.state != CLOSED

    @property
    def closed_beside_status(self) -> bool:
        """Whether more closes it than a deferral or withdrawal from the programme."""
        return bool(set(self.why) - {"apart"})


@dataclass(frozen=True, slots=True)
class FrozenWorkings:
    """The engine's question for one person as it was decided on, and the figures it gave."""

    question: str
    standing: str
    secured: str
    possible: str
    threshold: int | None
    as_of: str


def gate(
    *, has_window: bool, differs: bool, is_apart: bool, eligible: str | None, workings: bool
) -> Gate:
    """The gate of one person in one round.

    ``eligible`` is what was decided, None for nothing. Where colleagues decided differently,
    ``differs`` is the only reason that a decision gives: pass "" for ``eligible`` then.
    ``workings``: whether the frozen question of a yes holds.
    """
    reasons = {
        "no_window": not has_window,
        "differs": differs,
        "apart": is_apart,
        "undecided": eligible not in (YES, NO, OVERRIDE, DEFERRED, ""),
        "refused": eligible == NO,
        "deferred": eligible == DEFERRED,
        "workings": eligible == YES and not workings,
    }
    why = tuple(reason for reason, applies in reasons.items() if applies)
    if why or eligible not in (YES, OVERRIDE):
        return Gate(CLOSED, why)
    return Gate(OPEN if eligible == YES else OVERRIDE, ())


@lru_cache(maxsize=4_096)
def workings_hold(frozen: FrozenWorkings, people: frozenset[str]) -> bool:
    """Whether the frozen question is about one of these ids, met, and gives the frozen figures."""
    try:
        asked = read_document(frozen.question)
    except EngagementInputError:
        return False
    if len(asked.participants) != 1 or asked.participants[0].id not in people:
        return False
    result = evaluate(asked.rule, asked.as_of, asked.participants[0])
    if result.secured is None or result.possible is None:
        return False
    given = (
        result.standing.value,
        str(result.secured.fraction),
        str(result.possible.fraction),
        asked.rule.threshold,
        asked.as_of,
    )
    said = (frozen.standing, frozen.secured, frozen.possible, frozen.threshold, frozen.as_of)
    return result.standing is Standing.MET and given == said

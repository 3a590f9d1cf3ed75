"""What a facilitator wants to know before the next event: how soon it is, who was not heard of.

Refuses to guess: what no entry tells, such as a file of names that was never opened, is not said.
"""

from datetime import datetime

from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.naming import count
from npq_desktop.services.core.occurrences import Occurrence

_SILENT_DAYS = 7
"""A colleague's laptop that long without a file of its own is worth a word."""


def next_event(occurrences: tuple[Occurrence, ...], now: datetime) -> Occurrence | None:
    """The first that is not over and is to run; None when nothing is to come."""
    for each in occurrences:
        over = each.end or each.start
        if over is not None and over >= now and not each.did_not_run:
            return each
    return None


def readiness_words(
    facts: GroupFacts, occurrence: Occurrence, now: datetime, *, own: str | None
) -> str:
    """Such as "tomorrow · Sam's laptop not heard for 9 days"; ``own`` is the member here."""
    days = (occurrence.day - now.date()).days if occurrence.day else 0
    soon = {0: "", 1: "tomorrow"}.get(days, f"in {count(days, 'day')}")
    silent = [
        f"{member.device} not heard for {count((now - member.last_seen).days, 'day')}"
        for member in sorted(facts.members.values(), key=lambda one: (one.device, one.key))
        if member.last_seen and not member.revoked and member.member != own
        if (now - member.last_seen).days >= _SILENT_DAYS
    ]
    return " · ".join(filter(None, (soon, *silent)))

"""How things stand with a group at a hub: what came of the last pass, when to try again.

Lives for one run of the program; only the hub's own proof is kept beyond it.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from npq_desktop.journal.kinds.relay import HubFact
from npq_desktop.relay.summaries import StreamSummary
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.words import day_and_year
from npq_desktop.services.exchange import chip_words
from npq_desktop.services.exchange.network import hub_words
from npq_desktop.services.exchange.network.hub_choices import host_of
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError

FIRST_WAIT_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 600.0
_SOON_DAYS = 30
QUIET = frozenset({HubTrouble.AWAY, HubTrouble.FOREIGN, HubTrouble.SLOW})
"""Troubles that end by themselves: the chip counts, and asks nobody to do anything."""


@dataclass(slots=True)
class HubStanding:
    """``there``: how many of this laptop's changes the hub proved to have, ``arrived`` when.
    ``ignored``: streams whose difference could not be closed, by the summary they had. ``misfits``:
    texts there did not fit their entries on two days. ``clock_there``: the hub's time of day when
    it last said hello.
    """

    hub: HubFact
    there: int = 0
    arrived: datetime | None = None
    trouble: HubTrouble | None = None
    since: datetime | None = None
    failures: int = 0
    asked_to_wait: int = 0
    stamp: str = ""
    left_out: int = 0
    closed: int = 0
    misfits: bool = False
    delete_on: str | None = None
    clock_there: datetime | None = None
    ignored: Mapping[str, StreamSummary] = field(default_factory=dict)

    def went_well(self, there: int, now: datetime) -> None:
        """A pass came to its end."""
        self.there, self.arrived = there, now
        self.trouble, self.since, self.failures, self.asked_to_wait = None, None, 0, 0

    def met(self, error: HubTroubleError, now: datetime) -> None:
        """A pass came to nothing."""
        self.trouble, self.since = error.trouble, self.since or now
        self.failures += 1
        self.asked_to_wait = error.seconds

    def wait_seconds(self, draw: random.Random) -> float:
        """How long until the next try after trouble."""
        if self.trouble is HubTrouble.SLOW and self.asked_to_wait:
            return float(self.asked_to_wait)
        doubled = FIRST_WAIT_SECONDS * float(2 ** min(max(0, self.failures - 1), 10))
        return min(doubled, LONGEST_WAIT_SECONDS) * draw.uniform(0.5, 1.5)

    @property
    def needs_action(self) -> bool:
        """Whether somebody has to do something."""
        return self.misfits or (self.trouble is not None and self.trouble not in QUIET)

    @property
    def is_current(self) -> bool:
        """Whether the last pass in this run came to its end."""
        return bool(self.stamp) and self.trouble is None

    def unsent(self, own: int) -> int:
        """How many of this laptop's ``own`` changes are not there."""
        return max(0, own - self.there - self.left_out)

    def has_all(self, own: int) -> bool:
        """Whether all of them are there and nothing stands in between."""
        return self.trouble is None and self.arrived is not None and not self.unsent(own)

    def urgency(self, own: int) -> tuple[bool, bool, int, float]:
        """Which of several hubs the header speaks of, the least first: one that needs somebody,
        else the one that has most, the last asked.
        """
        last = -self.arrived.timestamp() if self.arrived else 0.0
        return not self.needs_action, not self.has_all(own), self.unsent(own), last

    def chip(self, own: int, now: datetime) -> str:
        """What the header says, of ``own`` changes of this laptop."""
        unsent = self.unsent(own)
        trouble = self.trouble or (HubTrouble.REFUSED if self.misfits else None)
        if trouble is not None:
            return chip_words.in_trouble(trouble, unsent)
        if unsent or self.arrived is None:
            return chip_words.in_trouble(HubTrouble.AWAY, unsent)
        return chip_words.arrived(self.hub.name, self.arrived.astimezone(now.tzinfo), now)

    def lines(self, own: int, now: datetime) -> Iterator[str]:
        """What the panel says."""
        name = self.hub.name
        if self.trouble is None:
            yield hub_words.all_there(name, self.arrived, now, self.unsent(own))
        elif self.trouble is not HubTrouble.SLOW or self.asked_to_wait > LONGEST_WAIT_SECONDS:
            since = (self.since or now).astimezone(now.tzinfo)
            whom = hub_words.Whom(name, host_of(self.hub), self.clock_there)
            yield hub_words.trouble_words(self.trouble, whom, since, now)
        if self.left_out:
            yield hub_words.left_out(self.left_out, name)
        if self.misfits:
            yield hub_words.do_not_fit(name)
        elif self.closed:
            yield hub_words.cannot_be_opened(self.closed, name)
        day = day_of(self.delete_on) if self.delete_on else None
        if day is not None and (day - now.date()).days <= _SOON_DAYS:
            yield hub_words.goes_soon(name, day_and_year(day))

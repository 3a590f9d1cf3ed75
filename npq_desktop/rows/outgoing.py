"""What became of the entries of a laptop: how many went out, to whom, and who surely has them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SentTo:
    """How much of this laptop's entries one other laptop was sent, and surely has.

    ``sent`` and ``confirmed`` count entries that are here, oldest first; ``lost`` those it has and
    this laptop does not have any more. ``when`` and ``route`` belong to the last sending that this
    laptop could open, if there was one.
    """

    key: str
    who: str
    laptop: str
    sent: int
    confirmed: int
    lost: int
    when: datetime | None
    route: str
    heard: datetime | None

    @property
    def reached(self) -> int:
        """How many entries are on their way there, or there."""
        return max(self.sent, self.confirmed)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What became of this laptop's ``own`` entries; ``last``: when any last left, by ``route``."""

    own: int
    others: tuple[SentTo, ...]
    last: datetime | None
    route: str
    last_sent: int

    @property
    def unsent(self) -> int:
        """The most entries that some other laptop has not been sent."""
        reached = [other.reached for other in self.others] or [self.last_sent]
        return max(0, self.own - min(reached))

    @property
    def lost(self) -> int:
        """How many entries some other laptop surely has of this one that are not here any more."""
        return max((other.lost for other in self.others), default=0)

    @property
    def is_confirmed(self) -> bool:
        """Whether there are others, and every one surely has everything."""
        return bool(self.others) and all(other.confirmed >= self.own for other in self.others)

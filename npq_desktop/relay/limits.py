"""How much of a hub one laptop or one address may use: counted in memory, for each worker alone.

Source: journal/FORMAT.md, section 10.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from npq_desktop.relay.replies import RefusalError

MAX_BODY_BYTES = 1_048_576
MAX_ITEMS = 500
MAX_WAIT_SECONDS = 25
MAX_HEADER_BYTES = 16_384
HEADER_SECONDS = 10
BODY_SECONDS = 30
MAX_DEPTH = 4
AT_ONCE = 4
WAITING_AT_ONCE = 1

_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    name: str
    times: int
    seconds: int


SESSIONS = Rate("sessions", 240, 60)
MISSES = Rate("misses", 60, 60)
WRONG_CODES = Rate("codes", 5, 600)
REQUESTS = Rate("requests", 1200, 60)


class Guard:
    """Counts what addresses and tokens do. ``clock``: seconds from any beginning."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._counts: dict[tuple[str, str, int], int] = {}
        self._open: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()

    def spend(self, rate: Rate, who: str) -> None:
        """Count one more.

        Raises:
            RefusalError: it was one too many.
        """
        self.check(rate, who)
        place = self._place(rate, who)
        if len(self._counts) >= _KEPT:
            self._forget()
        self._counts[place] = self._counts.get(place, 0) + 1

    def check(self, rate: Rate, who: str) -> None:
        """That one more would be allowed.

        Raises:
            RefusalError: it would not.
        """
        if self._counts.get(self._place(rate, who), 0) >= rate.times:
            raise _slow_down(rate.seconds - int(self._clock()) % rate.seconds)

    @contextmanager
    def one_of(self, token: str, *, waits: bool) -> Iterator[None]:
        """One request of a token's holder, from its beginning to its end.

        Raises:
            RefusalError: too many are under way.
        """
        if self._open[token] >= AT_ONCE or (waits and self._waiting[token] >= WAITING_AT_ONCE):
            raise _slow_down(1)
        self._open[token] += 1
        self._waiting[token] += waits
        try:
            yield
        finally:
            self._open[token] -= 1
            self._waiting[token] -= waits
            if not self._open[token]:
                del self._open[token], self._waiting[token]

    def _place(self, rate: Rate, who: str) -> tuple[str, str, int]:
        return rate.name, who, int(self._clock()) // rate.seconds

    def _forget(self) -> None:
        """Keep what counts now: the windows that are over go first."""
        now = int(self._clock())
        seconds = {rate.name: rate.seconds for rate in (SESSIONS, MISSES, WRONG_CODES, REQUESTS)}
        self._counts = {
            place: count
            for place, count in self._counts.items()
            if place[2] == now // seconds[place[0]]
        }
        while len(self._counts) >= _KEPT:
            del self._counts[next(iter(self._counts))]


def _slow_down(seconds: int) -> RefusalError:
    text = "This laptop asks too often. It tries again by itself."
    return RefusalError(429, "slow_down", text, seconds=max(1, seconds))

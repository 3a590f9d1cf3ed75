"""Holes and forks in what each device wrote: shown, and never in the way of what is here.

Source: journal/FORMAT.md, section 4 (gaps).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from npq_desktop.journal.event import Event


@dataclass(frozen=True, slots=True)
class Hole:
    """Entries of one stream that are missing here; ``numbers``: as (first, last), both missing."""

    key: str
    stream: str
    numbers: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How many entries are missing."""
        return sum(last - first + 1 for first, last in self.numbers)


@dataclass(frozen=True, slots=True)
class Fork:
    """Streams of one key that go on after the same entry: a restored backup, or a copied laptop.

    ``after``: the entry's id, None where the key had written nothing.
    """

    key: str
    after: str | None
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Double:
    """One place of one stream written more than once: two copies run at once. Asks for action."""

    key: str
    stream: str
    seq: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """All findings of a set of events, each in the order of (key, stream or entry)."""

    holes: tuple[Hole, ...]
    forks: tuple[Fork, ...]
    doubles: tuple[Double, ...]


def find_gaps(events: Iterable[Event]) -> Gaps:
    """The holes, forks and doubles among these events."""
    places: defaultdict[tuple[str, str], defaultdict[int, list[str]]]
    places = defaultdict(lambda: defaultdict(list))
    following: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for event in events:
        places[event.key, event.stream][event.seq].append(event.id)
        following[event.key, event.prev or ""].add(event.stream)
    return Gaps(
        holes=tuple(
            Hole(key, stream, missing)
            for (key, stream), numbers in sorted(places.items())
            if (missing := _missing(numbers))
        ),
        forks=tuple(
            Fork(key, after or None, tuple(sorted(streams)))
            for (key, after), streams in sorted(following.items())
            if len(streams) > 1
        ),
        doubles=tuple(
            Double(key, stream, seq, tuple(sorted(ids)))
            for (key, stream), numbers in sorted(places.items())
            for seq, ids in sorted(numbers.items())
            if len(ids) > 1
        ),
    )


def without_gaps(events: Iterable[Event], key: str) -> frozenset[str]:
    """The entries of a key in front of which none is missing, back to its first."""
    following: defaultdict[str | None, list[str]] = defaultdict(list)
    for event in events:
        if event.key == key:
            following[event.prev].append(event.id)
    found: set[str] = set()
    waiting = following[None]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting.extend(following[one])
    return frozenset(found)


def _missing(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The runs between the numbers, from 1 on; never one by one: a stream may claim any."""
    runs, expected = [], 1
    for number in sorted(numbers):
        if number > expected:
            runs.append((expected, number - 1))
        expected = number + 1
    return tuple(runs)

"""What somebody has of a group, in a line for each stream: enough to see what the other lacks.

Source: journal/FORMAT.md, section 9.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from npq_desktop.journal.codec import is_hash, is_random_id
from npq_desktop.journal.event import Event

SHORT_DIGITS = 16


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One entry of a stream; ``whole`` where nothing of it is missing."""

    seq: int
    id: str
    whole: bool


@dataclass(frozen=True, slots=True)
class StreamSummary:
    """How many entries of a stream, the digest of their ids, how many are whole, and which."""

    count: int
    digest: str
    texts: int
    which: str | None = None

    @classmethod
    def of(cls, places: Iterable[Place]) -> "StreamSummary":
        """The summary of these entries, in the order of position and id."""
        ordered = list(places)
        whole = [place.id for place in ordered if place.whole]
        digest = hashlib.sha256("".join(place.id for place in ordered).encode()).hexdigest()
        return cls(
            count=len(ordered),
            digest=digest,
            texts=len(whole),
            which=None if len(whole) == len(ordered) else short_digest(whole),
        )

    def as_list(self) -> list[object]:
        """As a reply says it."""
        shown: list[object] = [self.count, self.digest, self.texts]
        return shown if self.which is None else [*shown, self.which]

    @classmethod
    def read(cls, said: object) -> "StreamSummary | None":
        """The summary that a reply says; None where that is not one."""
        if not isinstance(said, list) or not 3 <= len(said) <= 4:
            return None
        count, digest, texts, *which = said
        if not (_is_count(count) and is_hash(digest) and _is_count(texts) and texts <= count):
            return None
        if (texts < count) is not bool(which) or not all(_is_short(each) for each in which):
            return None
        return cls(count, digest, texts, which[0] if which else None)


def short_digest(ids: Sequence[str]) -> str:
    """The first 16 digits over these ids, one after the other."""
    return hashlib.sha256("".join(ids).encode()).hexdigest()[:SHORT_DIGITS]


def streams_of(events: Iterable[Event]) -> dict[str, list[Place]]:
    """What a laptop has of a group, by stream, each in the order of position and id."""
    found: dict[str, list[Place]] = {}
    for event in events:
        place = Place(event.seq, event.id, not event.is_stripped)
        found.setdefault(event.stream, []).append(place)
    for places in found.values():
        places.sort()
    return found


def read_streams(said: object) -> dict[str, StreamSummary] | None:
    """The ``streams`` of a reply; None where one of them is not what it must be."""
    if not isinstance(said, dict):
        return None
    found = {stream: StreamSummary.read(each) for stream, each in said.items()}
    read = {stream: each for stream, each in found.items() if each is not None}
    return read if len(read) == len(found) and all(map(is_random_id, read)) else None


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_short(value: object) -> bool:
    return isinstance(value, str) and is_hash(value * 4)

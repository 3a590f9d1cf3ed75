"""What to ask of somebody and what to send, from both summaries of a stream: pure functions.

One pass is: ask from :func:`first_pull`, take in what comes, ask once more where
:func:`second_pull` says so, then send :func:`to_push`. A pass that was cut is simply begun again.

Source: journal/FORMAT.md, section 9.
"""

from collections.abc import Iterable, Mapping, Sequence

from npq_desktop.relay.summaries import Place, StreamSummary

NOTHING = StreamSummary.of(())
"""The summary of a stream that somebody has nothing of."""


def agrees(mine: Sequence[Place], theirs: StreamSummary) -> bool:
    """Whether my first entries, as many as theirs, are exactly theirs, texts included."""
    return StreamSummary.of(mine[: theirs.count]) == theirs


def first_pull(mine: Sequence[Place], theirs: StreamSummary) -> int | None:
    """The position to ask from; None where nothing is to be had."""
    if agrees(mine, theirs):
        return None
    return len(mine) if 0 < len(mine) < theirs.count else 0


def second_pull(asked: int | None, mine: Sequence[Place], theirs: StreamSummary) -> int | None:
    """The position to ask from once more, after what came from ``asked`` was taken in."""
    return 0 if asked and not agrees(mine, theirs) else None


def to_push(
    mine: Sequence[Place], theirs: StreamSummary, came: Mapping[str, bool] | None
) -> list[str]:
    """The ids to send, in order. ``came``: what a pull from the beginning brought, by id, and
    whether it was whole; None where there was none.
    """
    if agrees(mine, theirs):
        return [place.id for place in mine[theirs.count :]]
    brought = came or {}
    return [
        place.id
        for place in mine
        if place.id not in brought or (place.whole and not brought[place.id])
    ]


def covered(
    mine: Sequence[Place], theirs: StreamSummary, came: Mapping[str, bool] | None = None
) -> frozenset[str]:
    """The ids of mine that this summary proves to be there, with every text that is here."""
    first = mine[: theirs.count]
    own = StreamSummary.of(first)
    if (own.count, own.digest) != (theirs.count, theirs.digest):
        return frozenset()
    if theirs.texts == theirs.count or (own.texts, own.which) == (theirs.texts, theirs.which):
        return frozenset(place.id for place in first)
    return frozenset(_not_missing(first, came or {}))


def _not_missing(places: Iterable[Place], came: Mapping[str, bool]) -> list[str]:
    """Those that came whole, or that are not whole here either."""
    return [place.id for place in places if came.get(place.id) or not place.whole]

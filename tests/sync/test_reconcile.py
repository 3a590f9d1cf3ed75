"""What to ask and what to send: two sides of a stream end equal after one pass."""

import random

import pytest

from npq_desktop.relay.summaries import Place, StreamSummary, read_streams, streams_of
from npq_desktop.sync.reconcile import (
    NOTHING,
    covered,
    first_pull,
    second_pull,
    to_push,
)

Side = dict[tuple[int, str], bool]
"""What somebody has of a stream: position and id, and whether it is whole."""


def places(side: Side) -> list[Place]:
    return sorted(Place(seq, event_id, whole) for (seq, event_id), whole in side.items())


def summary(side: Side) -> StreamSummary:
    return StreamSummary.of(places(side))


def entry(seq: int, fork: int = 0) -> tuple[int, str]:
    return seq, f"{seq:032x}{fork:032x}"


def give(giver: list[Place], taker: Side) -> None:
    for place in giver:
        name = (place.seq, place.id)
        taker[name] = taker.get(name, False) or place.whole


def one_pass(laptop: Side, hub: Side) -> tuple[int, int]:
    """One whole pass; returns how many entries came and how many were sent."""
    theirs, came, asked_from_start = summary(hub), 0, None
    pages = places(hub)
    asked = first_pull(places(laptop), theirs)
    while asked is not None:
        page = pages[asked:]
        came += len(page)
        if asked == 0:
            asked_from_start = {place.id: place.whole for place in page}
        give(page, laptop)
        asked = second_pull(asked, places(laptop), theirs)
    ids = set(to_push(places(laptop), theirs, asked_from_start))
    sent = [place for place in places(laptop) if place.id in ids]
    give(sent, hub)
    return came, len(sent)


@pytest.mark.parametrize("start", range(4))
def test_two_sides_are_equal_after_one_pass(start: int) -> None:
    """Forks, holes and missing texts on both sides, 500 states each."""
    draw = random.Random(start)
    for _ in range(500):
        every = [entry(seq, fork) for seq in range(1, 7) for fork in range(draw.choice((1, 1, 2)))]
        sides: list[Side] = [
            {one: draw.random() < 0.7 for one in every if draw.random() < share}
            for share in (draw.random(), draw.random())
        ]
        laptop, hub = sides

        one_pass(laptop, hub)

        assert laptop == hub
        assert one_pass(laptop, hub) == (0, 0)


def whole(*seqs: int) -> Side:
    return {entry(seq): True for seq in seqs}


def test_equal_sides_neither_ask_nor_send() -> None:
    assert one_pass(whole(1, 2, 3), whole(1, 2, 3)) == (0, 0)
    assert one_pass({}, {}) == (0, 0)


def test_what_only_goes_on_travels_alone() -> None:
    assert one_pass(whole(1, 2), whole(1, 2, 3, 4)) == (2, 0)
    assert one_pass(whole(1, 2, 3, 4), whole(1, 2)) == (0, 2)
    assert one_pass({}, whole(1, 2)) == (2, 0)
    assert one_pass(whole(1, 2), {}) == (0, 2)


def test_one_text_missing_here_and_another_there_both_arrive() -> None:
    """By their number alone the two would look the same."""
    laptop = {entry(1): True, entry(2): False}
    hub = {entry(1): False, entry(2): True}

    assert one_pass(laptop, hub) == (2, 1)
    assert laptop == hub == {entry(1): True, entry(2): True}


def test_a_fork_on_the_shorter_side_arrives() -> None:
    laptop, hub = whole(1, 2, 3), {**whole(1), entry(2, 1): True}

    one_pass(laptop, hub)

    assert laptop == hub
    assert len(hub) == 4


def test_nothing_whole_is_sent_twice() -> None:
    laptop = {**whole(1, 2, 3, 4), entry(5): False}
    hub = {**whole(1, 2, 3), entry(4): False, entry(5): True}

    assert one_pass(laptop, hub)[1] == 1


# -- what a summary proves ------------------------------------------------------------------------


def test_a_summary_covers_what_lies_within_it() -> None:
    mine = places(whole(1, 2, 3))

    assert covered(mine, summary(whole(1, 2))) == {entry(1)[1], entry(2)[1]}
    assert covered(mine, summary(whole(1, 3))) == frozenset()
    assert covered(mine, summary(whole(1, 2, 3, 4))) == frozenset()
    assert covered(mine, NOTHING) == frozenset()


def test_a_text_that_is_missing_there_is_not_covered() -> None:
    mine, theirs = places(whole(1, 2)), summary({entry(1): True, entry(2): False})

    assert covered(mine, theirs) == frozenset()
    assert covered(mine, theirs, {entry(1)[1]: True, entry(2)[1]: False}) == {entry(1)[1]}


def test_a_text_that_is_missing_on_both_sides_holds_nothing_back() -> None:
    both = {entry(1): True, entry(2): False}

    assert covered(places(both), summary(both)) == {entry(1)[1], entry(2)[1]}


# -- as a reply says it ---------------------------------------------------------------------------


@pytest.mark.parametrize("side", [{}, whole(1, 2), {entry(1): False}], ids=["none", "whole", "not"])
def test_a_summary_is_read_as_it_is_said(side: Side) -> None:
    assert StreamSummary.read(summary(side).as_list()) == summary(side)
    assert read_streams({"ab" * 16: summary(side).as_list()}) == {"ab" * 16: summary(side)}


DIGEST = "ab" * 32


@pytest.mark.parametrize(
    "said",
    [
        None, [], [1, DIGEST], [1, DIGEST, 2], [True, DIGEST, 1], [1, "x", 1], [-1, DIGEST, 0],
        [1, DIGEST, 0], [1, DIGEST, 1, "ab" * 8], [1, DIGEST, 0, "AB" * 8],
        [1, DIGEST, 0, "ab" * 8, 1],
    ],
)  # fmt: skip
def test_what_is_no_summary_is_not_read(said: object) -> None:
    assert StreamSummary.read(said) is None
    assert read_streams({"ab" * 16: said}) is None


def test_streams_are_named_by_ids() -> None:
    assert read_streams({"x": [0, DIGEST, 0]}) is None
    assert read_streams([]) is None
    assert streams_of([]) == {}

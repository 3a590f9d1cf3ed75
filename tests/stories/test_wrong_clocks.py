"""Reliability 13: laptops whose clocks are wrong in every way record and merge like any others."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import ABSENT, FIRST, PRESENT, Scene

from npq_desktop.journal.state import digest
from npq_desktop.rows.register import MarkState

pytestmark = pytest.mark.slow

WRONG = {
    "ten years ahead": datetime(2036, 11, 23, 13, 20, tzinfo=UTC),
    "ten years behind": datetime(2016, 11, 23, 13, 20, tzinfo=UTC),
    "battery empty": datetime(1970, 1, 1, tzinfo=UTC),
    "the hour that comes twice, first": datetime(
        2026, 10, 25, 1, 30, tzinfo=timezone(timedelta(hours=1))
    ),
    "the hour that comes twice, second": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    "half an hour off the world": datetime(
        2026, 11, 23, 18, 50, tzinfo=timezone(timedelta(hours=5, minutes=30))
    ),
}


@pytest.fixture
def ann(laptop: Callable[[str], Laptop]) -> Scene:
    """Ann's group of two, started while her clock was right."""
    return Scene.set_up(laptop("Ann Marsh"), ("Priya Sharma", "Tom Reed"), {}, FIRST)


@pytest.mark.parametrize("now", WRONG.values(), ids=WRONG.keys())
def test_a_mark_is_taken_whatever_the_clock_says(ann: Scene, now: datetime) -> None:
    ann.laptop.clock.now = now

    ann.mark("Priya Sharma", "m1.seminar", PRESENT)
    ann.laptop.restart()

    assert _states(ann) == {"Priya Sharma": MarkState.PRESENT, "Tom Reed": MarkState.UNMARKED}


def test_a_clock_that_jumps_between_marks_lets_the_last_one_hold(ann: Scene) -> None:
    for years, mark in ((10, PRESENT), (-20, ABSENT), (5, PRESENT), (-40, ABSENT)):
        ann.laptop.clock.move(days=365 * years)
        ann.mark("Priya Sharma", "m1.seminar", mark)

    assert _states(ann)["Priya Sharma"] is MarkState.ABSENT


def test_what_wrong_clocks_recorded_merges_to_the_same_state(
    ann: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    for now in WRONG.values():
        ann.laptop.clock.now = now
        ann.mark("Tom Reed", "m1.seminar", ABSENT)
        ann.mark("Tom Reed", "m1.seminar", PRESENT)
    sent = tmp_path / "group.npqsync"
    ann.application.exchange.send(ann.group, sent, readable=True)
    other = laptop("Olu Bello").application

    other.exchange.merge(other.exchange.preview(sent))

    assert digest(other.store.state(ann.group)) == digest(ann.application.store.state(ann.group))


def _states(scene: Scene) -> dict[str, MarkState]:
    rows = scene.application.register.view(scene.group, "m1.seminar").rows
    names = {key: name for name, key in scene.people.items()}
    return {names[row.person]: row.state for row in rows}

"""Both times of a disagreement's side are read on one clock, the programme's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.applications import Laptop
from support.scenes import PAST, PRESENT, scenes

from npq_desktop.services.core.facts import as_side
from npq_desktop.services.core.marks import mark_of, words_of
from npq_desktop.ui.kit.pieces.text import side_words

pytestmark = pytest.mark.slow


def test_a_mark_is_never_seen_here_an_hour_before_it_was_made(laptop, new_scenes) -> None:
    made: Laptop = laptop("Alex Morgan")
    made.clock.now = datetime(2027, 6, 15, 13, 5, tzinfo=UTC)
    scene = scenes(laptop, new_scenes)("Ann")
    scene.mark("Ann", PAST[-1], PRESENT)
    (fact,) = scene.facts.marks(PAST[-1])[scene.people["Ann"]]

    side = as_side(scene.facts, fact.head, words_of(mark_of(fact)), fact.source)
    _, where = side_words(0, side)

    assert where == "on 15 Jun at 14:05 on this laptop"
    colleague = replace(side, own=False, laptop="Sam's laptop")
    assert side_words(1, colleague)[1] == ("on 15 Jun at 14:05 on Sam's laptop, reached here 14:05")

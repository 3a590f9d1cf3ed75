"""Groups to work on, each with its laptop; colleagues are made from a group."""

from collections.abc import Callable

import pytest
from support.applications import Laptop
from support.scenes import MakeScene, NewScenes, scenes


@pytest.fixture
def scene(laptop: Callable[[str], Laptop], new_scenes: NewScenes) -> MakeScene:
    """``scene("Ann", settings={"tasks.counts_when": "accepted"})``: a group of these people."""
    return scenes(laptop, new_scenes)

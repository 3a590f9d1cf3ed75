"""Groups at their assessment, set up once for all tests of the room; each test has a copy."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.assessed import AssessedScene, Prepared, prepared

NAMES = ("Ann Ash", "Ben Bell")
Stage = Callable[[AssessedScene], None]


def _nothing(_group: AssessedScene) -> None:
    """Two people after the last event, with nothing done."""


def _admit(group: AssessedScene) -> None:
    """Both are at exactly 90, the window is announced, and both are admitted."""
    for who in NAMES:
        group.does(who, 4, 7, 8)
    group.announce()
    for who in NAMES:
        group.admit(who)


def _sit(group: AssessedScene) -> None:
    """Both have handed in, and the window is over."""
    _admit(group)
    for who in NAMES:
        group.hand_in(who, "2027-07-06T10:00:00+01:00")
    group.at(2027, 7, 20)


@pytest.fixture(scope="session")
def _stages(tmp_path_factory: pytest.TempPathFactory) -> dict[Stage, Prepared]:
    return {}


@pytest.fixture
def _staged(
    _stages: dict[Stage, Prepared], tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> Iterator[Callable[[Stage], AssessedScene]]:
    made: list[AssessedScene] = []

    def staged(stage: Stage) -> AssessedScene:
        if stage not in _stages:
            _stages[stage] = prepared(tmp_path_factory.mktemp("stage"), stage, *NAMES)
        made.append(_stages[stage].opened(tmp_path))
        return made[-1]

    yield staged
    for each in made:
        each.scene.laptop.close()


@pytest.fixture
def group(_staged: Callable[[Stage], AssessedScene]) -> AssessedScene:
    """Ann Ash and Ben Bell, who have done nothing."""
    return _staged(_nothing)


@pytest.fixture
def admitted(_staged: Callable[[Stage], AssessedScene]) -> AssessedScene:
    """Both are at exactly 90 and admitted to the main round."""
    return _staged(_admit)


@pytest.fixture
def sat(_staged: Callable[[Stage], AssessedScene]) -> AssessedScene:
    """Both have handed in, and the main round is over."""
    return _staged(_sit)

"""Attempts at a quiz become work of the task they are for, each once, and of nothing else."""

from pathlib import Path

import pytest
from support.scenes import MakeScene, Scene

from npq_desktop.errors import NothingNewError
from npq_desktop.rows.review import WorkId

pytestmark = pytest.mark.slow

TITLES = (
    "ID,Start time,Completion time,Email,Name,Total points,Quiz feedback,"
    "Which?,Points - Which?,Feedback - Which?\n"
)
LINES = (
    "1,10/13/26 11:02,10/13/26 11:20,ann@x.org,Ann Abbott,1,,A bar;,1,\n"
    "2,10/14/26 11:02,10/14/26 11:20,ann@x.org,Ann Abbott,0,,A line;,0,\n"
)


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Abbott", "Ben Cole")


def record(group: Scene, folder: Path, item: str, name: str = "Form(1-2).csv") -> None:
    path = folder / name
    path.write_text(TITLES + LINES, encoding="utf-8")
    claims = group.application.claims
    claims.record(group.group, claims.read(path, group.group, items={0: item}))


def test_each_attempt_at_a_quiz_is_handed_in_once(group: Scene, tmp_path: Path) -> None:
    record(group, tmp_path, "m1.diagnostic")
    with pytest.raises(NothingNewError):
        record(group, tmp_path, "m1.diagnostic", "The same again.csv")

    view = group.application.review.view(
        group.group, WorkId(group.people["Ann Abbott"], "m1.diagnostic")
    )
    assert [each.text for each in view.attempts] == [
        "Which? (points given: 0)\nA line",
        "Which? (points given: 1)\nA bar",
    ]


def test_a_quiz_about_an_event_is_no_work(group: Scene, tmp_path: Path) -> None:
    record(group, tmp_path, "m1.seminar")

    assert [row for row in group.application.review.queue(group.group) if row.attempts] == []

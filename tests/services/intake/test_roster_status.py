"""Training status from rosters, and rosters that belong to another group."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.scenes import FIRST, MakeScene, Scene

from npq_desktop.errors import ServiceError
from npq_desktop.services.application import Application

XLSX = "17_NPQLPM 2026b Group 07 roster.xlsx"


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str) -> Path:
        path = tmp_path / "roster.csv"
        path.write_text("\n".join(("Name,Email,Status", *lines)) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Lee", "Ben Roe")


def standings(scene: Scene) -> dict[str, str]:
    rows = scene.application.cohort.view(scene.group).rows
    return {row.name: row.standing for row in rows}


def test_a_deferred_person_of_a_sample_roster_is_deferred_in_the_new_group(
    application: Application, samples: Path
) -> None:
    read = application.setup.read_roster(samples / "lms" / XLSX)

    group = application.setup.create_group(read, title="G", cohort="C", first_seminar=FIRST)

    [words] = read.status_words
    assert words.startswith("Fatima Al-Hassan: deferred from 23 November 2026")
    view = application.cohort.view(group)
    assert [row.name for row in view.rows if row.standing == "deferred"] == ["Fatima Al-Hassan"]
    again = application.setup.read_roster(samples / "lms" / XLSX, group)
    assert not again.says_something_new


def test_a_status_of_the_file_is_recorded_once(group: Scene, roster: Callable[..., Path]) -> None:
    setup = group.application.setup
    path = roster("Ann Lee,,Withdrawn", "Ben Roe,,active", "Cat Poe,,deferred")

    read = setup.read_roster(path, group.group)
    assert read.statuses == ("withdrawn", "", "deferred")
    setup.apply_roster(group.group, read)

    assert standings(group)["Ann Lee"] == "withdrawn"
    assert standings(group)["Cat Poe"] == "deferred"
    again = setup.read_roster(path, group.group)
    assert (again.status_words, again.says_something_new) == ((), False)
    with pytest.raises(ServiceError, match="already in the group"):
        setup.apply_roster(group.group, read)


def test_one_undo_takes_the_whole_import_back(group: Scene, roster: Callable[..., Path]) -> None:
    setup = group.application.setup
    setup.apply_roster(
        group.group, setup.read_roster(roster("Ann Lee,ann@a.example,deferred"), group.group)
    )
    assert group.application.undo.next_words(group.group) == "undo import of 1 person"

    group.application.undo.undo(group.group)

    assert standings(group)["Ann Lee"] != "deferred"


def test_an_active_line_brings_nobody_back_but_says_so(
    group: Scene, roster: Callable[..., Path]
) -> None:
    group.write("enrolment.set", who="Ann Lee", from_="2026-10-16", status="deferred")

    read = group.application.setup.read_roster(roster("Ann Lee,,active"), group.group)

    assert read.status_words[0].startswith(
        "Ann Lee: active in the file, deferred since 16 October here."
    )
    assert not any(read.statuses)


def test_what_changes_of_a_person_is_said(group: Scene, roster: Callable[..., Path]) -> None:
    setup = group.application.setup
    setup.apply_roster(group.group, setup.read_roster(roster("Ann Lee,a@a.example,"), group.group))

    read = setup.read_roster(roster("Ann Lee,b@a.example,"), group.group)

    assert [change.words for change in read.changes] == ["Ann Lee: email a@a.example → b@a.example"]


@pytest.mark.parametrize(("line", "strange"), [("Zed Low,,", True), ("Ann Lee,,", False)])
def test_a_file_about_nobody_of_the_group_is_strange(
    group: Scene, roster: Callable[..., Path], line: str, strange: bool
) -> None:
    read = group.application.setup.read_roster(roster(line, "Eve Fox,,"), group.group)

    assert read.fits_nobody is strange

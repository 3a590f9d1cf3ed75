"""Schools by URN: kept on this laptop, shown with people, renamed and closed ones."""

from pathlib import Path

import pytest
from support.scenes import MakeScene, Scene

from npq_desktop.services.application import Application


@pytest.fixture
def dfe(samples: Path) -> Path:
    return samples / "dfe"


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann")


def keep(application: Application, path: Path) -> None:
    application.schools.keep(application.schools.read(path))


def details(scene: Scene, urn: str, school: str) -> dict[str, str]:
    scene.write("person.set", who="Ann", urn=urn, school=school)
    return dict(scene.application.cohort.person(scene.group, scene.people["Ann"]).details)


def test_a_school_is_shown_with_the_people_who_have_its_urn(group: Scene, dfe: Path) -> None:
    keep(group.application, dfe / "gias_sample.csv")

    shown = details(group, "100000", "The Aldgate School")

    assert shown["School phase"] == "Primary"
    assert shown["School type"] == "Voluntary aided school"
    assert shown["Local authority"] == "City of London"
    assert shown["Postcode"] == "EC3A 5DE"
    assert "School register" not in shown
    assert "School status" not in shown


def test_an_update_renames_one_school_and_leaves_the_others(group: Scene, dfe: Path) -> None:
    schools = group.application.schools
    keep(group.application, dfe / "gias_sample.csv")

    update = schools.read(dfe / "gias_update.csv")
    assert update.news == ("100000: The Aldgate School is now The Aldgate School 2.",)
    assert schools.of("100000").name == "The Aldgate School"
    schools.keep(update)

    shown = details(group, "100000", "The Aldgate School")
    assert shown["School register"] == "The Aldgate School 2 (formerly The Aldgate School)"
    assert schools.of("100001").name == "City of London School for Girls"


def test_the_same_file_again_has_nothing_to_keep(application: Application, dfe: Path) -> None:
    keep(application, dfe / "gias_sample.csv")
    keep(application, dfe / "gias_update.csv")

    again = application.schools.read(dfe / "gias_update.csv")

    assert (again.schools, again.added, again.news) == ((), 0, ())


@pytest.mark.parametrize(
    ("urn", "words"),
    [
        ("100037", "closed on 31 December 2019, so ask where this person teaches now"),
        ("100012", "was to close on 31 August 2021, so import a newer list of schools"),
        ("402386", "Proposed to open"),
    ],
)
def test_a_school_that_is_not_simply_open_says_so(
    group: Scene, dfe: Path, urn: str, words: str
) -> None:
    keep(group.application, dfe / "gias_sample.csv")

    assert details(group, urn, "x")["School status"] == words


def test_schools_outlast_a_restart_and_are_in_no_entry(group: Scene, dfe: Path) -> None:
    before = len(tuple(group.application.store.events(group.group)))
    keep(group.application, dfe / "gias_sample.csv")
    assert len(tuple(group.application.store.events(group.group))) == before

    application = group.laptop.restart()

    assert application.schools.of("100000").name == "The Aldgate School"


def test_looking_at_a_register_keeps_nothing(application: Application, dfe: Path) -> None:
    application.schools.read(dfe / "gias_sample.csv")

    assert application.schools.of("100000") is None

"""From roster files to groups, and newer rosters into them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from support.applications import Laptop, preview
from support.scenes import MakeScene, Scene

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.rows.rosters import RosterPreview
from npq_desktop.services.application import Application
from npq_desktop.services.intake import setup

FIRST = date(2026, 10, 6)
ROSTERS = (
    ("01_brightspace_classlist.csv", 24),
    ("06_courseid_218_participants.csv", 25),
    ("17_NPQLPM 2026b Group 07 roster.xlsx", 24),
)


@pytest.fixture
def sample(samples: Path) -> Callable[[str], Path]:
    def path(name: str) -> Path:
        return samples / "lms" / name

    return path


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str) -> Path:
        path = tmp_path / "roster.csv"
        path.write_text("\n".join(("Name,Email,TRN,School", *lines)) + "\n", encoding="utf-8")
        return path

    return write


def start(application: Application, read: RosterPreview) -> str:
    return application.setup.create_group(
        read, title="Group 07", cohort="Autumn 2026", first_seminar=FIRST
    )


def names(application: Application, group: str) -> list[str]:
    return [row.name for row in application.cohort.view(group).rows]


@pytest.mark.parametrize(("file", "people"), ROSTERS)
def test_a_sample_roster_becomes_a_group(
    application: Application, sample: Callable[[str], Path], file: str, people: int
) -> None:
    read = application.setup.read_roster(sample(file))

    group = start(application, read)

    shown = names(application, group)
    assert len(read.people) == len(shown) == people
    assert {"Siobhán Ní Dhomhnaill", "Thandiwe", "Wei Li"} <= set(shown)
    khans = [name for name in shown if "Khan" in name]
    assert len(khans) == len(set(khans)) == 2


@pytest.mark.parametrize(("file", "_people"), ROSTERS)
def test_the_same_sample_again_says_nothing_new(
    application: Application, sample: Callable[[str], Path], file: str, _people: int
) -> None:
    group = start(application, application.setup.read_roster(sample(file)))

    again = application.setup.read_roster(sample(file), group)

    assert (again.added, again.changed, again.gone) == ((), (), ())
    with pytest.raises(ServiceError, match="already in the group"):
        application.setup.apply_roster(group, again)


def test_another_systems_roster_finds_the_same_people(
    application: Application, sample: Callable[[str], Path]
) -> None:
    group = start(application, application.setup.read_roster(sample(ROSTERS[2][0])))

    read = application.setup.read_roster(sample(ROSTERS[0][0]), group)
    application.setup.apply_roster(group, read)

    assert (read.added, read.gone) == ((), ())
    assert len(names(application, group)) == 24
    fields = [person.fields for person in application.core.facts.of(group).people.values()]
    assert all("trn" in each and "id.brightspace" in each for each in fields)


def test_two_people_of_one_name_stay_two_and_are_matched_by_what_else_is_known(
    application: Application, roster: Callable[..., Path]
) -> None:
    khans = ("Mohammed Khan,m.khan@a.example,,Ash", "Mohammed Khan,mo@b.example,,Tide")
    group = start(application, application.setup.read_roster(roster(*khans)))

    moved = "Mohammed Khan,mo@b.example,,Larkmoor"
    read = application.setup.read_roster(roster(khans[0], moved), group)
    application.setup.apply_roster(group, read)

    assert read.changed == ("Mohammed Khan (Tide)",)
    schools = {row.school for row in application.cohort.view(group).rows}
    assert schools == {"Ash", "Larkmoor"}


def test_a_namesake_that_fits_two_people_is_left_out_and_named(
    application: Application, roster: Callable[..., Path]
) -> None:
    khans = ("Mohammed Khan,m.khan@a.example,,", "Mohammed Khan,mo@b.example,,")
    group = start(application, application.setup.read_roster(roster(*khans)))

    read = application.setup.read_roster(roster("Mohammed Khan,,,Ash"), group)

    assert read.people == ()
    assert any("Mohammed Khan was left out" in problem for problem in read.problems)
    assert any(problem.startswith("Line 2:") for problem in read.problems)


def test_a_newer_roster_adds_and_changes_and_never_removes(
    application: Application, roster: Callable[..., Path]
) -> None:
    setup = application.setup
    first = ("Ann Lee,ann@a.example,1234567,Ash", "Ben Roe,ben@a.example,,Ash")
    group = start(application, setup.read_roster(roster(*first)))

    read = setup.read_roster(roster("Ann Lee,ann@a.example,1234567,Elm", "Cat Poe,,,"), group)
    setup.apply_roster(group, read)

    assert (read.added, read.changed, read.gone) == (("Cat Poe",), ("Ann Lee",), ("Ben Roe",))
    assert names(application, group) == ["Ann Lee", "Cat Poe", "Ben Roe"]
    person = application.cohort.view(group).rows[0].person
    assert ("TRN", "1234567") in application.cohort.person(group, person).details


def test_a_column_that_is_missing_blanks_nothing(
    application: Application, roster: Callable[..., Path]
) -> None:
    group = start(application, application.setup.read_roster(roster("Ann Lee,ann@a.example,,Ash")))

    read = application.setup.read_roster(roster("Ann Lee,,,"), group)

    assert read.changed == ()
    assert application.cohort.view(group).rows[0].school == "Ash"


def test_a_preview_applied_twice_adds_nobody_twice(scene: MakeScene) -> None:
    group = scene("Ann")
    read = preview("Dee", "Eve")
    group.application.setup.apply_roster(group.group, read)

    with pytest.raises(ServiceError, match="already in the group"):
        group.application.setup.apply_roster(group.group, read)

    assert len(group.facts.people) == 3


def test_an_erased_person_is_not_named_as_gone(
    scene: MakeScene, roster: Callable[..., Path]
) -> None:
    group: Scene = scene("Ann Lee", "Ben Roe")
    group.write("erase", who="Ben Roe", ids=[])

    read = group.application.setup.read_roster(roster("Ann Lee,,,"), group.group)

    assert read.gone == ()


def test_reading_a_roster_stores_nothing(
    application: Application, roster: Callable[..., Path]
) -> None:
    application.setup.read_roster(roster("Ann Lee,,,"))

    assert application.groups.all() == ()


def test_a_list_is_compared_while_it_is_read(
    scene: MakeScene, roster: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among 1,200 people that takes long, so the window must not do it."""
    group = scene("Ann Abbott", "Wei Li")
    service = group.application.setup
    read = service.reading(group.group).of(roster("Ann Abbott,,,", "Zed Zoe,,,"))

    monkeypatch.setattr(setup, "preview_of", None)

    assert service.compare(read, group.group).added == ("Zed Zoe",)


def test_a_group_that_changed_since_is_compared_again(
    scene: MakeScene, roster: Callable[..., Path]
) -> None:
    group = scene("Ann Abbott")
    service = group.application.setup
    read = service.reading(group.group).of(roster("Ann Abbott,,,", "Zed Zoe,,,"))
    group.write("person.set", person="f" * 32, name="Zed Zoe")

    assert service.compare(read, group.group).added == ()


@pytest.mark.parametrize("title", ["", "  "])
def test_a_group_needs_a_name(application: Application, title: str) -> None:
    with pytest.raises(ServiceError, match="name"):
        application.setup.create_group(preview("Ann"), title=title, cohort="", first_seminar=FIRST)


def test_a_group_needs_somebody(application: Application) -> None:
    with pytest.raises(ServiceError, match="Nobody"):
        start(application, preview())


@pytest.mark.parametrize("first", [date.min, date.max])
def test_a_first_seminar_beyond_the_calendar_is_refused(
    application: Application, first: date
) -> None:
    with pytest.raises(ServiceError, match="No events can be planned"):
        application.setup.create_group(
            preview("Ann"), title="Group 07", cohort="", first_seminar=first
        )

    assert application.groups.all() == ()


def test_events_stand_on_the_weekday_and_hour_of_the_plan(laptop) -> None:
    here: Laptop = laptop("Alex Morgan")
    here.clock.now = datetime(2026, 9, 1, 9, tzinfo=UTC)
    group = start(here.application, preview("Ann"))

    events = [row for row in here.application.register.events(group) if row.start]

    assert len(events) == 8
    assert {row.start.weekday() for row in events} == {FIRST.weekday()}
    assert {f"{row.start:%H:%M}" for row in events} == {"13:30"}
    assert next(row for row in events if row.id == "m1.seminar").start.date() == FIRST


def test_a_file_that_is_not_there_is_said(application: Application, tmp_path: Path) -> None:
    with pytest.raises(InterchangeError, match="cannot be read"):
        application.setup.read_roster(tmp_path / "nothing.csv")

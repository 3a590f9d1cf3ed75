"""13:30 is half past one in the United Kingdom on every laptop, whatever the laptop is set to."""

import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.applications import Laptop, preview
from support.scenes import with_settings

from npq_desktop.bootstrap import open_application
from npq_desktop.rows.register import EventRow, Mark, MarkState
from npq_desktop.services.application import Application
from npq_desktop.services.core.kind_words import entry_words
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.services.core.telling import Teller

pytestmark = pytest.mark.slow

FIRST = date(2026, 7, 7)
SEMINAR = "m1.seminar"
MakeLaptop = Callable[[str], Laptop]


@pytest.fixture(params=["America/New_York", "Europe/Madrid", "UTC", "Asia/Kolkata"])
def set_to(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone that the laptop's system is set to."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows sets its zone for the whole machine, so that a test cannot")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def here(laptop: MakeLaptop) -> Laptop:
    """A laptop on the morning of the first seminar."""
    made = laptop("Alex Morgan")
    made.clock.now = datetime(2026, 7, 7, 8, 0, tzinfo=UTC)
    return made


def made_group(application: Application) -> str:
    return application.setup.create_group(
        preview("Ann", "Ben"), title="Group 07", cohort="", first_seminar=FIRST
    )


def seminar(application: Application, group: str) -> EventRow:
    return next(row for row in application.register.events(group) if row.id == SEMINAR)


def written(application: Application, group: str, kind: str) -> list[dict]:
    events = application.store.events(group)
    return [dict(event.content or {}) for event in events if event.kind == kind]


def test_clock_of_the_program_is_the_british_one(set_to: str, tmp_path) -> None:
    application = open_application(Places.under(tmp_path))
    now = application.clock()
    application.close()

    assert str(now.tzinfo) == "Europe/London"
    assert abs((now - datetime.now(UTC)).total_seconds()) < 60


def test_planned_seminar_begins_at_half_past_one(set_to: str, here: Laptop) -> None:
    group = made_group(here.application)

    assert seminar(here.application, group).start.isoformat() == "2026-07-07T13:30:00+01:00"
    told = {
        said["event"]: said.get("start") for said in written(here.application, group, "event.set")
    }
    assert told[SEMINAR] == "2026-07-07T13:30:00+01:00"
    assert {text[11:16] for text in told.values() if text} == {"13:30"}


def test_every_entry_says_when_it_was_made_in_british_time(set_to: str, here: Laptop) -> None:
    group = made_group(here.application)

    said = {event.at for event in here.application.store.events(group)}

    assert said == {"2026-07-07T09:00:00+01:00"}


def test_typed_time_is_british(set_to: str, here: Laptop) -> None:
    application = here.application
    group = made_group(application)
    rows = application.planned_events.rows(group)
    row = next(each for each in rows if each.event == SEMINAR)
    typed = datetime(2026, 7, 7, 16, 0)  # noqa: DTZ001  # as it is typed
    application.planned_events.record_rows(
        group, [replace(row, start=typed, end=typed.replace(hour=17))]
    )
    assert seminar(application, group).start == datetime(2026, 7, 7, 15, 0, tzinfo=UTC)

    moved = typed.replace(hour=10)
    changes, to = application.event_changes, (moved, moved.replace(hour=11), "Hall")
    changes.move_to(group, SEMINAR, to, changes.moving(group, SEMINAR))

    assert seminar(application, group).start == datetime(2026, 7, 7, 9, 0, tzinfo=UTC)
    start = changes.moving(group, SEMINAR).start
    assert (start.hour, start.utcoffset().total_seconds()) == (10, 3600)


def test_late_is_counted_from_half_past_one_in_britain(set_to: str, here: Laptop) -> None:
    group = made_group(here.application)
    here.clock.now = datetime(2026, 7, 7, 12, 42, tzinfo=UTC)

    register = here.application.register

    assert register.offered_minutes(group, SEMINAR) == 12
    assert register.late_to_offer(group, SEMINAR) == 12
    view = register.view(group, SEMINAR)
    assert (view.event.is_today, view.banner) == (True, "")


def test_day_changes_at_british_midnight(set_to: str, here: Laptop) -> None:
    group = made_group(here.application)
    here.clock.now = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)
    assert seminar(here.application, group).is_today

    here.clock.now = datetime(2026, 7, 7, 23, 30, tzinfo=UTC)

    assert not seminar(here.application, group).is_today
    assert here.application.cohort.view(group).as_of == date(2026, 7, 8)


def test_papers_and_histories_show_british_time(set_to: str, here: Laptop) -> None:
    application = here.application
    group = made_group(application)
    person = next(row.person for row in application.register.view(group, SEMINAR).rows)
    here.clock.now = datetime(2026, 7, 7, 12, 45, tzinfo=UTC)
    application.register.mark(group, SEMINAR, person, Mark(MarkState.PRESENT))

    report = application.paper.report(group, SEMINAR)
    line = application.history.of_mark(group, SEMINAR, person).lines[0]

    assert (report.start, report.time_zone) == ("2026-07-07 13:30", "UTC+01:00")
    assert report.made == "2026-07-07 13:45:00 UTC+01:00"
    assert report.rows[0].recorded_at == "2026-07-07 13:45:00 UTC+01:00"
    assert f"{line.claimed:%H:%M} {line.first_seen:%H:%M}" == "13:45 13:45"


def test_programme_of_another_country_has_its_own_half_past_one(set_to: str, here: Laptop) -> None:
    application = here.application
    shipped = application.setup.programme
    application.setup.programme = with_settings(shipped, {"time_zone": "Asia/Dubai"})
    group = made_group(application)

    assert seminar(application, group).start.isoformat() == "2026-07-07T13:30:00+04:00"
    assert {event.at[-6:] for event in application.store.events(group)} == {"+04:00"}
    here.clock.now = datetime(2026, 7, 7, 9, 50, tzinfo=UTC)
    assert application.register.offered_minutes(group, SEMINAR) == 20
    here.clock.now = datetime(2026, 7, 6, 20, 30, tzinfo=UTC)
    assert seminar(application, group).is_today


def test_time_recorded_abroad_is_shown_as_british(set_to: str, here: Laptop) -> None:
    """As an older version wrote it on a laptop set to Madrid."""
    from npq_desktop.services.core.recorder import NewEntry

    application = here.application
    group = made_group(application)
    abroad = {"start": "2026-07-07T14:30:00+02:00", "end": "2026-07-07T17:30:00+02:00"}
    application.core.recorder.write(group, [NewEntry("event.set", {"event": SEMINAR, **abroad})])

    held = seminar(application, group)

    assert f"{held.start:%H:%M}–{held.end:%H:%M}" == "13:30–16:30"


@pytest.fixture
def in_dubai(set_to: str, here: Laptop) -> tuple[Application, str]:
    """A group of a programme held in Dubai, four hours before Greenwich, and its first seminar."""
    application = here.application
    application.setup.programme = with_settings(
        application.setup.programme, {"time_zone": "Asia/Dubai"}
    )
    return application, made_group(application)


def test_file_of_a_meeting_is_read_on_the_clocks_of_the_programme(
    in_dubai: tuple[Application, str], tmp_path: Path
) -> None:
    """13:30 there is 09:30 in Greenwich, and Ann came twenty minutes later."""
    application, group = in_dubai
    path = tmp_path / "participants.csv"
    path.write_text(
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
        "Ann,,2026-07-07T09:50:00Z,2026-07-07T12:30:00Z,160,No\n"
    )

    row = application.claims.read(path, group).rows[0]

    assert row.content["item"] == SEMINAR
    assert row.content["stays"] == ["2026-07-07T13:50:00/2026-07-07T16:30:00"]
    assert row.offer == "Late 20 min"


def test_day_in_a_file_is_that_of_the_programme(
    in_dubai: tuple[Application, str], tmp_path: Path
) -> None:
    application, group = in_dubai
    path = tmp_path / "participants.csv"
    path.write_text(
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
        "Ann,,2026-07-07T21:00:00Z,2026-07-07T22:00:00Z,60,No\n"
    )

    assert application.claims.read(path, group).items[0].title.endswith("8 July 2026")


def test_work_was_handed_in_at_the_time_of_the_programme(
    in_dubai: tuple[Application, str], tmp_path: Path
) -> None:
    application, group = in_dubai
    path = tmp_path / "M1 Reflective Task Download Jul 9, 2026 0941 AM.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("12-34 - Ann - Jul 8, 2026 0741 PM/task.txt", "What I tried.")

    row = application.claims.read(path, group).rows[0]

    assert row.content["handed_in"] == "2026-07-08T19:41:00+04:00"


def test_history_and_disagreements_tell_the_times_of_the_programme(
    in_dubai: tuple[Application, str],
) -> None:
    application, group = in_dubai
    start = "2026-07-07T09:30:00+00:00"  # as another program may write it
    said = {"event": SEMINAR, "start": start}

    assert entry_words("event.set", said, ZoneInfo("Asia/Dubai")) == (
        "Event: start 7 July 2026 13:30"
    )
    facts = application.core.facts.of(group)
    event = next(e for e in application.store.events(group) if e.kind == "event.set")
    told = Teller(facts, application.core.now(group)).entry(replace(event, content=said))
    assert "start 7 July 2026 13:30" in told


def test_sync_panel_tells_the_times_of_the_programme(
    in_dubai: tuple[Application, str], tmp_path: Path
) -> None:
    application, group = in_dubai
    application.exchange.send(group, tmp_path / "of Alex.npqsync")

    assert "12:00" in " ".join(application.sync_status.view(group).routes)


def test_register_says_which_day_it_is_there(
    in_dubai: tuple[Application, str], here: Laptop
) -> None:
    application, group = in_dubai
    here.clock.now = datetime(2026, 7, 6, 20, 30, tzinfo=UTC)  # half past midnight in Dubai

    assert application.register.view(group, SEMINAR).banner == ""

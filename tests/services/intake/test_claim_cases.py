"""Small files that the program once got wrong, each with what it says about a group now.

What is right stands in ``samples/cases/README.md``; a test here is a line of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from support.applications import Laptop

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.rows.intake import ClaimOutcome, ClaimPreview, ClaimRow, Difference
from npq_desktop.services.application import Application
from npq_desktop.services.core.recorder import NewEntry

pytestmark = pytest.mark.slow

FIRST, SECOND = "m1.seminar", "m2.seminar"


@dataclass(frozen=True, slots=True)
class Group:
    """A group made from a list of people, with its two first seminars from 16:00 to 17:30."""

    application: Application
    id: str
    folder: Path

    def read(self, start: str, **chosen) -> ClaimPreview:
        (path,) = [path for path in self.folder.iterdir() if path.name.startswith(start)]
        return self.application.claims.read(path, self.id, **chosen)

    def differences(self, preview: ClaimPreview) -> Mapping[str, Difference]:
        """What differs once the file is recorded, by the person's name."""
        self.application.claims.record(self.id, preview)
        found = self.application.claims.differences(self.id)
        return {each.name: each for each in found}


def rows(preview: ClaimPreview) -> Mapping[str, ClaimRow]:
    return {row.name: row for row in preview.rows}


def items(preview: ClaimPreview) -> list[str]:
    return [item.item for item in preview.items]


@pytest.fixture
def group_of(laptop: Callable[[str], Laptop], samples: Path) -> Callable[..., Group]:
    def make(folder: str, roster: str) -> Group:
        application = laptop("Rhoda Penhale").application
        setup = application.setup
        group = setup.create_group(
            setup.read_roster(samples / "cases" / folder / roster),
            title="Group 21",
            cohort="",
            first_seminar=date(2026, 10, 6),
        )
        days = ((FIRST, "2026-10-06", "+01:00"), (SECOND, "2026-11-12", "+00:00"))
        times = [
            {"event": event, "start": f"{day}T16:00:00{zone}", "end": f"{day}T17:30:00{zone}"}
            for event, day, zone in days
        ]
        setup._core.recorder.write(group, [NewEntry("event.set", content) for content in times])
        return Group(application, group, samples / "cases" / folder)

    return make


@pytest.fixture
def group(group_of: Callable[..., Group]) -> Group:
    return group_of("files", "00_group21.csv")


@pytest.fixture
def reported(group_of: Callable[..., Group]) -> Group:
    return group_of("reports", "00_base.csv")


def test_03_gradebook_with_two_name_columns_says_nothing_about_attendance(group):
    preview = group.read("03")

    assert items(preview) == ["m1.diagnostic", "m1.reflective"]
    graded = [row for row in preview.rows if row.content["fact"] == "graded"]
    assert len(graded) == 6
    assert rows(preview)["Kofi Amoah"].says == "excused (“EX”)"
    assert group.differences(preview) == {}


def test_04_catch_up_on_another_day_is_no_attendance(group):
    asked = group.read("04")

    assert items(asked) == [""]
    assert "catch-up" in asked.items[0].question
    chosen = group.read("04", items={0: FIRST})
    assert rows(chosen)["Kofi Amoah"].says == "caught up, 38 min (“38”)"
    assert group.differences(chosen) == {}


def test_05_short_stays_show_their_minutes_and_are_not_simply_present(group):
    preview = group.read("05")
    kofi, fionn = (rows(preview)[name] for name in ("Kofi Amoah", "Fionn MacDermott"))

    assert (kofi.minutes, kofi.offer) == ("under 1 of 90 min", "")
    assert (fionn.minutes, fionn.offer) == ("32 of 90 min", "Left 59 min early")
    found = group.differences(preview)
    assert found["Kofi Amoah"].accept == {}
    assert found["Kofi Amoah"].why == "Not there from 16:00 to 17:30 on 6 October."
    assert found["Fionn MacDermott"].accept == {"state": "present", "minutes_early": 59}
    assert found["Fionn MacDermott"].minutes == "32 of 90 min"
    assert found["Bronwen Tallis"].accept == {"state": "present"}
    assert "Microsoft Teams, “Group 21 Seminar 1”, line 8" in found["Bronwen Tallis"].source
    assert set(rows(preview)) == {"Bronwen Tallis", "Kofi Amoah", "Fionn MacDermott"}


def test_06_two_columns_of_one_seminar_are_asked_about(group):
    preview = group.read("06")

    assert items(preview) == ["", ""]
    assert all("seem to be one event" in item.question for item in preview.items)
    assert {row.outcome for row in preview.rows} == {ClaimOutcome.ASK}
    with pytest.raises(ServiceError, match="Choose first"):
        group.application.claims.record(group.id, preview)


def test_06_contradicting_marks_of_two_columns_are_listed_and_none_is_kept(group):
    preview = group.read("06", items={0: FIRST, 1: FIRST})

    assert [row.outcome for row in preview.rows] == [ClaimOutcome.CONTRADICTS] * 4
    bronwen = next(row for row in preview.rows if row.says == "present (“P”)")
    assert "absent (“A”) in “Seminar 1 afternoon”, line 2" in bronwen.reason
    with pytest.raises(ServiceError, match="Choose first"):
        group.application.claims.record(group.id, preview)


def test_06_one_column_of_two_can_be_taken(group):
    found = group.differences(group.read("06", items={0: FIRST, 1: ""}))

    assert {name: each.says for name, each in found.items()} == {
        "Bronwen Tallis": "present",
        "Kofi Amoah": "absent",
    }


def test_07_labels_of_a_classroom_export_are_no_people(group):
    preview = group.read("07")

    assert set(rows(preview)) == {"Bronwen Tallis", "Kofi Amoah", "Agnieszka Żuk"}
    assert items(preview) == ["m1.reflective"]
    assert {row.says for row in preview.rows} == {"graded (“1” of 1)"}


def test_09_text_file_is_read_by_its_content(group):
    preview = group.read("09")

    assert {row.name: row.content["fact"] for row in preview.rows} == {
        "Bronwen Tallis": "present",
        "Kofi Amoah": "late",
        "Fionn MacDermott": "absent",
    }
    assert "1 mark was not taken, because nothing is recorded there." in preview.problems
    found = group.differences(preview)
    assert found["Kofi Amoah"].accept == {}
    assert "minutes" in found["Kofi Amoah"].why


def test_10a_archive_in_which_everything_is_locked_says_so(group):
    with pytest.raises(InterchangeError, match="has a password"):
        group.read("10a")


def test_10b_archive_of_archives_says_so(group):
    with pytest.raises(InterchangeError, match="holds archives only"):
        group.read("10b")


def test_10c_bomb_costs_no_other_file(group):
    preview = group.read("10c", items={0: "m1.reflective"})

    assert [row.name for row in preview.rows] == ["Kofi Amoah"]
    assert any("photo.docx” is packed far more" in problem for problem in preview.problems)
    group.application.claims.record(group.id, preview)
    (work,) = group.application.review.queue(group.id)
    assert work.name == "Kofi Amoah"


def test_11_quiz_report_tells_done_in_progress_and_not_marked(group):
    preview = group.read("11", items={0: "m1.diagnostic"})

    assert {row.name: (row.says, row.remark) for row in preview.rows} == {
        "Bronwen Tallis": ("done (“14.00” of 20.00)", ""),
        "Kofi Amoah": ("in progress", ""),
        "Agnieszka Żuk": ("done", "not marked yet"),
    }
    assert group.differences(preview)["Agnieszka Żuk"].remark == "not marked yet"


def test_12_meet_report_shows_minutes_and_asks_which_event(group):
    asked = group.read("12")

    assert items(asked) == [""]
    assert asked.items[0].question
    assert [row.minutes for row in asked.rows] == ["92 min", "91 min", "4 min"]
    chosen = rows(group.read("12", items={0: FIRST}))
    assert chosen["Agnieszka Żuk"].minutes == "4 of 90 min"
    assert {name: row.offer for name, row in chosen.items()} == {
        "Bronwen Tallis": "Present",
        "Kofi Amoah": "Present",
        "Agnieszka Żuk": "",
    }


def test_13_brackets_are_no_names_and_two_stays_are_one_person(group):
    preview = group.read("13")

    assert [row.outcome for row in preview.rows] == [ClaimOutcome.DIFFERS] * 3
    assert {row.name: row.minutes for row in preview.rows} == {
        "Bronwen Tallis (she/her)": "92 min",
        "Fionn MacDermott (Stile Lane)": "92 min",
        "Kofi Amoah": "90 min",
    }
    assert [item.question for item in preview.items] == ["", ""]
    assert preview.problems == ("Left out, because they lead this group: Rhoda Penhale.",)
    assert len(group.differences(preview)) == 3


def test_14_symbol_columns_are_read(group):
    preview = group.read("14")

    said = [row.says for row in preview.rows if row.name == "Bronwen Tallis"]
    assert said == ["graded (“12,5” of 20)", "graded (“Meets”)", "graded (“Not yet”)"]
    assert items(preview) == ["m1.diagnostic", "m1.reflective", "m2.reflective"]


def test_15_finished_and_not_marked_is_no_zero(group):
    found = rows(group.read("15"))

    bronwen, kofi = found["Bronwen Tallis"], found["Kofi Amoah"]
    assert (bronwen.says, bronwen.remark) == ("done", "not marked yet")
    assert (kofi.says, kofi.remark) == ("done (“0” of 10)", "")


def test_21_likely_names_are_asked_about_with_one_candidate_on_top(group):
    preview = group.read("21")

    assert {row.outcome for row in preview.rows} == {ClaimOutcome.REVIEW}
    assert {row.name: row.candidates[0][1] for row in preview.rows} == {
        "Harriet Quayle": "Harriet Moss (née Quayle)",
        "btallis1 Bronwen Tallis": "Bronwen Tallis",
        "Fion McDermott": "Fionn MacDermott",
        'Lucia "Lu" Prado': "Lucía Prado Ruiz",
    }
    assert len(preview.people) == 6
    assert preview.rows[0].reason == (
        "Perhaps Harriet Moss (née Quayle). It is the former name of a participant here."
    )


def test_reported_09_teams_minutes_reach_the_decision(reported):
    found = reported.differences(reported.read("09_teams_minutes"))

    assert {name: (each.minutes, each.offer) for name, each in found.items()} == {
        "Ada Okafor": ("9 of 90 min", "Left 80 min early"),
        "Ben Holt": ("93 min", "Present"),
        "Carys Llwyd": ("12 of 90 min", ""),
        "Dev Patel": ("5 of 90 min", "Late 85 min"),
        "Sam Price": ("90 min", "Present"),
    }
    assert found["Carys Llwyd"].why == "There for 12 of 90 min, away in between."


def test_reported_09_names_of_teams_do_not_hide_the_person(reported):
    preview = reported.read("09_teams_names", items={0: SECOND})
    names = dict(preview.people)

    assert {row.name: names.get(row.person, "") for row in preview.rows} == {
        "Ada Okafor (Elmfield Primary)": "Ada Okafor",
        "Ada Okafor (Ada)": "Ada Okafor",
        "Mrs Ben Holt": "Ben Holt",
        "Llwyd, Carys (Bryn School)": "Carys Llwyd",
        "dev.patel": "Dev Patel",
        "Farah Khan | St Mary's": "Farah Khan",
        "Sam Price - she/her": "Sam Price",
        "JOSÉ NUÑEZ": "José Nuñez",
        "Aoife OBrien": "Aoife O'Brien",
        "Ben's iPhone": "",
        "Sam P": "",
        "Carys": "",
    }
    likeliest = {row.name: row.candidates[0][1] for row in preview.rows if row.candidates}
    assert likeliest == {"Ben's iPhone": "Ben Holt", "Sam P": "Sam Price", "Carys": "Carys Llwyd"}
    assert "19 November 2026" in reported.read("09_teams_names").items[0].question


def test_reported_09_two_devices_in_one_hour_are_forty_minutes(reported):
    found = rows(reported.read("09_zoom"))

    assert found["Ada Okafor"].minutes == "40 of 90 min"
    assert found["Ada Okafor"].offer == "Left 50 min early"
    assert {row.outcome for row in found.values()} == {ClaimOutcome.DIFFERS}
    assert found["Ben Holt (Ben (he/him))"].offer == "Late 10 min"


def test_reported_10_meet_report_is_read(reported):
    found = rows(reported.read("10_google", items={0: SECOND}))

    assert {name: (row.minutes, row.offer) for name, row in found.items()} == {
        "Ada Okafor": ("90 min", "Present"),
        "Ben Holt": ("45 of 90 min", "Late 44 min, left 1 min early"),
        "Carys Llwyd": ("87 of 90 min", "Late 1 min, left 2 min early"),
        "Dev Patel": ("5 of 90 min", "Late 80 min, left 5 min early"),
    }

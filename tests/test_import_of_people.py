"""The command ``import`` says of each small file what the window says, and takes its choices."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.commands import Run, Said, runner

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("groups", "--json")``: a command on a data folder of this test."""
    return runner(tmp_path, capsys)


@pytest.fixture
def case(run: Run, samples: Path) -> Callable[..., Said]:
    """``case("files/02_roster_poorer_names.csv")``: brought into the group of its folder."""
    started: set[str] = set()

    def bring(name: str, *arguments: str) -> Said:
        folder = name.partition("/")[0]
        first, title = {
            "files": ("00_group21.csv", "Group 21"),
            "reports": ("00_base.csv", "Group 07"),
        }[folder]
        cases = samples / "cases"
        if folder not in started:
            started.add(folder)
            assert run("import", cases / folder / first, "--title", title).code == 0
        return run("import", cases / name, "--group", title, *arguments)

    return bring


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("files/01_bookings_attendee_number.csv", "Agnieszka Żuk: “Refunded”, so not added"),
        ("files/02_roster_poorer_names.csv", "0 new, 0 changed"),
        ("files/02_roster_poorer_names.csv", "Bronwen TALLIS (it is in capitals)"),
        ("files/05_teams_short_stay.csv", "Microsoft Teams: attendance."),
        ("files/07_classroom_grades.csv", "Google Classroom: grades."),
        ("files/08_total_row_with_number.xlsx", "Line 5: The line is a total"),
        ("files/16_oneroster_delta.zip", "1 person in the file: 0 new, 1 changed."),
        ("files/16_oneroster_delta.zip", "Kofi Amoah: the file asks to remove this person."),
        ("files/16_oneroster_delta.zip", "Enrolment e3 is of u-unknown"),
        ("files/18_formulas_two_sheets.xlsx", "hidden column F"),
        ("files/19_two_groups.csv", "3 people in the file"),
        ("files/20_short_trn.csv", "The number under TRN has 3 digits"),
        ("files/23_courseid_9_participants.csv", "Kofi Amoah: “Suspended” in the file"),
        ("reports/01_addresses.csv", "2 addresses are in one cell"),
        ("reports/02_trn.csv", "There is a date under TRN"),
        ("reports/08_mac_roman.csv", "Read as Macintosh text: “José”"),
        ("reports/12_errors.xlsx", "4 cells hold errors of a spreadsheet"),
        ("reports/12_merged.xlsx", "2 rows share a merged cell"),
        ("reports/12_names.xlsx", "4 people in the file: 4 new"),
        ("reports/12_struck.xlsx", "Ben Holt is struck out in the file"),
        ("reports/13_strict_open_xml.xlsx", "4 people in the file"),
        ("reports/20_namesake_added.csv", "the same person, or someone new?"),
    ],
)
def test_import_says_of_each_small_file_what_the_window_does(
    case: Callable[..., Said], name: str, says: str
) -> None:
    said = case(name)

    assert said.code == 0, said.err
    assert says in said.out


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("files/22_anonymous_worksheet.csv", "an anonymous Moodle grading worksheet with 2 rows"),
        ("reports/18_two_classes.zip", "Say which of them with --of"),
        ("reports/22_roster.xls", "an old Excel workbook (.xls)"),
        ("reports/22_roster_html.xls", "a web page with a table"),
    ],
)
def test_import_refuses_a_small_file_that_is_no_list_or_holds_several(
    case: Callable[..., Said], name: str, says: str
) -> None:
    said = case(name)

    assert said.code == 2
    assert says in said.err


def test_import_takes_the_sheet_the_group_and_the_people_that_were_said(
    case: Callable[..., Said], run: Run
) -> None:
    sheet = case("files/18_formulas_two_sheets.xlsx", "--sheet", "2025 old", "--json")
    group = case("files/19_two_groups.csv", "--of", "Group 22", "--dry-run", "--json")
    confirmed = case("files/02_roster_poorer_names.csv", "--confirm", "--json")
    who = case("reports/20_namesake_added.csv", "--who", "2=new", "--who", "3=Farah Khan", "--json")

    assert sheet.json["added"] == 1
    assert group.json["people"] == 3
    assert confirmed.json["changed"] == 4
    assert (who.json["added"], who.json["changed"]) == (1, 1)
    assert run("import", "x.csv", "--who", "new").code == 2

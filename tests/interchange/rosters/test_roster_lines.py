"""Lines that are no people, people to be asked about, and columns that hold something else."""

import pytest

from npq_desktop.interchange.cells.headers import RosterField, recognise
from npq_desktop.interchange.files.tables import TableRow
from npq_desktop.interchange.rosters.roster import Roster, read_roster

PEOPLE = "Ann,Lee,ann@x.org\nBen,Roe,ben@x.org\nCat,Poe,cat@x.org\n"


def read(text: str) -> Roster:
    return read_roster(text.encode(), file_name="list.csv")


def names(roster: Roster) -> list[str]:
    return [person.name for person in roster.people]


def messages(roster: Roster) -> str:
    return "\n".join(problem.message for problem in roster.problems)


@pytest.mark.parametrize(
    "heading",
    [
        "Withdrawn / deferred",
        "WITHDRAWALS:",
        "Leavers",
        "No longer on programme",
        "Waiting list",
        "Reserve list (not confirmed)",
        "Did not start",
        "Cancelled places",
    ],
)
def test_people_below_a_heading_that_sets_them_apart_are_asked_about(heading: str) -> None:
    roster = read(f"First name,Last name,Email\n{PEOPLE}{heading},,\nDee,Fox,dee@x.org\n")

    assert names(roster) == ["Ann Lee", "Ben Roe", "Cat Poe", "Dee Fox"]
    assert [bool(person.asked) for person in roster.people] == [False, False, False, True]
    assert "is listed under" in roster.people[3].asked


@pytest.mark.parametrize(
    "heading", ["Active", "Current participants", "Participants", "New starters"]
)
def test_people_below_a_heading_of_participants_are_participants(heading: str) -> None:
    roster = read(f"Name,Email\nWithdrawn,\nAnn Lee,ann@x.org\n{heading},\nBen Roe,ben@x.org\n")

    assert [bool(person.asked) for person in roster.people] == [True, False]


@pytest.mark.parametrize(
    "heading", ["Facilitators", "Staff", "Course leads", "Guests and observers"]
)
def test_people_below_a_heading_of_staff_are_staff(heading: str) -> None:
    roster = read(f"Name,Email\nAnn Lee,ann@x.org\n{heading},\nBen Roe,ben@x.org\n")

    if heading == "Course leads":
        assert [person.name for person in roster.staff] == ["Ben Roe"]
    assert names(roster) == ["Ann Lee"]
    assert "is not a participant" in messages(roster)


def test_headings_of_groups_divide_a_list_like_a_column() -> None:
    roster = read(
        "Name,Email\nGroup 21,\nAnn Lee,a@x.org\nBen Roe,b@x.org\nGroup 22,\nCat Poe,c@x.org\n"
    )

    assert roster.groups == (("Group 21", 2), ("Group 22", 1))
    assert [person.group for person in roster.people] == ["Group 21", "Group 21", "Group 22"]


@pytest.mark.parametrize("line", ["Leeds,,", "Elm Road,,", "School: Elm,,"])
def test_a_lone_cell_among_full_lines_is_asked_about(line: str) -> None:
    roster = read(f"First name,Last name,Email\n{PEOPLE}{line}\nDee,Fox,dee@x.org\n")

    asked = [person for person in roster.people if person.asked]
    assert len(asked) == 1
    assert "may be a heading" in asked[0].asked


def test_a_mononym_with_an_address_is_a_person() -> None:
    roster = read(f"First name,Last name,Email\n{PEOPLE}Thandiwe,,t@x.org\n")

    assert not any(person.asked for person in roster.people)


@pytest.mark.parametrize(
    "line",
    [
        "Date,,2026-10-24",
        "Points,,1",
        "Class Average,,0.8",
        "Max points,,20",
        "Count,,24",
        "Grand total,,3104567",
        "Number of participants: 24,,",
        "Total participants,,24",
        "Total number of people: 24,,3104567",
    ],
)
def test_labels_and_totals_are_nobody(line: str) -> None:
    roster = read(f"Name,Email,TRN\nAnn Lee,ann@x.org,3104567\n{line}\n")

    assert names(roster) == ["Ann Lee"]


@pytest.mark.parametrize("name", ["Ada,Mean", "John,Sum", "May,Date", "Ana,Total"])
def test_surnames_that_are_labels_elsewhere_are_names(name: str) -> None:
    assert names(read(f"First name,Last name\n{name}\n")) == [name.replace(",", " ")]


@pytest.mark.parametrize(
    "name",
    [
        "Info Requested,Info Requested",
        "TBC,TBC",
        "TBA,",
        "Attendee 3,",
        "Guest 2,",
        "To be confirmed,",
    ],
)
def test_what_only_stands_for_a_name_is_nobody_and_is_said(name: str) -> None:
    roster = read(f"First name,Last name,Email\nAnn,Lee,ann@x.org\n{name},\n")

    assert names(roster) == ["Ann Lee"]
    assert "is no name" in messages(roster)


@pytest.mark.parametrize(
    "status", ["Refunded", "Cancelled", "Not Attending", "Canceled by organiser", "Deleted"]
)
def test_who_is_not_coming_is_said_and_not_added(status: str) -> None:
    roster = read(f"Name,Attendee Status\nAnn Lee,Attending\nBen Roe,{status}\n")

    assert names(roster) == ["Ann Lee"]
    assert [person.name for person in roster.not_coming] == ["Ben Roe"]
    assert f"Ben Roe: “{status}”, so not added" in messages(roster)


def test_a_booking_of_several_places_says_who_is_missing() -> None:
    roster = read("Order #,Name,Quantity\n1,Ann Lee,3\n2,Ben Roe,1\n")

    assert "3 places were booked on this line, and only Ann Lee is named" in messages(roster)
    assert len(roster.problems) == 1


@pytest.mark.parametrize(
    ("titles", "cells", "name", "place"),
    [
        (("Attendee #", "Name"), ("9100", "Ann Lee"), RosterField.NAME, 1),
        (("Attendee", "Full name"), ("9100", "Ann Lee"), RosterField.NAME, 1),
        (("Student", "Name"), ("S12345", "Ann Lee"), RosterField.NAME, 1),
        (("Participant", "Name"), ("Participant 12", "Ann Lee"), RosterField.NAME, 1),
        (("Name", "Full name"), ("ann@x.org", "Ann Lee"), RosterField.NAME, 1),
        (("Full name", "Name"), ("", "Ann Lee"), RosterField.NAME, 1),
        (("Name", "Email", "Work email"), ("Ann Lee", "yes", "ann@x.org"), RosterField.EMAIL, 2),
        (("Your name", "Your TRN"), ("Ann Lee", "3104567"), RosterField.TRN, 1),
    ],
)
def test_of_several_columns_the_one_that_holds_the_field_is_read(
    titles: tuple[str, ...], cells: tuple[str, ...], name: RosterField, place: int
) -> None:
    mapping = recognise(titles, line=1, below=[TableRow(line, cells) for line in range(2, 6)])

    assert mapping.columns[name] == place


def test_a_column_of_numbers_is_no_column_of_names_beside_first_and_last() -> None:
    roster = read("Attendee,First name,Last name\n9100,Ann,Lee\n9101,Ben,Roe\n")

    assert names(roster) == ["Ann Lee", "Ben Roe"]
    assert {each.title: each.reason for each in roster.mapping.ignored} == {
        "Attendee": "holds no names"
    }


@pytest.mark.parametrize(
    ("cells", "groups"),
    [
        (("Group 21", "Group 21", "Group 22"), (("Group 21", 2), ("Group 22", 1))),
        (("07, All staff", "07", "07"), ()),
        (("A", "B", "C"), (("A", 1), ("B", 1), ("C", 1))),
        (("A and B", "A", "B"), (("A", 2), ("B", 2))),
        (("", "", ""), ()),
    ],
)
def test_groups_divide_a_file_unless_everybody_is_in_one(
    cells: tuple[str, ...], groups: tuple[tuple[str, int], ...]
) -> None:
    lines = "".join(f"Person {at};p{at}@x.org;{cell}\n" for at, cell in enumerate(cells))

    assert read(f"Name;Email;Group\n{lines}").groups == groups


def test_a_column_that_is_everybodys_own_divides_nothing() -> None:
    lines = "".join(f"Person {at},p{at}@x.org,Section {at}\n" for at in range(6))

    assert read(f"Name,Email,Section\n{lines}").groups == ()


def test_six_digits_that_several_share_are_a_schools_number() -> None:
    roster = read("Name,TRN\nAnn Lee,136543\nBen Roe,136543\nCat Poe,214477\n")

    assert [person.trn for person in roster.people] == [None, None, "0214477"]
    assert "Several people have the same short number" in messages(roster)


def test_a_trn_that_is_the_urn_beside_it_is_refused() -> None:
    roster = read("Name,TRN,School URN\nAnn Lee,136543,136543\n")

    assert (roster.people[0].trn, roster.people[0].urn) == (None, "136543")
    assert "URN is under TRN" in messages(roster)


def test_errors_of_a_spreadsheet_in_a_text_file_are_empty() -> None:
    roster = read("Name,Email,School\nAnn Lee,#N/A,#REF!\nBen Roe,ben@x.org,Elm\n")

    assert (roster.people[0].email, roster.people[0].school) == (None, None)
    assert "2 cells hold errors of a spreadsheet" in messages(roster)


def test_whose_name_is_struck_out_is_asked_about_and_another_cell_only_said(make_workbook) -> None:
    from openpyxl.styles import Font

    def strike(sheet) -> None:
        sheet["A2"].font = Font(strike=True)
        sheet["B3"].font = Font(strike=True)

    data = make_workbook(
        [("Name", "Email"), ("Ann Lee", "ann@x.org"), ("Ben Roe", "ben@x.org")], change=strike
    )

    roster = read_roster(data, file_name="list.xlsx")

    assert [person.asked for person in roster.people] == ["is struck out in the file", ""]
    assert "2 cells are struck out" in messages(roster)


def test_of_two_columns_of_groups_the_one_that_divides_is_read() -> None:
    lines = "".join(f"Person {at},NPQLPM,Group {at // 3}\n" for at in range(6))

    roster = read(f"Name,Programme,Group\n{lines}")

    assert roster.groups == (("Group 0", 3), ("Group 1", 3))

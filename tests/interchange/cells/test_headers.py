import random

import pytest

from npq_desktop.interchange.cells.headers import (
    RosterField,
    find_header,
    header_score,
    recognise,
    source_of,
)
from npq_desktop.interchange.files.tables import TableRow

F = RosterField


def fields(*titles: str) -> list[RosterField | None]:
    mapping = recognise(titles, line=1)
    by_column = {column: name for name, column in mapping.columns.items()}
    return [by_column.get(index) for index in range(len(titles))]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ("OrgDefinedId", "Username", "Last Name", "First Name", "Email", "Sections"),
            [F.BRIGHTSPACE_ID, F.USERNAME, F.LAST_NAME, F.FIRST_NAME, F.EMAIL, F.GROUP],
        ),
        (
            ("First name", "Last name", "ID number", "Email address", "Groups"),
            [F.FIRST_NAME, F.LAST_NAME, F.MOODLE_ID, F.EMAIL, F.GROUP],
        ),
        (("First name", "Surname", "Email address"), [F.FIRST_NAME, F.LAST_NAME, F.EMAIL]),
        (
            ("Prénom", "Nom de famille", "Numéro d'identification", "Adresse de courriel"),
            [F.FIRST_NAME, F.LAST_NAME, F.MOODLE_ID, F.EMAIL],
        ),
        (("Prénom", "Nom", "Groupes"), [F.FIRST_NAME, F.LAST_NAME, F.GROUP]),
        (("Nom", "Courriel"), [F.NAME, F.EMAIL]),
        (("Enw cyntaf", "Cyfenw", "Cyfeiriad e-bost"), [F.FIRST_NAME, F.LAST_NAME, F.EMAIL]),
        (
            ("Participant ID", "TRN", "Full name", "Preferred name", "School URN", "School name"),
            [F.PARTICIPANT_ID, F.TRN, F.NAME, F.KNOWN_AS, F.URN, F.SCHOOL],
        ),
        (("FULL_NAME", "e-MAIL *", "T.R.N. (7 digits)"), [F.NAME, F.EMAIL, F.TRN]),
        (("Role", "Name", "Training status", "UKPRN"), [F.ROLE, F.NAME, F.STATUS, F.UKPRN]),
    ],
)
def test_titles_of_every_platform_and_language_are_recognised(titles, expected):
    assert fields(*titles) == expected


def test_titles_are_recognised_in_any_order():
    titles = ["Last Name", "Email", "OrgDefinedId", "First Name", "TRN", "School"]
    shuffled = random.Random(7).sample(titles, len(titles))

    mapping = recognise(shuffled, line=1)

    assert {name: shuffled[column] for name, column in mapping.columns.items()} == {
        F.LAST_NAME: "Last Name",
        F.EMAIL: "Email",
        F.BRIGHTSPACE_ID: "OrgDefinedId",
        F.FIRST_NAME: "First Name",
        F.TRN: "TRN",
        F.SCHOOL: "School",
    }


@pytest.mark.parametrize(
    "title",
    ["Date of birth", "DOB", "Access or support notes", "Support needs", "Notes", "Phone (home)"],
)
def test_sensitive_column_is_ignored_as_sensitive(title):
    mapping = recognise(("Name", title), line=1)

    assert [entry.reason for entry in mapping.ignored] == ["sensitive: not imported"]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("End-of-Line Indicator", "end-of-line marker"),
        ("M1 Points Grade <Numeric MaxPoints:20>", "marks, which are not part of a list of people"),
        ("Calculated Final Grade Numerator", "marks, which are not part of a list of people"),
        ("Favourite colour", "not needed for a list of people"),
        ("Work email", "a second column for e-mail"),
    ],
)
def test_ignored_column_says_why(title, reason):
    mapping = recognise(("Name", "Email", title), line=1)

    assert [(entry.title, entry.reason) for entry in mapping.ignored] == [(title, reason)]


def test_titles_without_any_name_are_no_header():
    assert header_score(("Email", "TRN", "School")) == 0


def test_header_is_the_row_that_knows_most_below_lead_in_lines():
    rows = [
        TableRow(1, ("NPQLPM 2026b",)),
        TableRow(2, ("Name", "Group 07")),
        TableRow(4, ("Name", "Email", "TRN")),
        TableRow(5, ("Wei Li", "wei@x.org", "1730844")),
    ]

    mapping = find_header(rows)

    assert mapping is not None
    assert mapping.header_line == 4


def test_header_after_twenty_rows_is_not_looked_for():
    rows = [TableRow(line, ("text",)) for line in range(1, 21)]

    assert find_header([*rows, TableRow(21, ("Name", "Email"))]) is None


def test_mapping_can_be_overridden_by_the_user():
    mapping = recognise(("Name", "Contact", "Email", "Notes"), line=1)

    changed = mapping.with_column(F.EMAIL, 1).without(F.NAME).with_column(F.NAME, 3)

    assert changed.columns == {F.EMAIL: 1, F.NAME: 3}
    assert changed.recognised == {F.EMAIL: "Contact", F.NAME: "Notes"}
    assert [entry.title for entry in changed.ignored] == []


@pytest.mark.parametrize(
    ("titles", "file_name", "source"),
    [
        (("Org Defined ID", "First Name"), "x.csv", "brightspace"),
        (("Name", "End-of-Line Indicator"), "x.csv", "brightspace"),
        (("First name", "Surname", "ID number"), "x.csv", "moodle"),
        (("First name", "Surname"), "courseid_218_participants.csv", "moodle"),
        (("Name", "Email"), "roster.csv", "plain list"),
    ],
)
def test_source_is_told_by_titles_then_by_file_name(titles, file_name, source):
    assert source_of(recognise(titles, line=1), file_name) == source

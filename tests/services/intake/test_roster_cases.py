"""Every small file of the cases that is a list of people, or is taken for one, with its outcome.

``tests/samples/cases/README.md`` says what is right; the commands are held to it beside this.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.rows.intake import ClaimOutcome
from npq_desktop.rows.rosters import NEW_PERSON, RosterChoices, RosterPreview
from npq_desktop.services.application import Application

pytestmark = pytest.mark.slow

FIRST = date(2026, 10, 6)
Read = Callable[..., RosterPreview]


class Desk:
    """A group made from the first file of a folder of cases, and files read beside it."""

    def __init__(self, application: Application, folder: Path, first: str, title: str) -> None:
        self.application = application
        self.folder = folder
        read = application.setup.read_roster(folder / first)
        self.group = application.setup.create_group(
            read, title=title, cohort="Autumn 2026", first_seminar=FIRST
        )

    def read(self, name: str, choices: RosterChoices = RosterChoices()) -> RosterPreview:  # noqa: B008
        return self.application.setup.read_roster(self.folder / name, self.group, choices)

    def fields(self) -> dict[str, dict[str, str]]:
        people = self.application.core.facts.of(self.group).people.values()
        return {person.fields["name"]: dict(person.fields) for person in people}

    def refusal(self, name: str) -> str:
        with pytest.raises(InterchangeError) as caught:
            self.read(name)
        return str(caught.value)


@pytest.fixture
def group21(application: Application, samples: Path) -> Desk:
    folder = samples / "cases" / "files"
    return Desk(application, folder, "00_group21.csv", "Group 21")


@pytest.fixture
def group07(application: Application, samples: Path) -> Desk:
    folder = samples / "cases" / "reports"
    return Desk(application, folder, "00_base.csv", "Group 07")


def told(preview: RosterPreview) -> str:
    return "\n".join((*preview.problems, *preview.status_words, *preview.removals))


# ---- files/ --------------------------------------------------------------------------------------


def test_01_a_number_of_an_attendee_is_no_name_and_a_refunded_one_is_told(group21: Desk) -> None:
    read = group21.read("01_bookings_attendee_number.csv")

    assert [person[1] for person in read.people] == ["Bronwen Tallis", "Kofi Amoah"]
    assert (read.added, read.changes) == ((), ())
    assert "Agnieszka Żuk: “Refunded”, so not added" in told(read)
    assert "“Info Requested” is no name" in told(read)
    assert "Agnieszka Żuk" not in read.gone


def test_02_worse_names_replace_better_ones_only_where_somebody_says_so(group21: Desk) -> None:
    read = group21.read("02_roster_poorer_names.csv")
    before = group21.fields()

    assert [change.what for change in read.changes] == ["name"] * 4
    assert not any(change.preset for change in read.changes)
    assert all(change.why for change in read.changes)
    group21.application.setup.apply_roster(group21.group, read, read.changes[3:])

    changed = group21.fields()
    assert set(before) - set(changed) == {"Lucía Prado Ruiz"}
    assert changed["Lucia Prado Ruiz"]["last"] == "Prado Ruiz"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("05_teams_short_stay.csv", "a Microsoft Teams attendance report"),
        ("07_classroom_grades.csv", "a Google Classroom grades export"),
    ],
)
def test_05_07_a_report_is_refused_as_a_list_of_people(group21: Desk, name: str, what: str) -> None:
    assert f"is {what}, not a list of people" in group21.refusal(name)


def test_08_a_total_is_nobody_whatever_stands_under_trn(group21: Desk) -> None:
    read = group21.read("08_total_row_with_number.xlsx")

    assert [person[1] for person in read.people] == [
        "Bronwen Tallis",
        "Kofi Amoah",
        "Agnieszka Żuk",
    ]
    assert "Line 5: The line is a total" in told(read)


def test_16_a_delta_changes_one_proposes_two_and_misses_nobody(group21: Desk) -> None:
    read = group21.read("16_oneroster_delta.zip")

    assert (read.added, read.changed, read.gone) == ((), ("Bronwen Tallis",), ())
    assert len(read.removals) == 2
    assert read.removals[0].startswith("Kofi Amoah")
    assert read.removals[1].startswith("Agnieszka Żuk")
    assert "Enrolment e3 is of u-unknown" in told(read)


def test_18_formulas_and_a_hidden_column_are_said_once_and_a_sheet_is_offered(
    group21: Desk,
) -> None:
    read = group21.read("18_formulas_two_sheets.xlsx")

    assert sum("formulas" in problem for problem in read.problems) == 1
    assert "hidden column F (“Date of birth”) was not read" in told(read)
    assert "1990" not in repr(read)
    assert (read.sheet, read.sheets) == ("Group 21", ("Group 21", "2025 old"))
    other = group21.read("18_formulas_two_sheets.xlsx", RosterChoices(sheet="2025 old"))
    assert other.added == ("Old Person",)


def test_19_the_group_of_the_file_that_is_this_one_is_taken(group21: Desk) -> None:
    read = group21.read("19_two_groups.csv")

    assert len(read.people) == 3
    assert read.groups == (("Group 21", 3), ("Group 22", 3))
    assert "Fionn MacDermott is listed under Group 22" in told(read)
    assert read.gone == ()


def test_19_without_a_group_of_that_name_nobody_is_taken_before_one_is_chosen(
    application: Application, group21: Desk
) -> None:
    path = group21.folder / "19_two_groups.csv"
    asked = application.setup.read_roster(path)
    chosen = application.setup.read_roster(path, None, RosterChoices(groups=("Group 22",)))

    assert asked.asks_for_group
    assert asked.people == ()
    assert chosen.people[0][1] == "Fionn MacDermott"


def test_20_short_trns_are_shown_to_be_confirmed_or_refused_and_said(
    application: Application, group21: Desk
) -> None:
    read = application.setup.read_roster(group21.folder / "20_short_trn.csv")

    assert read.people[0][3] == "0214477 (to be confirmed)"
    assert "Line 3: The number under TRN has 3 digits" in told(read)
    assert not any("trn" in fields for fields in read.fields)
    [offer] = read.changes
    group = application.setup.create_group(
        read, title="New", cohort="", first_seminar=FIRST, accepted=[offer]
    )
    trns = {p.fields.get("trn") for p in application.core.facts.of(group).people.values()}
    assert trns == {"0214477", None}


def test_21_everybody_is_to_review_with_the_likely_person_on_top(group21: Desk) -> None:
    name = "21_M1 Reflective Task Download Nov 20, 2026 0941 AM.zip"

    preview = group21.application.claims.read(group21.folder / name, group21.group)

    assert {row.outcome for row in preview.rows} == {ClaimOutcome.REVIEW}
    assert {row.name: row.candidates[0][1] for row in preview.rows} == {
        "Harriet Quayle": "Harriet Moss (née Quayle)",
        "btallis1 Bronwen Tallis": "Bronwen Tallis",
        "Fion McDermott": "Fionn MacDermott",
        'Lucia "Lu" Prado': "Lucía Prado Ruiz",
    }


def test_22_a_worksheet_that_names_nobody_is_called_anonymous(group21: Desk) -> None:
    said = group21.refusal("22_anonymous_worksheet.csv")
    with pytest.raises(InterchangeError) as caught:
        group21.application.claims.read(
            group21.folder / "22_anonymous_worksheet.csv", group21.group
        )

    for words in (said, str(caught.value)):
        assert "anonymous" in words
        assert "2 rows" in words
        assert "can be identified" in words


def test_23_who_is_suspended_is_told_as_a_possible_change_of_status(group21: Desk) -> None:
    read = group21.read("23_courseid_9_participants.csv")

    assert [words.partition(":")[0] for words in read.status_words] == [
        "Kofi Amoah",
        "Fionn MacDermott",
    ]
    assert all("change of training status" in words for words in read.status_words)
    assert not any(read.statuses)


# ---- reports/ ------------------------------------------------------------------------------------


def test_01_addresses_are_taken_as_mail_systems_do(group07: Desk) -> None:
    read = group07.read("01_addresses.csv")

    assert [person[2] for person in read.people] == [
        "aoife.o'brien@stmary.example",
        "n.d'arcy@elmfield.example",
        "tom.reed@elmfield.example",
        "ola.berg@elmfield.example",
    ]
    assert "Line 5: 2 addresses are in one cell" in told(read)


def test_02_what_is_no_trn_is_refused_and_stored_nowhere(
    application: Application, group07: Desk
) -> None:
    read = application.setup.read_roster(group07.folder / "02_trn.csv")
    application.setup.create_group(read, title="New", cohort="", first_seminar=FIRST)

    assert "Line 2: There is a date under TRN" in told(read)
    assert "Line 3: There is a date under TRN" in told(read)
    assert "1985" not in repr(read)
    assert "20/11" not in repr(read)
    assert not any("trn" in fields for fields in read.fields)


def test_08_macintosh_text_is_read_as_that_and_both_readings_are_shown(group07: Desk) -> None:
    read = group07.read("08_mac_roman.csv")

    assert [person[1] for person in read.people] == [
        "José Nuñez",
        "Siân Gwynfryn",
        "Zoë Åberg",
    ]
    assert "“José”" in read.problems[0]
    assert "“JosŽ”" in read.problems[0]


def test_12_errors_are_empty_and_take_nothing_away(group07: Desk) -> None:
    read = group07.read("12_errors.xlsx")

    assert "A2, E3, D4, C5" in told(read)
    assert [(change.name, change.preset) for change in read.changes] == [("Ada Okafor", False)]


def test_12_a_school_merged_over_two_rows_is_both_peoples(group07: Desk) -> None:
    read = group07.read("12_merged.xlsx")

    assert [person[4] for person in read.people] == [
        "Elmfield Primary",
        "Elmfield Primary",
        "Bryn School",
        "Bryn School",
    ]


def test_12_names_that_look_like_none_are_names(group07: Desk) -> None:
    read = group07.read("12_names.xlsx")

    assert [person[1] for person in read.people] == [
        "Mary True",
        "Chris Null",
        "April None",
        "Jo Tba",
    ]
    assert [person[4] for person in read.people][2:] == ["", ""]


def test_12_who_is_struck_out_or_below_a_heading_is_asked_about(group07: Desk) -> None:
    read = group07.read("12_struck.xlsx")

    assert [question.name for question in read.questions] == ["Ben Holt", "Ella Stone"]
    assert "struck out" in read.questions[0].reason
    assert "“Withdrawn / deferred”" in read.questions[1].reason
    assert read.added == ()
    assert not any("Withdrawn" in person[1] for person in read.people)
    assert read.status_words[0].startswith("Ben Holt is struck out")

    answered = group07.read("12_struck.xlsx", RosterChoices(people={7: NEW_PERSON}))
    assert answered.added == ("Ella Stone",)


def test_13_strict_open_xml_is_read(group07: Desk) -> None:
    assert [person[1] for person in group07.read("13_strict_open_xml.xlsx").people] == [
        "Ada Okafor",
        "Ben Holt",
        "Carys Llwyd",
        "Dev Patel",
    ]


def test_18_which_of_two_classes_is_asked_and_late_and_unknown_ones_are_named(
    group07: Desk,
) -> None:
    read = group07.read("18_two_classes.zip")
    chosen = group07.read("18_two_classes.zip", RosterChoices(groups=("NPQLPM Group 07",)))

    assert read.asks_for_group
    assert read.groups == (("NPQLPM Group 07", 4), ("NPQSL Group 02", 1))
    assert "Farah Khan: the enrolment starts on 1 February 2027" in told(read)
    assert "Enrolment e6 is of u9, who is not in users.csv" in told(read)
    assert [person[1] for person in chosen.people] == ["Ada Okafor", "Ben Holt"]
    assert [each.name for each in chosen.questions] == ["Carys Llwyd", "Farah Khan"]


def test_20_a_namesake_is_asked_about_and_nobody_is_overwritten(group07: Desk) -> None:
    read = group07.read("20_namesake_added.csv")
    before = group07.fields()

    assert [question.name for question in read.questions] == ["Dev Patel", "Farah Khan"]
    assert all("the same person, or someone new?" in each.reason for each in read.questions)
    assert (read.added, read.changes) == ((), ())

    known = read.questions[1].candidates[0][0]
    answered = group07.read(
        "20_namesake_added.csv", RosterChoices(people={2: NEW_PERSON, 3: known})
    )
    assert answered.added == ("Dev Patel",)
    group07.application.setup.apply_roster(group07.group, answered, answered.changes)
    names = group07.application.cohort.view(group07.group).rows
    assert {row.name for row in names} >= {
        "Dev Patel (Bryn School)",
        "Dev Patel (Hillcrest Primary)",
    }
    assert before["Ada Okafor"] == group07.fields()["Ada Okafor"]
    assert group07.fields()["Farah Khan"]["school"] == "Hillcrest Primary"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("22_roster.xls", "an old Excel workbook (.xls) that cannot be read"),
        ("22_roster_html.xls", "a web page with a table, whatever its name says"),
    ],
)
def test_22_what_only_calls_itself_a_workbook_is_named_with_the_step_that_helps(
    group07: Desk, name: str, what: str
) -> None:
    said = group07.refusal(name)

    assert f"is {what}" in said
    assert "Open it in Excel and save it as .xlsx" in said

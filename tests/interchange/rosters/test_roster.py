import hashlib

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.headers import RosterField, recognise
from npq_desktop.interchange.rosters.roster import Roster, leave_out, preview_rows, read_roster


def read(text: str, file_name: str = "list.csv") -> Roster:
    return read_roster(text.encode(), file_name=file_name)


def names(roster: Roster) -> list[str]:
    return [person.name for person in roster.people]


def messages(roster: Roster, severity: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in roster.problems if each.severity == severity]


def test_roster_says_what_it_was_read_from():
    text = "Name,Email\nWei Li,wei@x.org\n"

    roster = read(text, "group 07.csv")

    assert (roster.file_name, roster.source, roster.sheet) == ("group 07.csv", "plain list", None)
    assert roster.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_person_carries_every_mapped_field():
    roster = read(
        "Full name,Preferred name,E-mail,TRN,School URN,School,Job role,Training status,Group,"
        "Participant ID\n"
        "Oluwaseun Bankole,Seun,O.B@x.org,31415,190016,Tidewater,Head,deferred,07,"
        "81e63a2a-5db3-57c0-974c-34a307b7e062\n"
    )

    person = roster.people[0]

    assert (person.line, person.name, person.known_as) == (2, "Oluwaseun Bankole", "Seun")
    assert (person.email, person.trn, person.urn) == ("o.b@x.org", "0031415", "190016")
    assert (person.school, person.status, person.group) == ("Tidewater", "deferred", "07")
    assert person.ids == {"dfe": "81e63a2a-5db3-57c0-974c-34a307b7e062"}
    assert person.notes == ("TRN padded from 5 digits",)


def test_hash_of_brightspace_is_stripped_exactly_once():
    roster = read("OrgDefinedId,Username,First Name,Last Name\n##P1,#wei.li,Wei,Li\n")

    assert roster.people[0].ids == {"brightspace": "#P1", "username": "wei.li"}


@pytest.mark.parametrize("placeholder", ["_", ".", ""])
def test_mononym_has_no_last_name(placeholder):
    roster = read(f"First name,Last name\nThandiwe,{placeholder}\n")

    person = roster.people[0]

    assert (person.name, person.first_name, person.last_name) == ("Thandiwe", "Thandiwe", None)


def test_last_first_in_one_column_is_put_in_order():
    roster = read('Name;Email\nÓ Súilleabháin, Pádraig;\n"Li, Wei";\nLee, Jr;\n')

    assert names(roster) == ["Pádraig Ó Súilleabháin", "Wei Li", "Lee, Jr"]
    assert roster.people[0].last_name == "Ó Súilleabháin"


@pytest.mark.parametrize("name", ["Null", "True", "March", "Dec", "None"])
def test_word_that_looks_like_no_name_is_a_name(name):
    assert names(read(f"First name,Last name\nAda,{name}\n")) == [f"Ada {name}"]


def test_row_of_another_width_is_listed_and_not_shifted():
    roster = read(
        "Name,Email,TRN\nAnn Lee,a@x.org,2841067\nWei Li,1730844\n"
        "Jo Ng,Deputy,jo@x.org,2740019\nMay Day,m@x.org,2399671,,\n"
    )

    assert names(roster) == ["Ann Lee", "May Day"]
    assert [line for line, _ in messages(roster, "row")] == [3, 4]
    assert "fewer" in messages(roster, "row")[0][1]
    assert "more" in messages(roster, "row")[1][1]


def test_row_cut_short_keeps_its_person_with_a_warning():
    roster = read("Name,School,Email,TRN\nAnn Lee,Ash,a@x.org,2841067\nWei Li,Elm\nJo Ng\n")

    assert names(roster) == ["Ann Lee", "Wei Li", "Jo Ng"]
    assert [line for line, _ in messages(roster, "warning")] == [3, 4]
    assert "ends after 2 of the 4 titles" in messages(roster, "warning")[0][1]
    assert roster.people[1].school == "Elm"


@pytest.mark.parametrize("line", ["Wei,w@x.org", "Wei,Li,1730844", "Wei,w@x.org,1730844"])
def test_short_row_whose_cells_moved_to_the_left_is_listed(line: str):
    roster = read(f"First name,Last name,Email,TRN\nAnn,Lee,a@x.org,2841067\n{line}\n")

    assert names(roster) == ["Ann Lee"]
    assert [line for line, _ in messages(roster, "row")] == [3]


def test_row_without_a_name_is_listed():
    roster = read("Name,Email\n,wei@x.org\nJo Ng,jo@x.org\n")

    assert names(roster) == ["Jo Ng"]
    assert [line for line, _ in messages(roster, "row")] == [2]


def test_bad_identifier_costs_itself_and_not_the_person():
    roster = read("Name,Email,TRN,URN\nWei Li,wei@,0000000,12\n")

    person = roster.people[0]

    assert (person.email, person.trn, person.urn) == (None, None, None)
    assert [problem.column for problem in roster.problems] == ["Email", "TRN", "URN"]
    assert {problem.severity for problem in roster.problems} == {"warning"}


@pytest.mark.parametrize(
    "line",
    [
        "Total,,24",
        "Total: 24,,",
        "Overall average,,",
        '"Student, Test",,',
        "    Points Possible,,20",
        "Test Student,test@x.org,",
        "User 1,,",
    ],
)
def test_summary_and_test_people_are_skipped_with_a_word(line):
    roster = read(f"Name,Email,Group\nWei Li,wei@x.org,07\n{line}\n")

    assert names(roster) == ["Wei Li"]
    assert [line for line, _ in messages(roster, "warning")] == [3]


def test_person_called_total_is_kept_when_identified():
    assert names(read("Name,Email\nTotal,total@x.org\n")) == ["Total"]


def test_titles_repeated_among_the_rows_are_nobody():
    assert names(read("Name,Email\nWei Li,w@x.org\nName,Email\nJo Ng,j@x.org\n")) == [
        "Wei Li",
        "Jo Ng",
    ]


def test_same_name_twice_is_warned_of_and_both_are_kept():
    roster = read("Name\nMohammed Khan\nWei Li\nmohammed  khan\n")

    assert len(roster.people) == 3
    assert messages(roster, "warning") == [
        (4, "mohammed khan is on lines 2 and 4. Both were kept.")
    ]


def test_same_bare_name_on_two_lines_may_be_two_people():
    assert len(read("Name\nMohammed Khan\nMohammed Khan\n").people) == 2


def test_line_that_repeats_an_identified_person_is_kept_once():
    roster = read("Name,Email,Group\nWei Li,wei@x.org,07\nWei Li,wei@x.org,08\n")

    assert names(roster) == ["Wei Li"]
    assert roster.people[0].email == "wei@x.org"
    assert [line for line, _ in messages(roster, "warning")] == [3]


def test_email_of_two_people_identifies_neither():
    roster = read("Name,Email\nWei Li,Office@x.org\nJo Ng,office@x.org\nAnn Lee,ann@x.org\n")

    assert [person.email for person in roster.people] == [None, None, "ann@x.org"]
    assert "office@x.org" in roster.people[0].notes[0]
    assert [line for line, _ in messages(roster, "warning")] == [2, 3]


def test_trn_and_platform_id_on_two_lines_are_warned_of():
    roster = read("OrgDefinedId,Name,TRN\n#P1,Wei Li,2841067\n#P1,Jo Ng,2841067\n")

    assert len(roster.people) == 2
    assert len(messages(roster, "warning")) == 2


@pytest.mark.parametrize("role", ["Facilitator", "Instructor", "Teacher", "Non-editing teacher"])
def test_staff_of_a_course_are_no_participants(role):
    roster = read(f"Name,Role\nRowan Ashdown,{role}\nWei Li,Student\nJo Ng,Participant\n")

    assert names(roster) == ["Wei Li", "Jo Ng"]
    assert [person.name for person in roster.staff] == ["Rowan Ashdown"]
    assert role in messages(roster, "warning")[0][1]


def test_teacher_in_a_column_of_posts_is_a_participant():
    roster = read("Name,Role\nWei Li,Teacher\nJo Ng,Deputy head\nRowan Ashdown,Facilitator\n")

    assert names(roster) == ["Wei Li", "Jo Ng"]


def test_list_of_nothing_but_teachers_keeps_them():
    assert names(read("Name,Role\nWei Li,Teacher\nJo Ng,Teacher\n")) == ["Wei Li", "Jo Ng"]


def test_moodle_id_numbers_of_seven_digits_are_trns_and_said_to_be():
    roster = read("First name,Last name,ID number\nA,B,2841067\nC,D,2305561\nE,F,31415\n")

    assert [person.trn for person in roster.people] == ["2841067", "2305561", "0031415"]
    assert "taken as TRNs" in messages(roster, "warning")[0][1]


def test_moodle_id_numbers_of_another_shape_are_only_ids():
    roster = read("First name,Last name,ID number\nA,B,31415\nC,D,27182\n")

    assert [person.trn for person in roster.people] == [None, None]
    assert [person.ids["moodle"] for person in roster.people] == ["31415", "27182"]


@pytest.mark.parametrize(("name", "hint"), [("SiÃ¢n Hughes", "Siân"), ("El?bieta Nowak", "lost")])
def test_garbled_name_is_kept_with_a_warning(name, hint):
    roster = read(f"Name\n{name}\n")

    assert names(roster) == [name]
    assert hint in messages(roster, "warning")[0][1]


def test_sensitive_text_never_reaches_the_roster(make_workbook):
    rows = [("Name", "Date of birth", "Support needs"), ("Wei Li", "1990-01-31", "Large print")]

    roster = read_roster(make_workbook(rows), file_name="list.xlsx")

    assert "Large print" not in repr(roster)
    assert "1990" not in repr(roster)
    assert len(roster.mapping.ignored) == 2


def test_formulas_without_results_are_said_in_one_sentence(make_workbook):
    rows = [("Name", "Email", "Age"), ("Wei Li", "=A1", "=1+1"), ("=B1", None, None)]

    roster = read_roster(make_workbook(rows), file_name="list.xlsx")

    assert names(roster) == ["Wei Li"]
    [message] = [problem.message for problem in roster.problems]
    assert "2 formulas (B2 to C2)" in message


def test_twelve_hundred_rows_are_read():
    lines = "".join(f"Person {number},p{number}@x.org\n" for number in range(1_200))

    roster = read("Name,Email\n" + lines)

    assert len(roster.people) == 1_200
    assert roster.problems == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Name,Email\n", "nobody below"),
        ("Email,TRN\na@x.org,2841067\n", "No column titles"),
        ("just some text\nand more\n", "No column titles"),
        ("", "empty"),
    ],
)
def test_file_that_is_no_roster_is_refused_with_a_reason(text, fault):
    with pytest.raises(InterchangeError, match=fault):
        read(text)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("lms/18_seminars_outlook.ics", "a calendar"),
        ("lms/12_submissions.zip", "an archive of work handed in"),
        ("dfe/gias_sample.csv", "a register of schools"),
        ("cases/reports/07_days_as_excel_saves.csv", "a list of events"),
        ("cases/files/11_moodle_quiz_report.csv", "a Moodle quiz report"),
        ("cases/files/12_meet_attendance.csv", "a Google Meet attendance report"),
    ],
)
def test_other_file_is_refused_for_what_it_is(samples, name, what):
    with pytest.raises(InterchangeError, match=f"is {what}, not a list of people"):
        read_roster((samples / name).read_bytes(), file_name="list.csv")


def test_member_of_the_group_is_left_out_and_said():
    left = leave_out(read("Name\nRowan Ashdown\nWei Li\n"), ["Rowan Ashdown"])

    assert names(left) == ["Wei Li"]
    assert "Rowan Ashdown works with this group" in left.problems[-1].message


def test_mapping_of_the_user_reads_a_list_without_known_titles():
    mapping = recognise(("Wer", "Kontakt"), line=1).with_column(RosterField.NAME, 0)

    roster = read_roster(b"Wer,Kontakt\nWei Li,wei@x.org\n", file_name="l.csv", mapping=mapping)

    assert [(person.name, person.email) for person in roster.people] == [("Wei Li", None)]


def test_mapping_of_line_zero_reads_a_list_without_any_titles():
    mapping = recognise((), line=0).with_column(RosterField.NAME, 1)

    roster = read_roster(b"1,Wei Li\n2,Jo Ng\n3\n", file_name="l.csv", mapping=mapping)

    assert names(roster) == ["Wei Li", "Jo Ng"]
    assert [line for line, _ in messages(roster, "row")] == [3]


def test_mapping_that_does_not_fit_is_refused():
    mapping = recognise(("Name",), line=1).with_column(RosterField.EMAIL, 9)

    with pytest.raises(InterchangeError, match="do not fit"):
        read_roster(b"Name\nWei Li\n", file_name="l.csv", mapping=mapping)


def test_preview_shows_the_first_rows_of_a_list_without_titles():
    rows = preview_rows(b"Wei Li,wei@x.org\nJo Ng,jo@x.org\n", file_name="l.csv")

    assert [row.cells[0] for row in rows] == ["Wei Li", "Jo Ng"]


def test_known_facilitator_is_left_out_by_name_or_email():
    roster = read("Name,Email\nRowan Ashdown,r@x.org\nWei Li,w@x.org\nAnn Lee,ann@x.org\n")

    left = leave_out(roster, ["rowan  ashdown", "ANN@x.org", "Nobody Here"])

    assert names(left) == ["Wei Li"]
    assert [person.name for person in left.staff] == ["Rowan Ashdown", "Ann Lee"]


def test_name_of_two_people_leaves_both_in():
    roster = read("Name,Email\nJo Ng,a@x.org\nJo Ng,b@x.org\n")

    left = leave_out(roster, ["Jo Ng"])

    assert names(left) == ["Jo Ng", "Jo Ng"]
    assert "all were kept" in left.problems[-1].message


def test_damaged_workbook_is_called_damaged_rather_than_asked_for_titles():
    with pytest.raises(InterchangeError, match="damaged or was renamed"):
        read_roster(bytes(range(128, 256)) * 40, file_name="list.xlsx")

"""Grades and quizzes: what is not marked yet is no zero, and no label is a person."""

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.claims.rows import ClaimFile, ClaimState

CLASSROOM = ("Last Name,First Name,Email Address,M1 Reflection,Quiz 2",)
QUIZ = "Last name,First name,Email address,State,Started on,Completed,Time taken,Grade/20.00"
ATTEMPT = (
    "Org Defined ID,Username,FirstName,LastName,Attempt #,Attempt Start,Attempt End,Section #,Q #,"
    "Q Type,Q Title,Q Text,Bonus?,Difficulty,Answer,Answer Match,Score,Out Of"
)


def read(*lines: str, file_name: str = "x.csv") -> ClaimFile:
    return read_claims("\n".join(lines).encode(), file_name=file_name)


def said(file: ClaimFile) -> dict[str, list[tuple[str, str, str]]]:
    return {
        person.identity.name: [(c.state.value, c.said, c.note) for c in file.claims_of(place)]
        for place, person in enumerate(file.people)
    }


def test_canvas_gradebook_with_two_columns_for_the_name_is_one():
    file = read(
        "LastName;FirstName;ID;SIS Login ID;Section;M1 Diagnostic (5101);M1 Reflection (5102);Sum",
        ";;;;;Manual Posting;;",
        "    Points Possible;;;;;20,00;1,00;(read only)",
        "Tallis;Bronwen;300;b@x.org;Group 21;10,50;;",
        "Amoah;Kofi;301;k@x.org;Group 21;;EX;",
    )

    assert (file.kind, file.system) == ("grades", "canvas")
    assert said(file) == {
        "Bronwen Tallis": [("graded", "10,50", "")],
        "Kofi Amoah": [("excused", "EX", "")],
    }
    assert file.ignored == ("Sum",)


def test_classroom_labels_are_no_people_and_tell_day_and_points():
    file = read(
        *CLASSROOM,
        "Date,,,2026-10-24,2026-11-03",
        "Points,,,1,10",
        "Tallis,Bronwen,b@x.org,1,7.5",
        "Class Average,,,1,7.5",
    )

    assert (file.kind, file.system) == ("grades", "google classroom")
    assert [(i.title, str(i.on), i.out_of) for i in file.items] == [
        ("M1 Reflection", "2026-10-24", "1"),
        ("Quiz 2", "2026-11-03", "10"),
    ]
    assert list(said(file)) == ["Bronwen Tallis"]


def test_points_and_symbol_of_one_item_are_one_grade():
    file = read(
        "OrgDefinedId,Username,Last Name,First Name,M1 Points Grade <Numeric MaxPoints:20>,"
        "M1 Scheme Symbol,M2 Grade Symbol,Calculated Final Grade Scheme Symbol,"
        "End-of-Line Indicator",
        "#1,#b,Tallis,Bronwen,12.5,Meets,Not yet,Pass,#",
    )

    assert said(file) == {
        "Bronwen Tallis": [("graded", "12.5 (Meets)", ""), ("graded", "Not yet", "")]
    }
    assert [item.out_of for item in file.items] == ["20", ""]
    assert file.ignored == ("Calculated Final Grade Scheme Symbol",)


def test_moodle_quiz_tells_done_in_progress_and_not_marked_apart():
    file = read(
        QUIZ,
        "Tallis,Bronwen,b@x.org,Finished,3 October 2026  7:05 PM,3 October 2026  7:21 PM,16,14.00",
        "Amoah,Kofi,k@x.org,In progress,3 October 2026  7:05 PM,-,-,-",
        "Żuk,Agnieszka,a@x.org,Finished,3 October 2026  7:05 PM,3 October 2026  7:30 PM,25 mins,"
        "Not yet graded",
        "Moss,Harriet,h@x.org,Never submitted,3 October 2026  7:05 PM,-,-,-",
        "Li,Wei,w@x.org,-,-,-,-,-",
        "Overall average,,,,,,,14.00",
    )

    assert said(file) == {
        "Bronwen Tallis": [("done", "14.00", "")],
        "Kofi Amoah": [("in progress", "", "")],
        "Agnieszka Żuk": [("done", "", "not marked yet")],
        "Harriet Moss": [("not done", "", "")],
        "Wei Li": [("not done", "", "")],
    }
    assert file.items[0].out_of == "20.00"


def test_the_latest_finished_attempt_of_a_moodle_quiz_counts():
    rows = (
        "Tallis,Bronwen,b@x.org,Finished,3 October 2026 7:05 PM,3 October 2026 7:21 PM,1,9.00",
        "Tallis,Bronwen,b@x.org,Finished,4 October 2026 7:05 PM,4 October 2026 7:21 PM,1,12.00",
        "Tallis,Bronwen,b@x.org,In progress,5 October 2026 7:05 PM,-,-,-",
    )

    (claim,) = read(QUIZ, *rows, file_name="NPQ-M1 Diagnostic-grades.csv").claims

    assert (claim.state, claim.said, claim.attempts) == (ClaimState.DONE, "12.00", 3)


def test_a_question_that_is_not_marked_leaves_the_score_open():
    file = read(
        ATTEMPT,
        "Q0,b,Bronwen,Tallis,1,14/10/2026 16:00,14/10/2026 16:20,1,1,LA,E,E,,1,My answer,,,10",
        "Q1,k,Kofi,Amoah,1,14/10/2026 16:00,14/10/2026 16:20,1,1,LA,E,E,,1,My answer,,0,10",
        "Q2,a,Agnieszka,Żuk,1,14/10/2026 16:00,14/10/2026 16:20,1,1,LA,E,E,,1,My answer,,,10",
        "Q2,a,Agnieszka,Żuk,1,14/10/2026 16:00,14/10/2026 16:20,1,2,LA,E,E,,1,My answer,,5,10",
    )

    assert said(file) == {
        "Bronwen Tallis": [("done", "", "not marked yet")],
        "Kofi Amoah": [("done", "0", "")],
        "Agnieszka Żuk": [("done", "", "not marked yet")],
    }


@pytest.mark.parametrize(
    "titles",
    [
        "Final Grade",
        "Maths Grade,Total",
        "M1 Reflection (5102)",
        "Seminar 1 score",
        "Reflection 1,Reflection 2",
        "Quiz 1/20",
    ],
)
def test_letters_under_a_grade_are_no_register(titles):
    cells = ",".join("P" for _ in titles.split(","))

    with pytest.raises(InterchangeError, match="It looks like grades"):
        read(f"Name,{titles}", f"Ann Lee,{cells}", f"Jo Ng,{cells.replace('P', 'EX')}")


def test_a_column_of_excuses_alone_is_no_register():
    with pytest.raises(InterchangeError, match="no attendance or work"):
        read("Name,M1", "Ann Lee,EX", "Jo Ng,")


@pytest.mark.parametrize("title", ["Attendance", "Autumn day", "06/10/2026"])
def test_marks_of_people_are_a_register_whatever_its_title(title):
    assert len(read(f"Name,{title},Shoe size", "Ann Lee,P,4", "Jo Ng,A,5").claims) == 2


def test_a_register_names_the_columns_that_are_no_session():
    file = read("Name,Seminar 1,Shoe size,% Attendance", "Ann Lee,P,4,100", "Jo Ng,A,5,0")

    assert file.ignored == ("Shoe size",)

"""Answers to a quiz in Moodle's report of responses and in Microsoft Forms."""

import io

from openpyxl import Workbook

from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.claims.quiz_answers import document_of, questions_in
from npq_desktop.interchange.claims.rows import ClaimFile, ClaimState, QuizQuestion

MOODLE = (
    "Last name,First name,Email address,State,Started on,Completed,Time taken,Grade/10.00,"
    "Question 1,Response 1,Right answer 1,Question 2,Response 2,Right answer 2"
)
FORM = (
    "ID", "Start time", "Completion time", "Email", "Name", "Total points", "Quiz feedback",
    "Which is −5 less than 0?", "Points - Which is −5 less than 0?",
    "Feedback - Which is −5 less than 0?",
    "Choose two", "Points - Choose two", "Feedback - Choose two",
)  # fmt: skip


def moodle(*rows: str) -> ClaimFile:
    data = "\n".join((MOODLE, *rows)).encode()
    return read_claims(data, file_name="NPQ-M1 Diagnostic-responses.csv")


def sheet(rows: tuple[tuple[str, ...], ...]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


def form(*rows: tuple[str, ...]) -> ClaimFile:
    return read_claims(sheet((FORM, *rows)), file_name="M1 Diagnostic(1-3).xlsx")


def test_responses_are_kept_for_each_finished_attempt() -> None:
    file = moodle(
        "Tallis,Bronwen,b@x.org,Finished,3 October 2026  7:05 PM,3 October 2026  7:21 PM,16 mins,"
        'Requires grading,0 - 5?,-5,-5,Which?,"A bar; a line",A bar',
        "Tallis,Bronwen,b@x.org,Finished,4 October 2026  7:05 PM,4 October 2026  7:21 PM,16 mins,"
        "7.00,0 - 5?,5,-5,Which?,-,A bar",
        "Tallis,Bronwen,b@x.org,In progress,5 October 2026  7:05 PM,-,-,-,0 - 5?,1,-5,Which?,-,A",
        "Overall average,,,,,,,7.00,,,,,,",
    )

    assert [(each.person, each.questions) for each in file.attempts] == [
        (0, (QuizQuestion("0 - 5?", ("-5",)), QuizQuestion("Which?", ("A bar; a line",)))),
        (0, (QuizQuestion("0 - 5?", ("5",)), QuizQuestion("Which?", ()))),
    ]
    (claim,) = file.claims
    assert (claim.state, claim.said, claim.attempts) == (ClaimState.DONE, "7.00", 3)
    assert file.items[0].title == "NPQ-M1 Diagnostic"


def test_a_question_without_its_text_is_named_by_its_number() -> None:
    data = (
        b"Surname,First name,Email address,State,Started on,Completed,Time taken,Grade/10.00,"
        b"Response 1,Response 2\nTallis,Bronwen,b@x.org,Finished,3 October 2026  7:05 PM,"
        b"3 October 2026  7:21 PM,16 mins,7.00,40.7,True\n"
    )

    [attempt] = read_claims(data, file_name="Q-responses.csv").attempts

    assert document_of(attempt).text == "Question 1\n40.7\nQuestion 2\nTrue"


def test_each_line_of_a_quiz_in_forms_is_an_attempt() -> None:
    file = form(
        ("1", "10/9/26 11:02", "10/9/26 11:20", "b@x.org", "Bronwen Tallis", "1", "",
         "-5", "1", "", "A bar;A line;", "0", ""),
        ("2", "10/13/26 11:02", "10/13/26 11:20", "b@x.org", "Bronwen Tallis", "3", "",
         "-5", "1", "", "A bar;", "2", ""),
        ("3", "10/13/26 11:02", "10/13/26 11:20", "anonymous", "", "3", "",
         "-5", "1", "", "A bar;", "2", ""),
    )  # fmt: skip

    assert [attempt.questions for attempt in file.attempts] == [
        (
            QuizQuestion("Which is −5 less than 0?", ("-5",), "1"),
            QuizQuestion("Choose two", ("A bar", "A line"), "0"),
        ),
        (
            QuizQuestion("Which is −5 less than 0?", ("-5",), "1"),
            QuizQuestion("Choose two", ("A bar",), "2"),
        ),
    ]
    (claim,) = file.claims
    assert (claim.state, claim.said, claim.attempts) == (ClaimState.DONE, "3", 2)
    assert (file.kind, file.anonymous, file.items[0].title) == ("quiz attempts", 1, "M1 Diagnostic")
    assert claim.at
    assert (claim.at.month, claim.at.day) == (10, 13)


def test_points_without_a_most_come_back_and_judge_nothing() -> None:
    file = form(
        ("1", "10/13/26 11:02", "10/13/26 11:20", "b@x.org", "Bronwen Tallis", "1", "",
         "-5", "1", "", "", "0", ""),
    )  # fmt: skip
    document = document_of(file.attempts[0])

    assert document.text.split("\n")[0] == "Which is −5 less than 0? (points given: 1)"
    found = questions_in(document.text, [line.kind for line in document.lines])
    assert found == file.attempts[0].questions
    assert [each.is_right for each in found] == [None, None]


def test_answers_of_a_form_that_is_no_quiz_are_not_read() -> None:
    titles = (*FORM[:5], "What will you try next?")
    row = ("1", "10/13/26 11:02", "10/13/26 11:20", "b@x.org", "Bronwen Tallis", "My own words")

    file = read_claims(sheet((titles, row)), file_name="Exit ticket.xlsx")

    assert file.kind == "form"
    assert "My own words" not in repr(file)

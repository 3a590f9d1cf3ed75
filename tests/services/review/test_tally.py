"""Attempts at a quiz: as text, and tallied by question before the seminar."""

from pathlib import Path

import pytest
from support.scenes import MakeScene

from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.claims.quiz_answers import document_of, questions_in
from npq_desktop.interchange.claims.rows import QuizAttempt, QuizQuestion
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.rows.review import QuestionTally, WorkId
from npq_desktop.services.review import words
from npq_desktop.services.review.tally import tallied

ATTEMPTS = "03_M1 Diagnostic - Attempt Details.csv"


@pytest.fixture
def attempts(samples: Path) -> tuple[QuizAttempt, ...]:
    data = (samples / "lms" / ATTEMPTS).read_bytes()
    return read_claims(data, file_name=ATTEMPTS).attempts


def test_an_attempt_is_its_questions_with_points_once_and_what_was_chosen(
    attempts: tuple[QuizAttempt, ...],
) -> None:
    lines = document_of(attempts[0]).lines

    assert [(line.kind, line.text) for line in lines[:7]] == [
        ("q", "Which number is ten times smaller than 407? (4 of 4)"),
        ("a", "40.7"),
        ("q", "The equals sign means that the answer comes next. (0 of 4)"),
        ("a", "True"),
        ("q", "Which of these show three quarters of a whole? (4 of 4)"),
        ("a", "A bar split into 4 with 3 shaded"),
        ("a", "75 hundredths"),
    ]
    assert attempts[0].at is not None
    assert len(attempts) == 20


def test_questions_are_read_back_as_they_were_written(attempts: tuple[QuizAttempt, ...]) -> None:
    document = document_of(attempts[0])

    found = questions_in(document.text, [line.kind for line in document.lines])

    assert found == attempts[0].questions


def test_a_question_without_an_answer_says_so() -> None:
    attempt = QuizAttempt(0, 1, None, (QuizQuestion("Why? (see above)", ()),))
    document = document_of(attempt)

    assert document.text == "Why? (see above)\nnot answered"
    assert questions_in(document.text, ["q", "a"]) == attempt.questions


def fact(*questions: QuizQuestion) -> SubmissionFact:
    document = document_of(QuizAttempt(0, 1, None, questions))
    shape = " ".join(line.kind for line in document.lines)
    source = Source("", "", "", "", None, "")  # type: ignore[arg-type]
    text = document.text
    return SubmissionFact("p", "t", "c", "n", 1, text, None, None, "h", source, shape=shape)


def asked(answer: str, right: bool) -> QuizQuestion:
    return QuizQuestion("Which?", (answer,) if answer else (), "1" if right else "0", "1")


def test_choices_are_counted_with_the_commonest_wrong_ones() -> None:
    chosen = ["a", "b", "b", "c", "c", "c", "d", "e", ""]
    own = [("Ann", fact(asked(each, right=each == "a"))) for each in chosen]

    (tally,) = tallied(own)

    assert (tally.answered, tally.right) == (8, 1)
    assert tally.wrong == (("c", 3), ("b", 2), ("d", 1))
    assert words.tally_words(tally) == (
        "8 answered, 1 right. Commonest wrong answers: “c” 3, “b” 2, “d” 1."
    )


def test_typed_answers_are_the_longest_eight() -> None:
    own = [
        (f"P{n}", fact(QuizQuestion("Why?", (f"{n} because " + "long " * (10 + n * 10),))))
        for n in range(10)
    ]

    (tally,) = tallied(own)

    assert [name for name, _ in tally.typed] == [f"P{n}" for n in range(9, 1, -1)]
    assert max(len(text) for _, text in tally.typed) == 200
    assert (tally.right, tally.wrong) == (None, ())
    assert words.tally_words(QuestionTally("x", 0, None, (), ())) == "0 answered."


def test_a_file_of_attempts_is_recorded_beside_its_claims(scene: MakeScene, samples: Path) -> None:
    group = scene("Zoë Adeyemi-Clarke", "Ann Abbott")
    claims, path = group.application.claims, samples / "lms" / ATTEMPTS
    preview = claims.read(path, group.group)

    claims.record(group.group, preview)

    work = WorkId(group.people["Zoë Adeyemi-Clarke"], "m1.diagnostic")
    view = group.application.review.view(group.group, work)
    assert view.attempts[0].kinds[:2] == ("q", "a")
    assert view.attempts[0].handed_in is not None
    group.application.undo.undo(group.group)
    assert group.application.review.queue(group.group) == ()

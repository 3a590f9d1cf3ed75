"""Attempts at a quiz as questions and answers: a text that can be read, compared and tallied."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from npq_desktop.interchange.claims.rows import QuizAttempt, QuizQuestion
from npq_desktop.interchange.documents.shape import DocumentText, TextLine
from npq_desktop.interchange.files.tables import single_line

NOT_ANSWERED = "not answered"
QUESTION, ANSWER = "q", "a"
_POINTS = re.compile(
    r" \((?:(?P<score>[\d.,]+) of (?P<most>[\d.,]+)|points given: (?P<given>[\d.,]+))\)$"
)
_CHOSEN = "checked"


@dataclass(slots=True)
class QuestionBuilder:
    """One question of one attempt, gathered from a row for each option."""

    text: str
    answers: list[str] = field(default_factory=list)
    score: str = ""
    out_of: str = ""

    def add(self, answer: str, match: str, score: str, out_of: str) -> None:
        """Take in one row: an option counts only if it was chosen, a typed answer always."""
        if answer and (match.casefold() == _CHOSEN or not match):
            self.answers.append(single_line(answer))
        self.score, self.out_of = self.score or score, self.out_of or out_of

    def made(self) -> QuizQuestion:
        """The question as it is handed on."""
        return QuizQuestion(self.text, tuple(self.answers), self.score, self.out_of)


def document_of(attempt: QuizAttempt) -> DocumentText:
    """A line for each question, with its points if they are known, and for each answer."""
    lines: list[TextLine] = []
    for question in attempt.questions:
        points = ""
        if question.score:
            most = f"{question.score} of {question.out_of}"
            points = f" ({most})" if question.out_of else f" (points given: {question.score})"
        lines.append(TextLine(f"{question.text}{points}", QUESTION))
        lines += [TextLine(each, ANSWER) for each in question.answers or (NOT_ANSWERED,)]
    return DocumentText(tuple(lines), "quiz")


def questions_in(text: str, kinds: Sequence[str]) -> tuple[QuizQuestion, ...]:
    """The questions of a text that :func:`document_of` made; none of any other text."""
    found: list[QuizQuestion] = []
    for line, kind in zip(text.split("\n"), kinds, strict=False):
        if kind == QUESTION:
            points = _POINTS.search(line)
            said = line[: points.start()] if points else line
            score = (points["score"] or points["given"]) if points else ""
            most = (points["most"] or "") if points else ""
            found.append(QuizQuestion(said, (), score, most))
        elif kind == ANSWER and found and line != NOT_ANSWERED:
            last = found[-1]
            answers = (*last.answers, line)
            found[-1] = QuizQuestion(last.text, answers, last.score, last.out_of)
    return tuple(found)


def numbered_columns(titles: Iterable[str], name: str) -> dict[str, int]:
    """The places of columns such as "Response 1", by their number."""
    pattern = re.compile(rf"{name} ?(\d+)", re.IGNORECASE)
    found = ((at, pattern.fullmatch(single_line(title))) for at, title in enumerate(titles))
    return {match[1]: at for at, match in found if match}

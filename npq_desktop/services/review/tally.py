"""Tallies the attempts at a quiz by question: the misconceptions of a group before a seminar."""

from collections import Counter
from collections.abc import Iterable, Sequence

from npq_desktop.interchange.claims.quiz_answers import questions_in
from npq_desktop.interchange.claims.rows import QuizQuestion
from npq_desktop.interchange.documents.shape import unpacked
from npq_desktop.journal.kinds.submission import SubmissionFact
from npq_desktop.rows.review import QuestionTally

MOST_TYPED, LONGEST_TYPED, MOST_WRONG = 8, 200, 3
_TYPED_FROM = 40
"""Characters: an answer of so many is a sentence that somebody typed, not a choice."""
_SEVERAL = 4


def tallied(attempts: Iterable[tuple[str, SubmissionFact]]) -> tuple[QuestionTally, ...]:
    """Each question once, in the order of the first attempt; attempts come with a name each."""
    asked: dict[str, list[tuple[str, QuizQuestion]]] = {}
    for name, fact in attempts:
        text = fact.text or ""
        for question in questions_in(text, unpacked(fact.shape, text) or ()):
            asked.setdefault(question.text, []).append((name, question))
    return tuple(_tally(text, own) for text, own in asked.items())


def _tally(text: str, own: Sequence[tuple[str, QuizQuestion]]) -> QuestionTally:
    answered = [(name, each) for name, each in own if each.answers]
    judged = [each.is_right for _, each in own if each.is_right is not None]
    wrong = Counter("; ".join(each.answers) for _, each in answered if each.is_right is False)
    typed: list[tuple[str, str]] = []
    if _is_typed([each for _, each in answered]):
        wrong.clear()
        said = [(name, " ".join(each.answers)) for name, each in answered]
        said.sort(key=lambda pair: -len(pair[1]))
        typed = [(name, answer[:LONGEST_TYPED]) for name, answer in said[:MOST_TYPED]]
    return QuestionTally(
        text=text,
        answered=len(answered),
        right=sum(judged) if judged else None,
        wrong=tuple(wrong.most_common(MOST_WRONG)),
        typed=tuple(typed),
    )


def _is_typed(questions: Sequence[QuizQuestion]) -> bool:
    """Whether answers were written and not chosen: none is given twice, or they are long."""
    answers = ["; ".join(each.answers) for each in questions]
    if not answers:
        return False
    if sorted(map(len, answers))[len(answers) // 2] >= _TYPED_FROM:
        return all(len(each.answers) == 1 for each in questions)
    return len(answers) >= _SEVERAL and len(set(answers)) == len(answers)

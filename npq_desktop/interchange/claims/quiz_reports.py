"""Reports on quizzes: Brightspace's attempt details, Moodle's grades and responses, and Forms.

Only a finished attempt claims that work was done. Points that are not given yet are no zero: a
question that somebody has to mark leaves the score unknown.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from npq_desktop.interchange.cells.headers import RosterField
from npq_desktop.interchange.cells.moments import DateOrder, date_order
from npq_desktop.interchange.claims.answers import FORM_FINISHED, form_title, is_anonymous
from npq_desktop.interchange.claims.people_columns import PeopleTable, cell, whole
from npq_desktop.interchange.claims.quiz_answers import QuestionBuilder, numbered_columns
from npq_desktop.interchange.claims.rows import (
    Claim,
    ClaimFile,
    ClaimState,
    FileItem,
    QuizAttempt,
    QuizQuestion,
)
from npq_desktop.interchange.files.tables import TableRow, single_line

_ATTEMPTS_FILE = re.compile(r"^(?:\d+_)?(.+?)\s{0,9}[-_]\s{0,9}Attempt Details", re.IGNORECASE)
_GRADES_FILE = re.compile(r"^(?:\d+_)?(.+?)-(?:grades|responses)$", re.IGNORECASE)
_GRADE = re.compile(r"^(?:Grade|Note|Gradd) ?/ ?([\d.,]+)$", re.IGNORECASE)
_STATE = frozenset({"state", "status", "etat", "statut", "statws", "cyflwr"})
_STARTED = frozenset({"startedon", "started", "commencele", "dechreuwyd"})
_COMPLETED = frozenset({"completed", "finished", "termine", "terminele", "cwblhawyd"})
_FINISHED = ("finished", "submitted", "terminé", "soumis", "gorffen", "cwblh")
_NOT_DONE = ("never submitted", "abandoned", "jamais remis", "abandonné")
NOT_MARKED = "not marked yet"
_TOTAL = frozenset({"totalpoints"})
_POINTS_OF = re.compile(r"Points - (.+)", re.DOTALL)
_SAID = ("answer", "answermatch", "score", "outof")
_COLUMNS = ("attempt", "q", "section", "qtext", "qtitle", *_SAID)


@dataclass(slots=True)
class _Attempt:
    """One try of one person; a question's points repeat on every option's row."""

    line: int
    started: str
    ended: str
    questions: dict[tuple[str, str], QuestionBuilder] = field(default_factory=dict)

    @property
    def is_marked(self) -> bool:
        """Whether every question that has points has a score."""
        return not any(each.out_of and not each.score for each in self.questions.values())

    def total(self) -> tuple[Fraction, Fraction]:
        """Points reached, and the most there were."""
        scores = [_number(each.score) for each in self.questions.values()]
        most = [_number(each.out_of) for each in self.questions.values()]
        return sum(scores, Fraction(0)), sum(most, Fraction(0))


def read_quiz_attempts(page: PeopleTable) -> ClaimFile:
    """One claim a person: done once an attempt is finished, else in progress.

    ``said`` is the score of the latest finished attempt, ``attempts`` how many there are.
    """
    people: dict[int, dict[str, _Attempt]] = {}
    columns = {key: page.column({key}) for key in _COLUMNS}
    start, end = page.column({"attemptstart"}), page.column({"attemptend"})
    rows = list(page.rows())
    for row in rows:
        person = page.person(row)
        if person is None:
            continue
        number = cell(row, columns["attempt"])
        new = _Attempt(row.line, cell(row, start), cell(row, end))
        attempt = people.setdefault(person, {}).setdefault(number, new)
        place = (cell(row, columns["section"]), cell(row, columns["q"]))
        text = single_line(cell(row, columns["qtext"]) or cell(row, columns["qtitle"]))
        question = attempt.questions.setdefault(place, QuestionBuilder(text or place[1]))
        question.add(*(whole(row, columns[key]) for key in _SAID))
    order = date_order(cell(row, at) for row in rows for at in (start, end))
    claims = [_attempts_claim(page, p, list(t.values()), order) for p, t in people.items()]
    totals = [each.total()[1] for own in people.values() for each in own.values()]
    item = FileItem(
        _title(page.file_name, _ATTEMPTS_FILE), out_of=_shown(max(totals)) if totals else ""
    )
    tries = [(person, each) for person, own in people.items() for each in own.values()]
    attempts = tuple(
        QuizAttempt(
            person,
            each.line,
            page.moment(each.ended, order),
            tuple(question.made() for question in each.questions.values()),
        )
        for person, each in tries
        if each.ended
    )
    return replace(page.file("quiz attempts", "brightspace", [item], claims), attempts=attempts)


def _attempts_claim(
    page: PeopleTable, person: int, tries: Sequence[_Attempt], order: DateOrder | None
) -> Claim:
    finished = [attempt for attempt in tries if attempt.ended]

    def ended(attempt: _Attempt) -> str:
        at = page.moment(attempt.ended, order)
        return at.isoformat() if at else ""

    latest = max(finished or tries, key=lambda each: (ended(each), each.line))
    at = page.moment(latest.ended or latest.started, order)
    is_marked = bool(finished) and latest.is_marked
    return Claim(
        person=person,
        item=0,
        state=ClaimState.DONE if finished else ClaimState.IN_PROGRESS,
        said=_shown(latest.total()[0]) if is_marked else "",
        line=latest.line,
        on=at.date() if at else None,
        at=at,
        note="" if is_marked or not finished else NOT_MARKED,
        attempts=len(tries),
    )


def read_moodle_quiz(page: PeopleTable) -> ClaimFile:
    """A line an attempt; of several attempts of one person the latest finished one is claimed."""
    page.mapping = page.mapping.without(RosterField.STATUS)
    state, started, ended = (page.column(keys) for keys in (_STATE, _STARTED, _COMPLETED))
    grades = {at: found[1] for at, t in enumerate(page.titles) if (found := _GRADE.match(t))}
    rows = list(page.rows())
    order = date_order(cell(row, at) for row in rows for at in (started, ended))
    people: dict[int, list[Claim]] = {}
    asked = numbered_columns(page.titles, "Question")
    answered = numbered_columns(page.titles, "(?:Response|Réponse)")
    attempts: list[QuizAttempt] = []
    for row in rows:
        person = page.person(row)
        if person is None:
            continue
        ended_at = page.moment(cell(row, ended), order)
        at = ended_at or page.moment(cell(row, started), order)
        became = _state(cell(row, state), began=at is not None, ended=ended_at is not None)
        score = single_line(cell(row, next(iter(grades), None)))
        claim = _attempt_claim(person, became, score, row.line)
        people.setdefault(person, []).append(replace(claim, on=at.date() if at else None, at=at))
        if became is ClaimState.DONE and answered:
            said = tuple(_responses(row, asked, answered))
            attempts.append(QuizAttempt(person, row.line, ended_at, said))
    questions = [t for t in map(single_line, page.titles) if re.match(r"[QC]\. ?\d+", t)]
    file = page.file(
        "quiz attempts",
        "moodle",
        [FileItem(_title(page.file_name, _GRADES_FILE), out_of=next(iter(grades.values()), ""))],
        [_latest(claims) for claims in people.values()],
        ignored=tuple(questions),
    )
    return replace(file, attempts=tuple(attempts))


def _responses(
    row: TableRow, asked: Mapping[str, int], answered: Mapping[str, int]
) -> Iterator[QuizQuestion]:
    """What Moodle's report of responses holds of one attempt."""
    for number, at in answered.items():
        answer = single_line(whole(row, at))
        answer = "" if answer == "-" else answer
        text = single_line(cell(row, asked.get(number))) or f"Question {number}"
        yield QuizQuestion(text, (answer,) if answer else ())


def is_forms_quiz(page: PeopleTable) -> bool:
    """Whether the answers to a Microsoft form were given points; only a quiz has such columns."""
    return page.column(_TOTAL) is not None and any(map(_POINTS_OF.match, page.titles))


def read_forms_quiz(page: PeopleTable, known_days: Collection[date]) -> ClaimFile:
    """A line an attempt, as Moodle's; how many points a question has, the file does not tell."""
    finished, total = page.column(FORM_FINISHED), page.column(_TOTAL)
    titles = {single_line(title): at for at, title in enumerate(page.titles)}
    points = {found[1]: at for t, at in titles.items() if (found := _POINTS_OF.match(t))}
    rows = list(page.rows())
    named = [row for row in rows if not is_anonymous(page, row)]
    order = date_order((cell(row, finished) for row in rows), known_days)
    people: dict[int, list[Claim]] = {}
    attempts: list[QuizAttempt] = []
    for row in named:
        person = page.person(row)
        if person is None:
            continue
        at = page.moment(cell(row, finished), order)
        claim = _attempt_claim(person, ClaimState.DONE, single_line(cell(row, total)), row.line)
        on = page.day(cell(row, finished), order)
        people.setdefault(person, []).append(replace(claim, on=on, at=at))
        said = tuple(
            QuizQuestion(text, _chosen(whole(row, titles.get(text))), cell(row, place).strip())
            for text, place in points.items()
        )
        attempts.append(QuizAttempt(person, row.line, at, said))
    file = page.file(
        "quiz attempts",
        "microsoft forms",
        [FileItem(form_title(page.file_name))],
        [_latest(claims) for claims in people.values()],
        anonymous=len(rows) - len(named),
    )
    return replace(file, attempts=tuple(attempts))


def _chosen(text: str) -> tuple[str, ...]:
    """What was answered; Forms ends each of several choices with a semicolon."""
    parts = text.strip().removesuffix(";").split(";") if text.strip().endswith(";") else [text]
    return tuple(filter(None, map(single_line, parts)))


def _state(text: str, *, began: bool, ended: bool) -> ClaimState:
    """What the state column says; without one an attempt with an end is finished."""
    said = single_line(text).casefold().strip("-")
    if said.startswith(_NOT_DONE) or not (said or began):
        return ClaimState.NOT_DONE
    finished = said.startswith(_FINISHED) if said else ended
    return ClaimState.DONE if finished else ClaimState.IN_PROGRESS


def _attempt_claim(person: int, state: ClaimState, score: str, line: int) -> Claim:
    is_marked = re.search(r"\d", score) is not None
    done = state is ClaimState.DONE
    return Claim(
        person=person,
        item=0,
        state=state,
        said=score if done and is_marked else "",
        line=line,
        note=NOT_MARKED if done and not is_marked else "",
    )


def _latest(claims: Sequence[Claim]) -> Claim:
    finished = [claim for claim in claims if claim.state is ClaimState.DONE]
    latest = max(finished or claims, key=lambda each: (str(each.at or ""), each.line))
    return replace(latest, attempts=len(claims))


def _title(file_name: str, known: re.Pattern[str]) -> str:
    stem = file_name.rpartition(".")[0] or file_name
    found = known.match(stem)
    return found.group(1) if found else stem


def _number(text: str) -> Fraction:
    text = text.replace(",", ".")
    return Fraction(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text) else Fraction(0)


def _shown(number: Fraction) -> str:
    return f"{float(number):g}"

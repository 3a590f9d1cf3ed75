"""Owns grade exports of Brightspace and Canvas, and Brightspace quiz attempts.

A grade is not a submission: platforms write zeros by themselves. So a grade claims ``GRADED``, and
only a finished quiz attempt claims that work was done. Totals and subtotals are not read.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from npq_desktop.interchange.claim_rows import Claim, ClaimFile, ClaimState, FileItem
from npq_desktop.interchange.moments import DateOrder, date_order, read_moment
from npq_desktop.interchange.people_columns import PeopleTable, cell
from npq_desktop.interchange.tables import TableRow, single_line

_BRIGHTSPACE_ITEM = re.compile(
    r"^(?P<title>.+?) (?:Points|Text|Pass/Fail) Grade(?: <(?P<kind>\w+)(?P<more>[^>]*)>)?$"
)
_MAX_POINTS = re.compile(r"MaxPoints:([\d.,]+)")
_CANVAS_ITEM = re.compile(r"^(?P<title>.+) \((?P<number>\d+)\)$")
_ADJUSTED = "Adjusted Final Grade"
_QUIZ_FILE = re.compile(r"^(?:\d+_)?(.+?)\s*[-_]\s*Attempt Details", re.IGNORECASE)
_EXCUSED = frozenset({"EX", "N/A"})


def read_brightspace_grades(page: PeopleTable) -> ClaimFile:
    """Every graded item with its values as text; empty is not zero."""
    found = {
        at: match
        for at, title in enumerate(page.titles)
        if (match := _BRIGHTSPACE_ITEM.match(title)) and not title.startswith(_ADJUSTED)
    }
    items = [FileItem(match["title"], out_of=_most(match["more"])) for match in found.values()]
    return _grades(page, list(found), items, "brightspace")


def read_canvas_gradebook(page: PeopleTable) -> ClaimFile:
    """Every assignment with its values as text; ``EX`` is excused, a points row says the most."""
    found = {
        at: match
        for at, title in enumerate(page.titles)
        if (match := _CANVAS_ITEM.match(single_line(title)))
    }
    points = next((row for row in page.below() if _starts(row, "Points Possible")), None)
    items = [
        FileItem(match["title"], out_of=cell(points, at) if points else "", number=match["number"])
        for at, match in found.items()
    ]
    return _grades(page, list(found), items, "canvas")


def _grades(page: PeopleTable, columns: list[int], items: list[FileItem], system: str) -> ClaimFile:
    claims = []
    for row in page.rows():
        person = page.person(row)
        if person is None:
            continue
        for place, at in enumerate(columns):
            said = single_line(cell(row, at))
            if said and said != "-":
                state = ClaimState.EXCUSED if said.upper() in _EXCUSED else ClaimState.GRADED
                claims.append(Claim(person, place, state, said, row.line))
    taken = {*columns, *page.mapping.columns.values()}
    unread = [t for at, t in enumerate(page.titles) if t and at not in taken]
    ignored = tuple(title for title in unread if title != "End-of-Line Indicator")
    canvas = system == "canvas"
    return page.file(
        "grades", "canvas" if canvas else "brightspace", items, claims, ignored=ignored
    )


def _most(more: str | None) -> str:
    found = _MAX_POINTS.search(more or "")
    return found.group(1) if found else ""


def _starts(row: TableRow, text: str) -> bool:
    return any(single_line(each) == text for each in row.cells[:1])


@dataclass(slots=True)
class _Attempt:
    """One try of one person: points by question, because they repeat on every option's row."""

    line: int
    started: str
    ended: str
    points: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def total(self) -> tuple[Fraction, Fraction]:
        """Points reached, and the most there were."""
        scores = [_number(score) for score, _ in self.points.values()]
        return sum(scores, Fraction(0)), sum(
            (_number(most) for _, most in self.points.values()), Fraction(0)
        )


def read_quiz_attempts(page: PeopleTable) -> ClaimFile:
    """One claim a person: done once an attempt is finished, else in progress.

    ``said`` is the score of the latest finished attempt, ``attempts`` how many there are.
    """
    people: dict[int, dict[str, _Attempt]] = {}
    columns = {key: page.column({key}) for key in ("attempt", "q", "section", "score", "outof")}
    start, end = page.column({"attemptstart"}), page.column({"attemptend"})
    rows = list(page.rows())
    for row in rows:
        person = page.person(row)
        if person is None:
            continue
        number = cell(row, columns["attempt"])
        new = _Attempt(row.line, cell(row, start), cell(row, end))
        attempt = people.setdefault(person, {}).setdefault(number, new)
        question = (cell(row, columns["section"]), cell(row, columns["q"]))
        points = (cell(row, columns["score"]), cell(row, columns["outof"]))
        attempt.points.setdefault(question, points)
    order = date_order(cell(row, at) for row in rows for at in (start, end))
    claims = [_quiz_claim(p, list(tries.values()), order) for p, tries in people.items()]
    found = _QUIZ_FILE.match(page.file_name)
    whole = [tries.total()[1] for each in people.values() for tries in each.values()]
    title = found.group(1) if found else page.file_name.rpartition(".")[0]
    item = FileItem(title, out_of=_shown(max(whole)) if whole else "")
    return page.file("quiz attempts", "brightspace", [item], claims)


def _quiz_claim(person: int, tries: list[_Attempt], order: DateOrder | None) -> Claim:
    finished = [attempt for attempt in tries if attempt.ended]
    latest = max(finished or tries, key=lambda each: (_ended(each, order), each.line))
    at = read_moment(latest.ended or latest.started, order)
    return Claim(
        person=person,
        item=0,
        state=ClaimState.DONE if finished else ClaimState.IN_PROGRESS,
        said=_shown(latest.total()[0]) if finished else "",
        line=latest.line,
        on=at.date() if at else None,
        at=at,
        attempts=len(tries),
    )


def _ended(attempt: _Attempt, order: DateOrder | None) -> str:
    ended = read_moment(attempt.ended, order)
    return ended.isoformat() if ended else ""


def _number(text: str) -> Fraction:
    text = text.replace(",", ".")
    return Fraction(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text) else Fraction(0)


def _shown(number: Fraction) -> str:
    return f"{float(number):g}"

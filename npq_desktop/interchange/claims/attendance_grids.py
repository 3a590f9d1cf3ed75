"""Registers as grids: a row a person, a column a session, a short code in each cell.

Brightspace and Moodle write them, and people make them by hand. A column is a session by what
speaks for it: a title that names one or a day, else cells that are marks nearly all. Totals, grades
and tasks are none. An unknown code is asked about rather than guessed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from npq_desktop.interchange.cells.headers import title_key
from npq_desktop.interchange.cells.moments import date_order, is_ambiguous, read_date
from npq_desktop.interchange.claims.people_columns import PeopleTable, cell
from npq_desktop.interchange.claims.rows import Claim, ClaimFile, ClaimState, FileItem, System
from npq_desktop.interchange.files.tables import TableRow, single_line

_NOT_RECORDED = frozenset({"", "-", "–", "?", "n/a", "not recorded", "not taken"})
_NOT_EXPECTED = re.compile(
    r"(user enrolment (starts|ends)|enrolment suspended|inscription|not expected|←)", re.IGNORECASE
)
_POINTS = re.compile(r"^(.{1,30}?) ?\(-? ?[\d.,]* ?/ ?[\d.,]+\)$")
_CODE_TEXT = {
    ClaimState.PRESENT: "p present attended here ✓ ✔ ✅ presennol",
    ClaimState.LATE: "l late retard hwyr",
    ClaimState.ABSENT: "a absent abs missed absennol ✗ ✘ ❌",
    ClaimState.EXCUSED: "aa e ex excused excuse authorised authorized authorisedabsence"
    " authorizedabsence apologies apology ap",
}
KNOWN_CODES: Mapping[str, ClaimState] = MappingProxyType(
    {code: state for state, codes in _CODE_TEXT.items() for code in codes.split()}
)
_SESSION = re.compile(r"\b(seminar|session|conference|meeting|webinar) ?\d*\b", re.IGNORECASE)
_LEAST_SHARE = 0.6
_TOTALS = frozenset({"takensessions", "points", "percentage", "endoflineindicator", "total"})
_TASKS = re.compile(
    r"\b(grades?|scores?|points?|diagnostics?|reflecti\w*|assignments?|tasks?|quiz(zes)?|essays?"
    r"|homework)\b|\(\d{3,}\)$|[^\W\d] ?/ ?\d",
    re.IGNORECASE,
)
_NO_SESSION = re.compile(
    rf"{_TASKS.pattern}|%|\b(results?|total|average|current|final|implementation|assessments?|pass"
    r"|complet\w*|standing|role)\b",
    re.IGNORECASE,
)
"""Titles of columns in which P, A or EX are no marks of a register."""


@dataclass(slots=True)
class _Grid:
    page: PeopleTable
    codes: Mapping[str, ClaimState]
    sessions: dict[int, int] = field(default_factory=dict)
    """Column → place of its item."""
    remarks: dict[int, int] = field(default_factory=dict)
    """Column of a session → column of what was remarked there."""
    unknown: Counter[str] = field(default_factory=Counter)
    unrecorded: int = 0

    def find_sessions(self, rows: list[TableRow]) -> None:
        taken = set(self.page.mapping.columns.values())
        width = max(len(row.cells) for row in rows)
        columns = [at for at in range(width) if at not in taken and self._is_session(at, rows)]
        self.sessions = {column: place for place, column in enumerate(columns)}
        self.remarks = {
            column: column + 1
            for column in columns
            if column + 1 < width and column + 1 not in taken and not self._title(column + 1)
        }

    def unread(self) -> tuple[str, ...]:
        """The titles of columns that are neither people, sessions, remarks nor totals."""
        taken = {*self.page.mapping.columns.values(), *self.sessions, *self.remarks.values()}
        titles = [title for at, title in enumerate(self.page.titles) if title and at not in taken]
        return tuple(single_line(title) for title in titles if not self._is_total(title))

    def _is_total(self, title: str) -> bool:
        return "%" in title or title_key(title) in _TOTALS or title.casefold() in self.codes

    def _title(self, column: int) -> str:
        titles = self.page.titles
        return titles[column] if column < len(titles) else ""

    def _is_session(self, column: int, rows: list[TableRow]) -> bool:
        title = self._title(column)
        texts = [cell(row, column) for row in rows]
        if not title or title_key(title) in _TOTALS or not any(texts):
            return False
        marks = sum(map(self._is_mark, texts))
        if _names_a_session(title):
            return marks >= _LEAST_SHARE * len(texts) and any(
                map(self._is_mark, filter(None, texts))
            )
        states = [state for state in map(self.state, texts) if state is not None]
        there = {ClaimState.PRESENT, ClaimState.LATE} & set(states)
        sure = marks == len(texts) and 2 * len(states) >= len(texts)
        return sure and bool(there) and not _NO_SESSION.search(title)

    def _is_mark(self, text: str) -> bool:
        known = text.casefold() in _NOT_RECORDED or self.state(text) is not None
        return known or (len(text) <= 3 and text.isalpha()) or _POINTS.match(text) is not None

    def state(self, text: str) -> ClaimState | None:
        if _NOT_EXPECTED.match(text):
            return ClaimState.NOT_EXPECTED
        return self.codes.get(bare_code(text).casefold())

    def claims(self, row: TableRow, items: tuple[FileItem, ...]) -> Iterator[Claim]:
        person = self.page.person(row)
        for column, place in self.sessions.items():
            said = single_line(cell(row, column))
            state = self.state(said)
            if state is None:
                self._count_unread(said)
            elif person is not None:
                on = items[place].on
                note = cell(row, self.remarks.get(column))
                yield Claim(person, place, state, said, row.line, on=on, note=note)

    def _count_unread(self, said: str) -> None:
        if said.casefold() in _NOT_RECORDED:
            self.unrecorded += 1
        else:
            self.unknown[bare_code(said)] += 1


def read_grid(page: PeopleTable, codes: Mapping[str, ClaimState] | None = None) -> ClaimFile | None:
    """The register, or None where no column holds marks. ``codes`` add to the known ones."""
    stated = {code.casefold(): state for code, state in (codes or {}).items()}
    grid = _Grid(page, {**KNOWN_CODES, **stated})
    rows = list(page.rows())
    if not rows:
        return None
    grid.find_sessions(rows)
    if not grid.sessions:
        return None
    items = _items(page, [page.titles[column] for column in grid.sessions])
    claims = [claim for row in rows for claim in grid.claims(row, items)]
    for code, count in grid.unknown.items():
        cells = "1 cell" if count == 1 else f"{count} cells"
        message = (
            f"“{code}” appears in {cells}. It was left out, because you did not say what it means."
        )
        page.warn(page.header.line, message)
    used = {bare_code(claim.said): claim.state for claim in claims}
    return page.file(
        "attendance",
        _system(page),
        items,
        claims,
        unrecorded=grid.unrecorded,
        unknown=dict(grid.unknown),
        ignored=grid.unread(),
        codes={c: s for c, s in used.items() if s is not ClaimState.NOT_EXPECTED},
    )


def _system(page: PeopleTable) -> System:
    if page.source == "moodle" or page.column({"takensessions"}) is not None:
        return "moodle"
    return "brightspace" if page.source == "brightspace" else "spreadsheet"


def _names_a_session(title: str) -> bool:
    """Whether a title alone says that a column of codes nobody knows is of a register."""
    if _TASKS.search(title):
        return False
    dated = read_date(title, date_order([title])) is not None or is_ambiguous(title)
    return dated or _SESSION.search(title) is not None


def names_tasks(titles: Sequence[str]) -> bool:
    """Whether one of these columns is of a task or a grade rather than of a session."""
    return any(_TASKS.search(title) for title in titles)


def bare_code(text: str) -> str:
    """The code of a cell that also holds points: ``P (2/2)`` → ``P``."""
    found = _POINTS.match(text)
    return found.group(1) if found else text


def _items(page: PeopleTable, titles: list[str]) -> tuple[FileItem, ...]:
    order = date_order(titles)
    return tuple(
        FileItem(single_line(title), on=read_date(title, order), at=page.moment(title, order))
        for title in titles
    )

"""The plain table every reader hands on: rows of text with the line each came from.

No column is known by name here, and every cell is text.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

MAX_ROWS = 20_000
MAX_COLUMNS = 256
HEADER_SEARCH_ROWS = 20
LONGEST_CELL = 1_000
"""So much of a cell is looked at; what a longer one holds is text, and no name, number or date."""

HeaderScore = Callable[[Sequence[str]], int]
"""How many known titles a row of cells holds; 0 when it cannot be the header."""

_ERROR = re.compile(
    r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!"
    r"|GETTING_DATA|NOM\?|VALEUR!|NV)"
)
_MOST_NAMED = 4
_REMOVED = dict.fromkeys(map(ord, "\0\u200b\ufeff\u2060"), None)
_REPLACED = {ord("\u00a0"): " ", ord("\u202f"): " ", ord("\u2007"): " "}


Severity = Literal["row", "warning"]


@dataclass(frozen=True, slots=True)
class TableProblem:
    """One thing to tell the user: ``row`` problems cost the row, ``warning`` ones do not.

    ``line`` is the physical line or sheet row, from 1; ``column`` is the title, or empty.
    """

    line: int
    column: str
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the physical line it starts on (from 1) and its cells as cleaned text, cut.

    ``long`` are the whole texts of cells that were cut, by column from 0.
    """

    line: int
    cells: tuple[str, ...]
    long: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    def whole(self, column: int) -> str:
        """The whole text of a cell, for what is only shown or kept."""
        return self.long.get(column, self.cells[column]) if self.cells[column] else ""


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file or sheet, lead-in lines and header included, in the file's order.

    ``exact_width`` says that a row with another number of cells than the header is damaged, as in a
    text file; a sheet has no such thing. ``struck`` are the cells that are struck out, by line and
    column from 0.
    """

    rows: tuple[TableRow, ...]
    problems: tuple[TableProblem, ...] = ()
    exact_width: bool = True
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    struck: frozenset[tuple[int, int]] = frozenset()


def row_of(line: int, texts: Sequence[str]) -> TableRow:
    """A row of cleaned texts, each cut to what is looked at of a cell."""
    long = {at: text for at, text in enumerate(texts) if len(text) > LONGEST_CELL}
    return TableRow(line, tuple(text[:LONGEST_CELL] for text in texts), long)


def clean_cell(text: str) -> str:
    """The cell without invisible characters and outer blanks; special spaces become plain ones."""
    return cleaned(text).strip()


def cleaned(text: str) -> str:
    """The text without invisible characters; special spaces become plain ones."""
    return text.translate(_REMOVED).translate(_REPLACED)


def single_line(text: str) -> str:
    """The text on one line, every run of white space one space."""
    return re.sub(r"\s+", " ", text).strip()


def best_header(rows: Sequence[TableRow], score: HeaderScore) -> tuple[int, int]:
    """Index and score of the row most like a header among the first twenty; (-1, 0) for none."""
    best, best_score = -1, 0
    for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        found = score(row.cells)
        if found > best_score:
            best, best_score = index, found
    return best, best_score


def counted(number: int, one: str) -> str:
    """For example "1 cell", "4 cells"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def without_errors(
    rows: Iterable[TableRow], name: Callable[[int, int], str]
) -> tuple[list[TableRow], list[TableProblem]]:
    """The rows with errors of a spreadsheet such as ``#N/A`` as empty cells, and a word on them.

    ``name`` says where a cell is, by its line and its column from 1.
    """
    sound: list[TableRow] = []
    places: list[str] = []
    said: dict[str, None] = {}
    for row in rows:
        found = [at for at, text in enumerate(row.cells) if _ERROR.fullmatch(text)]
        places += [name(row.line, at + 1) for at in found]
        said |= {row.cells[at]: None for at in found}
        cells = tuple("" if at in found else text for at, text in enumerate(row.cells))
        sound.append(replace(row, cells=cells) if found else row)
    if not places:
        return sound, []
    shown = ", ".join(dict.fromkeys(places[:_MOST_NAMED]))
    more = f" and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
    holds, were = ("holds an error", "was") if len(places) == 1 else ("hold errors", "were")
    message = f"{counted(len(places), 'cell')} {holds} of a spreadsheet ({', '.join(said)})"
    message += f" and {were} read as empty: {shown}{more}."
    return [row for row in sound if not row.is_blank], [TableProblem(0, "", message, "warning")]

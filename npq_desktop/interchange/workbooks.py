"""Owns reading one sheet of an .xlsx workbook as a table of text.

It evaluates nothing, follows no link and opens no unsafe archive. openpyxl is imported only here,
and only when a workbook is read.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.file_kinds import readable_kind
from npq_desktop.interchange.register_files import SheetMarks, read_marks, sheet_parts
from npq_desktop.interchange.tables import (
    HEADER_SEARCH_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    HeaderScore,
    Table,
    TableProblem,
    TableRow,
    best_header,
    clean_cell,
)
from npq_desktop.interchange.workbook_safety import check_workbook, damaged

if TYPE_CHECKING:
    from openpyxl import Workbook

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_MIN_SERIAL, _MAX_SERIAL = 61, 2_958_465  # 1 March 1900, after Excel's false leap day; end of 9999


def read_workbook_table(
    data: bytes, *, file_name: str, header_score: HeaderScore, sheet: str | None = None
) -> Table:
    """The rows of the named sheet, else of the first visible sheet whose header is recognised.

    Numbers, dates and truth values become text; a formula without a stored value is empty and
    reported. Raises: InterchangeError when the file or the sheet cannot be read.
    """
    with _opened(data, file_name) as reading:
        chosen, problems = reading.choose(sheet, header_score)
        return reading.table(chosen, problems)


def sheet_names(data: bytes, *, file_name: str) -> tuple[str, ...]:
    """The names of the workbook's visible sheets, in order, for the user to choose from.

    Raises: InterchangeError when the file cannot be read.
    """
    with _opened(data, file_name) as reading:
        return reading.visible()


def serial_to_iso(text: str) -> str | None:
    """The ISO date of an Excel day number such as ``46280``; None when it is no such number."""
    if not re.fullmatch(r"[0-9]{2,7}(\.0+)?", text):
        return None
    serial = int(text.partition(".")[0])
    if not _MIN_SERIAL <= serial <= _MAX_SERIAL:
        return None
    return (_EXCEL_EPOCH + dt.timedelta(days=serial)).isoformat()


def cell_text(value: object, number_format: str = "General") -> str:
    """The text of a stored value: zeros of a ``0000000`` format kept, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer()
        return _whole_number_text(int(value), number_format) if whole else repr(value)
    if isinstance(value, int):
        return _whole_number_text(value, number_format)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return clean_cell(str(value))


def _whole_number_text(value: int, number_format: str) -> str:
    text = str(value)
    zeros = re.fullmatch(r"0+", number_format.partition(";")[0])
    return text.zfill(len(zeros.group())) if zeros and value >= 0 else text


@contextmanager
def _opened(data: bytes, file_name: str) -> "Iterator[_Reading]":
    """A checked, loaded workbook, closed afterwards."""
    if readable_kind(data, file_name) != "zip":
        raise InterchangeError(f"“{file_name}” is not an .xlsx workbook. Save it as .xlsx or CSV.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise damaged(file_name) from error
    with archive:
        check_workbook(archive, file_name)
        workbook = _load(data, file_name)
        try:
            yield _Reading(workbook, archive, file_name)
        finally:
            workbook.close()


def _load(data: bytes, file_name: str) -> "Workbook":
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out
        try:
            return openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
        except Exception as error:  # a damaged part raises whatever it trips over
            raise damaged(file_name) from error


@dataclass(slots=True)
class _Reading:
    """One workbook while it is open."""

    workbook: "Workbook"
    archive: zipfile.ZipFile
    file_name: str

    def visible(self) -> tuple[str, ...]:
        sheets = self.workbook.worksheets
        return tuple(sheet.title for sheet in sheets if sheet.sheet_state == "visible")

    def choose(
        self, wanted: str | None, header_score: HeaderScore
    ) -> tuple[str, tuple[TableProblem, ...]]:
        """The sheet to read, with a warning when others would have done as well."""
        every = [sheet.title for sheet in self.workbook.worksheets]
        if wanted is not None:
            if wanted not in every:
                names = ", ".join(every)
                message = f"“{self.file_name}” has no sheet “{wanted}”."
                raise InterchangeError(f"{message} Choose one of: {names}.")
            return wanted, ()
        likely = [name for name in self.visible() if self._has_header(name, header_score)]
        if not likely:
            return self._only_sheet(), ()
        if len(likely) == 1:
            return likely[0], ()
        others = ", ".join(f"“{name}”" for name in likely[1:])
        message = f"Sheet “{likely[0]}” was read; {others} could be read too."
        return likely[0], (TableProblem(0, "", message, "warning"),)

    def table(self, name: str, problems: Sequence[TableProblem]) -> Table:
        marks = self._marks(name)
        rows = [row for row in self._rows(name, MAX_ROWS + 1) if not row.is_blank]
        if rows and rows[-1].line > MAX_ROWS:
            message = f"Sheet “{name}” has more than {MAX_ROWS:,} rows."
            raise InterchangeError(f"{message} Choose the list of one group or cohort.")
        return Table(
            rows=tuple(rows),
            problems=(*problems, *_mark_problems(marks, {row.line for row in rows})),
            exact_width=False,
            sheet=name,
            sheets=self.visible(),
            empty_formulas=marks.empty_formulas,
        )

    def _only_sheet(self) -> str:
        visible = self.visible()
        if visible:
            return visible[0]
        raise InterchangeError(
            f"“{self.file_name}” has no visible sheet. Unhide the list in Excel."
        )

    def _has_header(self, name: str, header_score: HeaderScore) -> bool:
        return best_header(self._rows(name, HEADER_SEARCH_ROWS), header_score)[0] >= 0

    def _rows(self, name: str, last: int) -> list[TableRow]:
        """Rows up to ``last``; the stated dimension is not believed, for it may be wrong."""
        sheet = self.workbook[name]
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # dates out of range: openpyxl then gives the error text
            try:
                return [
                    TableRow(line, _texts(cells))
                    for line, cells in enumerate(
                        sheet.iter_rows(min_row=1, max_row=last, max_col=MAX_COLUMNS), start=1
                    )
                ]
            except Exception as error:  # a damaged part raises whatever it trips over
                raise damaged(self.file_name) from error

    def _marks(self, name: str) -> SheetMarks:
        try:
            part = sheet_parts(self.archive).get(name)
            return read_marks(self.archive, part) if part else SheetMarks()
        except (KeyError, ParseError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise damaged(self.file_name) from error


def _texts(cells: Sequence[Any]) -> tuple[str, ...]:
    """The texts of a row of openpyxl cells, without the empty ones at its end."""
    texts = [
        "" if cell.value is None else cell_text(cell.value, cell.number_format) for cell in cells
    ]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _mark_problems(marks: SheetMarks, filled: set[int]) -> Iterator[TableProblem]:
    hidden = sorted(marks.hidden_rows & filled)
    if hidden:
        message = f"{len(hidden)} hidden rows were read too; check whether they belong to the list."
        yield TableProblem(hidden[0], "", message, "warning")
    if marks.hidden_columns:
        message = "The sheet has hidden columns; they were read like the others."
        yield TableProblem(0, "", message, "warning")


def column_letters(column: int) -> str:
    """The letters of a sheet column, from 1: 1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

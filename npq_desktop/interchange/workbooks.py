"""Reads one sheet of an .xlsx workbook as a table of text.

Nothing is evaluated and no link is followed. Before any part is parsed the zip is checked, and a
workbook is refused whose parts declare a document type or entities.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.archives import MEGABYTE, Limits, check
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

if TYPE_CHECKING:
    from openpyxl import Workbook

PARTS = Limits(
    entries=2_000,
    entry_bytes=40 * MEGABYTE,
    total_bytes=50 * MEGABYTE,
    entry="part",
    content="list",
    locked="that is encrypted or packed in an unknown way",
    packed="that is encrypted or packed in an unknown way",
    large="of more than 40 MB",
    action="ask its sender for a CSV file",
    needs_all=True,
)

_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TELLING_PARTS = (
    ("word/document.xml", "is a Word document", "Save the list as CSV or .xlsx"),
    ("ppt/presentation.xml", "is a presentation", "Save the list as CSV or .xlsx"),
    ("xl/workbook.bin", "is a binary workbook (.xlsb)", "Open it in Excel and save it as .xlsx"),
    ("content.xml", "is an OpenDocument file", "Open it and save it as .xlsx or CSV"),
    ("manifest.csv", "is a OneRoster archive", "Export the group as CSV or .xlsx instead"),
)
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
        raise _damaged(file_name) from error
    with archive:
        _check(archive, file_name)
        workbook = _load(data, file_name)
        try:
            yield _Reading(workbook, archive, file_name)
        finally:
            workbook.close()


def _check(archive: zipfile.ZipFile, file_name: str) -> None:
    """Pass quietly when the archive is a workbook that is safe to parse."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        _refuse_other_archive(names, file_name)
    if len(names) != len(entries):
        _refuse(file_name, "holds two parts of the same name")
    check(entries, PARTS, file_name)
    for entry in entries:
        _check_part(archive, entry, file_name)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str) -> None:
    """Read the part to its end: sizes and checksum are verified, document types refused."""
    tail = b""
    try:
        with archive.open(entry) as part:
            while chunk := part.read(MEGABYTE):
                # NULs out, so that a part in UTF-16 cannot hide a document type.
                window = tail + chunk.replace(b"\0", b"")
                if _FORBIDDEN.search(window) and _is_xml(entry.filename):
                    _refuse(file_name, "holds a document type or entities, which no list needs")
                tail = window[-16:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _damaged(file_name) from error
    except (RuntimeError, ValueError, OverflowError) as error:
        raise _damaged(file_name) from error


def _is_xml(name: str) -> bool:
    return not name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin"))


def _refuse_other_archive(names: set[str], file_name: str) -> None:
    for part, fault, action in _TELLING_PARTS:
        if part in names:
            raise InterchangeError(f"“{file_name}” {fault}. {action}.")
    raise InterchangeError(
        f"“{file_name}” is a zip archive, not a workbook. Unpack it and choose the list inside."
    )


def _refuse(file_name: str, fault: str) -> None:
    raise InterchangeError(f"“{file_name}” {fault}. It was not opened; {PARTS.action}.")


def _damaged(file_name: str) -> InterchangeError:
    """The error for a workbook that is broken rather than hostile."""
    action = "Open it in Excel and save it again, or download it again."
    return InterchangeError(f"“{file_name}” is a damaged workbook. {action}")


def _load(data: bytes, file_name: str) -> "Workbook":
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out
        try:
            return openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
        except Exception as error:  # a damaged part raises whatever it trips over
            raise _damaged(file_name) from error


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
                raise _damaged(self.file_name) from error

    def _marks(self, name: str) -> SheetMarks:
        try:
            part = sheet_parts(self.archive).get(name)
            return read_marks(self.archive, part) if part else SheetMarks()
        except (KeyError, ParseError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise _damaged(self.file_name) from error


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

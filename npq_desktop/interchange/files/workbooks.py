"""Reads one sheet of a workbook as a table of text: .xlsx here, .xls, .xlsb and .ods by calamine.

Nothing is evaluated and no link is followed. What is not taken in is said once a kind, with the
count. A workbook is parsed once, however often it is asked for.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from xml.etree.ElementTree import ParseError

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.files.archives import MEGABYTE, Limits, check
from npq_desktop.interchange.files.file_kinds import readable_kind
from npq_desktop.interchange.files.open_xml import OpenXml, SheetCells, SheetPlace, value_text
from npq_desktop.interchange.files.tables import (
    HEADER_SEARCH_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    HeaderScore,
    Table,
    TableProblem,
    TableRow,
    best_header,
    counted,
    row_of,
    without_errors,
)

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

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

_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TELLING_PARTS = (
    ("word/document.xml", "is a Word document", "Save the list as CSV or .xlsx"),
    ("ppt/presentation.xml", "is a presentation", "Save the list as CSV or .xlsx"),
    ("Index/Document.iwa", "is a Numbers document", "Export it from Numbers as Excel or CSV"),
    ("content.xml", "is an OpenDocument file, not a sheet", "Save the list as .ods or CSV"),
    ("manifest.csv", "is a OneRoster archive", "Export the group as CSV or .xlsx instead"),
)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # NotImplementedError too
    ValueError,
    OverflowError,
)
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_MIN_SERIAL, _MAX_SERIAL = 61, 2_958_465  # 1 March 1900, after Excel's false leap day; end of 9999
_DAMAGE = (KeyError, ValueError, TypeError, ParseError, OSError, EOFError, zipfile.BadZipFile)
_UNSEEN = (
    "Whether lines or cells are hidden, struck out or formulas cannot be seen in this kind of file."
)


def read_workbook_table(
    data: bytes, *, file_name: str, header_score: HeaderScore, sheet: str | None = None
) -> Table:
    """The rows of the named sheet, else of the first visible sheet whose header is recognised.

    Numbers, dates and truth values become text; hidden lines and columns are left out.
    Raises: InterchangeError when the file or the sheet cannot be read.
    """
    book = _opened(data, file_name)
    chosen = book.choose(sheet, header_score)
    found = _Cleaning(book.cells(chosen))
    rows = found.rows()
    struck = found.struck(rows)
    return Table(
        rows=tuple(rows),
        problems=(*book.other_sheets(chosen, header_score), *found.problems, *book.unseen()),
        exact_width=False,
        sheet=chosen,
        sheets=book.visible(),
        struck=struck,
    )


def serial_to_iso(text: str) -> str | None:
    """The ISO date of an Excel day number such as ``46280``; None when it is no such number."""
    if not re.fullmatch(r"[0-9]{2,7}(\.0+)?", text):
        return None
    serial = int(text.partition(".")[0])
    if not _MIN_SERIAL <= serial <= _MAX_SERIAL:
        return None
    return (_EXCEL_EPOCH + dt.timedelta(days=serial)).isoformat()


@lru_cache(maxsize=2)
def _opened(data: bytes, file_name: str) -> "_Workbook":
    """A checked workbook; kept, so that a second request does not parse it again."""
    if readable_kind(data, file_name) == "text":
        raise InterchangeError(f"“{file_name}” is not an .xlsx workbook. Save it as .xlsx or CSV.")
    if not data.startswith(b"PK"):
        return _by_calamine(data, file_name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _damaged(file_name) from error
    if _check(archive, file_name) != "xlsx":
        return _by_calamine(data, file_name)
    try:
        return _Workbook(file_name, OpenXml(archive))
    except _DAMAGE as error:
        raise _damaged(file_name) from error


def _check(archive: zipfile.ZipFile, file_name: str) -> Literal["xlsx", "xlsb", "ods"]:
    """The kind of workbook the archive is, where it is one that is safe to parse."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    kind = _kind(archive, names, file_name)
    if len(names) != len(entries):
        raise _refusal(file_name, "holds two parts of the same name")
    check(entries, PARTS, file_name)
    for entry in entries:
        _check_part(archive, entry, file_name)
    return kind


def _kind(
    archive: zipfile.ZipFile, names: set[str], file_name: str
) -> Literal["xlsx", "xlsb", "ods"]:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        try:
            if archive.open("mimetype").read(64).strip().startswith(_SPREADSHEET):
                return "ods"
        except _UNREADABLE as error:
            raise _damaged(file_name) from error
    for part, fault, action in _TELLING_PARTS:
        if part in names:
            raise InterchangeError(f"“{file_name}” {fault}. {action}.")
    raise InterchangeError(
        f"“{file_name}” is a zip archive, not a workbook. Unpack it and choose the list inside."
    )


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str) -> None:
    """Read the part to its end: sizes and checksum are verified, document types refused."""
    tail = b""
    try:
        with archive.open(entry) as part:
            while chunk := part.read(MEGABYTE):
                # NULs out, so that a part in UTF-16 cannot hide a document type.
                window = tail + chunk.replace(b"\0", b"")
                if _FORBIDDEN.search(window) and _is_xml(entry.filename):
                    fault = "holds a document type or entities, which no list needs"
                    raise _refusal(file_name, fault)
                tail = window[-16:]
    except _UNREADABLE as error:
        raise _damaged(file_name) from error


def _is_xml(name: str) -> bool:
    return not name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin"))


def _refusal(file_name: str, fault: str) -> InterchangeError:
    return InterchangeError(f"“{file_name}” {fault}. It was not opened; {PARTS.action}.")


def _damaged(file_name: str) -> InterchangeError:
    """The error for a workbook that is broken rather than hostile."""
    action = "Open it in Excel and save it again, or download it again."
    return InterchangeError(f"“{file_name}” is a damaged workbook. {action}")


@dataclass(slots=True)
class _Workbook:
    """One workbook and the sheets of it that were read. Without ``source`` all were."""

    file_name: str
    source: OpenXml | None
    places: tuple[SheetPlace, ...] = ()
    read: dict[str, SheetCells] = field(default_factory=dict)
    _heads: dict[str, SheetCells] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.source is not None:
            self.places = self.source.sheets

    def visible(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet in self.places if sheet.visible)

    def choose(self, wanted: str | None, header_score: HeaderScore) -> str:
        """The sheet asked for, else the first that has a header."""
        every = [sheet.name for sheet in self.places]
        if wanted is not None:
            if wanted not in every:
                names = ", ".join(every)
                message = f"“{self.file_name}” has no sheet “{wanted}”."
                raise InterchangeError(f"{message} Choose one of: {names}.")
            return wanted
        visible = self.visible()
        if not visible:
            message = f"“{self.file_name}” has no visible sheet."
            raise InterchangeError(f"{message} Unhide the list in Excel.")
        return next(iter(self._likely(header_score)), visible[0])

    def other_sheets(self, chosen: str, header_score: HeaderScore) -> Iterator[TableProblem]:
        """What was not looked at: other sheets with a header, and hidden ones."""
        others = [name for name in self._likely(header_score) if name != chosen]
        if others:
            message = f"Sheet “{chosen}” was read. {_named(others)} can be chosen instead."
            yield TableProblem(0, "", message, "warning")
        hidden = [place.name for place in self.places if not place.visible]
        if hidden and chosen not in hidden:
            message = f"Hidden and not read: {_named(hidden)}."
            yield TableProblem(0, "", message, "warning")

    def unseen(self) -> tuple[TableProblem, ...]:
        return () if self.source else (TableProblem(0, "", _UNSEEN, "warning"),)

    def cells(self, name: str) -> SheetCells:
        if name not in self.read:
            self.read[name] = self._parse(name, MAX_ROWS)
        found = self.read[name]
        if len(found.rows) > MAX_ROWS:
            message = f"Sheet “{name}” has more than {MAX_ROWS:,} rows."
            raise InterchangeError(f"{message} Choose the list of one group or cohort.")
        return found

    def _likely(self, header_score: HeaderScore) -> list[str]:
        return [
            name for name in self.visible() if best_header(self._head(name), header_score)[0] >= 0
        ]

    def _head(self, name: str) -> Sequence[TableRow]:
        if name in self.read:
            return self.read[name].rows
        if name not in self._heads:
            self._heads[name] = self._parse(name, HEADER_SEARCH_ROWS)
        return self._heads[name].rows

    def _parse(self, name: str, most_rows: int) -> SheetCells:
        place = next(place for place in self.places if place.name == name)
        if self.source is None:
            raise _damaged(self.file_name)
        try:
            return self.source.cells(place, most_rows=most_rows)
        except OverflowError as error:
            message = f"Sheet “{name}” has more cells than any list of people."
            raise InterchangeError(f"{message} Choose the list of one group or cohort.") from error
        except _DAMAGE as error:
            raise _damaged(self.file_name) from error


def _by_calamine(data: bytes, file_name: str) -> _Workbook:
    """A workbook of another kind; everything in it is read at once."""
    import python_calamine

    places: list[SheetPlace] = []
    read: dict[str, SheetCells] = {}
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as found:
            sheets = [
                sheet
                for sheet in found.sheets_metadata
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
            for sheet in sheets:
                visible = sheet.visible == python_calamine.SheetVisibleEnum.Visible
                places.append(SheetPlace(sheet.name, visible, ""))
                read[sheet.name] = _plain_cells(found.get_sheet_by_name(sheet.name))
    except python_calamine.PasswordError as error:
        message = f"“{file_name}” has a password."
        raise InterchangeError(f"{message} Open it, remove the password and save it.") from error
    except (python_calamine.CalamineError, *_DAMAGE) as error:
        what = "a damaged workbook" if data.startswith(b"PK") else "an old Excel workbook (.xls)"
        message = f"“{file_name}” is {what} that cannot be read."
        raise InterchangeError(f"{message} Open it in Excel and save it as .xlsx.") from error
    return _Workbook(file_name, None, tuple(places), read)


def _plain_cells(sheet: "CalamineSheet") -> SheetCells:
    cells = SheetCells()
    for line, values in enumerate(
        sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1), start=1
    ):
        texts = [value_text(value) for value in values[:MAX_COLUMNS]]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            cells.rows.append(row_of(line, texts))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        cells.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    return cells


class _Cleaning:
    """From the cells of a sheet to the rows that are taken in, and what to say of the others."""

    def __init__(self, cells: SheetCells) -> None:
        self._cells = cells
        self.problems: list[TableProblem] = []

    def rows(self) -> list[TableRow]:
        cells = self._cells
        shown = [row for row in cells.rows if row.line not in cells.hidden_rows]
        self._say_hidden(shown)
        rows = [self._without_hidden(row) for row in shown]
        rows = [row for row in self._filled(rows) if not row.is_blank]
        self._say_formulas({row.line for row in rows})
        sound, errors = without_errors(rows, cell_name)
        self.problems.extend(errors)
        return sound

    def struck(self, rows: Iterable[TableRow]) -> frozenset[tuple[int, int]]:
        """The cells that are struck out, by line and column from 0."""
        read = {(row.line, at + 1) for row in rows for at, text in enumerate(row.cells) if text}
        found = read & self._cells.struck
        if found:
            are = "is" if len(found) == 1 else "are"
            self._say(f"{counted(len(found), 'cell')} {are} struck out. Check whether they count.")
        return frozenset((line, column - 1) for line, column in found)

    def _say_hidden(self, shown: Sequence[TableRow]) -> None:
        hidden = len(self._cells.rows) - len(shown)
        if hidden:
            were = "was" if hidden == 1 else "were"
            message = f"{counted(hidden, 'hidden row')} {were} not read."
            self._say(f"{message} To have them read, show them in Excel and save.")
        columns = [at for at in sorted(self._cells.hidden_columns) if _first_text(shown, at)]
        if columns:
            titles = [f"{column_letters(at)} (“{_first_text(shown, at)}”)" for at in columns]
            noun = "hidden column" if len(titles) == 1 else "hidden columns"
            were = "was" if len(titles) == 1 else "were"
            message = f"The {noun} {', '.join(titles)} {were} not read."
            self._say(f"{message} To have it read, show it in Excel and save.")

    def _without_hidden(self, row: TableRow) -> TableRow:
        hidden = self._cells.hidden_columns
        if not hidden:
            return row
        kept = ("" if at in hidden else text for at, text in enumerate(row.cells, start=1))
        return replace(row, cells=tuple(kept))

    def _filled(self, rows: list[TableRow]) -> list[TableRow]:
        """A text merged over several rows of a column belongs to each of them."""
        by_line = {row.line: list(row.cells) for row in rows}
        filled = 0
        for top, left, bottom, right in self._cells.merged:
            text = _at(by_line.get(top, ()), left)
            if left != right or top == bottom or not text:
                continue
            for line in range(top + 1, min(bottom, top + MAX_ROWS) + 1):
                if line in by_line:
                    texts = by_line[line]
                    texts += [""] * (left - len(texts))
                    texts[left - 1] = text
                    filled += 1
        if filled:
            share = "shares" if filled == 1 else "share"
            self._say(f"{counted(filled, 'row')} {share} a merged cell with the row above.")
        return [replace(row, cells=tuple(by_line[row.line])) for row in rows]

    def _say_formulas(self, lines: set[int]) -> None:
        empty = sorted(
            (column, line)
            for line, column in self._cells.empty_formulas
            if line in lines and column not in self._cells.hidden_columns
        )
        if not empty:
            return
        cells = [cell_name(line, column) for column, line in empty]
        shown = f"{cells[0]} to {cells[-1]}" if len(cells) > 1 else cells[0]
        without = "have no stored results and were"
        if len(cells) == 1:
            without = "has no stored result and was"
        message = f"{counted(len(cells), 'formula')} ({shown}) {without} read as empty."
        self._say(f"{message} Open the file in Excel, save it and choose it again.")

    def _say(self, message: str) -> None:
        self.problems.append(TableProblem(0, "", message, "warning"))


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column - 1] if column <= len(cells) else ""


def _first_text(rows: Iterable[TableRow], column: int) -> str:
    return next((text for row in rows if (text := _at(row.cells, column))), "")


def _named(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def cell_name(line: int, column: int) -> str:
    """A cell as a sheet names it: line 2 of column 3 is C2."""
    return f"{column_letters(column)}{line}"


def column_letters(column: int) -> str:
    """The letters of a sheet column, from 1: 1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

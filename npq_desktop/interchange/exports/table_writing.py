"""Writes CSV that a spreadsheet will not run; every export goes through here.

Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


CellValue = str | int | float | bool | date | None

_FORMULA_STARTS = tuple("=+-@＝＋－＠")  # the wide forms count as the plain ones in some locales
_CONTROL_STARTS = ("\t", "\r", "\n")


def write_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    *,
    with_bom: bool = True,
    separator: str = ",",
) -> bytes:
    """The table as UTF-8 CSV with CRLF line ends; the mark lets Excel read the accents.

    Every cell is quoted, so that none ends early whatever separates cells for its reader.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([safe_cell(title) for title in header])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    mark = codecs.BOM_UTF8 if with_bom else b""
    return mark + buffer.getvalue().encode("utf-8")


def safe_cell(value: CellValue) -> str | int | float:
    """The value as it may stand in a cell: text that starts like a formula is quoted by ``'``.

    Blanks in front do not hide a formula. Numbers pass as they are; a day is written as 2026-12-14;
    None is an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    risky = value.startswith(_CONTROL_STARTS) or value.lstrip().startswith(_FORMULA_STARTS)
    return f"'{value}" if risky else value


_LONGEST_CELL = 32_767  # Excel's own limit
_WIDEST = 44


def workbook(
    sheets: Mapping[str, Iterable[Sequence[CellValue]]], *, frozen: Mapping[str, str]
) -> bytes:
    """An XLSX file of these sheets, the first line of each in bold.

    ``frozen`` names for a sheet the first cell that scrolls, such as "B2".
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        _fill(sheet, rows)
        sheet.freeze_panes = frozen.get(name)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: "Worksheet", rows: Iterable[Sequence[CellValue]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = cast("Cell", sheet.cell(line, column))  # a new sheet has no merged ones
            _write(cell, value)
            if line == 1:
                cell.font = Font(bold=True)
            widths[column] = max(widths.get(column, 0), len(str(value or "")))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)


def _write(cell: "Cell", value: CellValue) -> None:
    """Text as text: openpyxl itself would make a formula of "=…"."""
    if not isinstance(value, str):
        cell.value = value
        return
    if not value:
        return
    cell.value = value[:_LONGEST_CELL]
    cell.data_type = "s"
    cell.quotePrefix = safe_cell(value) != value  # editing the cell keeps it text, too

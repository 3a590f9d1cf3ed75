"""Owns writing workbooks that hold values and nothing that runs.

Every text stays text, whatever somebody was called; numbers and days keep their type.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from npq_desktop.interchange.csv_writing import CellValue, safe_cell

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

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

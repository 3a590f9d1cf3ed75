"""Owns writing CSV that a spreadsheet will not run: the rule every export goes through.

Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

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
    """The table as UTF-8 CSV with CRLF line ends; the mark lets Excel read the accents."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
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

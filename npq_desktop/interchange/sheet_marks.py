"""Owns what openpyxl's reading mode does not tell about a sheet: hidden rows and columns, and
formulas that carry no stored value.

It reads the sheet's XML once, keeps only the places, and expects an archive already checked.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Literal
from xml.etree.ElementTree import Element, iterparse

from npq_desktop.interchange.tables import MAX_COLUMNS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACES = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Rows and columns count from 1; formula cells are (row, column)."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    empty_formulas: frozenset[tuple[int, int]] = frozenset()


def sheet_parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet name → the archive part that holds it, as the workbook's relations say.

    Raises: KeyError or ElementTree.ParseError on a damaged workbook.
    """
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    parts = {}
    for element in _elements(archive.read("xl/workbook.xml"), "sheet"):
        target = targets.get(element.get(f"{_PLACES}id", ""), "")
        parts[element.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target))[1:]
    return parts


def read_marks(archive: zipfile.ZipFile, part: str) -> SheetMarks:
    """The marks of one sheet part.

    Raises: KeyError, ElementTree.ParseError or ValueError on a damaged part.
    """
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    formulas: set[tuple[int, int]] = set()
    row_number = 0
    with archive.open(part) as source:
        for event, element in _parsed(source, ("start", "end")):
            if element.tag == f"{_MAIN}row" and event == "start":
                row_number = int(element.get("r") or row_number + 1)
                if _is_hidden(element):
                    hidden_rows.add(row_number)
            elif event == "start":
                continue
            elif element.tag == f"{_MAIN}col" and _is_hidden(element):
                hidden_columns |= _columns_of(element)
            elif element.tag == f"{_MAIN}row":
                formulas |= {(row_number, column) for column in _empty_formulas(element)}
                element.clear()
    return SheetMarks(frozenset(hidden_rows), frozenset(hidden_columns), frozenset(formulas))


def _elements(xml: bytes, name: str) -> list[Element]:
    found = _parsed(io.BytesIO(xml), ("end",))
    return [element for _, element in found if element.tag.rpartition("}")[2] == name]


def _parsed(
    source: IO[bytes], events: Sequence[Literal["start", "end"]]
) -> Iterator[tuple[str, Element]]:
    # Document types and entities were refused when the archive was checked.
    return iterparse(source, events=events)  # noqa: S314


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in {"1", "true"}


def _columns_of(element: Element) -> set[int]:
    first, last = int(element.get("min", "1")), int(element.get("max", "1"))
    return set(range(max(first, 1), min(last, MAX_COLUMNS) + 1))


def _empty_formulas(row: Element) -> set[int]:
    """Columns of the row's cells that hold a formula and no value."""
    columns = set()
    for position, cell in enumerate(row.iter(f"{_MAIN}c"), start=1):
        if cell.find(f"{_MAIN}f") is not None and not cell.findtext(f"{_MAIN}v"):
            columns.add(_column_number(cell.get("r")) or position)
    return columns


def _column_number(reference: str | None) -> int | None:
    letters = re.match(r"[A-Z]{1,3}", reference or "")
    number = 0
    for letter in letters.group() if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number or None

"""Owns a register as a CSV table and as an XLSX workbook, for people and other programs.

Every text stays text: nothing in these files runs, whatever somebody was called. Refuses nothing
and decides nothing: the report is written as it comes.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Literal
from xml.etree.ElementTree import Element, iterparse

from npq_desktop.interchange.table_writing import CellValue, workbook, write_csv
from npq_desktop.interchange.tables import MAX_COLUMNS
from npq_desktop.rows.paper import RegisterReport, ReportRow

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


_PERSON: Sequence[tuple[str, Callable[[ReportRow], CellValue]]] = (
    ("No.", lambda row: row.number),
    ("Name", lambda row: row.name),
    ("TRN", lambda row: row.trn),
    ("E-mail", lambda row: row.email),
    ("School", lambda row: row.school),
    ("Expected", lambda row: "yes" if row.expected else f"no: {row.why_not_expected}"),
    ("Mark", lambda row: row.mark),
    ("Minutes late", lambda row: row.minutes_late or None),
    ("Minutes left early", lambda row: row.minutes_early or None),
    ("Reason", lambda row: row.reason),
    ("How", lambda row: row.how),
    ("Recorded at", lambda row: row.recorded_at),
    ("Recorded by", lambda row: row.recorded_by),
    ("Laptop", lambda row: row.laptop),
    ("Amended because", lambda row: row.amendment),
    ("Earlier marks", lambda row: " | ".join(side.words for side in row.earlier)),
    ("Marks that disagree", lambda row: " | ".join(side.words for side in row.sides)),
)
_NOTE: Sequence[tuple[str, Callable[[ReportRow], CellValue]]] = (("Note", lambda row: row.note),)


def register_csv(report: RegisterReport) -> bytes:
    """One line a person; the columns about the event say the same on every line."""
    about = _about(report)
    header = [title for title, _ in (*_columns(report), *about)]
    same = [text for _, text in about]
    return write_csv(header, ([*cells, *same] for cells in _rows(report)))


def register_workbook(report: RegisterReport) -> bytes:
    """Two sheets: "Register" with one line a person, "Event" with a label and its text a line."""
    titles = tuple(title for title, _ in _columns(report))
    sheets = {
        "Register": (titles, *_rows(report)),
        "Event": (("About", "Text"), *_about(report)),
    }
    return workbook(sheets, frozen={"Register": "C2"})


def _columns(report: RegisterReport) -> Sequence[tuple[str, Callable[[ReportRow], CellValue]]]:
    """Without notes there is no column for them: an empty one would say that nobody wrote any."""
    return [*_PERSON, *_NOTE] if report.with_notes else _PERSON


def _rows(report: RegisterReport) -> list[list[CellValue]]:
    return [[value(row) for _, value in _columns(report)] for row in report.rows]


def _about(report: RegisterReport) -> list[tuple[str, str]]:
    return [
        ("Group", report.group),
        ("Event", report.event),
        ("Start", report.start),
        ("End", report.end),
        ("Time zone", report.time_zone),
        ("Place", report.place),
        ("Facilitator", report.facilitator),
        ("State", report.state),
        ("Counts", report.counts),
        ("Sign-offs", " | ".join(report.signoffs)),
        ("Paper evidence", " | ".join(report.evidence)),
        ("Saved at", report.made),
    ]

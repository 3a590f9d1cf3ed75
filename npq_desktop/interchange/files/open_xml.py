"""Reads the sheets of an .xlsx workbook, of either kind of Open XML, each in one pass.

Beside the texts it keeps what a person sees of them: hidden, struck out, merged, without a result.
It evaluates nothing and follows no link; the archive was checked before.
"""

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from npq_desktop.interchange.files.tables import MAX_COLUMNS, MAX_ROWS, TableRow, clean_cell, row_of

MAX_CELLS = 250_000
_MAX_SHEET_ROW = 1_048_576
_EPOCH, _EPOCH_OF_OLD_MACS = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001  # sheets know no zone
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LONGEST_FORMAT = 255  # Excel writes none that is longer
_ELAPSED_FORMAT = 46  # [h]:mm:ss
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


@dataclass(slots=True)
class SheetCells:
    """One sheet as read: its rows without blank ones, and marks by row or (row, column), from 1."""

    rows: list[TableRow] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    empty_formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A sheet of a workbook: its name, whether it can be seen, and the part it is in."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class _Style:
    """What a cell's style says of its value: a date, a length of time, zeros in front, a line."""

    date: bool = False
    elapsed: bool = False
    zeros: int = 0
    struck: bool = False


_PLAIN = _Style()


class OpenXml:
    """A workbook whose archive stays open while its sheets are read.

    Raises, here and below: KeyError, ValueError, ElementTree.ParseError or OSError where damaged.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._kinds: dict[str, str] = {}
        self._old_mac = False
        self.sheets = tuple(self._read_workbook())
        self._texts: list[tuple[str, bool]] | None = None
        self._styles = list(self._read_styles())

    def cells(self, sheet: SheetPlace, *, most_rows: int = MAX_ROWS) -> SheetCells:
        """A sheet's cells; ends behind ``most_rows`` rows that are not blank, and one more."""
        found, cells, last = SheetCells(), 0, 0
        with self._archive.open(sheet.part) as source:
            for name, element in _elements(source):
                if name == "col" and _is_hidden(element):
                    found.hidden_columns |= _columns_of(element)
                elif name == "mergeCell":
                    found.merged.extend(_range(element.get("ref", "")))
                elif name == "row":
                    last = int(element.get("r") or last + 1)
                    cells += self._keep_row(found, last, element)
                    element.clear()
                    if len(found.rows) > most_rows:
                        break
                    if cells > MAX_CELLS:
                        raise OverflowError
        return found

    def _keep_row(self, found: SheetCells, line: int, row: Element) -> int:
        """Read a row; says how many cells it has."""
        if line > _MAX_SHEET_ROW:
            return 0
        if _is_hidden(row):
            found.hidden_rows.add(line)
        texts: list[str] = []
        column = 0
        for cell in row:
            column = _column(cell.get("r")) or column + 1
            if column > MAX_COLUMNS:
                continue
            text, struck, empty = self._value(cell)
            texts += [""] * (column - len(texts))
            texts[column - 1] = text
            if text and struck:
                found.struck.add((line, column))
            if empty:
                found.empty_formulas.add((line, column))
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found.rows.append(row_of(line, texts))
        return column

    def _value(self, cell: Element) -> tuple[str, bool, bool]:
        """Text, whether it is struck out, whether it is a formula without a stored result."""
        style = self._style(cell.get("s"))
        kind, raw, formula, inline = cell.get("t", "n"), "", False, None
        for part in cell:
            match _name(part):
                case "v":
                    raw = part.text or ""
                case "f":
                    formula = True
                case "is":
                    inline = part
        if inline is not None:
            text, struck = _text_of(inline)
            return text, struck or style.struck, False
        if not raw:
            return "", False, formula
        if kind == "s":
            text, struck = self._text(int(raw))
            return text, struck or style.struck, False
        return _stored_text(kind, raw, style, self._old_mac), style.struck, False

    def _style(self, number: str | None) -> _Style:
        at = int(number or 0)
        return self._styles[at] if at < len(self._styles) else _PLAIN

    def _text(self, place: int) -> tuple[str, bool]:
        if self._texts is None:
            self._texts = list(self._read_texts())
        return self._texts[place] if 0 <= place < len(self._texts) else ("", False)

    def _read_workbook(self) -> Iterator[SheetPlace]:
        targets = {}
        for name, element in self._part("xl/_rels/workbook.xml.rels"):
            if name == "Relationship":
                part = posixpath.normpath(posixpath.join("/xl", element.get("Target", "")))[1:]
                kind = element.get("Type", "").rpartition("/")[2]
                targets[element.get("Id", "")] = (kind, part)
                self._kinds.setdefault(kind, part)
        for name, element in self._part("xl/workbook.xml"):
            if name == "workbookPr":
                self._old_mac = element.get("date1904") in {"1", "true"}
            if name == "sheet":
                key = next((v for k, v in element.items() if k.endswith("}id")), "")
                kind, part = targets.get(key, ("", ""))
                if kind == "worksheet":
                    visible = element.get("state", "visible") == "visible"
                    yield SheetPlace(element.get("name", ""), visible, part)

    def _read_texts(self) -> Iterator[tuple[str, bool]]:
        for name, element in self._part(self._kinds.get("sharedStrings", "")):
            if name == "si":
                yield _text_of(element)
                element.clear()

    def _read_styles(self) -> Iterator[_Style]:
        formats: dict[int, str] = {}
        fonts: list[bool] = []
        for name, element in self._part(self._kinds.get("styles", "")):
            if name == "numFmt":
                formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            elif name == "fonts":
                fonts = [_is_struck(font) for font in element]
            elif name == "cellXfs":
                for each in element:
                    font = int(each.get("fontId", "0"))
                    struck = font < len(fonts) and fonts[font]
                    yield _style(int(each.get("numFmtId", "0")), formats, struck)

    def _part(self, name: str) -> Iterator[tuple[str, Element]]:
        if not name or name not in self._archive.namelist():
            return
        with self._archive.open(name) as source:
            yield from _elements(source)


def _elements(source: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Every element at its end, with its name without namespace: both kinds of Open XML are one."""
    # Document types and entities were refused when the archive was checked.
    for _, element in iterparse(source, events=("end",)):  # noqa: S314
        yield _name(element), element


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text_of(item: Element) -> tuple[str, bool]:
    """A text that may be made of runs, without its reading aids; struck if all of it is."""
    texts, lines = [], []
    for part in item:
        name = _name(part)
        if name == "t":
            texts.append(part.text or "")
            lines.append(False)
        elif name == "r":
            text = "".join(t.text or "" for t in part if _name(t) == "t")
            texts.append(text)
            if text.strip():
                lines.append(any(_is_struck(p) for p in part if _name(p) == "rPr"))
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(texts))
    return clean_cell(text), bool(lines) and all(lines)


def _is_struck(font: Element) -> bool:
    lines = [each for each in font if _name(each) in {"strike", "dstrike"}]
    return any(line.get("val", "1") not in {"0", "false"} for line in lines)


def _style(number: int, formats: Mapping[int, str], struck: bool) -> _Style:
    code = formats.get(number, "")[:_LONGEST_FORMAT]
    if not code:
        elapsed = number == _ELAPSED_FORMAT
        return _Style(date=number in _DATE_FORMATS and not elapsed, elapsed=elapsed, struck=struck)
    first = code.partition(";")[0]
    bare = _QUOTED.sub("", first)
    elapsed = _ELAPSED.search(bare) is not None
    dated = re.search("[dmyhs]", bare, re.IGNORECASE) is not None
    date = dated and not elapsed and bare.casefold() != "general"
    zeros = len(first) if re.fullmatch(r"0+", first) else 0
    return _Style(date=date, elapsed=elapsed, zeros=zeros, struck=struck)


def _stored_text(kind: str, raw: str, style: _Style, old_mac: bool) -> str:
    match kind:
        case "b":
            return value_text(raw in {"1", "true"})
        case "d":
            return value_text(dt.datetime.fromisoformat(raw.removesuffix("Z")))
        case "n":
            return _number_text(float(raw), style, old_mac)
    return clean_cell(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw))


def _number_text(number: float, style: _Style, old_mac: bool) -> str:
    try:
        if style.elapsed:
            return value_text(dt.timedelta(days=number))
        if style.date:
            return value_text(_moment(number, old_mac))
    except (OverflowError, ValueError):
        return value_text(number)  # beyond any calendar: as the number it is
    return value_text(number).zfill(style.zeros) if number >= 0 else value_text(number)


def _moment(serial: float, old_mac: bool) -> dt.datetime | dt.time:
    """A day number of Excel, whose calendar has a 29 February 1900."""
    seconds = dt.timedelta(seconds=round(serial * 86_400))
    if 0 <= serial < 1:
        return (_EPOCH + seconds).time()
    if old_mac:
        return _EPOCH_OF_OLD_MACS + seconds
    return _EPOCH + seconds + dt.timedelta(days=1 if 1 <= serial < 60 else 0)


def value_text(value: object) -> str:
    """The text of a stored value: whole numbers without a point, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return clean_cell(str(value))


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in {"1", "true"} or element.get("width") == "0"


def _columns_of(element: Element) -> set[int]:
    first, last = int(element.get("min", "1")), int(element.get("max", "1"))
    return set(range(max(first, 1), min(last, MAX_COLUMNS) + 1))


def _range(reference: str) -> Iterable[Merged]:
    """The corners of ``E2:E3``."""
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", reference)
    if found:
        yield int(found[2]), _column(found[1]), int(found[4]), _column(found[3])


def _column(reference: str | None) -> int:
    """The number of the column a reference such as ``AB12`` names, from 1; 0 for none."""
    number = 0
    for letter in (reference or "").rstrip("0123456789")[:3]:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

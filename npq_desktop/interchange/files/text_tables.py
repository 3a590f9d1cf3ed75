"""Reads CSV and its relatives: encoding, separator, lines, damaged quotation marks.

A cell is never shifted into another column to make a row fit. A file is parsed once, however often
it is asked for.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.files.code_pages import PAGE_WORDS, likeliest_page, other_reading
from npq_desktop.interchange.files.file_kinds import readable_kind
from npq_desktop.interchange.files.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    HeaderScore,
    Table,
    TableProblem,
    TableRow,
    best_header,
    clean_cell,
    row_of,
    without_errors,
)

SEPARATORS = (",", ";", "\t", "|")
MAX_CELL_CHARACTERS = 1_000_000
MAX_LINES = 200_000  # blank ones and those inside a cell included
_SAMPLE_LINES = 60
_MAX_QUOTE_REPAIRS = 20


def read_text_table(data: bytes, *, file_name: str, header_score: HeaderScore) -> Table:
    """Every row of a delimited text file, in order, with physical line numbers.

    ``header_score`` tells a right separator from a wrong one.
    Raises: InterchangeError when the bytes are no readable text table.
    """
    if readable_kind(data, file_name) != "text":
        raise InterchangeError(
            f"“{file_name}” is a workbook or archive, not a text file. Choose the CSV file."
        )
    csv.field_size_limit(MAX_CELL_CHARACTERS)  # process-wide, so always the same number
    _, _, lines = _decoded(data, file_name)
    first, declared = _declared_separator(lines)
    return _parsed(data, file_name, declared or choose_separator(lines[first:], header_score))


@lru_cache(maxsize=2)
def _decoded(data: bytes, file_name: str) -> tuple[str, str, Sequence[str]]:
    """The text, its encoding and its lines; names decide between code pages."""
    text, encoding = decode_text(data, file_name)
    if encoding == "cp1252":
        encoding = likeliest_page(data)
        text = data.removeprefix(codecs.BOM_UTF8).decode(encoding, errors="replace")
    _check_length(text, file_name)
    return text, encoding, list(io.StringIO(text, newline=""))


@lru_cache(maxsize=2)
def _parsed(data: bytes, file_name: str, separator: str) -> Table:
    text, encoding, lines = _decoded(data, file_name)
    parsing = _Parsing(lines=lines, separator=separator, file_name=file_name)
    parsing.run(_declared_separator(lines)[0])
    rows, errors = without_errors(parsing.rows, lambda line, _column: f"line {line}")
    problems = (*_encoding_problems(text, encoding), *errors, *parsing.problems)
    return Table(tuple(rows), problems, encoding=encoding, separator=separator)


def decode_text(data: bytes, file_name: str) -> tuple[str, str]:
    """The text and the name of its encoding: byte-order mark, NUL pattern, UTF-8, Windows-1252.

    Raises: InterchangeError when UTF-16 is cut in the middle of a character.
    """
    for mark, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decode_utf16(data[len(mark) :], encoding, file_name), encoding
    body = data.removeprefix(codecs.BOM_UTF8)
    utf16 = _utf16_without_mark(body)
    if utf16:
        return _decode_utf16(body, utf16, file_name), utf16
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Never ISO-8859-1: there 0x96 is a control character, in Windows-1252 a dash.
        return body.decode("cp1252", errors="replace"), "cp1252"


def choose_separator(lines: Sequence[str], header_score: HeaderScore) -> str:
    """The separator that shows the best header, then the steadiest count of cells."""
    sample = lines[:_SAMPLE_LINES]
    return max(SEPARATORS, key=lambda separator: _separator_merit(sample, separator, header_score))


def suggested_repair(text: str) -> str | None:
    """What a double-encoded text such as ``SiÃ¢n`` probably was; None when it looks sound."""
    if not any(0xC2 <= ord(character) <= 0xC5 for character in text):
        return None
    try:
        repaired = b"".join(map(_single_byte, text)).decode("utf-8")
    except UnicodeError:
        return None
    return repaired if repaired != text else None


def _single_byte(character: str) -> bytes:
    return bytes([ord(character)]) if ord(character) < 256 else character.encode("cp1252")


def _decode_utf16(data: bytes, encoding: str, file_name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"“{file_name}” is damaged: its text breaks off. Download or save it again."
        raise InterchangeError(message) from error


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows as a NUL in every second byte of ordinary Latin text."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if not pairs:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd * 5 >= pairs * 2 and even * 20 < pairs:
        return "utf-16-le"
    if even * 5 >= pairs * 2 and odd * 20 < pairs:
        return "utf-16-be"
    return None


def _check_length(text: str, file_name: str) -> None:
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        message = f"“{file_name}” has more than {MAX_LINES:,} lines."
        raise InterchangeError(f"{message} Choose the list of one group or cohort.")


def _declared_separator(lines: Sequence[str]) -> tuple[int, str | None]:
    """Excel's first line ``sep=;``: the index of the next line and the separator it names."""
    first = lines[0].translate({0xFEFF: None}).rstrip("\r\n") if lines else ""
    match = re.fullmatch(r'"?sep=([^"\w])"?[,;]*', first, re.IGNORECASE)
    return (1, match.group(1)) if match else (0, None)


def _separator_merit(
    sample: Sequence[str], separator: str, header_score: HeaderScore
) -> tuple[int, float, int]:
    """Sort key: titles recognised, share of rows as wide as the header, cells of the usual row."""
    try:
        rows = [_row(0, cells[:MAX_COLUMNS]) for cells in csv.reader(sample, delimiter=separator)]
    except csv.Error:
        return (0, 0.0, 0)
    filled = [row for row in rows if not row.is_blank]
    if not filled:
        return (0, 0.0, 0)
    header, score = best_header(filled, header_score)
    widths = Counter(len(row.cells) for row in filled[max(header, 0) :])
    usual, count = widths.most_common(1)[0]
    expected = len(filled[header].cells) if header >= 0 else usual
    steady = widths[expected] if header >= 0 else count
    return (score, steady / widths.total() if usual > 1 or score else 0.0, usual)


def _encoding_problems(text: str, encoding: str) -> list[TableProblem]:
    problems = []
    readings = other_reading(text, encoding)
    if readings:
        message = (
            f"Read as {PAGE_WORDS[encoding]}: “{readings[0]}”. As {PAGE_WORDS['cp1252']} it would"
            f" be “{readings[1]}”. Check the names."
        )
        problems.append(TableProblem(0, "", message, "warning"))
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        message = f"Some letters could not be read ({encoding}). Check the names on this line."
        problems.append(TableProblem(line, "", message, "warning"))
    return problems


def _row(line: int, cells: Sequence[str]) -> TableRow:
    return row_of(line, [clean_cell(cell) for cell in cells])


@dataclass(slots=True)
class _Parsing:
    """One run through the lines; a quotation mark left open costs its own line, not the rest."""

    lines: Sequence[str]
    separator: str
    file_name: str
    rows: list[TableRow] = field(default_factory=list)
    problems: list[TableProblem] = field(default_factory=list)

    def run(self, first: int) -> None:
        start: int | None = first
        repairs = 0
        while start is not None:
            start = self._parse_from(start)
            repairs += 1
            if repairs > _MAX_QUOTE_REPAIRS:
                message = f"“{self.file_name}” has quotation marks left open on many lines."
                raise InterchangeError(f"{message} Save it again as CSV or .xlsx.")

    def _parse_from(self, start: int) -> int | None:
        """Read on from line index ``start``; where to resume after an open quotation mark."""
        reader = csv.reader(self.lines[start:], delimiter=self.separator)
        begin = start
        try:
            for cells in reader:
                end = start + reader.line_num
                if end - begin > 1 and end == len(self.lines) and self._is_left_open(begin):
                    self._note_open_quote(begin)
                    return begin + 1
                self._keep(begin + 1, cells)
                begin = end
        except csv.Error as error:
            message = f"“{self.file_name}” cannot be read from line {begin + 1} on: {error}."
            raise InterchangeError(f"{message} Save it again as CSV or .xlsx.") from error
        return None

    def _is_left_open(self, begin: int) -> bool:
        try:
            list(csv.reader(self.lines[begin:], delimiter=self.separator, strict=True))
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False

    def _note_open_quote(self, begin: int) -> None:
        message = "A quotation mark on this line is never closed; the line was left out."
        self.problems.append(TableProblem(begin + 1, "", message, "row"))

    def _keep(self, line: int, cells: Sequence[str]) -> None:
        row = _row(line, cells)
        if row.is_blank:
            return
        if len(self.rows) >= MAX_ROWS:
            message = f"“{self.file_name}” has more than {MAX_ROWS:,} lines."
            raise InterchangeError(f"{message} Choose the list of one group or cohort.")
        if len(cells) > MAX_COLUMNS:
            message = f"The line has more than {MAX_COLUMNS} cells; it was left out."
            self.problems.append(TableProblem(line, "", message, "row"))
            return
        self.rows.append(row)

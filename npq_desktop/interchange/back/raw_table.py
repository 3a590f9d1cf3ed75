"""A CSV file as its cells were written, so that what is not changed goes back byte for byte."""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart import process
from npq_desktop.interchange.cells.headers import title_key

_SEPARATORS = (",", ";", "\t")
_MOST_BYTES = 20 * 1024 * 1024
_ENDINGS = ("\r\n", "\n", "\r")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line of cells with their quotation marks, and the line end after it."""

    cells: tuple[str, ...]
    ending: str

    def value(self, at: int) -> str:
        """What a cell says; "" where the line has no such cell."""
        return unquoted(self.cells[at]) if 0 <= at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class RawTable:
    """The lines of a file; the first holds the titles."""

    mark: bytes
    separator: str
    rows: tuple[RawRow, ...]

    @classmethod
    def read(cls, data: bytes, file_name: str) -> "RawTable":
        """The cells of a UTF-8 file.

        Raises:
            InterchangeError: it is no CSV file in UTF-8, or it is damaged.
        """
        job = partial(cls._read, data, file_name)
        return process.files.read(job, name=file_name, lent=[data])

    @classmethod
    def _read(cls, data: bytes, file_name: str) -> "RawTable":
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        if len(data) > _MOST_BYTES or b"\0" in data:
            raise InterchangeError(f"“{file_name}” is not a CSV file. Choose the platform's file.")
        try:
            text = data[len(mark) :].decode("utf-8")
        except UnicodeDecodeError as error:
            raise InterchangeError(
                f"“{file_name}” was changed by another program. Download it again."
            ) from error
        separator = _separator(text)
        rows = tuple(_rows(text, separator, file_name))
        if not rows:
            raise InterchangeError(f"“{file_name}” is empty. Download it again.")
        return cls(mark, separator, rows)

    @property
    def titles(self) -> tuple[str, ...]:
        """The first line, as its cells read."""
        return tuple(unquoted(each) for each in self.rows[0].cells)

    def column(self, *titles: str) -> int:
        """The place of the first column with one of these titles; -1 without one."""
        wanted = {title_key(title) for title in titles}
        keys = [title_key(title) for title in self.titles]
        return next((at for at, key in enumerate(keys) if key in wanted), -1)

    def exact_column(self, *titles: str) -> int:
        """The place of the last column with one of these titles letter for letter; -1 without."""
        found = [at for at, title in enumerate(self.titles) if title.strip() in titles]
        return found[-1] if found else -1

    def written(self, rows: Iterable[RawRow]) -> bytes:
        """These rows as a file like the one that was read; its last line may have had no end."""
        end = self.rows[0].ending or "\n"
        text = "".join(self.separator.join(row.cells) + (row.ending or end) for row in rows)
        return self.mark + text.encode("utf-8")

    def quoted(self, value: str) -> str:
        """A value as a cell of this file."""
        return quoted(value, self.separator)


def quoted(value: str, separator: str = ",") -> str:
    """A value as a cell, in quotation marks where it needs them."""
    if re.search(rf'[\s"\\{re.escape(separator)}]', value):
        return '"' + value.replace('"', '""') + '"'
    return value


def unquoted(cell: str) -> str:
    """What a cell says."""
    text = cell.strip(" ") if cell.strip(" ").startswith('"') else cell
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('""', '"')
    return text


def _separator(text: str) -> str:
    """The separator that parts the titles most often, outside quotation marks."""
    first = re.sub(r'"(?:[^"]|"")*"', "", text.split("\n", 1)[0])
    return max(_SEPARATORS, key=lambda each: (first.count(each), each == ","))


def _rows(text: str, separator: str, file_name: str) -> Iterable[RawRow]:
    at = 0
    while at < len(text):
        cells: list[str] = []
        while True:
            cell, at = _cell(text, at, separator, file_name)
            cells.append(cell)
            if at >= len(text) or text[at] != separator:
                break
            at += 1
        ending = next((each for each in _ENDINGS if text.startswith(each, at)), "")
        at += len(ending)
        yield RawRow(tuple(cells), ending)


def _cell(text: str, at: int, separator: str, file_name: str) -> tuple[str, int]:
    start = at
    if text.startswith('"', at):
        at += 1
        while True:
            end = text.find('"', at)
            if end < 0:
                raise InterchangeError(f"“{file_name}” is damaged. Download it again.")
            at = end + 1
            if not text.startswith('"', at):
                break
            at += 1
    while at < len(text) and text[at] != separator and text[at] not in "\r\n":
        at += 1
    return text[start:at], at


def with_cells(row: RawRow, cells: Sequence[tuple[int, str]]) -> RawRow:
    """The row with some of its cells replaced."""
    changed = list(row.cells)
    for at, cell in cells:
        changed[at] = cell
    return RawRow(tuple(changed), row.ending)

"""Builds the document of a text that was handed in: headings, lists, tables, notes and paragraphs.

It is built with a cursor, never from mark-up, so nothing in it is loaded, linked or run.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import (
    QColor,
    QFont,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextList,
    QTextListFormat,
    QTextTableFormat,
)

from npq_desktop.rows.review import Attempt
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import plain_tip

LINE_BREAK = "\N{LINE SEPARATOR}"
LINE_HEIGHT = 150
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]’']", re.IGNORECASE)
NOTES = "Notes"
_LARGER = {"h1": 1.35, "h2": 1.18, "h3": 1.05}
_BULLETS = (
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)
_NUMBERS = (
    QTextListFormat.Style.ListDecimal,
    QTextListFormat.Style.ListLowerAlpha,
    QTextListFormat.Style.ListLowerRoman,
)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One paragraph to show: what it is, where it is bold, and where its links go."""

    text: str
    kind: str = "p"
    strong: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()

    @property
    def pieces(self) -> Iterator[tuple[str, bool, str]]:
        """Its text in pieces, each with whether it is bold and its link's address, else ""."""
        links = (*self.links, *_written_out(self.text))
        places = [*self.strong, *((start, end) for start, end, _ in links)]
        cuts = {0, len(self.text), *(cut for place in places for cut in place)}
        for start, end in pairwise(sorted(cut for cut in cuts if cut <= len(self.text))):
            bold = any(a <= start < b for a, b in self.strong)
            to = next((address for a, b, address in links if a <= start < b), "")
            yield self.text[start:end], bold, to


def lines_of(attempt: Attempt) -> tuple[ShownLine, ...]:
    """The paragraphs of an attempt, without blank ones; by their kinds where these are known."""
    if not attempt.kinds:
        return tuple(ShownLine(each) for each in paragraphs(attempt.text))
    strong: dict[int, list[tuple[int, int]]] = {}
    for line, start, end in attempt.strong:
        strong.setdefault(line, []).append((start, end))
    links: dict[int, list[tuple[int, int, str]]] = {}
    for line, start, end, address in attempt.links:
        links.setdefault(line, []).append((start, end, address))
    lines = zip(attempt.text.split("\n"), attempt.kinds, strict=False)
    return tuple(
        ShownLine(text, kind, tuple(strong.get(at, ())), tuple(links.get(at, ())))
        for at, (text, kind) in enumerate(lines)
        if text.strip()
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: parted by blank lines if it has any, else by its lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if "\n\n" not in lines:
        return lines.split("\n")
    parts = [part.strip("\n") for part in lines.split("\n\n")]
    return [part for part in parts if part.strip()] or [""]


class TextBuilder:
    """Writes lines into a document in one font and palette; ``gap`` is below each, in pixels."""

    def __init__(self, font: QFont, palette: QPalette, gap: int) -> None:
        self._plain = QTextCharFormat()
        self._heavy = QTextCharFormat()
        self._heavy.setFontWeight(QFont.Weight.Bold)
        self._quiet = QTextCharFormat()
        self._quiet.setForeground(QColor(tokens_of(palette).muted))
        self._edge = QColor(tokens_of(palette).line)
        self._size = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF()
        self._in_pixels = font.pixelSize() > 0
        self._block = _spaced(gap)
        self._close = _spaced(max(2, gap // 3))
        self._gap = gap
        self._lists: dict[int, tuple[str, QTextList]] = {}
        self._is_first = True

    def write(self, document: QTextDocument, lines: Sequence[ShownLine]) -> None:
        """Fill an empty document."""
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for is_table, group in _grouped(lines):
            if is_table:
                self._table(cursor, group)
                continue
            for line in group:
                self._line(cursor, line)
        cursor.endEditBlock()

    def _line(self, cursor: QTextCursor, line: ShownLine) -> None:
        kind = line.kind
        if kind == "f" and "f" not in {name for name, _ in self._lists.values()}:
            self._begin(cursor, self._heading("h3"), self._block)
            cursor.insertText(NOTES)
        look = self._look(kind)
        self._begin(cursor, look, self._block_of(kind))
        if kind[0] in "bnf":
            self._listed(cursor, kind)
        else:
            self._lists.clear()
        self._pieces(cursor, line, look)

    def _pieces(self, cursor: QTextCursor, line: ShownLine, look: QTextCharFormat) -> None:
        for text, bold, address in line.pieces:
            worn = self._heavy if bold else look
            cursor.insertText(_flat(text), _linked(worn, address) if address else worn)

    def _begin(self, cursor: QTextCursor, look: QTextCharFormat, block: QTextBlockFormat) -> None:
        if self._is_first:
            cursor.setBlockFormat(block)
            cursor.setBlockCharFormat(look)
            self._is_first = False
        else:
            cursor.insertBlock(block, look)

    def _listed(self, cursor: QTextCursor, kind: str) -> None:
        """Put the block into the list that goes on, or into a new one."""
        level = int(kind[1]) if len(kind) > 1 else 1
        for deeper in [each for each in self._lists if each > level]:
            del self._lists[deeper]
        known = self._lists.get(level)
        if known is not None and known[0] == kind:
            known[1].add(cursor.block())
            return
        made = QTextListFormat()
        styles = _BULLETS if kind[0] == "b" else _NUMBERS
        made.setStyle(styles[level - 1])
        made.setIndent(level)
        self._lists[level] = (kind, cursor.createList(made))

    def _table(self, cursor: QTextCursor, rows: Sequence[ShownLine]) -> None:
        cells = [row.text.split("\t") for row in rows]
        if self._is_first:
            cursor.setBlockFormat(_spaced(0))  # Qt wants a paragraph before a table
        made = QTextTableFormat()
        made.setBorder(1)
        made.setBorderBrush(self._edge)
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderCollapse(True)
        made.setCellPadding(max(3, self._gap // 3))
        made.setBottomMargin(self._gap)
        width = max(map(len, cells))
        table = cursor.insertTable(len(cells), width, made)
        for at, texts in enumerate(cells):
            for column, text in enumerate(texts):
                inside = table.cellAt(at, column).firstCursorPosition()
                self._pieces(inside, ShownLine(text), self._plain)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._lists.clear()
        self._is_first = True  # the empty paragraph that follows a table is the next line's

    def _block_of(self, kind: str) -> QTextBlockFormat:
        if kind[0] in "bn":
            return self._close
        if kind[0] == "h":
            headed = _spaced(self._gap // 2)
            headed.setTopMargin(self._gap // 2)
            return headed
        if kind == "a":
            indented = _spaced(self._gap)
            indented.setLeftMargin(self._gap * 2)
            return indented
        return self._block

    def _look(self, kind: str) -> QTextCharFormat:
        if kind in _LARGER:
            return self._heading(kind)
        if kind == "q":
            return self._heavy
        return self._quiet if kind == "f" else self._plain

    def _heading(self, kind: str) -> QTextCharFormat:
        made = QTextCharFormat(self._heavy)
        size = self._size * _LARGER[kind]
        if self._in_pixels:
            made.setProperty(QTextCharFormat.Property.FontPixelSize.value, round(size))
        else:
            made.setFontPointSize(size)
        return made


def _spaced(gap: int) -> QTextBlockFormat:
    made = QTextBlockFormat()
    proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight
    made.setLineHeight(LINE_HEIGHT, proportional.value)
    made.setBottomMargin(gap)
    return made


def _linked(look: QTextCharFormat, address: str) -> QTextCharFormat:
    """A link, which only tells where it goes: nothing here follows it."""
    made = QTextCharFormat(look)
    made.setFontUnderline(True)
    made.setAnchorHref(address)
    made.setToolTip(plain_tip(address))
    return made


def _written_out(text: str) -> Iterator[tuple[int, int, str]]:
    """The places of addresses that are written out in a text."""
    for found in _ADDRESS.finditer(text) if "://" in text else ():
        yield *found.span(), found.group()


def _flat(text: str) -> str:
    return text.replace("\n", LINE_BREAK)


def _grouped(lines: Iterable[ShownLine]) -> Iterator[tuple[bool, list[ShownLine]]]:
    """Rows that follow each other are one table."""
    group: list[ShownLine] = []
    for line in lines:
        is_row = line.kind[0] == "t"
        if group and is_row != (group[0].kind[0] == "t"):
            yield group[0].kind[0] == "t", group
            group = []
        group.append(line)
    if group:
        yield group[0].kind[0] == "t", group

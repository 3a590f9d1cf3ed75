"""Sets a table of plain text on pages: as a PDF document, or on any printer.

Long text wraps, over pages where it must, and mark-up in it is printed as it is. Every page
repeats the heading and the columns' names and has its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextOption,
)

from npq_desktop.errors import ServiceError

_DOTS_PER_INCH = 300
_MARGIN_MM = 12.0
_PAD_MM = 1.0
_RULE_MM = 0.15
_BODY_POINTS = 10.0
_SMALL_POINTS = 8.0
_HEADING_POINTS = 15.0
_INK, _RULE, _HEAD = QColor("#000000"), QColor("#707070"), QColor("#ececec")
_NO_PRINTER = (
    "The printer did not take the pages. See that it is switched on and has paper, then print "
    "again; or save the sheet as a PDF and print it elsewhere."
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to print; ``shares`` are the columns' parts of the width, in any unit.

    ``row_mm`` is the least height of a row; ``closing`` stands below the table, a paragraph each.
    """

    heading: str
    lines: tuple[str, ...]
    foot: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...] = ()
    row_mm: float = 5.0
    points: float = _BODY_POINTS
    is_landscape: bool = False


def pdf_of(paper: Paper) -> bytes:
    """The pages as a PDF document."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(paper.heading)
    writer.setCreator("NPQ Desktop")
    set_up_page(writer, paper)
    paint(paper, writer)
    buffer.close()
    return bytes(content.data())


def set_up_page(device: QPagedPaintDevice, paper: Paper) -> None:
    """Set a device to A4, upright or across as the paper wants."""
    way = QPageLayout.Orientation
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            way.Landscape if paper.is_landscape else way.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )


def paint(paper: Paper, device: QPagedPaintDevice) -> int:
    """Paint every page; returns how many there are.

    Raises:
        ServiceError: the printer does not take them.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise ServiceError(_NO_PRINTER)
    try:
        return _Pages(paper, device, painter).paint()
    finally:
        painter.end()


@dataclass(frozen=True, slots=True)
class _Block:
    """A row, or a paragraph over the whole width, no higher than a page; in device units."""

    texts: tuple[str, ...]
    height: float
    is_row: bool


class _Pages:
    """Breaks one paper into pages, then paints them; lengths are in device units."""

    def __init__(self, paper: Paper, device: QPagedPaintDevice, painter: QPainter) -> None:
        self._paper, self._device, self._painter = paper, device, painter
        self._mm = device.logicalDpiX() / 25.4
        self._pad = _PAD_MM * self._mm
        area = device.pageLayout().paintRectPixels(device.logicalDpiX())
        self._width, self._height = float(area.width()), float(area.height())
        self._body = _font(paper.points)
        self._bold = _font(paper.points, is_bold=True)
        self._small = _font(_SMALL_POINTS)
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        whole = sum(paper.shares)
        self._columns = [self._width * share / whole for share in paper.shares]
        self._foot_height = self._text_height(self._small, "Ag", self._width) + self._pad

    def paint(self) -> int:
        pages = self._broken()
        for number, blocks in enumerate(pages, start=1):
            if number > 1 and not self._device.newPage():
                raise ServiceError(_NO_PRINTER)
            self._paint_page(blocks, is_first=number == 1)
            self._paint_foot(number, len(pages))
        return len(pages)

    def _broken(self) -> list[list[_Block]]:
        """The blocks page by page."""
        pages: list[list[_Block]] = [[]]
        room = self._room(is_first=True)
        for block in self._blocks():
            if block.height > room and pages[-1]:
                pages.append([])
                room = self._room(is_first=False)
            pages[-1].append(block)
            room -= block.height
        return pages

    def _blocks(self) -> list[_Block]:
        rows = [part for texts in self._paper.rows for part in self._parts(texts, is_row=True)]
        closing = [self._parts((text,), is_row=False) for text in self._paper.closing]
        return [*rows, *(part for parts in closing for part in parts)]

    def _parts(self, texts: tuple[str, ...], *, is_row: bool) -> list[_Block]:
        """One block, or several where it would be higher than a page."""
        most = self._room(is_first=True)
        parts: list[_Block] = []
        while (height := self._block_height(texts, is_row=is_row)) > most:
            cut = [self._fitting(text, width, most) for text, width in self._cells(texts, is_row)]
            first = tuple(text[:at] for text, at in zip(texts, cut, strict=True))
            texts = tuple(text[at:] for text, at in zip(texts, cut, strict=True))
            parts.append(_Block(first, self._block_height(first, is_row=is_row), is_row))
        return [*parts, _Block(texts, height, is_row)]

    def _cells(self, texts: Sequence[str], is_row: bool) -> list[tuple[str, float]]:
        """Each text with the width it has."""
        return list(zip(texts, self._columns if is_row else [self._width], strict=True))

    def _fitting(self, text: str, width: float, most: float) -> int:
        """How much of a text a page has room for; at least one character."""
        low, high = min(1, len(text)), len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._cell_height(self._body, text[:middle], width) <= most
            low, high = (middle, high) if fits else (low, middle - 1)
        return low

    def _block_height(self, texts: Sequence[str], *, is_row: bool) -> float:
        cells = self._cells(texts, is_row)
        heights = [self._cell_height(self._body, text, width) for text, width in cells]
        return max(self._paper.row_mm * self._mm if is_row else 0.0, *heights)

    def _room(self, *, is_first: bool) -> float:
        return self._height - self._top_height(is_first) - self._head_height() - self._foot_height

    def _head_height(self) -> float:
        cells = self._cells(self._paper.columns, is_row=True)
        return max(self._cell_height(self._bold, text, width) for text, width in cells)

    def _top(self, is_first: bool) -> list[tuple[QFont, str]]:
        if not is_first:
            return [(_font(_BODY_POINTS, is_bold=True), self._paper.heading)]
        title = (_font(_HEADING_POINTS, is_bold=True), self._paper.heading)
        return [title, *((_font(_BODY_POINTS), line) for line in self._paper.lines)]

    def _top_height(self, is_first: bool) -> float:
        heights = [self._text_height(font, text, self._width) for font, text in self._top(is_first)]
        return sum(heights) + 2 * self._pad

    def _paint_page(self, blocks: Sequence[_Block], *, is_first: bool) -> None:
        top = 0.0
        for font, text in self._top(is_first):
            top += self._write(font, text, QRectF(0, top, self._width, self._height))
        top += 2 * self._pad
        if not blocks or blocks[0].is_row:
            head = _Block(self._paper.columns, self._head_height(), is_row=True)
            top = self._paint_block(head, top, is_head=True)
        for block in blocks:
            top = self._paint_block(block, top)

    def _paint_block(self, block: _Block, top: float, *, is_head: bool = False) -> float:
        left = 0.0
        for text, width in self._cells(block.texts, block.is_row):
            box = QRectF(left, top, width, block.height)
            if is_head:
                self._painter.fillRect(box, _HEAD)
            if block.is_row:
                self._painter.setPen(QPen(_RULE, _RULE_MM * self._mm))
                self._painter.drawRect(box)
            inset = self._pad if block.is_row else 0.0
            inner = box.adjusted(inset, self._pad, -inset, 0)
            self._write(self._bold if is_head else self._body, text, inner)
            left += width
        return top + block.height

    def _paint_foot(self, number: int, count: int) -> None:
        self._painter.setFont(self._small)
        self._painter.setPen(_INK)
        line = QRectF(0, self._height - self._foot_height, self._width, self._foot_height)
        bottom = Qt.AlignmentFlag.AlignBottom
        self._painter.drawText(line, bottom | Qt.AlignmentFlag.AlignLeft, self._paper.foot)
        page = f"page {number} of {count}"
        self._painter.drawText(line, bottom | Qt.AlignmentFlag.AlignRight, page)

    def _cell_height(self, font: QFont, text: str, width: float) -> float:
        return self._text_height(font, text, width - 2 * self._pad) + 2 * self._pad

    def _text_height(self, font: QFont, text: str, width: float) -> float:
        self._painter.setFont(font)
        box = QRectF(0, 0, width, self._height * 1000)  # as high as any text may be
        return self._painter.boundingRect(box, text, self._option).height()

    def _write(self, font: QFont, text: str, box: QRectF) -> float:
        """Write at the top of ``box``; returns the height that took."""
        self._painter.setFont(font)
        self._painter.setPen(_INK)
        self._painter.drawText(box, text, self._option)
        return self._text_height(font, text, box.width())


def _font(points: float, *, is_bold: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(points)
    font.setBold(is_bold)
    return font

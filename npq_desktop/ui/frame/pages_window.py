"""A window to read in: pages on the left, their text on the right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextFrameFormat, QTextTable, QTextTableCellFormat
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QWidget
from typing_extensions import override

from npq_desktop.resources import resource
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of

_TEXT_CHARACTERS = 75
_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page: its title and its text as Markdown."""

    title: str
    text: str


class PagesWindow(Dialog):
    """Shows pages to read; the first is in front unless another is asked for."""

    def __init__(
        self, *, parent: QWidget, title: str, pages: tuple[GuidePage, ...], first: int = 0
    ) -> None:
        super().__init__(parent, title)
        self._pages = pages
        self.sides = QListWidget(self)
        self.text = QTextBrowser(self)
        self.sides.setAccessibleName(f"Pages of {title}")
        self.text.setAccessibleName("Text")
        self.text.setOpenLinks(False)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        metrics = metrics_of(self.font())
        longest = max(self.fontMetrics().horizontalAdvance(page.title) for page in pages)
        self.sides.setFixedWidth(longest + metrics.line * 2)
        self.text.document().setDocumentMargin(metrics.line)
        self._width = self.fontMetrics().averageCharWidth() * _TEXT_CHARACTERS + metrics.line * 4
        self.text.setMaximumWidth(self._width)
        line = QHBoxLayout()
        line.addWidget(self.sides)
        line.addWidget(self.text, 1)
        self.body.addLayout(line, 1)
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.opens_on = self.sides
        self.sides.setSpacing(metrics.gap // 2)
        self.sides.addItems([page.title for page in pages])
        self.sides.currentRowChanged.connect(self._show)
        self.sides.setCurrentRow(first if first < len(pages) else 0)
        self.resize(self.sides.width() + self._width + metrics.line * 3, metrics.line * 32)

    def _show(self, at: int) -> None:
        self.text.setMarkdown(self._pages[at].text)
        for table in self.text.document().rootFrame().childFrames():
            if isinstance(table, QTextTable):
                self._dress(table)

    def _dress(self, table: QTextTable) -> None:
        """Give a table the looks of the program's own: hairlines below, a quiet head, no grid."""
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        whole = table.format()
        whole.setBorder(0)
        whole.setCellSpacing(0)
        whole.setCellPadding(0)
        whole.setMargin(metrics.gap)
        table.setFormat(whole)
        for row, column in product(range(table.rows()), range(table.columns())):
            cell = table.cellAt(row, column)
            look = QTextTableCellFormat()
            look.setPadding(metrics.gap)
            look.setRightPadding(metrics.line)
            look.setBottomBorder(1)
            look.setBottomBorderBrush(QColor(colours.line))
            look.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            if row == 0:
                look.setForeground(QColor(colours.muted))
            cell.setFormat(look)

    @override
    def open(self) -> None:
        """Show the window in no more than the screen has room for."""
        room = self.screen().availableGeometry()
        self.resize(min(self.width(), room.width()), min(self.height(), self._room()))
        super().open()


def guide_pages(folder: Path | None = None) -> tuple[GuidePage, ...]:
    """The pages of the guide in the order of their file names; the first line is the title."""
    folder = folder or resource("guide")
    files = sorted(folder.glob("*.md")) if folder.is_dir() else []
    return tuple(map(_page, files))


def guide_page_for(pages: tuple[GuidePage, ...], titles: tuple[str, ...]) -> int:
    """Which page is about this: the first with one of the titles, else the very first."""
    known = [page.title for page in pages]
    return next((known.index(title) for title in titles if title in known), 0)


def _page(path: Path) -> GuidePage:
    text = path.read_text(encoding="utf-8")
    first, _, _ = text.partition("\n")
    return GuidePage(first.lstrip("# ").strip(), text)


def news_pages(path: Path | None = None) -> tuple[GuidePage, ...]:
    """What is new, one page a version, newest first."""
    text = (path or resource("../CHANGELOG.md")).read_text(encoding="utf-8")
    return tuple(_versions(text))


def _versions(text: str) -> Iterator[GuidePage]:
    parts = _HEADING.split(text)[1:]
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        name = title.replace("[", "").replace("]", "")
        shown = "This version" if name == "Unreleased" else name
        yield GuidePage(shown, f"# {shown}\n{body.replace('### ', '## ')}")

"""The text of a work in a column that is easy to read, with a bar at the current paragraph.

The text is built piece by piece, never from mark-up, so that nothing in it is loaded or run.
"""

from collections.abc import Sequence
from time import monotonic

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QTextEdit, QWidget
from typing_extensions import override

from npq_desktop.services.review.differences import Differences, Piece
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.metrics import LEAD, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import paint_focus
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.review.reading.blocks import (
    LINE_BREAK,
    LINE_HEIGHT,
    ShownLine,
    TextBuilder,
    paragraphs,
)

COLUMN = 57
"""Of average characters: lines of 64 to 74 letters."""
_BAR = 3


class ReadingText(QTextEdit):
    """Shows one text. ``read_on`` tells that a work's text was painted for the first time."""

    painted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.document().setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setAccessibleName("What was handed in")
        self._passages: tuple[str, ...] = ()
        self._lines: tuple[ShownLine, ...] = ()
        self._prepared: dict[tuple[ShownLine, ...], QTextDocument] = {}
        self._changes: list[int] = []
        self._paragraph = 0
        self._seen_at: float | None = None
        self._spares_height = False
        self._wear()
        # A widget with a font of its own does not follow a new text size.
        appearance().changed.connect(self._wear)

    def show_text(self, text: str) -> None:
        """Show a text of which nothing more is known."""
        self.show_lines(tuple(ShownLine(each) for each in paragraphs(text)))

    def show_lines(self, lines: Sequence[ShownLine]) -> None:
        """Show these from their top, each paragraph with air below it."""
        self._lines = tuple(lines)
        self._changes = []
        self._write()
        self.scroll_to(0)  # Qt shows the line of its cursor, which hides the air above it
        self._paragraph = 0
        self._seen_at = None

    def prepare(self, *texts: Sequence[ShownLine]) -> None:
        """Build what may be shown next while nothing else is to be done; earlier ones go."""
        wanted = {tuple(lines) for lines in texts}
        for lines in [each for each in self._prepared if each not in wanted]:
            self._prepared.pop(lines).deleteLater()
        for lines in wanted - self._prepared.keys():
            made = self._made(lines)
            made.setTextWidth(self.viewport().width())
            made.documentLayout().documentSize()  # lays it out
            self._prepared[lines] = made

    def _write(self) -> None:
        """Put the document of these lines in place of the one before."""
        before = self.document()
        is_ours = before.parent() is self  # Qt deletes the one it made itself
        self.setExtraSelections([])
        is_ready = self._lines in self._prepared
        made = self._prepared.pop(self._lines) if is_ready else self._made(self._lines)
        self.setDocument(made)
        self._fit()
        if is_ours:
            before.deleteLater()

    def _made(self, lines: Sequence[ShownLine]) -> QTextDocument:
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDefaultFont(self.font())
        gap = metrics_of(self.font()).scaled(12)
        TextBuilder(self.font(), self.palette(), gap).write(made, lines)
        self._fit_document(made)
        return made

    def _forget_prepared(self) -> None:
        for lines in list(self._prepared):
            self._prepared.pop(lines).deleteLater()

    def show_differences(self, found: Differences) -> None:
        """Show both attempts in one text: added words underlined, removed words struck through.

        A bar in the margin with + or − is beside each paragraph that has changed.
        """
        position = self.scroll_position()
        self._lines = ()
        self._write()
        cursor = QTextCursor(self.document())
        self._changes = []
        for at, paragraph in enumerate(found.paragraphs):
            if at:
                cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            if any(kind is not Piece.SAME for kind, _ in paragraph):
                self._changes.append(at)
            for kind, text in paragraph:
                cursor.insertText(text.replace("\n", LINE_BREAK), _look_of(kind, self.palette()))
        self._format_blocks()
        self._paragraph = 0
        self._fit()
        self.scroll_to(position)

    def step_change(self, by: int) -> None:
        """Go to the next or previous paragraph that has changed."""
        after = [at for at in self._changes if (at - self._paragraph) * by > 0]
        if not after:
            return
        self._paragraph = min(after) if by > 0 else max(after)
        self.setTextCursor(QTextCursor(self._block()))
        self.ensureCursorVisible()
        self.viewport().update()

    def seen_for(self) -> float:
        """For how many seconds this text has been on the screen; 0 before it was painted."""
        return monotonic() - self._seen_at if self._seen_at is not None else 0.0

    def page(self, by: int) -> bool:
        """Move the text a page down or up; says whether it moved."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + by * (bar.pageStep() - metrics_of(self.font()).line * 2))
        return bar.value() != before

    def step_paragraph(self, by: int) -> None:
        """Move the bar in the margin to another paragraph that has text, and bring it to view."""
        block = self._block()
        while True:
            block = block.next() if by > 0 else block.previous()
            if not block.isValid():
                return
            if block.text().strip():
                break
        self._paragraph = block.blockNumber()
        cursor = QTextCursor(block)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.viewport().update()

    def chosen_passage(self) -> str:
        """The selection, else the paragraph at the bar."""
        selected = self.textCursor().selectedText()
        return (selected or self._block().text()).replace(LINE_BREAK, " ").strip()

    def show_passages(self, passages: Sequence[str]) -> None:
        """Mark the passages that were picked, as far as they can be found."""
        self._passages = tuple(passages)
        self._mark_passages()

    def scroll_position(self) -> int:
        """How far the text is scrolled."""
        return self.verticalScrollBar().value()

    def scroll_to(self, position: int) -> None:
        """Scroll back to where somebody was."""
        self.verticalScrollBar().setValue(position)

    def _block(self) -> QTextBlock:
        block = self.document().findBlockByNumber(self._paragraph)
        return block if block.isValid() else self.document().firstBlock()

    def _format_blocks(self) -> None:
        spacing = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        spacing.setLineHeight(LINE_HEIGHT, proportional.value)
        spacing.setBottomMargin(metrics_of(self.font()).scaled(12))
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)

    def _mark_passages(self) -> None:
        found = []
        for passage in self._passages:
            cursor = _found(self.document(), passage)
            if cursor is None:
                continue
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            ground = QTextCharFormat()
            ground.setBackground(QColor(tokens_of(self.palette()).accent_soft))
            selection.format = ground
            found.append(selection)
        self.setExtraSelections(found)

    def spare_height(self, spares: bool) -> None:
        """Leave less room above and below the text, or again what is usual."""
        if spares != self._spares_height:
            self._spares_height = spares
            self._fit()

    def _margins(self) -> tuple[int, int]:
        """Beside the text and above it, in pixels."""
        metrics = metrics_of(self.font())
        column = self.fontMetrics().averageCharWidth() * COLUMN
        least = metrics.gap if self._spares_height else metrics.scaled(16)
        side = max(least, (self.viewport().width() - column) // 2)
        return side, least

    def _fit(self) -> None:
        self._fit_document(self.document())

    def _fit_document(self, document: QTextDocument) -> None:
        """Keep the column of text in the middle, at most so wide that eyes find the next line."""
        side, least = self._margins()
        root = document.rootFrame()
        layout = root.frameFormat()
        if layout.leftMargin() != side or layout.topMargin() != least:
            layout.setMargin(side)
            layout.setTopMargin(least)
            layout.setBottomMargin(least)
            root.setFrameFormat(layout)

    def _wear(self) -> None:
        font = larger(QApplication.font(), LEAD)
        if font != self.font():
            self.setFont(font)
        self._mark_passages()
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._forget_prepared()
            self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._forget_prepared()
            if self._lines and event.type() is QEvent.Type.PaletteChange:
                position = self.scroll_position()
                self._write()  # its colours are part of the document
                self.scroll_to(position)
            self._mark_passages()
            self._fit()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offers the address of the link below the pointer, or at the cursor, to be copied."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.cursorRect().center() if by_key else event.pos()
        menu = self.link_menu(at)
        menu.popup(self.viewport().mapToGlobal(at))

    def link_menu(self, at: QPoint) -> QMenu:
        """What can be done at a point of the text."""
        menu = self.createStandardContextMenu(at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        address = self.anchorAt(at)
        if address:
            copy = menu.addAction("Copy link address")
            copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(address))
        return menu

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._seen_at is None:
            self._seen_at = monotonic()
            self.painted.emit()
        if not self.document().isEmpty():
            self._paint_bar()
        if self.hasFocus():
            paint_focus(self.viewport())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _paint_bar(self) -> None:
        """Mark the current paragraph in the margin, and what has changed."""
        painter = QPainter(self.viewport())
        rect = self.document().documentLayout().blockBoundingRect(self._block())
        left = self.document().rootFrame().frameFormat().leftMargin()
        top = rect.top() - self.verticalScrollBar().value()
        colour = QColor(tokens_of(self.palette()).edge)
        painter.fillRect(QRectF(left - 12, top, _BAR, rect.height()), colour)
        self._paint_changes(painter, left)
        painter.end()

    def _paint_changes(self, painter: QPainter, left: float) -> None:
        colours = tokens_of(self.palette())
        layout = self.document().documentLayout()
        for number in self._changes:
            block = self.document().findBlockByNumber(number)
            rect = layout.blockBoundingRect(block)
            top = rect.top() - self.verticalScrollBar().value()
            struck = block.charFormat().fontStrikeOut() or _begins_struck(block)
            painter.setPen(QColor(colours.danger if struck else colours.ok))
            line = self.fontMetrics().height()
            sign = QRectF(left - 12 - line, top, line, line)
            painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, "−" if struck else "+")

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 10, self.fontMetrics().height() * 2)


def _look_of(kind: Piece, palette: QPalette) -> QTextCharFormat:
    made = QTextCharFormat()
    colours = tokens_of(palette)
    if kind is Piece.ADDED:
        made.setFontUnderline(True)
        made.setBackground(QColor(colours.ok_soft))
    elif kind is Piece.REMOVED:
        made.setFontStrikeOut(True)
        made.setForeground(QColor(colours.danger))
    return made


def _begins_struck(block: QTextBlock) -> bool:
    """Whether all of a paragraph was removed."""
    pieces = block.begin()
    formats = []
    while not pieces.atEnd():
        formats.append(pieces.fragment().charFormat())
        pieces += 1
    return bool(formats) and all(each.fontStrikeOut() for each in formats)


def _place_of_word(text: str, number: int) -> int:
    """Where the word with this number begins."""
    at = 0
    for _ in range(number + 1):
        while at < len(text) and text[at].isspace():
            at += 1
        start = at
        while at < len(text) and not text[at].isspace():
            at += 1
    return start


def _found(document: QTextDocument, passage: str) -> QTextCursor | None:
    """Where a passage is, however its lines are broken here."""
    plain = document.toPlainText()
    words = " ".join(plain.split())
    at = words.find(passage)
    if at < 0:
        return None
    before, inside = len(words[:at].split(" ")) - 1, len(passage.split(" "))
    start = _place_of_word(plain, before)
    last = _place_of_word(plain, before + inside - 1)
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    ending = last + len(passage.rsplit(" ", maxsplit=1)[-1])
    cursor.setPosition(min(ending, len(plain)), QTextCursor.MoveMode.KeepAnchor)
    return cursor

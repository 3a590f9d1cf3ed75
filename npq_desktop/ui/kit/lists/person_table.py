"""A table of people: nobody is chosen before somebody chooses, and the row in use shows."""

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.lists.table_heading import TableHeading
from npq_desktop.ui.kit.lists.tables import Index, paint_rowless, set_up_table
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of

_ACCENT_BAR = 3


class PersonTable(QTableView):
    """A row stands for a person; a subclass says what a row shows and how wide its columns are.

    ``current_changed``: another person is current, or none. ``opened``: Enter or a double click.
    """

    current_changed = Signal()
    opened = Signal()

    def __init__(self, *, parent: QWidget, name: str, heading: type[TableHeading]) -> None:
        super().__init__(parent)
        self.hovered = -1
        self._is_settling = False
        set_up_table(self, name)
        self.setHorizontalHeader(heading(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self.opened)
        self._set_row_height()
        appearance().changed.connect(self._set_row_height)

    def fit_columns(self) -> None:
        """Give each column its width for the room there is; columns stay as they are by default."""

    def measure(self) -> None:
        """The texts or their font changed: find the widths of the columns anew."""
        self.fit_columns()

    # ---- who is chosen ---------------------------------------------------------------------------

    def choose_nobody(self) -> None:
        """Leave no row current."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()
        self.viewport().update()

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self._is_settling:
            return
        if current.row() != previous.row() or not current.isValid():
            self.viewport().update()
            self.current_changed.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would choose the first row; nobody is chosen before somebody chooses."""
        nobody = not self.currentIndex().isValid()
        self._is_settling = nobody
        super().focusInEvent(event)
        if nobody:
            self.choose_nobody()
        self._is_settling = False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_chosen = event.key(), self.currentIndex().isValid()
        if key == Qt.Key.Key_Escape and is_chosen:
            self.choose_nobody()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_chosen:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    # ---- how it is painted -----------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_rowless(self)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        heading = self.horizontalHeader()
        if isinstance(heading, TableHeading):
            heading.fit_height()
        self.fit_columns()
        self.scrollTo(self.currentIndex())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_row_height()
            self.measure()

    def _set_row_height(self) -> None:
        height = appearance().row_height(metrics_of(self.font()))
        self.verticalHeader().setDefaultSectionSize(height)

    @override
    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(height * 12, height * 6)


def paint_row_ground(
    painter: QPainter, cell: QRect, index: Index, table: PersonTable, *, first: int = 0
) -> None:
    """Paint what lies under a cell: the row in use, the row under the pointer, the line below.

    ``first`` is the column that shows the bar of the row in use.
    """
    colours, current = tokens_of(table.palette()), index.row() == table.currentIndex().row()
    lit = current or table.selectionModel().isSelected(index)
    ground = colours.accent_soft if lit else colours.surface
    if index.row() == table.hovered and not lit:
        ground = colours.hover
    painter.fillRect(cell, QColor(ground))
    painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, QColor(colours.line))
    accent = QColor(colours.accent)
    if current and index.column() == first:
        painter.fillRect(cell.left(), cell.top(), _ACCENT_BAR, cell.height(), accent)
    if current and table.hasFocus():
        painter.fillRect(cell.left(), cell.top(), cell.width(), 1, accent)
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, accent)

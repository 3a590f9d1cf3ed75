"""A read-only model of texts: for tables that show what they are given, as it was given."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.text import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class TextModel(QAbstractTableModel):
    """Rows of texts under fixed titles, in the order they are given.

    ``top``: texts that wrap begin at the top of their row.
    """

    def __init__(self, parent: QObject | None, titles: Sequence[str], *, top: bool = False) -> None:
        super().__init__(parent)
        self._top = top
        self._titles = tuple(titles)
        self.rows: tuple[tuple[str, ...], ...] = ()

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Replace all rows; each has a text for each title."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._titles)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self.rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and self._top:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        return None


_MOST_LINES = 12


class TextTable(QTableView):
    """One row at a time is current; every text is shown whole, on as many lines as it needs.

    ``shares`` says how the width is divided; ``snug``: no higher than its rows, up to a dozen
    lines. Tab leaves the table.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        name: str,
        titles: Sequence[str],
        shares: Sequence[int],
        snug: bool = False,
    ) -> None:
        super().__init__(parent)
        self._snug = snug
        self._shares = tuple(shares)
        self.texts = TextModel(self, titles, top=True)
        self.setModel(self.texts)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setHighlightSections(False)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these rows and keep the current one where it was, as far as it goes."""
        current = max(0, self.currentIndex().row())
        self.texts.show_rows(rows)
        if rows:
            self.selectRow(min(current, len(rows) - 1))
        self._fit()

    def current(self) -> int:
        """The number of the current row from 0; -1 without any."""
        return self.currentIndex().row()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width, whole = self.viewport().width(), sum(self._shares)
        for column, share in enumerate(self._shares):
            self.setColumnWidth(column, width * share // whole)
        self.resizeRowsToContents()
        if self._snug:
            needed = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
            most = self.fontMetrics().height() * _MOST_LINES
            self.setFixedHeight(min(needed, most) + 2 * self.frameWidth() + 2)

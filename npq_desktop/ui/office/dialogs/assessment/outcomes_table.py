"""The table of outcomes: names are typed into it, and outcomes chosen by a letter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from npq_desktop.rows.assessment import OutcomeLine, OutcomeRow
from npq_desktop.ui.kit.lists.tables import Index, set_up_table
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.text import plain_tip

COLUMNS = (
    ("name", "Name"),
    ("marker", "Marker"),
    ("marker_outcome", "Marked"),
    ("moderator", "Moderator"),
    ("moderator_outcome", "Moderated"),
    ("outcome", "Outcome"),
)
SAID = {"passed": "Passed", "failed": "Not passed", "": ""}
_BY_KEY = {
    Qt.Key.Key_P: "passed",
    Qt.Key.Key_F: "failed",
    Qt.Key.Key_Backspace: "",
    Qt.Key.Key_Delete: "",
}
_SHARES = (5, 4, 3, 4, 3, 3)
_NO_INDEX = QModelIndex()
_MOST_LINES = 14


class OutcomeLines(QAbstractTableModel):
    """The lines as they are typed; ``changed``: one of them is another now."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[OutcomeRow, ...] = ()
        self.lines: list[OutcomeLine] = []

    def show_rows(self, rows: Sequence[OutcomeRow], lines: Sequence[OutcomeLine]) -> None:
        """Show these people with what is recorded of them."""
        self.beginResetModel()
        self._rows, self.lines = tuple(rows), list(lines)
        self.endResetModel()

    def put(self, lines: Sequence[OutcomeLine]) -> None:
        """Replace the lines of these people."""
        new = {line.person: line for line in lines}
        if not new:
            return
        self.lines = [new.get(line.person, line) for line in self.lines]
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(COLUMNS) - 1))
        self.changed.emit()

    def is_typed(self, index: Index) -> bool:
        """Whether a cell takes a text, and not a letter for an outcome."""
        return COLUMNS[index.column()][0] in ("marker", "moderator")

    def can_change(self, index: Index) -> bool:
        """Whether a cell takes anything from this laptop."""
        return index.isValid() and index.column() > 0 and not self._rows[index.row()].sealed

    def say(self, index: Index, value: str) -> None:
        """Put a value into a cell."""
        name = COLUMNS[index.column()][0]
        self.put([replace(self.lines[index.row()], **{name: value})])

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        takes = self.can_change(index) and self.is_typed(index)
        return flags | Qt.ItemFlag.ItemIsEditable if takes else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.EditRole:
            return self._text(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._text(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()][1]}: {self._text(index) or 'empty'}"
        return None

    def _text(self, index: Index) -> str:
        name, row = COLUMNS[index.column()][0], self._rows[index.row()]
        if name == "name":
            return f"{row.name}, private" if row.sealed else row.name
        value = str(getattr(self.lines[index.row()], name))
        return value if self.is_typed(index) else SAID.get(value, value)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.can_change(index):
            return False
        self.say(index, str(value).strip())
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][1]
        return None


class OutcomesTable(QTableView):
    """Arrows move from cell to cell; letters type a name, or give an outcome and move down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = OutcomeLines(self)
        set_up_table(self, "Outcomes, a line for each person")
        self.setModel(self.lines)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setWordWrap(False)

    def show_rows(self, rows: Sequence[OutcomeRow]) -> None:
        """Show these people with what is recorded of them."""
        from npq_desktop.ui.office.dialogs.assessment.outcomes_dialog import as_line

        self.lines.show_rows(rows, [as_line(row) for row in rows])
        if rows:
            self.setCurrentIndex(self.lines.index(0, 1))
        self._fit()

    def current_line(self) -> OutcomeLine | None:
        """The line that is current; None without any."""
        at = self.currentIndex().row()
        return self.lines.lines[at] if 0 <= at < len(self.lines.lines) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), Qt.Key(event.key())
        gives = key in _BY_KEY and self.lines.can_change(index) and not self.lines.is_typed(index)
        if gives and not event.modifiers():
            self.lines.say(index, _BY_KEY[key])
            announcer().say(SAID[_BY_KEY[key]] or "Empty")
            self.setCurrentIndex(
                index.siblingAtRow(min(index.row() + 1, self.lines.rowCount() - 1))
            )
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the dialog's button takes it
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width, whole = self.viewport().width(), sum(_SHARES)
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, width * share // whole)
        needed = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
        most = self.fontMetrics().height() * _MOST_LINES
        self.setMinimumHeight(min(needed, most) + 2 * self.frameWidth() + 2)

"""Shows a person's journey as a grid: modules down, the steps of their cycle across."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import ItemLine, Journey, JourneyRow
from npq_desktop.services.cohort.item_words import item_sentence
from npq_desktop.ui.cohort.panel.items import state_icon
from npq_desktop.ui.kit.page.scrolled import selectable
from npq_desktop.ui.kit.paint.metrics import CAPTION, bold, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import plain_tip


class JourneyPage(QWidget):
    """The grid, and beneath it the cell the keyboard is on, in full words.

    A module takes two rows of the grid: its title, then its cells, each a state with a word.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._journey = Journey((), ())
        self.grid = QTableWidget(self)
        self.grid.setAccessibleName("Journey: modules down, their steps across")
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.grid.setTabKeyNavigation(False)
        self.grid.setShowGrid(False)
        self.grid.verticalHeader().hide()
        header = self.grid.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.about = selectable(Text("", self, size=CAPTION, tone="muted"))
        column = QVBoxLayout(self)
        space = metrics_of(self.font()).space
        column.setContentsMargins(0, space, 0, space)
        column.addWidget(self.grid, 1)
        column.addWidget(self.about)
        self.grid.currentItemChanged.connect(self._tell)

    def show_journey(self, journey: Journey) -> None:
        """Show a journey; the cell the keyboard is on stays."""
        self._journey = journey
        row, at = self.grid.currentRow(), self.grid.currentColumn()
        self.grid.clear()
        self.grid.clearSpans()
        self.grid.setRowCount(2 * len(journey.rows))
        self.grid.setColumnCount(len(journey.steps))
        self.grid.setHorizontalHeaderLabels(list(journey.steps))
        side = metrics_of(self.font()).icon
        self.grid.setIconSize(QSize(side, side))
        for at_row, line in enumerate(journey.rows):
            self._set_row(2 * at_row, line)
        self.grid.setCurrentCell(max(row, 1), max(at, 0))  # row 0 is a title
        self._tell()

    def _set_row(self, down: int, line: JourneyRow) -> None:
        """A title over the whole width, and its cells beneath."""
        height = self.fontMetrics().height()
        self.grid.setItem(down, 0, _title(line.title, self.grid.font()))
        self.grid.setSpan(down, 0, 1, max(1, len(line.cells)))
        self.grid.setRowHeight(down, height * 3 // 2)
        for across, cell in enumerate(line.cells):
            self.grid.setItem(down + 1, across, self._cell(cell))
        self.grid.setRowHeight(down + 1, height * 9 // 4)

    def _cell(self, cell: ItemLine | None) -> QTableWidgetItem:
        if cell is None:
            empty = QTableWidgetItem("")
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
            return empty
        made = QTableWidgetItem(cell.words)
        made.setIcon(state_icon(cell.state, tokens_of(self.palette())))
        words = item_sentence(cell)
        made.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        made.setToolTip(plain_tip(words))
        return made

    def _tell(self) -> None:
        row, at = self.grid.currentRow(), self.grid.currentColumn()
        cell = None
        if row % 2 and row // 2 < len(self._journey.rows) and at >= 0:
            cell = self._journey.rows[row // 2].cells[at]
        self.about.setText(item_sentence(cell) if cell else "")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._journey.rows:
            self.show_journey(self._journey)


def _title(words: str, base: QFont) -> QTableWidgetItem:
    made = QTableWidgetItem(words)
    made.setFont(bold(base))
    made.setFlags(Qt.ItemFlag.ItemIsEnabled)
    made.setToolTip(plain_tip(words))
    return made

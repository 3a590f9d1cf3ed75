"""A small read-only table of texts that wrap: for lists of laptops, entries and exchanges."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.text_model import TextModel

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

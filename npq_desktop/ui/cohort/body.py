"""PanelPlace table and panel: side by side, one over the other's half, or a page each."""

from enum import IntEnum

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.ui.cohort.panel.panel import PersonPanel
from npq_desktop.ui.kit.paint.metrics import metrics_of

_WIDE, _BESIDE, _OVER = 1700, 1100, 900
_PANEL, _PANEL_WIDE = 400, 460
_LOW = 560


class PanelPlace(IntEnum):
    """Where the panel is."""

    BESIDE = 0
    OVER = 1
    PAGE = 2


class CohortBody(QWidget):
    """``placed``: the panel is somewhere else than before, or has become low or high."""

    placed = Signal()

    def __init__(self, parent: QWidget, table_side: QWidget, panel: PersonPanel) -> None:
        super().__init__(parent)
        self.places = PanelPlace.BESIDE
        self.is_low = False
        self._is_open = False
        self._table_side, self._panel = table_side, panel
        table_side.setParent(self)
        panel.setParent(self)

    def show_panel(self, *, is_open: bool) -> None:
        """Open the page of a person, or go back to the table; for a panel that is not beside it."""
        self._is_open = is_open
        self._place()

    @property
    def is_panel_open(self) -> bool:
        """Whether the panel covers the table or part of it."""
        return self._is_open and self.places is not PanelPlace.BESIDE

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = metrics_of(self.font())
        width = metrics.wide_at_full_text(event.size().width())
        places = PanelPlace.BESIDE if width >= _BESIDE else PanelPlace.OVER
        places = places if width >= _OVER else PanelPlace.PAGE
        low = metrics.high_at_full_text(event.size().height()) < _LOW
        changed = (places, low) != (self.places, self.is_low)
        self.places, self.is_low = places, low
        self._panel.give_way(is_page=places is not PanelPlace.BESIDE, is_low=low)
        if changed:
            self.placed.emit()
        self._place()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        metrics = metrics_of(self.font())
        wide = metrics.wide_at_full_text(width) >= _WIDE
        panel = metrics.wide(_PANEL_WIDE if wide else _PANEL)
        if self.places is PanelPlace.BESIDE:
            self._table_side.setGeometry(0, 0, width - panel, height)
            self._panel.setGeometry(QRect(width - panel, 0, panel, height))
        else:
            left = width // 2 if self.places is PanelPlace.OVER else 0
            self._table_side.setGeometry(0, 0, width, height)
            self._panel.setGeometry(QRect(left, 0, width - left, height))
            self._panel.raise_()
        is_beside = self.places is PanelPlace.BESIDE
        self._panel.setVisible(is_beside or self._is_open)
        self._table_side.setVisible(self.places is not PanelPlace.PAGE or not self._is_open)

    @override
    def minimumSizeHint(self) -> QSize:
        table, panel = self._table_side.minimumSizeHint(), self._panel.minimumSizeHint()
        return table.expandedTo(panel)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

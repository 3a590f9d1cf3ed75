"""Draws what was done of what was due, at each signed-off event."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import Share, Snapshot
from npq_desktop.services.cohort import words
from npq_desktop.ui.kit.paint.tokens import tokens_of

_FULL = 1000
_DOT = 2.5


class HistoryChart(QWidget):
    """Hidden before the second signed-off event; a dotted line is what is needed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ends: tuple[tuple[Share, Share], ...] = ()
        self._threshold = 90
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_snapshots(self, snapshots: tuple[Snapshot, ...], threshold: int) -> None:
        """Draw these, the oldest on the left."""
        self._ends = tuple(each.to_date for each in snapshots if each.to_date)
        self._threshold = threshold
        self.setAccessibleName(words.history(snapshots))
        self.setVisible(len(self._ends) > 1)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 8, line * 5 // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.setPen(QPen(QColor(colours.text), 1, Qt.PenStyle.DotLine))
        at = _height(area, self._threshold * _FULL // 100)
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))
        step = area.width() / max(1, len(self._ends) - 1)
        lows = [
            QPointF(area.left() + n * step, _height(area, low.permille))
            for n, (low, _) in enumerate(self._ends)
        ]
        painter.setPen(QPen(QColor(colours.bar), 2))
        painter.drawPolyline(lows)
        painter.setBrush(QColor(colours.bar))
        for point, (_, high) in zip(lows, self._ends, strict=True):
            painter.drawEllipse(point, _DOT, _DOT)
            painter.drawLine(point, QPointF(point.x(), _height(area, high.permille)))
        painter.end()


def _height(area: QRectF, permille: int) -> float:
    return area.bottom() - area.height() * permille / _FULL

"""Where somebody stood at each signed event, as a small line against the line to reach.

Drawing only; the words stand beneath it, so nothing is told by the drawing alone.
"""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import Share, Snapshot
from npq_desktop.ui.kit.colours import outline

_FULL = 1000
_DOT = 2.5


def history_words(snapshots: tuple[Snapshot, ...]) -> str:
    """Such as "At sign-offs: 9 Oct 100.0 %, 20 Nov 87.5 %."; "" before the first."""
    said = [f"{each.day.day} {each.day:%b} {_span(each.to_date)}" for each in snapshots]
    return f"Of what was due at each sign-off: {', '.join(said)}." if said else ""


class HistoryLine(QWidget):
    """Nothing is drawn before the second event: one dot is no line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ends: tuple[tuple[Share, Share], ...] = ()
        self._threshold = 90
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_snapshots(self, snapshots: tuple[Snapshot, ...], threshold: int) -> None:
        """Draw these, the oldest on the left."""
        self._ends = tuple(each.to_date for each in snapshots if each.to_date)
        self._threshold = threshold
        self.setAccessibleName(history_words(snapshots))
        self.setVisible(len(self._ends) > 1)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 8, line * 5 // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.setPen(QPen(outline(self.palette()), 1))
        at = _height(area, self._threshold * _FULL // 100)
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))
        step = area.width() / max(1, len(self._ends) - 1)
        lows = [
            QPointF(area.left() + n * step, _height(area, low.permille))
            for n, (low, _) in enumerate(self._ends)
        ]
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 2))
        painter.drawPolyline(lows)
        for point, (_, high) in zip(lows, self._ends, strict=True):
            painter.setBrush(accent)
            painter.drawEllipse(point, _DOT, _DOT)
            painter.drawLine(point, QPointF(point.x(), _height(area, high.permille)))
        painter.end()


def _height(area: QRectF, permille: int) -> float:
    return area.bottom() - area.height() * permille / _FULL


def _span(ends: tuple[Share, Share] | None) -> str:
    if ends is None:
        return "nothing due"
    low, high = ends
    same = low.fraction == high.fraction
    return f"{low.percent} %" if same else f"{low.percent}–{high.percent} %"

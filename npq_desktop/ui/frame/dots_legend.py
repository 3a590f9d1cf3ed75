"""What the signs in the column *Last 4* of a register mean, drawn as they are drawn there."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.kit.paint.dots import draw_dot
from npq_desktop.ui.kit.paint.drawn_texts import ink
from npq_desktop.ui.kit.paint.metrics import CAPTION, larger, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of

_TITLE = "Last 4:"
_SIGNS = (
    (MarkState.PRESENT, "here"),
    (MarkState.LATE, "part"),
    (MarkState.ABSENT, "absent"),
    (MarkState.UNMARKED, "not marked"),
)


class DotsLegend(QWidget):
    """Each sign with its word, in one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{_TITLE} {', '.join(word for _, word in _SIGNS)}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        return QSize(self._walk(None), metrics.line + metrics.gap)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        self._walk(painter)
        painter.end()

    def _walk(self, painter: QPainter | None) -> int:
        """Go along the line, painting where there is a painter; gives how long it is."""
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        measured, side = QFontMetrics(self._font()), metrics.line * 0.48
        left = measured.horizontalAdvance(_TITLE) + metrics.space
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if painter is not None:
            painter.setPen(ink(colours.muted))
            painter.drawText(QRectF(0, 0, left, self.height()), flags, _TITLE)
        for state, word in _SIGNS:
            wide = measured.horizontalAdvance(word)
            if painter is not None:
                top = (self.height() - side) / 2 + 1
                draw_dot(painter, QRectF(left, top, side, side), state, colours)
                painter.setPen(ink(colours.muted))
                where = QRectF(left + side + metrics.gap, 0, wide + 2, self.height())
                painter.drawText(where, flags, word)
            left += round(side) + metrics.gap + wide + metrics.line
        return left

    def _font(self) -> QFont:
        return larger(self.font(), CAPTION)

"""Keys drawn as keys, each with a word: a quiet reminder of what a page hears."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.paint.metrics import CAPTION, larger, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of


class KeyCaps(QWidget):
    """Shows as many of its keys as there is room for, from the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys and what they do."""
        return self._keys

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show these keys with their words."""
        self._keys = keys
        self.setAccessibleName(", ".join(f"{key}: {word}" for key, word in keys))
        self.setVisible(bool(keys))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        return QSize(sum(map(self._width, self._keys)), metrics.line + metrics.gap)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for each in self._keys:
            if left + self._width(each) > self.width():
                break
            self._paint(painter, left, *each)
            left += self._width(each)
        painter.end()

    def _paint(self, painter: QPainter, left: int, key: str, word: str) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        height = metrics.line + 1
        cap = QRectF(left + 0.5, (self.height() - height) / 2 + 0.5, self._cap(key), height - 1)
        painter.setFont(self._font())
        painter.setPen(QPen(QColor(colours.outline), 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(QColor(colours.text))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        painter.setPen(QColor(colours.muted))
        words = QRectF(cap.right() + metrics.gap, 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)

    def _font(self) -> QFont:
        return larger(self.font(), CAPTION)

    def _cap(self, key: str) -> int:
        metrics = metrics_of(self.font())
        wide = QFontMetrics(self._font()).horizontalAdvance(key) + metrics.gap * 2 + 2
        return max(metrics.line + 1, wide)

    def _width(self, each: tuple[str, str]) -> int:
        metrics = metrics_of(self.font())
        if not each[1]:
            return self._cap(each[0]) + 1
        word = QFontMetrics(self._font()).horizontalAdvance(each[1])
        return self._cap(each[0]) + metrics.gap + word + metrics.line

"""What the fills of the engagement bar mean, drawn small beneath the table."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.ui.cohort.bar import BarParts, paint_bar
from npq_desktop.ui.kit.flow_layout import FlowLayout


class _Sample(QWidget):
    def __init__(self, parts: BarParts, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        side = self.fontMetrics().height()
        self.setFixedSize(side * 2, side + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        inset = self.height() / 5
        area = QRectF(self.rect()).adjusted(1, inset, -1, -inset)
        painter = QPainter(self)
        paint_bar(painter, area, self._parts, self.palette())
        painter.end()


class BarLegend(QWidget):
    """Four samples with words; wraps where the window is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(self.fontMetrics().height())
        self._line_words = QLabel(self)
        flow.addWidget(self._sample(BarParts(1000, 1000, 1000, -50), QLabel(self.tr("secured"))))
        flow.addWidget(self._sample(BarParts(0, 1000, 1000, -50), QLabel(self.tr("not known yet"))))
        flow.addWidget(self._sample(BarParts(0, 0, 1000, -50), QLabel(self.tr("still possible"))))
        flow.addWidget(self._sample(BarParts(0, 0, 0, 50), self._line_words))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_threshold(90)

    def show_threshold(self, threshold: int) -> None:
        """Name the line in percent."""
        self._line_words.setText(self.tr("the {0} % line").format(threshold))

    def _sample(self, parts: BarParts, words: QLabel) -> QWidget:
        pair = QWidget(self)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(_Sample(parts, pair))
        row.addWidget(words)
        return pair

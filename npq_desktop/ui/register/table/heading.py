"""The names of the columns, in line with what stands below them."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.metrics import metrics_of
from npq_desktop.ui.kit.palettes import colours_of


class Heading(QHeaderView):
    """Quiet text with the same margins as the cells."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(1)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        colours, metrics = colours_of(self.palette()), metrics_of(self.font())
        painter.fillRect(rect, QColor(colours.window))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, QColor(colours.outline))
        orientation = Qt.Orientation.Horizontal
        text = str(self.model().headerData(logicalIndex, orientation) or "")
        side = self.model().headerData(logicalIndex, orientation, Qt.ItemDataRole.TextAlignmentRole)
        inner = rect.adjusted(metrics.space, 0, -metrics.space, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, side, shown)

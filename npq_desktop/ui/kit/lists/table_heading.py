"""The head of a table whose cells are painted: quiet words with the margins of the cells."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.paint.metrics import CAPTION, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import elided

_SHORT_WINDOW = 520
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TableHeading(QHeaderView):
    """Columns are sized by their table; ``paint_more`` adds to the words of a column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.fit_height()

    def fit_height(self) -> None:
        """Be as high as the window has room for."""
        metrics = metrics_of(self.font())
        low = metrics.high_at_full_text(self.window().height()) < _SHORT_WINDOW
        self.setFixedHeight(metrics.target(26 if low else 30))

    def paint_more(self, painter: QPainter, section: int, inner: QRect, words: str) -> None:
        """Paint beside the ``words`` of a column, in their font and colour; nothing by default."""

    def side_of(self, section: int) -> int:
        """How a column's words are aligned."""
        role = Qt.ItemDataRole.TextAlignmentRole
        return int(self.model().headerData(section, Qt.Orientation.Horizontal, role) or _LEFT)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        painter.fillRect(rect, QColor(colours.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.line))
        inner = rect.adjusted(metrics.space, 0, -metrics.space, 0)
        painter.setFont(bold(larger(self.font(), CAPTION)))
        painter.setPen(QColor(colours.muted))
        title = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        words = elided(painter, title, inner.width())
        painter.drawText(inner, self.side_of(logicalIndex), words)
        self.paint_more(painter, logicalIndex, inner, words)

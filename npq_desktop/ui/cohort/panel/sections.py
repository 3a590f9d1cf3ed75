"""What the pages of the person panel are made of, and the page of details."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.page.scrolled import Page, cleared, selectable
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.cards import Text


class FigureLine(QWidget):
    """A line of a list: a label and a quiet note, over a hairline."""

    def __init__(self, parent: QWidget, label: str, note: str) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, metrics.space, 0, metrics.space)
        line.setSpacing(metrics.space)
        line.addWidget(Text(label, self, heavy=True, wraps=False))
        beside = Text(note, self, tone="muted")
        beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(beside, 1)
        self.setAccessibleName(", ".join(filter(None, (label, note))))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QColor(tokens_of(self.palette()).line)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        painter.end()


class DetailsPage(Page):
    """Each detail under its name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, metrics.space, 0, metrics.space)
        self._column.setSpacing(metrics.gap)

    def show_details(self, details: tuple[tuple[str, str], ...]) -> None:
        """Replace what is shown."""
        cleared(self._column)
        for name, value in details:
            self._column.addWidget(Text(name, self, size=CAPTION, tone="muted"))
            text = selectable(Text(value or "–", self))
            text.setAccessibleName(f"{name}: {value}")
            self._column.addWidget(text)
            self._column.addSpacing(metrics_of(self.font()).gap)
        self._column.addStretch(1)

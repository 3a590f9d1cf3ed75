"""What the pages of the person panel are made of, and the page of details."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.cards import Text
from npq_desktop.ui.kit.layout import Scrolling
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of


class Page(QWidget):
    """What scrolls. Its height follows from its width; texts that wrap would ask for too much."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 1)


def scrolled(page: Page, parent: QWidget, name: str) -> Scrolling:
    """``page`` under a vertical scroll bar alone, called ``name`` where it is read aloud.

    The bar keeps its place where there is nothing to scroll: a page that got wider and narrower
    with it would be cut on the right until Qt has laid it out anew.
    """
    area = Scrolling(parent, page)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setAccessibleName(name)
    page.setBackgroundRole(page.backgroundRole().Base)
    return area


def in_turn(*widgets: QWidget) -> None:
    """Let Tab go from each of these to the next; what is made later would come last of all."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def selectable(text: Text) -> Text:
    """A text that can be marked and copied with the mouse."""
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text


class FigureLine(QWidget):
    """A line of a list: a label, a quiet note and a figure, over a hairline."""

    def __init__(self, parent: QWidget, label: str, note: str, figure: str) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, metrics.space, 0, metrics.space)
        line.setSpacing(metrics.space)
        line.addWidget(Text(label, self, wraps=False))
        beside = Text(note, self, tone="muted")
        beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(beside, 1)
        line.addWidget(Text(figure, self, heavy=True, wraps=False))
        self.setAccessibleName(", ".join(filter(None, (f"{label} {figure}", note))))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QColor(tokens_of(self.palette()).line)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        painter.end()


def cleared(column: QVBoxLayout) -> None:
    """Take everything out of a column of widgets."""
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


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

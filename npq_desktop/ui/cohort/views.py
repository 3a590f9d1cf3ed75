"""The views of a group that take turns beside the person panel, and the choice between them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from npq_desktop.ui.kit.page.pages import bring
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Segmented

ENGAGEMENT = "engagement"
PAGE_OF = {ENGAGEMENT: "Route", "assessment": "Assessment", "office": "Office"}
"""Which page about a person goes with a view."""
VIEWS = ((ENGAGEMENT, "Engagement"), ("assessment", "Assessment"), ("office", "Office"))


class CohortViews(QWidget):
    """``shown``: another view is in front; ``chosen``: and the person chose it."""

    shown = Signal(str)
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.segments = Segmented(self, "What is shown of this group", VIEWS)
        self._pages: dict[str, QWidget] = {}
        metrics = metrics_of(self.font())
        above = QHBoxLayout()
        above.setContentsMargins(metrics.wide(12), metrics.space, metrics.wide(12), 0)
        above.addWidget(self.segments)
        above.addStretch(1)
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(self._stack, 1)
        self.segments.chosen.connect(self.show_view)
        self.segments.chosen.connect(self.chosen)

    def add(self, key: str, page: QWidget) -> None:
        """Hand in the page of a view; the first is in front."""
        self._pages[key] = page
        self._stack.addWidget(page)

    def current(self) -> str:
        """The key of the view in front."""
        return self.segments.current()

    def page(self) -> QWidget:
        """The page of the view in front."""
        return self._pages[self.current()]

    def show_view(self, key: str) -> None:
        """Bring a view to the front; one that is not there leaves the first."""
        key = key if key in self._pages else ENGAGEMENT
        self.segments.choose(key)
        if self._stack.currentWidget() is not self._pages[key]:
            bring(self._stack, self._pages[key])
            self.shown.emit(key)

    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches above the pages."""
        return tuple(self.segments.segments.values())

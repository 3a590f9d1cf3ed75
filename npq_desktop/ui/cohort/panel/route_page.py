"""A person's shortest route in words, what can still be missed, and the ways to look closer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from npq_desktop.rows.cohort import PersonView
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.panel.sections import FigureLine
from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.page.scrolled import Page, cleared, selectable
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Text


class RoutePage(Page):
    """``try_asked`` and ``workings_asked`` ask for the page that takes its place."""

    try_asked = Signal()
    workings_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Text("", self, heavy=True)
        self._route = selectable(Text("", self))
        self._can_miss = Text("Can still miss", self, heavy=True)
        self._anything = Text("", self)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.try_button = Button("Try it out…", self, drawing="question")
        self.workings_button = Button(
            "How this is worked out", self, kind=ButtonKind.GHOST, drawing="right"
        )
        self._history = selectable(Text("", self, size=CAPTION, tone="muted"))
        self._lay_out()
        self.try_button.clicked.connect(self.try_asked)
        self.workings_button.clicked.connect(self.workings_asked)

    def show_person(self, view: PersonView) -> None:
        """Show this person's route."""
        row = view.row
        self._title.setText(f"Shortest route to {row.threshold}%")
        # The head says already that a person cannot reach it any more.
        self._route.setText("" if row.standing == "out_of_reach" else words.route(row))
        for widget in (self._title, self._route):
            widget.setVisible(bool(self._route.text()))
        lines = words.can_miss_lines(row)
        cleared(self._lines)
        for label, note in lines:
            self._lines.addWidget(FigureLine(self, label, note))
        self._can_miss.setVisible(bool(lines))
        self._anything.setText("" if lines else words.can_miss_sentence(row))
        self._anything.setVisible(bool(self._anything.text()))
        self.try_button.setVisible(bool(view.can_suppose))
        self.workings_button.setVisible(bool(view.workings))
        self._history.setText(words.history(view.snapshots))
        self._history.setVisible(bool(self._history.text()))

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        buttons = FlowLayout()
        buttons.setSpacing(metrics.space)
        buttons.addWidget(self.try_button)
        buttons.addWidget(self.workings_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space, 0, metrics.space)
        column.setSpacing(metrics.space)
        for widget in (self._title, self._route, self._can_miss, self._anything):
            column.addWidget(widget)
        column.addLayout(self._lines)
        column.addLayout(buttons)
        column.addWidget(self._history)
        column.addStretch(1)

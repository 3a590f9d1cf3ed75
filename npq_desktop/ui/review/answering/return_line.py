"""The line under the feedback that asks by when returned work is to be handed in again."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Text

_PLUS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_MINUS = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


class ReturnLine(QWidget):
    """Hidden until asked for. ``confirmed``: return now; ``cancelled``: do not return."""

    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._due: date | None = None
        self._offered = date.min
        self._today = date.min
        self.words = Text("", self)
        self.earlier_button = Button("−", self)
        self.later_button = Button("+", self)
        self.no_date_button = Button("No date", self, kind=ButtonKind.GHOST)
        self.return_button = Button(
            "Return", self, kind=ButtonKind.PRIMARY, key="Ctrl+R", drawing="undo"
        )
        self._lay_out()
        self.earlier_button.clicked.connect(lambda: self._move(-1))
        self.later_button.clicked.connect(lambda: self._move(1))
        self.no_date_button.clicked.connect(self._toggle_date)
        self.return_button.clicked.connect(self.confirmed)
        self.hide()

    @property
    def due(self) -> date | None:
        """The day asked for; None for none."""
        return self._due

    @property
    def is_open(self) -> bool:
        """Whether the question is asked."""
        return not self.isHidden()

    def ask(self, name: str, *, today: date, days: int) -> None:
        """Ask for the day, which begins so many days from today."""
        self._name, self._today = name, today
        self._offered = self._due = today + timedelta(days=days)
        self._show()
        self.show()

    def close_line(self) -> None:
        """Ask no more."""
        self.hide()

    def _toggle_date(self) -> None:
        self._due = self._offered if self._due is None else None
        self._show()

    def _move(self, by: int) -> None:
        moved = (self._due or self._offered) + timedelta(days=by)
        self._due = self._offered = max(moved, self._today)
        self._show()

    def _show(self) -> None:
        day = self._due
        when = f"hand in again by {day:%a} {day.day} {day:%b}" if day else "no date"
        self.words.setText(f"Return to {self._name} · {when}")
        self.no_date_button.setText("No date" if day else "Set a date")

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self.earlier_button.setAccessibleName("A day earlier")
        self.later_button.setAccessibleName("A day later")
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(metrics.gap)
        ways = (self.earlier_button, self.later_button, self.no_date_button, self.return_button)
        for button in ways:
            flow.addWidget(button)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.gap)
        column.addWidget(self.words)
        column.addWidget(buttons)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _PLUS:
            self._move(1)
        elif key in _MINUS:
            self._move(-1)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            if self.return_button.hasFocus():
                self.confirmed.emit()
            else:
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

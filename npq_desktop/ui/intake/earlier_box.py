"""Asks what became of events from before the group was on this laptop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QScrollArea, QWidget

from npq_desktop.interchange.cells.moments import typed_day
from npq_desktop.rows.intake import Earlier, EarlierAnswer, EarlierEvent
from npq_desktop.services.core.words import day_and_year
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.pieces.text import plain_label

_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """The fields of one event."""

    day: QLineEdit
    what: QComboBox


class EarlierBox(QScrollArea):
    """A line for each event: its title, its planned day to type over, what became of it."""

    changed = Signal()

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent)
        self._today = today
        self._asked: dict[str, _Asked] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Events before today")
        self.hide()

    def show_events(self, events: Sequence[EarlierEvent]) -> None:
        """Ask about these; what was said of them already is kept."""
        if [each.event for each in events] == [*self._asked]:
            return
        self._asked = {}
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for row, event in enumerate(events):
            asked = self._ask(inner, event)
            grid.addWidget(plain_label(inner, event.title), row, 0)
            grid.addWidget(asked.day, row, 1)
            grid.addWidget(asked.what, row, 2)
            self._asked[event.event] = asked
        self.setWidget(inner)
        self.setVisible(bool(events))
        if events:
            height = inner.sizeHint().height()
            shown = min(len(events), _MOST_SHOWN)
            self.setFixedHeight(height * shown // len(events))

    def answers(self) -> Mapping[str, EarlierAnswer]:
        """What was said, by event; those of which nothing was said are left out."""
        return {
            event: EarlierAnswer(Earlier(what), typed_day(asked.day.text(), self._today))
            for event, asked in self._asked.items()
            if (what := asked.what.currentData()) is not None
        }

    def said(self) -> tuple[str, ...]:
        """What closing would lose: every answer, and every day that was typed without one."""
        return tuple(
            f"{event} {asked.what.currentText()} {asked.day.text()}"
            for event, asked in self._asked.items()
            if asked.what.currentData() is not None or asked.day.isModified()
        )

    def _ask(self, parent: QWidget, event: EarlierEvent) -> _Asked:
        day = QLineEdit(day_and_year(event.planned) if event.planned else "", parent)
        day.setAccessibleName(f"Day of {event.title}")
        day.setPlaceholderText("for example 8 June 2026")
        day.setMinimumWidth(day.fontMetrics().averageCharWidth() * 24)
        what = QComboBox(parent)
        name_box(what, f"Whether {event.title} was held")
        what.addItem("Choose…", None)
        for each in Earlier:
            what.addItem(each.value[:1].upper() + each.value[1:], each)
        what.activated.connect(self.changed)
        return _Asked(day, what)

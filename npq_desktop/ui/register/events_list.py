"""The group's events, as a list at the left or as a combo when there is little room."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.register import EventRow, EventState
from npq_desktop.ui.kit.lists.side_list import ENTRY_ROLE, SideEntry, SideList
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import plain_tip
from npq_desktop.ui.register.table.words import event_day, event_state

AnyIndex = QModelIndex | QPersistentModelIndex
EVENT_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class EventsModel(QAbstractListModel):
    """Events by date; a few words for a combo, a sentence for a tip and a screen reader."""

    def __init__(self, *, parent: QObject) -> None:
        super().__init__(parent)
        self._events: tuple[EventRow, ...] = ()

    @property
    def events(self) -> tuple[EventRow, ...]:
        """The events shown."""
        return self._events

    def update(self, events: tuple[EventRow, ...]) -> None:
        """Show these; a reset only when other events are shown than before."""
        if [event.id for event in events] != [event.id for event in self._events]:
            self.beginResetModel()
            self._events = events
            self.endResetModel()
            return
        before, self._events = self._events, events
        for at, event in enumerate(events):
            if event != before[at]:
                self.dataChanged.emit(self.index(at), self.index(at))

    def position(self, event_id: str) -> int:
        """Where an event stands; -1 when it is not there."""
        return next((at for at, event in enumerate(self._events) if event.id == event_id), -1)

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._events)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._events):
            return None
        event = self._events[index.row()]
        if role == EVENT_ROLE:
            return event
        if role == ENTRY_ROLE:
            return side_entry(event)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_one_line(event))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _one_line(event)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        entry = side_entry(event)  # such as "Seminar 3 · Wed 7 Oct · 24 of 25"
        return " · ".join(filter(None, (entry.first, _short_day(event), entry.count)))


def _one_line(event: EventRow) -> str:
    today = "today, " if event.is_today else ""
    return f"{event.title} · {today}{event_day(event)} · {event_state(event)}"


def side_entry(event: EventRow) -> SideEntry:
    """An event in two lines: number and count; day and subject."""
    subject = event.title.removeprefix(event.short).removeprefix(": ")
    drawing, tone = _sign(event)
    when = _short_day(event)
    did_not_run = event.state is EventState.DID_NOT_RUN
    about = "did not run" if did_not_run else event.readiness or subject
    counted = event.marked or event.state is EventState.RAN or event.is_today
    return SideEntry(
        drawing=drawing,
        tone=tone,
        first=event.short,
        second=" · ".join(filter(None, (when, about))),
        count="" if did_not_run or not counted else f"{event.marked} of {event.expected}",
        quiet=did_not_run,
    )


def _sign(event: EventRow) -> tuple[str, str]:
    """The icon of an event and the token of its colour."""
    if event.state is EventState.DID_NOT_RUN:
        return "struck", "muted"
    if event.conflicts or event.state is EventState.DISAGREEMENT:
        return "warning", "warn"
    if event.signed_off:
        return "lock", "ok"
    if event.is_today:
        return "register", "accent"
    return ("warning", "warn") if event.state is EventState.RAN else ("ring", "outline")


def _short_day(event: EventRow) -> str:
    """For example "Wed 7 Oct", "Today 13:30"."""
    if event.start is None:
        return "no date yet"
    if event.is_today:
        return f"Today {event.start:%H:%M}"
    return f"{event.start:%a} {event.start.day} {event.start:%b}"


class EventsList(SideList):
    """The list; ``chosen`` only for what a person chose, by key or click."""

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget, model: EventsModel) -> None:
        super().__init__(parent, "Events")
        self._quiet = False
        self.setModel(model)

    def select(self, position: int) -> None:
        """Make an event current without reporting it as a choice."""
        if position == self.currentIndex().row():
            return
        self._quiet = True
        self.setCurrentIndex(self.model().index(position, 0))
        self._quiet = False

    @override
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        event = current.data(EVENT_ROLE)
        if isinstance(event, EventRow) and not self._quiet:
            self.chosen.emit(event.id)


class EventsSide(QWidget):
    """The list under its title, with a button to the dates of the events."""

    def __init__(self, *, parent: QWidget, model: EventsModel) -> None:
        super().__init__(parent)
        self.title = Text("Events", self, heavy=True, tone="muted", wraps=False)
        self.dates_button = Button("", self, kind=ButtonKind.GHOST, drawing="plus")
        self.dates_button.setAccessibleName("Dates of the events")
        self.dates_button.setToolTip("Dates of the events")
        self.events = EventsList(parent=self, model=model)
        metrics = metrics_of(self.font())
        above = QHBoxLayout()
        above.setContentsMargins(metrics.scaled(12), metrics.space, metrics.gap, metrics.gap)
        above.addWidget(self.title, 1)
        above.addWidget(self.dates_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.events, 1)

    def be_wide(self, pixels: int) -> None:
        """Take this width of the page; a page that is made smaller may squeeze it meanwhile."""
        self.setMinimumWidth(1)
        self.setMaximumWidth(pixels)
        self.events.be_wide(pixels)

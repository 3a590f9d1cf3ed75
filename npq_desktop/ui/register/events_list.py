"""The group's events, as a list at the left or as a combo when there is little room."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.register import EventRow
from npq_desktop.ui.kit.metrics import bold, metrics_of
from npq_desktop.ui.kit.text import plain_tip
from npq_desktop.ui.kit.tokens import tokens_of
from npq_desktop.ui.register.table.words import event_day, event_state

AnyIndex = QModelIndex | QPersistentModelIndex
EVENT_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class EventsModel(QAbstractListModel):
    """Events by date; one line of text for a combo and a screen reader."""

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_one_line(event))
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return _one_line(event) if role in texts else None


def _one_line(event: EventRow) -> str:
    today = "today, " if event.is_today else ""
    return f"{event.title} · {today}{event_day(event)} · {event_state(event)}"


class EventDelegate(QStyledItemDelegate):
    """Three lines: title, day, state; today is said in a word."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        metrics = metrics_of(option.font)
        return QSize(metrics.chars(24), metrics.line * 3 + metrics.space * 2)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        event: EventRow = index.data(EVENT_ROLE)
        view = option.widget
        rect: QRect = option.rect
        colours, metrics = tokens_of(view.palette()), metrics_of(view.font())
        current = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        painter.save()
        painter.fillRect(rect, QColor(colours.accent_soft if current else colours.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        if current:
            bar = metrics.gap if view.hasFocus() else max(1, metrics.gap // 2)
            painter.fillRect(
                QRect(rect.left(), rect.top(), bar, rect.height()), QColor(colours.accent)
            )
        line = rect.adjusted(metrics.space + metrics.gap, metrics.space, -metrics.space, 0)
        line.setHeight(metrics.line)
        painter.setFont(bold(view.font()))
        _write(painter, line, event.title, colours.text)
        painter.setFont(view.font())
        day = f"Today, {event_day(event)}" if event.is_today else event_day(event)
        _write(
            painter,
            line.translated(0, metrics.line),
            day,
            colours.accent if event.is_today else colours.muted,
        )
        _write(painter, line.translated(0, metrics.line * 2), event_state(event), colours.muted)
        painter.restore()


def _write(painter: QPainter, rect: QRect, text: str, colour: str) -> None:
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class EventsList(QListView):
    """The list; ``chosen`` only for what a person chose, by key or click."""

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget, model: EventsModel) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setAccessibleName("Events")
        self.setItemDelegate(EventDelegate(self))
        self.setUniformItemSizes(True)
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

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

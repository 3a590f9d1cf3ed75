"""The queue at the left of the tab: filters, progress, a find field, two lines for each work."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.review import Progress, QueueRow, Show, WorkId
from npq_desktop.services.review import words
from npq_desktop.ui.kit.dialogs.fields import SearchField
from npq_desktop.ui.kit.lists.side_list import SideList
from npq_desktop.ui.kit.lists.tables import Index, TableRole
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind, ChipBar
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.review.queue.works_model import FoundWorks, QueueModel

WIDTH = 264
SHOWS: dict[Show, str] = {
    Show.TO_DO: "Awaiting me",
    Show.EVERYTHING: "All",
    Show.RETURNED: "Returned",
    Show.ACCEPTED: "Accepted",
    Show.ASIDE: "Set aside",
    Show.AGREED: "Agreed, nothing yet",
}
_ALWAYS = (Show.TO_DO, Show.EVERYTHING)


class QueueList(QWidget):
    """``work_chosen`` carries the ``WorkId`` that became current, None while none is.

    ``show_chosen`` carries the key of a ``Show``; ``find_left``: Escape was pressed in find.
    """

    work_chosen = Signal(object)
    show_chosen = Signal(str)
    find_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = ChipBar(self, "Which works are shown")
        self.more_button = Button("", self, kind=ButtonKind.GHOST, drawing="more")
        self.more_menu = QMenu(self.more_button)
        self.progress = Text("", self, size=CAPTION, tone="muted")
        self.arrived = Text("", self, size=CAPTION, tone="accent")
        self.find_box = SearchField(self)
        self.view = QueueView(self)
        self.rows = QueueModel(self)
        self.shown = FoundWorks(self)
        self._nothing = Text("", self, tone="muted")
        self.shown.setSourceModel(self.rows)
        self.view.setModel(self.shown)
        self.chips.offer(list(SHOWS.items()), drawings={})
        self._name_controls()
        self._lay_out()
        self.chips.chosen.connect(self.show_chosen)
        self.find_box.textChanged.connect(self._find)
        self.find_box.returnPressed.connect(self._enter_list)
        self.find_box.installEventFilter(self)
        self.view.current_changed.connect(self._tell)

    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab reaches, from above."""
        return (*self.chips.chips.values(), self.more_button, self.find_box, self.view)

    def show_rows(
        self, rows: Sequence[QueueRow], today: date, touched: Iterable[WorkId] | None = None
    ) -> None:
        """Show the works of a sitting; the current work stays current while it is there."""
        work, scrolled = self.current(), self.view.verticalScrollBar().value()
        blocked = self.view.blockSignals(True)
        self.rows.show_rows(rows, today, touched)
        if work is not None and self.current() != work:
            self.select(work)
        self.view.blockSignals(blocked)
        self.view.verticalScrollBar().setValue(scrolled)
        self._tell_nothing()
        if self.current() != work:
            self._tell()

    def show_counts(self, counts: dict[Show, int], chosen: Show) -> None:
        """Show how many works each filter finds; beyond the first two only the one that is on."""
        self.chips.choose(chosen)
        shown = {each: counts[each] for each in SHOWS if each in _ALWAYS or each is chosen}
        self.chips.show_counts({str(each): number for each, number in shown.items()})

    def show_progress(self, progress: Progress, arrived: int) -> None:
        """Show how far the sitting is, and that work came in since."""
        self.progress.setText(words.progress_words(progress))
        self.arrived.setText(words.arrived_words(arrived))
        self.arrived.setVisible(bool(arrived))

    def current(self) -> WorkId | None:
        """The work whose row is current."""
        row = self.current_row()
        return row.work if row else None

    def current_row(self) -> QueueRow | None:
        """The row that is current."""
        row = self.view.currentIndex().data(TableRole.ROW)
        return row if isinstance(row, QueueRow) else None

    def row_at(self, at: QPoint) -> QueueRow | None:
        """The row under a point of the list."""
        row = self.view.indexAt(at).data(TableRole.ROW)
        return row if isinstance(row, QueueRow) else None

    def select(self, work: WorkId | None) -> bool:
        """Make this work current if it is shown."""
        at = self.rows.place(work)
        index = self.shown.mapFromSource(self.rows.index(at)) if at >= 0 else None
        if index is None or not index.isValid():
            return False
        self.view.setCurrentIndex(index)
        return True

    def step(self, by: int, *, tick: bool = False) -> None:
        """Move the current row; stays at the ends. ``tick`` ticks the row that is left."""
        current = self.current()
        if tick and current is not None:
            self.rows.tick(current)
        last = self.shown.rowCount() - 1
        if last >= 0:
            at = self.view.currentIndex().row() + by
            self.view.setCurrentIndex(self.shown.index(min(max(at, 0), last), 0))

    def neighbour(self, by: int) -> WorkId | None:
        """The work so many rows below the current one."""
        row = self.shown.index(self.view.currentIndex().row() + by, 0).data(TableRole.ROW)
        return row.work if isinstance(row, QueueRow) else None

    def next_open(self) -> WorkId | None:
        """The next work below that waits for a decision, else the first above; None when done.

        Works that are set aside come only once nothing else is left.
        """
        here = self.view.currentIndex().row()
        count = self.shown.rowCount()
        aside: WorkId | None = None
        for at in (*range(here + 1, count), *range(max(0, min(here, count)))):
            row = self._row(at)
            if row.is_open and row.aside is None:
                return row.work
            if row.is_open and aside is None:
                aside = row.work
        return aside

    def open_find(self) -> None:
        """Show the find field with the cursor in it, its text selected."""
        self.find_box.show()
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_box.selectAll()

    def close_find(self) -> bool:
        """Empty and hide the find field; says whether there was anything to close."""
        was_open = not self.find_box.isHidden()
        self.find_box.clear()
        self.find_box.hide()
        return was_open

    def _row(self, at: int) -> QueueRow:
        row = self.shown.index(at, 0).data(TableRole.ROW)
        assert isinstance(row, QueueRow)  # noqa: S101  # the model holds nothing else
        return row

    def _name_controls(self) -> None:
        self.find_box.setPlaceholderText("Find a person or a title")
        self.find_box.setAccessibleName("Find work by person or title")
        self.find_box.hide()
        self.more_button.setAccessibleName("More filters and orders")
        self.more_button.setToolTip("More filters and orders")
        self.more_button.setMenu(self.more_menu)

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self._nothing.hide()
        self.arrived.hide()
        filters = QHBoxLayout()
        filters.setSpacing(metrics.gap)
        filters.addWidget(self.chips, 1)
        filters.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(metrics.space, metrics.space, metrics.space, metrics.gap)
        head.setSpacing(metrics.gap)
        head.addLayout(filters)
        for widget in (self.progress, self.arrived, self.find_box, self._nothing):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    def _find(self) -> None:
        self.shown.find(self.find_box.text())
        self._tell_nothing()

    def _tell_nothing(self) -> None:
        typed = self.find_box.text().strip()
        words = f"No works match “{typed}”." if typed else "No works here."
        nothing = self.shown.rowCount() == 0
        self._nothing.setText(words if nothing else "")
        self._nothing.setVisible(nothing)

    def _enter_list(self) -> None:
        if self.shown.rowCount():
            if not self.view.currentIndex().isValid():
                self.step(1)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape:
            return False
        self.close_find()
        self.find_left.emit()
        return True

    def _tell(self) -> None:
        self.work_chosen.emit(self.current())


class QueueView(SideList):
    """A list that takes no letters, since in the tab they are commands."""

    current_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Work to review")

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            self.viewport().update(self.visualRect(index))
        self.current_changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 8, self.fontMetrics().height() * 5)

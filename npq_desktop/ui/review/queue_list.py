"""The queue at the left of the tab: a find box, two filters, two lines for each piece of work."""

from PySide6.QtCore import (
    QObject,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.review import QueueRow, ReviewState, WorkId
from npq_desktop.ui.kit.layout import FlowLayout
from npq_desktop.ui.kit.tables import Column, Index, RowsModel, TableRole
from npq_desktop.ui.kit.text import found, paint_two_lines, two_line_size
from npq_desktop.ui.review.states import OPEN_STATES, SHAPES, WORDS, handed_in_words


def second_line(row: QueueRow) -> str:
    """The state and the title: "to review · Reflection 2"."""
    parts = [WORDS[row.state], row.title]
    if row.has_draft:
        parts.insert(1, "draft kept")
    return " · ".join(part for part in parts if part)


def when_words(row: QueueRow) -> str:
    """When it was handed in, in words."""
    said = handed_in_words(row.handed_in, row.brought_in)
    return f"{said[0].upper()}{said[1:]}" if said else "Nothing handed in yet"


def queue_model(parent: QObject | None = None) -> RowsModel[QueueRow]:
    """A model of pieces of work, one column: a sentence that the delegate paints on two lines."""
    work: Column[QueueRow] = Column(
        "work",
        "Work",
        lambda row: f"{row.name}, {second_line(row)}",
        told=lambda row: f"{row.name}, {second_line(row)}. {when_words(row)}".strip(),
    )
    return RowsModel((work,), id_of=lambda row: row.work, parent=parent)


class QueueFilter(QSortFilterProxyModel):
    """Keeps one kind, one state and what is found; the order is the service's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self._states: tuple[ReviewState, ...] = ()
        self._needle = ""

    def keep(self, *, kind: str, states: tuple[ReviewState, ...], needle: str) -> None:
        """Show only work of this kind and these states that is found; empty keeps everything."""
        self.beginFilterChange()
        self._kind, self._states, self._needle = kind, states, needle
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        row = self.sourceModel().index(source_row, 0, source_parent).data(TableRole.ROW)
        if not isinstance(row, QueueRow) or (self._kind and row.kind != self._kind):
            return False
        if self._states and row.state not in self._states:
            return False
        return found(self._needle, f"{row.search_key} {row.title}")


class QueueList(QWidget):
    """``work_chosen`` carries the ``WorkId`` that became current, None while none is."""

    work_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.find_box = QLineEdit(self)
        self.kind_box = QComboBox(self)
        self.state_box = QComboBox(self)
        self.view = _QueueView(self)
        self.rows = queue_model(self)
        self.shown = QueueFilter(self)
        self._nothing = QLabel(self)
        self.shown.setSourceModel(self.rows)
        self.view.setModel(self.shown)
        self._name_controls()
        self._lay_out()
        self.find_box.textChanged.connect(self._filter)
        self.find_box.returnPressed.connect(self._enter_list)
        self.kind_box.currentIndexChanged.connect(self._filter)
        self.state_box.currentIndexChanged.connect(self._filter)
        self.view.current_changed.connect(self._tell)

    def show_rows(self, rows: tuple[QueueRow, ...]) -> None:
        """Show the queue; the current work stays current while it is there."""
        work = self.current()
        blocked = self.view.blockSignals(True)
        self.rows.show_rows(rows)
        self._show_kinds(sorted({str(row.kind) for row in rows}))
        self.select(work)
        self.view.blockSignals(blocked)
        self._tell_nothing()
        if self.current() != work:
            self._tell()

    def current(self) -> WorkId | None:
        """The work whose row is current."""
        row = self.view.currentIndex().data(TableRole.ROW)
        return row.work if isinstance(row, QueueRow) else None

    def select(self, work: WorkId | None) -> bool:
        """Make this work current if it is shown."""
        for at in range(self.shown.rowCount()):
            if self._row(at).work == work:
                self.view.setCurrentIndex(self.shown.index(at, 0))
                return True
        return False

    def step(self, by: int) -> None:
        """Move the current row; stays at the ends."""
        last = self.shown.rowCount() - 1
        if last >= 0:
            at = self.view.currentIndex().row() + by
            self.view.setCurrentIndex(self.shown.index(min(max(at, 0), last), 0))

    def next_open(self) -> WorkId | None:
        """The next work below that waits for a decision, else the first above; None when done."""
        here = self.view.currentIndex().row()
        count = self.shown.rowCount()
        for at in [*range(here + 1, count), *range(max(0, min(here, count)))]:
            if self._row(at).state in OPEN_STATES:
                return self._row(at).work
        return None

    def waiting(self) -> int:
        """How many pieces of work wait for a decision, shown or not."""
        rows = (self.rows.index(at, 0).data(TableRole.ROW) for at in range(self.rows.rowCount()))
        return sum(row.state in OPEN_STATES for row in rows)

    def clear_filters(self) -> None:
        """Show the whole queue again."""
        self.find_box.clear()
        self.kind_box.setCurrentIndex(0)
        self.state_box.setCurrentIndex(0)

    def _row(self, at: int) -> QueueRow:
        row = self.shown.index(at, 0).data(TableRole.ROW)
        assert isinstance(row, QueueRow)  # noqa: S101  # the model holds nothing else
        return row

    def _show_kinds(self, kinds: list[str]) -> None:
        chosen = self.kind_box.currentData()
        if [self.kind_box.itemData(at) for at in range(1, self.kind_box.count())] == kinds:
            return
        blocked = self.kind_box.blockSignals(True)
        self.kind_box.clear()
        self.kind_box.addItem("All kinds", "")
        for kind in kinds:
            self.kind_box.addItem(kind[:1].upper() + kind[1:], kind)
        self.kind_box.setCurrentIndex(max(0, self.kind_box.findData(chosen)))
        self.kind_box.blockSignals(blocked)
        self._filter()

    def _name_controls(self) -> None:
        self.find_box.setPlaceholderText("Find (Ctrl+F)")
        self.find_box.setClearButtonEnabled(True)
        self.find_box.setAccessibleName("Find work by person or title")
        self.kind_box.setAccessibleName("Kind of work")
        self.state_box.setAccessibleName("State of work")
        self.view.setAccessibleName("Work to review")
        self.kind_box.addItem("All kinds", "")
        self.state_box.addItem("All states", "")
        for state in ReviewState:
            words = WORDS[state]
            self.state_box.addItem(words[:1].upper() + words[1:], state.value)
        shortest = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        for box in (self.kind_box, self.state_box):
            box.setSizeAdjustPolicy(shortest)
            box.setMinimumContentsLength(12)

    def _lay_out(self) -> None:
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        filters = QWidget(self)
        flow = FlowLayout(filters)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(self.fontMetrics().height() // 4)
        flow.addWidget(self.kind_box)
        flow.addWidget(self.state_box)
        policy = filters.sizePolicy()
        policy.setHeightForWidth(True)
        filters.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.find_box)
        column.addWidget(filters)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)

    def _filter(self) -> None:
        state = self.state_box.currentData()
        states = (ReviewState(state),) if state else ()
        kind = self.kind_box.currentData() or ""
        self.shown.keep(kind=kind, states=states, needle=self.find_box.text())
        self._tell_nothing()

    def _tell_nothing(self) -> None:
        nothing = self.rows.rowCount() > 0 and self.shown.rowCount() == 0
        self._nothing.setText("Nothing here fits these filters." if nothing else "")
        self._nothing.setVisible(nothing)

    def _enter_list(self) -> None:
        if self.shown.rowCount():
            if not self.view.currentIndex().isValid():
                self.step(1)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        self.work_chosen.emit(self.current())


class _QueueView(QListView):
    """A list that takes no letters: in the tab, J and K move up and down."""

    current_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(_QueueDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalpha() and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 8, self.fontMetrics().height() * 5)


class _QueueDelegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return two_line_size(option)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(TableRole.ROW)
        if isinstance(row, QueueRow):
            paint_two_lines(painter, option, SHAPES[row.state], row.name, second_line(row), True)

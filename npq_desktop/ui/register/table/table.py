"""The register's table: keys, clicks, scrolling, and word of each mark once it is painted.

Knows rows and pixels only; what a key does to a register is the presenter's business.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from npq_desktop.rows.register import RegisterRow
from npq_desktop.ui.kit.keys.presses import pressed_at
from npq_desktop.ui.kit.lists.table_heading import TableHeading
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.metrics import CAPTION, Metrics, larger, metrics_of
from npq_desktop.ui.register.key_commands import letter_of
from npq_desktop.ui.register.table.cells import is_wide, wide_height
from npq_desktop.ui.register.table.delegate import Hit, HitKind, RegisterDelegate
from npq_desktop.ui.register.table.mark_control import control_width
from npq_desktop.ui.register.table.model import (
    REVEALED_ROLE,
    ROW_ROLE,
    AnyIndex,
    RegisterColumn,
    RegisterModel,
)

_WITHOUT_SCHOOL = 985
_WITHOUT_DOTS = 835
_LETTERS_ONLY = 620
"""Widths of the table, at text 100%, below which something gives way."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a table of some width shows: without which columns, and whether marks are letters."""

    hidden: frozenset[RegisterColumn]
    letters: bool


def fit(width: int) -> Fit:
    """What a table of ``width`` pixels at text 100% has room for."""
    hidden = set()
    if width < _WITHOUT_SCHOOL:
        hidden.add(RegisterColumn.SCHOOL)
    if width < _WITHOUT_DOTS:
        hidden.add(RegisterColumn.DOTS)
    return Fit(hidden=frozenset(hidden), letters=width < _LETTERS_ONLY)


def spread(width: int, shown: Fit, metrics: Metrics, marks: int) -> dict[RegisterColumn, int]:
    """Pixels for each shown column; ``marks`` is the width of the four segments.

    Name gets what its names want and never less than 210 at text 100%, Detail the rest up to 380,
    and School what then is left.
    """
    pixels = {
        RegisterColumn.NUMBER: metrics.chars(4) + metrics.space * 2,
        RegisterColumn.NAME: metrics.wide(210),
        RegisterColumn.MARK: marks + metrics.space * 2,
        RegisterColumn.DETAIL: metrics.wide(160),
        RegisterColumn.SCHOOL: metrics.wide(150),
        RegisterColumn.DOTS: metrics.chars(8) + metrics.space * 2,
    }
    pixels = {column: wide for column, wide in pixels.items() if column not in shown.hidden}
    spare = width - sum(pixels.values())
    growth = (
        (RegisterColumn.NAME, metrics.wide(250)),
        (RegisterColumn.DETAIL, metrics.wide(380)),
        (RegisterColumn.SCHOOL, metrics.wide(320)),
        (RegisterColumn.NAME, metrics.wide(340)),
    )
    for column, most in growth:
        if column in pixels and spare > 0:
            grown = min(spare, max(0, most - pixels[column]))
            pixels[column] += grown
            spare -= grown
    least = metrics.chars(6)
    pixels[RegisterColumn.DETAIL] = max(least, pixels[RegisterColumn.DETAIL] + spare)
    short = sum(pixels.values()) - width
    pixels[RegisterColumn.NAME] -= max(0, short)
    return pixels


class Heading(TableHeading):
    """``locked`` says beside *Mark* that marks are signed off."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.locked = False
        self.setSectionsClickable(False)

    @override
    def paint_more(self, painter: QPainter, section: int, inner: QRect, words: str) -> None:
        if self.locked and section == RegisterColumn.MARK:
            metrics = metrics_of(self.font())
            after = painter.fontMetrics().horizontalAdvance(words) + metrics.space
            painter.setFont(larger(self.font(), CAPTION))
            rest = inner.adjusted(after, 0, 0, 0)
            measure = painter.fontMetrics().horizontalAdvance
            told = ("locked: signed off", "locked", "")
            words = next((each for each in told if measure(each) <= rest.width()), "")
            painter.drawText(rest, self.side_of(section), words)


MARGIN_ROWS = 2


class RegisterTable(QTableView):
    """Emits requests with the person they concern.

    ``row_painted`` names a person whose changed row has been painted and handed to the screen.
    """

    letter_typed = Signal(str, int)
    other_key_pressed = Signal()
    find_asked = Signal()
    clear_asked = Signal()
    hit = Signal(str, object)
    row_painted = Signal(str)
    resized = Signal()

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.register_model = RegisterModel(parent=self)
        self._delegate = RegisterDelegate(parent=self)
        self._heading = Heading(self)
        self._pressed: Hit | None = None
        self._unpainted: set[int] = set()
        self._painted: list[str] = []
        self.setHorizontalHeader(self._heading)
        self.setModel(self.register_model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self.register_model.dataChanged.connect(self._rows_changed)
        self.register_model.modelReset.connect(self._lay_out_rows)

    def _set_up(self) -> None:
        self.setAccessibleName("Register")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(
            appearance().row_height(metrics_of(self.font()))
        )

    def show_rows(self, rows: tuple[RegisterRow, ...], *, another: bool) -> None:
        """Show a register; the current person stays current while still on it.

        ``another``: it is a different register than before, so no row counts as changed.
        """
        person = self.current_person()
        changed = self.register_model.update(rows)
        locked = any(row.signed for row in rows)
        if locked != self._heading.locked:
            self._heading.locked = locked
            self._heading.viewport().update()
        self._unpainted = set() if another else self._unpainted | set(changed)
        if person is not None:
            self.select(person)

    def set_quiet(self, quiet: bool) -> None:
        """Grey the whole register: it counts for nothing now."""
        if quiet != self._delegate.quiet:
            self._delegate.quiet = quiet
            self.viewport().update()

    def current_person(self) -> str | None:
        """Whose row is current."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.person if isinstance(row, RegisterRow) else None

    def select(self, person: str) -> None:
        """Make a person's row current and bring it into sight with its neighbours."""
        position = self.register_model.position(person)
        if position is None or position == self.currentIndex().row():
            return
        self._paint_before_leaving(position)
        self._go_to(position)

    def row_of(self, person: str) -> RegisterRow | None:
        """A person's row as it is shown; None for somebody not on this register."""
        position = self.register_model.position(person)
        return None if position is None else self.register_model.rows[position]

    def row_rect(self, person: str) -> QRect:
        """The part of a row to the right of the name, where editors open."""
        position = self.register_model.position(person)
        if position is None:
            return QRect()
        top, height = self.rowViewportPosition(position), self.rowHeight(position)
        left = self.columnViewportPosition(RegisterColumn.MARK)
        return QRect(left, top, self.viewport().width() - left, height)

    def fit_columns(self) -> None:
        """Hide, show and size the columns for the present width."""
        metrics, width = metrics_of(self.font()), self.viewport().width()
        shown = fit(metrics.wide_at_full_text(width))
        self._delegate.letters = shown.letters
        self._heading.fit_height()
        marks = control_width(self.font(), letters=shown.letters)
        pixels = spread(width, shown, metrics, marks)
        for column in RegisterColumn:
            self.setColumnHidden(column, column in shown.hidden)
            if column in pixels:
                self.setColumnWidth(column, pixels[column])
        self._lay_out_rows()

    def _go_to(self, position: int) -> None:
        index = self.register_model.index(position, RegisterColumn.NAME)  # it tells the whole row
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | _WHOLE_ROWS
        )

    def _paint_before_leaving(self, position: int) -> None:
        """A mark far from the next row is painted before the view scrolls away from it."""
        current = self.currentIndex().row()
        distance = abs(position - current) + 2 * MARGIN_ROWS
        if current in self._unpainted and distance * self._row_height() > self.viewport().height():
            self.viewport().repaint(self._line(current))

    def _line(self, position: int) -> QRect:
        top = self.rowViewportPosition(position)
        return QRect(0, top, self.viewport().width(), self.rowHeight(position))

    def _row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    @override
    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Keep two rows above and below in sight; never scroll sideways."""
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()
        margin = MARGIN_ROWS * self._row_height()
        line = self._line(index.row())
        room = self.viewport().height()
        margin = max(0, min(margin, (room - line.height()) // 2))
        bar = self.verticalScrollBar()
        if line.top() < margin:
            bar.setValue(bar.value() + line.top() - margin)
        elif line.top() + line.height() > room - margin:
            bar.setValue(bar.value() + line.top() + line.height() - room + margin)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter, key = letter_of(event), event.key()
        last = self.register_model.rowCount() - 1
        if letter:
            self.letter_typed.emit(letter, pressed_at(event))
            return
        self.other_key_pressed.emit()
        if event.text() == "/":
            self.find_asked.emit()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.clear_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._change(is_held=event.isAutoRepeat())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self._go_to(0 if key == Qt.Key.Key_Home else last)
        elif not event.text().isalnum():
            super().keyPressEvent(event)

    def _change(self, *, is_held: bool) -> None:
        """Enter is *Change…* in a row that is signed off."""
        row = self.currentIndex().data(ROW_ROLE)
        if isinstance(row, RegisterRow) and row.signed and not is_held:
            self.hit.emit(row.person, Hit(HitKind.CHANGE))

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are commands and find; Qt's own search stays out of it."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self._hit_at(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        released, pressed = self._hit_at(event), self._pressed
        self._pressed = None
        person = self.current_person()
        if released and released == pressed and person:
            self.hit.emit(person, released)

    def _hit_at(self, event: QMouseEvent) -> Hit | None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() != Qt.MouseButton.LeftButton or index.column() != RegisterColumn.MARK:
            return None
        return self._delegate.hit(index, self.visualRect(index), self, point)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, position: int) -> None:
        """Light the row under the pointer."""
        before, self._delegate.hovered = self._delegate.hovered, position
        if before != position:
            for each in {before, position} - {-1}:
                self.viewport().update(self._line(each))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.begin_painting(self, self.currentIndex().row(), self.register_model.rows)
        super().paintEvent(event)
        done = {at for at in self._unpainted if self._is_painted(at, event)}
        if done:
            rows = self.register_model.rows
            self._painted += [rows[at].person for at in sorted(done) if at < len(rows)]
            self._unpainted -= done
            QTimer.singleShot(0, self, self._tell_painted)

    def _is_painted(self, position: int, event: QPaintEvent) -> bool:
        seen = self._line(position) & self.viewport().rect()
        return not seen.isEmpty() and QRegion(seen).subtracted(event.region()).isEmpty()

    def _tell_painted(self) -> None:
        painted, self._painted = self._painted, []
        for person in painted:
            self.row_painted.emit(person)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        self.scrollTo(self.currentIndex())

    def _rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for position in range(first.row(), last.row() + 1):
            self._lay_out_row(position)

    def _lay_out_rows(self) -> None:
        for position in range(self.register_model.rowCount()):
            self._lay_out_row(position)

    def _lay_out_row(self, position: int) -> None:
        """Wide rows run across Mark and Detail and may be higher than one line."""
        index = self.register_model.index(position, RegisterColumn.MARK)
        row: RegisterRow = index.data(ROW_ROLE)
        wide = is_wide(row, revealed=bool(index.data(REVEALED_ROLE)))
        columns = RegisterColumn.SCHOOL - RegisterColumn.MARK if wide else 1
        if self.columnSpan(position, RegisterColumn.MARK) != columns:
            self.setSpan(position, RegisterColumn.MARK, 1, columns)
        metrics = metrics_of(self.font())
        line = appearance().row_height(metrics)
        height = wide_height(row, metrics) if wide else line
        if self.rowHeight(position) != height:
            self.setRowHeight(position, height)


_WHOLE_ROWS = QItemSelectionModel.SelectionFlag.Rows

"""Tables that only show: what a column is, the model of rows beneath them, a table of texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.page.layout import whole_height
from npq_desktop.ui.kit.paint.drawn_texts import ink
from npq_desktop.ui.kit.paint.metrics import CAPTION, Metrics, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import paint_focus
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import plain_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
SortKey = int | float | str
"""What Qt's proxies order as one expects; dates and tuples they do not."""

Texts = tuple[str, ...]
"""A row of a table of texts."""

_NO_INDEX = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft
_MOST_LINES, _ROW, _ACCENT_BAR = 12, 28, 3
_LEAST_CHARACTERS, _MOST_CHARACTERS = 9, 30
"""Of a column that gives way, and of one that has room."""


class TableRole(IntEnum):
    """Roles beyond Qt's: SORT gives a ``SortKey``, ROW the row itself."""

    SORT = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its title, and how each of its cells is made from a row.

    ``sort`` orders the column, by its text where None. ``hint`` is the tooltip of the title.
    ``told`` gives a cell in full where its text does not: as its tooltip, and read aloud.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], SortKey] | None = None
    hint: str = ""
    align: Qt.AlignmentFlag | None = None
    told: Callable[[Row], str] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind under columns, in the order they are given.

    ``id_of`` says which row is which; without it only an equal row is the same one.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        parent: QObject | None = None,
        id_of: Callable[[Row], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._id_of = id_of
        self._untold: tuple[Column[Row], ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown, from the top."""
        return self._rows

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns shown, from the left."""
        return self._columns

    def show_rows(self, rows: Sequence[Row], columns: Sequence[Column[Row]] | None = None) -> None:
        """Show these rows, and these columns where any are given."""
        shown = self._columns if columns is None else tuple(columns)
        same_columns = [each.key for each in shown] == [each.key for each in self._columns]
        if same_columns and self._ids(rows) == self._ids(self._rows):
            # A reset would lose the selection, the current row and the place scrolled to.
            self._rows, self._columns = tuple(rows), shown
            if rows:
                last = self.index(len(rows) - 1, len(shown) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows, self._columns = tuple(rows), shown
        self.endResetModel()

    def spoken(self, row: Row, column: Column[Row]) -> str:
        """What a screen reader reads of a cell; "" where its text is enough."""
        has_more = bool(self._untold) and column is self._columns[0]
        return self._told(row, column) if column.told or has_more else ""

    def show_first(self, number: int) -> None:
        """Only so many columns are on the screen: the first cell of a row tells of the others."""
        self._untold = self._columns[number:]

    def _told(self, row: Row, column: Column[Row]) -> str:
        """A cell in full; the first of a row with those that no column shows."""
        words = (column.told or column.text)(row)
        more = self._untold if column is self._columns[0] else ()
        parts = [f"{each.title}: {text}" for each in more if (text := each.text(row))]
        return ". ".join([words, *parts])

    def _ids(self, rows: Sequence[Row]) -> list[object]:
        return [self._id_of(row) if self._id_of else row for row in rows]

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._told(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(row, column) or None
            case Qt.ItemDataRole.TextAlignmentRole if column.align is not None:
                return int(column.align)
            case TableRole.SORT:
                return column.sort(row) if column.sort else column.text(row).casefold()
            case TableRole.ROW:
                return row
            case _:
                return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._columns[section].hint) or None
        return None


def text_columns(titles: Sequence[str]) -> tuple[Column[Texts], ...]:
    """Columns for rows that are texts already, a text for each title."""

    def column(at: int, title: str) -> Column[Texts]:
        # Texts that wrap begin at the top of their row, beside the first line of the others.
        top = _LEFT | Qt.AlignmentFlag.AlignTop
        return Column(str(at), title, lambda texts: texts[at], align=top)

    return tuple(column(at, title) for at, title in enumerate(titles))


def set_up_table(table: QTableView, name: str) -> None:
    """Make a table look and answer as all of ours: no grid or row numbers, and Tab leaves it."""
    table.setAccessibleName(name)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(_LEFT | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setFont(bold(larger(QApplication.font(), CAPTION)))
    header.setForegroundRole(QPalette.ColorRole.PlaceholderText)


def paint_rowless(table: QTableView) -> None:
    """Show that a table has the keyboard where no row is current to show it."""
    if table.hasFocus() and not table.currentIndex().isValid():
        paint_focus(table.viewport())


def fit_rows(table: QTableView) -> None:
    """Make rows of one line as high as those of compact tables."""
    line = metrics_of(table.font()).target(_ROW)
    table.verticalHeader().setDefaultSectionSize(line)


class AiryRows(QStyledItemDelegate):
    """Cells with some air round their words, and a hairline under each row."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = metrics_of(option.font)
        return super().sizeHint(option, index) + QSize(2 * metrics.gap, 2 * _air(metrics))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, metrics = option.rect, metrics_of(option.font)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, option.palette.highlight())
        line = ink(tokens_of(option.palette).line)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, line)
        _light_current(painter, option, index)
        air = _air(metrics)
        option.rect = rect.adjusted(metrics.gap, air, -metrics.gap, -air)
        super().paint(painter, option, index)


def _light_current(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """A bar at the left of the current row, and lines above and below it with the keyboard."""
    view, rect = option.widget, option.rect
    if not isinstance(view, QTableView) or view.currentIndex().row() != index.row():
        return
    if view.selectionBehavior() != QAbstractItemView.SelectionBehavior.SelectRows:
        return
    accent = ink(tokens_of(option.palette).accent)
    if index.column() == 0:
        painter.fillRect(rect.left(), rect.top(), _ACCENT_BAR, rect.height(), accent)
    if view.hasFocus():
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, accent)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, accent)


def _air(metrics: Metrics) -> int:
    return metrics.space * 3 // 4


class SharedWidth:
    """Divides the width of a table among its columns so that nothing lies beyond its edge.

    Columns are as wide as what they hold, a very long text excepted. With too little room all
    become narrower, and then the last ones go; the first cell of a row tells of those, in its tip
    and to a screen reader.
    """

    def __init__(self, table: QTableView, rows: RowsModel[Any]) -> None:
        self._table, self._rows = table, rows
        self._wanted: list[int] = []
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().setStretchLastSection(True)

    def measure(self) -> None:
        """Ask the columns anew how wide they would be."""
        table = self._table
        for at in range(table.model().columnCount()):
            table.setColumnHidden(at, False)
        table.resizeColumnsToContents()
        widest = table.fontMetrics().averageCharWidth() * _MOST_CHARACTERS
        count = table.model().columnCount()
        self._wanted = [min(table.columnWidth(at), widest) for at in range(count)]
        self.fit()

    def fit(self) -> None:
        """Divide the present width."""
        room = self._table.viewport().width()
        floor = self._table.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS
        least = [min(each, floor) for each in self._wanted]
        shown = len(least)
        while shown > 1 and sum(least[:shown]) > room:
            shown -= 1
        spare = max(0, room - sum(least[:shown]))
        wishes = sum(self._wanted[:shown]) - sum(least[:shown])
        share = min(1.0, spare / wishes) if wishes else 1.0
        self._rows.show_first(shown)
        for at, (wanted, width) in enumerate(zip(self._wanted, least, strict=True)):
            self._table.setColumnHidden(at, at >= shown)
            if at < shown:
                self._table.setColumnWidth(at, width + int((wanted - width) * share))


class TextTable(QTableView):
    """A table of texts, each shown whole on as many lines as it needs; one row is current.

    ``shares`` says how the width is divided. A ``snug`` table is no higher than its rows, up to a
    dozen lines.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        name: str,
        titles: Sequence[str],
        shares: Sequence[int],
        snug: bool = False,
    ) -> None:
        super().__init__(parent)
        self._snug = snug
        self._least = 0
        self._shares = tuple(shares)
        self.texts = RowsModel(text_columns(titles), parent=self)
        self.setModel(self.texts)
        self.setItemDelegate(AiryRows(self))
        set_up_table(self, name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_rows(self, rows: Sequence[Texts]) -> None:
        """Show these rows and keep the current one where it was, as far as it goes."""
        current = max(0, self.currentIndex().row())
        self.texts.show_rows(rows)
        if rows:
            self.selectRow(min(current, len(rows) - 1))
        self._fit()

    def current(self) -> int:
        """The number of the current row from 0; -1 without any."""
        return self.currentIndex().row()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_rowless(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width, whole = self.viewport().width(), sum(self._shares)
        for column, share in enumerate(self._shares):
            self.setColumnWidth(column, width * share // whole)
        self.resizeRowsToContents()
        if self._snug:
            needed = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
            most = self.fontMetrics().height() * _MOST_LINES
            edges = 2 * self.frameWidth() + 2
            self._least = min(needed, most) + edges
            most = max(needed + edges, whole_height(self))
            if not self._least <= self.minimumHeight() <= most:
                self.setMinimumHeight(self._least)  # a dialog that scrolls shows it whole
            self.setMaximumHeight(most)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self._least) if self._snug else hint

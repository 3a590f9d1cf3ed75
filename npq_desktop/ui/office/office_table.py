"""A table of people with columns of words, one line a row; columns give way where it is narrow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.lists.person_table import PersonTable, paint_row_ground
from npq_desktop.ui.kit.lists.table_heading import TableHeading
from npq_desktop.ui.kit.lists.tables import (
    Column,
    Index,
    RowsModel,
    TableRole,
)
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import bold, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import elided

NAME, STATUS = "name", "status"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ACCENT_BAR = 3
_LEAST = {NAME: 14, STATUS: 14, "response": 20, "needs": 12}
"""In characters; other columns are at least as wide as their title."""
_MOST = {NAME: 28}
_MOST_OTHERWISE = 34
_WHOLE = 22
"""What is no longer than this is shown whole or not at all."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row is painted: the drawing of its status, the token of its colour, a heavy name."""

    drawing: str
    tone: str = "muted"
    heavy: bool = False


class OfficeTable(PersonTable):
    """Rows have ``person`` and ``name``; who is current stays so. With Shift or Ctrl several are
    chosen.

    ``giving_way`` are the keys of the columns that go first where it is narrow, in this order.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        name: str,
        columns: Sequence[Column[Any]],
        giving_way: Sequence[str],
        look: Callable[[Any], RowLook],
    ) -> None:
        super().__init__(parent=parent, name=name, heading=TableHeading)
        self.people = RowsModel(columns, parent=self, id_of=lambda row: row.person)
        self._giving_way = tuple(giving_way)
        self.setModel(self.people)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_RowDelegate(self, look))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these people; the one who is current stays so while shown."""
        person = self.current_person()
        self._is_settling = True
        self.people.show_rows(rows)
        self._is_settling = False
        self.select(person)
        self.fit_columns()

    def current_person(self) -> str:
        """The id of who is current, "" for nobody."""
        row = self.current_row()
        return row.person if row is not None else ""

    def chosen_people(self) -> tuple[str, ...]:
        """The ids of all who are chosen, in the order of the rows."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.people.rows[row].person for row in rows)

    def current_row(self) -> Any:
        """The row that is current; None without one."""
        return self.currentIndex().data(TableRole.ROW)

    def select(self, person: str) -> None:
        """Make somebody current without a signal; nobody where they are not shown."""
        ids = [row.person for row in self.people.rows]
        self._is_settling = True
        if person in ids:
            self.setCurrentIndex(self.people.index(ids.index(person), 0))
        else:
            self.choose_nobody()
        self._is_settling = False
        self.viewport().update()

    @override
    def fit_columns(self) -> None:
        wanted = {column.key: self._widths(column) for column in self.people.columns}
        given = fitted(wanted, self.viewport().width(), self._giving_way)
        for at, column in enumerate(self.people.columns):
            self.setColumnHidden(at, column.key not in given)
            if column.key in given:
                self.setColumnWidth(at, given[column.key])

    def _widths(self, column: Column[Any]) -> tuple[int, int]:
        """The least and the wanted width of a column."""
        metrics, heavy = metrics_of(self.font()), QFontMetrics(bold(self.font()))
        margins = 2 * metrics.space + 2 + (metrics.icon + metrics.space) * (column.key == STATUS)
        texts = [column.text(row) for row in self.people.rows]
        longest = max((heavy.horizontalAdvance(text) for text in texts), default=0)
        title = heavy.horizontalAdvance(column.title)
        most = metrics.chars(_MOST.get(column.key, _MOST_OTHERWISE))
        least = max(title, metrics.chars(_LEAST.get(column.key, 0))) + margins
        if not any(texts) and column.key in self._giving_way:
            return 0, 0
        wanted = max(least, min(longest, most) + margins)
        is_short = longest <= metrics.chars(_WHOLE) and column.key not in _LEAST
        return (wanted if is_short else least), wanted


def fitted(
    wanted: dict[str, tuple[int, int]], width: int, giving_way: Sequence[str]
) -> dict[str, int]:
    """The width of each column that is shown, from its least and its wanted one.

    Columns without any text are left out, then those that give way until the rest has room. What
    is over goes to the narrow ones first, and at last to the last column.
    """
    shown = {key: each for key, each in wanted.items() if each != (0, 0)}
    for key in giving_way:
        if sum(least for least, _ in shown.values()) <= width:
            break
        shown.pop(key, None)
    found = {key: least for key, (least, _) in shown.items()}
    spare = width - sum(found.values())
    for key in sorted(found, key=lambda each: shown[each][1] - found[each]):
        grown = max(0, min(spare, shown[key][1] - found[key]))
        found[key] += grown
        spare -= grown
    if found:
        found[list(found)[-1]] += spare
    return found


class _RowDelegate(QStyledItemDelegate):
    """Paints every column as words."""

    def __init__(self, table: OfficeTable, look: Callable[[Any], RowLook]) -> None:
        super().__init__(table)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, appearance().row_height(metrics_of(option.font)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, row = option.widget, index.data(TableRole.ROW)
        if not isinstance(table, OfficeTable) or row is None:
            return
        colours, metrics = tokens_of(table.palette()), metrics_of(table.font())
        cell: QRect = option.rect
        painter.save()
        painter.setClipRect(cell)
        paint_row_ground(painter, cell, index, table)
        look, key = self._look(row), table.people.columns[index.column()].key
        inner = cell.adjusted(metrics.space, 0, -metrics.space, 0)
        heavy = look.heavy and key in (NAME, STATUS)
        painter.setFont(bold(table.font()) if heavy else table.font())
        ink = colours.text if key == NAME else colours.muted
        if key == STATUS:
            side, tint = metrics.icon, getattr(colours, look.tone)
            drawn = icons().pixmap(look.drawing, tint, side, table.devicePixelRatioF())
            painter.drawPixmap(inner.left(), inner.center().y() - side // 2 + 1, drawn)
            inner = inner.adjusted(side + metrics.space, 0, 0, 0)
            ink = tint if look.heavy else colours.muted
        painter.setPen(QColor(ink))
        painter.drawText(inner, _LEFT, elided(painter, str(index.data()), inner.width()))
        painter.restore()

"""Everything behind one row: the picture and the plan, every item, the identifiers."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, ItemLine, PersonView
from npq_desktop.ui.cohort.bar import bar_parts, paint_bar
from npq_desktop.ui.cohort.columns import bar_sentence
from npq_desktop.ui.cohort.item_model import STATE_SHAPES, Index, ItemColumn, ItemModel, item_words
from npq_desktop.ui.cohort.standing import colour_of, shape_of
from npq_desktop.ui.cohort.table_model import CohortRole
from npq_desktop.ui.parts.shapes import Shape, shape_icon
from npq_desktop.ui.parts.two_lines import paint_two_lines, two_line_size


class PersonPanel(QWidget):
    """Shows one ``PersonView``; says what would stand here while nobody is selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PersonView | None = None
        self._name = _label(self, scale=1.25, bold=True)
        self._shape = QLabel(self)
        self._standing = _label(self)
        self._route = _RoutePage(self)
        self._items = _ItemsPage(self)
        self._details = _DetailsPage(self)
        self._pages = QTabWidget(self)
        self._pages.setDocumentMode(True)
        self._pages.setAccessibleName(self.tr("About this person"))
        self._pages.addTab(_scrolled(self._route, self._pages, self.tr("Route to the bar")), "")
        self._pages.addTab(self._items, self.tr("Items"))
        self._pages.addTab(
            _scrolled(self._details, self._pages, self.tr("Details")), self.tr("Details")
        )
        self._lay_out()
        self.show_nobody()

    def show_nobody(self) -> None:
        """Say what belongs here; nobody is selected."""
        self._view = None
        self._name.setText("")
        self._standing.setText(self.tr("Select somebody in the table to see their workings."))
        self._shape.hide()
        self._pages.hide()

    def show_person(self, view: PersonView, threshold: int) -> None:
        """Show one person; the page in front stays in front."""
        self._view = view
        self._name.setText(view.row.name)
        self._standing.setText(_standing_line(view.row))
        self._pages.setTabText(0, self.tr("Route to {0} %").format(threshold))
        self._route.show_person(view, threshold)
        self._items.show_items(view.items)
        self._details.show_details(view.details)
        self._tint(view.row.standing)
        self._shape.show()
        self._pages.show()

    @property
    def person(self) -> str | None:
        """Whose workings are shown."""
        return self._view.row.person if self._view else None

    def words(self) -> str:
        """Name, standing and plan as one text, for tests and screen readers."""
        return f"{self._name.text()}\n{self._standing.text()}\n{self._route.words()}"

    def _tint(self, standing: str) -> None:
        side = self.fontMetrics().height()
        icon = shape_icon(shape_of(standing), colour_of(standing, self.palette()), side)
        self._shape.setPixmap(icon.pixmap(side, side))

    def _lay_out(self) -> None:
        grid = QFormLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addRow(self._shape, self._standing)
        column = QVBoxLayout(self)
        column.addWidget(self._name)
        column.addLayout(grid)
        column.addWidget(self._pages, 1)
        column.addStretch(0)


class _RoutePage(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar = _BigBar(self)
        self._figures = _label(self)
        self._plan = _label(self, bold=True)
        self._parts = _label(self)
        self._workings = _label(self)
        column = QVBoxLayout(self)
        for widget in (self._bar, self._figures, self._plan, self._parts, self._workings):
            column.addWidget(widget)
        column.addStretch(1)

    def show_person(self, view: PersonView, threshold: int) -> None:
        self._bar.show_row(view.row, threshold)
        self._figures.setText(bar_sentence(view.row, threshold) + _to_date(view.row))
        self._plan.setText(view.row.plan)
        self._plan.setVisible(bool(view.row.plan))
        lines = [f"{cell.label}: {cell.words}" for cell in view.row.components]
        if view.row.headroom:
            lines.append(self.tr("May still miss: {0}").format(view.row.headroom))
        self._parts.setText("\n".join(lines))
        self._workings.setText("\n".join(view.workings))
        self._workings.setVisible(bool(view.workings))

    def words(self) -> str:
        shown = (self._figures, self._plan, self._parts, self._workings)
        return "\n".join(label.text() for label in shown)


class _BigBar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: CohortRow | None = None
        self._threshold = 90
        self.setFixedHeight(self.fontMetrics().height() * 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: CohortRow, threshold: int) -> None:
        self._row, self._threshold = row, threshold
        self.setAccessibleName(bar_sentence(row, threshold))
        self.setVisible(bar_parts(row, threshold) is not None)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        parts = bar_parts(self._row, self._threshold) if self._row else None
        if parts is None:
            return
        inset = self.height() / 5
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(1, inset, -1, -inset)
        paint_bar(painter, area, parts, self.palette())
        painter.end()


class _ItemsPage(QListView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = ItemModel(self)
        self.setModel(self._model)
        self.setModelColumn(ItemColumn.TITLE)
        self.setItemDelegate(_ItemDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Items that count, with their credit"))

    def show_items(self, items: tuple[ItemLine, ...]) -> None:
        self._model.show_items(items)


class _ItemDelegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return two_line_size(option)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(CohortRole.ROW)
        if isinstance(item, ItemLine):
            shape = STATE_SHAPES.get(item.state, Shape.QUESTION)
            paint_two_lines(painter, option, shape, item.title, item_words(item))


class _DetailsPage(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def show_details(self, details: tuple[tuple[str, str], ...]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in details:
            label = _label(self)
            label.setText(value or "–")
            label.setAccessibleName(f"{name}: {value}")
            self._form.addRow(f"{name}:", label)


def _standing_line(row: CohortRow) -> str:
    return f"{row.standing_words} · {row.school}" if row.school else row.standing_words


def _to_date(row: CohortRow) -> str:
    if row.to_date is None:
        return ""
    low, high = row.to_date
    span = low.percent if low.fraction == high.fraction else f"{low.percent} – {high.percent}"
    return f" Of what is due so far: {span} %."


def _label(parent: QWidget, *, scale: float = 1.0, bold: bool = False) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    flags = Qt.TextInteractionFlag.TextSelectableByMouse
    label.setTextInteractionFlags(flags)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    label.setFont(font)
    return label


def _scrolled(page: QWidget, parent: QWidget, name: str) -> QScrollArea:
    area = QScrollArea(parent)
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area

"""A layout that sets its widgets in lines like words, so that a narrow window wraps them."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QHeaderView,
    QLayout,
    QLayoutItem,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)
from typing_extensions import override


class FlowLayout(QLayout):
    """Left to right, then down; every widget keeps its size hint.

    ``centred`` puts the middle of each line in the middle of the room.
    """

    def __init__(self, parent: QWidget | None = None, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._centred = centred
        self._items: list[QLayoutItem] = []

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Move a widget of this layout to another place."""
        found = next(each for each in self._items if each.widget() is widget)
        self._items.remove(found)
        self._items.insert(place, found)
        self.invalidate()

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        area, gap = rect.marginsRemoved(margins), max(0, self.spacing())
        y = area.y()
        for at, line in enumerate(self._lines(area.width(), gap)):
            hints = [item.sizeHint() for item in line]
            height = max(hint.height() for hint in hints)
            y += gap if at else 0
            if move:
                whole = sum(hint.width() for hint in hints) + gap * (len(hints) - 1)
                x = area.x() + (max(0, area.width() - whole) // 2 if self._centred else 0)
                for item, hint in zip(line, hints, strict=True):
                    item.setGeometry(QRect(QPoint(x, y), hint))
                    x += hint.width() + gap
            y += height
        return y - rect.y() + margins.bottom()

    def _lines(self, width: int, gap: int) -> list[list[QLayoutItem]]:
        """What stands together on each line."""
        lines: list[list[QLayoutItem]] = []
        room = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if not lines or wide > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= wide + gap
        return lines


_LINES = 6


class Scrolling(QScrollArea):
    """Shows ``pane``, which stays as large as the room allows; what has the focus is in view.

    No stop of its own for the keyboard: what is inside has the keys.
    """

    def __init__(self, parent: QWidget, pane: QWidget) -> None:
        super().__init__(parent)
        self._pane = pane
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(pane)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101  Qt's type says less than it makes
        application.focusChanged.connect(self._show_focused)

    def _show_focused(self, _: QWidget | None, now: QWidget | None) -> None:
        """Qt does so only where Tab was pressed inside; what is clicked must stay where it is."""
        is_clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is not None and self._pane.isAncestorOf(now) and not is_clicked:
            self.ensureWidgetVisible(now, 0, 0)

    @override
    def sizeHint(self) -> QSize:
        return self._pane.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        inner = self._pane.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        lines = self.fontMetrics().height() * _LINES
        return QSize(inner.width() + bar, min(inner.height(), lines))


class TallPane(Scrolling):
    """Asks for all the height that the wrapped texts of its pane need, and scrolls with less.

    While it scrolls, the lists in it stand whole, so that nothing scrolls inside of it.
    """

    def __init__(self, parent: QWidget, pane: QWidget) -> None:
        super().__init__(parent, pane)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lists: dict[QAbstractScrollArea, int] = {}
        self._whole_in: int | None = None
        self._is_fitting = False

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self._pane.layout()
        if layout is None or not layout.hasHeightForWidth():
            return self._pane.sizeHint().height()
        return layout.totalHeightForWidth(width)

    @override
    def minimumSizeHint(self) -> QSize:
        lines = self.fontMetrics().height() * _LINES
        wanted = self._pane.heightForWidth(self.width())
        return QSize(super().minimumSizeHint().width(), min(wanted, lines))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to what is around it, which knows what they are for, but the paging ones."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # a scroll area keeps from those around it what changes inside
            self._offer_bar()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._offer_bar()
        super().resizeEvent(event)

    def _offer_bar(self) -> None:
        """Have a bar only with too little room: one that is there takes width and so stays."""
        if self._is_fitting:  # what follows makes the pane anew, which asks again
            return
        self._is_fitting = True
        room = self.maximumViewportSize()
        if self._whole_in is not None and room.height() > self._whole_in:
            self._shrink_lists()
        needs_bar = self._pane.heightForWidth(room.width()) > room.height()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if needs_bar else policy.ScrollBarAlwaysOff
        )
        if needs_bar and self._whole_in is None:
            self._whole_in = room.height()
        self._grow_lists()
        layout = self._pane.layout()
        if layout is not None and layout.geometry() != self._pane.rect():
            # Qt loses a change of size made while it tells a hidden widget of the one before.
            layout.setGeometry(self._pane.rect())
        self._is_fitting = False

    def _grow_lists(self) -> None:
        if self._whole_in is None:
            return
        for area in self._pane.findChildren(QAbstractScrollArea):
            if isinstance(area, QHeaderView) or not area.isVisibleTo(self._pane):
                continue
            if area not in self._lists:
                self._lists[area] = area.minimumHeight()
                area.verticalScrollBar().rangeChanged.connect(self._grow_lists)
                if isinstance(area, QAbstractItemView):
                    area.selectionModel().currentChanged.connect(partial(self._follow, area))
            high = max(self._lists[area], whole_height(area))
            if area.minimumHeight() != high:
                area.setMinimumHeight(high)

    def _shrink_lists(self) -> None:
        self._whole_in = None
        for area, least in self._lists.items():
            area.setMinimumHeight(least)

    def _follow(self, view: QAbstractItemView, current: QModelIndex, _: QModelIndex) -> None:
        """Bring the current row of a list that is as high as its rows into sight."""
        row = view.visualRect(current)
        if row.isValid() and self.verticalScrollBar().maximum() > 0:
            place = view.viewport().mapTo(self._pane, row.center())
            self.ensureVisible(0, place.y(), 0, row.height())


def _height_of_rows(tree: QTreeView) -> int:
    """The height of every row of a tree that is not folded away."""
    high, index = 0, tree.model().index(0, 0)
    while index.isValid():
        high += tree.rowHeight(index)
        index = tree.indexBelow(index)
    return high


def whole_height(area: QAbstractScrollArea) -> int:
    """The height at which a list, table or text shows everything that is in it."""
    edges = 2 * area.frameWidth()
    if isinstance(area, QTableView):
        heading = area.horizontalHeader()
        high = heading.height() if heading.isVisibleTo(area) else 0
        return high + area.verticalHeader().length() + edges
    if isinstance(area, QTreeView):
        heading = area.header()
        high = heading.height() if heading.isVisibleTo(area) else 0
        return high + _height_of_rows(area) + edges
    if isinstance(area, QListView):
        rows = range(area.model().rowCount())
        return sum(area.sizeHintForRow(at) + 2 * area.spacing() for at in rows) + edges
    if isinstance(area, QTextEdit):
        return round(area.document().size().height()) + edges
    if isinstance(area, QPlainTextEdit):
        lines = area.document().size().height()  # of this kind of document in lines
        margins = 2 * area.document().documentMargin()
        return round(lines * area.fontMetrics().lineSpacing() + margins) + edges
    return area.sizeHint().height()

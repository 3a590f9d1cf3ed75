"""A layout that sets its widgets in lines like words, so that a narrow window wraps them."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QLayoutItem, QScrollArea, QWidget
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
    """Shows ``pane``, which stays as large as the room allows; Tab brings what it reaches to view.

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
    """Asks for all the height that the wrapped texts of its pane need, and scrolls with less."""

    def __init__(self, parent: QWidget, pane: QWidget) -> None:
        super().__init__(parent, pane)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self._pane.layout()
        if layout is None or not layout.hasHeightForWidth():
            return self._pane.sizeHint().height()
        return layout.totalHeightForWidth(width)

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
        room = self.maximumViewportSize()
        fits = self._pane.heightForWidth(room.width()) <= room.height()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        )

"""A list at the side of a page: the icon of each state, two lines, and a count on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import RING, frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import elided

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 7
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_HEIGHT = 50
_BAR = 3


@dataclass(frozen=True, slots=True)
class SideEntry:
    """One entry as it is drawn; ``tone`` names the colour of its icon among the tokens."""

    drawing: str
    tone: str
    first: str
    second: str
    count: str = ""
    quiet: bool = False


class SideDelegate(QStyledItemDelegate):
    """Draws what a model gives for ``ENTRY_ROLE``."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        metrics = metrics_of(option.font)
        return QSize(metrics.chars(16), metrics.scaled(_HEIGHT))

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry, view = index.data(ENTRY_ROLE), option.widget
        if not isinstance(entry, SideEntry) or not isinstance(view, QListView):
            return
        colours, metrics = tokens_of(view.palette()), metrics_of(view.font())
        current = view.currentIndex().row() == index.row()
        rect = option.rect.adjusted(metrics.gap, 1, -metrics.gap, -1)
        painter.save()
        if current:
            frame(painter, rect, fill=colours.accent_soft)
            if view.hasFocus():
                frame(painter, rect, edge=colours.accent, width=RING)
            bar = QRect(rect.left(), rect.top() + 6, _BAR, rect.height() - 12)
            painter.fillRect(bar, QColor(colours.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            frame(painter, rect, fill=colours.hover)
        side = metrics.icon
        drawn = icons().pixmap(
            entry.drawing, getattr(colours, entry.tone), side, view.devicePixelRatioF()
        )
        left, top = (
            rect.left() + metrics.space + _BAR,
            rect.top() + (rect.height() - 2 * metrics.line) // 2,
        )
        painter.drawPixmap(QPoint(left, top + (metrics.line - side) // 2 + 1), drawn)
        words = QRect(left + side + metrics.space, top, 0, metrics.line)
        words.setRight(rect.right() - metrics.space)
        self._write(painter, view, entry, words)
        painter.restore()

    def _write(self, painter: QPainter, view: QListView, entry: SideEntry, words: QRect) -> None:
        colours, small = tokens_of(view.palette()), larger(view.font(), CAPTION)
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        painter.drawText(words, _RIGHT, entry.count)
        taken = painter.fontMetrics().horizontalAdvance(entry.count)
        second = words.translated(0, words.height())
        painter.drawText(second, _LINE, elided(painter, entry.second, second.width()))
        painter.setFont(bold(view.font()))
        painter.setPen(QColor(colours.muted if entry.quiet else colours.text))
        first = words.adjusted(0, 0, -taken - (words.height() // 2 if taken else 0), 0)
        painter.drawText(first, _LINE, elided(painter, entry.first, first.width()))


class SideList(QListView):
    """Entries at the side of a page; on the window's ground, with a hairline on the right."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(SideDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(self.backgroundRole().Window)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def be_wide(self, pixels: int) -> None:
        """Take this width of the page; a page that is made smaller may squeeze it meanwhile."""
        self.setMinimumWidth(1)
        self.setMaximumWidth(pixels)

    @override
    def dataChanged(
        self,
        top: QModelIndex | QPersistentModelIndex,
        bottom: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint the entries that changed; since all are equally high, none moves."""
        QAbstractItemView.dataChanged(self, top, bottom, list(roles))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), super().sizeHint().height())

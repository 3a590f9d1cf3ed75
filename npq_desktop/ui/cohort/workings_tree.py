"""Shows the sums behind the figures; each part opens into its items with states and credits."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import SumLine
from npq_desktop.services.cohort.item_words import item as item_words
from npq_desktop.ui.cohort.items import STATE_SHAPES
from npq_desktop.ui.cohort.sections import as_high_as_its_lines
from npq_desktop.ui.kit.shapes import Shape, shape_icon
from npq_desktop.ui.kit.tables import Index
from npq_desktop.ui.kit.text import plain_tip


class _Wrapping(QStyledItemDelegate):
    """Gives a line the height of its wrapped text; the tree alone allows for one line."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        tree = option.widget
        if not isinstance(tree, QTreeWidget):
            return super().sizeHint(option, index)
        line = option.fontMetrics.height()
        depth = 2 if index.parent().isValid() else 1
        icon = 2 * line if depth > 1 else line
        width = tree.viewport().width() - depth * tree.indentation() - icon
        text = str(index.data())
        box = QRect(0, 0, max(width, 8 * line), 1000 * line)
        flags = int(Qt.TextFlag.TextWordWrap)
        height = option.fontMetrics.boundingRect(box, flags, text).height()
        return QSize(width, height + line // 4)


class WorkingsTree(QTreeWidget):
    """A line for each part; what was open stays open when the figures change."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setWordWrap(True)
        self.setItemDelegate(_Wrapping(self))
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("The sums: open a part to see its items")
        as_high_as_its_lines(self)
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)

    def show_sums(self, sums: tuple[SumLine, ...]) -> None:
        """Replace the sums."""
        was_open = {at for at in range(self.topLevelItemCount()) if self._is_open(at)}
        self.clear()
        for at, line in enumerate(sums):
            item = QTreeWidgetItem(self, [line.words])
            item.setToolTip(0, plain_tip(line.words))
            for each in line.items:
                said = f"{each.title}\n{item_words(each)}"
                inner = QTreeWidgetItem(item, [said])
                shape = STATE_SHAPES.get(each.state, Shape.QUESTION)
                side = self.fontMetrics().height()
                inner.setIcon(0, shape_icon(shape, self.palette().text().color(), side))
            item.setExpanded(at in was_open)
        self.setVisible(bool(sums))
        self._fit()

    def words(self) -> str:
        """The sums as text, one a line."""
        items = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return "\n".join(item.text(0) for item in items if item)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _is_open(self, at: int) -> bool:
        item = self.topLevelItem(at)
        return item is not None and item.isExpanded()

    def _fit(self) -> None:
        self.updateGeometry()

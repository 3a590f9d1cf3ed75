"""Pages that scroll, and what they are filled with again and again."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.page.layout import Scrolling
from npq_desktop.ui.kit.pieces.cards import Text


class Page(QWidget):
    """What scrolls. Its height follows from its width; texts that wrap would ask for too much."""

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 1)


def scrolled(page: Page, parent: QWidget, name: str) -> Scrolling:
    """``page`` under a vertical scroll bar alone, called ``name`` where it is read aloud.

    The bar keeps its place where there is nothing to scroll: a page that got wider and narrower
    with it would be cut on the right until Qt has laid it out anew.
    """
    area = Scrolling(parent, page)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setAccessibleName(name)
    page.setBackgroundRole(page.backgroundRole().Base)
    return area


def in_turn(*widgets: QWidget) -> None:
    """Let Tab go from each of these to the next; what is made later would come last of all."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def selectable(text: Text) -> Text:
    """A text that can be marked and copied with the mouse."""
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text


def cleared(column: QVBoxLayout) -> None:
    """Take everything out of a column of widgets."""
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

"""What does not fit on a page or dialog: cut words, scroll bars across, scrolling in scrolling."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

_OWN_BUTTONS = (QLineEdit, QAbstractSpinBox, QComboBox)
"""Fields whose buttons, such as the one that clears, are theirs to place."""


def misfits(top: QWidget) -> list[str]:
    """Everything on a window that breaks a rule of fitting, each with the words it is about."""
    shown = [w for w in top.findChildren(QWidget) if w.isVisible() and w.window() is top]
    areas = [w for w in shown if isinstance(w, QAbstractScrollArea)]
    return [
        *(f"{told(area)} scrolls across" for area in areas if _scrolls_across(area)),
        *(f"{told(area)} lies in another scroll area" for area in areas if _is_nested(area, top)),
        *(f"{told(each)} {why}" for each in shown if (why := _cut(each, top))),
    ]


def told(widget: QWidget) -> str:
    """A widget by its kind and its words."""
    words = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} “{words[:50]}”"


def _scrolls_across(area: QAbstractScrollArea) -> bool:
    bar = area.horizontalScrollBar()
    is_pane = isinstance(area, QScrollArea)  # has a bar that is never shown
    return bar.isVisible() or (is_pane and bar.maximum() > 0)


def _is_nested(area: QAbstractScrollArea, top: QWidget) -> bool:
    """Whether scrolling it may move what is around it instead; headers belong to their table."""
    if isinstance(area, QHeaderView) or not _scrolls(area):
        return False
    around = (above for above in _above(area, top) if isinstance(above, QAbstractScrollArea))
    return any(_scrolls(above) for above in around)


def _scrolls(area: QAbstractScrollArea) -> bool:
    return area.verticalScrollBar().maximum() > 0


def _above(widget: QWidget, top: QWidget) -> Iterator[QWidget]:
    while widget is not top and (above := widget.parentWidget()) is not None:
        yield above
        widget = above


def _cut(widget: QWidget, top: QWidget) -> str:
    """Why the words of a label or button cannot be read; "" where they can."""
    if not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
        return ""
    if isinstance(widget.parent(), _OWN_BUTTONS):
        return ""
    if beyond := _beyond(widget, top):
        return f"lies {beyond} pixels outside"
    hint = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        missing = widget.heightForWidth(widget.width()) - widget.height()
        return f"lacks {missing} pixels of height" if missing > 0 else ""
    if widget.width() >= hint.width():
        return ""
    if isinstance(widget, QLabel) and _plain(widget.text()) in _plain(widget.toolTip()):
        return ""
    return f"lacks {hint.width() - widget.width()} of {hint.width()} pixels"


def _plain(words: str) -> str:
    return " ".join(words.replace("&", "").split())


def _beyond(widget: QWidget, top: QWidget) -> int:
    """How far it lies outside of what is around it; above and below only where nothing scrolls."""
    most, scrolls = 0, False
    for above in _above(widget, top):
        scrolls = scrolls or isinstance(above.parent(), QAbstractScrollArea)
        place = QRect(widget.mapTo(above, QPoint()), widget.size())
        most = max(most, -place.left(), place.right() + 1 - above.width())
        if not scrolls:
            most = max(most, -place.top(), place.bottom() + 1 - above.height())
    return most

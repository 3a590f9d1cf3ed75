"""Looks at a window that is shown: each tells what breaks a rule of keys, of Tab or of focus."""

import re
from collections import Counter
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)
from support.accessibility import complaints, name_of, small_targets, tab_round, tree_complaints

from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind

_LONGEST = 30
_PLACES = re.compile(r"\d+, \d+, \d+ and \d+")
"""The characters that the recovery sheet asks for, other ones every time."""


def keys_shown(top: QWidget) -> list[str]:
    """More than one primary button, and keys that two controls show."""
    primary = primaries(top)
    found = [f"primary {primary}"] * (len(primary) > 1)
    return found + [f"{key} is shown twice" for key in twice(top)]


def tab_order(top: QWidget) -> list[str]:
    """Controls that Tab misses or that have no name, and where Tab goes against the eye."""
    return [*complaints(top), *backwards(top)]


def tree(top: QWidget) -> list[str]:
    """What assistive technology reads without a name or cannot act on, and targets too small."""
    return [*tree_complaints(top), *small_targets(top)]


def focus(top: QWidget) -> list[str]:
    """Controls that look the same with the focus."""
    shares = {each: focus_shown(top, each) for each in tab_round(top)}
    return [
        f"{type(each).__name__} “{name_of(each)}” {share:.2%}"
        for each, share in shares.items()
        if share < 0.01
    ]


def shown(top: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [each for each in top.findChildren(kind) if each.isVisible() and each.window() is top]


def primaries(top: QWidget) -> list[str]:
    buttons = shown(top, Button)
    return [b.text() for b in buttons if b.kind is ButtonKind.PRIMARY and b.isEnabled()]


def twice(top: QWidget) -> list[str]:
    """Keys on caps and underlined letters that two visible controls show."""
    caps = [each.key for each in shown(top, Button) if each.key]
    worded = [*shown(top, QAbstractButton), *shown(top, QLabel)]
    letters = [QKeySequence.mnemonic(_words(each)).toString() for each in worded]
    return [key for key, count in Counter([*caps, *filter(None, letters)]).items() if count > 1]


def _words(widget: QWidget) -> str:
    """A label has a mnemonic only for a field of its own."""
    return "" if isinstance(widget, QLabel) and widget.buddy() is None else widget.text()


def share_changed(before: QImage, after: QImage, *, step: int = 1) -> float:
    """The part of the points that differ, of all or of every so many in each direction."""
    across, down = range(0, before.width(), step), range(0, before.height(), step)
    points = [(x, y) for x in across for y in down]
    return sum(before.pixel(*at) != after.pixel(*at) for at in points) / max(1, len(points))


def backwards(top: QWidget) -> list[str]:
    """Where Tab goes up or to the left, but for the one way from the last control to the first."""
    order = [each for each in tab_round(top) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    jumps = [
        f"Tab goes back from {name_of(before)} to {name_of(after)}"
        for before, after in pairwise((*order, *order[:1]))
        if not _follows(_place(before, after, top), _place(after, before, top))
    ]
    return jumps if len(jumps) > 1 else []


def _place(widget: QWidget, other: QWidget, top: QWidget) -> QRect:
    """Where a widget is; what scrolls apart from the other is where its scroll area is."""
    for area in top.findChildren(QScrollArea):
        if area.isAncestorOf(widget) and not area.isAncestorOf(other):
            widget = area
            break
    return QRect(widget.mapTo(top, QPoint()), widget.size())


def _follows(before: QRect, after: QRect) -> bool:
    is_right, is_below = after.left() > before.right() - 5, after.top() > before.bottom() - 5
    return is_right or is_below or before.contains(after)


def focus_shown(top: QWidget, control: QWidget) -> float:
    """How much of a control changes when it is given the focus; of a list, its current row."""
    others = [each for each in tab_round(top) if each is not control]
    others[0].setFocus()
    QApplication.processEvents()
    part, place = control, control.rect()
    frameless = isinstance(control, QFrame) and control.frameShape() == QFrame.Shape.NoFrame
    rows = isinstance(control, QAbstractItemView)
    if isinstance(control, QAbstractScrollArea) and (frameless or rows):
        part, place = control.viewport(), control.viewport().rect()
    if isinstance(control, QAbstractItemView) and control.currentIndex().isValid():
        current = control.visualRect(control.currentIndex())
        place = QRect(0, current.top(), part.width(), current.height())
    before = part.grab(place).toImage()
    control.setFocus()
    QApplication.processEvents()
    return share_changed(before, part.grab(place).toImage(), step=2)


def begins(dialog: QWidget) -> tuple[str, str]:
    """The name of what has the focus and of the button that Enter presses."""
    focus = dialog.focusWidget()
    name = (focus.accessibleName() or name_of(focus)) if focus else ""
    pressed = [each.text() for each in shown(dialog, QPushButton) if each.isDefault()]
    return _PLACES.sub("0, 0, 0 and 0", name)[:_LONGEST], "".join(pressed).replace("&", "")


def first_focus(dialog: QWidget) -> list[str]:
    """What a dialog must not begin on, and buttons that Enter must not press."""
    found = []
    focus = dialog.focusWidget()
    if focus is None:
        found.append("nothing has the focus")
    elif isinstance(focus, Button) and focus.kind is ButtonKind.DANGER:
        found.append(f"begins on {focus.text()}")
    elif type(focus).__name__ == "QCheckBox":
        found.append("begins on a check box")
    defaults = [each for each in shown(dialog, QPushButton) if each.isDefault()]
    if any(isinstance(b, Button) and b.kind is ButtonKind.DANGER for b in defaults):
        found.append("Enter destroys")
    if [b.text() for b in defaults if b.text() in {"OK", "Yes", "No"}]:
        found.append("a button says OK")
    return found

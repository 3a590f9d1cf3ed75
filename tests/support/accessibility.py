"""What a screen reader hears of a window, and where Tab goes in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QRadioButton,
    QWidget,
)

from npq_desktop.ui.kit.paint.metrics import metrics_of

_SAYS_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane}
_TARGET = 24
_SECTIONS = 12
"""More presses of Tab than any one control keeps for its own parts, such as day and hour."""


def heard(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, type(widget).__name__
    return found


def name_of(widget: QWidget) -> str:
    return heard(widget).text(QAccessible.Text.Name)


def controls(top: QWidget) -> list[QWidget]:
    """Everything the keyboard should reach by Tab: of alternatives only the chosen one."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisible()
        and widget.window() is top
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not _is_other_choice(widget)
    ]


def _is_other_choice(widget: QWidget) -> bool:
    """Of alternatives, arrows reach the ones that are not chosen."""
    if isinstance(widget, QRadioButton):
        return not widget.isChecked()
    if not isinstance(widget, QAbstractButton) or widget.group() is None:
        return False
    return widget.group().exclusive() and not widget.isChecked()


def complaints(top: QWidget) -> list[str]:
    """Controls without a name or role, and those that Tab or Shift+Tab never reaches."""
    wanted = controls(top)
    mute = [f"{type(w).__name__} without a name" for w in wanted if not name_of(w).strip()]
    strange = [f"{_told(w)} has no role" for w in wanted if not _has_role(w)]
    missed = [
        f"{_told(w)} is not reached {way}"
        for way, backwards in (("by Tab", False), ("by Shift+Tab", True))
        for w in _missed(top, wanted, backwards=backwards)
    ]
    unnamed = [f"{_told(w)} loses its name" for w in wanted if not _keeps_name(w)]
    silent = ["says nothing as it opens"] if _opens_silently(top) else []
    found = (*mute, *strange, *missed, *unnamed, *silent, *_words_unheard(top))
    return [f"{top.windowTitle()}: {each}" for each in found]


def _keeps_name(widget: QWidget) -> bool:
    """Linux is told what is chosen as the name of a box: a label or description has to name it."""
    if not isinstance(widget, QComboBox):
        return True
    labels = widget.window().findChildren(QLabel)
    is_labelled = any(label.buddy() is widget for label in labels)
    return is_labelled or widget.accessibleName() in widget.accessibleDescription()


def _words_unheard(top: QWidget) -> list[str]:
    """Buttons whose words are not in their name: who says what is seen would not press them."""
    buttons = [b for b in top.findChildren(QAbstractButton) if b.isVisible() and b.window() is top]
    said = [(b.text().replace("&", "").rstrip("…").casefold(), name_of(b)) for b in buttons]
    return [f"“{name}” lacks “{words}”" for words, name in said if words not in name.casefold()]


def _opens_silently(top: QWidget) -> bool:
    """Whether a dialog has a sentence that nobody hears who does not see it."""
    if not isinstance(top, QDialog) or top.accessibleDescription():
        return False
    heading = getattr(top, "heading", None)
    labels = [each for each in top.findChildren(QLabel) if each.isVisible() and not each.buddy()]
    return any(label.text() and label is not heading for label in labels)


def tab_round(top: QWidget, *, backwards: bool = False) -> list[QWidget]:
    """The controls in the order in which Tab meets them, from the focus round to it again."""
    reached: list[QWidget] = []
    start = top.focusWidget()
    assert start is not None, f"{top.windowTitle()}: nothing has the focus"
    widget, nothing_new = start, 0
    while nothing_new < _SECTIONS:
        nothing_new += 1
        if widget not in reached:
            reached.append(widget)
            nothing_new = 0
        before, widget = widget, _after_tab(top, widget, backwards=backwards)
        if widget is start and before is not start:
            break
    return reached


def named_round(top: QWidget) -> list[str]:
    return [name_of(widget) for widget in tab_round(top)]


def _after_tab(top: QWidget, widget: QWidget, *, backwards: bool) -> QWidget:
    key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
    held = Qt.KeyboardModifier.ShiftModifier if backwards else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, held)
    now = top.focusWidget()
    assert now is not None
    return now


def _missed(top: QWidget, wanted: list[QWidget], *, backwards: bool) -> list[QWidget]:
    reached = tab_round(top, backwards=backwards)
    return [widget for widget in wanted if widget not in reached]


def _has_role(widget: QWidget) -> bool:
    role = heard(widget).role()
    scrolls = isinstance(widget, QAbstractScrollArea)  # one that only scrolls is a pane
    return role not in _SAYS_NOTHING or (scrolls and role != QAccessible.Role.NoRole)


def _told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else name_of(widget)
    return f"{type(widget).__name__} “{text}”"


_MUST_BE_NAMED = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.PageTab,
    QAccessible.Role.PageTabList,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
}
_MUST_ACT = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.PageTab,
    QAccessible.Role.RadioButton,
}
_OF_FIELDS = {QAccessible.Role.ComboBox, QAccessible.Role.SpinBox, QAccessible.Role.EditableText}
_DEEPEST = 30


def tree_complaints(top: QWidget) -> list[str]:
    """What assistive technology finds in the whole tree without a name, or cannot press."""
    return [f"{top.windowTitle()}: {each}" for each in _complained(heard(top), 0)]


def _complained(here: QAccessibleInterface, depth: int) -> list[str]:
    found: list[str] = []
    for at in range(here.childCount() if depth < _DEEPEST else 0):
        child = here.child(at)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        role = child.role()
        inner = here.role() in _OF_FIELDS  # the parts of a field are called as it is
        if role in _MUST_BE_NAMED and not inner:
            if not child.text(QAccessible.Text.Name).strip():
                found.append(f"{role.name} without a name")
            if role in _MUST_ACT and not child.state().disabled and child.actionInterface() is None:
                found.append(f"{role.name} “{child.text(QAccessible.Text.Name)}” cannot be pressed")
        found += _complained(child, depth + 1)
    return found


def small_targets(top: QWidget) -> list[str]:
    """Buttons less high or wide than the 24 pixels of WCAG 2.2, criterion 2.5.8.

    Lengths follow the font, but are never less than those pixels.
    """
    least = metrics_of(QApplication.font()).target(_TARGET)
    buttons = (each for each in controls(top) if isinstance(each, QAbstractButton))
    small = [b for b in buttons if min(b.width(), b.height()) < least]
    return [f"{top.windowTitle()}: {_told(b)} is too small to hit" for b in small]


def names_in_turn(here: QAccessibleInterface) -> list[str]:
    """Every name in the tree that is to be seen, in the order in which it is met."""
    found = [here.text(QAccessible.Text.Name)]
    for at in range(here.childCount()):
        child = here.child(at)
        if child is not None and child.isValid() and not child.state().invisible:
            found += names_in_turn(child)
    return found

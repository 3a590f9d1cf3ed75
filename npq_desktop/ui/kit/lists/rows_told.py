"""Tells assistive technology the current row when the keyboard comes to a list or table.

Qt tells of the row only as it changes; of a list that gets the focus it tells the name alone, so
that nobody would hear whose row a key is about to mark.
"""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


class RowsTold(QObject):
    """Owned by the application that it watches."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._entered)

    @Slot(QWidget, QWidget)
    def _entered(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QAbstractItemView):
            QTimer.singleShot(0, now, lambda: _tell_row(now))  # after Qt has told of the list


def _tell_row(view: QAbstractItemView) -> None:
    if view.hasFocus() and view.currentIndex().isValid():
        table = QAccessible.queryAccessibleInterface(view)
        row = table.focusChild()
        if row is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Focus))

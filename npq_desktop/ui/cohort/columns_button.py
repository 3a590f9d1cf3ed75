"""Choosing the columns of the cohort table: a button with a menu, a tick for each column shown."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from npq_desktop.ui.cohort.columns import ALWAYS, Column


class ColumnsButton(QPushButton):
    """``hidden_chosen`` carries the keys of the columns left out; the name is always shown."""

    hidden_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: tuple[QAction, ...] = ()
        self.setText(self.tr("Columns"))
        self.setAccessibleName(self.tr("Choose columns"))
        self.setToolTip(self.tr("Choose which columns this group shows"))
        self.setMenu(QMenu(self))

    def show_columns(self, columns: tuple[Column, ...], hidden: frozenset[str]) -> None:
        """Offer these columns, with a tick at those not hidden."""
        self.menu().clear()
        self._actions = tuple(
            self._action(column, hidden) for column in columns if column.key != ALWAYS
        )

    def _action(self, column: Column, hidden: frozenset[str]) -> QAction:
        action = self.menu().addAction(column.title)
        action.setCheckable(True)
        action.setChecked(column.key not in hidden)
        action.setData(column.key)
        action.triggered.connect(self._tell)
        return action

    def _tell(self) -> None:
        left_out = (action.data() for action in self._actions if not action.isChecked())
        self.hidden_chosen.emit(frozenset(left_out))

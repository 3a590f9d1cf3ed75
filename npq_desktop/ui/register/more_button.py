"""The *More* button: what can be done with the event, then, under a name, with the current row.

Every action is offered here by mouse; the keys of the actions work without it.
"""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from npq_desktop.ui.register.table.model import ROW_ROLE
from npq_desktop.ui.register.table.table import RegisterTable


class MoreButton(QPushButton):
    """Hidden while there is nothing to offer."""

    def __init__(self, *, parent: QWidget, table: RegisterTable) -> None:
        super().__init__(parent)
        self._table = table
        self._offers = QMenu(self)
        self._row = self._offers.addSection("")
        self._row.setVisible(False)
        self.setText(self.tr("&More"))
        self.setAccessibleName(self.tr("More about this event and the chosen person"))
        self.setAutoDefault(False)
        self.setMenu(self._offers)
        self._offers.aboutToShow.connect(self._name_row)
        self.hide()

    def offer_for_event(self, action: QAction) -> None:
        """An action on the whole event, after those offered before."""
        self._offers.insertAction(self._row, action)
        self.show()

    def offer_for_row(self, action: QAction) -> None:
        """An action on the current row."""
        self._offers.addAction(action)
        self._row.setVisible(True)
        self.show()

    def _name_row(self) -> None:
        row = self._table.currentIndex().data(ROW_ROLE)
        self._row.setText(row.name.replace("&", "&&") if row else self.tr("Nobody chosen"))

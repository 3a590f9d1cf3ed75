"""What can be done with the group and with the selected person: a button, a menu on the row."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.ui.cohort.table import CohortTable
from npq_desktop.ui.cohort.table_model import CohortRole


class PersonButton(QPushButton):
    """Hidden while there is nothing to offer."""

    def __init__(self, *, parent: QWidget, table: CohortTable) -> None:
        super().__init__(parent)
        self._table = table
        self._offers = QMenu(self)
        self._name = self._offers.addSection("")
        self.setText(self.tr("&More"))
        self.setAccessibleName(self.tr("More about this group and the selected person"))
        self.setToolTip(
            self.tr("Save the table; training status, exemptions, papers of the selected person")
        )
        self.setAutoDefault(False)
        self.setMenu(self._offers)
        self._offers.aboutToShow.connect(self._name_person)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_at)
        self.hide()

    def offer(self, action: QAction) -> None:
        """An action on the selected person."""
        self._offers.addAction(action)
        self.show()

    def offer_for_group(self, action: QAction) -> None:
        """An action on the whole group, above those on the selected person."""
        self._offers.insertAction(self._name, action)
        self.show()

    def _selected(self) -> CohortRow | None:
        row = self._table.currentIndex().data(CohortRole.ROW)
        return row if isinstance(row, CohortRow) else None

    def _name_person(self) -> None:
        row = self._selected()
        self._name.setText(row.name.replace("&", "&&") if row else self.tr("Nobody chosen"))

    def _show_at(self, place: QPoint) -> None:
        if self._selected() is not None:
            self._offers.popup(self._table.viewport().mapToGlobal(place))

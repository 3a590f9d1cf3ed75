"""Admits everyone who reaches the percentage and waits for a decision, in one step."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_NOBODY = (
    "Nobody new can be admitted. People appear here once they have done enough of the course, and "
    "the round has a window."
)


class AdmitDialog(OfficeDialog):
    """Lists them with their figures; nobody else is touched."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        self._offer = desk.office.decisions.admissible(desk.group, desk.round)
        purpose = "Records for each of these people that they may sit. Nobody else changes."
        super().__init__(parent, desk, f"Admit to the {self._offer.title.lower()}", purpose)
        self.table = TextTable(
            parent=self,
            name="Who can be admitted",
            titles=("Name", "Course done", "On track?"),
            shares=(5, 3, 5),
            snug=True,
        )
        self.nobody = Text(_NOBODY, self)
        self.body.addWidget(self.table)
        self.body.addWidget(self.nobody)
        self.body.addStretch(1)
        self.admit_button = self.add_button("", self._admit)
        self.opens_on = self.admit_button
        self.show_again()
        if not self._offer.rows:
            self.finish()
            self.opens_on = self.cancel_button

    @override
    def show_again(self) -> None:
        self._offer = self.desk.office.decisions.admissible(self.desk.group, self.desk.round)
        rows = self._offer.rows
        self.table.show_rows([(row.name, row.secured, row.words) for row in rows])
        self.table.setVisible(bool(rows))
        self.nobody.setVisible(not rows)
        self.purpose.setVisible(bool(rows))
        self.admit_button.setVisible(bool(rows))
        self.admit_button.setText(f"&Admit {count(len(rows), 'person', 'people')}")

    def _admit(self) -> None:
        offer = self._offer
        said = (
            f"{count(len(offer.rows), 'person', 'people')} admitted to the {offer.title.lower()}."
        )
        self.write(lambda: self.desk.office.decisions.admit(self.desk.group, offer), said)

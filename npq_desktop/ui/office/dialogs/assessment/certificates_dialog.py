"""Shows who is ready for a certificate and what the others lack, and saves the list."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.dialogs.file_choice import CSV_FILTER, FileRequest, file_name
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.banner import BannerKind
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_PURPOSE = (
    "The Department issues certificates by TRN, from the outcomes that were declared. This list "
    "tells who lacks something."
)


class CertificatesDialog(OfficeDialog):
    """Who is ready stands on top."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Certificate list", _PURPOSE)
        self.said = Text("", self, heavy=True)
        self.table = TextTable(
            parent=self,
            name="Who is ready for a certificate",
            titles=("Name", "TRN", "Passed in", "Missing"),
            shares=(5, 3, 4, 6),
            snug=True,
        )
        self.body.addWidget(self.said)
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        self.save_button = self.add_button("&Save the list…", self._ask_where)
        self.opens_on = self.save_button
        self.show_again()
        self.be_wide()

    @override
    def show_again(self) -> None:
        rows = self.desk.office.certificates.rows(self.desk.group)
        ready = sum(not row.missing for row in rows)
        self.said.setText(f"{ready} of {count(len(rows), 'person', 'people')} ready.")
        self.table.show_rows([(r.name, r.trn, r.round, r.missing or "nothing") for r in rows])

    def _ask_where(self) -> None:
        name = file_name("Certificate list", ending=".csv")
        request = FileRequest("Save the certificate list", True, name, (CSV_FILTER,))
        self.desk.choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        save = self.desk.office.certificates.save
        if self.attempt(lambda: save(self.desk.group, path)):
            self.trouble.say(f"{path.name} is saved. It is not encrypted.", kind=BannerKind.OK)
            self.finish()

"""Lists where recorded files differ from the group's own records, to accept some or all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.intake import Difference
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialog import Dialog, plain_label
from npq_desktop.ui.kit.tables import Column

if TYPE_CHECKING:
    from npq_desktop.services.intake.claims import ClaimsService


_COLUMNS: tuple[Column[Difference], ...] = (
    Column("name", "Name", lambda row: row.name),
    Column("says", "The file says", lambda row: row.says),
    Column("recorded", "Recorded here", lambda row: row.stands),
    Column("item", "Event or task", lambda row: row.title),
    Column("accept", "Can be accepted", lambda row: "Yes" if row.accept else "No: decide by hand"),
    Column("file", "File", lambda row: row.file),
)


class DifferencesDialog(Dialog):
    """What is not accepted stays listed. No line is selected at first."""

    def __init__(
        self, *, parent: QWidget | None, claims: "ClaimsService", bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self._claims = claims
        self._bus = bus
        self._group = group
        heading = "Files that say otherwise"
        self.heading.setText(heading)
        self.setWindowTitle(heading)
        self.words = plain_label(self)
        self.table = FileTable(self, "Differences", _COLUMNS)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        self.selected_button = self.add_button("Accept the &selected lines", self._accept_selected)
        self.all_button = self.add_button("Accept &all", self._accept_all)
        for button in (self.selected_button, self.all_button):
            button.setAutoDefault(False)  # Return must not settle what nobody has read
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        found = self._claims.differences(self._group)
        self.words.setText(
            (
                "Accepting a line makes it an ordinary mark or decision, noted as imported;"
                " Ctrl+Z takes it back. What you do not accept stays as it is here."
            )
            if found
            else "Nothing differs: what the files say is what is recorded here."
        )
        self.table.show_rows(found)
        self.table.clearSelection()
        self._enable()

    def _enable(self) -> None:
        self.selected_button.setEnabled(any(each.accept for each in self.table.selected()))
        self.all_button.setEnabled(any(each.accept for each in self.table.lines.rows))

    def _accept_selected(self) -> None:
        self._accept(self.table.selected())

    def _accept_all(self) -> None:
        self._accept(self.table.lines.rows)

    def _accept(self, chosen: Sequence[Difference]) -> None:
        self.attempt(lambda: self._let_stand(chosen))

    def _let_stand(self, chosen: Sequence[Difference]) -> None:
        self._bus.changed.emit(self._claims.accept(self._group, chosen))
        self.show_again()

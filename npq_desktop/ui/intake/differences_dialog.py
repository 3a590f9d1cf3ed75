"""Where recorded claims differ from what stands: accept some, all, or none of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npq_desktop.rows.intake import Difference
from npq_desktop.ui.intake.claims_dialog import DIFFERENCE_COLUMNS, ClaimsTable
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialog import Dialog, plain_label

if TYPE_CHECKING:
    from npq_desktop.services.intake.claims import ClaimsService


class DifferencesDialog(Dialog):
    """Nothing is preselected; what is not accepted stays listed."""

    def __init__(
        self, *, parent: QWidget | None, claims: "ClaimsService", bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self._claims = claims
        self._bus = bus
        self._group = group
        self._found: tuple[Difference, ...] = ()
        heading = "Files that say otherwise"
        self.heading.setText(heading)
        self.setWindowTitle(heading)
        self.words = plain_label(self)
        self.table = ClaimsTable(self, "Differences", DIFFERENCE_COLUMNS)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        self.selected_button = self.add_button("Accept the &selected lines", self._accept_selected)
        self.all_button = self.add_button("Accept &all", self._accept_all)
        for button in (self.selected_button, self.all_button):
            button.setAutoDefault(False)  # Return must not settle what nobody has read
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self._show()

    def _show(self) -> None:
        self._found = self._claims.differences(self._group)
        self.words.setText(
            (
                "Accepting a line makes it an ordinary mark or decision, noted as imported;"
                " Ctrl+Z takes it back. What you do not accept stays as it is here."
            )
            if self._found
            else "Nothing differs: what the files say is what is recorded here."
        )
        self.table.show_rows(self._found)
        self.table.clearSelection()
        self._enable()

    def _enable(self) -> None:
        chosen = [self._found[at] for at in self.table.selected()]
        self.selected_button.setEnabled(any(each.accept for each in chosen))
        self.all_button.setEnabled(any(each.accept for each in self._found))

    def _accept_selected(self) -> None:
        self._accept([self._found[at] for at in self.table.selected()])

    def _accept_all(self) -> None:
        self._accept(self._found)

    def _accept(self, chosen: Sequence[Difference]) -> None:
        self.attempt(lambda: self._bus.changed.emit(self._claims.accept(self._group, chosen)))
        self._show()

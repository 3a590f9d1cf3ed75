"""Lists where recorded files differ from the group's own records, to accept some or all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.intake import Difference
from npq_desktop.services.core.words import count
from npq_desktop.ui.intake.file_table import FileTable
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.intake.claims.claims import ClaimsService


_COLUMNS: tuple[Column[Difference], ...] = (
    Column("name", "Name", lambda row: row.name),
    Column("says", "The file says", lambda row: row.says),
    Column("minutes", "Minutes", lambda row: row.minutes),
    Column("remark", "Remark", lambda row: row.remark),
    Column("recorded", "Recorded here", lambda row: row.stands),
    Column("accept", "Accepting records", lambda row: row.offer or f"Nothing. {row.why}".strip()),
    Column("against", "Another file says", lambda row: row.against),
    Column("item", "Event or task", lambda row: row.title),
    Column("source", "Source", lambda row: row.source),
    Column("file", "File", lambda row: row.file),
)
_OFTEN_EMPTY = frozenset({"minutes", "remark", "against"})


class DifferencesDialog(Dialog):
    """What is not accepted stays listed. No line is selected at first."""

    def __init__(
        self, *, parent: QWidget | None, claims: "ClaimsService", bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self._claims = claims
        self._bus = bus
        self._group = group
        heading = "Differences with files"
        self.heading.setText(heading)
        self.setWindowTitle(heading)
        self.words = plain_label(self)
        self.table = FileTable(self, "Differences", _COLUMNS)
        self.body.addWidget(self.words)
        self.about_line = plain_label(self)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.about_line)
        self.selected_button = self.add_button("Accept the &selected lines", self._accept_selected)
        self.all_button = self.add_button("Accept &all", self._accept_all)
        for button in (self.selected_button, self.all_button):
            button.setAutoDefault(False)  # Return must not settle what nobody has read
        self.cancel_button.setText("Close")
        self.cancel_button.setDefault(True)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.table.selectionModel().currentRowChanged.connect(self._tell_line)
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        found = self._claims.differences(self._group)
        self.words.setText(_words(found))
        self.table.show_rows(found, may_be_empty=_OFTEN_EMPTY)
        self.table.setVisible(bool(found))
        self.table.clearSelection()
        self._enable()
        self._tell_line()

    def _enable(self) -> None:
        self.selected_button.setEnabled(any(each.accept for each in self.table.selected()))
        self.all_button.setEnabled(bool(self._undisputed()))

    def _tell_line(self) -> None:
        """Tell in full what the cells of the current line may cut short."""
        row = self.table.current()
        told = (row.name, row.says, row.minutes, row.remark, row.source, row.file) if row else ()
        why = f" {row.why}" if row and row.why else ""
        self.about_line.setText(f"{' · '.join(filter(None, told))}.{why}" if told else "")

    def _accept_selected(self) -> None:
        self._accept(self.table.selected())

    def _accept_all(self) -> None:
        self._accept(self._undisputed())

    def _undisputed(self) -> list[Difference]:
        """What can be accepted and no other file speaks against."""
        return [each for each in self.table.lines.rows if each.accept and not each.against]

    def _accept(self, chosen: Sequence[Difference]) -> None:
        self.attempt(lambda: self._let_stand(chosen))

    def _let_stand(self, chosen: Sequence[Difference]) -> None:
        self._bus.changed.emit(self._claims.accept(self._group, chosen))
        self.show_again()


def _words(found: Sequence[Difference]) -> str:
    if not found:
        return "No differences. The files and your records match."
    said = (
        "Accepting a line makes it an ordinary mark or decision, noted as imported; Ctrl+Z takes it"
        " back. What you do not accept stays as it is here."
    )
    disputed = sum(bool(each.against) for each in found)
    if not disputed:
        return said
    lines = count(disputed, "line contradicts", "lines contradict")
    return f"{said} {lines} another file. Accept all leaves them out. Select the one that is right."

"""Offers the cohort's files under the tab's More, and joins their dialogs to the service.

Pages are painted here, files are written by the service; nothing is recorded.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest, file_name
from npq_desktop.ui.kit.keys.actions import PageCommands, TabActions

if TYPE_CHECKING:
    from npq_desktop.services.application import Application
    from npq_desktop.ui.kit.dialogs.dialog import Dialog

_JSON_FILTER = "Figures without names (*.json)"


class CohortFileActions(TabActions):
    """Binds saving the table; ``group`` says which group is open."""

    def __init__(
        self,
        *,
        tab: CohortTab,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        group: Callable[[], str],
        commands: PageCommands,
    ) -> None:
        super().__init__(tab=tab, bus=bus, commands=commands)
        self._tab, self._services = tab, services
        self._choose_file, self._group = choose_file, group
        self.save_action = self.offer(
            "save_as", self._ask_table, words=lambda: "Save cohort table as…"
        )

    def _ask_table(self) -> None:
        from npq_desktop.ui.printing.save_sheet import CSV_FILTER, XLSX_FILTER, SaveSheet

        if not self._tab.table.rows.rowCount():
            self._bus.said.emit("There is nobody to save yet.")
            return
        words = (
            "Everyone in the group with their engagement, whatever you have filtered. The "
            "spreadsheet has all the workings."
        )
        name = file_name("Cohort", self._tab.title, ending=".xlsx")
        filters = (XLSX_FILTER, CSV_FILTER, _JSON_FILTER)
        self._open(
            SaveSheet(
                parent=self._tab,
                heading="Save cohort table",
                words=words,
                request=FileRequest("Save the cohort table", True, name, filters),
                choose_file=self._choose_file,
                write=partial(self._write_table, self._group()),
            )
        )

    def _write_table(self, group: str, path: Path, _: bool) -> None:
        self._services.cohort_files.save_table(group, path)

    def _open(self, dialog: "Dialog") -> None:
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._tab.table.setFocus()

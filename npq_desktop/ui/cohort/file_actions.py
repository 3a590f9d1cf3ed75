"""Offers the cohort's files under the tab's More, and joins their dialogs to the service.

Pages are painted here, files are written by the service; nothing is recorded.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from npq_desktop.errors import NpqDesktopError
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.file_choice import ChooseFile, FileRequest, file_name

if TYPE_CHECKING:
    from npq_desktop.rows.cohort import CohortReport
    from npq_desktop.services.cohort.files import CohortFiles
    from npq_desktop.ui.kit.dialog import Dialog

_JSON_FILTER = "Questions for the engagement engine (*.json)"


class CohortFileServices(Protocol):
    """The service behind the actions, built when one of them is asked for."""

    @property
    def cohort_files(self) -> "CohortFiles": ...


class CohortFileActions(QObject):
    """Owned by its tab; two actions under More, each with a key."""

    def __init__(
        self,
        *,
        parent: QObject,
        tab: CohortTab,
        services: CohortFileServices,
        bus: Bus,
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(parent)
        self._tab, self._services, self._bus = tab, services, bus
        self._choose_file = choose_file
        self._group = ""
        self.statement_action = self._action("St&atement of engagement…", "Ctrl+P")
        self.save_action = self._action("Sa&ve cohort table as…", "Ctrl+Shift+S")
        self.statement_action.triggered.connect(self._ask_statement)
        self.save_action.triggered.connect(self._ask_table)
        tab.add_person_action(self.statement_action)
        tab.add_group_action(self.save_action)

    def show_group(self, group: str) -> None:
        """Whose files these are."""
        self._group = group

    def _action(self, words: str, keys: str) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _ask_statement(self) -> None:
        from npq_desktop.ui.cohort.statement import statement
        from npq_desktop.ui.printing.pages import pdf_of
        from npq_desktop.ui.printing.printer import choose_native_printer
        from npq_desktop.ui.printing.save_sheet import PDF_FILTER, SaveSheet

        report = self._statement()
        if report is None:
            return
        paper, save = statement(report), self._services.cohort_files.save_statement
        group = self._group
        name = report.people[0].row.name
        words = (
            "Each task and event with its state and credit, the sums, the standing and what is "
            "still needed, as recorded: what you suppose in “What if” is not on it, nor are notes."
        )
        ending = file_name("Engagement of", name, ending=".pdf")
        self._open(
            SaveSheet(
                parent=self._tab,
                heading=f"Statement for {name}",
                words=words,
                request=FileRequest("Save the statement", True, ending, (PDF_FILTER,)),
                choose_file=self._choose_file,
                write=lambda path, _: save(group, path, pdf_of(paper)),
                paper=paper,
                choose_printer=choose_native_printer,
            )
        )

    def _statement(self) -> "CohortReport | None":
        person = self._tab.selected_person()
        if person is None:
            self._bus.said.emit("Select somebody in the table first.")
            return None
        try:
            return self._services.cohort_files.statement(self._group, person)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return None

    def _ask_table(self) -> None:
        from npq_desktop.ui.printing.save_sheet import CSV_FILTER, XLSX_FILTER, SaveSheet

        if not self._tab.table.rows.rowCount():
            self._bus.said.emit("There is nobody to save yet.")
            return
        words = (
            "Everybody in the group with standing and figures, whatever is filtered here. The "
            "name's ending chooses: .xlsx for Excel, with each item, its credit and the sums "
            "behind every figure; .csv for other programs; .json, without names, is what the "
            "engagement engine's own command reads, to check every figure elsewhere."
        )
        name = file_name("Cohort", self._tab.title, ending=".xlsx")
        filters = (XLSX_FILTER, CSV_FILTER, _JSON_FILTER)
        self._open(
            SaveSheet(
                parent=self._tab,
                heading=f"Cohort table of {self._tab.title}",
                words=words,
                request=FileRequest("Save the cohort table", True, name, filters),
                choose_file=self._choose_file,
                write=partial(self._write_table, self._group),
            )
        )

    def _write_table(self, group: str, path: Path, _: bool) -> None:
        self._services.cohort_files.save_table(group, path)

    def _open(self, dialog: "Dialog") -> None:
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._tab.table.setFocus()

"""Offers what is due to a person: a report of everything held, and erasing it.

Pages are painted here, files are written by the service; nothing is recorded but through it.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from npq_desktop.errors import NpqDesktopError
from npq_desktop.services.core.words import count
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.file_choice import ChooseFile, FileRequest, file_name

if TYPE_CHECKING:
    from npq_desktop.rows.rights import PersonReport
    from npq_desktop.services.rights.erasure import ErasureService
    from npq_desktop.services.rights.person_report import PersonReportService

JSON_FILTER = "JSON for programs (*.json)"


class RightsServices(Protocol):
    """The services behind the actions, built when one of them is asked for."""

    @property
    def person_report(self) -> "PersonReportService": ...
    @property
    def erasure(self) -> "ErasureService": ...


class RightsActions(QObject):
    """Owned by its tab; ``show_group`` says whose people they are about."""

    def __init__(
        self,
        *,
        parent: QObject,
        tab: CohortTab,
        services: RightsServices,
        bus: Bus,
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(parent)
        self._tab, self._services = tab, services
        self._bus, self._choose_file = bus, choose_file
        self._group = ""
        self.held = self._offer("&Everything held about them…", "Ctrl+Shift+R")
        self.erase = self._offer("E&rase…")
        self.held.triggered.connect(self._ask_held)
        self.erase.triggered.connect(self._ask_erase)

    def show_group(self, group: str) -> None:
        """Which group is open; "" for none."""
        self._group = group

    def _offer(self, words: str, keys: str = "") -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._tab.add_person_action(action)
        return action

    def _ask_held(self) -> None:
        from npq_desktop.ui.printing.printer import choose_native_printer
        from npq_desktop.ui.printing.save_sheet import PDF_FILTER, SaveSheet
        from npq_desktop.ui.rights.person_papers import held_paper

        group, person = self._group, self._chosen()
        if not person:
            return
        try:
            report = self._services.person_report.report(group, person)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        words = (
            "{}: details, marks, work with its text, decisions, notes, training status, each with "
            "who recorded it when, and where copies may be. For a request to see what is held. "
            "The name's ending chooses: .pdf to read, .json for programs."
        ).format(count(report.entries, "entry", "entries"))
        name = file_name(report.name, "everything held", ending=".pdf")
        filters = (PDF_FILTER, JSON_FILTER)
        SaveSheet(
            parent=self._tab,
            heading=f"Everything held about {report.name}",
            words=words,
            request=FileRequest("Save the report", True, name, filters),
            choose_file=self._choose_file,
            write=lambda path, _: self._write(group, path, report),
            paper=held_paper(report),
            choose_printer=choose_native_printer,
        ).open()

    def _ask_erase(self) -> None:
        from npq_desktop.ui.rights.erase_dialog import EraseDialog

        group, person = self._group, self._chosen()
        service = self._services.erasure

        def erase(typed: str, reason: str, authority: str) -> str:
            changes, still_held = service.erase(
                group, person, typed=typed, reason=reason, authority=authority
            )
            self._bus.changed.emit(changes)
            return still_held

        if not person:
            return
        try:
            plan = service.plan(group, person)
        except NpqDesktopError as error:
            self._bus.failed.emit(str(error))
            return
        EraseDialog(parent=self._tab, plan=plan, erase=erase).open()

    def _chosen(self) -> str:
        person = self._tab.selected_person()
        if not person:
            self._bus.said.emit("Select somebody in the table first.")
        return person or ""

    def _write(self, group: str, path: Path, report: "PersonReport") -> None:
        from npq_desktop.services.rights.person_report import report_document
        from npq_desktop.ui.printing.pages import pdf_of
        from npq_desktop.ui.rights.person_papers import held_paper

        if path.suffix.casefold() == ".json":
            text = json.dumps(report_document(report), ensure_ascii=False, indent=1)
            self._services.person_report.save(group, path, text.encode())
        else:
            self._services.person_report.save(group, path, pdf_of(held_paper(report)))

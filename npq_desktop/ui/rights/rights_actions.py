"""Offers what is due to a person: a report of everything held, and erasing it.

Pages are painted here, files are written by the service.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from npq_desktop.services.core.words import count
from npq_desktop.ui.cohort.actions.chosen_person import ChosenPersonActions
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest, file_name

if TYPE_CHECKING:
    from npq_desktop.rows.rights import ErasurePlan, PersonReport

JSON_FILTER = "JSON for programs (*.json)"


class RightsActions(ChosenPersonActions):
    """About the ``person`` chosen when a command is given, "" for nobody, in the open ``group``."""

    def ask_held(self) -> None:
        """Show what the report on them holds, and where to save or print it."""
        from npq_desktop.ui.printing.printer import choose_native_printer
        from npq_desktop.ui.printing.save_sheet import PDF_FILTER, SaveSheet
        from npq_desktop.ui.rights.person_papers import held_paper

        group, person = self._group(), self._chosen()
        if not person:
            return
        report = self._bus.read(lambda: self._services.person_report.report(group, person))
        if report is None:
            return
        words = (
            "{}. Use this to answer a request to see what is held about someone. It lists each "
            "record, who made it, when, and where copies may be."
        ).format(count(report.entries, "record"))
        name = file_name(report.name, "everything held", ending=".pdf")
        filters = (PDF_FILTER, JSON_FILTER)
        SaveSheet(
            parent=self._window,
            heading=f"Everything held about {report.name}",
            words=words,
            request=FileRequest("Save the report", True, name, filters),
            choose_file=self._choose_file,
            write=lambda path, _: self._write(group, path, report),
            paper=held_paper(report),
            choose_printer=choose_native_printer,
        ).open()

    def ask_erase(self) -> None:
        """Say what erasing them does, and ask for it."""
        from npq_desktop.ui.rights.erase_dialog import EraseDialog

        group, person = self._group(), self._chosen()
        service = self._services.erasure

        def look() -> "ErasurePlan":
            return service.plan(group, person)

        def erase(shown: "ErasurePlan", typed: str, reason: str, authority: str, code: str) -> str:
            changes, still_held = service.erase(
                group, shown, typed=typed, reason=reason, authority=authority, code=code
            )
            self.tell(changes)
            return still_held

        plan = self._bus.read(look) if person else None
        if plan is not None:
            EraseDialog(parent=self._window, plan=plan, look=look, erase=erase).open()

    def _write(self, group: str, path: Path, report: "PersonReport") -> None:
        from npq_desktop.services.rights.person_report import report_document
        from npq_desktop.ui.printing.pages import pdf_of
        from npq_desktop.ui.rights.person_papers import held_paper

        if path.suffix.casefold() == ".json":
            text = json.dumps(report_document(report), ensure_ascii=False, indent=1)
            self._services.person_report.save(group, path, text.encode())
        else:
            self._services.person_report.save(group, path, pdf_of(held_paper(report)))

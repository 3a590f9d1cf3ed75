"""Offers what paper and files need, and joins the dialogs to the service.

Pages are painted here; files are written by the service.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest, file_name
from npq_desktop.ui.kit.keys.actions import PageCommands, TabActions
from npq_desktop.ui.register.open_register import OpenRegister
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

    from npq_desktop.rows.paper import RegisterReport
    from npq_desktop.services.application import Application
    from npq_desktop.services.register.paper import PaperLine, Transcribed
    from npq_desktop.ui.kit.dialogs.dialog import Dialog
    from npq_desktop.ui.printing.pages import Paper


class PaperActions(TabActions):
    """Binds what paper and files need; without a register it asks nothing."""

    def __init__(
        self,
        *,
        tab: RegisterTab,
        opened: OpenRegister,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        commands: PageCommands,
    ) -> None:
        super().__init__(tab=tab, bus=bus, commands=commands)
        self._tab, self._opened, self._services = tab, opened, services
        self._choose_file = choose_file
        self.sheet_action = self.offer("sign_in_sheet", self._ask_sheet)
        self.type_action = self.offer("transcribe", self._ask_typing)
        self.evidence_action = self.offer("paper_evidence", self._ask_evidence)
        self.print_action = self.offer("print_register", self._ask_printer)
        self.save_action = self.offer("save_as", self._ask_save)

    def _report(self) -> "RegisterReport | None":
        """The open register; what a dialog then does is about this one, whatever is opened."""
        group, event = self._opened.group, self._opened.event_id
        if not self._opened.rows:
            return None
        return self._bus.read(lambda: self._services.paper.report(group, event))

    def _ask_sheet(self) -> None:
        from npq_desktop.ui.printing.pages import pdf_of
        from npq_desktop.ui.printing.printer import choose_native_printer
        from npq_desktop.ui.printing.save_sheet import PDF_FILTER, SaveSheet
        from npq_desktop.ui.register.paper.papers import sign_in_sheet

        report = self._report()
        if report is None:
            return
        paper, group = sign_in_sheet(report), self._opened.group
        words = (
            "Names and schools of the {} expected, with the numbers of this register, a place to "
            "sign, and three blank rows. Marks are not on it."
        ).format(count(sum(row.expected for row in report.rows), "person", "people"))
        name = file_name("Sign-in", report.event, ending=".pdf")
        self._open(
            SaveSheet(
                parent=self._tab,
                heading="Sign-in sheet",
                words=words,
                request=FileRequest("Save the sign-in sheet", True, name, (PDF_FILTER,)),
                choose_file=self._choose_file,
                write=lambda path, _: self._services.paper.save_sheet(group, path, pdf_of(paper)),
                paper=paper,
                choose_printer=choose_native_printer,
                for_the_wall=True,
            )
        )

    def _ask_printer(self) -> None:
        from npq_desktop.ui.printing.printer import choose_native_printer
        from npq_desktop.ui.register.paper.papers import register_paper

        report = self._report()
        if report is not None:
            paper = register_paper(report)
            choose_native_printer(self._tab, paper, partial(self._print, paper))

    def _print(self, paper: "Paper", printer: "QPagedPaintDevice") -> None:
        from npq_desktop.ui.printing.printer import print_on

        self._bus.attempt(lambda: self._bus.said.emit(print_on(printer, paper)))

    def _ask_save(self) -> None:
        from npq_desktop.ui.printing.printer import choose_native_printer
        from npq_desktop.ui.printing.save_sheet import (
            CSV_FILTER,
            PDF_FILTER,
            XLSX_FILTER,
            SaveSheet,
        )
        from npq_desktop.ui.register.paper.papers import register_paper

        report = self._report()
        if report is None:
            return
        words = (
            "Lists each mark with who recorded it, when, how and on which laptop, and earlier "
            "marks. TRN, email and the sign-offs are included."
        )
        name = file_name("Register", report.event, ending=".xlsx")
        filters = (XLSX_FILTER, CSV_FILTER, PDF_FILTER)
        self._open(
            SaveSheet(
                parent=self._tab,
                heading="Save register",
                words=words,
                request=FileRequest("Save the register", True, name, filters),
                choose_file=self._choose_file,
                write=partial(self._write_register, self._opened.group, self._opened.event_id),
                offers_notes=True,
                paper=register_paper(report),
                choose_printer=choose_native_printer,
            )
        )

    def _write_register(self, group: str, event: str, path: Path, with_notes: bool) -> None:
        report = self._services.paper.report(group, event, with_notes=with_notes)
        self._services.paper.save_report(group, report, path, pages=_register_pages)

    def _ask_typing(self) -> None:
        from npq_desktop.services.register.drafts import Draft
        from npq_desktop.ui.register.paper.dialogs import TranscribeDialog

        report = self._report()
        if report is None:
            return
        group, event = self._opened.group, self._opened.event_id
        draft = (group, Draft.PAPER, event)
        typed = self._bus.read(lambda: self._services.drafts.of(*draft))
        self._open(
            TranscribeDialog(
                parent=self._tab,
                title=report.event,
                sheet=report.sheet,
                text=typed or "",
                foretell=partial(self._services.paper.lines, group, event),
                record=partial(self._transcribe, group, event),
                keep=partial(self._services.drafts.keep, *draft),
            )
        )

    def _transcribe(
        self, group: str, event: str, text: str, shown: "tuple[PaperLine, ...]"
    ) -> "Transcribed":
        done = self._services.paper.transcribe(group, event, text, shown)
        self.tell(done.changes)
        return done

    def _ask_evidence(self) -> None:
        from npq_desktop.ui.register.paper.dialogs import EvidenceDialog

        report = self._report()
        if report is None:
            return
        dialog = EvidenceDialog(
            parent=self._tab,
            paper=self._services.paper,
            choose_file=self._choose_file,
            group=self._opened.group,
            event=self._opened.event_id,
            title=report.event,
        )
        dialog.kept.connect(self.tell)
        self._open(dialog)

    def _open(self, dialog: "Dialog") -> None:
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._tab.table.setFocus()


def _register_pages(report: "RegisterReport") -> bytes:
    from npq_desktop.ui.printing.pages import pdf_of
    from npq_desktop.ui.register.paper.papers import register_paper

    return pdf_of(register_paper(report))

"""What can be recorded of the chosen person, or printed: status, an exemption, the statement.

Dialogs and services are imported and built when one of them is asked for.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from npq_desktop.ui.cohort.actions.chosen_person import ChosenPersonActions
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest, file_name

if TYPE_CHECKING:
    from npq_desktop.services.cohort.exemptions import ExemptionsService
    from npq_desktop.services.cohort.status import TrainingStatusService


class PersonActions(ChosenPersonActions):
    """About the ``person`` chosen when a command is given, "" for nobody, in the open ``group``."""

    def ask_status(self) -> None:
        """Ask what becomes of their training status."""
        from npq_desktop.ui.cohort.actions.enrolment_dialog import EnrolmentDialog

        self._ask(EnrolmentDialog, self._services.training_status)

    def ask_exemption(self) -> None:
        """Ask what does not count for them, or counts without being done."""
        from npq_desktop.ui.cohort.actions.exemption_dialog import ExemptionDialog

        self._ask(ExemptionDialog, self._services.exemptions)

    def ask_statement(self) -> None:
        """Show where to save or print what their engagement is made of."""
        from npq_desktop.ui.cohort.actions.statement import statement
        from npq_desktop.ui.printing.pages import pdf_of
        from npq_desktop.ui.printing.printer import choose_native_printer
        from npq_desktop.ui.printing.save_sheet import PDF_FILTER, SaveSheet

        group, person = self._group(), self._chosen()
        files = self._services.cohort_files
        report = self._bus.read(lambda: files.statement(group, person)) if person else None
        if report is None:
            return
        paper = statement(report)
        name = report.people[0].row.name
        words = (
            "Lists each task and event with its credit, how the engagement is worked out and what "
            "is still needed. It leaves out notes and anything you tried out."
        )
        ending = file_name("Engagement of", name, ending=".pdf")
        SaveSheet(
            parent=self._window,
            heading=f"Statement for {name}",
            words=words,
            request=FileRequest("Save the statement", True, ending, (PDF_FILTER,)),
            choose_file=self._choose_file,
            write=lambda path, _: files.save_statement(group, path, pdf_of(paper)),
            paper=paper,
            choose_printer=choose_native_printer,
        ).open()

    def _ask(
        self, dialog: Callable[..., QDialog], service: "TrainingStatusService | ExemptionsService"
    ) -> None:
        group, person = self._group(), self._chosen()
        offer = self._bus.read(lambda: service.offer(group, person)) if person else None
        if offer is not None:
            dialog(
                parent=self._window,
                offer=offer,
                foretell=partial(service.effect, group, person),
                record=lambda *what: self.tell(service.record(group, person, *what)),
            ).open()

"""Shows the page to read before the next event, from any page of a group, and saves it as a PDF."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest
from npq_desktop.ui.printing.pages import Paper, pdf_of
from npq_desktop.ui.review.digest_dialog import DigestDialog

if TYPE_CHECKING:
    from npq_desktop.services.application import Application


class DigestActs(QObject):
    """One per window; ``group`` says which group is open."""

    def __init__(
        self,
        *,
        over: QWidget,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
        group: Callable[[], str],
    ) -> None:
        super().__init__(over)
        self._over, self._services, self._bus = over, services, bus
        self._choose_file, self._group = choose_file, group

    def show(self) -> None:
        """Show the page for the event that is next."""
        group = self._group()
        digest = self._bus.read(lambda: self._services.review.digest(group))
        if digest is None:
            return
        plans = self._bus.read(lambda: self._services.office.implementation.outstanding(group))
        dialog = DigestDialog(self._over, replace(digest, plans=plans))
        dialog.save_asked.connect(lambda paper: self._save(dialog, group, paper))
        dialog.open()

    def _save(self, dialog: DigestDialog, group: str, paper: Paper) -> None:
        request = FileRequest(
            "Save the page",
            save=True,
            suggested=f"{paper.heading}.pdf",
            filters=("PDF documents (*.pdf)",),
        )

        def save(path: Path) -> None:
            if dialog.attempt(lambda: self._services.review.save_page(group, path, pdf_of(paper))):
                dialog.accept()
                self._bus.said.emit(f"Saved as {path.name}.")

        self._choose_file(dialog, request, save)

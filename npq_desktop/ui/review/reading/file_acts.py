"""Shows the files of a work and the room they take, and hands files to other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import KeptOfTask, WorkFile
from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.review.kept_files import KeptFilesDialog
from npq_desktop.ui.review.presenter import ReviewPresenter
from npq_desktop.ui.review.reading.files_list import FilesDialog
from npq_desktop.ui.review.tab import ReviewTab

if TYPE_CHECKING:
    from collections.abc import Callable

    from npq_desktop.services.application import Application


def open_outside(path: Path) -> bool:
    """Let the system open a file in the program it knows for it; says whether it knew one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class FileActs(QObject):
    """One per tab. ``opens`` hands a copy to another program."""

    def __init__(
        self,
        *,
        tab: ReviewTab,
        presenter: ReviewPresenter,
        services: "Application",
        bus: Bus,
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(tab)
        self._tab, self._presenter, self._services = tab, presenter, services
        self._bus, self._choose_file = bus, choose_file
        self.opens: Callable[[Path], bool] = open_outside

    def show_files(self) -> None:
        """List the files of the attempt in front."""
        view, attempt = self._presenter.view, self._tab.submission.attempt()
        if view is None or attempt is None or not attempt.files:
            self._bus.said.emit("This work has no files that are known here.")
            return
        heading = f"{view.row.title}, {view.row.name}"
        dialog = FilesDialog(self._tab, heading=heading, files=attempt.files)
        dialog.table.selectionModel().currentRowChanged.connect(lambda: self._judge(dialog))
        dialog.open_asked.connect(lambda file: self._open(dialog, file))
        dialog.save_asked.connect(lambda file: self._save(dialog, file))
        self._judge(dialog)
        dialog.open()

    def show_kept(self) -> None:
        """Show how much room the files of all groups take."""
        files = self._services.review.files
        dialog = KeptFilesDialog(self._tab, files.report())
        dialog.limit_changed.connect(files.set_limit)
        dialog.let_go_asked.connect(lambda row: self._let_go(dialog, row))
        dialog.open()

    def _judge(self, dialog: FilesDialog) -> None:
        file = dialog.table.current()
        if file is None:
            return
        group, files = self._presenter.group, self._services.review.files
        found = self._bus.read(lambda: files.judge(group, file)) if file.is_here else None
        dialog.show_judged(file, found)

    def _open(self, dialog: FilesDialog, file: WorkFile) -> None:
        group, folder = self._presenter.group, self._services.places.data

        def open_copy() -> None:
            path = self._services.review.files.open_copy(group, file, folder)
            if not self.opens(path):
                raise ServiceError("No program for this file is known. Save it instead.")

        dialog.attempt(open_copy)

    def _save(self, dialog: FilesDialog, file: WorkFile) -> None:
        request = FileRequest(
            "Save the file", save=True, suggested=file.name, filters=(ALL_FILTER,)
        )
        group, files = self._presenter.group, self._services.review.files

        def save(path: Path) -> None:
            if dialog.attempt(lambda: files.save(group, file, path)):
                self._bus.said.emit(f"Saved as {path.name}. This file is not encrypted.")

        self._choose_file(dialog, request, save)

    def _let_go(self, dialog: KeptFilesDialog, row: KeptOfTask) -> None:
        files = self._services.review.files

        def let_go() -> None:
            files.let_go(row.group, row.task)
            dialog.show_kept(files.report())

        if dialog.attempt(let_go):
            self._presenter.refresh()
            number = count(row.number, "file")
            self._bus.said.emit(f"{number} of {row.title} no longer kept here. The texts stay.")

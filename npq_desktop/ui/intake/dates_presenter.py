"""Opens the dialogs about dates over a window: typed in one table, or read from a file first."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from npq_desktop.ui.intake.dates_dialog import Dates, DatesDialog
from npq_desktop.ui.intake.dates_file_dialog import DatesFileDialog, DatesOfFile
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.file_choice import (
    ALL_FILTER,
    DATES_FILTER,
    ChooseFile,
    FileRequest,
)


class PlannedEvents(Dates, DatesOfFile, Protocol):
    """Dates typed and dates read."""


class DatesPresenter(QObject):
    """Holds no group: each request names its own."""

    def __init__(
        self,
        *,
        parent: QObject,
        dates: PlannedEvents,
        bus: Bus,
        today: Callable[[], date],
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(parent)
        self._dates = dates
        self._bus = bus
        self._today = today
        self._choose_file = choose_file

    def type_dates(
        self, over: QWidget, group: str, title: str, *, sets_up: bool = False
    ) -> DatesDialog:
        """Show the dates of all events; ``sets_up`` as a step of setting up a group."""
        dialog = DatesDialog(
            parent=over,
            dates=self._dates,
            bus=self._bus,
            group=group,
            title=title,
            today=self._today(),
            sets_up=sets_up,
        )
        dialog.file_requested.connect(partial(self._ask_for_file, dialog, group))
        dialog.open()
        return dialog

    def read_file(self, over: QWidget, group: str, path: Path) -> None:
        """Show what a calendar or a list says about the group's dates.

        Raises:
            InterchangeError: the file lists no event.
        """
        DatesFileDialog(
            parent=over,
            dates=self._dates,
            bus=self._bus,
            group=group,
            preview=self._dates.read(path, group),
        ).open()

    def _ask_for_file(self, dialog: DatesDialog, group: str) -> None:
        def read(path: Path) -> None:
            dialog.attempt(lambda: self.read_file(dialog, group, path))

        filters = (DATES_FILTER, ALL_FILTER)
        request = FileRequest(self.tr("Choose a calendar or a list of dates"), filters=filters)
        self._choose_file(dialog, request, read)

"""Where the window knocks for the exchange dialogs: they are imported when first asked for.

Owns which group they are about until then; everything else is the presenter's.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from npq_desktop.ui.exchange.presenter import ExchangePresenter


class ExchangeDoor(QObject):
    """The requests of :class:`ExchangePresenter`; ``build`` makes it for the first of them."""

    group_opened = Signal(str)

    def __init__(self, *, parent: QObject, build: "Callable[[], ExchangePresenter]") -> None:
        super().__init__(parent)
        self._build = build
        self._group = ""

    def show_group(self, group: str) -> None:
        """Which group sending, inviting and roster updates are about; "" for none."""
        self._group = group

    def set_up_group(self) -> None:
        """Make a group from a roster."""
        self._presenter().set_up_group()

    def import_roster(self) -> None:
        """Bring the open group up to date from a roster."""
        self._presenter().import_roster()

    def send(self) -> None:
        """Save the open group as a file."""
        self._presenter().send()

    def invite(self) -> None:
        """Write an invitation to the open group."""
        self._presenter().invite()

    def set_dates(self) -> None:
        """Show the dates of all events of the open group."""
        self._presenter().set_dates()

    def show_differences(self) -> None:
        """Show where recorded files differ from what stands in the open group."""
        self._presenter().show_differences()

    def ask_and_open(self) -> None:
        """Ask for any file and open it."""
        self._presenter().ask_and_open()

    def open_file(self, path: "Path") -> None:
        """Open a sync file, an invitation, a roster or a platform's export."""
        self._presenter().open_file(path)

    def _presenter(self) -> "ExchangePresenter":
        self._built.show_group(self._group)
        return self._built

    @cached_property
    def _built(self) -> "ExchangePresenter":
        built = self._build()
        built.group_opened.connect(self.group_opened)
        return built

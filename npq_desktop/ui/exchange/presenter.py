"""Opens the dialogs that send, open, invite and import, over one window.

Nothing is changed before the button of a dialog is pressed.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from npq_desktop.rows.changes import Changes
from npq_desktop.ui.exchange.file_opening import FileOpening
from npq_desktop.ui.exchange.invitations import InviteDialog
from npq_desktop.ui.exchange.send_dialog import SendDialog
from npq_desktop.ui.intake.dates_presenter import DatesPresenter
from npq_desktop.ui.intake.differences_dialog import DifferencesDialog
from npq_desktop.ui.intake.roster_dialog import RosterDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import (
    ALL_FILTER,
    DATES_FILTER,
    ROSTER_FILTER,
    SYNC_FILTER,
    ChooseFile,
    FileRequest,
    choose_native_file,
    folder_to_offer,
)

if TYPE_CHECKING:
    from npq_desktop.services.exchange.bundles import ExchangeService
    from npq_desktop.services.exchange.members import MembershipService
    from npq_desktop.services.groups.groups import GroupsService
    from npq_desktop.services.intake.claims.claims import ClaimsService
    from npq_desktop.services.intake.planned_events import PlannedEventsService
    from npq_desktop.services.intake.roster import ReadRoster
    from npq_desktop.services.intake.schools import SchoolsService
    from npq_desktop.services.intake.setup import SetupService


class ExchangePresenter(QObject):
    """One per window; ``group`` says which group is open, "" for none.

    ``group_opened`` carries a group that is new or was changed by a file, ``work_found`` an archive
    of work that was read, or several files; ``link_found`` a file with the link of a hub.
    ``save_in`` gives the folder where files are offered to be saved.
    """

    group_opened = Signal(str)
    work_found = Signal(object)
    link_found = Signal(object)

    def __init__(
        self,
        *,
        parent: QWidget,
        groups: "GroupsService",
        setup: "SetupService",
        exchange: "ExchangeService",
        membership: "MembershipService",
        claims: "ClaimsService",
        planned_events: "PlannedEventsService",
        schools: "SchoolsService",
        bus: Bus,
        today: Callable[[str], date],
        group: Callable[[], str],
        choose_file: ChooseFile = choose_native_file,
        save_in: Callable[[], str] = folder_to_offer,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._groups = groups
        self._setup = setup
        self._exchange = exchange
        self._membership = membership
        self._claims = claims
        self._bus = bus
        self._group = group
        self._choose_file = choose_file
        self._today, self._save_in = today, save_in
        self._dates = DatesPresenter(
            parent=self,
            dates=planned_events,
            bus=bus,
            today=today,
            choose_file=choose_file,
        )
        self._opening = self._opening_with(planned_events, schools)

    def _opening_with(
        self, planned_events: "PlannedEventsService", schools: "SchoolsService"
    ) -> FileOpening:
        opening = FileOpening(
            parent=self,
            over=self._over,
            setup=self._setup,
            exchange=self._exchange,
            membership=self._membership,
            claims=self._claims,
            planned_events=planned_events,
            schools=schools,
            dates=self._dates,
            bus=self._bus,
            group=self._group,
        )
        opening.group_opened.connect(self.group_opened)
        opening.people_found.connect(self._open_people)
        opening.work_found.connect(self.work_found)
        opening.link_found.connect(self.link_found)
        opening.differences_found.connect(self.show_differences)
        return opening

    def set_up_group(self) -> None:
        """Make a group from a roster; the file is asked for inside the dialog."""
        self._open_roster(None)

    def import_roster(self) -> None:
        """Bring the open group up to date from a roster; without a group, make one."""
        self._open_roster(self._group() or None)

    def send(self) -> None:
        """Save the open group as a file."""
        if not self._group():
            self._bus.failed.emit("Open a group first. There is nothing to send yet.")
            return
        dialog = SendDialog(
            parent=self._over(),
            exchange=self._exchange,
            choose_file=self._choose_file,
            group=self._group(),
            title=self._title(),
            folder=Path(self._save_in()),
            day=self._today(self._group()).isoformat(),
        )
        dialog.invite_requested.connect(self.invite)
        dialog.sent.connect(self._tell_sent)
        dialog.open()

    def invite(self) -> None:
        """Write an invitation to the open group."""
        if not self._group():
            self._bus.failed.emit("Open a group first. An invitation belongs to one.")
            return
        self._open_invitation()

    def _open_invitation(self) -> InviteDialog:
        dialog = InviteDialog(
            parent=self._over(),
            membership=self._membership,
            choose_file=self._choose_file,
            group=self._group(),
            title=self._title(),
        )
        dialog.invited.connect(self._tell_invited)
        dialog.open()
        return dialog

    def set_dates(self) -> None:
        """Show the dates of all events of the open group, to type over or read from a file."""
        if not self._group():
            self._bus.failed.emit("Open a group first. Dates belong to one.")
            return
        self._dates.type_dates(self._over(), self._group(), self._title())

    def show_differences(self) -> None:
        """Show where recorded files differ from what is recorded in the open group."""
        if not self._group():
            self._bus.failed.emit("Open a group first. A file belongs to one.")
            return
        DifferencesDialog(
            parent=self._over(), claims=self._claims, bus=self._bus, group=self._group()
        ).open()

    def ask_and_open(self) -> None:
        """Ask for any file and open it; several together are work that was handed in."""
        filters = (ALL_FILTER, SYNC_FILTER, ROSTER_FILTER, DATES_FILTER)
        request = FileRequest(
            "Open a file", filters=filters, several=True, together=self.open_files
        )
        self._choose_file(self._over(), request, self.open_file)

    def open_file(self, path: Path) -> None:
        """Open whatever a file is by its content; a dialog explains why, where it cannot be."""
        self._opening.open_file(path)

    def open_files(self, paths: list[Path]) -> None:
        """Bring in several files as what was handed in."""
        if self._group():
            self.work_found.emit(paths)
        else:
            self._bus.failed.emit("Open a group first. Then open these files again.")

    def _open_people(self, read: "ReadRoster") -> None:
        self._open_roster(self._group() or None).show_file(read)

    def _open_roster(self, group: str | None) -> RosterDialog:
        dialog = RosterDialog(
            parent=self._over(),
            setup=self._setup,
            bus=self._bus,
            choose_file=self._choose_file,
            group=group,
        )
        dialog.group_created.connect(self._go_on_with_dates)
        dialog.open()
        return dialog

    def _go_on_with_dates(self, group: str) -> None:
        """Open the group just made, and offer its dates and an invitation as the next steps."""
        self.group_opened.emit(group)
        dialog = self._dates.type_dates(self._over(), group, self._title(), sets_up=True)
        dialog.went_on.connect(self._go_on_with_invitation)

    def _go_on_with_invitation(self) -> None:
        self._open_invitation().cancel_button.setText("Nobody yet")

    def _tell_sent(self) -> None:
        self._bus.changed.emit(Changes(self._group(), frozenset({"exchange"}), frozenset()))
        self._bus.said.emit("The file is saved and was read back.")
        self._bus.settled.emit()

    def _tell_invited(self) -> None:
        self._bus.changed.emit(
            Changes(self._group(), frozenset({"exchange", "member"}), frozenset())
        )
        self._bus.settled.emit()

    def _over(self) -> QWidget:
        """What a dialog opens over: the window's dialog in front, else the window."""
        front = QApplication.activeModalWidget()
        return front if front in self._window.findChildren(Dialog) else self._window

    def _title(self) -> str:
        group = self._group()
        titles = (row.title for row in self._groups.titles() if row.id == group)
        return next(titles, "this group")

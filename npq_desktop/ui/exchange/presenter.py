"""Opens the dialogs that send, open, invite and import, over one window.

Any file may be handed in: what it is decides which dialog opens. Nothing is changed before the
button of that dialog is pressed.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from npq_desktop.errors import NpqDesktopError, ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Merged
from npq_desktop.rows.intake import FileKind, Recognised
from npq_desktop.services.exchange.bundles import LockedFileError, WordsNeededError
from npq_desktop.ui.exchange.invitations import InviteDialog, JoinDialog
from npq_desktop.ui.exchange.open_dialog import OpenDialog, RefusedDialog
from npq_desktop.ui.exchange.send_dialog import SendDialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.dates_presenter import DatesPresenter
from npq_desktop.ui.intake.differences_dialog import DifferencesDialog
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.intake.roster_dialog import RosterDialog
from npq_desktop.ui.intake.schools_dialog import SchoolsDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialog import Dialog
from npq_desktop.ui.kit.file_choice import (
    ALL_FILTER,
    DATES_FILTER,
    ROSTER_FILTER,
    SYNC_FILTER,
    ChooseFile,
    FileRequest,
    choose_native_file,
)

if TYPE_CHECKING:
    from npq_desktop.services.exchange.bundles import ExchangeService, OpenedBundle
    from npq_desktop.services.exchange.members import MembershipService
    from npq_desktop.services.groups.groups import GroupsService
    from npq_desktop.services.intake.claim_reading import OpenedFile
    from npq_desktop.services.intake.claims import ClaimsService
    from npq_desktop.services.intake.planned_events import PlannedEventsService
    from npq_desktop.services.intake.schools import OpenedSchools, SchoolsService
    from npq_desktop.services.intake.setup import SetupService

_SYNC_SUFFIX = ".npqsync"
_SYNC_AT_ONCE_BYTES = 1_000_000
"""A sync file up to this size is read in a quarter of a second; it is checked, not guessed at."""
_OF_A_GROUP = frozenset({FileKind.CLAIMS, FileKind.SUBMISSIONS})


class ExchangePresenter(QObject):
    """One per window; ``group`` says which group is open, "" for none.

    ``group_opened`` carries a group that is new or was changed by a file.
    """

    group_opened = Signal(str)

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
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._groups = groups
        self._setup = setup
        self._exchange = exchange
        self._membership = membership
        self._claims = claims
        self._schools = schools
        self._bus = bus
        self._group = group
        self._choose_file = choose_file
        self._dates = DatesPresenter(
            parent=self,
            dates=planned_events,
            bus=bus,
            today=today,
            choose_file=choose_file,
        )

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
            self._bus.failed.emit("Open a group first. Files are about one.")
            return
        DifferencesDialog(
            parent=self._over(), claims=self._claims, bus=self._bus, group=self._group()
        ).open()

    def ask_and_open(self) -> None:
        """Ask for any file and open it."""
        filters = (ALL_FILTER, SYNC_FILTER, ROSTER_FILTER, DATES_FILTER)
        request = FileRequest("Open a file", filters=filters)
        self._choose_file(self._over(), request, self.open_file)

    def open_file(self, path: Path) -> None:
        """Open whatever a file is by its content: sync file, list of people, calendar, report.

        A dialog explains why, where a file cannot be opened.
        """
        try:
            found = self._setup.recognise_start(path)
        except NpqDesktopError as error:
            self._not_recognised(path, error)
            return
        if found is not None:
            self._open_recognised(path, found)
            return
        read_apart(
            self._over(),
            path,
            partial(self._setup.recognise, path),
            use=partial(self._open_recognised, path),
            refuse=partial(self._not_recognised, path),
        )

    def _not_recognised(self, path: Path, error: NpqDesktopError) -> None:
        if path.suffix.casefold() == _SYNC_SUFFIX:  # a spoilt one: say that
            self._open_sync_file(path)
        else:
            self._explain(path, error)

    def _open_recognised(self, path: Path, found: Recognised) -> None:
        match found.kind:
            case FileKind.SYNC:
                self._open_sync_file(path)
            case FileKind.CALENDAR:
                self._open_calendar(path)
            case FileKind.SCHOOLS:
                self._open_schools(path)
            case _ if path.suffix.casefold() == _SYNC_SUFFIX:
                self._open_sync_file(path)
            case _:
                self._open_platform_file(path, found)

    def _open_sync_file(self, path: Path) -> None:
        read_apart(
            self._over(),
            path,
            self._exchange.opener(path),
            use=partial(self._show_sync_file, path),
            refuse=partial(self._sync_file_refused, path),
            at_once=_SYNC_AT_ONCE_BYTES,
        )

    def _sync_file_refused(self, path: Path, error: NpqDesktopError) -> None:
        if isinstance(error, WordsNeededError):
            self._join(path)
        else:
            self._explain(path, error)

    def _show_sync_file(self, path: Path, bundle: "OpenedBundle") -> None:
        try:
            preview = self._exchange.preview_of(path, bundle)
        except NpqDesktopError as error:
            self._explain(path, error)
            return
        dialog = OpenDialog(
            parent=self._over(), exchange=self._exchange, bus=self._bus, preview=preview
        )
        dialog.merged.connect(self._open_merged)
        dialog.open()

    def _join(self, path: Path) -> None:
        dialog = JoinDialog(parent=self._over(), membership=self._membership, path=path)
        dialog.joined.connect(self.group_opened)
        dialog.open()

    def _open_merged(self, merged: Merged) -> None:
        self.group_opened.emit(merged.group)

    def _explain(self, path: Path, error: NpqDesktopError) -> None:
        locked = isinstance(error, LockedFileError)
        request = self._exchange.invitation_request(path) if locked else ""
        dialog = RefusedDialog(parent=self._over(), path=path, sentence=str(error), request=request)
        dialog.open()

    def _open_platform_file(self, path: Path, found: Recognised) -> None:
        """Open claims about the open group, dates of it, or a list of people."""
        if not self._group() or found.kind is FileKind.EVENTS:
            self._open_without_claims(path, found)
            return
        read_apart(
            self._over(),
            path,
            partial(self._claims.open, path),
            use=partial(self._show_claims, path, found),
            refuse=partial(self._open_refused, path, found),
        )

    def _show_claims(self, path: Path, found: Recognised, opened: "OpenedFile") -> None:
        try:
            preview = self._claims.read(path, self._group(), opened=opened)
        except NpqDesktopError as error:
            self._open_refused(path, found, error)
            return
        dialog = ClaimsDialog(
            parent=self._over(),
            claims=self._claims,
            bus=self._bus,
            group=self._group(),
            preview=preview,
        )
        dialog.recorded.connect(self._go_on_with_differences)
        dialog.open()

    def _open_refused(self, path: Path, found: Recognised, error: NpqDesktopError) -> None:
        """Explain why a report cannot be used; what is no report may be a list of people."""
        if found.kind in _OF_A_GROUP:
            self._explain(path, error)
        else:
            self._open_without_claims(path, found)

    def _open_without_claims(self, path: Path, found: Recognised) -> None:
        if found.kind is FileKind.EVENTS and self._group():
            self._open_calendar(path)
        elif found.kind is FileKind.PEOPLE:
            self._open_roster(self._group() or None, path)
        else:
            self._explain(
                path,
                ServiceError(
                    f"“{path.name}” is {found.what}. Open the group it is about, or make one from "
                    "a list of people (Group, New group). Then open this file again."
                ),
            )

    def _open_calendar(self, path: Path) -> None:
        if not self._group():
            self._bus.failed.emit(
                "Open a group first, or make one from a list of people (Group, New group). Then "
                "drop the calendar here again, and it gives the group its dates."
            )
            return
        self._dates.read_file(
            self._over(), self._group(), path, refuse=partial(self._explain, path)
        )

    def _open_schools(self, path: Path) -> None:
        read_apart(
            self._over(),
            path,
            partial(self._schools.open, path),
            use=partial(self._show_schools, path),
            refuse=partial(self._explain, path),
        )

    def _show_schools(self, path: Path, opened: "OpenedSchools") -> None:
        preview = self._schools.read(path, opened=opened)
        dialog = SchoolsDialog(parent=self._over(), schools=self._schools, preview=preview)
        dialog.kept.connect(self._tell_schools)
        dialog.open()

    def _tell_schools(self) -> None:
        if self._group():
            self._bus.changed.emit(Changes(self._group(), frozenset({"school"}), frozenset()))
        self._bus.said.emit("The schools are kept: see a person's details.")

    def _go_on_with_differences(self) -> None:
        """After a file was recorded, show what differs, where anything does."""
        if not self._claims.differences(self._group()):
            self._bus.said.emit("Recorded. Nothing in the file differs from what is here.")
            return
        self.show_differences()

    def _open_roster(self, group: str | None, path: Path | None = None) -> None:
        dialog = RosterDialog(
            parent=self._over(),
            setup=self._setup,
            bus=self._bus,
            choose_file=self._choose_file,
            group=group,
        )
        dialog.group_created.connect(self._go_on_with_dates)
        dialog.open()
        if path is not None:
            dialog.show_file(path)  # it was read before, when it was recognised

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

"""Opens any file by what it is: the right dialog, or why it cannot be opened.

Nothing is changed before the button of that dialog is pressed. Large files are read apart.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.errors import NpqDesktopError, ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Merged
from npq_desktop.rows.intake import FileKind, Recognised
from npq_desktop.services.exchange.bundles import LockedFileError, WordsNeededError
from npq_desktop.ui.exchange.invitations import JoinDialog
from npq_desktop.ui.exchange.open_dialog import OpenDialog, RefusedDialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.dates_presenter import DatesPresenter
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.intake.schools_dialog import SchoolsDialog
from npq_desktop.ui.kit.bus import Bus

if TYPE_CHECKING:
    from npq_desktop.services.exchange.bundles import ExchangeService, OpenedBundle
    from npq_desktop.services.exchange.members import MembershipService
    from npq_desktop.services.intake.claim_reading import OpenedFile
    from npq_desktop.services.intake.claims import ClaimsService
    from npq_desktop.services.intake.schools import OpenedSchools, SchoolsService
    from npq_desktop.services.intake.setup import SetupService

_SYNC_SUFFIX = ".npqsync"
_SYNC_AT_ONCE_BYTES = 1_000_000
"""A sync file up to this size is read in a quarter of a second; it is checked, not guessed at."""
_OF_A_GROUP = frozenset({FileKind.CLAIMS, FileKind.SUBMISSIONS})


class FileOpening(QObject):
    """``group_opened`` carries a group that a file made or changed; ``people_found`` a list.

    ``differences_asked``: a recorded file differs from the records, and they are to be shown.
    """

    group_opened = Signal(str)
    people_found = Signal(Path)
    differences_asked = Signal()

    def __init__(
        self,
        *,
        parent: QObject,
        setup: "SetupService",
        exchange: "ExchangeService",
        membership: "MembershipService",
        claims: "ClaimsService",
        schools: "SchoolsService",
        dates: DatesPresenter,
        bus: Bus,
        group: Callable[[], str],
        over: Callable[[], QWidget],
    ) -> None:
        super().__init__(parent)
        self._setup = setup
        self._exchange = exchange
        self._membership = membership
        self._claims = claims
        self._schools = schools
        self._dates = dates
        self._bus = bus
        self._group = group
        self._over = over

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
            self.people_found.emit(path)
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
        self.differences_asked.emit()

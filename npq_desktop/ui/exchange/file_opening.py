"""Opens any file that is handed in: what it holds decides which dialog shows it.

A file is read on another thread; only comparing it with the group happens on the window's own.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.errors import InterchangeError, NpqDesktopError, ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Merged
from npq_desktop.rows.intake import FileKind
from npq_desktop.services.exchange.bundles import (
    BundleFile,
    LockedFileError,
    WordsNeededError,
)
from npq_desktop.services.exchange.network.hub_links import ENDING
from npq_desktop.services.intake.any_file import AnyReading, ReadFile
from npq_desktop.services.intake.claims.claim_reading import ReadClaims
from npq_desktop.services.intake.dates_reading import ReadDates
from npq_desktop.services.intake.opened import OpenedFile, open_file
from npq_desktop.services.intake.roster import ReadRoster
from npq_desktop.services.intake.schools import ReadSchools
from npq_desktop.ui.exchange.invitations import JoinDialog
from npq_desktop.ui.exchange.open_dialog import OpenDialog, RefusedDialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.dates_presenter import DatesPresenter
from npq_desktop.ui.intake.reading_dialog import read_apart
from npq_desktop.ui.intake.schools_dialog import SchoolsDialog
from npq_desktop.ui.kit.bus import Bus

if TYPE_CHECKING:
    from npq_desktop.services.exchange.bundles import ExchangeService
    from npq_desktop.services.exchange.members import MembershipService
    from npq_desktop.services.intake.claims.claims import ClaimsService
    from npq_desktop.services.intake.planned_events import PlannedEventsService
    from npq_desktop.services.intake.schools import SchoolsService
    from npq_desktop.services.intake.setup import SetupService

_SYNC_SUFFIX = ".npqsync"
_BY_CONTENT = frozenset({FileKind.CALENDAR, FileKind.SCHOOLS})
"""What a file is whatever its name; of others the name is believed, so that the fault is said."""

ReadBundle = Callable[[Path], BundleFile]


class FileOpening(QObject):
    """One per window. ``over`` says what a dialog opens over, ``group`` which group is open.

    ``people_found`` carries a list of people that was read, ``work_found`` an archive of work,
    ``group_opened`` a group that a file
    brought; ``differences_found`` says that a file differs from what is recorded;
    ``link_found`` carries a file with the link of a hub.
    """

    people_found = Signal(object)
    work_found = Signal(object)
    group_opened = Signal(str)
    differences_found = Signal()
    link_found = Signal(object)

    def __init__(
        self,
        *,
        parent: QObject,
        over: Callable[[], QWidget],
        setup: "SetupService",
        exchange: "ExchangeService",
        membership: "MembershipService",
        claims: "ClaimsService",
        planned_events: "PlannedEventsService",
        schools: "SchoolsService",
        dates: DatesPresenter,
        bus: Bus,
        group: Callable[[], str],
    ) -> None:
        super().__init__(parent)
        self._over = over
        self._setup = setup
        self._exchange = exchange
        self._membership = membership
        self._claims = claims
        self._planned_events = planned_events
        self._schools = schools
        self._dates = dates
        self._bus = bus
        self._group = group

    def open_file(self, path: Path) -> None:
        """Open whatever a file is by its content: sync file, list of people, calendar, report.

        A dialog explains why, where a file cannot be opened.
        """
        if path.suffix.casefold() == ENDING:
            self.link_found.emit(path)
            return
        job = partial(_read, path, self._reading(), self._exchange.reading())
        read_apart(self._over(), path, job, partial(self._show, path), partial(self._explain, path))

    def _reading(self) -> AnyReading:
        group = self._group()
        if not group:
            return AnyReading(self._setup.reading())
        return AnyReading(
            self._setup.reading(group),
            self._claims.reading(group),
            self._planned_events.reading(group),
        )

    def _show(self, path: Path, read: ReadFile | BundleFile) -> None:
        try:
            match read:
                case BundleFile():
                    self._show_bundle(path, read)
                case ReadClaims():
                    self._show_claims(read)
                case ReadDates():
                    self._dates.show_file(self._over(), self._group(), read)
                case ReadSchools():
                    self._show_schools(read)
                case ReadRoster():
                    self.people_found.emit(read)
                case OpenedFile():
                    self._ask_for_group(read)
        except NpqDesktopError as error:
            self._explain(path, error)

    def _show_bundle(self, path: Path, bundle: BundleFile) -> None:
        preview = self._exchange.preview_of(path, bundle)
        dialog = OpenDialog(
            parent=self._over(), exchange=self._exchange, bus=self._bus, preview=preview
        )
        dialog.merged.connect(self._open_merged)
        dialog.open()

    def _open_merged(self, merged: Merged) -> None:
        self.group_opened.emit(merged.group)

    def _show_claims(self, read: ReadClaims) -> None:
        if read.opened.kind is FileKind.SUBMISSIONS:
            self.work_found.emit(read)
            return
        dialog = ClaimsDialog(
            parent=self._over(), claims=self._claims, bus=self._bus, group=self._group(), read=read
        )
        dialog.recorded.connect(self._go_on_with_differences)
        dialog.open()

    def _go_on_with_differences(self) -> None:
        """After a file was recorded, show what differs, where anything does."""
        if not self._claims.differences(self._group()):
            self._bus.said.emit("Recorded. Nothing in the file differs from what is here.")
            return
        self.differences_found.emit()

    def _show_schools(self, read: ReadSchools) -> None:
        preview = self._schools.compare(read)
        dialog = SchoolsDialog(parent=self._over(), schools=self._schools, preview=preview)
        dialog.kept.connect(self._tell_schools)
        dialog.open()

    def _tell_schools(self) -> None:
        if self._group():
            self._bus.changed.emit(Changes(self._group(), frozenset({"school"}), frozenset()))
        self._bus.said.emit("The schools are kept. A person's details show theirs.")

    def _ask_for_group(self, opened: OpenedFile) -> None:
        """What can be read only beside a group, while none is open."""
        if opened.kind is FileKind.CALENDAR:
            self._bus.failed.emit(
                "Open a group first, or make one from a list of people (Group, New group). Then "
                "drop the calendar here again, and it gives the group its dates."
            )
            return
        raise ServiceError(
            f"“{opened.path.name}” is {opened.found.what}. Open the group it is about, or make one "
            "from a list of people (Group, New group). Then open this file again."
        )

    def _explain(self, path: Path, error: NpqDesktopError) -> None:
        if isinstance(error, WordsNeededError):
            self._join(path)
            return
        locked = isinstance(error, LockedFileError)
        request = self._exchange.invitation_request(path) if locked else ""
        dialog = RefusedDialog(parent=self._over(), path=path, sentence=str(error), request=request)
        dialog.open()

    def _join(self, path: Path) -> None:
        dialog = JoinDialog(parent=self._over(), membership=self._membership, path=path)
        dialog.joined.connect(self.group_opened)
        dialog.open()


def _read(path: Path, reading: AnyReading, read_bundle: ReadBundle) -> ReadFile | BundleFile:
    """What a file holds; runs on another thread."""
    named_so = path.suffix.casefold() == _SYNC_SUFFIX
    try:
        opened = open_file(path)
    except InterchangeError:
        if named_so:  # a spoilt one: the error says that
            return read_bundle(path)
        raise
    if opened.kind is FileKind.SYNC or (named_so and opened.kind not in _BY_CONTENT):
        return read_bundle(path)
    return reading.of(opened)

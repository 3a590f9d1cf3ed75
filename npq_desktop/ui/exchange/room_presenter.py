"""Keeps this laptop live with others in one room: answers theirs, and asks the one it joined.

The window's thread takes one request at a time between keys; what is asked of the other laptop runs
beside the window.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.changes import Changes
from npq_desktop.services.exchange.network.rooms import address_that_leads_out, is_final, said_of
from npq_desktop.ui.exchange.room_dialogs import JoinRoomDialog, ShareDialog
from npq_desktop.ui.exchange.room_invite import RoomInviteDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.waiting.background import Background
from npq_desktop.ui.kit.waiting.pause import once_after
from npq_desktop.ui.kit.waiting.steps import Answered, StepRunner, Steps

if TYPE_CHECKING:
    from npq_desktop.services.exchange.members import MembershipService
    from npq_desktop.services.exchange.network.room_visit import RoomVisit
    from npq_desktop.services.exchange.network.rooms import RoomService

_SERVE_MS = 5
_AFTER_CHANGE_MS = 150
_LOOK_MS = 3_000
_FIRST_WAIT, _LONGEST_WAIT, _GIVE_UP = 2.0, 60.0, 1_800.0


class RoomPresenter(QObject):
    """One per window; ``group`` says which group is open, "" for none.

    ``state_changed``: who is live is to be shown anew. ``invitation_arrived``: one came over a
    room, to be opened as any file.
    """

    state_changed = Signal()
    invitation_arrived = Signal(Path)

    def __init__(
        self,
        *,
        parent: QWidget,
        rooms: "RoomService",
        membership: "MembershipService",
        bus: Bus,
        group: Callable[[], str],
        title: Callable[[], str],
        addresses: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(parent)
        self._window, self._rooms, self._bus, self._group = parent, rooms, bus, group
        self._membership, self._title = membership, title
        self._addresses = addresses
        self._telling = False
        self._wait, self._away_since = _FIRST_WAIT, 0.0
        self._runner = StepRunner(self)
        self._runner.told.connect(self._tell)
        self._entering = StepRunner(self)
        self._poll = Background(self)
        self._poll.answered.connect(self._polled)
        self._wanted: dict[str, None] = {}
        self._changed_here: set[str] = set()
        self._serve = self._again_and_again(_SERVE_MS, self._serve_next)
        self._look = self._again_and_again(_LOOK_MS, self.state_changed.emit)
        self._send = once_after(self, _AFTER_CHANGE_MS, self._send_changed)
        self._retry = once_after(self, 0, self._next)
        bus.changed.connect(self._heard)

    # -- sharing ------------------------------------------------------------------------------

    def show_share(self) -> None:
        """Open the dialog with the three words."""
        if not self._group():
            self._bus.failed.emit("Open a group first. There is nothing to share yet.")
            return
        dialog = ShareDialog(
            parent=self._window,
            rooms=self._rooms,
            group=self._group(),
            addresses=self._addresses(),
        )
        dialog.share_requested.connect(lambda at: dialog.attempt(lambda: self.share(at)))
        dialog.stop_requested.connect(self.stop)
        dialog.invite_requested.connect(self._invite)
        self.state_changed.connect(dialog.refresh)
        dialog.open()

    def _invite(self) -> None:
        dialog = RoomInviteDialog(
            parent=QApplication.activeModalWidget() or self._window,
            membership=self._membership,
            rooms=self._rooms,
            group=self._group(),
            title=self._title(),
        )
        dialog.open()

    def share(self, address: str, ports: Sequence[int] | None = None) -> None:
        """Share from now on.

        Raises:
            NpqDesktopError: nothing can listen there, or this laptop is no member.
        """
        more = {} if ports is None else {"ports": ports}
        server = self._rooms.share(self._group(), address, **more)
        server.backing.told = self._tell
        self._serve.start()
        self._look.start()
        self.state_changed.emit()

    def stop(self) -> None:
        """Share no more."""
        self._rooms.stop()
        self._serve.stop()
        self.state_changed.emit()

    def _serve_next(self) -> None:
        server = self._rooms.server
        if server is not None:
            server.backing.serve_next()

    # -- joining ------------------------------------------------------------------------------

    def show_join(self) -> None:
        """Open the dialog that takes three words; while this laptop is in a room, leave it."""
        dialog = JoinRoomDialog(parent=self._window, rooms=self._rooms)
        dialog.met.connect(lambda _visit: self.begin())
        dialog.left.connect(self.leave)
        dialog.invited.connect(self.invitation_arrived)
        self.state_changed.connect(dialog.refresh)
        dialog.open()

    def leave(self) -> None:
        """Be in no room any more."""
        self._rooms.leave()
        self._retry.stop()
        self._runner.drop()
        self._poll.drop()  # it may wait for the other laptop half a minute longer
        self._wanted = {}
        self.state_changed.emit()

    def go_in(self) -> None:
        """A group was opened: where its invitation came over a room, be live there at once."""
        work = None if self._entering.is_busy else self._rooms.entering()
        if work is None:
            return
        meet = work

        def entering() -> Steps:
            self._rooms.enter((yield meet))

        self._entering.run(entering(), self._entered)

    def _entered(self, error: NpqDesktopError | None) -> None:
        """Whoever has gone meanwhile is joined by words, as anybody."""
        if error is None:
            self.begin()

    def begin(self) -> None:
        """Sync every group in common, and go on as long as both are there."""
        visit = self._rooms.visit
        if visit is not None:
            self._look.start()
            self._wait, self._away_since = _FIRST_WAIT, 0.0
            self._wanted = dict.fromkeys(visit.groups)
            self._next()
            self.state_changed.emit()

    def _heard(self, changes: Changes) -> None:
        server, visit = self._rooms.server, self._rooms.visit
        if server is not None:
            self._bus.attempt(lambda: server.heard([changes.group]))
        if visit is not None and not self._telling and changes.group in visit.groups:
            self._changed_here.add(changes.group)
            self._send.start()

    def _send_changed(self) -> None:
        self._wanted |= dict.fromkeys(self._changed_here)
        self._changed_here = set()
        self._next()

    def _next(self) -> None:
        visit = self._rooms.visit
        if visit is None or self._runner.is_busy or self._retry.isActive():
            return
        if not self._wanted:
            self._wait_for_news()
            return
        group = next(iter(self._wanted))
        del self._wanted[group]
        self._runner.run(visit.passing(group), lambda error: self._end(visit, group, error))

    def _tell(self, changes: Changes) -> None:
        before, self._telling = self._telling, True
        self._bus.changed.emit(changes)
        self._telling = before

    def _end(self, visit: "RoomVisit", group: str, error: NpqDesktopError | None) -> None:
        if visit is not self._rooms.visit:  # left meanwhile, and the line is closed
            self._next()
            return
        if error is None:
            self._rooms.is_away, self._wait, self._away_since = False, _FIRST_WAIT, 0.0
            self._next()
        else:
            self._wanted[group] = None
            self._meet_trouble(error)
        self.state_changed.emit()

    def _meet_trouble(self, error: NpqDesktopError) -> None:
        self._away_since = self._away_since or time.monotonic()
        is_over = time.monotonic() - self._away_since > _GIVE_UP
        if is_final(error) or is_over:
            self.leave()
            self._bus.failed.emit(said_of(error))
            return
        self._rooms.is_away = True
        self._retry.start(round(self._wait * 1_000))
        self._wait = min(2 * self._wait, _LONGEST_WAIT)

    def _wait_for_news(self) -> None:
        visit, group = self._rooms.visit, self._group()
        if visit is None or self._poll.is_busy:
            return
        waiting = visit.waiting(group)
        if waiting is not None:
            self._poll.run(lambda: (visit, group, Answered.by(waiting)))

    def _polled(self, answer: tuple["RoomVisit", str, Answered]) -> None:
        visit, group, answered = answer
        if visit is not self._rooms.visit:
            self._next()
            return
        if answered.error is not None or answered.value:
            self._wanted[group] = None
        self._next()

    def _again_and_again(self, every: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(every)
        timer.timeout.connect(act)
        return timer


def addresses_here() -> list[str]:
    """The IPv4 addresses of this laptop, in the system's order."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    protocol = QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    found = QNetworkInterface.allAddresses()
    return [each.toString() for each in found if each.protocol() == protocol]


def own_addresses(
    here: Callable[[], Sequence[str]] = addresses_here,
    leads_out: Callable[[], str] = address_that_leads_out,
) -> list[str]:
    """The addresses of this laptop on its networks, the one that leads out first."""
    first = leads_out()
    found = [each for each in here() if not each.startswith("127.")]
    return sorted(found, key=lambda each: each != first)

"""Sends and fetches a group's changes over its hub by itself, and opens the dialogs about it.

Nothing is ever waited for: the network is asked on another thread, what came is taken in a little
at a time, and marks come first.
"""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.changes import Changes
from npq_desktop.ui.exchange.hub_dialogs import ConnectDialog, HubDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile
from npq_desktop.ui.kit.waiting.background import Background
from npq_desktop.ui.kit.waiting.pause import once_after
from npq_desktop.ui.kit.waiting.steps import Answered, StepRunner

if TYPE_CHECKING:
    from npq_desktop.rows.exchange import HubView
    from npq_desktop.services.exchange.network.hub_choices import HubChoices
    from npq_desktop.services.exchange.network.hub_rounds import HubRounds


@dataclass(frozen=True, slots=True)
class HubTimes:
    """When a hub is asked, in milliseconds: so long after a change, and at the latest so long
    after the first of many; all groups again and again; the last try while the program ends.
    """

    after_change: int = 2_000
    at_latest: int = 20_000
    regular: int = 300_000
    look: int = 30_000
    closing: int = 3_000


TIMES = HubTimes()


def is_in_front() -> bool:
    """Whether somebody works in this program just now."""
    return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive


class HubPresenter(QObject):
    """One per window; ``group`` says which group is open, "" for none.

    ``state_changed``: how a hub stands is to be shown anew.
    """

    state_changed = Signal()

    def __init__(
        self,
        *,
        parent: QWidget,
        rounds: "HubRounds",
        choices: "HubChoices",
        bus: Bus,
        choose_file: ChooseFile,
        group: Callable[[], str],
        title: Callable[[], str],
        times: HubTimes = TIMES,
        is_active: Callable[[], bool] = is_in_front,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._rounds, self._choices = rounds, choices
        self._bus = bus
        self._choose_file = choose_file
        self._group, self._title = group, title
        self._times = times
        self._is_active = is_active
        self._draw = random.Random()  # noqa: S311  # only so that laptops do not ask all at once
        self._wanted: dict[tuple[str, str], None] = {}
        self._changed_here: set[str] = set()
        self._telling = False
        self._runner = StepRunner(self)
        self._runner.told.connect(self._tell)
        self._poll = Background(self)
        self._poll.answered.connect(self._polled)
        self._quiet = once_after(self, times.after_change, self._send_changed)
        self._latest = once_after(self, times.at_latest, self._send_changed)
        self._regular = once_after(self, times.regular, self.sync_all)
        self._retry: dict[str, QTimer] = {}
        self._look = QTimer(self)
        self._look.setInterval(times.look)
        self._look.timeout.connect(self._look_at_clock)
        self._looked = time.time()
        bus.changed.connect(self._heard)
        self._listen_to_system()

    # -- dialogs ------------------------------------------------------------------------------

    def show_dialog(self) -> None:
        """Open the dialog that connects the open group, or the one about its hub."""
        if not self._group():
            self._bus.failed.emit("Open a group first. A hub keeps one.")
            return
        views = self._bus.read(lambda: self._rounds.views(self._group())) or ()
        if not views:
            self._connect_dialog()
        else:
            self._hub_dialog(views[0])

    def open_link(self, path: Path) -> None:
        """Connect the open group by the link that a file holds."""
        if not self._group():
            self._bus.failed.emit("Open a group first. Then open this link to a hub again.")
            return
        self._connect_dialog().take_file(path)

    def ask_if_new(self) -> None:
        """Ask once whether to use the hub that a colleague connected; not over another dialog."""
        group = self._group()
        if group and self._bus.read(lambda: self._choices.unanswered(group)) is not None:
            if QApplication.activeModalWidget() is None:
                self._hub_dialog(self._rounds.views(group)[0])
            else:
                QTimer.singleShot(500, self, self.ask_if_new)

    def _connect_dialog(self) -> ConnectDialog:
        group = self._group()
        dialog = ConnectDialog(
            parent=self._window,
            rounds=self._rounds,
            choices=self._choices,
            choose_file=self._choose_file,
            group=group,
            title=self._title(),
        )
        dialog.connected.connect(self._bus.changed)
        dialog.accepted.connect(self.start)
        dialog.open()
        return dialog

    def _hub_dialog(self, view: "HubView") -> None:
        dialog = HubDialog(
            parent=self._window,
            rounds=self._rounds,
            choices=self._choices,
            group=self._group(),
            view=view,
        )
        self.state_changed.connect(dialog.refresh)
        dialog.used.connect(self.start)
        dialog.changed.connect(self._bus.changed)
        dialog.sync_requested.connect(self.sync_now)
        dialog.finished.connect(self.state_changed)
        dialog.open()

    # -- when ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for every group that uses a hub, and again and again from now on."""
        self._look.start()
        self.sync_all()
        self.state_changed.emit()

    def sync_now(self) -> None:
        """Somebody asked for it: what was in the way may be gone."""
        self._rounds.start_over()
        self.sync_all()

    def sync_all(self) -> None:
        """Ask for every group, the open one first."""
        groups = self._bus.read(lambda: self._choices.groups) or ()
        for group in sorted(groups, key=lambda one: one != self._group()):
            self.sync(group)
        self._regular.start(round(self._times.regular * self._draw.uniform(0.8, 1.2)))

    def sync(self, group: str) -> None:
        """Ask for one group as soon as nothing else is under way."""
        for hub in self._bus.read(lambda: self._rounds.used(group)) or ():
            self._wanted[group, hub] = None
        self._next()

    def look_at(self, group: str) -> None:
        """A group came on the screen: from now on it is waited for."""
        if not self._look.isActive():
            self.start()
        elif group in (self._bus.read(lambda: self._choices.groups) or ()):
            self.sync(group)
        self.ask_if_new()

    def _heard(self, changes: Changes) -> None:
        if self._telling or changes.group not in self._choices.groups:
            return
        self._changed_here.add(changes.group)
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _send_changed(self) -> None:
        self._quiet.stop()
        self._latest.stop()
        groups, self._changed_here = self._changed_here, set()
        for group in groups:
            if group not in self._retry or not self._retry[group].isActive():
                self.sync(group)

    def _look_at_clock(self) -> None:
        """After a sleep ask at once; and what was said to be so many minutes ago grows older."""
        now = time.time()
        slept, self._looked = now - self._looked > 2 * self._times.look / 1_000, now
        if slept:
            self.sync_now()
        self.state_changed.emit()

    def _listen_to_system(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._last_try)
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._wait_for_news)
        with suppress(ImportError):  # it wants libraries of the system that may be missing
            from PySide6.QtNetwork import QNetworkInformation

            if QNetworkInformation.loadDefaultBackend():
                information = QNetworkInformation.instance()
                information.reachabilityChanged.connect(self._network_changed)

    def _network_changed(self) -> None:
        self.sync_now()

    # -- one pass after the other -----------------------------------------------------------------

    def _next(self) -> None:
        if self._runner.is_busy or not self._wanted:
            return
        group, hub = next(iter(self._wanted))
        del self._wanted[group, hub]
        steps = self._rounds.passing(group, hub)
        self._runner.run(steps, lambda error: self._end(group, hub, error))

    def _tell(self, changes: Changes) -> None:
        self._telling = True
        self._bus.changed.emit(changes)
        self._telling = False

    def _end(self, group: str, hub: str, error: NpqDesktopError | None) -> None:
        if error is not None:
            self._bus.failed.emit(str(error))
        seconds = self._rounds.wait_seconds(group, hub)
        if seconds is not None:
            self._try_again(group, seconds)
        elif group in self._retry:
            self._retry[group].stop()
        self.state_changed.emit()
        self._next()
        self._wait_for_news()

    def _try_again(self, group: str, seconds: float) -> None:
        if group not in self._retry:
            self._retry[group] = once_after(self, 0, lambda: self.sync(group))
        self._retry[group].start(round(seconds * 1_000))

    # -- what others sent -------------------------------------------------------------------------

    def _wait_for_news(self) -> None:
        """Have the hub answer once the group on the screen changes, while the window is active."""
        group = self._group()
        if not group or self._poll.is_busy or not self._is_active():
            return
        wait = self._bus.read(lambda: self._rounds.waiting(group))
        if wait is not None:
            self._poll.run(lambda: (group, Answered.by(wait)))

    def _polled(self, answer: tuple[str, Answered]) -> None:
        group, answered = answer
        if answered.error is not None or answered.value:
            self.sync(group)  # which finds out, and notes it
        else:
            self._wait_for_news()

    # -- the end ----------------------------------------------------------------------------------

    def _last_try(self) -> None:
        """Send what is left, for three seconds at most; there is no window any more."""
        deadline = time.monotonic() + self._times.closing / 1_000
        for group in self._changed_here:
            with suppress(NpqDesktopError):
                work = self._rounds.closing(group)
                if work is not None:
                    sending = threading.Thread(target=Answered.by, args=(work,), daemon=True)
                    sending.start()
                    sending.join(max(0.0, deadline - time.monotonic()))

"""The frame's presenter: which group is open, the chip, undo, and what is said at the bottom.

Tabs hear of another group through ``group_opened`` only; the frame never calls them.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import Undone
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.waiting.pause import once_after

if TYPE_CHECKING:
    from npq_desktop.services.core.laptop.identities import ProfileService
    from npq_desktop.services.core.undo import UndoService
    from npq_desktop.services.groups.groups import GroupsService


_COUNT_MS = 400
"""What waits is counted so long after a start or a change, when the page is painted."""
_COUNTED = frozenset({"submission", "review", "catchup", "contact", "post"})
_OF_HUBS = frozenset({"relay"})


class FramePresenter(QObject):
    """Lives with the window. ``waiting`` counts what waits in a group, by the page it waits on.

    ``news`` says what is new in a group, "" for nothing.
    ``group_opened`` carries the group's id, "" when there is none. ``hubs_changed``: somebody said
    something of the hubs of the group that is open.
    """

    group_opened = Signal(str)
    hubs_changed = Signal()

    def __init__(
        self,
        *,
        parent: MainWindow,
        groups: "GroupsService",
        profile: "ProfileService",
        undo: "UndoService",
        bus: Bus,
        waiting: Callable[[str], Mapping[Tab, int]],
        news: Callable[[str], str],
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._groups = groups
        self._profile = profile
        self._undo = undo
        self._bus = bus
        self._group = ""
        self._is_reading = False
        self._hears_first_run = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._waiting, self._news = waiting, news
        self._count = once_after(self, _COUNT_MS, self._show_waiting)
        self._connect()

    def group(self) -> str:
        """Which group is open; "" for none."""
        return self._group

    def start(self) -> None:
        """Open the group last looked at, else the first; without any, the first page."""
        ids = [group.id for group in self._groups.titles()]
        last = self._profile.last_group
        self.open_group(last if last in ids else next(iter(ids), ""))

    def open_group(self, group: str) -> None:
        """Open a group in all tabs."""
        is_first, self._group = not self._group, group
        people = self._groups.people(group) if group else 0
        self._window.header.show_groups(self._groups.titles(), group, people)
        if group:
            self._bus.attempt(lambda: self._profile.remember_group(group))
            self._window.show_tabs()
        else:
            self._listen_to_first_run()
            self._window.show_first_run(self._profile.name)
        self._refresh()
        self._count.start()
        self.group_opened.emit(group)
        if is_first:  # once the page has its rows
            self._window.focus_page()

    def _connect(self) -> None:
        window, bus = self._window, self._bus
        self._later.timeout.connect(self._refresh)
        window.header.group_chosen.connect(self._choose_group)
        window.bind_undo(self._undo_once, self._redo_once)
        bus.changed.connect(self._changed)
        bus.failed.connect(window.status.show_failed)
        bus.failed.connect(self._look_after_failure)
        bus.said.connect(window.status.say)

    def _listen_to_first_run(self) -> None:
        if self._hears_first_run:
            return
        self._hears_first_run, first = True, self._window.first_run
        first.example_requested.connect(self._try_example)
        first.open_requested.connect(lambda name: self._go_on(name, "open"))
        first.room_requested.connect(lambda name: self._go_on(name, "join_room"))
        first.roster_requested.connect(lambda name: self._go_on(name, "new_group"))
        first.restore_requested.connect(lambda name: self._go_on(name, "restore"))

    def look_again(self) -> None:
        """Read what the header says anew."""
        self._later.start(0)

    def _changed(self, changes: Changes) -> None:
        if changes.touches_any(_COUNTED):
            self._count.start()
        if changes.touches_any(_OF_HUBS) and changes.group == self._group:
            self.hubs_changed.emit()
        self._window.status.show_saved()
        self._window.status.say("")
        self._later.start(0)

    def _refresh(self) -> None:
        """Chip and undo words; after a burst of writes once, when the marks are painted."""
        if not self._group:
            self._window.show_undo("", "")
            return
        self._is_reading = True
        self._bus.attempt(self._read)
        self._is_reading = False

    def _look_after_failure(self) -> None:
        """The chip says so where the disk is full; not where reading the chip itself failed."""
        if not self._is_reading:
            self._later.start(0)

    def _read(self) -> None:
        self._window.header.show_chip(self._groups.chips.of(self._group))
        self._window.show_undo(
            self._undo.next_words(self._group), self._undo.next_redo_words(self._group)
        )

    def _show_waiting(self) -> None:
        group = self._group
        numbers = self._bus.read(lambda: self._waiting(group)) if group else {}
        for page in (Tab.COHORT, Tab.REVIEW):
            self._window.header.navigation.show_badge(page, (numbers or {}).get(page, 0))
        new = self._bus.read(lambda: self._news(group)) if group else ""
        self._window.header.show_news(new or "")

    def _choose_group(self, group: str) -> None:
        self.open_group(group)
        self._window.focus_page()

    def _undo_once(self) -> None:
        self._step(self._undo.undo)

    def _redo_once(self) -> None:
        self._step(self._undo.redo)

    def _step(self, step: Callable[[str], tuple[Changes, Undone]]) -> None:
        done = self._bus.read(lambda: step(self._group))
        if done is None:
            self._later.start(0)
            return
        changes, undone = done
        self._bus.changed.emit(changes)
        self._bus.said.emit(undone.words)
        self._bus.undone.emit(undone)  # a page may tell it more fully

    def _try_example(self, name: str) -> None:
        if self._keep_name(name):
            self._bus.attempt(lambda: self.open_group(self._groups.add_example()))

    def _go_on(self, name: str, command: str) -> None:
        if self._keep_name(name):
            self._window.commands.action(command).trigger()

    def _keep_name(self, name: str) -> bool:
        return self._bus.attempt(lambda: self._profile.set_name(name))

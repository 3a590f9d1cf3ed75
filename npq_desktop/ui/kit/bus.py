"""The one place presenters hear of each other's work.

A writer tells it here once the write is durable, and each presenter reads what it shows anew.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.changes import EVERYTHING, Changes

Answer = TypeVar("Answer")


class Bus(QObject):
    """Signals every presenter may emit and hear.

    ``changed`` carries the ``Changes`` of a durable write; ``undone`` the ``Undone`` that follows
    an undo or redo (after ``changed``); ``failed`` a sentence that stays in the status bar until
    the next success; ``said`` a sentence worth a glance; ``settled`` that the user signed off a
    register or saved a file: a moment for what could wait.
    """

    changed = Signal(object)
    undone = Signal(object)
    failed = Signal(str)
    said = Signal(str)
    settled = Signal()

    def read(self, read: Callable[[], Answer]) -> Answer | None:
        """What ``read`` returns; where it is refused None, and ``failed`` carries the sentence."""
        try:
            return read()
        except NpqDesktopError as error:
            self.failed.emit(str(error))
            return None

    def attempt(self, act: Callable[[], object]) -> bool:
        """Run ``act``; ``failed`` carries a refusal. Says whether it went through."""
        try:
            act()
        except NpqDesktopError as error:
            self.failed.emit(str(error))
            return False
        return True


class TabBus(Bus):
    """Owned by its tab. What the tab's presenter emits goes on to the window's bus at once."""

    group_opened = Signal(str)

    def __init__(self, *, tab: QWidget, bus: Bus) -> None:
        super().__init__(tab)
        self._tab = tab
        self._bus = bus
        self._relaying = False
        self._group: str | None = None
        self._kept: dict[str, Changes] = {}
        tab.installEventFilter(self)
        bus.changed.connect(self._came_in)
        bus.undone.connect(self.undone)
        self.changed.connect(self._went_out)
        self.failed.connect(bus.failed)
        self.said.connect(bus.said)
        self.settled.connect(bus.settled)

    def open_group(self, group: str) -> None:
        """Open a group in this tab, now or when it is shown."""
        self._group = group
        self._kept.clear()
        if self._tab.isVisible():
            self._hand_over()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._tab and event.type() == QEvent.Type.Show:
            self._hand_over()
        return False

    def _came_in(self, changes: Changes) -> None:
        if self._relaying or self._group is not None:
            return
        held = self._kept.get(changes.group)
        self._kept[changes.group] = _together(held, changes) if held else changes
        if self._tab.isVisible():
            self._hand_over()

    def _hand_over(self) -> None:
        group, self._group = self._group, None
        if group is not None:
            self.group_opened.emit(group)
        kept, self._kept = self._kept, {}
        self._relaying = True
        for changes in kept.values():
            self.changed.emit(changes)
        self._relaying = False

    def _went_out(self, changes: Changes) -> None:
        if not self._relaying:
            self._relaying = True
            self._bus.changed.emit(changes)
            self._relaying = False


def _together(first: Changes, second: Changes) -> Changes:
    if EVERYTHING in (first.kinds, second.kinds):
        return Changes(first.group, EVERYTHING, frozenset())
    return Changes(first.group, first.kinds | second.kinds, first.ids | second.ids)

"""Signals between presenters, which never call each other.

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
    register or saved a file: a moment for what could wait; ``responses_found`` files that are
    responses to the case study, and whose they are, "" where that is not known.
    """

    changed = Signal(object)
    undone = Signal(object)
    failed = Signal(str)
    said = Signal(str)
    settled = Signal()
    responses_found = Signal(list, str)

    def hearing(self, tab: QWidget) -> "Hearing":
        """What a tab is to hear of ``changed`` and of groups that are opened."""
        return Hearing(tab=tab, bus=self)

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


class Hearing(QObject):
    """What one tab hears; owned by it, and to be had from :meth:`Bus.hearing`.

    While the tab is visible news is handed on at once. Otherwise it is kept and joined, and handed
    on when the tab is shown, so that a mark need not wait for tabs nobody looks at.
    """

    group_opened = Signal(str)
    changed = Signal(object)

    def __init__(self, *, tab: QWidget, bus: Bus) -> None:
        super().__init__(tab)
        self._tab = tab
        self._group: str | None = None
        self._kept: dict[str, Changes] = {}
        tab.installEventFilter(self)
        bus.changed.connect(self._hear)

    def open_group(self, group: str) -> None:
        """Open a group in this tab, now or when it is shown; what was kept is then out of date."""
        self._group = group
        self._kept.clear()
        if self._tab.isVisible():
            self._hand_on()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._tab and event.type() == QEvent.Type.Show:
            self._hand_on()
        return False

    def _hear(self, changes: Changes) -> None:
        if self._group is not None:
            return
        kept = self._kept.get(changes.group)
        self._kept[changes.group] = _together(kept, changes) if kept else changes
        if self._tab.isVisible():
            self._hand_on()

    def _hand_on(self) -> None:
        group, self._group = self._group, None
        if group is not None:
            self.group_opened.emit(group)
        kept, self._kept = self._kept, {}
        for changes in kept.values():
            self.changed.emit(changes)


def _together(first: Changes, second: Changes) -> Changes:
    if EVERYTHING in (first.kinds, second.kinds):
        return Changes(first.group, EVERYTHING, frozenset())
    return Changes(first.group, first.kinds | second.kinds, first.ids | second.ids)

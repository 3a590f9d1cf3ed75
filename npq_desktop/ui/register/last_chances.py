"""Flags the rows of people who can miss no event more, worked out once the keys rest."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from npq_desktop.rows.register import RegisterRow, RegisterView

_REST_MS = 150
"""So long after the register was read, so that no key and no start waits for it."""

LookForChances = Callable[[str, str], tuple[int, frozenset[str]] | None]


class LastChances(QObject):
    """``found`` follows once it is known of an event for whom it is the last to be missed.

    ``look`` gives the programme's percentage and those people, None if it is refused or the window
    is closed, and with it perhaps the store. Until ``is_flagging`` no row has ever been flagged,
    and ``flagged`` need not be asked.
    """

    found = Signal()

    def __init__(self, parent: QObject, look: LookForChances) -> None:
        super().__init__(parent)
        self._look = look
        self._of = ("", "")
        self._threshold, self._people = 0, frozenset[str]()
        self.is_flagging = False
        self._resting = QTimer(self, singleShot=True, interval=_REST_MS)
        self._resting.timeout.connect(self._find)

    def look_at(self, group: str, event: str) -> None:
        """Work it out for an event, soon; until then what is known of that event holds."""
        if (group, event) != self._of:
            self._of, self._people = (group, event), frozenset()
        if event:
            self._resting.start()
        else:
            self._resting.stop()

    def flagged(self, view: RegisterView | None) -> RegisterView | None:
        """The register with these people's rows flagged; the same one where nothing changes."""
        if view is None or not self.is_flagging or (view.group, view.event.id) != self._of:
            return view
        wanted = [self._threshold if row.person in self._people else 0 for row in view.rows]
        if all(row.needed_for == each for row, each in zip(view.rows, wanted, strict=True)):
            return view
        pairs = zip(view.rows, wanted, strict=True)
        return replace(view, rows=tuple(_flagged(row, each) for row, each in pairs))

    def _find(self) -> None:
        found = self._look(*self._of)
        if found is not None and found[1] != self._people:
            self._threshold, self._people = found
            self.is_flagging = True
            self.found.emit()


def _flagged(row: RegisterRow, wanted: int) -> RegisterRow:
    return row if row.needed_for == wanted else replace(row, needed_for=wanted)

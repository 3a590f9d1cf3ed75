"""Tells assistive technology what happened where nothing on the screen takes the focus."""

from functools import cache

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

_POLITE = QAccessible.AnnouncementPoliteness.Polite
_ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive


class Announcer(QObject):
    """Announces after the key that led to it has returned; ``announced`` carries each sentence.

    The same sentence twice within one turn is announced once.
    """

    announced = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[str, bool]] = []

    def say(self, sentence: str, *, urgent: bool = False, instead_of: str = "") -> None:
        """Announce a sentence soon; an ``urgent`` one interrupts what is being read.

        ``instead_of`` is a shorter sentence about the same, which is then not announced as well.
        """
        if (instead_of, False) in self._waiting:
            self._waiting[self._waiting.index((instead_of, False))] = (sentence, urgent)
            return
        if not sentence or (sentence, urgent) in self._waiting:
            return
        self._waiting.append((sentence, urgent))
        if len(self._waiting) == 1:
            QTimer.singleShot(0, self, self._tell)

    @Slot()
    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, []
        window = QApplication.activeWindow()
        for sentence, urgent in waiting:
            if window is not None:
                event = QAccessibleAnnouncementEvent(window, sentence)
                event.setPoliteness(_ASSERTIVE if urgent else _POLITE)
                QAccessible.updateAccessibility(event)
            self.announced.emit(sentence, urgent)


@cache
def announcer() -> Announcer:
    """The one of this process; there must be a Qt application."""
    return Announcer()

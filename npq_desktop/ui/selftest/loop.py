"""Marks for ever and prints each entry's id once its tick is painted, for a test that kills it.

What has been printed must be found on the disk afterwards, whatever the moment of the kill.
"""

import sys
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtTest import QTest

from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.ui.selftest.robot import Robot
from npq_desktop.ui.starting import qt_application


def run_loop(open_application: Callable[[Places], Application], folder: Path | None) -> int:
    """Run until killed, on ``folder`` or a scratch one; makes the example group if need be."""
    qt = qt_application()
    data = folder or Path(tempfile.mkdtemp(prefix="npq-loop-"))
    application = open_application(Places.under(data))
    if not application.groups.titles():
        application.profile.set_name("Self-test")
        application.groups.add_example()
    robot = Robot(application)
    marker = _Marker(robot)
    QTimer.singleShot(0, marker.press)
    sys.excepthook = _end
    return qt.exec()


def _end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ends the loop at a fault, so that the test reading its lines does not wait for ever."""
    sys.__excepthook__(kind, error, trace)
    QCoreApplication.exit(1)


class _Marker(QObject):
    """Presses the next key when the mark before it has been painted."""

    def __init__(self, robot: Robot) -> None:
        super().__init__(robot.window)
        self._robot = robot
        self._application, self._group = robot.application, robot.group
        self._event = self._application.register.opening_event(self._group) or ""
        self._people = cycle(row.person for row in self._rows() if row.expected)
        self._marked = ""
        robot.register.mark_painted.connect(self._painted)

    def press(self) -> None:
        """Mark the next person differently from now; the same mark again would change nothing."""
        self._marked = person = next(self._people)
        [state] = [row.state for row in self._rows() if row.person == person]
        table = self._robot.register.table
        table.select(person)
        QTest.keyClicks(table, "a" if state is MarkState.PRESENT else "p")

    def _rows(self) -> tuple[RegisterRow, ...]:
        return self._application.register.view(self._group, self._event).rows

    def _painted(self, event: str, person: str) -> None:
        if person != self._marked:
            return  # a row that changed for another reason, such as the flag of a last chance
        heads = self._application.store.state(self._group).heads(("mark", event, person))
        print(*heads, file=sys.stdout, flush=True)  # noqa: T201  a command
        QTimer.singleShot(0, self.press)

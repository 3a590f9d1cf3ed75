"""Marks for ever and prints each entry's id once its tick is painted: for whoever kills it.

What has been printed must be found on the disk afterwards, whatever the moment of the kill.
"""

import sys
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

from npq_desktop.services.application import Application
from npq_desktop.services.places import Places
from npq_desktop.ui.selftest.robot import Robot
from npq_desktop.ui.starting import qt_application

_KEYS = "pa"


def run_loop(open_application: Callable[[Places], Application], folder: Path | None) -> int:
    """Run until killed, on ``folder`` or a scratch one; makes the example group if need be."""
    qt = qt_application()
    data = folder or Path(tempfile.mkdtemp(prefix="npq-loop-"))
    application = open_application(Places.under(data))
    if not application.groups.all():
        application.profile.set_name("Self-test")
        application.groups.add_example()
    robot = Robot(application)
    marker = _Marker(robot)
    QTimer.singleShot(0, marker.press)
    return qt.exec()


class _Marker(QObject):
    """Presses the next key when the mark before it has been painted."""

    def __init__(self, robot: Robot) -> None:
        super().__init__(robot.window)
        self._robot = robot
        self._keys = cycle(_KEYS)
        self._rows = cycle(self._expected())
        robot.register.mark_painted.connect(self._painted)

    def press(self) -> None:
        """Mark the next person; every second round is a different mark."""
        table = self._robot.register.table
        person, is_first = next(self._rows)
        if is_first:
            self._key = next(self._keys)
        table.select(person)
        QTest.keyClicks(table, self._key)

    def _expected(self) -> list[tuple[str, bool]]:
        application, group = self._robot.application, self._robot.group
        event = application.register.opening_event(group) or ""
        rows = [row for row in application.register.view(group, event).rows if row.expected]
        return [(row.person, number == 0) for number, row in enumerate(rows)]

    def _painted(self, event: str, person: str) -> None:
        heads = self._robot.application.store.state(self._robot.group).heads(
            ("mark", event, person)
        )
        print(*heads, file=sys.stdout, flush=True)  # noqa: T201  a command
        QTimer.singleShot(0, self.press)

"""Times a start up to a register on the screen, one mark up to its painted tick, and a big import.

Run ``python tests/benchmarks/bench_window.py``. Floors, measured in the same run: a Python that
shows an empty window after ``import sqlalchemy.orm``; an empty key press with a repaint of the
same table; verifying the signatures of the same entries. Not a test.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from PySide6.QtCore import QEventLoop, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from support.applications import preview  # noqa: E402

from npq_desktop.bootstrap import open_application  # noqa: E402
from npq_desktop.journal.event import parse_event  # noqa: E402
from npq_desktop.rows.register import MarkState  # noqa: E402
from npq_desktop.services.core.laptop.places import Places  # noqa: E402
from npq_desktop.ui.selftest.robot import Robot  # noqa: E402
from npq_desktop.ui.starting import qt_application  # noqa: E402

STARTS = 12
ROUNDS = 12
CONFERENCE = 300

EMPTY_WINDOW = """
import sys, sqlalchemy.orm
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)
application = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
application.exec()
"""

OUR_WINDOW = """
import sys
class Watch:
    # Qt reads the source of every module imported after it, so the program is to import it itself.
    def find_spec(self, name, path=None, target=None):
        if name == "npq_desktop.ui.window":
            sys.meta_path.remove(self)
            end_at_first_paint()
def end_at_first_paint():
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QTableView
    class FirstPaint(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, QApplication.quit)
            return False
    loop = QApplication.exec
    def watched(*_):
        paint = FirstPaint(QApplication.instance())
        for table in QApplication.allWidgets():
            if isinstance(table, QTableView) and table.accessibleName() == "Register":
                table.viewport().installEventFilter(paint)
        return loop()
    QApplication.exec = watched
sys.meta_path.insert(0, Watch())
from npq_desktop.main import main
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def main() -> None:
    """Measure, print a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make_example(folder / "data")
        ours, floor = start_times(folder)
        named = "empty window + sqlalchemy.orm"
        report("start to a register", wall(ours), wall(floor), named)
        report("the same, CPU", cpu(ours), cpu(floor), named)
        marks, repaints = mark_times(folder / "data")
        report("key to painted tick", marks, repaints, "key and repaint without a mark")
        found = found_times(_make_conference(folder / "conference"), "conference-1")
        report("find and mark of 300", found, repaints, "key and repaint without a mark")
        sent = folder / "group.npqsync"
        report("import of the group", *import_times(folder, sent), "verifying its signatures")


def report(what: str, ours: Sequence[float], floor: Sequence[float], named: str) -> None:
    """Median and 99th percentile in milliseconds, and the medians' ratio to the floor."""
    middle, least = statistics.median(ours), statistics.median(floor)
    high = sorted(ours)[int(0.99 * (len(ours) - 1))]
    print(
        f"{what:>20}: median {middle * 1e3:7.1f} ms, p99 {high * 1e3:7.1f} ms; "
        f"floor ({named}) {least * 1e3:7.1f} ms; ratio {middle / least:.2f}"
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one whole process, in seconds; ``cpu`` is user and system time together."""

    wall: float
    cpu: float


def wall(costs: Sequence[Cost]) -> list[float]:
    """What a watch says: it includes waiting for other programs of the machine."""
    return [cost.wall for cost in costs]


def cpu(costs: Sequence[Cost]) -> list[float]:
    """What the processor says: the figure to judge by on a busy machine."""
    return [cost.cpu for cost in costs]


def start_times(folder: Path) -> tuple[list[Cost], list[Cost]]:
    """Whole processes, ours and the floor's in turn, from compiled modules as when installed."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ours, floor = [], []
    for _ in range(STARTS):
        floor.append(cost_of(environment, EMPTY_WINDOW))
        ours.append(cost_of(environment, OUR_WINDOW, str(folder / "data")))
    return ours[1:], floor[1:]


def mark_times(folder: Path) -> tuple[list[float], list[float]]:
    """Real key presses in the real window on the encrypted store; and a key that does nothing."""
    qt_application()
    robot = Robot(open_application(Places.under(folder)))
    QTest.qWait(300)
    table = robot.register.table
    loop = QEventLoop()
    robot.register.mark_painted.connect(loop.quit)
    marks, repaints = [], []
    for _ in range(ROUNDS):
        for row in _rows(robot):
            table.select(row.person)
            QTest.qWait(1)
            key = "a" if row.state is MarkState.PRESENT else "p"
            start = time.perf_counter()
            QTest.keyClicks(table, key)
            loop.exec()
            marks.append(time.perf_counter() - start)
            start = time.perf_counter()
            QTest.keyClick(table, Qt.Key.Key_F5)
            table.viewport().repaint()
            repaints.append(time.perf_counter() - start)
    robot.leave()
    return marks, repaints


def found_times(folder: Path, event: str) -> list[float]:
    """Each of a conference's people in turn: the find field is given the beginning of the name, the
    row is chosen and marked by its key; the time ends with the painted tick.
    """
    robot = Robot(open_application(Places.under(folder)))
    robot.register.event_chosen.emit(event)
    QTest.qWait(300)
    table, field = robot.register.table, robot.register.find_bar.field
    loop = QEventLoop()
    robot.register.mark_painted.connect(loop.quit)
    times = []
    for row in robot.application.register.view(robot.group, event).rows:
        field.clear()
        table.setFocus()
        QTest.qWait(1)
        start = time.perf_counter()
        field.setText(row.name[:6])
        table.select(row.person)
        QTest.keyClicks(table, "p")
        loop.exec()
        times.append(time.perf_counter() - start)
    robot.leave()
    return times[1:]


def import_times(folder: Path, sent: Path) -> tuple[list[float], list[float]]:
    """The whole way in of a file on a laptop that lacks the group, against its signatures."""
    source = open_application(Places.under(folder / "data"))
    [group] = source.groups.all()
    source.exchange.send(group.id, sent, readable=True)
    lines = [event.line() for event in source.store.events(group.id)]
    source.close()
    target = open_application(Places.under(folder / "other"))
    target.profile.set_name("Sam")
    start = time.perf_counter()
    target.exchange.merge(target.exchange.preview(sent))
    ours = time.perf_counter() - start
    target.close()
    start = time.perf_counter()
    for line in lines:
        parse_event(line)
    print(f"{'entries':>20}: {len(lines)}")
    return [ours], [time.perf_counter() - start]


def _make_example(folder: Path) -> None:
    application = open_application(Places.under(folder))
    application.profile.set_name("Alex Morgan")
    application.groups.add_example()
    application.close()


def _make_conference(folder: Path) -> Path:
    application = open_application(Places.under(folder))
    application.profile.set_name("Alex Morgan")
    names = [f"{chr(65 + one % 26)}na{one} Surname{one}" for one in range(CONFERENCE)]
    application.setup.create_group(
        preview(*names), title="Conference", cohort="2026", first_seminar=date(2026, 6, 8)
    )
    application.close()
    return folder


def _rows(robot: Robot) -> list:
    event = robot.application.register.opening_event(robot.group) or ""
    rows = robot.application.register.view(robot.group, event).rows
    return [row for row in rows if row.expected]


def cost_of(environment: Mapping[str, str], script: str, *arguments: str) -> Cost:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", script, *arguments],
        check=True,
        cwd=ROOT,
        env=dict(environment),
        stderr=subprocess.DEVNULL,
    )
    passed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(passed, used)


if __name__ == "__main__":
    main()

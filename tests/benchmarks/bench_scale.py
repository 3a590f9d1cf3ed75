"""Times a programme office's store, of 200 groups, 5,000 people and 280,000 entries, as ratios to a
store with one such group.

Run ``python tests/benchmarks/bench_scale.py [--kept FOLDER]``; building takes minutes, and with
``--kept`` the stores stay in that folder for the next run. Every entry is signed and appended by
the program's own services, a group's year in one transaction each. Not a test.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]

from bench_window import OUR_WINDOW, cost_of, cpu, wall  # noqa: E402
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget  # noqa: E402
from support.journal import person  # noqa: E402

from npq_desktop.bootstrap import open_application  # noqa: E402
from npq_desktop.rows.register import Mark, MarkState  # noqa: E402
from npq_desktop.services.application import Application  # noqa: E402
from npq_desktop.services.core.laptop.places import Places  # noqa: E402
from npq_desktop.services.core.recorder import NewEntry  # noqa: E402
from npq_desktop.ui.cohort.tab import CohortTab  # noqa: E402
from npq_desktop.ui.frame.all_groups_dialog import AllGroupsDialog  # noqa: E402
from npq_desktop.ui.frame.main_window import Tab  # noqa: E402
from npq_desktop.ui.selftest.robot import Robot  # noqa: E402
from npq_desktop.ui.starting import qt_application  # noqa: E402

GROUPS, PEOPLE, ENTRIES = 200, 25, 1400
FIRST = date(2026, 6, 8)
STARTS, MARKS = 9, 500
CONTROL = Qt.KeyboardModifier.ControlModifier
PRESENT, ABSENT = Mark(MarkState.PRESENT), Mark(MarkState.ABSENT)

MEMORY = """
import resource, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
def idle(self, loop=QApplication.exec):
    QTimer.singleShot(500, QApplication.quit)
    return loop()
QApplication.exec = idle
from npq_desktop.main import main
code = main(["--data-dir", sys.argv[1]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(code)
"""


def main() -> None:
    """Build what is not there, measure, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=Path, help="a folder in which the stores stay")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.kept or Path(name)
        one, many = built(folder / "one", 1), built(folder / "many", GROUPS)
        compare_starts(Path(name), one, many)
        report("a mark, p99", slowest(mark_times(one)), slowest(mark_times(many)))
        report("titles of all", *(best(one, titles), best(many, titles)))
        alone, among = used(one), used(many)
        for what in alone:
            report(what, alone[what], among[what])
        report("peak memory, MB", memory(one), memory(many), unit=1)


def report(what: str, one: float, many: float, *, unit: float = 1e3) -> None:
    """Both figures, in milliseconds unless ``unit`` says otherwise, and their ratio."""
    print(
        f"{what:>20}: one group {one * unit:8.1f}, {GROUPS} groups {many * unit:8.1f}; "
        f"ratio {many / one:.2f}",
        flush=True,
    )


def compare_starts(scratch: Path, one: Path, many: Path) -> None:
    """Whole processes up to the painted register, on each store in turn."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(scratch / "compiled")}
    pairs = [
        [cost_of(environment, OUR_WINDOW, str(each)) for each in (one, many)] for _ in range(STARTS)
    ]
    for what, read in (("start to a register", wall), ("the same, CPU", cpu)):
        report(what, *(statistics.median(read(column[1:])) for column in zip(*pairs, strict=True)))


def built(folder: Path, groups: int) -> Path:
    """A store with so many groups; what a run before left unfinished is gone on with."""
    application = opened(folder)
    application.profile.set_name("Alex Morgan")
    start = time.perf_counter()
    for number in range(len(application.groups.titles()), groups):
        add_group(application, number)
    print(
        f"{folder.name}: {groups} groups, built in {time.perf_counter() - start:.0f} s", flush=True
    )
    application.close()
    return folder


def add_group(application: Application, number: int) -> None:
    """A group's year: its people, its events, and marks at those and at catch-up meetings."""
    setup, title = application.setup, f"Group {number:03}"
    who = [person(f"{title} {each}") for each in range(PEOPLE)]
    planned = setup.programme.planned_days(FIRST)
    drafts = [NewEntry("person.set", _person(one, title, at)) for at, one in enumerate(who)]
    drafts += setup._events(FIRST)
    drafts += islice(_marks(list(planned), who), ENTRIES - 1 - len(drafts))
    member = application.core.identities.new_member()
    content = setup.start_content(member, title, "Autumn 2026")
    application.core.recorder.start(content, member, drafts)


def _person(key: str, title: str, number: int) -> dict[str, str]:
    return {
        "person": key,
        "name": f"Participant {number} of {title}",
        "email": f"p{number}@{title.replace(' ', '')}.example.org",
        "school": f"School {number % 9}",
    }


def _marks(events: list[str], people: list[str]) -> Iterator[NewEntry]:
    """At planned events and at catch-up meetings; each mark is of a cell of its own."""
    number = 0
    while True:
        for event in events:
            name = event if number == 0 else f"{event} again {number}"
            for one in people:
                yield NewEntry("mark.set", {"event": name, "person": one, "state": "present"})
        number += 1


def mark_times(folder: Path) -> list[float]:
    """Marks by the service, durable at each return, in the middle one of the groups."""
    application = opened(folder)
    titles = application.groups.titles()
    group = titles[len(titles) // 2].id
    rows = application.register.view(group, "conference-1").rows
    times = []
    for number in range(MARKS):
        row, mark = rows[number % len(rows)], (ABSENT, PRESENT)[number // len(rows) % 2]
        start = time.perf_counter()
        application.register.mark(group, "conference-1", row.person, mark)
        times.append(time.perf_counter() - start)
    application.close()
    return times[1:]


def slowest(times: list[float]) -> float:
    """The 99th percentile."""
    return sorted(times)[int(0.99 * (len(times) - 1))]


def titles(application: Application) -> object:
    """What the switcher lists."""
    return application.groups.titles()


def best(folder: Path, work: Callable[[Application], object], rounds: int = 20) -> float:
    """The middle one of some runs, in seconds."""
    application = opened(folder)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(application)
        times.append(time.perf_counter() - start)
    application.close()
    return statistics.median(times)


def used(folder: Path) -> dict[str, float]:
    """What keys take in the real window until what they ask for is painted, in seconds: of keys in
    a find box the slowest.
    """
    qt_application()
    robot = Robot(opened(folder))
    robot.wait("the window", robot.window.isActiveWindow)
    start = time.perf_counter()
    QTest.keyClick(robot.window, Qt.Key.Key_G, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    groups = robot.child(AllGroupsDialog)
    groups.repaint()
    times = {"All my groups": time.perf_counter() - start}
    times["find a group, a key"] = slowest_key(groups.find_box, "group 19", groups.table)
    QTest.keyClick(groups, Qt.Key.Key_Escape)
    robot.window.show_page(Tab.COHORT)
    tab = robot.child(CohortTab)
    times["find a person, a key"] = slowest_key(tab.find_box, "participant 7", tab.table)
    robot.leave()
    return times


def slowest_key(field: QWidget, typed: str, table: QAbstractItemView) -> float:
    """Each key until the table is painted with what it leaves."""
    times = []
    for letter in typed:
        start = time.perf_counter()
        QTest.keyClicks(field, letter)
        QApplication.processEvents()
        table.viewport().repaint()
        times.append(time.perf_counter() - start)
    return max(times)


def memory(folder: Path) -> float:
    """The most a window held that showed its register for half a second, in megabytes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", MEMORY, str(folder)]
    said = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    return int(said.stdout.split()[-1]) / 1024


def opened(folder: Path) -> Application:
    """The services on a folder."""
    return open_application(Places.under(folder))


if __name__ == "__main__":
    main()

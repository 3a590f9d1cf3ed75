"""How long Task review takes with 2,000 works, beside the floor of the same run.

Run from the project: ``QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_review.py``. Prints
the median and the 95th percentile in milliseconds, of the clock and of the processor alone: on a
machine with other work to do, and while the disk writes, only the second is the program's own.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter, process_time, sleep

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from support.applications import group_as_planned, preview  # noqa: E402
from support.documents import paragraph, pdf, word, zipped  # noqa: E402

from npq_desktop.bootstrap import open_application  # noqa: E402
from npq_desktop.rows.intake import FileKind, Recognised  # noqa: E402
from npq_desktop.services.application import Application  # noqa: E402
from npq_desktop.services.core.laptop.places import Places  # noqa: E402
from npq_desktop.services.core.recorder import NewEntry  # noqa: E402
from npq_desktop.services.intake.opened import OpenedFile  # noqa: E402
from npq_desktop.services.review.differences import differences  # noqa: E402
from npq_desktop.ui.frame.menus import Tab  # noqa: E402
from npq_desktop.ui.review.reading.blocks import ShownLine  # noqa: E402
from npq_desktop.ui.review.tab import ReviewTab  # noqa: E402
from npq_desktop.ui.starting import qt_application  # noqa: E402
from npq_desktop.ui.window import build_window  # noqa: E402

PEOPLE, WORDS, TIMES = 154, 325, 40
IDLE_SECONDS = 0.15
CTRL = Qt.KeyboardModifier.ControlModifier


def filled(application: Application) -> str:
    """A group of many people who have handed in every task."""
    names = [f"Person Number{at:03}" for at in range(PEOPLE)]
    group = group_as_planned(
        application,
        preview(*names),
        title="Group 07",
        cohort="2026",
        first_seminar=date(2026, 6, 8),
    )
    facts = application.core.facts.of(group)
    tasks = [item.key for item in facts.programme.items if not item.is_event]
    entries = []
    for number, person in enumerate(facts.people):
        for at, task in enumerate(tasks):
            text = f"{number} {at} " + "drawing " * WORDS
            content = f"{number:032x}{at:032x}"
            said = {"person": person, "task": task, "content": content, "text": text}
            entries.append(NewEntry("submission.add", said))
    application.core.recorder.write(group, entries)
    return group


Moment = tuple[float, float]
"""By the clock, and by the processor's time of this process."""


def moment() -> Moment:
    """Now."""
    return perf_counter(), process_time()


def measured(
    name: str,
    act: Callable[[], object],
    times: int = TIMES,
    until: list[Moment] | None = None,
    before: Callable[[], object] = lambda: None,
) -> None:
    """Print the median and the 95th percentile of doing something again and again.

    ``until`` holds the moment that counts, where it is before the end. Between two times the
    window is idle for a moment, as it is between two works that are read; ``before`` that, what is
    not measured happens.
    """
    taken = []
    for _ in range(times):
        before()
        idle()
        start = moment()
        act()
        end = until[0] if until else moment()
        taken.append([(late - early) * 1000 for early, late in zip(start, end, strict=True)])
    told = []
    for figures in zip(*taken, strict=True):
        told += [statistics.median(figures), sorted(figures)[int(times * 0.95)]]
    print(f"{name:42}" + "".join(f" {figure:8.1f}" for figure in told))


def idle() -> None:
    """Let what waits for an idle moment happen."""
    until = perf_counter() + IDLE_SECONDS
    while perf_counter() < until:
        QApplication.processEvents()
        sleep(0.005)


def main() -> None:
    """Print every figure once."""
    qt = qt_application()
    with tempfile.TemporaryDirectory() as folder:
        application = open_application(Places.under(Path(folder)))
        application.profile.set_name("Alex Morgan")
        group = filled(application)
        window = build_window(application)
        window.resize(1366, 744)
        window.show()
        window.show_page(Tab.REVIEW)
        qt.processEvents()
        tab = window.findChild(ReviewTab)
        assert tab is not None
        tab.look_first = 0
        works = len(application.review.queue(group))
        print(f"{f'{works} works of {WORDS} words':42}   median      95%   median      95%")
        print(f"{'':42} {'by the clock':>17} {'processor':>17}")
        key = lambda which, mods=Qt.KeyboardModifier.NoModifier: (  # noqa: E731
            QTest.keyClick(window.focusWidget() or tab, which, mods),
            qt.processEvents(),
        )
        measured("empty key press and repaint", lambda: (tab.update(), key(Qt.Key.Key_F12)))
        measured("queue()", lambda: application.review.queue(group))
        painted = [moment()]
        text = tab.submission.text
        text.painted.connect(lambda: painted.__setitem__(0, moment()))
        measured("J to painted", lambda: key(Qt.Key.Key_J), until=painted)
        measured("accept to painted next", lambda: key(Qt.Key.Key_Return, CTRL), until=painted)
        entry = [NewEntry("note.add", {"id": "0" * 32, "text": "x"})]
        measured("one journal write", lambda: application.core.recorder.write(group, entry))
        find = tab.queue.find_box
        tab.open_find()
        letters = iter("number0" * TIMES)
        measured("find, a letter", lambda: (QTest.keyClicks(find, next(letters)), find.clear()))
        leave = lambda: window.show_page(Tab.COHORT)  # noqa: E731
        measured("tab opened", lambda: open_tab(window), times=10, before=leave)
        long = tuple(ShownLine("Pupils drew bars. " * 40, kind) for kind in ("p", "b1") * 8)
        said = "\n".join(line.text for line in long)
        plain = lambda: (text.setPlainText(said), qt.processEvents())  # noqa: E731
        measured("1,900 words, setPlainText to painted", plain)
        shown = lambda: (text.show_lines(long), qt.processEvents())  # noqa: E731
        measured("1,900 words with lists, to painted", shown)
        measured("25 Word documents", lambda: read(application, group, essays("docx")), times=3)
        measured("25 PDFs", lambda: read(application, group, essays("pdf")), times=3)
        window.close()
        application.close()
    before = [f"{at} " + "drawing " * 57 for at in range(30)]
    after = [text.replace("drawing", "bar", 3) for text in before]
    measured("differences of twice 1,700 words", lambda: differences(before, after), times=10)


def open_tab(window: QWidget) -> None:
    """Come back to Task review, as far as it is painted."""
    window.show_page(Tab.REVIEW)  # type: ignore[attr-defined]
    QApplication.processEvents()


def essays(ending: str) -> bytes:
    """An archive of 25 documents of 1,000 words."""
    said = "Pupils drew bar models after they had an answer. " * 12
    body = "".join(paragraph(said) for _ in range(9))
    page = [(72, 780 - 14 * line, said[:90]) for line in range(50)]
    data = word(body) if ending == "docx" else pdf(page, page)
    name = "Person Number{0:03}_{0}_assignsubmission_file/essay." + ending
    return zipped({name.format(at): data for at in range(25)})


def read(application: Application, group: str, data: bytes) -> None:
    """Read an archive and compare it with the group."""
    found = OpenedFile(Path("M1 Reflective-1.zip"), Recognised(FileKind.SUBMISSIONS, ""), data)
    application.submissions.compare(application.claims.reading(group).of(found), group)


if __name__ == "__main__":
    main()

"""Files are read on another thread, under a dialog that can cancel, whatever they hold."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QWidget
from shiboken6 import delete

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart import process
from npq_desktop.services.intake import opened
from npq_desktop.services.intake.claims.claim_reading import ReadClaims
from npq_desktop.ui.exchange.open_dialog import OpenDialog, RefusedDialog
from npq_desktop.ui.intake import reading_dialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.dates_presenter import DatesFileDialog
from npq_desktop.ui.intake.reading_dialog import ReadingDialog, read_apart
from npq_desktop.ui.intake.roster_dialog import RosterDialog
from npq_desktop.ui.intake.schools_dialog import SchoolsDialog
from npq_desktop.ui.review.bringing.preview import BringInDialog

pytestmark = pytest.mark.slow

_PATIENCE = 10


@dataclass
class Drive:
    """A slow drive: nothing comes from it before ``go_on`` is set."""

    go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def wait(self, path: Path) -> None:
        """Stand still as a sleeping network drive does."""
        self.asked.append(f"{path.name} by {threading.current_thread().name}")
        self.go_on.wait(_PATIENCE)


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    """Files come from a slow drive from now on."""
    made, start = Drive(), opened.given_start

    def slowly(path: Path, most: int) -> bytes:
        made.wait(path)
        return start(path, most)

    monkeypatch.setattr(reading_dialog, "AT_ONCE_SECONDS", 0.01)
    monkeypatch.setattr(opened, "given_start", slowly)
    yield made
    made.go_on.set()


def front(desk) -> QDialog | None:
    shown = [each for each in desk.window.findChildren(QDialog) if each.isVisible()]
    return shown[-1] if shown else None


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def any_file(kind: str, desk, folder: Path, samples: Path) -> Path:
    match kind:
        case "people":
            return written(folder / "people.csv", "Name,Email\nAnn Abbott,ann@example.org\n")
        case "register":
            return written(folder / "register.csv", "Name,Seminar 1\nZed Zoe,P\n")
        case "dates":
            return samples / "lms" / "18_seminars_outlook.ics"
        case "work":
            return next((samples / "lms").glob("*.zip"))
        case "schools":
            return samples / "dfe" / "gias_sample.csv"
        case _:
            path = folder / "group.npqsync"
            desk.application.exchange.send(desk.group, path)
            return path


KINDS = {
    "people": RosterDialog,
    "register": ClaimsDialog,
    "dates": DatesFileDialog,
    "work": BringInDialog,
    "schools": SchoolsDialog,
    "sync file": OpenDialog,
}


@pytest.fixture(autouse=True)
def previews_work(desk) -> None:
    """Work is previewed, as the window does in Task review."""

    def preview(read: ReadClaims) -> None:
        compare = desk.application.submissions.compare
        BringInDialog(
            desk.window,
            heading="Bring in",
            compare=lambda task, people, _: compare(read, desk.group, task=task, people=people),
        ).open()

    desk.presenter.work_found.connect(preview)


@pytest.mark.parametrize("kind", KINDS)
def test_window_answers_while_a_file_is_read(
    desk, drive, tmp_path, samples, qtbot, kind: str
) -> None:
    path, ticks = any_file(kind, desk, tmp_path, samples), []
    timer = QTimer(desk.window)
    timer.timeout.connect(lambda: ticks.append(timer.interval()))
    timer.start(5)

    desk.presenter.open_file(path)

    reading = front(desk)
    assert isinstance(reading, ReadingDialog)
    assert reading.windowTitle() == "Checking the file…"
    qtbot.waitUntil(lambda: len(ticks) > 5, timeout=_PATIENCE * 1000)
    assert front(desk) is reading
    drive.go_on.set()
    qtbot.waitUntil(lambda: isinstance(front(desk), KINDS[kind]), timeout=30_000)
    assert drive.asked
    assert not [asked for asked in drive.asked if asked.endswith("MainThread")]


@pytest.mark.parametrize("kind", KINDS)
def test_cancelled_reading_opens_nothing_and_loses_nothing(
    desk, drive, tmp_path, samples, qtbot, kind: str
) -> None:
    path = any_file(kind, desk, tmp_path, samples)
    before = desk.application.exchange.digest(desk.group)

    desk.presenter.open_file(path)
    QTest.keyClick(front(desk), Qt.Key.Key_Escape)
    drive.go_on.set()
    qtbot.waitUntil(lambda: not desk.window.findChildren(ReadingDialog), timeout=30_000)
    qtbot.wait(50)

    assert front(desk) is None
    assert desk.application.exchange.digest(desk.group) == before
    desk.presenter.open_file(path)
    qtbot.waitUntil(lambda: isinstance(front(desk), KINDS[kind]), timeout=30_000)


def test_answer_that_comes_right_after_cancel_is_dropped(desk, drive, tmp_path, samples) -> None:
    desk.presenter.open_file(any_file("people", desk, tmp_path, samples))
    reading = front(desk)

    QTest.keyClick(reading, Qt.Key.Key_Escape)
    drive.go_on.set()
    assert reading._background._job.ended.wait(_PATIENCE)
    reading._background._look()

    assert front(desk) is None


def test_window_closed_while_a_file_is_read(desk, drive, tmp_path, samples, qtbot) -> None:
    desk.presenter.open_file(any_file("people", desk, tmp_path, samples))

    desk.window.close()
    drive.go_on.set()
    qtbot.waitUntil(lambda: not desk.window.findChildren(QDialog), timeout=30_000)


def test_window_that_is_gone_when_the_file_is_read(tmp_path, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(reading_dialog, "AT_ONCE_SECONDS", 0.01)
    window, go_on, ended = QWidget(), threading.Event(), threading.Event()
    window.show()

    def job() -> None:
        go_on.wait(_PATIENCE)
        ended.set()

    with qtbot.capture_exceptions() as raised:
        read_apart(window, tmp_path / "x.csv", job, pytest.fail, pytest.fail)
        delete(window)
        go_on.set()
        ended.wait(_PATIENCE)
        qtbot.wait(50)

    assert raised == []


def test_file_that_is_refused_says_why(desk, drive, tmp_path, qtbot) -> None:
    path = tmp_path / "work.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(200_000))

    desk.presenter.open_file(path)

    assert isinstance(front(desk), ReadingDialog)
    drive.go_on.set()
    qtbot.waitUntil(lambda: isinstance(front(desk), RefusedDialog), timeout=30_000)
    assert "damaged" in front(desk).trouble.words()


def test_another_sheet_is_read_apart_and_cancel_keeps_the_one_shown(
    desk, tmp_path, qtbot, monkeypatch
) -> None:
    desk.group = ""
    book = openpyxl.Workbook()
    for title, name in (("Autumn", "Ann Abbott"), ("Spring", "Zed Zoe")):
        sheet = book.create_sheet(title)
        sheet.append(["Name", "Email"])
        sheet.append([name, ""])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "people.xlsx")
    desk.presenter.open_file(tmp_path / "people.xlsx")
    dialog = front(desk)
    assert isinstance(dialog, RosterDialog)

    held = hold(monkeypatch, "npq_desktop.services.intake.roster.preview_rows")
    choose(dialog.sheet_box, "Spring")
    assert isinstance(front(desk), ReadingDialog)
    QTest.keyClick(front(desk), Qt.Key.Key_Escape)
    held.set()
    assert dialog.sheet_box.currentText() == "Autumn"
    assert "Ann Abbott" in people(dialog)

    choose(dialog.sheet_box, "Spring")
    qtbot.waitUntil(lambda: "Zed Zoe" in people(dialog), timeout=30_000)


def test_column_said_to_hold_something_is_as_before_after_cancel(
    desk, tmp_path, qtbot, monkeypatch
) -> None:
    desk.group = ""
    desk.presenter.open_file(written(tmp_path / "list.csv", "Name,Contact\nAnn Abbott,x\n"))
    dialog = front(desk)
    box = dialog.columns.boxes[1]
    before = box.currentText()

    held = hold(monkeypatch, "npq_desktop.services.intake.roster.preview_rows")
    choose(box, "School")
    QTest.keyClick(front(desk), Qt.Key.Key_Escape)
    held.set()

    assert box.currentText() == before
    assert dialog.columns.said == {}


def test_code_explained_is_as_before_after_cancel(desk, tmp_path, monkeypatch, qtbot) -> None:
    name = desk.application.review.queue(desk.group)[0].name
    desk.presenter.open_file(written(tmp_path / "register.csv", f"Name,Seminar 1\n{name},Q\n"))
    dialog = front(desk)
    box = dialog.code_boxes["Q"]
    before = box.currentText()

    held = hold(monkeypatch, "npq_desktop.services.intake.claims.claim_reading.claim_table")
    choose(box, "Absent")
    assert isinstance(front(desk), ReadingDialog)
    QTest.keyClick(front(desk), Qt.Key.Key_Escape)
    held.set()

    assert box.currentText() == before
    choose(box, "Absent")

    def is_read() -> bool:
        row = dialog.table.current()  # none while the rows are filled anew
        return row is not None and row.says.startswith("absent")

    qtbot.waitUntil(is_read, timeout=30_000)


def test_answer_about_dates_is_as_before_after_cancel(desk, tmp_path, monkeypatch, qtbot) -> None:
    calendar = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:2\nSUMMARY:NPQ away day\n"
        "DTSTART;TZID=Office:20280128T160000\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    desk.presenter.open_file(written(tmp_path / "seminars.ics", calendar))
    dialog = front(desk)
    (box,) = dialog.questions.findChildren(QComboBox)
    answer = box.itemText(1)

    held = hold(monkeypatch, "npq_desktop.services.intake.dates_reading.read_calendar")
    choose(box, answer)
    QTest.keyClick(front(desk), Qt.Key.Key_Escape)
    held.set()

    assert box.currentText() == "Choose…"
    choose(box, answer)
    qtbot.waitUntil(lambda: dialog.table.current().start is not None, timeout=30_000)


def test_dates_chosen_in_the_dialog_are_read_apart(desk, drive, samples, qtbot) -> None:
    desk.chosen = samples / "lms" / "18_seminars_outlook.ics"
    desk.presenter.set_dates()
    dates = front(desk)

    dates.file_requested.emit()

    assert isinstance(front(desk), ReadingDialog)
    drive.go_on.set()
    qtbot.waitUntil(lambda: isinstance(front(desk), DatesFileDialog), timeout=30_000)


def hold(monkeypatch: pytest.MonkeyPatch, name: str) -> threading.Event:
    """Let a step of reading stand still until the event is set."""
    place, _, function = name.rpartition(".")
    module = __import__(place, fromlist=[function])
    go_on, whole = threading.Event(), getattr(module, function)

    def slowly(*args: object, **more: object) -> object:
        go_on.wait(_PATIENCE)
        return whole(*args, **more)

    monkeypatch.setattr(reading_dialog, "AT_ONCE_SECONDS", 0.01)
    monkeypatch.setattr(module, function, slowly)
    return go_on


def choose(box: QComboBox, words: str) -> None:
    box.setCurrentText(words)
    assert box.currentText() == words
    box.activated.emit(box.currentIndex())


def people(dialog: RosterDialog) -> list[str]:
    rows = dialog.people.rows
    return [rows.index(row, 1).data() for row in range(rows.rowCount())]


def test_bug_in_reading_closes_the_dialog_and_is_not_swallowed(desk, tmp_path, qtbot) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as raised:
        read_apart(desk.window, tmp_path / "x.csv", fail, pytest.fail, pytest.fail)

    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    assert front(desk) is None


def test_file_beyond_the_memory_is_refused_in_a_sentence(desk, tmp_path) -> None:
    def fail() -> None:
        raise MemoryError

    said: list[str] = []
    read_apart(desk.window, tmp_path / "x.csv", fail, pytest.fail, lambda e: said.append(str(e)))

    assert said[0].startswith("This laptop has too little free memory for this file.")


def test_small_file_is_read_at_once(tmp_path) -> None:
    used: list[object] = []

    def refuse() -> None:
        raise InterchangeError("It is no list.")

    path = tmp_path / "small.csv"
    read_apart(None, path, lambda: "read", used.append, used.append)
    read_apart(None, path, refuse, used.append, lambda error: used.append(str(error)))

    assert used == ["read", "It is no list."]


def test_cancelling_ends_the_child_that_reads(
    qtbot, tmp_path: Path, reading_children: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_dialog, "AT_ONCE_SECONDS", 0.1)
    window, gone = QWidget(), []
    qtbot.addWidget(window)
    window.show()
    job = partial(process.files.read, partial(time.sleep, 60), name="slow.csv")
    process.files.read(partial(len, b""), name="warm")
    child = process.files._process
    used: list[object] = []

    read_apart(
        window,
        tmp_path / "slow.csv",
        job,
        used.append,
        used.append,
        cancelled=lambda: gone.append(1),
    )
    dialog = window.findChild(ReadingDialog)
    assert dialog.isVisible()
    dialog.reject()

    qtbot.waitUntil(lambda: child.poll() is not None, timeout=5_000)
    assert gone == [1]
    assert used == []

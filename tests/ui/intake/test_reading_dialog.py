"""Large files are read on another thread, under a dialog that can cancel."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from npq_desktop.errors import InterchangeError
from npq_desktop.services.exchange import bundles
from npq_desktop.services.intake import planned_events, schools, setup
from npq_desktop.ui.exchange import file_opening
from npq_desktop.ui.exchange.open_dialog import OpenDialog, RefusedDialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.dates_presenter import DatesFileDialog
from npq_desktop.ui.intake.reading_dialog import ReadingDialog, read_apart
from npq_desktop.ui.intake.schools_dialog import SchoolsDialog

pytestmark = pytest.mark.slow


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A register of more people than fit into a file that is read at once."""
    path = tmp_path / "register.csv"
    people = "\n".join(f"Person {'x' * 60}{n},P" for n in range(1500))
    path.write_text(f"Name,Seminar 1\n{people}\n", encoding="utf-8")
    return path


def front(desk) -> QDialog | None:
    shown = [each for each in desk.window.findChildren(QDialog) if each.isVisible()]
    return shown[-1] if shown else None


def test_large_file_opens_once_it_is_read(desk, large, qtbot) -> None:
    desk.presenter.open_file(large)

    reading = front(desk)
    assert isinstance(reading, ReadingDialog)
    assert "register.csv" in reading.windowTitle()
    qtbot.waitUntil(lambda: isinstance(front(desk), ClaimsDialog), timeout=30_000)
    assert front(desk).table.lines.rowCount() == 1500


def test_large_file_that_is_refused_says_why(desk, tmp_path, qtbot) -> None:
    path = tmp_path / "work.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(200_000))

    desk.presenter.open_file(path)

    assert isinstance(front(desk), ReadingDialog)
    qtbot.waitUntil(lambda: isinstance(front(desk), RefusedDialog), timeout=30_000)


def test_cancelled_reading_opens_nothing(desk, large, qtbot) -> None:
    go_on, used = threading.Event(), []

    def job() -> str:
        go_on.wait(30)
        return "read"

    read_apart(desk.window, large, job, used.append, used.append)
    QTest.keyClick(front(desk), Qt.Key.Key_Escape)
    go_on.set()

    qtbot.waitUntil(lambda: not desk.window.findChildren(ReadingDialog), timeout=30_000)
    assert used == []


def test_small_file_is_read_at_once(tmp_path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("x", encoding="utf-8")
    used: list[object] = []

    def refuse() -> None:
        raise InterchangeError("It is no list.")

    read_apart(None, path, lambda: "read", used.append, used.append)
    read_apart(None, path, refuse, used.append, lambda error: used.append(str(error)))

    assert used == ["read", "It is no list."]


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which thread each file was read on, by what it was taken for."""
    seen: list[str] = []

    def watch(place: object, name: str) -> None:
        real = getattr(place, name)

        def watched(*given: object, **named: object) -> object:
            is_own = threading.current_thread() is threading.main_thread()
            seen.append(f"{name} {'here' if is_own else 'apart'}")
            return real(*given, **named)

        monkeypatch.setattr(place, name, watched)

    watch(setup, "recognise_file")
    watch(planned_events, "_read_file")
    watch(bundles, "open_bundle")
    watch(schools, "read_gias")
    return seen


def wait_for(qtbot, desk, kind: type[QDialog]) -> None:
    qtbot.waitUntil(lambda: isinstance(front(desk), kind), timeout=30_000)


def test_a_large_list_of_people_is_read_apart(desk, tmp_path, qtbot, threads) -> None:
    path = tmp_path / "people.csv"
    people = "\n".join(f"Person {'x' * 60}{n},p{n}@example.org" for n in range(1500))
    path.write_text(f"Name,Email\n{people}\n", encoding="utf-8")
    desk.presenter.import_roster()
    dialog = front(desk)

    dialog.read(path)

    qtbot.waitUntil(lambda: dialog.people.rows.rowCount() == 1500, timeout=30_000)
    assert threads == ["recognise_file apart"]


def test_a_large_calendar_is_read_apart(desk, tmp_path, qtbot, threads) -> None:
    path = tmp_path / "dates.ics"
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:Assembly {'x' * 60}\r\n"
        f"DTSTART:20261{n % 3}12T090000\r\nDTEND:20261{n % 3}12T100000\r\nEND:VEVENT\r\n"
        for n in range(1000)
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"
    path.write_text(text, encoding="utf-8")

    desk.presenter.open_file(path)

    wait_for(qtbot, desk, DatesFileDialog)
    assert threads == ["recognise_file apart", "_read_file apart"]


def test_a_large_sync_file_is_read_apart(desk, tmp_path, qtbot, threads, monkeypatch) -> None:
    path = tmp_path / "group.npqsync"
    desk.application.exchange.send(desk.group, path)
    threads.clear()
    monkeypatch.setattr(file_opening, "_SYNC_AT_ONCE_BYTES", 1000)

    desk.presenter.open_file(path)

    wait_for(qtbot, desk, OpenDialog)
    assert threads == ["open_bundle apart"]


def test_a_register_of_schools_is_read_apart(desk, samples, tmp_path, qtbot, threads) -> None:
    small = (samples / "dfe" / "gias_sample.csv").read_bytes()
    head, _, rows = small.partition(b"\n")
    path = tmp_path / "edubasealldata.csv"
    path.write_bytes(head + b"\n" + rows * (200_000 // max(1, len(rows)) + 1))

    desk.presenter.open_file(path)

    wait_for(qtbot, desk, SchoolsDialog)
    assert threads == ["read_gias apart"]


def test_the_window_goes_on_while_a_file_is_read(desk, large, qtbot, monkeypatch) -> None:
    go_on, beats = threading.Event(), []
    real = setup.recognise_file

    def slow(*given: object, **named: object) -> object:
        go_on.wait(30)
        return real(*given, **named)

    monkeypatch.setattr(setup, "recognise_file", slow)
    beat = QTimer(desk.window)
    beat.timeout.connect(lambda: beats.append(1))
    beat.start(5)

    desk.presenter.open_file(large)
    qtbot.waitUntil(lambda: len(beats) > 5)
    was_reading = isinstance(front(desk), ReadingDialog)
    go_on.set()

    wait_for(qtbot, desk, ClaimsDialog)
    assert was_reading

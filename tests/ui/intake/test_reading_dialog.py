"""Large files are read on another thread, under a dialog that can cancel."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from npq_desktop.errors import InterchangeError
from npq_desktop.ui.exchange.open_dialog import RefusedDialog
from npq_desktop.ui.intake.claims_dialog import ClaimsDialog
from npq_desktop.ui.intake.reading_dialog import ReadingDialog, read_apart

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

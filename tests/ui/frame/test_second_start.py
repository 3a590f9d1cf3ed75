"""A second start on a data folder that a window has open: that window comes, nothing is opened."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.frame.second_start import FirstWindow, first_window_came, socket_name

pytestmark = pytest.mark.slow

ASK = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from npq_desktop.ui.frame.second_start import first_window_came
application = QCoreApplication([])
print(first_window_came(*map(Path, sys.argv[1:])))
"""


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.showMinimized()
    return made


def ask(data: Path, *file: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ASK, str(data), *map(str, file)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_another_process_brings_the_window_to_the_front(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    assert FirstWindow(window, data=tmp_path).is_listening

    asked = ask(tmp_path)
    qtbot.waitUntil(lambda: asked.poll() is not None, timeout=20_000)

    assert asked.communicate()[0].strip() == "True"
    assert not window.windowState() & Qt.WindowState.WindowMinimized


def test_a_window_on_another_folder_stays_where_it_is(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    FirstWindow(window, data=tmp_path / "one")

    asked = ask(tmp_path / "other")
    qtbot.waitUntil(lambda: asked.poll() is not None, timeout=20_000)

    assert asked.communicate()[0].strip() == "False"
    assert window.windowState() & Qt.WindowState.WindowMinimized


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files elsewhere")
def test_only_the_owner_can_ask_and_a_socket_left_behind_is_replaced(
    window: QWidget, tmp_path: Path
) -> None:
    left = Path(socket_name(tmp_path))
    left.write_bytes(b"")

    first = FirstWindow(window, data=tmp_path)

    assert first.is_listening
    assert stat.S_IMODE(left.stat().st_mode) & 0o077 == 0
    first.stop()
    assert not first_window_came(tmp_path)


@pytest.fixture
def running(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The whole program on a data folder, once it answers."""
    process = start(tmp_path)
    yield process
    process.kill()
    process.communicate()


def start(data: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "npq_desktop", "--data-dir", str(data)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def test_the_program_started_twice_ends_the_second_without_a_word(
    running: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    until = time.monotonic() + 30
    while not first_window_came(tmp_path):
        assert time.monotonic() < until
        time.sleep(0.1)

    second = start(tmp_path)
    _, said = second.communicate(timeout=30)

    assert (second.returncode, said) == (0, b"")
    assert running.poll() is None


def test_a_second_start_hands_its_file_to_the_first_window(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    handed: list[Path] = []
    first = FirstWindow(window, data=tmp_path)
    first.file_handed.connect(handed.append)
    file = tmp_path / "Élise’s \n file.npqsync"

    asked = ask(tmp_path, file)
    qtbot.waitUntil(lambda: asked.poll() is not None, timeout=20_000)

    assert asked.communicate()[0].strip() == "True"
    qtbot.waitUntil(lambda: handed == [file])
    assert not window.windowState() & Qt.WindowState.WindowMinimized


def test_what_no_second_start_says_is_not_answered(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    handed: list[Path] = []
    first = FirstWindow(window, data=tmp_path)
    first.file_handed.connect(handed.append)
    socket = QLocalSocket()
    socket.connectToServer(socket_name(tmp_path))
    assert socket.waitForConnected(3_000)

    socket.write(b'open \nopen 3\nopen "relative.csv"\nopen {\nclose\nshow\n')
    qtbot.waitUntil(lambda: socket.bytesAvailable() > 0 or socket.waitForReadyRead(10))

    assert (bytes(socket.readAll().data()), handed) == (b"shown\n", [])


def test_a_line_without_end_is_cut_off(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    first = FirstWindow(window, data=tmp_path)
    socket = QLocalSocket()
    socket.connectToServer(socket_name(tmp_path))
    assert socket.waitForConnected(3_000)

    socket.write(b"open " + b"x" * 200_000)

    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert first.is_listening

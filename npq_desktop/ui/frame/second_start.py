"""A second start on the same data folder brings the window of the first to the front, and hands it
the file that it was started with.

The first listens on a local socket that only its owner can open; the second asks there and ends.
"""

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

_SHOW, _OPEN, _SHOWN = b"show", b"open ", b"shown\n"
_MOST_BYTES = 64 * 1024
"""More than any path takes: who sends more without an end of line is no second start."""
_PATIENCE_MS = 3_000
"""A first window that is reading a large group answers as soon as it is done."""


def socket_name(data: Path) -> str:
    """The name of the socket for a data folder: in the user's own runtime folder where there is
    one, so that nobody else can take it.
    """
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
    number = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    name = f"npq-desktop-{number}"
    return f"{place}/{name}" if place else name


class FirstWindow(QObject):
    """Listens for second starts, and brings ``window`` to the front for each.

    ``file_handed`` carries the file that one was started with.
    """

    file_handed = Signal(object)

    def __init__(self, window: QWidget, *, data: Path) -> None:
        super().__init__(window)
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)
        name = socket_name(data)
        QLocalServer.removeServer(name)  # left by one that was killed: the folder is locked for us
        self.is_listening = self._server.listen(name)

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.close()

    def _meet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._answer)
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():  # it may have been quicker than the connection above
                self._reply(socket)

    def _answer(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._reply(socket)

    def _reply(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            self._reply_to(socket, bytes(socket.readLine().data()).removesuffix(b"\n"))
        if socket.bytesAvailable() > _MOST_BYTES:
            socket.abort()

    def _reply_to(self, socket: QLocalSocket, line: bytes) -> None:
        path = _path_in(line)
        if line != _SHOW and path is None:
            return
        self._come_to_the_front()
        socket.write(_SHOWN)
        socket.flush()
        if path is not None:
            self.file_handed.emit(path)

    def _come_to_the_front(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)


def _path_in(line: bytes) -> Path | None:
    """The file that a second start names; None where it names none."""
    if not line.startswith(_OPEN):
        return None
    try:
        path = json.loads(line.removeprefix(_OPEN))
    except ValueError:
        return None
    return Path(path) if isinstance(path, str) and Path(path).is_absolute() else None


def first_window_came(data: Path, file: Path | None = None) -> bool:
    """Ask the window that has this data folder to come to the front, and to open ``file``. False
    where none answers.
    """
    socket = QLocalSocket()
    socket.connectToServer(socket_name(data))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    asked = _SHOW if file is None else _OPEN + json.dumps(str(file)).encode()
    socket.write(asked + b"\n")
    socket.flush()
    came = socket.waitForReadyRead(_PATIENCE_MS) and bytes(socket.readAll().data()) == _SHOWN
    socket.disconnectFromServer()
    return came

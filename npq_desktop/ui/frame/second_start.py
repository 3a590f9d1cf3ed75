"""A second start on the same data folder brings the window of the first to the front.

The first listens on a local socket that only its owner can open; the second asks there and ends.
"""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

_SHOW, _SHOWN = b"show\n", b"shown\n"
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
    """Listens for second starts, and brings ``window`` to the front for each."""

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
        if bytes(socket.readAll().data()) == _SHOW:
            self._come_to_the_front()
            socket.write(_SHOWN)
            socket.flush()

    def _come_to_the_front(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)


def first_window_came(data: Path) -> bool:
    """Ask the window that has this data folder to come to the front. False where none answers."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(data))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_SHOW)
    socket.flush()
    came = socket.waitForReadyRead(_PATIENCE_MS) and bytes(socket.readAll().data()) == _SHOWN
    socket.disconnectFromServer()
    return came

"""Starts the window on a data directory, and ends it: one place for what happens around the loop.

A fault of the program itself stops it: what showed a tick is on disk, and nothing more is written.
"""

import gc
import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from npq_desktop.errors import NpqDesktopError, StoreError
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.hiding import NamesHiding
from npq_desktop.ui.theme.theme import Theme
from npq_desktop.ui.window import build_window

_LOG = logging.getLogger(__name__)
EXIT_FAULT = 3
TIDYING_INTERVAL_MS = 120_000


def run_window(opener: Callable[[], Application]) -> int:
    """Show the window until it is closed; returns the exit code.

    Raises:
        NpqDesktopError: the data directory cannot be opened; the sentence has been shown.
    """
    qt = qt_application()
    try:
        application = opener()
    except NpqDesktopError as error:
        _tell(str(error))
        raise
    try:
        code = _run(qt, application)
        _back_up(application)
        return code
    finally:
        application.close()


def _back_up(application: Application) -> None:
    """Leave a backup behind; what hinders it is said, and does not hinder closing."""
    try:
        if not application.store.is_stopped:
            application.erasure.answer()
        application.backups.at_close()
    except StoreError as error:
        _LOG.warning("no backup at close: %s", type(error).__name__)
        _tell(str(error))


def qt_application() -> QApplication:
    """The one Qt application, in the program's look."""
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(qt, QApplication)  # noqa: S101  Qt's type says less than it makes
    qt.setApplicationName("NPQ Desktop")
    Theme(application=qt)
    return qt


def _run(qt: QApplication, application: Application) -> int:
    window = build_window(application)
    faults = _Faults(application)
    idle = Idle(window, application)
    sys.excepthook = faults.stop
    window.show()
    hiding = NamesHiding(window)
    hiding.start()
    gc.freeze()  # what a start made stays to the end; from here on garbage is looked for
    gc.enable()
    code = qt.exec()
    sys.excepthook = sys.__excepthook__
    hiding.stop()
    idle.stop()
    # A request to quit that is still waiting would end what is shown after the window: a sentence.
    QCoreApplication.removePostedEvents(qt, QEvent.Type.Quit.value)
    return faults.code or code


class Idle(QObject):
    """Tidies the store every two minutes, keys or no keys: it takes milliseconds. Once a day that
    includes a backup.

    Tidying can wait: on a full or failed disk the window goes on, and says so at the next write.
    """

    def __init__(self, parent: QObject, application: Application) -> None:
        super().__init__(parent)
        self._application = application
        self._timer = QTimer(self)
        self._timer.setInterval(TIDYING_INTERVAL_MS)
        self._timer.timeout.connect(self._tidy)
        self._timer.start()

    def stop(self) -> None:
        """No more tidying: the store is about to close."""
        self._timer.stop()

    def _tidy(self) -> None:
        try:
            self._application.erasure.answer()
            self._application.store.checkpoint()
            self._application.backups.daily()
        except StoreError as error:
            _LOG.warning("the store was not tidied: %s", type(error).__name__)


class _Faults:
    """What happens when the program itself is at fault."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.code = 0

    def stop(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Stop writing, say so, and end."""
        if self.code:
            return
        self.code = EXIT_FAULT
        _LOG.critical("stopped by a fault", exc_info=(kind, error, trace))
        try:
            self._application.close()
        except StoreError as failure:  # everything that showed a tick is in the log beside the file
            _LOG.error("closing after it: %s", type(failure).__name__)
        sys.__excepthook__(kind, error, trace)
        _tell(
            "NPQ Desktop met a fault of its own and has stopped, so that nothing wrong is "
            "recorded. Everything that showed a tick is saved. Start it again; if this comes "
            "back, send the log file to the programme office."
        )
        QApplication.exit(EXIT_FAULT)


def _tell(sentence: str) -> None:
    """Show a sentence before there is a window, or after it can be trusted."""
    box = QMessageBox(QMessageBox.Icon.Critical, "NPQ Desktop", sentence)
    box.exec()

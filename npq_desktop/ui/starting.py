"""Starts the window on a data directory, and ends it: one place for what happens around the loop.

What a person can act on is shown, even where nobody caught it, and work goes on. A fault of the
program itself stops it: what showed a tick is on disk, and nothing more is written.
"""

import gc
import logging
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from npq_desktop.errors import NpqDesktopError, StoreBusyError, StoreError
from npq_desktop.services.application import Application, answer_erasures
from npq_desktop.ui.frame.file_events import FileOpeningApplication
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.kit.lists.rows_told import RowsTold
from npq_desktop.ui.kit.paint.theme import Theme
from npq_desktop.ui.window import build_window

if TYPE_CHECKING:
    from npq_desktop.services.safety.rescue import Rescue
    from npq_desktop.ui.kit.dialogs.dialog import Dialog

_LOG = logging.getLogger(__name__)
EXIT_FAULT = 3
_NO_LOG = (
    "The data file was copied here without its log (npq.db-wal), so the last changes before the "
    "copy are missing. What is here is sound. Copy both files again while NPQ Desktop is closed, "
    "restore the last backup, or open a file from a colleague."
)
TIDYING_INTERVAL_MS = 120_000
_WARM_MS = 2_000
"""So long after a start the child that reads files is started: it must not take a start's time."""
_LISTEN_MS = 200
"""So long after a start second starts are listened for: once the register is painted."""


def run_window(
    opener: Callable[[], Application],
    rescue: "Callable[[], Rescue] | None" = None,
    *,
    data: Path | None = None,
    file: Path | None = None,
) -> int:
    """Show the window until it is closed; returns the exit code.

    The window opens ``file`` as if it had been dropped there. Where the data folder does not open,
    ``rescue`` says what can be done about it. Where another window has the folder ``data``, that
    window comes to the front instead, and opens the file.

    Raises:
        NpqDesktopError: the data directory cannot be opened; the sentence has been shown.
    """
    qt = qt_application()
    qt.setQuitOnLastWindowClosed(False)  # a question that closes before the window ends nothing
    try:
        application, window = _opened(opener, rescue)
    except StoreBusyError as error:
        if _first_came(data, file):
            return 0
        _tell(str(error))
        raise
    try:
        if application.store.log_is_missing:
            _tell(_NO_LOG)
        code = _run(qt, application, window, file)
        _back_up(application)
        return code
    finally:
        application.close()


def _first_came(data: Path | None, file: Path | None) -> bool:
    """Whether the window that has the folder came to the front."""
    try:
        from npq_desktop.ui.frame.second_start import first_window_came
    except ImportError:  # Qt's network library wants libraries of the system that may be missing
        return False
    return data is not None and first_window_came(data, file)


def _listen(window: MainWindow, application: Application) -> None:
    """Answer second starts from now on, where Qt's network library is there."""
    with suppress(ImportError):
        from npq_desktop.ui.frame.second_start import FirstWindow

        first = FirstWindow(window, data=application.places.data)
        first.file_handed.connect(window.file_dropped)


def _opened(
    opener: Callable[[], Application], rescue: "Callable[[], Rescue] | None"
) -> tuple[Application, MainWindow]:
    """The services and their window, once the user has done what was needed."""
    while True:
        try:
            return _built(opener())
        except StoreBusyError:
            raise
        except NpqDesktopError as error:
            dialog = _dialog_about(error, rescue)
            if dialog is None:
                _tell(str(error))
                raise
            if not _is_accepted(dialog):
                raise


def _built(application: Application) -> tuple[Application, MainWindow]:
    """With the window: filling it reads what opening does not, and may meet damage."""
    try:
        return application, build_window(application)
    except BaseException:
        with suppress(StoreError):  # of a file that is damaged already
            application.close()
        raise


def _dialog_about(error: NpqDesktopError, rescue: "Callable[[], Rescue] | None") -> "Dialog | None":
    if rescue is None or not isinstance(error, StoreError):
        return None
    from npq_desktop.ui.safety.start_dialogs import start_dialog

    return start_dialog(error, rescue())


def _is_accepted(dialog: "Dialog") -> bool:
    """Wait for the answer: there is no window yet that could go on meanwhile."""
    answers: list[int] = []
    waiting = QEventLoop()
    dialog.finished.connect(answers.append)
    dialog.finished.connect(waiting.quit)
    dialog.open()
    waiting.exec()
    return answers == [QDialog.DialogCode.Accepted]


def _back_up(application: Application) -> None:
    """Leave a backup behind; what hinders it is said, and does not hinder closing."""
    try:
        if not application.store.is_stopped:
            answer_erasures(application)
        application.backups.at_close()
    except StoreError as error:
        _LOG.warning("no backup at close: %s", type(error).__name__)
        _tell(str(error))


def qt_application() -> QApplication:
    """The one Qt application, in the program's look."""
    qt = QApplication.instance() or FileOpeningApplication(sys.argv[:1])
    assert isinstance(qt, QApplication)  # noqa: S101  Qt's type says less than it makes
    qt.setApplicationName("NPQ Desktop")
    Theme(application=qt)
    RowsTold(qt)
    return qt


def _warm() -> None:
    """Have the reading child there before a file is chosen."""
    from npq_desktop.interchange.apart import process

    process.files.warm()


def _run(qt: QApplication, application: Application, window: MainWindow, file: Path | None) -> int:
    uncaught = Uncaught(application, window)
    idle = Idle(window, application)
    sys.excepthook = uncaught.meet
    window.show()
    window.hiding.start()
    QTimer.singleShot(_LISTEN_MS, window, lambda: _listen(window, application))
    QTimer.singleShot(_WARM_MS, window, _warm)
    QTimer.singleShot(0, window, lambda: _open_what_was_asked(qt, window, file))
    qt.setQuitOnLastWindowClosed(True)
    gc.freeze()  # what a start made stays to the end; from here on garbage is looked for
    gc.enable()
    code = qt.exec()
    sys.excepthook = sys.__excepthook__
    window.hiding.stop()
    idle.stop()
    # A request to quit that is still waiting would close the sentence shown after the window.
    QCoreApplication.removePostedEvents(qt, QEvent.Type.Quit.value)
    return uncaught.code or code


def _open_what_was_asked(qt: QApplication, window: MainWindow, file: Path | None) -> None:
    """Open the file of the command line, and those that the system asks for now and later."""
    if file is not None:
        window.file_dropped.emit(file)
    if isinstance(qt, FileOpeningApplication):
        qt.file_asked.connect(window.file_dropped)
        qt.hand_out()


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
            answer_erasures(self._application)
            self._application.store.checkpoint()
            self._application.backups.daily()
        except StoreError as error:
            _LOG.warning("the store was not tidied: %s", type(error).__name__)


class Uncaught:
    """What becomes of an error that nobody caught; ``code`` is the exit code it leads to."""

    def __init__(self, application: Application, window: MainWindow) -> None:
        self._application = application
        self._window = window
        self.code = 0

    def meet(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show what a person can act on; stop for anything else, which is a fault of ours."""
        if self.code:
            return
        if isinstance(error, NpqDesktopError):
            # Its sentence may name somebody, so the log has only where it came from.
            where = "".join(traceback.format_tb(trace))
            _LOG.warning("nobody caught a %s:\n%s", kind.__name__, where)
            self._show(str(error))
        else:
            self._stop(kind, error, trace)

    def _show(self, sentence: str) -> None:
        from npq_desktop.ui.kit.dialogs.dialog import Dialog

        front = QApplication.activeModalWidget()
        if isinstance(front, Dialog):
            front.trouble.warn(sentence)
        else:
            self._window.status.show_failed(sentence)

    def _stop(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Stop writing, say so, and end."""
        self.code = EXIT_FAULT
        _LOG.critical("stopped by a fault", exc_info=(kind, error, trace))
        try:
            self._application.close()
        except StoreError as failure:  # everything that showed a tick is in the log beside the file
            _LOG.error("closing after it: %s", type(failure).__name__)
        sys.__excepthook__(kind, error, trace)
        _tell(
            "NPQ Desktop had a fault and has stopped, so that nothing wrong is saved. Every mark "
            "with a tick is safe. Start it again. If it happens again, send the log file to the "
            "programme office."
        )
        QApplication.exit(EXIT_FAULT)


def _tell(sentence: str) -> None:
    """Show a sentence before there is a window, or after it can be trusted."""
    box = QMessageBox(QMessageBox.Icon.Critical, "NPQ Desktop", sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a sentence may name a file or a person
    box.exec()

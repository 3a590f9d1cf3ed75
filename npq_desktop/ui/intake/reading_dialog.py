"""Reads a file on another thread, under a small dialog that shows it is at work and can cancel."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from npq_desktop.errors import InterchangeError, NpqDesktopError
from npq_desktop.interchange.apart import process
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.pieces.text import plain_label
from npq_desktop.ui.kit.waiting.background import Background

Read = TypeVar("Read")
AT_ONCE_SECONDS = 0.1
"""What is read within this time needs no dialog: it would only flash up."""


class ReadingDialog(Dialog):
    """Gone as soon as the file is read. ``read`` carries what came of it, an error included.

    Cancel closes it; what the other thread still brings is dropped with the dialog.
    """

    read = Signal(object)

    def __init__(self, *, parent: QWidget | None, path: Path) -> None:
        super().__init__(parent, "Checking the file…")
        self.heading.setWordWrap(True)
        bar = QProgressBar(self)
        bar.setRange(0, 0)  # nobody knows how much of it is left
        bar.setTextVisible(False)
        bar.setAccessibleName(f"Checking {path.name}")
        self.body.addWidget(plain_label(self, f"{path.name}. Nothing is changed by this."))
        self.body.addWidget(bar)
        self._is_open = False
        self._background = Background(self)
        self._background.answered.connect(self._pass_on)

    def start(self, job: Callable[[], object]) -> None:
        """Run the job, and open where it takes longer than a blink."""
        self._background.run(lambda: outcome_of(job), at_once=AT_ONCE_SECONDS)
        if self._background.is_busy:
            self._is_open = True
            self.open()
        else:
            self.deleteLater()

    def _pass_on(self, outcome: object) -> None:
        if self._is_open and not self.isVisible():
            return  # cancelled
        window = self.parentWidget()
        if window is not None and not window.isVisible():
            self.reject()  # closed meanwhile: nothing must open over it
            return
        if self._is_open:
            self.accept()
        self.read.emit(outcome)


def read_apart(
    parent: QWidget | None,
    path: Path,
    job: Callable[[], Read],
    use: Callable[[Read], None],
    refuse: Callable[[NpqDesktopError], None],
    *,
    cancelled: Callable[[], None] | None = None,
) -> None:
    """Read ``path`` by ``job``, then ``use`` what it holds, or ``refuse`` it with the reason.

    ``job`` runs on another thread, so it touches neither store nor widget. Where somebody cancels,
    neither is called, but ``cancelled`` is.

    Raises: whatever else the job raised, once the dialog is gone.
    """

    def go_on(outcome: object) -> None:
        if isinstance(outcome, NpqDesktopError):
            refuse(outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            use(outcome)  # type: ignore[arg-type]  # what the job returned

    dialog = ReadingDialog(parent=parent, path=path)
    dialog.read.connect(go_on)
    dialog.rejected.connect(process.files.stop)
    dialog.rejected.connect(process.documents.stop)
    if cancelled is not None:
        dialog.rejected.connect(cancelled)
    dialog.start(job)


def outcome_of(job: Callable[[], object]) -> object:
    """What the job returns, or what it raised."""
    try:
        return job()
    except MemoryError as error:
        refusal = InterchangeError(
            "This laptop has too little free memory for this file. Close other programs, or choose "
            "a smaller file."
        )
        refusal.__cause__ = error
        return refusal
    except BaseException as error:  # noqa: BLE001  # it is raised again on the window's thread
        return error

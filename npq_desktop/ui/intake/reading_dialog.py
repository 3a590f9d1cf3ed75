"""Reads a file on another thread while a small dialog shows that it is at work and can cancel."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from npq_desktop.errors import NpqDesktopError
from npq_desktop.ui.kit.background import Background
from npq_desktop.ui.kit.dialog import Dialog, plain_label

Read = TypeVar("Read")
_AT_ONCE_BYTES = 100_000
"""A file up to this size is read before a dialog could be seen."""


class ReadingDialog(Dialog):
    """Gone as soon as the file is read. ``read`` carries what came of it, an error included.

    Cancel closes it; what the other thread still brings is dropped with the dialog.
    """

    read = Signal(object)

    def __init__(self, *, parent: QWidget | None, path: Path, job: Callable[[], object]) -> None:
        heading = f"Reading {path.name}…"
        super().__init__(parent, heading)
        self.heading.setWordWrap(True)
        bar = QProgressBar(self)
        bar.setRange(0, 0)  # how far it is nobody knows
        bar.setTextVisible(False)
        bar.setAccessibleName(heading)
        self.body.addWidget(plain_label(self, "Nothing is changed by that."))
        self.body.addWidget(bar)
        self._background = Background(self)
        self._background.answered.connect(self._pass_on)
        self._background.run(lambda: _outcome(job))

    def _pass_on(self, outcome: object) -> None:
        if self.isVisible():  # else it was cancelled
            self.accept()
            self.read.emit(outcome)


def read_apart(
    parent: QWidget,
    path: Path,
    job: Callable[[], Read],
    use: Callable[[Read], None],
    refuse: Callable[[NpqDesktopError], None],
    *,
    at_once: int = _AT_ONCE_BYTES,
) -> None:
    """Read ``path`` by ``job``, then ``use`` what it holds, or ``refuse`` it with the reason.

    A file of more than ``at_once`` bytes is read on another thread, so ``job`` touches neither
    store nor widget.
    """

    def go_on(outcome: object) -> None:
        if isinstance(outcome, NpqDesktopError):
            refuse(outcome)
        else:
            use(outcome)  # type: ignore[arg-type]  # what the job returned

    if _is_small(path, at_once):
        go_on(_outcome(job))
        return
    dialog = ReadingDialog(parent=parent, path=path, job=job)
    dialog.read.connect(go_on)
    dialog.open()


def _outcome(job: Callable[[], object]) -> object:
    """What the job returns, or why it was refused."""
    try:
        return job()
    except NpqDesktopError as error:
        return error


def _is_small(path: Path, most: int) -> bool:
    try:
        return path.stat().st_size <= most
    except OSError:
        return True  # reading it says why it cannot be read

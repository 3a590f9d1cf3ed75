"""Asks for a printer with the system's dialog, without waiting for the answer.

Screens are given the asking as a function, so that tests can answer in place of the dialog.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QDialog, QWidget

from npq_desktop.services.core.words import count
from npq_desktop.ui.printing.pages import Paper, paint, set_up_page

ChoosePrinter = Callable[[QWidget, Paper, Callable[[QPagedPaintDevice], None]], None]
"""Called with the window asking, the paper, and what to call with the printer; silent on Cancel."""


def print_on(printer: QPagedPaintDevice, paper: Paper) -> str:
    """Print a paper; what to say of it."""
    return f"The printer has {count(paint(paper, printer), 'page')}."


class _Answer(QObject):
    """Keeps the printer asked about for as long as the dialog lives."""

    def __init__(
        self,
        dialog: QObject,
        printer: QPagedPaintDevice,
        chosen: Callable[[QPagedPaintDevice], None],
    ) -> None:
        super().__init__(dialog)
        self._printer, self._chosen = printer, chosen

    def pass_on(self) -> None:
        self._chosen(self._printer)


def choose_native_printer(
    parent: QWidget, paper: Paper, chosen: Callable[[QPagedPaintDevice], None]
) -> None:
    """Ask with the system's own dialog which printer takes the paper; returns at once."""
    # Loaded only now: the print system starts slowly, and a computer may have none.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(paper.heading)
    set_up_page(printer, paper)
    dialog = QPrintDialog(printer, parent)
    answer = _Answer(dialog, printer, chosen)
    dialog.accepted.connect(answer.pass_on)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own open wants a slot by name

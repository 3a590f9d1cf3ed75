"""Printing from the dialogs that offer it, and the system's own dialog for choosing a printer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QPagedPaintDevice, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.printing.pages import Paper
from npq_desktop.ui.printing.printer import choose_native_printer
from npq_desktop.ui.printing.save_sheet import PDF_FILTER, SaveSheet

pytestmark = pytest.mark.slow

PAPER = Paper(
    heading="Register of Seminar 4",
    lines=("Group 07",),
    foot="Register",
    columns=("No.", "Name"),
    shares=(1, 6),
    rows=tuple((str(number), "Aoife O'Donoghue") for number in range(1, 90)),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def sheet(window: QWidget, choose_printer: Callable[..., None]) -> SaveSheet:
    made = SaveSheet(
        parent=window,
        heading="Save the register",
        words="The register as it is signed.",
        request=FileRequest("Save the register", True, "register.pdf", (PDF_FILTER,)),
        choose_file=lambda *_: None,
        write=lambda *_: None,
        paper=PAPER,
        choose_printer=choose_printer,
    )
    made.open()
    return made


def test_print_sends_every_page_to_the_printer_that_was_chosen(
    window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    printed = tmp_path / "printed.pdf"
    printers = [QPdfWriter(str(printed))]

    def choose(over: QWidget, paper: Paper, chosen: Callable[[QPagedPaintDevice], None]) -> None:
        assert (over, paper) == (dialog, PAPER)
        chosen(printers[0])

    dialog = sheet(window, choose)
    dialog.print_button.click()

    qtbot.waitUntil(lambda: dialog.outcome.words() != "" and not dialog.busy)
    assert dialog.outcome.words() == "The printer has 3 pages."
    assert dialog.isVisible()
    assert dialog.save_button.isVisible()
    printers.clear()  # writes the file
    assert printed.read_bytes().startswith(b"%PDF")


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_printer_that_takes_nothing_is_told(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    nowhere = QPdfWriter(str(tmp_path / "no folder" / "printed.pdf"))
    dialog = sheet(window, lambda _over, _paper, chosen: chosen(nowhere))

    dialog.print_button.click()

    qtbot.waitUntil(lambda: dialog.trouble.words() not in ("", "Sending it to the printer…"))
    assert dialog.outcome.words() == ""


def test_cancel_of_the_printer_leaves_the_dialog_as_it_was(window: QWidget) -> None:
    dialog = sheet(window, lambda *_: None)

    dialog.print_button.click()

    assert not dialog.busy
    assert dialog.outcome.words() == dialog.trouble.words() == ""


@pytest.mark.parametrize("accepts", [True, False])
def test_system_dialog_hands_on_its_printer_only_when_accepted(
    window: QWidget, qtbot: QtBot, *, accepts: bool
) -> None:
    chosen: list[QPagedPaintDevice] = []
    choose_native_printer(window, PAPER, chosen.append)
    [dialog] = window.findChildren(QPrintDialog)
    assert dialog.isVisible()
    assert dialog.printer().docName() == "Register of Seminar 4"

    # Its own accept asks the system for a printer, and this computer may have none.
    dialog.done(QDialog.DialogCode.Accepted if accepts else QDialog.DialogCode.Rejected)

    assert len(chosen) == accepts
    qtbot.waitUntil(lambda: not window.findChildren(QPrintDialog))

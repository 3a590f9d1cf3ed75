"""The recovery sheet as a page: for a printer, or as a PDF to print elsewhere and delete."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.rows.recovery import RecoverySheet

if TYPE_CHECKING:
    from collections.abc import Callable


def page_of(sheet: RecoverySheet) -> QTextDocument:
    """The page; names are set as plain text, whatever is in them."""
    document = QTextDocument()
    document.setHtml(_PAGE)
    for mark, text in (
        ("@person", sheet.person or "its owner"),
        ("@device", sheet.device),
        ("@number", sheet.number),
        ("@code", sheet.code.replace("-", " - ")),
    ):
        cursor = document.find(mark)
        while not cursor.isNull():
            cursor.insertText(text)
            cursor = document.find(mark, cursor)
    return document


def save_pdf(sheet: RecoverySheet, path: Path) -> None:
    """Write the page as a PDF.

    Raises:
        ServiceError: the file cannot be written.
    """
    try:
        path.open("wb").close()
    except OSError as error:
        raise ServiceError(
            f"“{path.name}” cannot be written ({error.strerror}): choose another place."
        ) from error
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setTitle("NPQ Desktop recovery sheet")
    page_of(sheet).print_(writer)


def print_sheet(parent: QWidget, sheet: RecoverySheet, printed: "Callable[[], None]") -> None:
    """Ask for a printer, print, and say so.

    Raises:
        ServiceError: this system has no printing.
    """
    try:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    except ImportError as error:
        raise ServiceError(
            "This system cannot print from here: save the sheet as a PDF and print that."
        ) from error
    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)
    dialog.setModal(True)

    def go() -> None:
        page_of(sheet).print_(printer)
        printed()

    dialog.accepted.connect(go)
    dialog.show()  # its own open() wants a slot by name


_PAGE = """
<h1>NPQ Desktop recovery sheet @number</h1>
<p>For the laptop “@device” of @person.</p>
<p>&nbsp;</p>
<p style="font-size: 20pt; font-family: monospace"><b>@code</b></p>
<p>&nbsp;</p>
<h3>Keep it apart from the laptop</h3>
<p>Whoever has this sheet and a backup or a sync file of yours can read the data of your groups.
Keep it where you keep contracts: at home or in the school safe, never in the laptop bag.</p>
<h3>When the laptop is lost, stolen or broken</h3>
<p>Install NPQ Desktop on another laptop, choose <b>Restore from a recovery sheet</b> on its first
page, type the code above, and choose a backup (.npqbackup), a file that you sent to somebody
(.npqsync), or a folder with such files.</p>
<p>The code uses the letters A to Z and the digits 2 to 7. Capitals, dashes and spaces do not
matter.</p>
"""

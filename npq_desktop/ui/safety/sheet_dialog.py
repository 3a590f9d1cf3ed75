"""Shows the recovery sheet to print, and removes its code from here once the paper is proved."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QPagedPaintDevice
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from npq_desktop.rows.recovery import RecoverySheet
from npq_desktop.services.core.laptop.files import save_plain
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.kit.paint.metrics import bold, larger
from npq_desktop.ui.kit.pieces.text import plain_label
from npq_desktop.ui.printing.pages import Paper, paint, pdf_of
from npq_desktop.ui.printing.printer import choose_native_printer
from npq_desktop.ui.printing.save_sheet import PDF_FILTER

if TYPE_CHECKING:
    from npq_desktop.services.safety.recovery import RecoveryService

_POINTS = 13.0
_CODE_MM = 8.0
_KEEP = (
    "Keep this sheet away from the laptop, at home or in the school safe. Anyone who has it and a "
    "backup or a sync file can read your groups."
)
_LOST = (
    "If the laptop is lost, stolen or broken:",
    "1  Install NPQ Desktop on another laptop.",
    "2  On its first page choose “Restore from a recovery sheet”.",
    "3  Type the code.",
    "4  Choose a backup (.npqbackup), a file you sent (.npqsync), or a folder with such files.",
)
_GROUPS = (
    "A group that this laptop started opens from a backup or a file, and the code can remove a "
    "lost laptop from it. A group that this laptop joined opens in full only from a backup of this "
    "laptop. From a file you can only look at it, until a coordinator invites the new laptop."
)
_OPENED = "When this sheet was printed, it opened these groups:"
_HERE = "If NPQ Desktop asks for the code on this laptop, type it there."
_LETTERS = (
    "The code has letters A to Z and digits 2 to 7. Capitals, dashes and spaces do not matter."
)
_CLOSING = ("", _KEEP, "", *_LOST, "", _GROUPS, "", _HERE, "", _LETTERS)


class SheetDialog(Dialog):
    """``confirmed``: the code is on paper only from now on.

    ``places`` are the characters of the code that are asked for, counted from 1.
    """

    confirmed = Signal()

    def __init__(
        self, *, parent: QWidget | None, recovery: "RecoveryService", choose_file: ChooseFile
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText(f"Recovery sheet {recovery.number}")
        self.setWindowTitle(self.heading.text())
        self._recovery = recovery
        self._choose_file = choose_file
        self._sheet = recovery.sheet()
        self.places = recovery.places_to_ask()
        self.explanation = plain_label(self)
        self.body.addWidget(self.explanation)
        if self._sheet is None:
            self._say_confirmed()
            return
        self.code = plain_label(self, self._sheet.code)
        self.typed = QLineEdit(self)
        self.print_button = QPushButton("&Print…", self)
        self.pdf_button = QPushButton("Save as P&DF…", self)
        self.confirm_button = self.add_button("&Confirm", self._confirm)
        self.confirm_button.setDefault(True)
        for button in (self.print_button, self.pdf_button):
            button.setAutoDefault(False)
        self.cancel_button.setText("Later")
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.pdf_button.clicked.connect(self._ask_where)
        self.typed.textChanged.connect(self._enable)
        self._enable()

    def _say_confirmed(self) -> None:
        self.explanation.setText(
            "This sheet was confirmed. Its code is on paper and no longer on this laptop. If "
            "the paper is lost, invite a second laptop of yours as a coordinator, so that "
            "another one can still open your groups."
        )
        self.body.addStretch(1)
        self.finish()

    def _print(self) -> None:
        if self._sheet is not None:
            choose_native_printer(self, paper_of(self._sheet), self.print_on)

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """Print the sheet on a printer that was chosen."""
        if self.attempt(lambda: self._paint(printer)):
            self.trouble.say("The printer has it. Take the page and type what is asked.")

    def _paint(self, printer: QPagedPaintDevice) -> None:
        if self._sheet is not None:
            paint(paper_of(self._sheet), printer)

    def _ask_where(self) -> None:
        name = f"NPQ Desktop recovery sheet {self._recovery.number}.pdf"
        request = FileRequest("Save the recovery sheet", True, name, (PDF_FILTER, ALL_FILTER))
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        sheet = self._sheet
        if sheet is not None and self.attempt(lambda: save_pdf(sheet, path)):
            self.trouble.say(f"Saved {path.name}. Print it, then remove the file.")

    def _confirm(self) -> None:
        if self.attempt(lambda: self._recovery.confirm(self.places, self.typed.text())):
            self.confirmed.emit()
            self.accept()

    def _enable(self) -> None:
        self.confirm_button.setEnabled(bool(self.typed.text().strip()))

    def _lay_out(self) -> None:
        self.explanation.setText(
            "If this laptop is lost or broken, this code and one backup or sent file bring "
            "everything back. Print it or write it down, and keep it away from the laptop."
        )
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        self.code.setWordWrap(False)  # word wrap would break the code at a dash
        self.code.setFont(bold(larger(fixed, 1.4)))
        self.code.setMargin(self.fontMetrics().height() // 2)
        self.code.setAccessibleName("Recovery code")
        first, second, third, last = self.places
        question = plain_label(
            self,
            f"Type characters {first}, {second}, {third} and {last} from the paper. Do not count "
            "the dashes.",
        )
        self.typed.setAccessibleName(question.text())
        self.typed.setMaxLength(12)
        ways = QHBoxLayout()
        ways.addWidget(self.print_button)
        ways.addWidget(self.pdf_button)
        ways.addStretch(1)
        self.body.addWidget(self.code)
        self.body.addLayout(ways)
        self.body.addWidget(question)
        self.body.addWidget(self.typed)
        self.body.addStretch(1)


def paper_of(sheet: RecoverySheet) -> Paper:
    """The page to print: whose laptop, the code, and what to do with it."""
    whose = f" of {sheet.person}" if sheet.person else ""
    return Paper(
        heading=f"NPQ Desktop recovery sheet {sheet.number}",
        lines=(f"For the laptop “{sheet.device}”{whose}.",),
        foot="Recovery sheet · keep it away from the laptop",
        columns=("Recovery code",),
        shares=(1,),
        rows=((sheet.code.replace("-", " – "),),),
        closing=(
            *_CLOSING,
            "",
            "When this sheet was printed, it opened these groups:",
            *sheet.opens,
        )
        if sheet.opens
        else _CLOSING,
        row_mm=_CODE_MM,
        points=_POINTS,
    )


def save_pdf(sheet: RecoverySheet, path: Path) -> None:
    """Write the page as a PDF.

    Raises:
        BundleError: it was not saved; a file of that name is as it was.
    """
    save_plain(path, pdf_of(paper_of(sheet)))

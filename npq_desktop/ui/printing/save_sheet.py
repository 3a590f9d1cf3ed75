"""The dialog that saves something to a file or prints it, and warns that it is not encrypted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QCheckBox, QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.dialog import Dialog, plain_label
from npq_desktop.ui.kit.file_choice import ChooseFile, FileRequest
from npq_desktop.ui.printing.pages import Paper, paint
from npq_desktop.ui.printing.printer import ChoosePrinter

PDF_FILTER = "PDF documents (*.pdf)"
CSV_FILTER = "CSV tables (*.csv)"
XLSX_FILTER = "Excel workbooks (*.xlsx)"
_NOT_ENCRYPTED = (
    "Not encrypted: anybody who gets the file can read it. Keep it where only people who may see "
    "it can open it, and delete it when it is no longer needed."
)


class SaveSheet(Dialog):
    """Shows what a file will hold and that it is not encrypted, then asks where to save it.

    ``write`` makes the file; where ``offers_notes``, it is told whether to add the notes on people.
    A ``paper`` can be printed as well, and has no notes.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        heading: str,
        words: str,
        request: FileRequest,
        choose_file: ChooseFile,
        write: Callable[[Path, bool], None],
        offers_notes: bool = False,
        paper: Paper | None = None,
        choose_printer: ChoosePrinter | None = None,
    ) -> None:
        super().__init__(parent, f"{heading}, not encrypted")
        self._request, self._choose_file, self._write = request, choose_file, write
        self._paper, self._choose_printer = paper, choose_printer
        self.body.addWidget(plain_label(self, words))
        self.notes_box = QCheckBox("With the &notes on people", self)
        self.notes_box.setVisible(offers_notes)
        self.body.addWidget(self.notes_box)
        self.warning = Banner(self)
        self.body.addWidget(self.warning)
        self.warning.warn(_NOT_ENCRYPTED)
        self.outcome = Banner(self)
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)
        self.save_button = self.add_button("&Save file…", self._ask_where)
        self.save_button.setDefault(True)
        if paper is not None:
            self.print_button = self.add_button("&Print…", self._ask_printer)

    def _ask_where(self) -> None:
        self.outcome.say("")
        self._choose_file(self, self._request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt_slowly("Writing the file…", lambda: self._save_now(path))

    def _save_now(self, path: Path) -> None:
        path = self._with_ending(path)
        self._write(path, self.notes_box.isChecked())
        self.outcome.say(f"“{path.name}” is saved and was read back.")
        self.finish()

    def _with_ending(self, path: Path) -> Path:
        """The path with the ending that was suggested, where none was given.

        Raises:
            ServiceError: such a file is there, and nobody said that it may be replaced.
        """
        if path.suffix:
            return path
        whole = path.with_name(path.name + Path(self._request.suggested).suffix)
        if whole.exists():
            raise ServiceError(f"“{whole.name}” is there already: choose it itself to replace it.")
        return whole

    def _ask_printer(self) -> None:
        self.outcome.say("")
        if self._paper is not None and self._choose_printer is not None:
            self._choose_printer(self, self._paper, self._print)

    def _print(self, printer: QPagedPaintDevice) -> None:
        self.attempt_slowly("Sending it to the printer…", lambda: self._print_now(printer))

    def _print_now(self, printer: QPagedPaintDevice) -> None:
        if self._paper is not None:
            pages = count(paint(self._paper, printer), "page")
            self.outcome.say(f"The printer has {pages}.")

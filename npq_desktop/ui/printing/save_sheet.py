"""The dialog that saves something to a file or prints it, and says that anyone can read it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QCheckBox, QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest, ending_of
from npq_desktop.ui.kit.paint.metrics import CAPTION
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Segmented
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.printing.pages import Paper
from npq_desktop.ui.printing.printer import ChoosePrinter, print_on

PDF_FILTER = "PDF documents (*.pdf)"
CSV_FILTER = "CSV tables (*.csv)"
XLSX_FILTER = "Excel workbooks (*.xlsx)"
_KINDS = {
    ".xlsx": "Spreadsheet",
    ".csv": "CSV",
    ".pdf": "PDF",
}
"""What a usual kind of file is called, by its ending; another as its filter says."""
_NOT_ENCRYPTED = (
    "Anyone with the file can read it. Keep it where only people who may see it can open it."
)
_PAPER = "Anyone who finds the sheet can read the names."


class SaveSheet(Dialog):
    """Shows what a file will hold, and that anyone can read it, then asks where to save it.

    Of several kinds of file one is chosen here, and the ending follows that choice. ``write`` makes
    the file; where ``offers_notes``, it is told whether to add the notes on people. A ``paper`` can
    be printed as well, and has no notes; ``for_the_wall`` is one to be printed and signed.
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
        for_the_wall: bool = False,
    ) -> None:
        super().__init__(parent, heading, words)
        self._request, self._choose_file, self._write = request, choose_file, write
        self._paper, self._choose_printer = paper, choose_printer
        self._filters = {ending_of(each): each for each in request.filters}
        self.kinds = Segmented(
            self,
            "Kind of file",
            [
                (ending, _KINDS.get(ending, kind.partition(" (")[0]))
                for ending, kind in self._filters.items()
            ],
        )
        self.kinds.choose(Path(request.suggested).suffix)
        self.notes_box = QCheckBox("With the &notes on people", self)
        self.warning = Banner(self)
        self.outcome = Banner(self)
        self._lay_out(offers_notes=offers_notes, for_the_wall=for_the_wall)
        self.save_button = self.add_button("&Save file…", self._ask_where)
        self.opens_on = self.save_button
        if paper is not None:
            self.print_button = self.add_button("&Print…", self._ask_printer)

    def _lay_out(self, *, offers_notes: bool, for_the_wall: bool) -> None:
        self.notes_box.setVisible(offers_notes)
        if len(self._filters) > 1:
            self.body.addWidget(Text("What kind of file", self, heavy=True))
            self.body.addWidget(self.kinds)
        else:
            self.kinds.hide()
        self.body.addWidget(self.notes_box)
        if not for_the_wall:
            self.body.addWidget(self.warning)
            self.warning.say(_NOT_ENCRYPTED, kind=BannerKind.WARN, lead="Not encrypted.")
        else:
            self.body.addWidget(Text(_PAPER, self, size=CAPTION, tone="muted"))
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)

    def _ask_where(self) -> None:
        self.outcome.say("")
        ending = self.kinds.current()
        name = str(Path(self._request.suggested).with_suffix(ending))
        request = replace(self._request, suggested=name, filters=(self._filters[ending],))
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt_slowly("Writing the file…", lambda: self._save_now(path))

    def _save_now(self, path: Path) -> None:
        path = self._with_ending(path)
        self._write(path, self.notes_box.isChecked())
        self.outcome.say(f"“{path.name}” is saved and was read back.")
        self.finish()

    def _with_ending(self, path: Path) -> Path:
        """The path with the ending of the kind that was chosen, whatever was typed.

        Raises:
            ServiceError: such a file is there, and nobody said that it may be replaced.
        """
        ending = self.kinds.current()
        if path.suffix.casefold() == ending:
            return path
        known = path.suffix.casefold() in self._filters
        bare = path.with_suffix("") if known else path
        whole = bare.with_name(bare.name + ending)
        if whole.exists():
            raise ServiceError(
                f"“{whole.name}” is there already. To replace it, choose that file itself."
            )
        return whole

    def _ask_printer(self) -> None:
        self.outcome.say("")
        if self._paper is not None and self._choose_printer is not None:
            self._choose_printer(self, self._paper, self._print)

    def _print(self, printer: QPagedPaintDevice) -> None:
        self.attempt_slowly("Sending it to the printer…", lambda: self._print_now(printer))

    def _print_now(self, printer: QPagedPaintDevice) -> None:
        if self._paper is not None:
            self.outcome.say(print_on(printer, self._paper))

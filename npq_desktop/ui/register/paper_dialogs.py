"""The dialogs that take a register to a file or a printer, and back from a signed sheet.

They ask and show; what is recorded or written is decided by whoever opened them. All delete
themselves when closed.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QKeySequence, QPagedPaintDevice, QShortcut, QTextCursor
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.services.naming import count
from npq_desktop.services.paper import Transcribed
from npq_desktop.services.paper_entries import PaperLine
from npq_desktop.ui.exchange.file_choice import ChooseFile, FileRequest
from npq_desktop.ui.exchange.sheet import Sheet, plain_label, sentences_box
from npq_desktop.ui.parts.banner import Banner
from npq_desktop.ui.register.pages import Paper, paint
from npq_desktop.ui.register.printer import ChoosePrinter

PDF_FILTER = "PDF documents (*.pdf)"
CSV_FILTER = "CSV tables (*.csv)"
XLSX_FILTER = "Excel workbooks (*.xlsx)"
_NOT_ENCRYPTED = (
    "Not encrypted: anybody who gets the file can read it. Keep it where only people who may see "
    "the register can open it, and delete it when it is no longer needed."
)


class SaveSheet(Sheet):
    """Says what a file will hold and that it is not encrypted, then asks where.

    ``write`` makes the file, with the notes on people or without; a ``paper`` may be printed, too,
    and never holds any.
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
        paper: Paper | None = None,
        choose_printer: ChoosePrinter | None = None,
    ) -> None:
        super().__init__(parent, self.tr("{0}, not encrypted").format(heading))
        self._request, self._choose_file, self._write = request, choose_file, write
        self._paper, self._choose_printer = paper, choose_printer
        self.body.addWidget(plain_label(self, words))
        self.notes_box = QCheckBox(self.tr("With the &notes on people"), self)
        self.notes_box.setVisible(paper is None)
        self.body.addWidget(self.notes_box)
        self.warning = Banner(self)
        self.body.addWidget(self.warning)
        self.warning.warn(self.tr(_NOT_ENCRYPTED))
        self.outcome = Banner(self)
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)
        self.save_button = self.add_button(self.tr("&Save file…"), self._ask_where)
        self.save_button.setDefault(True)
        if paper is not None:
            self.print_button = self.add_button(self.tr("&Print…"), self._ask_printer)

    def _ask_where(self) -> None:
        self.outcome.say("")
        self._choose_file(self, self._request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt_slowly(self.tr("Writing the file…"), lambda: self._save_now(path))

    def _save_now(self, path: Path) -> None:
        path = self._with_ending(path)
        self._write(path, self.notes_box.isChecked())
        self.outcome.say(self.tr("“{0}” is saved and was read back.").format(path.name))
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
        self.attempt_slowly(self.tr("Sending it to the printer…"), lambda: self._print_now(printer))

    def _print_now(self, printer: QPagedPaintDevice) -> None:
        if self._paper is not None:
            pages = count(paint(self._paper, printer), "page")
            self.outcome.say(self.tr("The printer has {0}.").format(pages))


class TranscribeDialog(Sheet):
    """A box for what the paper says, and below it what each entry means while it is typed.

    ``foretell`` says what the entries mean, ``record`` records those that are understood, ``keep``
    gets the text whenever it changes: closing loses nothing.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        title: str,
        sheet: str,
        text: str,
        foretell: Callable[[str], tuple[PaperLine, ...]],
        record: Callable[[str], Transcribed],
        keep: Callable[[str], None],
    ) -> None:
        super().__init__(parent, f"Transcribe the signed sheet of {title}")
        self._foretell, self._record, self._keep = foretell, record, keep
        self.typed_box = QPlainTextEdit(self)
        self.typed_box.setTabChangesFocus(True)
        self.typed_box.setPlaceholderText("1p\n2p\n3a\n4l20")
        self.understood_box = sentences_box(self, self.tr("What the entries mean"))
        self.summary = plain_label(self)
        self.outcome = Banner(self)
        self.record_button = self.add_button(self.tr("&Record"), self._enter)
        self.cancel_button.setText(self.tr("Close"))
        self._lay_out(sheet)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self.record_button.click)
        self.typed_box.textChanged.connect(self._changed)
        self._put(text)
        self._changed()
        self.typed_box.setFocus()

    def _lay_out(self, sheet: str) -> None:
        words = self.tr(
            "Number and letter, in the order of the paper: 12p present, 13a absent, 14l20 late "
            "20 minutes, 15e10 left 10 minutes early. Ctrl+Return records; whoever has another "
            "mark already keeps it and is named."
        )
        code = self.tr(
            "The numbers are those of list {0}, named at the foot of the sheet. Does yours name "
            "another list? Then people came or went since it was printed: compare every name."
        )
        self.body.addWidget(plain_label(self, words))
        self.body.addWidget(plain_label(self, code.format(sheet)))
        for words, box, share in (
            (self.tr("&Typed from the paper"), self.typed_box, 2),
            (self.tr("&What it means"), self.understood_box, 3),
        ):
            label = QLabel(words, self)
            label.setBuddy(box)
            box.setMinimumHeight(self.fontMetrics().lineSpacing() * (share + 2))
            self.body.addWidget(label)
            self.body.addWidget(box, share)
        self.typed_box.setAccessibleName(self.tr("Typed from the paper"))
        self.body.addWidget(self.summary)
        self.body.addWidget(self.outcome)

    def _put(self, text: str) -> None:
        self.typed_box.setPlainText(text)
        self.typed_box.moveCursor(QTextCursor.MoveOperation.End)

    def _changed(self) -> None:
        self._keep(self.typed_box.toPlainText())
        self.attempt(self._show_meaning)

    def _show_meaning(self) -> None:
        lines = self._foretell(self.typed_box.toPlainText())
        self.understood_box.setPlainText("\n".join(map(_line_words, lines)))
        bar = self.understood_box.verticalScrollBar()
        bar.setValue(bar.maximum())
        self.summary.setText(_summary(lines))
        self.record_button.setEnabled(any(line.mark for line in lines))

    def _enter(self) -> None:
        self.attempt(self._record_all)

    def _record_all(self) -> None:
        done = self._record(self.typed_box.toPlainText())
        self._put("\n".join(line.text for line in done.left))
        self.typed_box.setFocus()
        said = [f"Recorded {count(len(done.recorded), 'mark')}; one undo takes them back."]
        if not done.recorded:
            said = ["The register says so already: nothing was recorded."]
        if done.left:
            said.append("What stays in the box is not recorded: put it right.")
        self.outcome.say(" ".join(said))


def _line_words(line: PaperLine) -> str:
    return line.words if line.mark else f"Not taken: {line.words}"


def _summary(lines: tuple[PaperLine, ...]) -> str:
    """Such as "23 marks to record, 2 there already, 1 entry to put right."; "" without any."""
    new = sum(line.is_new for line in lines)
    wrong = sum(line.mark is None for line in lines)
    known = len(lines) - new - wrong
    said = [f"{count(new, 'mark')} to record"] if lines else []
    said += [f"{known} there already"] if known else []
    said += [f"{count(wrong, 'entry', 'entries')} to put right"] if wrong else []
    return f"{', '.join(said)}." if said else ""

"""Asks for the marks on a signed sheet, and for the scan of one.

The caller records. The dialogs delete themselves when closed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget
from typing_extensions import override

from npq_desktop.rows.paper import Evidence, Scan
from npq_desktop.services.core.words import count, size_words
from npq_desktop.services.register.paper import PaperLine, Transcribed
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.dialogs.file_choice import ALL_FILTER, ChooseFile, FileRequest
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.text import plain_label
from npq_desktop.ui.kit.waiting.pause import Pause

if TYPE_CHECKING:
    from npq_desktop.services.register.paper import PaperService


class TranscribeDialog(Dialog):
    """A box for the marks on paper, and below it what each means while it is typed.

    ``foretell`` gives what the marks mean, ``record`` records those that are understood, given
    what was shown. ``keep`` gets the text at every pause and when the dialog closes.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        title: str,
        sheet: str,
        text: str,
        foretell: Callable[[str], tuple[PaperLine, ...]],
        record: Callable[[str, tuple[PaperLine, ...]], Transcribed],
        keep: Callable[[str], None],
    ) -> None:
        super().__init__(parent, f"Transcribe the signed sheet of {title}")
        self._foretell, self._record, self._keep = foretell, record, keep
        self._shown: tuple[PaperLine, ...] = ()
        self._pause = Pause(self)
        self.typed_box = QPlainTextEdit(self)
        self.typed_box.setTabChangesFocus(True)
        self.typed_box.setPlaceholderText("1p\n2p\n3a\n4l20")
        self.understood_box = sentences_box(self, "What each mark means")
        self.summary = plain_label(self)
        self.outcome = Banner(self)
        self.record_button = self.add_button("&Record", self._enter)
        self.cancel_button.setText("Close")
        self._lay_out(sheet)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.record_button.click)
        self._put(text)
        self.attempt(self.show_again)
        self.typed_box.textChanged.connect(self._changed)
        self._pause.over.connect(self._keep_typed)
        self.finished.connect(self._pause.end)
        self.opens_on = self.typed_box

    def _lay_out(self, sheet: str) -> None:
        words = (
            "Type number and letter, in the order of the paper: 12p present, 13a absent, 14l20 "
            "late 20 minutes, 15e10 left 10 minutes early. Press Ctrl+Return to record. Marks "
            "already made stay and are listed."
        )
        code = (
            "The numbers are those of list {0}, printed at the foot of the sheet. If your sheet "
            "shows another list, people joined or left since it was printed, so compare every "
            "name."
        )
        self.body.addWidget(plain_label(self, words))
        self.body.addWidget(plain_label(self, code.format(sheet)))
        for words, box, share in (
            ("&Typed from the paper", self.typed_box, 2),
            ("&What it means", self.understood_box, 3),
        ):
            label = QLabel(words, self)
            label.setBuddy(box)
            box.setMinimumHeight(self.fontMetrics().lineSpacing() * (share + 2))
            self.body.addWidget(label)
            self.body.addWidget(box, share)
        self.typed_box.setAccessibleName("Typed from the paper")
        self.body.addWidget(self.summary)
        self.body.addWidget(self.outcome)

    def _put(self, text: str) -> None:
        self.typed_box.setPlainText(text)
        self.typed_box.moveCursor(QTextCursor.MoveOperation.End)

    def _changed(self) -> None:
        self._pause.typed()
        self.attempt(self.show_again)

    def _keep_typed(self) -> None:
        self.attempt(lambda: self._keep(self.typed_box.toPlainText()))

    @override
    def show_again(self) -> None:
        """Show what the typed marks mean now."""
        lines = self._shown = self._foretell(self.typed_box.toPlainText())
        self.understood_box.setPlainText("\n".join(map(_line_words, lines)))
        bar = self.understood_box.verticalScrollBar()
        bar.setValue(bar.maximum())
        self.summary.setText(_summary(lines))
        self.record_button.setEnabled(any(line.mark for line in lines))

    def _enter(self) -> None:
        self.attempt(self._record_all)

    def _record_all(self) -> None:
        done = self._record(self.typed_box.toPlainText(), self._shown)
        self._put("\n".join(line.text for line in done.left))
        self._pause.end()
        self.typed_box.setFocus()
        said = [f"Recorded {count(len(done.recorded), 'mark')}. Press Ctrl+Z once to undo."]
        if not done.recorded:
            said = ["Nothing was recorded, because the register already has these marks."]
        if done.left:
            said.append("The lines still in the box are not recorded. Correct them.")
        self.outcome.say(" ".join(said))


def _line_words(line: PaperLine) -> str:
    return line.words if line.mark else f"Not recorded: {line.words}"


def _summary(lines: tuple[PaperLine, ...]) -> str:
    """For example "23 marks to record, 2 already there, 1 line to correct."; "" without any."""
    new = sum(line.is_new for line in lines)
    wrong = sum(line.mark is None for line in lines)
    known = len(lines) - new - wrong
    said = [f"{count(new, 'mark')} to record"] if lines else []
    said += [f"{known} already there"] if known else []
    said += [f"{count(wrong, 'line')} to correct"] if wrong else []
    return f"{', '.join(said)}." if said else ""


SCAN_FILTER = "Scans and photos (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.heic)"
_LONGEST_PLACE = 500
_DIGITS_TOGETHER = 8
_LINES_SHOWN = 7


class EvidenceDialog(Dialog):
    """``kept`` carries the ``Changes`` of one more paper."""

    kept = Signal(object)

    def __init__(
        self,
        *,
        parent: QWidget,
        paper: "PaperService",
        choose_file: ChooseFile,
        group: str,
        event: str,
        title: str,
    ) -> None:
        super().__init__(parent, f"Paper evidence of {title}")
        self._paper, self._choose_file = paper, choose_file
        self._group, self._event = group, event
        self._scan: Scan | None = None
        self._papers: tuple[Evidence, ...] = ()
        self.known_label = QLabel("&Recorded so far", self)
        self.known = QListWidget(self)
        self.copy_button = QPushButton("Save a &copy of the scan…", self)
        self.choose_button = QPushButton("Choose the &scan or photo…", self)
        self.chosen = plain_label(self, "No file chosen yet.")
        self.where = QLineEdit(self)
        self.outcome = Banner(self)
        self.keep_button = self.add_button("&Keep", self._keep)
        self.cancel_button.setText("Close")
        self._set_up()
        self._lay_out()
        self._show_known()
        self.keep_typed(self.where)

    def _set_up(self) -> None:
        self.known_label.setBuddy(self.known)
        self.known.setAccessibleName("Papers recorded so far")
        self.known.setWordWrap(True)
        self.known.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES_SHOWN)
        self.known.currentRowChanged.connect(self._paper_chosen)
        self.where.setMaxLength(_LONGEST_PLACE)
        self.where.setPlaceholderText("for example school office, folder 3")
        self.where.setAccessibleName("Where the paper is kept")
        self.keep_button.setEnabled(False)
        for button, act in (
            (self.choose_button, self._ask_which),
            (self.copy_button, self._ask_where),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)

    def _lay_out(self) -> None:
        words = (
            "A copy of the scan stays encrypted on this laptop and in its backups, and is never "
            "sent. Colleagues see its name, size, fingerprint (SHA-256) and where the paper is. "
            "The fingerprint can prove later that a scan is this one."
        )
        left = Qt.AlignmentFlag.AlignLeft
        self.body.addWidget(plain_label(self, words))
        self.body.addWidget(self.known_label)
        self.body.addWidget(self.known)
        self.body.addWidget(self.copy_button, 0, left)
        self.body.addWidget(self.choose_button, 0, left)
        self.body.addWidget(self.chosen)
        label = QLabel("&Where the paper is kept", self)
        label.setBuddy(self.where)
        self.body.addWidget(label)
        self.body.addWidget(self.where)
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)

    def _show_known(self) -> None:
        self._papers = self._paper.evidence(self._group, self._event)
        self.known.clear()
        self.known.addItems([_words(each) for each in self._papers])
        self.known.setCurrentRow(len(self._papers) - 1)
        for widget in (self.known_label, self.known, self.copy_button):
            widget.setVisible(bool(self._papers))

    def _paper_chosen(self, row: int) -> None:
        self.copy_button.setEnabled(0 <= row < len(self._papers) and self._papers[row].is_here)

    def _ask_which(self) -> None:
        title = "Choose the scan or photo"
        request = FileRequest(title, filters=(SCAN_FILTER, ALL_FILTER))
        self._choose_file(self, request, self._choose)

    def _choose(self, path: Path) -> None:
        self._scan = None
        self.keep_button.setEnabled(False)
        self.chosen.setText("No file chosen yet.")
        self.attempt_slowly("Reading the file…", lambda: self._read(path))

    def _read(self, path: Path) -> None:
        scan = self._paper.read_scan(path)
        words = f"{scan.name} ({size_words(scan.size)})\nSHA-256 {_in_groups(scan.content)}"
        if scan.data is None:
            words += (
                "\nThe file is too large to keep a copy here. Its fingerprint is recorded. Keep "
                "the file itself with the paper."
            )
        self.chosen.setText(words)
        self._scan = scan
        self.keep_button.setEnabled(True)
        self.focus_next(self.where)

    def _keep(self) -> None:
        self.attempt(self._write)

    def _write(self) -> None:
        if self._scan is None:
            return
        name, where = self._scan.name, self.where.text()
        self.kept.emit(self._paper.keep_evidence(self._group, self._event, self._scan, where))
        self._scan = None
        self.chosen.setText("No file chosen yet.")
        self.where.clear()
        self.keep_button.setEnabled(False)
        self._show_known()
        self.outcome.say(f"“{name}” is recorded.")
        self.finish()
        self.keep_typed(self.where)

    def _ask_where(self) -> None:
        paper = self._papers[self.known.currentRow()]
        title = "Save a copy, not encrypted"
        request = FileRequest(title, save=True, suggested=paper.name, filters=(ALL_FILTER,))
        self._choose_file(self, request, lambda path: self._save_copy(paper, path))

    def _save_copy(self, paper: Evidence, path: Path) -> None:
        if self.attempt(lambda: self._paper.save_scan(self._group, paper.content, path)):
            self.outcome.say(f"“{path.name}” is saved, not encrypted.")


def _words(each: Evidence) -> str:
    where = "A copy is on this laptop." if each.is_here else "No copy is on this laptop."
    return (
        f"{each.name} ({size_words(each.size)}), recorded by {each.by}. {where}\n"
        f"Paper: {each.where or 'place not known'}\nSHA-256 {_in_groups(each.content)}"
    )


def _in_groups(digest: str) -> str:
    starts = range(0, len(digest), _DIGITS_TOGETHER)
    return " ".join(digest[at : at + _DIGITS_TOGETHER] for at in starts) or "unknown"

"""The dialog that takes a signed sheet back into the register.

It asks and shows; what is recorded is decided by whoever opened it. It deletes itself when closed.
"""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from npq_desktop.services.core.naming import count
from npq_desktop.services.register.paper import Transcribed
from npq_desktop.services.register.paper_entries import PaperLine
from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.sheet import Sheet, plain_label, sentences_box


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

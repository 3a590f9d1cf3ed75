"""Asks before several works are accepted at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from npq_desktop.rows.review import QueueRow
from npq_desktop.services.core.words import count
from npq_desktop.services.review import words
from npq_desktop.services.review.phrases import first_blank
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.pieces.cards import Text


class BatchDialog(Dialog):
    """``confirmed`` carries the feedback for all of ``read``; those ``left`` are only named.

    ``filled`` fills a feedback in for one work; that of the first is shown. Nothing is accepted
    without reading: with nothing read there is only the reason and a way out.
    """

    confirmed = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        *,
        read: Sequence[QueueRow],
        left: Sequence[str],
        filled: Callable[[QueueRow, str], str],
    ) -> None:
        title = f"Accept {count(len(read), 'work')}" if read else "Nothing to accept yet"
        super().__init__(parent, title, words.batch_purpose(len(read), left))
        self._read, self._filled = read, filled
        if not read:
            self.finish()
            return
        label = Text("Feedback for all", self, heavy=True)
        self.feedback = QPlainTextEdit(self)
        self.feedback.setTabChangesFocus(True)
        self.feedback.setAccessibleName("Feedback for all")
        self.first = Text("", self)
        label.setBuddy(self.feedback)
        for widget in (label, self.feedback, self.first):
            self.body.addWidget(widget)
        self.accept_button = self.add_button(title, self._confirm)
        self.feedback.textChanged.connect(self._tell)
        self.keep_typed(self.feedback)
        self._tell()

    def _tell(self) -> None:
        row = self._read[0]
        said = self._filled(row, self.feedback.toPlainText().strip())
        self.first.setText(f"{row.name} will read: “{said}”" if said else "")
        self.first.setVisible(bool(said))
        blank = first_blank(said)
        self.need(words.not_filled_in(blank) if blank else "")

    def _confirm(self) -> None:
        self.confirmed.emit(self.feedback.toPlainText())

"""Joining: the six words open the invitation, what it offers is said, then one button joins."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from npq_desktop.rows.exchange import OpenPreview
from npq_desktop.ui.kit.sheet import Sheet, plain_label


class Joiner(Protocol):
    """What joining needs of the membership service."""

    def preview_invitation(self, path: Path, words: str) -> OpenPreview: ...
    def join(self, preview: OpenPreview) -> str: ...


class JoinDialog(Sheet):
    """``joined`` carries the group's id."""

    joined = Signal(str)

    def __init__(self, *, parent: QWidget | None, membership: Joiner, path: Path) -> None:
        super().__init__(parent, "")
        self.heading.setText(self.tr("Join by invitation"))
        self.setWindowTitle(self.heading.text())
        self._membership = membership
        self._path = path
        self._preview: OpenPreview | None = None
        self.words_box = QLineEdit(self)
        self.words_box.setPlaceholderText(self.tr("six words, as they were said to you"))
        self.offer = plain_label(self)
        self.offer.hide()
        self.go_button = self.add_button("", self._go_on)
        self.go_button.setDefault(True)
        self.explanation = plain_label(self)
        self.explanation.setText(
            self.tr("{0} is locked with six words. Ask whoever gave it to you.").format(path.name)
        )
        form = QFormLayout()
        form.addRow(self.tr("Six &words:"), self.words_box)
        self.body.addWidget(self.explanation)
        self.body.addLayout(form)
        self.body.addWidget(self.offer)
        self.body.addStretch(1)
        self.words_box.textChanged.connect(self._forget_offer)
        self._forget_offer()

    def _go_on(self) -> None:
        if self._preview is None:
            sentence = self.tr("Trying the words on the file takes a few seconds…")
            self.attempt_slowly(sentence, self._look)
        elif self.attempt(self._join):
            self.accept()

    def _look(self) -> None:
        preview = self._membership.preview_invitation(self._path, self.words_box.text())
        self._preview = preview
        self.offer.setText("\n".join((preview.title, preview.words, *preview.details)))
        self.offer.show()
        self.go_button.setText(self.tr("&Join {0}").format(preview.title.replace("&", "&&")))

    def _join(self) -> None:
        assert self._preview is not None  # noqa: S101  # _go_on looks first
        self.joined.emit(self._membership.join(self._preview))

    def _forget_offer(self) -> None:
        self._preview = None
        self.offer.hide()
        self.trouble.say("")
        self.go_button.setText(self.tr("&Open"))
        self.go_button.setEnabled(bool(self.words_box.text().strip()))

"""Sends a group as a file: shows who can open it, saves it, and offers a text for the mail."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.banner import Banner
from npq_desktop.ui.kit.dialog import Dialog, plain_label, sentences_box
from npq_desktop.ui.kit.file_choice import (
    ALL_FILTER,
    READABLE_ENDING,
    READABLE_FILTER,
    SYNC_ENDING,
    SYNC_FILTER,
    ChooseFile,
    FileRequest,
    file_name,
)

if TYPE_CHECKING:
    from npq_desktop.rows.exchange import Openers
    from npq_desktop.services.exchange.bundles import ExchangeService


class SendDialog(Dialog):
    """``sent`` carries ``Sent``; ``invite_requested``: nobody else can open the file yet."""

    sent = Signal(object)
    invite_requested = Signal()

    def __init__(
        self,
        *,
        parent: QWidget | None,
        exchange: "ExchangeService",
        choose_file: ChooseFile,
        group: str,
        title: str,
    ) -> None:
        super().__init__(parent, "")
        heading = f"Send {title}"
        self.setWindowTitle(heading)
        self.heading.setText(heading)
        self._exchange = exchange
        self._choose_file = choose_file
        self._group = group
        self._title = title
        self.openers_words = plain_label(self)
        self.alone = Banner(self)
        self.invite_button = QPushButton("&Invite somebody…", self)
        self.readable_box = QCheckBox("&Readable file, not encrypted", self)
        self.readable_warning = Banner(self)
        self.outcome = Banner(self)
        self.left_out = sentences_box(self, "What was left out")
        self.mail_text = sentences_box(self, "Text for a mail")
        self.copy_button = QPushButton("&Copy the mail text", self)
        self.save_button = self.add_button("&Save file…", self._ask_where)
        self._lay_out()
        self.readable_box.toggled.connect(self._warn_readable)
        self.invite_button.clicked.connect(self._invite)
        self.copy_button.clicked.connect(self._copy)
        self.opens_on = self.save_button
        self._openers: Openers | None = None
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        """Show who could open the file now."""
        openers = self._openers = self._exchange.openers(self._group)
        self.openers_words.setText("" if openers.nobody_else else openers.words)
        self.openers_words.setVisible(not openers.nobody_else)
        self.invite_button.setVisible(openers.nobody_else)
        self.alone.say("")
        if openers.nobody_else:
            self.alone.warn(openers.words)
            self.opens_on = self.invite_button

    def _warn_readable(self, checked: bool) -> None:
        if not checked:
            self.readable_warning.say("")
            return
        self.readable_warning.warn(
            "Not encrypted: anybody who gets this file can read names, marks and feedback. "
            "Use it only to look into the data or for another program, and delete it after."
        )

    def _invite(self) -> None:
        self.reject()  # first: the invitation must not open over a dialog that goes away
        self.invite_requested.emit()

    def _ask_where(self) -> None:
        readable = self.readable_box.isChecked()
        name = file_name(self._title, ending=READABLE_ENDING if readable else SYNC_ENDING)
        filters = (READABLE_FILTER if readable else SYNC_FILTER, ALL_FILTER)
        request = FileRequest("Save the file", True, name, filters)
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt(lambda: self._send(path))

    def _send(self, path: Path) -> None:
        readable = self.readable_box.isChecked()
        shown = self._openers
        sent = self._exchange.send(self._group, path, readable=readable, shown=shown)
        self.outcome.say(f"{sent.path.name}: {sent.words}")
        self.left_out.setPlainText("\n".join(sent.left_out))
        self.left_out.setVisible(bool(sent.left_out))
        self.mail_text.setPlainText(sent.mail_text)
        for widget in (self.mail_text, self.copy_button):
            widget.show()
        for asked in (self.readable_box, self.readable_warning, self.save_button, self.alone):
            asked.hide()
        self.invite_button.hide()
        self.finish()
        self.adjustSize()
        self.sent.emit(sent)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.mail_text.toPlainText())
        self.copy_button.setText("Copied")

    def _lay_out(self) -> None:
        self.body.addWidget(self.openers_words)
        self.body.addWidget(self.alone)
        for widget in (self.readable_box, self.readable_warning, self.outcome, self.left_out):
            self.body.addWidget(widget)
        self.body.addWidget(self.mail_text)
        for button in (self.invite_button, self.copy_button):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for box in (self.left_out, self.mail_text):
            box.setMaximumHeight(self.fontMetrics().height() * 6)
            box.hide()
        self.copy_button.hide()
        self.body.addStretch(1)

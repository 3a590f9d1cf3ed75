"""Sends a group as a file: shows who can open it, saves it, and offers a text for the mail."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.ui.kit.banner import Banner, BannerKind
from npq_desktop.ui.kit.buttons import Button, ButtonKind, Segmented
from npq_desktop.ui.kit.cards import Text
from npq_desktop.ui.kit.dialog import Dialog, sentences_box
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
from npq_desktop.ui.kit.paint.metrics import CAPTION

if TYPE_CHECKING:
    from npq_desktop.rows.exchange import Openers
    from npq_desktop.services.exchange.bundles import ExchangeService


_PURPOSE = "Saves one file. Colleagues open it with NPQ Desktop, in any order."
_LOCKED, _READABLE = "locked", "readable"
_KINDS = ((_LOCKED, "Sync file, encrypted"), (_READABLE, "Not encrypted"))
_NOT_ENCRYPTED = (
    "Anyone with the file can read names, marks and feedback. Use it only to look into the data "
    "or for another program."
)


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
        super().__init__(parent, f"Send {title}", _PURPOSE)
        self._openers: Openers | None = None
        self._exchange = exchange
        self._choose_file = choose_file
        self._group = group
        self._title = title
        self.openers_words = Text("", self, size=CAPTION, tone="muted")
        self.alone = Banner(self)
        self.invite_button = Button("&Invite a facilitator…", self)
        self.kinds_label = Text("What kind of file", self, heavy=True)
        self.kinds = Segmented(self, "What kind of file", _KINDS)
        self.readable_warning = Banner(self)
        self.outcome = Banner(self)
        self.left_out = sentences_box(self, "What was left out")
        self.mail_text = sentences_box(self, "Text for a mail")
        self.copy_button = Button(
            "&Copy mail text", self.footer, kind=ButtonKind.GHOST, drawing="file"
        )
        self.save_button = self.add_button("&Save file…", self._ask_where)
        self._lay_out()
        self.kinds.chosen.connect(self._show_kind)
        self.invite_button.clicked.connect(self._invite)
        self.copy_button.clicked.connect(self._copy)
        self.opens_on = self.save_button
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        """Show who could open the file now."""
        openers = self._openers = self._exchange.openers(self._group)
        self._show_kind(self.kinds.current())
        self.invite_button.setVisible(openers.nobody_else)
        self.alone.say("")
        if openers.nobody_else:
            self.alone.warn(openers.words)
            self.opens_on = self.invite_button

    def _show_kind(self, kind: str) -> None:
        """Say who can open a file of the kind that is chosen."""
        openers, is_readable = self._openers, kind == _READABLE
        locked = "" if openers is None or openers.nobody_else else openers.words
        self.openers_words.setText("" if is_readable else locked)
        self.openers_words.setVisible(bool(self.openers_words.text()))
        warning = _NOT_ENCRYPTED if is_readable else ""
        self.readable_warning.say(warning, kind=BannerKind.WARN, lead="Not encrypted.")

    def _invite(self) -> None:
        self.reject()  # first: the invitation must not open over a dialog that goes away
        self.invite_requested.emit()

    def _ask_where(self) -> None:
        readable = self.kinds.current() == _READABLE
        name = file_name(self._title, ending=READABLE_ENDING if readable else SYNC_ENDING)
        filters = (READABLE_FILTER if readable else SYNC_FILTER, ALL_FILTER)
        request = FileRequest("Save the file", True, name, filters)
        self._choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        self.attempt(lambda: self._send(path))

    def _send(self, path: Path) -> None:
        readable = self.kinds.current() == _READABLE
        shown = self._openers
        sent = self._exchange.send(self._group, path, readable=readable, shown=shown)
        self.outcome.say(f"{sent.path.name}: {sent.words}")
        self.left_out.setPlainText("\n".join(sent.left_out))
        self.left_out.setVisible(bool(sent.left_out))
        self.mail_text.setPlainText(sent.mail_text)
        for widget in (self.mail_text, self.copy_button):
            widget.show()
        self._hide_question()
        self.finish()
        self.adjustSize()
        self.sent.emit(sent)

    def _hide_question(self) -> None:
        """Leave what came of it, once the file is written."""
        asked = (self.kinds_label, self.kinds, self.openers_words, self.readable_warning)
        for widget in (*asked, self.save_button, self.alone, self.invite_button):
            widget.hide()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.mail_text.toPlainText())
        self.copy_button.setText("Copied")

    def _lay_out(self) -> None:
        self.body.addWidget(self.alone)
        self.body.addWidget(self.invite_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.kinds_label)
        self.body.addWidget(self.kinds)
        for widget in (self.openers_words, self.readable_warning, self.outcome, self.left_out):
            self.body.addWidget(widget)
        self.body.addWidget(self.mail_text)
        self.footer.beside.addWidget(self.copy_button)
        for box in (self.left_out, self.mail_text):
            box.setMaximumHeight(self.fontMetrics().height() * 6)
            box.hide()
        self.copy_button.hide()
        self.body.addStretch(1)

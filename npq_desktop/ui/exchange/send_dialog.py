"""Sends a group as a file: for whom, who can open it, where it goes, and a text for the mail."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.dialogs.choice_rows import ChoiceRows, RowChoice
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.dialogs.file_choice import (
    READABLE_ENDING,
    SYNC_ENDING,
    ChooseFile,
    FileRequest,
    file_name,
    folder_words,
)
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind, Segmented
from npq_desktop.ui.kit.pieces.cards import Text

if TYPE_CHECKING:
    from npq_desktop.rows.exchange import Openers
    from npq_desktop.services.exchange.bundles import ExchangeService


_PURPOSE = "Saves one file. Colleagues open it with NPQ Desktop, in any order."
_LOCKED, _READABLE = "locked", "readable"
_KINDS = ((_LOCKED, "Sync file, encrypted"), (_READABLE, "Not encrypted"))
_NOT_ENCRYPTED = (
    "Anyone who gets this file can read names, marks and feedback. Use it only to check the data "
    "or for another program, then delete it."
)
_TYPED_ENDING = re.compile(r"(\.npqsync)?(\.[A-Za-z]{1,8})?$")


class SendDialog(Dialog):
    """``sent`` carries ``Sent``; ``invite_requested``: nobody else can open the file yet.

    ``folder`` is where the file is saved unless another is chosen, ``day`` goes into its name.
    """

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
        folder: Path,
        day: str,
    ) -> None:
        super().__init__(parent, f"Send {title}", _PURPOSE)
        self._openers: Openers | None = None
        self._exchange, self._group, self._choose_file = exchange, group, choose_file
        self._title, self._folder, self._day = title, folder, day
        self._warned_of_file: Path | None = None
        self.alone = Banner(self)
        self.invite_button = Button("&Invite a facilitator…", self)
        self.whom_label = Text("For", self, heavy=True)
        self.whom = ChoiceRows(self, "For")
        self.kinds_label = Text("What kind of file", self, heavy=True)
        self.kinds = Segmented(self, "What kind of file", _KINDS)
        self.openers_words = Text("", self)
        self.readable_warning = Banner(self)
        self.name_label = Text("File &name", self, heavy=True, wraps=False)
        self.name_box = QLineEdit(self)
        self.folder_button = Button("&Folder…", self)
        self.folder_words = Text("", self, size=CAPTION, tone="muted")
        self.outcome = Banner(self)
        self.left_out = sentences_box(self, "What was left out")
        self.mail_text = sentences_box(self, "Text for a mail")
        self.copy_button = Button(
            "&Copy mail text", self.footer, kind=ButtonKind.GHOST, drawing="file"
        )
        self.save_button = self.add_button("&Save file", self._save)
        self._lay_out()
        self._connect()
        self.opens_on = self.save_button
        self.attempt(self.show_again)

    def _connect(self) -> None:
        self.whom.chosen.connect(self._show_whom)
        self.kinds.chosen.connect(self._show_kind)
        self.name_box.textChanged.connect(self._check_name)
        self.folder_button.clicked.connect(self._ask_folder)
        self.invite_button.clicked.connect(self._invite)
        self.copy_button.clicked.connect(self._copy)

    @override
    def show_again(self) -> None:
        """Show whom the file may be for, and who could open it now."""
        choices = self._exchange.choices(self._group)
        self.whom.offer([RowChoice(c.key, c.name, c.told, c.role) for c in choices])
        self._show_whom()
        self._show_folder(self._folder)
        nobody_else = not choices
        self.invite_button.setVisible(nobody_else)
        self.alone.say("")
        if nobody_else and self._openers is not None:
            self.alone.warn(self._openers.words)
            self.opens_on = self.invite_button

    def _show_whom(self) -> None:
        self._openers = self._exchange.openers(self._group, self.whom.current())
        self._show_kind()

    def _show_kind(self) -> None:
        """Say who can open a file of the kind that is chosen, and name it."""
        openers, readable = self._openers, self._is_readable()
        locked = "" if openers is None or openers.nobody_else else openers.words
        self.openers_words.setText("" if readable else locked)
        for widget in (self._lock, self.openers_words):
            widget.setVisible(bool(self.openers_words.text()))
        for each in (self.whom_label, self.whom):
            each.setVisible(bool(self.whom.rows) and not readable)
        warning = _NOT_ENCRYPTED if readable else ""
        self.readable_warning.say(warning, kind=BannerKind.WARN, lead="Not encrypted.")
        if not self.name_box.isModified():
            self.name_box.setText(self._suggested())
        elif self.name_box.text().strip():
            self.name_box.setText(self._named())
            self.name_box.setModified(True)

    def _suggested(self) -> str:
        row = self.whom.rows.get(self.whom.current())
        whom = f"for {row.choice.first}" if self.whom.current() and row else ""
        parts = (self._title, "" if self._is_readable() else whom, self._day)
        return file_name(*parts, ending=self._ending())

    def _named(self) -> str:
        """The name that is typed, with the ending of the kind that is chosen."""
        stem = _TYPED_ENDING.sub("", self.name_box.text().strip())
        return file_name(stem, ending=self._ending())

    def _ending(self) -> str:
        return READABLE_ENDING if self._is_readable() else SYNC_ENDING

    def _is_readable(self) -> bool:
        return self.kinds.current() == _READABLE

    def _check_name(self) -> None:
        self.need("" if self.name_box.text().strip() else "Type a name for the file.")

    def _ask_folder(self) -> None:
        self._choose_file(self, FileRequest("Choose a folder", folder=True), self._show_folder)

    def _show_folder(self, folder: Path) -> None:
        self._folder = folder
        self.folder_words.setText(folder_words(folder))

    def _invite(self) -> None:
        self.reject()  # first: the invitation must not open over a dialog that goes away
        self.invite_requested.emit()

    def _save(self) -> None:
        path = self._folder / self._named()
        if path != self._warned_of_file and path.exists():
            self._warned_of_file = path
            self.trouble.warn(
                f"“{path.name}” is already in this folder. Saving replaces it. To do it anyway, "
                "choose “Save file” again."
            )
            return
        self.attempt(lambda: self._send(path))

    def _send(self, path: Path) -> None:
        sent = self._exchange.send(
            self._group,
            path,
            whom=self.whom.current(),
            readable=self._is_readable(),
            shown=self._openers,
        )
        self.outcome.say(f"{sent.path.name}: {sent.words}")
        self.left_out.setPlainText("\n".join(sent.left_out))
        self.left_out.setVisible(bool(sent.left_out))
        self.mail_text.setPlainText(sent.mail_text)
        for widget in (self.mail_text, self.copy_button):
            widget.show()
        self.finish()  # before what has the keyboard is hidden, so that it moves once
        self._hide_question()
        self.adjustSize()
        self.sent.emit(sent)

    def _hide_question(self) -> None:
        """Leave what came of it, once the file is written."""
        whom = (self.whom_label, self.whom, self.openers_words, self._lock)
        kind = (self.kinds_label, self.kinds, self.readable_warning)
        file = (self.name_label, self.name_box, self.folder_button, self.folder_words)
        for widget in (*whom, *kind, *file, self.save_button, self.alone, self.invite_button):
            widget.hide()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.mail_text.toPlainText())
        self.copy_button.setText("Copied")

    def _lay_out(self) -> None:
        self.name_label.setBuddy(self.name_box)
        self.name_box.setAccessibleName("File name")
        where = QHBoxLayout()
        where.addWidget(self.name_box, 1)
        where.addWidget(self.folder_button)
        self.body.addWidget(self.alone)
        self.body.addWidget(self.invite_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_part(self.whom_label, self.whom)
        self._add_part(self.kinds_label, self.kinds, self._line_of_openers())
        self.body.addWidget(self.readable_warning)
        self._add_part(self.name_label, where, self.folder_words)
        for shown in (self.outcome, self.left_out, self.mail_text):
            self.body.addWidget(shown)
        self.footer.beside.addWidget(self.copy_button)
        for box in (self.left_out, self.mail_text):
            box.setMaximumHeight(self.fontMetrics().height() * 6)
            box.hide()
        self.copy_button.hide()
        self.body.addStretch(1)

    def _add_part(self, *parts: QWidget | QHBoxLayout) -> None:
        """Put a label and what belongs to it close together."""
        column = QVBoxLayout()
        column.setSpacing(metrics_of(self.font()).space)
        for part in parts:
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        self.body.addLayout(column)

    def _line_of_openers(self) -> QHBoxLayout:
        side, colours = metrics_of(self.font()).icon, tokens_of(self.palette())
        self._lock = QLabel(self)
        lock = icons().pixmap("lock", colours.ok, side, self.devicePixelRatioF())
        self._lock.setPixmap(lock)
        line = QHBoxLayout()
        line.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.openers_words, 1)
        return line

"""Prepares a message for several people: drafts for an email program, a table, or a copy."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.assessment import StripPart
from npq_desktop.rows.contact import MessagesPreview, MessageText
from npq_desktop.services.cohort.words import capital, standings
from npq_desktop.services.core.words import count, listed_briefly
from npq_desktop.services.office.assessment.words import PART_WORDS
from npq_desktop.services.office.messages import PLACEHOLDERS
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.file_choice import CSV_FILTER, FileRequest
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.metrics import CAPTION
from npq_desktop.ui.kit.pieces.banner import BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_PURPOSE = (
    "NPQ Desktop sends nothing. It writes drafts that your email program opens, or a table with a "
    "line for each person."
)
_EVERYONE, _CHOSEN, _SEVERAL, _OFFERED = "everyone", "chosen", "several", "offered"
_PARTS = ("could", "not_yet", "missing")
_LINES = 6


class MessagesDialog(OfficeDialog):
    """``preview`` is what would be written now; None while a blank is not known.

    ``offered`` is the key of a text and for whom it is, where something just done asks for it.
    """

    def __init__(
        self,
        *,
        parent: QWidget | None,
        desk: OfficeDesk,
        offered: tuple[str, tuple[str, ...]] = ("", ()),
    ) -> None:
        super().__init__(parent, desk, "Prepared messages", _PURPOSE)
        self.preview: MessagesPreview | None = None
        self._texts: dict[str, MessageText] = {}
        self._audiences: dict[str, tuple[str, ...]] = {}
        self.to_box, self.text_box = combo(self, "For"), combo(self, "Text")
        self.subject_box = QLineEdit(self)
        self.body_box = QPlainTextEdit(self)
        self.shown = Text("", self)
        self.left_out = Text("", self, tone="warn")
        self.table_button = Button("Save a &table…", self)
        self.copy_button = Button("&Copy all", self)
        self.keep_button = Button("&Keep this text", self)
        self._lay_out()
        self.save_button = self.add_button("Save &drafts…", self._ask_folder)
        self.log_button = self.add_button("&Log contacts", self._log)
        self.log_button.hide()
        self._fill(*offered)
        self._connect()
        self._choose_text()
        self.opens_on = self.to_box

    def _lay_out(self) -> None:
        self.body_box.setTabChangesFocus(True)
        self.body_box.setMinimumHeight(self.body_box.fontMetrics().height() * _LINES)
        blanks = " ".join(f"{{{each}}}" for each in PLACEHOLDERS)
        form = Form()
        form.add_field("&For", self.to_box)
        form.add_field("Te&xt", self.text_box)
        form.add_field("&Subject", self.subject_box)
        form.add_field("&Message", self.body_box, f"Filled in for each person: {blanks}")
        self.body.addLayout(form)
        self.body.addWidget(Text("The first message", self, heavy=True))
        self.body.addWidget(self.shown)
        self.body.addWidget(self.left_out)
        self.put_beside(self.table_button, self.copy_button, self.keep_button)
        note = "Never write about reasons, health, money or outcomes in a message."
        self.body.addWidget(Text(note, self, size=CAPTION, tone="muted"))
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.text_box.currentIndexChanged.connect(self._choose_text)
        self.to_box.currentIndexChanged.connect(self._tell)
        self.subject_box.textChanged.connect(self._tell)
        self.body_box.textChanged.connect(self._tell)
        self.table_button.clicked.connect(self._ask_table)
        self.copy_button.clicked.connect(self._copy)
        self.keep_button.clicked.connect(self._keep)

    def _fill(self, offered: str, people: tuple[str, ...]) -> None:
        office, group = self.desk.office, self.desk.group
        view = office.assessment.view(group, self.desk.round)
        names = {row.person: row.name for row in view.rows}
        if people:
            self._add(_OFFERED, "Just recorded", people)
        if len(self.desk.people) > 1:
            self._add(_SEVERAL, "Those chosen", self.desk.people)
        elif self.desk.person in names:
            self._add(_CHOSEN, names[self.desk.person], (self.desk.person,))
        self._add(_EVERYONE, "Everyone", tuple(names))
        admitted = tuple(row.person for row in view.rows if row.gate != "closed")
        if admitted and len(view.strip) > 1:
            self._add("admitted", PART_WORDS["admitted"], admitted)
        for part in view.strip:
            self._add_part(part)
        for standing, words in standings(view.threshold):
            found = tuple(row.person for row in view.rows if row.standing == standing)
            if found:
                self._add(standing, capital(words), found)
        for text in office.messages.texts(group):
            self._texts[text.key] = text
            self.text_box.addItem(text.title, text.key)
        self.text_box.setCurrentIndex(max(0, self.text_box.findData(offered)))

    def _add_part(self, part: StripPart) -> None:
        if part.key in _PARTS and part.people:
            self._add(part.key, PART_WORDS[part.key], part.people)

    def _add(self, key: str, words: str, people: tuple[str, ...]) -> None:
        self._audiences[key] = people
        one = key == _CHOSEN
        self.to_box.addItem(words if one else f"{words} · {len(people)}", key)

    def people(self) -> tuple[str, ...]:
        """Whom the message is for."""
        return self._audiences.get(str(self.to_box.currentData()), ())

    def text(self) -> MessageText:
        """The text as it is typed now."""
        found = self._texts.get(str(self.text_box.currentData()))
        title = found.title if found is not None else "Own"
        key = found.key if found is not None else ""
        return MessageText(key, title, self.subject_box.text(), self.body_box.toPlainText())

    def _choose_text(self) -> None:
        found = self._texts.get(str(self.text_box.currentData()))
        if found is not None:
            self.subject_box.setText(found.subject)
            self.body_box.setPlainText(found.text)
        self._tell()

    def _tell(self) -> None:
        self.preview = None
        self.log_button.hide()
        try:
            preview = self.desk.office.messages.preview
            self.preview = preview(self.desk.group, self.people(), self.text(), self.desk.round)
        except NpqDesktopError as error:
            self.trouble.warn(str(error))
        else:
            self.trouble.say("")
        self._show()

    def _show(self) -> None:
        messages = self.preview.messages if self.preview is not None else ()
        first = messages[0] if messages else None
        self.shown.setText(f"{first.name}\n{first.subject}\n{first.text}" if first else "")
        nobody = self.preview.without_email if self.preview is not None else ()
        said = f"Without an email address: {listed_briefly(nobody)}." if nobody else ""
        self.left_out.setText(said)
        self.left_out.setVisible(bool(said))
        for button in (self.table_button, self.copy_button):
            button.setEnabled(bool(messages))
        with_email = [each for each in messages if each.email]
        self.save_button.setText(f"Save {count(len(with_email), '&draft')}…")
        self.need("" if with_email else "Nobody to write to")

    # ---- what is made ----------------------------------------------------------------------------

    def _ask_folder(self) -> None:
        request = FileRequest("Choose a folder for the drafts", folder=True)
        self.desk.choose_file(self, request, self._save_drafts)

    def _save_drafts(self, folder: Path) -> None:
        preview, save = self.preview, self.desk.office.messages.save_drafts

        def write() -> None:
            if preview is not None:
                save(self.desk.group, preview, folder)

        if self.attempt(write):
            self._made("The drafts are saved. They are not encrypted.")

    def _ask_table(self) -> None:
        request = FileRequest("Save a table, not encrypted", True, "Messages.csv", (CSV_FILTER,))
        self.desk.choose_file(self, request, self._save_table)

    def _save_table(self, path: Path) -> None:
        preview, save = self.preview, self.desk.office.messages.save_table
        if preview is not None and self.attempt(lambda: save(self.desk.group, preview, path)):
            self._made(f"{path.name} is saved. It is not encrypted.")

    def _copy(self) -> None:
        messages = self.preview.messages if self.preview is not None else ()
        parts = (f"{each.name}\n{each.subject}\n\n{each.text}" for each in messages)
        QGuiApplication.clipboard().setText("\n\n".join(parts))
        self._made(f"{count(len(messages), 'message')} copied.")

    def _keep(self) -> None:
        text, keep = self.text(), self.desk.office.messages.keep
        title = f"Own: {text.subject}"[:60]
        if self.attempt(lambda: keep(title, text.subject, text.text)):
            self.trouble.say(f"“{title}” is kept on this laptop.", kind=BannerKind.OK)

    def _made(self, said: str) -> None:
        self.trouble.say(said, kind=BannerKind.OK)
        self.log_button.setText(f"&Log {count(len(self.people()), 'contact')}")
        self.log_button.show()
        self.focus_next(self.log_button)

    def _log(self) -> None:
        people, act = self.people(), self.desk.office.contacts.log_all
        said = f"{count(len(people), 'contact')} logged."
        self.write(lambda: act(self.desk.group, people, "message"), said)

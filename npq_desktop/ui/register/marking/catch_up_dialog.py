"""Asks for a catch-up for one absence, and for what was handed in for it.

The caller records; an error it raises is shown here and keeps the dialog open.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.people import CatchUpOffer
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import plain_label

_TEXT_LINES = 6


class CatchUpDialog(Dialog):
    """Return agrees; with a text it hands in."""

    def __init__(
        self,
        *,
        parent: QWidget,
        offer: CatchUpOffer,
        look: Callable[[], CatchUpOffer],
        agree: Callable[[CatchUpOffer, str, date], None],
        hand_in: Callable[[CatchUpOffer, str], None],
    ) -> None:
        super().__init__(parent, f"Catch-up of {offer.name} for {offer.title}")
        self._offer, self._look = offer, look
        self._agree, self._hand_in = agree, hand_in
        self.words = plain_label(self, offer.words)
        self.what_box = QLineEdit(offer.what, self)
        self.by_box = _day_box(self, offer)
        self.text_box = QPlainTextEdit(offer.text, self)
        self.text_box.setTabChangesFocus(True)
        self.text_box.setMinimumHeight(self.fontMetrics().lineSpacing() * _TEXT_LINES)
        self.text_box.setPlaceholderText("Leave this empty until they have written it.")
        self._lay_out()
        self.agree_button = self.add_button("&Agree", self._record_agreed)
        self.hand_in_button = self.add_button("&Hand in for review", self._record_text)
        self.text_box.textChanged.connect(self._enable)
        self.keep_typed(self.what_box, self.text_box)
        self._enable()

    def _lay_out(self) -> None:
        form = Form()
        for label, box in (("&What they do", self.what_box), ("&By when", self.by_box)):
            form.add_field(label, box)
        self.text_box.setAccessibleName("What the participant wrote")
        above = Text("What the &participant wrote", self, heavy=True)
        above.setBuddy(self.text_box)
        text = QVBoxLayout()
        text.addWidget(above)
        text.addWidget(self.text_box, 1)
        self.body.addWidget(self.words)
        self.body.addLayout(form)
        self.body.addLayout(text, 1)

    @override
    def show_again(self) -> None:
        """Show what is agreed now; what was typed stays."""
        self._offer = self._look()
        self.words.setText(self._offer.words)
        self._enable()

    def _enable(self) -> None:
        """Only a text that is new can be handed in; only what is not, agreed."""
        text, state = self.text_box.toPlainText(), self._offer.state
        self.what_box.setReadOnly(state == "handed_in")
        self.by_box.setEnabled(state != "handed_in")
        is_new = bool(text.strip()) and (state in ("", "agreed") or text != self._offer.text)
        self.hand_in_button.setEnabled(is_new)
        self.agree_button.setEnabled(state != "handed_in")
        enabled = [b for b in (self.hand_in_button, self.agree_button) if b.isEnabled()]
        (*enabled, self.cancel_button)[0].setDefault(True)

    def _record_agreed(self) -> None:
        chosen = self.by_box.date()
        by = date(chosen.year(), chosen.month(), chosen.day())
        if self.attempt(lambda: self._agree(self._offer, self.what_box.text(), by)):
            self.accept()

    def _record_text(self) -> None:
        if self.attempt(lambda: self._hand_in(self._offer, self.text_box.toPlainText())):
            self.accept()


def _day_box(parent: QWidget, offer: CatchUpOffer) -> QDateEdit:
    """Ends where the programme ends, so that no later day can be chosen."""
    box = QDateEdit(QDate(offer.by.year, offer.by.month, offer.by.day), parent)
    box.setCalendarPopup(True)
    box.setDisplayFormat("d MMMM yyyy")
    if offer.last is not None and offer.by <= offer.last:
        box.setMaximumDate(QDate(offer.last.year, offer.last.month, offer.last.day))
    return box

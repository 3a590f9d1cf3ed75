"""Exempts a person from one task or event, or credits it, with a reason.

What that would do to the figures is shown first. A facilitator, who may not exempt, sees whom to
ask and nothing to fill in.
"""

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import Exemption, ExemptionOffer
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.text import plain_label

_VALUES = ("excused", "credited", "part", None)


class ExemptionDialog(Dialog):
    """``foretell`` returns what it would do, in sentences; ``record`` records it, given
    what was shown.

    Both may raise an ``NpqDesktopError``, which the dialog shows.
    """

    def __init__(
        self,
        *,
        parent: QWidget | None,
        offer: ExemptionOffer,
        foretell: Callable[[Exemption], tuple[str, ...]],
        record: Callable[[Exemption, tuple[str, ...]], None],
    ) -> None:
        super().__init__(parent, f"Exempt or credit {offer.name}")
        self._offer, self._foretell, self._record = offer, foretell, record
        self._shown: tuple[str, ...] = ()
        self.refused = plain_label(self, offer.refused)
        self.item_box = combo(self, "Task or event")
        self.value_box = combo(self, "What to record")
        self.share_box = QSpinBox(self)
        self.reason_box = QLineEdit(self)
        self.effect = plain_label(self)
        self.fields = QWidget(self)
        self._lay_out()
        self.record_button = self.add_button("&Record", self._enter)
        self.record_button.setVisible(not offer.refused)
        if offer.refused:
            self.finish()
            return
        self.item_box.currentIndexChanged.connect(self._choose_item)
        self.value_box.currentIndexChanged.connect(self._tell)
        self.share_box.valueChanged.connect(self._tell)
        self.reason_box.textChanged.connect(self._enable)
        self.keep_typed(self.reason_box)
        self._choose_item()

    def exemption(self) -> Exemption:
        """The exemption as the fields stand now."""
        value = self.value_box.currentData()
        part = Fraction(self.share_box.value(), 100) if value == "part" else Fraction(1)
        return Exemption(
            item=str(self.item_box.currentData()),
            value="credited" if value == "part" else value,
            reason=self.reason_box.text(),
            credit=part.as_integer_ratio(),
        )

    def _lay_out(self) -> None:
        for key, title, words in self._offer.items:
            self.item_box.addItem(f"{title} ({words})", key)
        self.reason_box.setAccessibleName("Reason")
        self.reason_box.setPlaceholderText("for example transfer, done elsewhere")
        self.share_box.setAccessibleName("How much of it")
        self.share_box.setRange(1, 99)
        self.share_box.setValue(50)
        self.share_box.setSuffix("%")
        form = self.form = Form(self.fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.add_field("&Task or event", self.item_box)
        form.add_field("&What to record", self.value_box)
        form.add_field("How &much of it", self.share_box)
        hint = "Everyone in the group can read this reason. Never write about health."
        form.add_field("Reaso&n", self.reason_box, hint)
        self.fields.setVisible(not self._offer.refused)
        self.refused.setVisible(bool(self._offer.refused))
        for widget in (self.refused, self.fields, self.effect):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def _choose_item(self) -> None:
        """Taking back is offered only where there is something to take back."""
        self.value_box.clear()
        words = {
            "excused": "Exempt: it no longer counts for this person",
            "credited": "Credit it in full",
            "part": "Credit part of it",
            None: "Take back: it counts as usual",
        }
        is_exempt = self.item_box.currentData() in self._offer.exempt
        for value in _VALUES if is_exempt else _VALUES[:-1]:
            self.value_box.addItem(words[value], value)

    def _tell(self) -> None:
        if self.value_box.currentIndex() < 0:
            return
        self.form.setRowVisible(self.share_box, self.value_box.currentData() == "part")
        self.attempt(self.show_again)
        self._enable()

    @override
    def show_again(self) -> None:
        self._shown = ()
        self.effect.clear()
        self._shown = self._foretell(self.exemption())
        self.effect.setText("\n".join(self._shown))

    def _enable(self) -> None:
        wanted = self.exemption()
        self.record_button.setEnabled(wanted.value is None or bool(wanted.reason.strip()))

    def _enter(self) -> None:
        if self.attempt(lambda: self._record(self.exemption(), self._shown)):
            self.accept()

"""Records a person's training status: deferred, withdrawn, active again or joined late.

What a change means is shown below the fields before it is recorded. For a withdrawal, the dialog
shows the cost and offers a deferral in its place.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.rows.cohort import Choice, StatusChange, StatusOffer
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.fields import combo, day_box, day_of
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.text import plain_label

ACTIVE, DEFERRED, WITHDRAWN, TAKEN_BACK = "active", "deferred", "withdrawn", "taken back"
_SEALED = "Only coordinators and you can read the reason. Others see that there is one."


class EnrolmentDialog(Dialog):
    """``foretell`` returns what a change would do, in sentences; ``record`` records it, given
    what was shown.

    Both may raise an ``NpqDesktopError``, which the dialog shows.
    """

    def __init__(
        self,
        *,
        parent: QWidget | None,
        offer: StatusOffer,
        foretell: Callable[[StatusChange], tuple[str, ...]],
        record: Callable[[StatusChange, tuple[str, ...]], None],
    ) -> None:
        super().__init__(parent, f"Training status of {offer.name}", _now(offer))
        self._offer, self._foretell, self._record = offer, foretell, record
        self._shown: tuple[str, ...] = ()
        self.status_box = combo(self, "Status")
        self.since_box = day_box(self, offer.today, "From")
        self.which_box = combo(self, "What to take back")
        self.reason_box = combo(self, "Reason")
        self.returns = QCheckBox("&Expected back", self)
        self.return_box = day_box(self, _next_year(offer.today), "Expected back")
        self.cost = Banner(self)
        self.defer_button = Button("&Defer instead and keep the place", self)
        self.effect = plain_label(self)
        self._form = Form()
        self._fill()
        self._lay_out()
        self.record_button = self.add_button("&Record", self._enter)
        self._connect()
        self._choose_status()

    def change(self) -> StatusChange:
        """The change as the fields stand now."""
        status, reason = self.status_box.currentData(), self.reason_box.currentData() or ""
        if status == TAKEN_BACK:
            return StatusChange(None, self.which_box.currentData())
        back = status == DEFERRED and self.returns.isChecked()
        return StatusChange(
            status=status,
            since=day_of(self.since_box),
            reason=reason if status in (DEFERRED, WITHDRAWN) else "",
            expected_return=day_of(self.return_box) if back else None,
        )

    def _fill(self) -> None:
        for status, words in (
            (DEFERRED, "Deferred, and comes back later"),
            (WITHDRAWN, "Withdrawn, and leaves the programme"),
            (ACTIVE, "Active again" if self._offer.is_apart else "Joined late"),
        ):
            self.status_box.addItem(words, status)
        if self._offer.recorded:
            self.status_box.addItem("Take back what was recorded", TAKEN_BACK)
        if self._offer.is_apart:
            self.status_box.setCurrentIndex(self.status_box.findData(ACTIVE))
        for day, words in self._offer.recorded:
            self.which_box.addItem(words, day)
        self.which_box.setCurrentIndex(len(self._offer.recorded) - 1)

    def _lay_out(self) -> None:
        self._form.add_field("&Status", self.status_box)
        self._form.add_field("&Which", self.which_box)
        self._form.add_field("&From", self.since_box)
        self._form.add_field("Reaso&n", self.reason_box)
        self._form.addRow(self.returns, self.return_box)
        self.body.addLayout(self._form)
        self.sealed = plain_label(self, _SEALED)
        self.body.addWidget(self.sealed)
        self.body.addWidget(self.cost)
        defer = QHBoxLayout()
        defer.addWidget(self.defer_button)
        defer.addStretch(1)
        self.body.addLayout(defer)
        self.body.addWidget(self.effect)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.defer_button.setAutoDefault(True)
        self.defer_button.clicked.connect(self._defer)
        self.status_box.currentIndexChanged.connect(self._choose_status)
        self.which_box.currentIndexChanged.connect(self._tell)
        self.since_box.dateChanged.connect(self._tell)
        self.reason_box.currentIndexChanged.connect(self._tell)
        self.returns.toggled.connect(self._tell)
        self.return_box.dateChanged.connect(self._tell)

    def _choose_status(self) -> None:
        status = self.status_box.currentData()
        reasons = {
            DEFERRED: self._offer.deferral_reasons,
            WITHDRAWN: self._offer.withdrawal_reasons,
        }
        self._offer_reasons(reasons.get(status, ()))
        self._form.setRowVisible(self.which_box, status == TAKEN_BACK)
        self._form.setRowVisible(self.since_box, status != TAKEN_BACK)
        self._form.setRowVisible(self.reason_box, status in reasons)
        self.sealed.setVisible(status in reasons)
        self._form.setRowVisible(self.return_box, status == DEFERRED)
        self.defer_button.setVisible(status == WITHDRAWN)
        self.cost.say(self._offer.cost if status == WITHDRAWN else "", shape=Shape.WARNING)
        self.record_button.setText(
            {
                DEFERRED: "&Record the deferral",
                WITHDRAWN: "&Record the withdrawal",
                TAKEN_BACK: "&Take it back",
            }.get(status, "&Record")
        )
        (self.defer_button if status == WITHDRAWN else self.record_button).setDefault(True)
        self._tell()

    def _offer_reasons(self, reasons: tuple[Choice, ...]) -> None:
        self.reason_box.clear()
        self.reason_box.setPlaceholderText("Choose a reason")
        for value, words in reasons:
            self.reason_box.addItem(words[:1].upper() + words[1:], value)
        self.reason_box.setCurrentIndex(-1)

    def _defer(self) -> None:
        self.status_box.setCurrentIndex(self.status_box.findData(DEFERRED))
        self.focus_next(self.reason_box)

    def _tell(self) -> None:
        self.return_box.setEnabled(self.returns.isChecked())
        needs_reason = self.reason_box.isVisibleTo(self) and not self.change().reason
        self.record_button.setEnabled(self.attempt(self.show_again) and not needs_reason)

    @override
    def show_again(self) -> None:
        self._shown = ()
        self.effect.clear()
        self._shown = self._foretell(self.change())
        self.effect.setText("\n".join(self._shown))

    def _enter(self) -> None:
        if self.attempt(lambda: self._record(self.change(), self._shown)):
            self.accept()


def _now(offer: StatusOffer) -> str:
    if not offer.history:
        return "Active now. Nothing else is recorded."
    return f"Recorded: {'; '.join(offer.history)}."


def _next_year(today: date) -> date:
    """1 September of next year, when cohorts begin."""
    return date(today.year + 1, 9, 1)

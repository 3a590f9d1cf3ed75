"""Decides who pays for a place, and saves the invoices to raise."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLineEdit, QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.rows.office import FundingDecision, FundingRow
from npq_desktop.services.core.words import count, no_longer_here
from npq_desktop.services.office.funding import PAYERS
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.file_choice import CSV_FILTER, FileRequest, file_name
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import AlsoIn, OfficeDesk, OfficeDialog

FUNDED, PAID = "funded", "paid"
_PAYER_WORDS = {"self": "Themselves", "other": "Someone else"}
_PRIVATE = "Private. Only coordinators can read who pays."


class FundingDialog(OfficeDialog):
    """About the person of the desk: the proposal, and the decision that is recorded."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        rows = {row.person: row for row in desk.office.funding.rows(desk.group)}
        row = rows.get(desk.person)
        if row is None:
            raise ServiceError(no_longer_here())
        self._row: FundingRow = row
        self._before = row.decision or FundingDecision("")
        super().__init__(parent, desk, f"Who pays for {row.name}", row.proposal_words)
        self.now = Text(row.words, self)
        self.now.setVisible(bool(row.words))
        self.place_box = combo(self, "Place")
        self.by_box = combo(self, "Paid by")
        self.pounds_box = QDoubleSpinBox(self)
        self.reason_box = QLineEdit(self._before.reason, self)
        self.to_box = QLineEdit(self._before.invoice_to, self)
        self.ref_box = QLineEdit(self._before.invoice_ref, self)
        self.form = Form()
        self._lay_out()
        self.record_button = self.add_button("&Record", self._record)
        self.place_box.currentIndexChanged.connect(self._choose)
        self.by_box.currentIndexChanged.connect(self._tell_missing)
        self.reason_box.textChanged.connect(self._tell_missing)
        self.keep_typed(self.reason_box, self.to_box, self.ref_box)
        self._choose()

    def _lay_out(self) -> None:
        self.place_box.setPlaceholderText("Choose who pays")
        self.place_box.addItem("Funded by the Department", FUNDED)
        self.place_box.addItem("Paid for", PAID)
        self.place_box.setCurrentIndex(self.place_box.findData(self._before.place))
        self.by_box.setPlaceholderText("Choose who")
        for payer in PAYERS:
            self.by_box.addItem(_PAYER_WORDS.get(payer, payer.capitalize()), payer)
        self.by_box.setCurrentIndex(self.by_box.findData(self._before.by))
        settings = self.desk.office.settings.view(self.desk.group).settings
        self.pounds_box.setRange(0, 100_000)
        self.pounds_box.setPrefix("£")
        self.pounds_box.setValue(self._before.pence / 100 or settings.money.fee_pounds)
        self.form.add_field("&Place", self.place_box)
        self.form.add_field("Paid &by", self.by_box)
        self.form.add_field("&Amount", self.pounds_box)
        self.form.add_field("&Invoice to", self.to_box)
        self.form.add_field("Re&ference", self.ref_box)
        self.form.add_field("Reaso&n", self.reason_box, _PRIVATE)
        self.body.addWidget(self.now)
        self.body.addLayout(self.form)
        for number, side in enumerate(self._row.sides, 1):
            self.body.addWidget(Text(f"{side.words}\n{side.who}, {side.at}", self))
            button = Button(f"Choose &{number}", self)
            button.clicked.connect(lambda _=False, head=side.head: self._settle(head))
            self.put_beside(button)
        self.body.addStretch(1)

    def _settle(self, head: str) -> None:
        act, group, person = self.desk.office.funding.choose, self.desk.group, self.desk.person
        self.write(lambda: act(group, person, head), "The money is settled.")

    def _choose(self) -> None:
        is_paid = self.place_box.currentData() == PAID
        for box in (self.by_box, self.pounds_box, self.to_box, self.ref_box):
            self.form.setRowVisible(box, is_paid)
        self._tell_missing()

    def _tell_missing(self) -> None:
        place = self.place_box.currentData()
        missing = "" if place else "Choose who pays"
        if place == PAID and self.by_box.currentIndex() < 0:
            missing = "Choose who pays"
        elif place and not self.reason_box.text().strip():
            missing = "Type the reason"
        self.need(missing)

    def decision(self) -> FundingDecision:
        """The decision as the fields stand now."""
        is_paid = self.place_box.currentData() == PAID
        return FundingDecision(
            place=str(self.place_box.currentData()),
            by=str(self.by_box.currentData() or "") if is_paid else "",
            pence=round(self.pounds_box.value() * 100) if is_paid else 0,
            reason=self.reason_box.text().strip(),
            urn=self._row.urn,
            invoice_to=self.to_box.text().strip() if is_paid else "",
            invoice_ref=self.ref_box.text().strip() if is_paid else "",
            invoiced_on=self._before.invoiced_on if is_paid else "",
        )

    def _record(self) -> None:
        act, group, person = self.desk.office.funding.decide, self.desk.group, self.desk.person
        said = f"Recorded who pays for {self._row.name}."
        self.write(lambda: act(group, person, self.decision()), said)


class InvoicesDialog(OfficeDialog):
    """What is to be paid and has no invoice yet; saved as a file, it may be noted as raised."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        rows = desk.office.funding.invoices(desk.group)
        purpose = "A spreadsheet for the finance office, with a line for each participant who pays."
        super().__init__(parent, desk, "Invoices to raise", purpose)
        self.table = TextTable(
            parent=self,
            name="Invoices to raise",
            titles=("Participant", "Payer", "Amount", "Reference"),
            shares=(5, 4, 3, 4),
            snug=True,
        )
        self.table.show_rows([(r.participant, r.payer, f"£{r.amount}", r.reference) for r in rows])
        self.table.setVisible(bool(rows))
        self.none = Text("Nothing is to be paid that was not invoiced.", self)
        self.none.setVisible(not rows)
        self.raised_box = QCheckBox("&Note them as raised today", self)
        self.raised_box.setVisible(bool(rows))
        self.also_in = AlsoIn(self, desk.office.roles.sisters(desk.group) if rows else ())
        for widget in (self.table, self.none, self.raised_box, self.also_in):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        number = count(len(rows), "invoice")
        self.save_button = self.add_button(f"&Save {number}…", self._ask_where)
        self.opens_on = self.save_button
        if not rows:
            self.save_button.hide()
            self.finish()
            self.opens_on = self.cancel_button

    def _ask_where(self) -> None:
        name = file_name("Invoices", ending=".csv")
        request = FileRequest("Save the invoices, not encrypted", True, name, (CSV_FILTER,))
        self.desk.choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        groups, act = self.also_in.chosen(self.desk.group), self.desk.office.funding.save_invoices
        raised = self.raised_box.isChecked()

        def write() -> Changes:
            act(groups, path, raised=raised)
            return Changes(self.desk.group, EVERYTHING, frozenset())

        self.write(write, f"{path.name} is saved. This file is not encrypted.")

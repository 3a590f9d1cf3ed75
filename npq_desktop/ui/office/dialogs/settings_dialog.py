"""Edits the settings of the office that travel beside a group's definition."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from npq_desktop.programme.office import (
    CompletedOn,
    FundingRule,
    OfficeSettings,
    References,
    RoundPlan,
    SampleFailed,
)
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.page.scrolled import Page, in_turn, scrolled
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import AlsoIn, OfficeDesk, OfficeDialog

_PURPOSE = "They apply to everyone in the group. You can press Ctrl+Z once to undo."
_REFERENCES = {References.LEFT_OUT: "Left out of the count", References.COUNTED: "Counted"}
_FAILED = {SampleFailed.ALL: "All of them", SampleFailed.DRAWN: "Only those drawn"}
_FUNDING = {
    FundingRule.PUBLIC: "Every publicly funded school",
    FundingRule.LISTS: "Only schools on the lists",
    FundingRule.NONE: "No place is funded",
}
_COMPLETED = {
    CompletedOn.RESULTS: "The day the results are out",
    CompletedOn.HANDED_IN: "The day the response was handed in",
}
_LIST_HINT = "Names of lists, with commas between them"


class OfficeSettingsDialog(OfficeDialog):
    """Three pages of fields, filled with the settings that hold now."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Office settings", _PURPOSE)
        view = desk.office.settings.view(desk.group)
        self._settings = view.settings
        self.note = Text(view.note, self, tone="muted")
        self.note.setVisible(bool(view.note))
        self.pages = QTabWidget(self)
        self.pages.setDocumentMode(True)
        self.pages.setAccessibleName("Pages of the office settings")
        self._rounds: list[tuple[str, QLineEdit, QSpinBox]] = []
        self._make_assessment()
        self._make_money()
        self._make_declarations()
        self.also_in = AlsoIn(self, view.others)
        for widget in (self.note, self.pages, self.also_in):
            self.body.addWidget(widget)
        self.save_button = self.add_button("&Save settings", self._save)
        self.opens_on = self.attempts

    # ---- pages -----------------------------------------------------------------------------------

    def _page(self, title: str) -> tuple[Page, QVBoxLayout, Form]:
        page = Page(self.pages)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, metrics_of(self.font()).space, 0, 0)
        form = Form()
        column.addLayout(form)
        self.pages.addTab(scrolled(page, self.pages, title), title)
        return page, column, form

    def _make_assessment(self) -> None:
        part = self._settings.assessment
        page, column, form = self._page("Assessment")
        self.attempts = _number(page, 1, 20, part.attempts)
        self.remind = _number(page, 0, 1000, part.remind_days, " days")
        self.references = _choice(page, "References", _REFERENCES, part.references)
        self.percent = _number(page, 0, 100, part.sample_percent, "%")
        self.least = _number(page, 0, 1000, part.sample_least)
        self.failed = _choice(page, "Not passed", _FAILED, part.sample_failed)
        self.minutes = _number(
            page, 1, 10_000, self._settings.implementation.learning_minutes, " minutes"
        )
        form.add_field("A&ttempts before only an override admits", self.attempts)
        form.add_field("&Countdown before a window opens", self.remind)
        form.add_field("List of &references and appendices", self.references)
        form.add_field("&Moderated for each marker", self.percent)
        form.add_field("At &least this many for each marker", self.least)
        form.add_field("Not &passed responses to moderate", self.failed)
        form.add_field("Learning t&ime of the plan", self.minutes)
        column.addWidget(Text("Rounds, with the week in which each opens", page, heavy=True))
        self._round_column = QVBoxLayout()
        column.addLayout(self._round_column)
        self._round_page = page
        for plan in part.rounds:
            self._add_round(plan)
        self._more = Button("&Add a round", page)
        self._more.clicked.connect(self._add_another)
        column.addWidget(self._more)
        column.addStretch(1)

    def _add_round(self, plan: RoundPlan) -> None:
        number = len(self._rounds) + 1
        title = QLineEdit(plan.title, self._round_page)
        title.setAccessibleName(f"Title of round {number}")
        week = _number(self._round_page, 0, 520, plan.week)
        week.setPrefix("week ")
        week.setAccessibleName(f"Week of round {number}")
        line = QHBoxLayout()
        line.addWidget(title, 1)
        line.addWidget(week)
        self._round_column.addLayout(line)
        self._rounds.append((plan.key, title, week))

    def _add_another(self) -> None:
        taken = {key for key, _, _ in self._rounds}
        number = next(n for n in range(1, len(taken) + 2) if f"r{n}" not in taken)
        week = self._rounds[-1][2].value() + 8
        self._add_round(RoundPlan(f"r{number}", f"Round {number}", week))
        _, before = self._rounds[-2][1:]
        _, title, week_box = self._rounds[-1]
        in_turn(before, title, week_box, self._more)
        title.setFocus()

    def _make_money(self) -> None:
        page, column, form = self._page("Money and support")
        money, coaching = self._settings.money, self._settings.coaching
        self.fee = _number(page, 0, 100_000, money.fee_pounds)
        self.fee.setPrefix("£")
        self.funding = _choice(page, "Places that are funded", _FUNDING, money.funding)
        self.lists = QLineEdit(", ".join(money.lists), page)
        self.support_lists = QLineEdit(", ".join(coaching.lists), page)
        form.add_field("&Fee", self.fee)
        form.add_field("&Places that are funded", self.funding)
        form.add_field("&Lists for a funded place", self.lists, _LIST_HINT)
        form.add_field("Lists for one-to-one s&upport", self.support_lists, _LIST_HINT)
        column.addStretch(1)

    def _make_declarations(self) -> None:
        page, column, form = self._page("Declarations")
        dfe = self._settings.dfe
        self.completed = _choice(page, "Completed on", _COMPLETED, dfe.completed_on)
        self.provider = QLineEdit(dfe.lead_provider_name, page)
        self.partner = QLineEdit(dfe.delivery_partner_id, page)
        self.schedule = QLineEdit(dfe.schedule_start, page)
        form.add_field("&Completed on", self.completed)
        form.add_field("Lead &provider", self.provider)
        form.add_field("&Delivery partner id", self.partner, "As the Department gives it")
        form.add_field("Schedule s&tarts", self.schedule, "for example 2026-10-01")
        column.addStretch(1)

    # ---- what is typed ---------------------------------------------------------------------------

    def settings(self) -> OfficeSettings:
        """The settings as the fields stand now."""
        now = self._settings
        assessment = replace(
            now.assessment,
            attempts=self.attempts.value(),
            remind_days=self.remind.value(),
            references=self.references.currentData(),
            sample_percent=self.percent.value(),
            sample_least=self.least.value(),
            sample_failed=self.failed.currentData(),
            rounds=tuple(
                RoundPlan(key, title.text().strip(), week.value())
                for key, title, week in self._rounds
            ),
        )
        money = replace(
            now.money,
            fee_pounds=self.fee.value(),
            funding=self.funding.currentData(),
            lists=_names(self.lists),
        )
        dfe = replace(
            now.dfe,
            completed_on=self.completed.currentData(),
            lead_provider_name=self.provider.text().strip(),
            delivery_partner_id=self.partner.text().strip(),
            schedule_start=self.schedule.text().strip(),
        )
        return replace(
            now,
            assessment=assessment,
            implementation=replace(now.implementation, learning_minutes=self.minutes.value()),
            money=money,
            coaching=replace(now.coaching, lists=_names(self.support_lists)),
            dfe=dfe,
        )

    def _save(self) -> None:
        groups, change = self.also_in.chosen(self.desk.group), self.desk.office.settings.change
        self.write(lambda: change(groups, self.settings()), "Office settings saved.")


def _number(parent: QWidget, least: int, most: int, value: int, after: str = "") -> QSpinBox:
    box = QSpinBox(parent)
    box.setRange(least, most)
    box.setValue(value)
    box.setSuffix(after)
    return box


def _choice(parent: QWidget, name: str, words: Mapping[Any, str], value: object) -> QComboBox:
    box = combo(parent, name)
    for key, each in words.items():
        box.addItem(each, key)
    box.setCurrentIndex(list(words).index(value))
    return box


def _names(field: QLineEdit) -> tuple[str, ...]:
    return tuple(name for part in field.text().split(",") if (name := part.strip()))

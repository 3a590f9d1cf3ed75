"""Edits what a participant plans to improve: focus, level, hours, the school's support, steps."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.cells.moments import typed_day
from npq_desktop.rows.office import ImplementationChange, Milestone
from npq_desktop.services.core.words import day_and_year
from npq_desktop.services.office.implementation import LEVELS, MOST_MILESTONES
from npq_desktop.ui.kit.dialogs.fields import combo
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_DAY_HINT = "for example 5 July 2027"


class PlanDialog(OfficeDialog):
    """About the person of the desk; everyone in the group can read the plan."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        plan = desk.office.implementation.plan(desk.group, desk.person)
        self._plan = plan.recorded
        super().__init__(parent, desk, "Plan of implementation", plan.words)
        self.warnings = Text(" ".join(plan.warnings), self, tone="warn")
        self.warnings.setVisible(bool(plan.warnings))
        self.focus_box = QLineEdit(self._plan.focus, self)
        self.level_box = combo(self, "Level")
        self.minutes_box = QSpinBox(self)
        self.supported_box = QCheckBox("The school &supports it", self)
        self.by_box = QLineEdit(self._plan.support_by, self)
        self.on_box = _day_field(self, self._plan.support_on, "Support confirmed on")
        self.steps: list[tuple[QLineEdit, QLineEdit, QCheckBox]] = []
        self._lay_out()
        self.save_button = self.add_button("Sa&ve plan", self._save)
        fields = [field for step in self.steps for field in step[:2]]
        self.keep_typed(self.focus_box, self.by_box, self.on_box, *fields)

    def _lay_out(self) -> None:
        self.level_box.setPlaceholderText("Not known yet")
        for level in LEVELS:
            self.level_box.addItem(level.capitalize(), level)
        self.level_box.setCurrentIndex(self.level_box.findData(self._plan.level))
        self.minutes_box.setRange(0, 6_000)
        self.minutes_box.setSingleStep(15)
        self.minutes_box.setSuffix(" minutes")
        self.minutes_box.setSpecialValueText("Not known yet")
        self.minutes_box.setValue(self._plan.minutes or 0)
        self.supported_box.setChecked(self._plan.is_supported)
        form = Form()
        form.add_field("&Focus", self.focus_box)
        form.add_field("&Level", self.level_box)
        form.add_field("Learning &time", self.minutes_box)
        form.addRow(self.supported_box)
        form.add_field("Confirmed &by", self.by_box)
        form.add_field("Confirmed &on", self.on_box)
        self.body.addWidget(self.warnings)
        self.body.addLayout(form)
        self.body.addWidget(Text("Milestones, with the day each is due", self, heavy=True))
        for number in range(MOST_MILESTONES):
            self._add_step(number)
        self.body.addStretch(1)

    def _add_step(self, number: int) -> None:
        known = self._plan.milestones
        step = known[number] if number < len(known) else Milestone("")
        text, by = QLineEdit(step.text, self), _day_field(self, step.by, f"Day {number + 1}")
        text.setAccessibleName(f"Milestone {number + 1}")
        done = QCheckBox("Done", self)
        done.setAccessibleName(f"Milestone {number + 1} done")
        done.setChecked(step.done is not None)
        line = QHBoxLayout()
        line.addWidget(text, 3)
        line.addWidget(by, 2)
        line.addWidget(done)
        self.body.addLayout(line)
        self.steps.append((text, by, done))

    def change(self) -> ImplementationChange:
        """The plan as it is typed.

        Raises:
            ServiceError: a day cannot be read.
        """
        return replace(
            self._plan,
            focus=self.focus_box.text().strip(),
            level=str(self.level_box.currentData() or ""),
            minutes=self.minutes_box.value() or None,
            is_supported=self.supported_box.isChecked(),
            support_by=self.by_box.text().strip(),
            support_on=self._day(self.on_box),
            milestones=tuple(
                self._step(number, *step)
                for number, step in enumerate(self.steps)
                if step[0].text().strip()
            ),
        )

    def _step(self, number: int, text: QLineEdit, by: QLineEdit, done: QCheckBox) -> Milestone:
        known = self._plan.milestones
        before = known[number].done if number < len(known) else None
        on = (before or self.desk.today) if done.isChecked() else None
        return Milestone(text.text().strip(), self._day(by), on)

    def _day(self, box: QLineEdit) -> date | None:
        text = box.text().strip()
        day = typed_day(text, self.desk.today) if text else None
        if text and day is None:
            raise ServiceError(f"“{text}” is not a date. Type it as 5 July 2027 or 5/7/27.")
        return day

    def _save(self) -> None:
        act, group, person = self.desk.office.implementation.save, self.desk.group, self.desk.person
        self.write(lambda: act(group, person, self.change()), "The plan is saved.")


def _day_field(parent: QWidget, day: date | None, name: str) -> QLineEdit:
    box = QLineEdit(day_and_year(day) if day else "", parent)
    box.setAccessibleName(name)
    box.setPlaceholderText(_DAY_HINT)
    return box

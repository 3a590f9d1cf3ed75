"""Chooses what to declare to the Department, line by line, and writes the file."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.declarations import DeclarationLine
from npq_desktop.services.core.words import count, day_and_time
from npq_desktop.ui.kit.dialogs.fields import combo, day_box, day_of
from npq_desktop.ui.kit.dialogs.file_choice import CSV_FILTER, FileRequest, file_name
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog, SpaceTable

_PURPOSE = "Nobody is chosen at first. Press Space on a line to choose it, or to leave it out."
_KINDS = {"started": "Started", "retained-1": "Retained, first", "completed": "Completed"}


class DeclareDialog(OfficeDialog):
    """A line can be chosen while every rule holds; the current one shows its rules below."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Declare to the DfE", _PURPOSE)
        self._lines: tuple[DeclarationLine, ...] = ()
        self._chosen: set[str] = set()
        self.kind_box = combo(self, "What is declared")
        self.until_box = day_box(self, desk.today, "Latest day")
        self.table = SpaceTable(
            parent=self,
            name="What can be declared",
            titles=("Declare", "Name", "Date", "Rests on"),
            shares=(2, 4, 4, 5),
            snug=True,
        )
        self.rules = Text("", self)
        self.summary = Text("", self)
        self.toggle_button = Button("C&hoose or leave out", self)
        self.void_button = Button("Note as &voided", self)
        self.form = Form()
        self._lay_out()
        self.save_button = self.add_button("&Save file…", self._ask_where)
        self._connect()
        self._read()
        self.opens_on = self.kind_box
        self.be_wide()

    def _lay_out(self) -> None:
        for key, words in _KINDS.items():
            self.kind_box.addItem(words, key)
        self.form.add_field("&What is declared", self.kind_box)
        self.form.add_field("&Latest day", self.until_box)
        self.body.addLayout(self.form)
        self.body.addWidget(self.table)
        self.put_beside(self.toggle_button, self.void_button)
        self.body.addWidget(self.rules)
        self.body.addWidget(self.summary)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.kind_box.currentIndexChanged.connect(self._read)
        self.until_box.dateChanged.connect(self._read)
        self.table.selectionModel().currentRowChanged.connect(self._show_rules)
        self.toggle_button.clicked.connect(self._toggle)
        self.void_button.clicked.connect(self._void)
        self.table.space.connect(self._toggle)

    def _kind(self) -> str:
        return str(self.kind_box.currentData())

    def _until(self) -> date | None:
        return day_of(self.until_box) if self._kind() == "retained-1" else None

    def _read(self) -> None:
        self._chosen.clear()
        self.form.setRowVisible(self.until_box, self._kind() == "retained-1")
        self.attempt(self.show_again)

    @override
    def show_again(self) -> None:
        declarations = self.desk.office.declarations
        self._lines = declarations.lines(self.desk.group, self._kind(), self._until())
        self._chosen &= {line.person for line in self._lines if line.is_sound}
        self._show()

    def _show(self) -> None:
        self.table.show_rows([self._cells(line) for line in self._lines])
        chosen = [line for line in self._lines if line.person in self._chosen]
        self.summary.setText(self.desk.office.declarations.summary(chosen) if chosen else "")
        self.summary.setVisible(bool(chosen))
        self.save_button.setText(f"&Save {count(len(chosen), 'line')}…")
        self.need("" if chosen else "Choose a line")
        self._show_rules()

    def _cells(self, line: DeclarationLine) -> tuple[str, ...]:
        said = "yes" if line.person in self._chosen else "no" if line.is_sound else "cannot"
        when = day_and_time(line.moment) if line.moment else ""
        return "declared" if line.stands else said, line.name, when, line.rests_on

    def _current(self) -> DeclarationLine | None:
        at = self.table.current()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _show_rules(self) -> None:
        line = self._current()
        parts = (
            [line.declared, line.since, *_rule_lines(line), *line.warnings]
            if line is not None
            else []
        )
        said = "\n".join(filter(None, parts))
        self.rules.setText(said)
        self.toggle_button.setEnabled(line is not None and line.is_sound)
        self.void_button.setVisible(line is not None and line.stands)

    def _toggle(self) -> None:
        line = self._current()
        if line is None:
            return
        if not line.is_sound:
            self.trouble.warn(f"{line.name} cannot be declared. {' '.join(line.broken)}")
            return
        self.trouble.say("")
        self._chosen ^= {line.person}
        self._show()
        announcer().say("Chosen." if line.person in self._chosen else "Left out.")

    def _void(self) -> None:
        line, act = self._current(), self.desk.office.declarations.void
        if line is not None:
            said = f"The declaration of {line.name} is noted as voided."
            self.attempt(lambda: self.desk.tell(act(self.desk.group, line.kind, line.person), said))
            self.attempt(self.show_again)

    def _ask_where(self) -> None:
        name = file_name("Declarations", self._kind(), ending=".csv")
        request = FileRequest("Save the declarations", True, name, (CSV_FILTER,))
        self.desk.choose_file(self, request, self._save)

    def _save(self, path: Path) -> None:
        lines = [line for line in self._lines if line.person in self._chosen]
        act = self.desk.office.declarations.save

        def write() -> Changes:
            return act(self.desk.group, lines, path)

        self.write(write, f"{path.name} is saved. This file is not encrypted.")


def _rule_lines(line: DeclarationLine) -> list[str]:
    """Each rule with a sign of whether it holds, those that do not first."""
    rules = sorted(line.rules, key=lambda rule: rule[1])
    return [f"{'✓' if holds else '✕'} {words}" for words, holds in rules]

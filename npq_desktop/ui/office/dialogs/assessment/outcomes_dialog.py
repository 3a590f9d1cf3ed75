"""Records what markers and moderators decided, for everybody of a round, in one save."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from npq_desktop.rows.assessment import OutcomeLine, OutcomeRow
from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.assessment.outcomes_table import OutcomesTable
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_PURPOSE = (
    "Type a name, or P for passed and F for not passed. Only coordinators can read outcomes. "
    "Nobody is told before the results are out."
)
_NOBODY = "Nobody has handed in a response in this round yet."
_FIELDS = ("note", "hold", "reason", "second")


class OutcomesDialog(OfficeDialog):
    """A table with a line for each person, and what belongs to the current line below it."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Outcomes", _PURPOSE)
        self._rows: dict[str, OutcomeRow] = {}
        self.table = OutcomesTable(self)
        self.nobody = Text(_NOBODY, self)
        self.fill_button = Button("&Fill the marker down", self)
        self.paste_button = Button("&Paste lines", self)
        self.offer_button = Button("&Take what is offered", self)
        self.one = QWidget(self)
        self.boxes = {name: QLineEdit(self.one) for name in _FIELDS}
        self._lay_out()
        self.save_button = self.add_button("&Save outcomes", self._save)
        self._connect()
        self._read()
        self.opens_on = self.table if self._rows else self.cancel_button
        self.be_wide()

    def _lay_out(self) -> None:
        self.paste_button.setToolTip("Lines of a name or id, the marker, and passed or failed")
        self.offer_button.setToolTip(
            "The moderator's outcome where there is one, else the marker's"
        )
        self.form = Form(self.one)
        self.form.setContentsMargins(0, metrics_of(self.font()).space, 0, 0)
        self.title = Text("", self.one, heavy=True)
        self.form.addRow(self.title)
        self.form.add_field("&Note", self.boxes["note"])
        self.boxes["hold"].setPlaceholderText("for example suspected copying")
        self.form.add_field("On &hold, because", self.boxes["hold"])
        self.form.add_field("&Why the outcome changes", self.boxes["reason"])
        self.form.add_field("Se&cond name", self.boxes["second"])
        for widget in (self.nobody, self.table):
            self.body.addWidget(widget)
        self.put_beside(self.fill_button, self.paste_button, self.offer_button)
        self.body.addWidget(self.one)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.fill_button.clicked.connect(self._fill)
        self.paste_button.clicked.connect(self._paste)
        self.offer_button.clicked.connect(self._offer)
        self.table.lines.changed.connect(self._tell)
        self.table.selectionModel().currentRowChanged.connect(self._show_one)
        for name, box in self.boxes.items():
            box.textEdited.connect(lambda text, name=name: self._type(name, text))

    def _read(self) -> None:
        found = self.desk.office.outcomes.table(self.desk.group, self.desk.round)
        self._rows = {row.person: row for row in found}
        self.table.show_rows(found)
        has_rows = bool(found)
        self.nobody.setVisible(not has_rows)
        for widget in (self.table, self.one, self.purpose, self.save_button):
            widget.setVisible(has_rows)
        for button in (self.fill_button, self.paste_button, self.offer_button):
            button.setVisible(has_rows)
        if not has_rows:
            self.finish()
        self._tell()
        self._show_one()

    def changed(self) -> list[OutcomeLine]:
        """The lines that say something else than what is recorded."""
        return [line for line in self.table.lines.lines if line != as_line(self._rows[line.person])]

    def _tell(self) -> None:
        number = len(self.changed())
        self.save_button.setText(
            f"&Save {count(number, 'outcome')}" if number else "&Save outcomes"
        )
        self.need("" if number or not self._rows else "Nothing is changed yet")
        self._show_change()

    def _show_one(self) -> None:
        line = self.table.current_line()
        if line is None:
            return
        row = self._rows[line.person]
        sample = "in the moderation sample" if row.in_sample else ""
        said = (row.name, row.response, sample)
        self.title.setText(", ".join(filter(None, said)))
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setText(getattr(line, name))
            box.setEnabled(not row.sealed)
        self._show_change()

    def _show_change(self) -> None:
        """A final outcome that changes needs a reason and a second name."""
        line = self.table.current_line()
        was = self._rows[line.person].outcome if line is not None else ""
        is_changed = line is not None and bool(was) and line.outcome != was
        for name in ("reason", "second"):
            self.form.setRowVisible(self.boxes[name], is_changed)

    def _type(self, name: str, text: str) -> None:
        line = self.table.current_line()
        if line is not None:
            self.table.lines.put([replace(line, **{name: text})])

    def _fill(self) -> None:
        """Give every line below that has no marker the marker of the current one."""
        line, at = self.table.current_line(), self.table.currentIndex().row()
        if line is None or not line.marker.strip():
            self.trouble.warn("Type a marker in the current line first.")
            return
        below = [each for each in self.table.lines.lines[at + 1 :] if not each.marker.strip()]
        self.table.lines.put([replace(each, marker=line.marker) for each in below])
        announcer().say(f"{line.marker} in {count(len(below), 'line')}.")

    def _paste(self) -> None:
        self.attempt(self._read_pasted)

    def _read_pasted(self) -> None:
        text = QGuiApplication.clipboard().text()
        lines = self.desk.office.outcomes.read_pasted(self.desk.group, self.desk.round, text)
        here = [line for line in lines if line.person in self._rows]
        self.table.lines.put(here)
        self.table.setFocus()
        announcer().say(f"{count(len(here), 'line')} pasted.")

    def _offer(self) -> None:
        """Make final what moderator or marker decided, where nothing is in the way."""
        found = [
            replace(line, outcome=offered)
            for line in self.table.lines.lines
            if not line.outcome and (offered := self._offered(line))
        ]
        self.table.lines.put(found)
        announcer().say(f"{count(len(found), 'outcome')} taken.")

    def _offered(self, line: OutcomeLine) -> str:
        if line.hold.strip() or self._rows[line.person].sealed:
            return ""
        in_sample = self._rows[line.person].in_sample
        return line.moderator_outcome or ("" if in_sample else line.marker_outcome)

    def _save(self) -> None:
        lines = self.changed()
        act, group, key = self.desk.office.outcomes.save, self.desk.group, self.desk.round
        self.write(lambda: act(group, key, lines), f"{count(len(lines), 'outcome')} saved.")

    @override
    def unrecorded(self) -> tuple[str, ...]:
        return (
            tuple(map(str, self.changed())) if self._rows and self.save_button.isVisible() else ()
        )


def as_line(row: OutcomeRow) -> OutcomeLine:
    """What is recorded of somebody, as a line that can be typed into."""
    return OutcomeLine(
        person=row.person,
        marker=row.marker,
        marker_outcome=row.marker_outcome,
        moderator=row.moderator,
        moderator_outcome=row.moderator_outcome,
        note=row.note,
        hold=row.hold,
        outcome=row.outcome,
    )

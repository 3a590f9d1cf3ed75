"""Draws the moderation sample of a round, once marking is done."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.assessment import SampleRow
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.banner import BannerKind
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

_PURPOSE = (
    "Draw once marking is done, and again when more is marked. A number made with the window "
    "decides, so nobody can choose the sample."
)
_UNREADABLE = (
    "The number that draws the sample is private, and was made before you joined. Ask another "
    "coordinator."
)
_NOBODY_MARKED = "No response has a marker's outcome yet. Record these under “Outcomes…” first."


class SampleDialog(OfficeDialog):
    """Shows who is in the sample and why; drawing records it."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Moderation sample", _PURPOSE)
        self.said = Text("", self)
        self.table = TextTable(
            parent=self,
            name="Who is in the sample",
            titles=("Name", "Why", "Drawn"),
            shares=(5, 5, 2),
            snug=True,
        )
        self.body.addWidget(self.said)
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        self.draw_button = self.add_button("&Draw the sample", self._draw)
        self.opens_on = self.draw_button
        self.show_again()
        if self.draw_button.isHidden():
            self.finish()
            self.opens_on = self.cancel_button

    @override
    def show_again(self) -> None:
        found = self.desk.office.outcomes.sample(self.desk.group, self.desk.round)
        rows = self._rows(found) if found is not None else []
        words = _UNREADABLE if found is None else found.words if rows else _NOBODY_MARKED
        self.said.setText(words)
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        is_new = found is not None and set(found.sample) - set(found.drawn)
        self.draw_button.setVisible(bool(is_new))

    def _rows(self, found: SampleRow) -> list[tuple[str, ...]]:
        names = {
            row.person: row.name
            for row in self.desk.office.outcomes.table(self.desk.group, self.desk.round)
        }
        return [
            (
                names.get(one, one),
                "not passed, or too long" if one in found.must else "taken by the number",
                "yes" if one in found.drawn else "not yet",
            )
            for one in found.sample
        ]

    def _draw(self) -> None:
        if self.attempt(self._record):
            self.show_again()
            self.trouble.say("The sample is drawn.", kind=BannerKind.OK)
            self.finish()

    def _record(self) -> None:
        changes = self.desk.office.outcomes.draw(self.desk.group, self.desk.round)
        self.desk.tell(changes, "The moderation sample is drawn.")

"""Notes that the case study was released, once the window is open."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.banner import BannerKind
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

if TYPE_CHECKING:
    from npq_desktop.rows.assessment import AssessmentRow

_PURPOSE = (
    "Records when each of these people was given the case study. Send the file itself through the "
    "platform."
)
_NOBODY = "Nobody is waiting for the case study. People appear here once they are admitted."


class ReleaseDialog(OfficeDialog):
    """Lists who is admitted and has no case study yet."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Release the case study", _PURPOSE)
        self._rows: tuple[AssessmentRow, ...] = ()
        self.table = TextTable(
            parent=self,
            name="Who gets the case study",
            titles=("Name", "Window"),
            shares=(5, 5),
            snug=True,
        )
        self.nobody = Text(_NOBODY, self)
        self.body.addWidget(self.table)
        self.body.addWidget(self.nobody)
        self.body.addStretch(1)
        self.release_button = self.add_button("", self._release)
        self.opens_on = self.release_button
        self.show_again()
        if not self._rows:
            self.finish()
            self.opens_on = self.cancel_button

    @override
    def show_again(self) -> None:
        view = self.desk.office.assessment.view(self.desk.group, self.desk.round)
        self._rows = tuple(row for row in view.rows if row.gate != "closed" and not row.case_study)
        self.table.show_rows([(row.name, row.window) for row in self._rows])
        self.table.setVisible(bool(self._rows))
        self.nobody.setVisible(not self._rows)
        self.release_button.setVisible(bool(self._rows))
        self.release_button.setText(f"&Release to {count(len(self._rows), 'person', 'people')}")

    def _release(self) -> None:
        people = [row.person for row in self._rows]
        act, group, key = self.desk.office.decisions.release, self.desk.group, self.desk.round
        said = f"Case study released to {count(len(people), 'person', 'people')}."
        if self.attempt(lambda: self.desk.tell(act(group, key, people), said)):
            self.show_again()
            self.nobody.hide()
            self.trouble.say(said, kind=BannerKind.OK)
            self.offer_message("case_study", people)

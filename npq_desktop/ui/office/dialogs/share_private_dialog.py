"""Writes private records again for a coordinator who joined after they were made."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.services.core.words import count
from npq_desktop.ui.kit.dialogs.choice_rows import ChoiceRows, RowChoice
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog

if TYPE_CHECKING:
    from npq_desktop.rows.office import UnreadSeals

_PURPOSE = (
    "Only those who are coordinators when a private record is made can read it. This lets all of "
    "today's coordinators read the ones that this laptop can read."
)
_NOBODY = "Every coordinator can read all private records of this group."


class SharePrivateDialog(OfficeDialog):
    """Lists the coordinators who cannot read something."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, "Share private records", _PURPOSE)
        self._rows: dict[str, UnreadSeals] = {}
        self.choice = ChoiceRows(self, "Colleague")
        self.nobody = Text(_NOBODY, self)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.nobody)
        self.body.addStretch(1)
        self.share_button = self.add_button("&Share them", self._share)
        self.choice.chosen.connect(lambda _: self._tell_missing())
        self.show_again()
        if not self._rows:
            self.finish()
            self.opens_on = self.cancel_button

    @override
    def show_again(self) -> None:
        self._rows = {row.key: row for row in self.desk.office.sealing_anew.unread(self.desk.group)}
        self.choice.offer(
            [
                RowChoice(
                    key,
                    f"{row.name}, {row.device}",
                    f"cannot read {count(row.entries, 'private record')}, you can read "
                    f"{row.can_open} of them",
                )
                for key, row in self._rows.items()
            ]
        )
        self.choice.setVisible(bool(self._rows))
        self.nobody.setVisible(not self._rows)
        self.share_button.setVisible(bool(self._rows))
        self._tell_missing()

    def _tell_missing(self) -> None:
        row = self._rows.get(self.choice.current())
        cannot = row is not None and not row.can_open
        self.need("You can read none of these. Ask another coordinator" if cannot else "")

    def _share(self) -> None:
        row = self._rows[self.choice.current()]
        said = f"{row.name} can read {count(row.can_open, 'more private record')} now."
        self.write(lambda: self.desk.office.sealing_anew.seal_anew(self.desk.group, row.key), said)

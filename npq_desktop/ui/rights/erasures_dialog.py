"""Lists who was erased from the group, and which laptops have confirmed it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.rights import ErasureAnswer, ErasureRow
from npq_desktop.services.core.words import count, day_and_year
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.rights.erasure import ErasureService


class ErasuresDialog(Dialog):
    """A line for each erasure and laptop, the newest erasure first; ``tell`` hears what changed.

    Asks for the recovery code where something came later that only the code can erase.
    """

    def __init__(
        self,
        *,
        parent: QWidget,
        erasure: "ErasureService",
        group: str,
        tell: Callable[[Changes], None],
    ) -> None:
        super().__init__(parent, "")
        self._erasure, self._group, self._tell = erasure, group, tell
        self.heading.setText("Erased participants")
        self.setWindowTitle(self.heading.text())
        self.said = plain_label(self)
        self.table = TextTable(
            parent=self,
            name=self.heading.text(),
            titles=("Who, when, why", "Laptop", "Erased there", "Last backup goes"),
            shares=(7, 5, 6, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 9)
        self.late_words = plain_label(self)
        self.code_box = QLineEdit(self)
        self.code_box.setAccessibleName("Recovery code of the group")
        self.code_box.setPlaceholderText("27 characters from the sheet")
        for widget in (self.said, self.table, self.late_words, self.code_box):
            self.body.addWidget(widget, int(widget is self.table))
        self.cancel_button.setText("Close")
        self.late_button = self.add_button("&Erase these too", self._reach_late)
        self.late_button.setAutoDefault(False)
        self.attempt(self._read)
        self.be_wide()

    def _read(self) -> None:
        self._show(self._erasure.all(self._group))
        late = self._erasure.late(self._group)
        for widget in (self.late_words, self.code_box, self.late_button):
            widget.setVisible(late > 0)
        self.late_words.setText(
            f"{count(late, 'record')} about erased people arrived later. Only the recovery code "
            "of the group can erase them too."
        )

    def _reach_late(self) -> None:
        self.attempt_slowly("Erasing, and writing the data file anew…", self._do)

    def _do(self) -> None:
        self._tell(self._erasure.reach_late(self._group, self.code_box.text()))
        self._read()

    def _show(self, rows: tuple[ErasureRow, ...]) -> None:
        open_ones = sum(not answer.is_done for row in rows for answer in row.answers)
        self.said.setText(_summary(len(rows), open_ones))
        self.table.show_rows(
            [(_act(row), *_answered(answer)) for row in rows for answer in row.answers]
        )
        self.table.setVisible(bool(rows))


def _summary(erased: int, open_ones: int) -> str:
    if not erased:
        return (
            "Nobody was erased from this group. To erase someone, select them on the Cohort "
            "tab and choose Person, Erase."
        )
    if open_ones:
        return (
            "Laptops that have not confirmed still hold the records. Send them a file, and open "
            "the one they send back."
        )
    return "Every laptop has confirmed. Backups hold the texts until the day named."


def _act(row: ErasureRow) -> str:
    return f"{row.person}, {row.when} by {row.by}: {row.reason} ({row.authority})"


def _answered(answer: ErasureAnswer) -> tuple[str, str, str]:
    until = answer.backups_until
    last = day_and_year(until) if until else "none there" if answer.is_done else "not known"
    return answer.laptop, answer.words, last

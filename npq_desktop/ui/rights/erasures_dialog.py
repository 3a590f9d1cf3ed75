"""Lists who was erased from the group, and which laptops have confirmed it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npq_desktop.rows.rights import ErasureAnswer, ErasureRow
from npq_desktop.services.core.words import day_and_year
from npq_desktop.ui.kit.dialog import Dialog, plain_label
from npq_desktop.ui.kit.tables import TextTable

if TYPE_CHECKING:
    from npq_desktop.services.rights.erasure import ErasureService


class ErasuresDialog(Dialog):
    """A line for each erasure and laptop, the newest erasure first."""

    def __init__(self, *, parent: QWidget, erasure: "ErasureService", group: str) -> None:
        super().__init__(parent, "")
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
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)
        self.cancel_button.setText("Close")
        self.attempt(lambda: self._show(erasure.all(group)))
        self.be_wide()

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
            "Nobody was erased from this group. To erase somebody, select them on the Cohort "
            "tab and choose Person, Erase."
        )
    if open_ones:
        return (
            "Laptops that have not confirmed hold the texts until they hear of the erasure: "
            "send them a file, and open the one they send back."
        )
    return "Every laptop has confirmed. Backups hold the texts until the day named."


def _act(row: ErasureRow) -> str:
    return f"{row.person}, {row.when} by {row.by}: {row.reason} ({row.authority})"


def _answered(answer: ErasureAnswer) -> tuple[str, str, str]:
    until = answer.backups_until
    last = day_and_year(until) if until else "none there" if answer.is_done else "not known"
    return answer.laptop, answer.words, last

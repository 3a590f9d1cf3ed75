"""The follow-ups of a group by their day; Space notes one as done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.contact import ContactRow
from npq_desktop.services.office.record_words import follow_up_day
from npq_desktop.ui.office.dialogs.office_dialog import SpaceTable


class FollowUps(SpaceTable):
    """Hidden without any; ``done_asked`` carries the one that is done.

    ``most`` are seen at once, so that what is below keeps its place; None is all of them.
    """

    done_asked = Signal(object)

    def __init__(self, parent: QWidget, *, most: int | None = None) -> None:
        self._most = most
        super().__init__(
            parent=parent,
            name="Follow-ups",
            titles=("Due", "Who", "What", "By"),
            shares=(4, 4, 6, 4),
            snug=True,
        )
        self._follow_ups: tuple[ContactRow, ...] = ()
        self.space.connect(self.ask)
        self.hide()

    def show_follow_ups(self, rows: tuple[ContactRow, ...]) -> None:
        """Show these, overdue ones first."""
        self._follow_ups = rows
        self.show_rows([_cells(row) for row in rows])
        self.setVisible(self._is_wanted())

    def ask(self) -> None:
        """Ask to note the current one as done."""
        if 0 <= (at := self.current()) < len(self._follow_ups):
            self.done_asked.emit(self._follow_ups[at])

    def show_at_most(self, most: int) -> None:
        """Let so many be seen at once; with 0 it is hidden."""
        if most != self._most:
            self._most = most
            self._fit()
            self.setVisible(self._is_wanted())

    def _is_wanted(self) -> bool:
        return bool(self._follow_ups) and self._most != 0

    @override
    def _fit(self) -> None:
        super()._fit()
        if self._most is not None:
            scrolled = range(self._most, self.texts.rowCount())
            self.setFixedHeight(self.maximumHeight() - sum(map(self.rowHeight, scrolled)))


def _cells(row: ContactRow) -> tuple[str, ...]:
    due = follow_up_day(on=row.due, overdue=row.overdue)
    return due, row.name, row.text, row.who

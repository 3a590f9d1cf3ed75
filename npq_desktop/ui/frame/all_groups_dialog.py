"""*All my groups*: what comes next in each and what waits; Enter opens the chosen one.

Typing in the find box leaves the groups that hold every word.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from npq_desktop.rows.groups import GroupOverview
from npq_desktop.services.core.words import count, group_named
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.fields import SearchField
from npq_desktop.ui.kit.lists.tables import TextTable

_FEW = 8
"""So many groups are seen at one look."""


class AllGroupsDialog(Dialog):
    """``chosen`` carries the id of the group to open."""

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget, rows: tuple[GroupOverview, ...], current: str) -> None:
        super().__init__(parent, "")
        self.setWindowTitle("All my groups")
        self.heading.setText(count(len(rows), "group") + " on this laptop")
        self._rows = self._shown = rows
        self._texts = {row.id: _texts(row) for row in rows}
        self.find_box = SearchField(self)
        self.find_box.setAccessibleName("Find a group")
        self.find_box.setPlaceholderText("Find a group by its name, cohort or next event")
        self.find_box.setVisible(len(rows) > _FEW)
        self.table = TextTable(
            parent=self,
            name="All my groups",
            titles=("Group", "People", "Next", "Assessment", "Waiting"),
            shares=(4, 2, 5, 4, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 10)
        self.body.addWidget(self.find_box)
        self.body.addWidget(self.table, 1)
        self.cancel_button.setText("Close")
        self.open_button = self.add_button("&Open this group", self._choose)
        self.open_button.setDefault(True)
        self._show(rows, current)
        self.table.activated.connect(self._choose)
        self.find_box.textChanged.connect(self._find)
        self.be_wide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down, which the find box has no use for, leads to the groups it left."""
        if event.key() == Qt.Key.Key_Down:
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def _find(self, typed: str) -> None:
        wanted = typed.casefold().split()
        said = {id_: " ".join(texts).casefold() for id_, texts in self._texts.items()}
        found = tuple(row for row in self._rows if all(word in said[row.id] for word in wanted))
        self._show(found, self._shown[self.table.current()].id if self._shown else "")
        self.open_button.setEnabled(bool(found))

    def _show(self, rows: tuple[GroupOverview, ...], current: str) -> None:
        self._shown = rows
        self.table.show_rows([self._texts[row.id] for row in rows])
        if rows:
            self.table.selectRow(next((at for at, row in enumerate(rows) if row.id == current), 0))

    def _choose(self) -> None:
        at = self.table.current()
        if 0 <= at < len(self._shown):
            self.chosen.emit(self._shown[at].id)
            self.finish()


def _texts(row: GroupOverview) -> tuple[str, ...]:
    waiting = [
        count(row.unsigned, "register") + " not signed off" if row.unsigned else "",
        count(row.disagreements, "disagreement") if row.disagreements else "",
    ]
    title = group_named(row.title, unverified=row.unverified)
    return (
        "\n".join(filter(None, (title, row.cohort))),
        str(row.people),
        row.trouble or row.next_event or "nothing planned",
        row.assessment.replace(" · ", "\n") or "no window yet",
        "\n".join(filter(None, waiting)) or "nothing",
    )

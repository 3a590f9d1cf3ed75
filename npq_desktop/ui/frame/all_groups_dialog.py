"""*All my groups*: what comes next in each and what waits; Enter opens the chosen one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.groups import GroupOverview
from npq_desktop.services.naming import count
from npq_desktop.ui.exchange.sheet import Sheet
from npq_desktop.ui.sync.text_table import TextTable


class AllGroupsDialog(Sheet):
    """``chosen`` carries the id of the group to open."""

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget, rows: tuple[GroupOverview, ...], current: str) -> None:
        super().__init__(parent, "")
        self.setWindowTitle(self.tr("All my groups"))
        self.heading.setText(count(len(rows), "group") + self.tr(" on this laptop"))
        self._rows = rows
        self.table = TextTable(
            parent=self,
            name=self.tr("All my groups"),
            titles=(self.tr("Group"), self.tr("People"), self.tr("Next"), self.tr("Waiting")),
            shares=(4, 2, 5, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 10)
        self.body.addWidget(self.table, 1)
        self.cancel_button.setText(self.tr("Close"))
        self.open_button = self.add_button(self.tr("&Open this group"), self._choose)
        self.open_button.setDefault(True)
        self.table.show_rows([_texts(row) for row in rows])
        places = [at for at, row in enumerate(rows) if row.id == current]
        for at in places[:1]:
            self.table.selectRow(at)
        self.table.activated.connect(self._choose)
        self.be_wide()

    def _choose(self) -> None:
        at = self.table.current()
        if 0 <= at < len(self._rows):
            self.chosen.emit(self._rows[at].id)
            self.finish()


def _texts(row: GroupOverview) -> tuple[str, ...]:
    waiting = [
        count(row.unsigned, "register") + " not signed" if row.unsigned else "",
        count(row.disagreements, "disagreement") if row.disagreements else "",
    ]
    return (
        "\n".join(filter(None, (row.title, row.cohort))),
        str(row.people),
        row.next_event or "nothing to come",
        "\n".join(filter(None, waiting)) or "nothing",
    )

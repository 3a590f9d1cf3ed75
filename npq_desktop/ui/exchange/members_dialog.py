"""Who is in the group, on which laptops; taking one out, or an invitation back, in two steps."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from npq_desktop.rows.sync import MemberRow
from npq_desktop.ui.exchange.sync_services import SyncServices
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.sheet import Sheet, plain_label
from npq_desktop.ui.kit.text_table import TextTable


class MembersDialog(Sheet):
    """Laptops from whoever started the group down, then invitations."""

    def __init__(
        self, *, parent: QWidget | None, services: SyncServices, bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self.heading.setText(self.tr("Who is in the group"))
        self.setWindowTitle(self.heading.text())
        self._services = services
        self._bus = bus
        self._group = group
        self._rows: tuple[MemberRow, ...] = ()
        self.table = TextTable(
            parent=self,
            name=self.heading.text(),
            titles=(
                *(self.tr("Who"), self.tr("Laptop"), self.tr("Role")),
                *(self.tr("Last heard of"), self.tr("Standing")),
            ),
            shares=(5, 5, 3, 4, 5),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 9)
        self.act_button = QPushButton(self)
        self.act_button.setAutoDefault(False)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.act_button)
        self.act_button.clicked.connect(self._ask)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self.cancel_button.setText(self.tr("Close"))
        self.attempt(self._read)
        self.be_wide()

    def _read(self) -> None:
        self._rows = self._services.members.all(self._group)
        self.table.show_rows(
            [(row.who, row.laptop, row.role, row.heard, row.state) for row in self._rows]
        )
        self._offer()

    def _offer(self) -> None:
        row = self._current()
        act = row.act if row else ""
        self.act_button.setEnabled(bool(act))
        self.act_button.setText(act or self.tr("Nothing to change here"))

    def _current(self) -> MemberRow | None:
        number = self.table.current()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _ask(self) -> None:
        row = self._current()
        if row is not None:
            asking = ConsequenceDialog(parent=self, row=row, act=self._act)
            asking.open()

    def _act(self, row: MemberRow) -> None:
        members = self._services.members
        act = members.withdraw if row.is_invitation else members.revoke
        self._bus.changed.emit(act(self._group, row.id))
        self._read()


class ConsequenceDialog(Sheet):
    """What would happen, then one button that does it; Return cancels."""

    def __init__(
        self, *, parent: QWidget, row: MemberRow, act: Callable[[MemberRow], None]
    ) -> None:
        super().__init__(parent, row.act.removesuffix("…"))
        self._row = row
        self._act = act
        self.words = plain_label(self, row.consequence)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.act_button = self.add_button(row.act.removesuffix("…"), self._do)
        self.act_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

    def _do(self) -> None:
        if self.attempt(lambda: self._act(self._row)):
            self.accept()

"""Entries that are kept and do not count: why, and for a coordinator a button to let one count."""

from PySide6.QtWidgets import QPushButton, QWidget

from npq_desktop.rows.sync import HeldRow
from npq_desktop.services.core.naming import count
from npq_desktop.ui.exchange.moments import moment
from npq_desktop.ui.exchange.sync_services import SyncServices
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.sheet import Sheet, plain_label
from npq_desktop.ui.kit.text_table import TextTable


class HeldDialog(Sheet):
    """One entry at a time: an acceptance is for good."""

    def __init__(
        self, *, parent: QWidget | None, services: SyncServices, bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self.setWindowTitle(self.tr("Held entries"))
        self._services = services
        self._bus = bus
        self._group = group
        self._rows: tuple[HeldRow, ...] = ()
        explanation = self.tr(
            "These are kept and passed on, and count nowhere. Nothing is dropped: each is looked "
            "at again after every file and every update."
        )
        self.table = TextTable(
            parent=self,
            name=self.tr("Held entries"),
            titles=(self.tr("Entry"), self.tr("By"), self.tr("Why it is held")),
            shares=(3, 3, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 8)
        self.may_words = plain_label(self)
        self.accept_button = QPushButton(self.tr("&Accept this entry for good"), self)
        self.accept_button.setAutoDefault(False)
        self.body.addWidget(plain_label(self, explanation))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.may_words)
        self.body.addWidget(self.accept_button)
        self.accept_button.clicked.connect(self._accept)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self.cancel_button.setText(self.tr("Close"))
        self.attempt(self._read)
        self.be_wide()

    def _read(self) -> None:
        self._rows = self._services.held_entries.all(self._group)
        self.table.show_rows([(row.what, _by(row), row.why) for row in self._rows])
        words = count(len(self._rows), "entry", "entries")
        self.heading.setText(
            self.tr("{0} held").format(words) if self._rows else self.tr("Nothing is held")
        )
        self.table.setVisible(bool(self._rows))
        self._offer()

    def _offer(self) -> None:
        row = self._current()
        may = row is not None and row.acceptable
        self.accept_button.setVisible(row is not None)
        self.accept_button.setEnabled(may)
        self.may_words.setText(
            ""
            if may or row is None
            else self.tr("Accepting would not help here: follow what is said beside it.")
        )
        self.may_words.setVisible(bool(self.may_words.text()))

    def _current(self) -> HeldRow | None:
        number = self.table.current()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _accept(self) -> None:
        row = self._current()
        if row is not None:
            self.attempt(lambda: self._let_count(row))

    def _let_count(self, row: HeldRow) -> None:
        self._bus.changed.emit(self._services.held_entries.accept(self._group, row.id))
        self._read()


def _by(row: HeldRow) -> str:
    claimed = moment(row.claimed) if row.claimed else "no time that exists"
    return f"{row.who}, {row.laptop}\nclaimed {claimed}, seen here {moment(row.first_seen)}"

"""Every disagreement of a group, its sides underneath, and one key to choose between them."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QWidget

from npq_desktop.rows.register import Candidate
from npq_desktop.rows.sync import Disagreement
from npq_desktop.services.core.naming import count
from npq_desktop.ui.exchange.sync_services import SyncServices
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.metrics import bold
from npq_desktop.ui.kit.sheet import Sheet, plain_label
from npq_desktop.ui.kit.text_table import TextTable
from npq_desktop.ui.kit.two_lines import side_words


class DisagreementsDialog(Sheet):
    """Stays open from choice to choice; Ctrl+Z takes the choices made here back, one by one."""

    def __init__(
        self, *, parent: QWidget | None, services: SyncServices, bus: Bus, group: str
    ) -> None:
        super().__init__(parent, "")
        self.setWindowTitle(self.tr("Disagreements"))
        self._services = services
        self._bus = bus
        self._group = group
        self._rows: tuple[Disagreement, ...] = ()
        self._made = 0
        self.table = TextTable(
            parent=self,
            name=self.tr("Disagreements"),
            titles=(self.tr("About"), self.tr("What is said")),
            shares=(3, 4),
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * 6)
        self.sides = Sides(self)
        self.until = plain_label(self)
        self.undo_button = QPushButton(self.tr("&Undo the last choice"), self)
        self.undo_button.setAutoDefault(False)
        self.body.addWidget(self.table, 1)
        for widget in (self.sides, self.until, self.undo_button):
            self.body.addWidget(widget)
        self.undo_button.clicked.connect(self._undo)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self._undo)
        self.sides.buttons.idClicked.connect(self._choose)
        for number in range(9):
            QShortcut(QKeySequence(str(number + 1)), self).activated.connect(self._choose_by_key)
        self.table.selectionModel().currentRowChanged.connect(self._show_sides)
        self.cancel_button.setText(self.tr("Close"))
        self.attempt(self._read)

    def _read(self) -> None:
        self._rows = self._services.disagreements.all(self._group)
        shown = [(row.what, " / ".join(side.words for side in row.sides)) for row in self._rows]
        with QSignalBlocker(self.table.selectionModel()):
            self.table.show_rows(shown)
        words = count(len(self._rows), "disagreement")
        self.heading.setText(
            self.tr("{0} to resolve").format(words) if shown else self.tr("Nobody disagrees")
        )
        self.table.setVisible(bool(shown))
        self.undo_button.setVisible(self._made > 0)
        self._show_sides()

    def _show_sides(self) -> None:
        row = self._current()
        self.sides.setVisible(row is not None)
        self.sides.show_sides(row.what if row else "", row.sides if row else ())
        self.until.setText(row.until if row else "")

    def _current(self) -> Disagreement | None:
        number = self.table.current()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _choose_by_key(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self._choose(int(shortcut.key().toString()) - 1)

    def _choose(self, number: int) -> None:
        row = self._current()
        if row is not None and number < len(row.sides):
            self.attempt(lambda: self._settle(row, row.sides[number]))

    def _settle(self, row: Disagreement, side: Candidate) -> None:
        changes = self._services.disagreements.choose(self._group, row.cell, side.head)
        self._made += 1
        self._bus.changed.emit(changes)
        self._read()

    def _undo(self) -> None:
        if self._made:
            self.attempt(self._take_back)

    def _take_back(self) -> None:
        changes, undone = self._services.undo.undo(self._group)
        self._made -= 1
        self._bus.changed.emit(changes)
        self._bus.undone.emit(undone)
        self._read()


class Sides(QWidget):
    """The sides of one disagreement, each with a button; ``buttons`` are numbered from 0."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons = QButtonGroup(self)
        self._labels: list[QLabel] = []
        self._about = plain_label(self)
        self._about.setFont(bold(self.font()))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._about, 0, 0, 1, 2)

    def show_sides(self, about: str, sides: tuple[Candidate, ...]) -> None:
        """Show these sides, of what is said ``about`` something."""
        self._about.setText(about)
        while len(self._labels) < len(sides):
            self._add_row(len(self._labels))
        for number, label in enumerate(self._labels):
            button, is_used = self.buttons.button(number), number < len(sides)
            label.setVisible(is_used)
            button.setVisible(is_used)
            if is_used:
                words = side_words(number, sides[number])
                label.setText("\n".join((words[0].removeprefix(f"{number + 1}   "), words[1])))
                button.setAccessibleName(self.tr("Choose {0}").format(", ".join(words)))

    def _add_row(self, number: int) -> None:
        button = QPushButton(self.tr("Choose &{0}").format(number + 1), self)
        button.setAutoDefault(False)
        self.buttons.addButton(button, number)
        label = plain_label(self)
        self._labels.append(label)
        self._grid.addWidget(button, number + 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, number + 1, 1)

"""Tells after a start that the last changes before a cut are missing, and opens the registers."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.recovery import LostRegister
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.text import plain_label


class LostLogDialog(Dialog):
    """Stays beside the window while one register after the other is compared with the paper.

    ``register_chosen`` carries the ids of a group and an event.
    """

    register_chosen = Signal(str, str)

    def __init__(self, *, parent: QWidget, words: str, registers: Sequence[LostRegister]) -> None:
        super().__init__(parent, "The last changes could not be read")
        self._registers = registers
        self.words = plain_label(self, words)
        self.table = TextTable(
            parent=self, name="Registers that were open then", titles=("Register",), shares=(1,)
        )
        self.table.show_rows([(each.words,) for each in registers])
        self.table.setMinimumHeight(self.fontMetrics().height() * 6)
        self.table.setVisible(bool(registers))
        self.open_button = self.add_button("&Open this register", self._open)
        self.open_button.setDefault(True)
        self.open_button.setVisible(bool(registers))
        self.cancel_button.setText("Close")
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)

    def _open(self) -> None:
        number = self.table.current()
        if 0 <= number < len(self._registers):
            register = self._registers[number]
            self.register_chosen.emit(register.group, register.event)

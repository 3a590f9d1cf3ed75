"""What the office knows of one person: the plan, support, who pays, contacts, declarations."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from npq_desktop.ui.kit.page.scrolled import Page, cleared, scrolled, selectable
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text

Part = tuple[str, Sequence[str], str, str]
"""A title, its lines, and the command of its button with its words, both "" for none."""


class PersonOfficePage(QWidget):
    """``asked`` carries the command whose button was pressed.

    ``filled``: what can be pressed on it is new.
    """

    filled = Signal()
    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._said: list[str] = []
        self._inside = Page(self)
        metrics = metrics_of(self.font())
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, metrics.space, 0, metrics.space)
        self._column.setSpacing(metrics.gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self._inside, self, "Office"))

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts, one under the other."""
        cleared(self._column)
        self._said = []
        for title, lines, command, words in parts:
            self._column.addWidget(Text(title, self._inside, heavy=True))
            for line in filter(None, lines):
                self._said.append(line)
                self._column.addWidget(selectable(Text(line, self._inside)))
            if command:
                button = Button(words, self._inside)
                button.clicked.connect(lambda _=False, name=command: self.asked.emit(name))
                self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._column.addSpacing(metrics_of(self.font()).space)
        self._column.addStretch(1)
        self.filled.emit()

    def words(self) -> str:
        """Everything the page says, as one text."""
        return "\n".join(self._said)

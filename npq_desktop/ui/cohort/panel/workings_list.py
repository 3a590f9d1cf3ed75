"""How a person's figures are worked out: a plain list of lines, each opening in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from npq_desktop.rows.cohort import SumLine
from npq_desktop.services.cohort.item_words import behind
from npq_desktop.ui.kit.dialogs.opening_lines import OpeningLine, OpeningLines
from npq_desktop.ui.kit.page.scrolled import Page, in_turn
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Text


class WorkingsList(Page):
    """What was open stays open when the figures change; ``left``: back to the route."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        self.back = Button("Back to the route", self, kind=ButtonKind.GHOST, drawing="left")
        self.back.clicked.connect(self.left)
        self._sums: tuple[SumLine, ...] = ()
        self._lines = OpeningLines(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space, 0, metrics.space)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Text("How this is worked out", self, heavy=True))
        column.addWidget(self._lines)
        column.addStretch(1)

    @property
    def lines(self) -> list[OpeningLine]:
        """The figures, from above."""
        return self._lines.lines

    def show_sums(self, sums: tuple[SumLine, ...]) -> None:
        """Replace the sums."""
        if sums == self._sums:
            return
        self._sums = sums
        self._lines.show_lines(behind(sums))
        in_turn(self.back, *self._lines.in_order())

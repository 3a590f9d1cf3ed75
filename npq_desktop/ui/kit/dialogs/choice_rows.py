"""A choice between people or things that each need a second line: radio buttons as rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.paint.metrics import CAPTION, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import RING, frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import elided, plain_tip

_HEIGHT = 44
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class RowChoice:
    """One row: its key, its words, a second line under them, and a word on the right."""

    key: str
    first: str
    second: str
    aside: str = ""


class ChoiceRow(QRadioButton):
    """One row that can be chosen."""

    def __init__(self, choice: RowChoice, parent: QWidget) -> None:
        super().__init__(choice.first.replace("&", "&&"), parent)
        self.choice = choice
        said = (choice.aside, choice.second)
        self.setAccessibleName(choice.first)
        self.setAccessibleDescription(", ".join(part for part in said if part))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        return QSize(metrics.chars(24), metrics.scaled(_HEIGHT))

    @override
    def hitButton(self, pos: object) -> bool:
        return True  # the whole row is the button, not only circle and words

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, metrics = tokens_of(self.palette()), metrics_of(self.font())
        on, rect = self.isChecked(), self.rect()
        painter = QPainter(self)
        frame(
            painter,
            rect,
            edge=colours.accent if on or self.hasFocus() else colours.edge,
            fill=self._ground(),
            width=RING if self.hasFocus() else 1.0,
        )
        side = metrics.scaled(16)
        self._circle(painter, QRect(metrics.space, (rect.height() - side) // 2, side, side))
        left = metrics.space * 2 + side
        self._words(painter, rect.adjusted(left, 0, -metrics.space, 0))
        painter.end()

    def _ground(self) -> str:
        colours = tokens_of(self.palette())
        if not self.isEnabled():
            return colours.sunken
        return colours.accent_soft if self.isChecked() else colours.surface

    def _words(self, painter: QPainter, rect: QRect) -> None:
        colours, metrics = tokens_of(self.palette()), metrics_of(self.font())
        caption, aside = larger(self.font(), CAPTION), self.choice.aside
        painter.setFont(caption)
        painter.setPen(QColor(colours.muted))
        painter.drawText(rect, _RIGHT, aside)
        if aside:
            beside = painter.fontMetrics().horizontalAdvance(aside) + metrics.space
            rect.setWidth(rect.width() - beside)
        above = QRect(rect.left(), rect.center().y() - metrics.line, rect.width(), metrics.line)
        second = elided(painter, self.choice.second, rect.width())
        painter.drawText(above.translated(0, metrics.line), _LEFT, second)
        font = bold(self.font()) if self.isChecked() else self.font()
        painter.setFont(font)
        first = elided(painter, self.choice.first, rect.width())
        # The palette's own: where a disabled row has the ground of others, its words differ.
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(above, _LEFT, first)
        self._show_tip(is_cut=(first, second) != (self.choice.first, self.choice.second))

    def _show_tip(self, *, is_cut: bool) -> None:
        whole = f"{self.choice.first}\n{self.choice.second}" if is_cut else ""
        if plain_tip(whole) != self.toolTip():
            self.setToolTip(plain_tip(whole))

    def _circle(self, painter: QPainter, where: QRect) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.rect = where
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the row shows it
        radio = QStyle.PrimitiveElement.PE_IndicatorRadioButton
        self.style().drawPrimitive(radio, option, painter, self)


class ChoiceRows(QWidget):
    """Rows of which one is chosen; arrows move between them.

    ``chosen`` carries the key of the row that the person chose.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows: dict[str, ChoiceRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics_of(self.font()).gap)

    def offer(self, choices: Sequence[RowChoice]) -> None:
        """Show these rows; the one that was chosen stays so, else the last is."""
        before = self.current()
        for row in self.rows.values():
            row.deleteLater()
        self.rows = {choice.key: ChoiceRow(choice, self) for choice in choices}
        for key, row in self.rows.items():
            self._column.addWidget(row)
            row.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
        if self.rows:
            chosen = self.rows.get(before) or next(reversed(self.rows.values()))
            chosen.setChecked(True)
            self.setFocusProxy(chosen)

    def current(self) -> str:
        """The key of the row that is chosen, "" for none."""
        return next((key for key, row in self.rows.items() if row.isChecked()), "")

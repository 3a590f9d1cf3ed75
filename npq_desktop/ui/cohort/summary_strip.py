"""The strip above the cohort table: buttons that count and filter by standing, and a drawing."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, CohortView
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.standing import APART, COUNTED, colour_of, shape_of
from npq_desktop.ui.cohort.table import PARTICIPANTS
from npq_desktop.ui.kit.layout import FlowLayout
from npq_desktop.ui.kit.shapes import shape_icon
from npq_desktop.ui.kit.theme import outline, quiet

_COLUMNS = 10
_FULL = 1000


def spread(rows: Sequence[CohortRow]) -> tuple[int, ...]:
    """Count people by tens of percent of what is due so far, each by the least it can be."""
    counts = [0] * _COLUMNS
    for row in rows:
        if row.to_date is not None:
            counts[min(row.to_date[0].permille * _COLUMNS // _FULL, _COLUMNS - 1)] += 1
    return tuple(counts)


def spread_words(counts: Sequence[int]) -> str:
    """The counts in a sentence, the highest first: "… 20 at 90% to 100%, 2 at 80% to 90%."."""
    step = 100 // _COLUMNS
    return words.spread(
        (at * step, (at + 1) * step, number) for at, number in reversed(tuple(enumerate(counts)))
    )


class Distribution(QWidget):
    """Draws how people are spread over what is due so far; the tooltip has it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = (0,) * _COLUMNS
        self._threshold = 90
        self._has_room = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[CohortRow], threshold: int) -> None:
        """Draw these people and the line at ``threshold`` percent."""
        self._counts, self._threshold = spread(rows), threshold
        said = spread_words(self._counts)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self._show_or_not()
        self.update()

    def give_way(self, *, has_room: bool) -> None:
        """Leave the drawing out where the window has no room for it."""
        self._has_room = has_room
        self._show_or_not()

    def _show_or_not(self) -> None:
        self.setVisible(self._has_room and any(self._counts))

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 8 + self._caption_width(), line * 2)

    def _caption_width(self) -> int:
        words = "due so far"
        return self.fontMetrics().horizontalAdvance(words) + self.fontMetrics().height()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(quiet(self.palette()))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        caption = self._caption_width()
        words = self.rect().adjusted(0, 0, caption - self.width() - self.fontMetrics().height(), 0)
        painter.drawText(words, side, "due so far")
        area = QRectF(self.rect()).adjusted(caption - self.fontMetrics().height() // 2, 2, -1, -2)
        highest = max(*self._counts, 1)
        width = area.width() / _COLUMNS
        for at, number in enumerate(self._counts):
            height = max(2.0, area.height() * number / highest) if number else 0.0
            left, top = area.left() + at * width, area.bottom() - height
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRectF(left + 1, top, width - 2, height), colour)
        painter.setPen(QPen(outline(self.palette()), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        x = area.left() + area.width() * self._threshold / 100
        painter.setPen(QPen(quiet(self.palette()), 2))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.end()


class SummaryStrip(QWidget):
    """At most one button is pressed; ``part_chosen`` carries its key, "" when none is."""

    part_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(max(2, self.fontMetrics().height() // 4))
        for key in (PARTICIPANTS, *COUNTED):
            flow.addWidget(self._button(key))
        flow.addWidget(_divider(self))
        for key in APART:
            flow.addWidget(self._button(key))
        self.distribution = Distribution(self)
        flow.addWidget(self.distribution)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Where everyone is")
        self._tint()

    def show_view(self, view: CohortView) -> None:
        """Show how many people stand where; participants are all but those set apart."""
        summary = view.summary
        self.distribution.show_rows(view.rows, view.threshold)
        for key, button in self._buttons.items():
            count = summary.get(key, 0)
            if key == PARTICIPANTS:
                count = sum(n for standing, n in summary.items() if standing not in APART)
                said = "participant" if count == 1 else "participants"
            else:
                said = words.short(key, view.threshold)
            button.setText(f"{count} {said}")
            button.setAccessibleName(f"{count} {said}")
        self.updateGeometry()

    def choose(self, key: str) -> None:
        """Press one button without a signal; "" presses none."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def button(self, key: str) -> QPushButton:
        """The button with this key."""
        return self._buttons[key]

    def _button(self, key: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(key)
        button.setCheckable(True)
        button.setAutoDefault(True)
        button.setToolTip("Show only these people; press again to show everybody")
        button.clicked.connect(self._pressed)
        self._buttons[key] = button
        return button

    def _pressed(self, checked: bool) -> None:
        sender = self.sender()
        key = sender.objectName() if checked else ""
        self.choose(key)
        self.part_chosen.emit(key)

    def _tint(self) -> None:
        side = self.fontMetrics().height()
        for key, button in self._buttons.items():
            if key == PARTICIPANTS:
                continue
            button.setIconSize(QSize(side, side))
            colour = colour_of(key, self.palette())
            button.setIcon(shape_icon(shape_of(key), colour, side))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._tint()


def _divider(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFixedHeight(parent.fontMetrics().height() * 2)
    return line

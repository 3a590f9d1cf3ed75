"""What the panel shows while nobody is chosen: the group at a glance, and who needs a look."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow, CohortView
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.standing import drawing_of, is_loud, tone_of
from npq_desktop.ui.cohort.table.model import in_order
from npq_desktop.ui.kit.page.scrolled import Page, cleared
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, TITLE, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import RING, frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import plain_tip

MOST = 8
"""How many of those who need a look are listed."""
_BINS, _FULL = 10, 1000
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BELOW = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_ABOVE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom


def spread(rows: Sequence[CohortRow]) -> tuple[int, ...]:
    """Count people by tens of percent of what was due so far, each by the least it can be."""
    counts = [0] * _BINS
    for row in rows:
        if row.to_date is not None:
            counts[min(row.to_date[0].permille * _BINS // _FULL, _BINS - 1)] += 1
    return tuple(counts)


def spread_words(counts: Sequence[int]) -> str:
    """The counts in a sentence, the highest first: "… 20 at 90% to 100%, 2 at 80% to 90%."."""
    step = 100 // _BINS
    return words.spread(
        (at * step, (at + 1) * step, number) for at, number in reversed(tuple(enumerate(counts)))
    )


class GlancePage(Page):
    """``chosen`` carries the person whose line was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        self._title = Text("", self, size=TITLE, heavy=True)
        self._sentence = Text("", self, tone="muted")
        self.histogram = Histogram(self)
        self._need = Text("Need a look", self, heavy=True)
        self.more = Text("", self, size=CAPTION, tone="muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.people: list[LookLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space)
        for widget in (self._title, self._sentence, self.histogram, self._need):
            column.addWidget(widget)
        column.addLayout(self._lines)
        column.addWidget(self.more)
        column.addStretch(1)

    def show_view(self, view: CohortView) -> None:
        """Show a group."""
        self._title.setText(f"{view.title} at a glance")
        self._sentence.setText(words.glance(view))
        self.histogram.show_rows(view.rows, view.threshold)
        need = [row for row in in_order(view.rows) if is_loud(row.standing)]
        cleared(self._lines)
        self.people = [LookLine(self, row) for row in need[:MOST]]
        for line in self.people:
            line.clicked.connect(lambda _=False, who=line.person: self.chosen.emit(who))
            self._lines.addWidget(line)
        self._need.setVisible(bool(need))
        self.more.setText(f"and {len(need) - MOST} more at the top of the table")
        self.more.setVisible(len(need) > MOST)

    def words(self) -> str:
        """What the page says."""
        lines = [self._title.text(), self._sentence.text(), self.histogram.accessibleName()]
        return "\n".join([*lines, *(line.accessibleName() for line in self.people)])


class LookLine(QAbstractButton):
    """A person who needs a look, and why; a click chooses them."""

    def __init__(self, parent: QWidget, row: CohortRow) -> None:
        super().__init__(parent)
        self._row = row
        self.person = row.person
        self._why = words.look(row)
        self.setAccessibleName(f"{row.name}: {self._why}")
        self.setToolTip(plain_tip(f"{row.name}. {words.sentence(row)}"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        return QSize(metrics.chars(24), metrics.target(30))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        painter, rect = QPainter(self), self.rect()
        if self.underMouse():
            painter.fillRect(rect, QColor(colours.hover))
        painter.fillRect(0, rect.bottom(), rect.width(), 1, QColor(colours.line))
        tint, side = getattr(colours, tone_of(self._row.standing)), metrics.icon
        drawing = drawing_of(self._row.standing)
        drawn = icons().pixmap(drawing, tint, side, self.devicePixelRatioF())
        painter.drawPixmap(0, (rect.height() - side) // 2, drawn)
        inner = rect.adjusted(side + metrics.space, 0, -metrics.gap, 0)
        measured = self.fontMetrics()
        why = measured.horizontalAdvance(self._why)
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, _RIGHT, self._why)
        painter.setPen(QColor(colours.text))
        room = max(0, inner.width() - why - metrics.space)
        name = measured.elidedText(self._row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, _LEFT, name)
        if self.hasFocus():
            frame(painter, rect, edge=colours.accent, width=RING)
        painter.end()


class Histogram(QWidget):
    """How many people have done how much of what was due, with both axes and what is needed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = (0,) * _BINS
        self._threshold = 90
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[CohortRow], threshold: int) -> None:
        """Draw these people; hidden while nothing was due."""
        self._counts, self._threshold = spread(rows), threshold
        said = spread_words(self._counts)
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        self.setVisible(any(self._counts))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 12, line * 8)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        painter = QPainter(self)
        painter.setFont(larger(self.font(), CAPTION))
        top = _round_up(max(*self._counts, 1))
        left = painter.fontMetrics().horizontalAdvance(str(top)) + metrics.space
        area = QRectF(self.rect()).adjusted(
            left, metrics.line, -metrics.line * 3 // 2, -2 * metrics.line - metrics.gap
        )
        for number in (0, top // 2, top):
            y = area.bottom() - area.height() * number / top
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), QColor(colours.line))
            painter.setPen(QColor(colours.muted))
            at = QRect(0, int(y) - metrics.line // 2, left - metrics.gap, metrics.line)
            painter.drawText(at, _RIGHT, str(number))
        self._paint_columns(painter, area, top)
        self._paint_scale(painter, area)
        painter.end()

    def _paint_columns(self, painter: QPainter, area: QRectF, top: int) -> None:
        colours, line = tokens_of(self.palette()), metrics_of(self.font()).line
        wide = area.width() / _BINS
        for at, number in enumerate(self._counts):
            if not number:
                continue
            high = area.height() * number / top
            where = QRectF(area.left() + at * wide + 2, area.bottom() - high, wide - 4, high)
            reached = at * 100 // _BINS >= self._threshold
            fill = colours.bar if reached else colours.bar_soft
            frame(painter, where, edge=colours.soft_edge, fill=fill, radius=2)
            painter.setPen(QColor(colours.text))
            above = QRectF(where.left(), where.top() - line, where.width(), line)
            painter.drawText(above, _ABOVE, str(number))

    def _paint_scale(self, painter: QPainter, area: QRectF) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        x = area.left() + area.width() * self._threshold / 100
        painter.fillRect(
            QRectF(x - 1, area.top() - metrics.gap, 2, area.height() + metrics.gap),
            QColor(colours.text),
        )
        painter.setPen(QColor(colours.muted))
        for percent in (0, 50, self._threshold, 100):
            said = f"{percent}%"
            wide = painter.fontMetrics().horizontalAdvance(said) + 2
            middle = area.left() + area.width() * percent / 100
            if percent == self._threshold:
                middle -= wide / 3
            elif percent == 100:
                middle += wide / 3
            at = QPointF(middle - wide / 2, area.bottom() + 2)
            painter.drawText(QRectF(at.x(), at.y(), wide, metrics.line), _BELOW, said)
        below = QRectF(area.left(), area.bottom() + metrics.line, area.width(), metrics.line)
        painter.drawText(below, _BELOW, "of what was due so far")


def _round_up(number: int) -> int:
    """An even number of people at the top of the scale."""
    step = 10 if number > _BINS else 2
    return -(-number // step) * step

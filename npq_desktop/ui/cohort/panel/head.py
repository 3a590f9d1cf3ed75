"""The fixed head of a person's page: who it is, one number, one sentence, the bar."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.bar import bar_parts, paint_bar
from npq_desktop.ui.cohort.standing import drawing_of, ink_of, is_loud, tone_of
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, DISPLAY, LEAD, larger, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import ElidedLabel, plain_tip

_BAR_HEIGHT = 12


class RecordButton(Button):
    """Opens the menu of what can be recorded of this person, or given to them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Record", parent)
        self.offers = QMenu(self)
        self.setAccessibleName("Record, for the chosen person")
        self.setMenu(self.offers)


class PersonHead(QWidget):
    """Stays in sight while the pages below it scroll; ``back_asked``: back to the table."""

    back_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.back = Button("", self, kind=ButtonKind.SECONDARY, drawing="left")
        self.back.setAccessibleName("Back to the table")
        self.back.setToolTip("Back to the table")
        self.back.hide()
        self.back.clicked.connect(self.back_asked)
        self.name = ElidedLabel(self)
        self.about = ElidedLabel(self)
        self.record_button = RecordButton(self)
        self.number = Text("", self, size=DISPLAY, heavy=True, wraps=False)
        self.of_what = Text("", self, tone="muted")
        self.standing = StandingLine(self)
        self.note = Text("", self, size=CAPTION, tone="muted")
        self.bar = HeadBar(self)
        self._row: CohortRow | None = None
        self._lay_out()
        self._wear()

    def show_person(self, row: CohortRow, trying: str = "") -> None:
        """Show where this person is, or would be by what is tried out as ``trying`` says."""
        self._row = row
        self.name.setText(row.name)
        trn = f"TRN {row.trn}" if row.trn else ""
        self.about.setText(" · ".join(filter(None, (row.school, trn))))
        self.about.setVisible(bool(self.about.text()))
        self.number.setText(words.so_far(row))
        self.number.setVisible(bool(row.to_date))
        self.of_what.setText(trying or ("of what was due so far" if row.to_date else ""))
        self.standing.show_standing(row)
        self.note.setText(words.note(row))
        self.note.setVisible(bool(self.note.text()))
        self.bar.show_row(row)
        self.setAccessibleName(self.words())

    def words(self) -> str:
        """What the head says, in whole sentences."""
        if self._row is None:
            return ""
        tried = self.of_what.text() if self.of_what.text().startswith("if ") else ""
        said = (self._row.name, tried, words.sentence(self._row), words.figures(self._row))
        return "\n".join(filter(None, said))

    def give_way(self, *, is_page: bool, is_low: bool) -> None:
        """Offer the way back where this is a page of its own; be lower in a low window."""
        self.back.setVisible(is_page)
        self._numbers.setDirection(
            QHBoxLayout.Direction.LeftToRight if is_low else QHBoxLayout.Direction.TopToBottom
        )
        self._numbers.setStretchFactor(self.standing, 1 if is_low else 0)
        metrics = metrics_of(self.font())
        self._numbers.setSpacing(metrics.line if is_low else metrics.gap)
        middle = Qt.AlignmentFlag.AlignVCenter if is_low else Qt.AlignmentFlag(0)
        self._numbers.setAlignment(self.standing, middle)
        self.of_what.setVisible(not is_low or self.of_what.text().startswith("if "))
        self.bar.give_way(is_low=is_low)

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self.name)
        who.addWidget(self.about)
        top = QHBoxLayout()
        top.setSpacing(metrics.space)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(who, 1)
        top.addWidget(self.record_button, 0, Qt.AlignmentFlag.AlignTop)
        number = QHBoxLayout()
        number.setSpacing(metrics.space)
        number.addWidget(self.number)
        number.addWidget(self.of_what, 1, Qt.AlignmentFlag.AlignVCenter)
        self._numbers = QVBoxLayout()
        self._numbers.setSpacing(metrics.gap)
        self._numbers.addLayout(number)
        self._numbers.addWidget(self.standing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.gap)
        column.addLayout(top)
        column.addLayout(self._numbers)
        column.addWidget(self.note)
        column.addWidget(self.bar)

    def _wear(self) -> None:
        heavy = larger(self.font(), LEAD)
        heavy.setWeight(heavy.Weight.DemiBold)
        if self.name.font() != heavy:
            self.name.setFont(heavy)
        self.about.setForegroundRole(self.about.foregroundRole().PlaceholderText)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._wear()


class StandingLine(QWidget):
    """The icon of a standing and its words, in colour where a person needs a look."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._standing = ""
        self._icon = QLabel(self)
        self.said = Text("", self, heavy=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics_of(self.font()).space)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.said, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_standing(self, row: CohortRow) -> None:
        """Show where this person is."""
        self._standing = row.standing
        self.said.setText(words.capital(words.cell(row)))
        self.said.take_tone(ink_of(row.standing) if is_loud(row.standing) else "text")
        self._tint()

    def _tint(self) -> None:
        metrics = metrics_of(self.font())
        colour = getattr(tokens_of(self.palette()), tone_of(self._standing))
        ratio = self.devicePixelRatioF()
        drawing = drawing_of(self._standing)
        self._icon.setPixmap(icons().pixmap(drawing, colour, metrics.icon, ratio))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._tint()


class HeadBar(QWidget):
    """The bar over the whole width, with its three figures in words around it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: CohortRow | None = None
        self._is_low = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: CohortRow) -> None:
        """Draw this person's; hidden where nothing counts."""
        self._row = row
        self.setAccessibleName(words.bar_sentence(row))
        self.setToolTip(plain_tip(words.bar_sentence(row)))
        self.setVisible(bar_parts(row) is not None)
        self.update()

    def give_way(self, *, is_low: bool) -> None:
        """Leave the words below the bar out of a low window."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        lines = 2 if not self._is_low else 1
        return QSize(metrics.chars(30), metrics.line * lines + metrics.scaled(_BAR_HEIGHT) + 10)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        row = self._row
        parts = bar_parts(row) if row else None
        if row is None or parts is None or row.secured is None or row.possible is None:
            return
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        painter = QPainter(self)
        painter.setFont(larger(self.font(), CAPTION))
        painter.setPen(QColor(colours.text))
        self._write(painter, f"{row.threshold}% needed", row.threshold * 10, top=0)
        high = metrics.scaled(_BAR_HEIGHT)
        bar = QRectF(1, metrics.line + 3, self.width() - 2, high)
        paint_bar(painter, bar, parts, colours)
        if not self._is_low:
            painter.setPen(QColor(colours.muted))
            top = int(bar.bottom()) + 5
            done = f"{words.percent(row.secured.percent)} done"
            place = QRect(0, top, self.width(), metrics.line)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, done)
            if row.possible.fraction != row.secured.fraction:
                reach = f"can reach {words.percent(row.possible.percent)}"
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, reach)
        painter.end()

    def _write(self, painter: QPainter, said: str, permille: int, *, top: int) -> None:
        """Words centred on a place of the bar, and inside the widget."""
        wide = painter.fontMetrics().horizontalAdvance(said) + 2
        left = self.width() * permille // 1000 - wide // 2
        left = max(0, min(self.width() - wide, left))
        place = QRect(QPoint(left, top), QSize(wide, painter.fontMetrics().height()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, said)

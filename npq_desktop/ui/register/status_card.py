"""The one place with counts: how far a register is, who signed it off, and the next step."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.register import (
    Counts,
    EventState,
    RegisterView,
    SignoffRow,
    unmarked_names,
)
from npq_desktop.services.register.words import (
    change_words,
    count_parts,
    headcount_words,
    marked_words,
    rest_in_brief,
    rest_words,
    signed_words,
)
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import bold, metrics_of
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.cards import Card, ElidedText, Text
from npq_desktop.ui.kit.pieces.text import ElidedLabel, plain_tip

_START = "Nobody is marked yet. Press a letter, or find a name."
_TITLE, _SPRING = 0, 3
"""Places in the first line: counts stand beside the title, of a signed register at the right."""
_ANY_HEIGHT = 16_777_215
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class _Sign:
    """How a count is drawn: its icon and the token of its colour."""

    drawing: str
    tone: str


_SIGNS = {
    "present": _Sign("present", "ok"),
    "late": _Sign("late", "warn"),
    "left_early": _Sign("left_early", "violet"),
    "absent": _Sign("absent", "danger"),
    "conflicts": _Sign("warning", "warn"),
}
_STACK = ("present", "late", "left_early", "absent", "conflicts")


class CountsLine(QWidget):
    """Icons with numbers and, where there is room, words; what is nought is left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[str, int, str], ...] = ()
        self.kinds: tuple[str, ...] = ()
        self._has_words = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_counts(self, counts: Counts) -> None:
        """Show the numbers of one register."""
        parts = count_parts(counts)
        if parts != self._parts:
            self._parts = parts
            spoken = map("{0[1]} {0[2]}".format, parts)
            self.kinds = tuple(key for key, _, _ in parts)
            self.setAccessibleName(", ".join(spoken))
            self.updateGeometry()
            self.update()

    def give_way(self, *, is_narrow: bool) -> None:
        """Show the numbers without words where there is little room."""
        if self._has_words is is_narrow:
            self._has_words = not is_narrow
            self.updateGeometry()
            self.update()

    def _shown(self) -> list[tuple[_Sign, str, str]]:
        return [
            (_SIGNS[key], str(number), word if self._has_words else "")
            for key, number, word in self._parts
            if key in _SIGNS
        ]

    def _widths(self, number: str, word: str) -> tuple[int, int]:
        words = self.fontMetrics().horizontalAdvance(word)
        return QFontMetrics(bold(self.font())).horizontalAdvance(number), words

    def width_of(self, *, words: bool) -> int:
        """How many pixels the counts take, with their words or without."""
        metrics, width = metrics_of(self.font()), 0
        for key, number, word in self._parts:
            if key in _SIGNS:
                wide = sum(self._widths(str(number), word if words else ""))
                width += metrics.icon + wide + metrics.gap * 2 + metrics.line
        return width

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        return QSize(self.width_of(words=self._has_words), metrics.line + metrics.gap)

    @override
    def minimumSizeHint(self) -> QSize:
        # They may always be squeezed: the card hides them before anybody sees it.
        return QSize(0, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        painter, left = QPainter(self), 0
        for sign, number, word in self._shown():
            colour = getattr(colours, sign.tone)
            drawn = icons().pixmap(sign.drawing, colour, metrics.icon, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - metrics.icon) // 2, drawn)
            left += metrics.icon + metrics.gap
            wide, words = self._widths(number, word)
            painter.setPen(QColor(colours.text))
            painter.setFont(bold(self.font()))
            painter.drawText(QRect(left, 0, wide + 2, self.height()), _LINE, number)
            left += wide + metrics.gap
            painter.setFont(self.font())
            painter.drawText(QRect(left, 0, words + 2, self.height()), _LINE, word)
            left += words + metrics.line
        painter.end()


class StackedBar(QWidget):
    """How much of a register is marked, a part for each kind of mark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts = Counts()
        self.setFixedHeight(6)

    def show_counts(self, counts: Counts) -> None:
        """Show these."""
        if counts != self._counts:
            self._counts = counts
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = tokens_of(self.palette()), QPainter(self)
        frame(painter, self.rect(), edge=colours.soft_edge, fill=colours.sunken, radius=3)
        whole, left = max(1, self._counts.expected), 0.0
        for key in _STACK:
            width = self.width() * getattr(self._counts, key) / whole
            if width:
                tone = getattr(colours, _SIGNS[key].tone)
                part = QRect(round(left), 0, max(1, round(width) - 1), 6)
                frame(painter, part, fill=tone, radius=2)
            left += width
        painter.end()


class _Disc(QLabel):
    """A lock in a soft disc."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, side = tokens_of(self.palette()), min(self.width(), self.height())
        painter = QPainter(self)
        frame(
            painter,
            QRect(0, (self.height() - side) // 2, side, side),
            fill=colours.ok_soft,
            radius=side / 2,
        )
        icon = metrics_of(self.font()).icon
        drawn = icons().pixmap("lock", colours.ok, icon, self.devicePixelRatioF())
        painter.drawPixmap((side - icon) // 2, (self.height() - icon) // 2, drawn)
        painter.end()


class StatusCard(Card):
    """Requests: ``rest_asked``, ``signoff_asked``, ``print_asked`` and ``ran_asked``."""

    rest_asked = Signal()
    signoff_asked = Signal()
    print_asked = Signal()
    ran_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._disc = _Disc(self)
        self.title = ElidedText(self, heavy=True)
        self.start = ElidedLabel(self)
        self.counts = CountsLine(self)
        self._bar = StackedBar(self)
        self._warning = QLabel(self)
        self.sentence = ElidedLabel(self)
        self.rest_button = Button("", self)
        self.signoff_button = Button("Sign off…", self, key="F9")
        self.print_button = Button("Print…", self, kind=ButtonKind.GHOST)
        self.count_button = Button("Count again…", self, kind=ButtonKind.GHOST)
        self.ran_button = Button("It ran after all", self)
        self._changed = QWidget(self)
        self._sign = QLabel(self._changed)
        self._lead = Text("", self._changed, heavy=True, wraps=False)
        self.changes = ElidedText(self._changed, wraps=True)
        self.again_button = Button(
            "Sign off again…", self._changed, kind=ButtonKind.PRIMARY, key="F9"
        )
        self._signoffs: tuple[SignoffRow, ...] = ()
        self._is_low = False
        self._unmarked, self._rest = 0, rest_words
        self._was_open: bool | None = None
        self._fitted: tuple[str, ...] = ()
        self._has_room = self._ran = True
        # Nothing is shown yet: all steps side by side would widen a small window for good.
        for part in (self._disc, self._warning, self._changed, *self.buttons()[:-1]):
            part.hide()
        self._lay_out()
        self._connect()

    def show_view(self, view: RegisterView) -> None:
        """Show how far this register is."""
        ran = view.event.state is not EventState.DID_NOT_RUN
        signoffs = view.signoffs if ran else ()
        is_open = ran and not signoffs
        if is_open is not self._was_open:
            self._hide_steps(is_open=is_open)
            self._fitted = ()
        self._ran = ran
        self.counts.show_counts(view.counts)
        self._disc.setVisible(bool(signoffs))
        self._first.setStretch(_TITLE, bool(signoffs))
        self._first.setStretch(_SPRING, not signoffs and bool(view.event.marked))
        self._bar.setVisible(is_open)
        self._bar.show_counts(view.counts)
        self._bar.setToolTip(plain_tip(self.counts.accessibleName()))
        self.print_button.setVisible(bool(signoffs) and not self._is_low)
        self.ran_button.setVisible(not ran)
        if is_open:
            self._show_progress(view)
        else:
            self._show_outcome(view, signoffs)
        self._show_steps(view.counts if ran else Counts(), signed=bool(signoffs) or not ran)
        if signoffs != self._signoffs:
            self._show_changes(signoffs)
        if self.counts.kinds != self._fitted:
            self._fit_counts()

    def _hide_steps(self, *, is_open: bool) -> None:
        """Hide what goes before anything is shown: side by side they would widen the window."""
        self._was_open = is_open
        after = (self.count_button, self.print_button, self.ran_button)
        for button in after if is_open else (self.rest_button, self.signoff_button):
            button.hide()

    def buttons(self) -> tuple[Button, ...]:
        """Its buttons, as the eye meets them."""
        upper = (self.count_button, self.print_button, self.ran_button, self.rest_button)
        return (*upper, self.signoff_button, self.again_button)

    def text(self) -> str:
        """Everything it says."""
        start = "" if self.start.isHidden() else self.start.text()
        said = (self.title.text(), start, self.counts.accessibleName(), self.sentence.text())
        changes = " ".join(filter(None, (self._lead.text(), self.changes.text())))
        return "\n".join(filter(None, (*said, changes)))

    def give_way(self, *, is_low: bool) -> None:
        """Be a line where the window is low."""
        if is_low is not self._is_low:
            self._is_low = is_low
            self._rest = rest_in_brief if is_low else rest_words
            self.rest_button.setText(self._rest(self._unmarked))
            self.signoff_button.leave_cap(out=is_low)
            self.again_button.leave_cap(out=is_low)
            self.print_button.setVisible(bool(self._signoffs) and not is_low)
            self._fit_height()
            self._fit_counts()

    def _fit_counts(self) -> None:
        """Lose the words of the counts, then the counts, where there is too little room.

        The bar beneath then shows them alone; its tip has them in words.
        """
        self._fitted = self.counts.kinds
        metrics = metrics_of(self.font())
        shown = [each for each in self.buttons()[:-1] if not each.isHidden()]
        taken = sum(each.sizeHint().width() + metrics.space for each in shown)
        taken += self.title.sizeHint().width() + metrics.line * 2 + metrics.scaled(24)
        if not self._disc.isHidden():
            taken += metrics.scaled(32) + metrics.space
        left = self.width() - taken
        self.counts.give_way(is_narrow=left < self.counts.width_of(words=True))
        self._has_room = left >= self.counts.width_of(words=False)
        self.counts.setVisible(self._has_room and self._ran)

    def _fit_height(self) -> None:
        metrics = metrics_of(self.font())
        edge, air = (0, 0) if self._is_low else (metrics.scaled(12), metrics.space)
        self._upper.setContentsMargins(edge, air, edge, air)
        self._lines.setSpacing(0 if self._is_low else metrics.gap)
        self._disc.setMaximumHeight(metrics.scaled(24) if self._is_low else _ANY_HEIGHT)
        for button in self.buttons():
            button.setMaximumHeight(metrics.target(28) if self._is_low else _ANY_HEIGHT)
        is_odd = not self._warning.isHidden()
        self.sentence.setVisible(bool(self.sentence.text()) and (is_odd or not self._is_low))
        self.changes.keep_to_line(only=self._is_low)
        self.update()

    def _show_progress(self, view: RegisterView) -> None:
        self.title.setText(marked_words(view.counts))
        papers = [f"Paper evidence: {each}." for each in view.evidence] if view.evidence else ()
        if papers or self.sentence.text():
            self._say(" ".join(papers), odd=False)
        self.start.setText("" if view.event.marked else _START)
        self.start.setVisible(not view.event.marked)

    def _show_outcome(self, view: RegisterView, signoffs: tuple[SignoffRow, ...]) -> None:
        self.start.hide()
        if not signoffs:
            self.title.setText(view.banner)
            self._say("Nobody is marked, and it counts for nobody.", odd=False)
            return
        odd = headcount_words(view.counts, unmarked_names(view.rows))
        title, below = signed_words(signoffs, view.counts, view.evidence, odd=odd)
        self.title.setText(title)
        words = [
            title,
            self.counts.accessibleName(),
            *(each.words for each in signoffs if each.words != title),
        ]
        self.title.setToolTip(plain_tip("\n".join(words)))
        self._say(below, odd=bool(odd))

    def _say(self, sentence: str, *, odd: bool) -> None:
        self.sentence.setText(sentence)
        self._warning.setVisible(odd)
        self.count_button.setVisible(odd)
        # In a low window only a sentence that warns has a line of its own.
        self.sentence.setVisible(bool(sentence) and (odd or not self._is_low))

    def _show_steps(self, counts: Counts, *, signed: bool) -> None:
        self._unmarked = counts.unmarked
        self.rest_button.setText(self._rest(counts.unmarked))
        self.rest_button.setVisible(counts.unmarked > 0 and not signed)
        self.signoff_button.setVisible(not signed)
        complete = not counts.unmarked and not counts.conflicts
        kind = ButtonKind.PRIMARY if complete else ButtonKind.SECONDARY
        if kind is not self.signoff_button.kind:
            self.signoff_button.become(kind)

    def rest_said(self) -> str:
        """What marks everybody else, in full."""
        return rest_words(self._unmarked).replace("&", "")

    def _show_changes(self, signoffs: tuple[SignoffRow, ...]) -> None:
        self._signoffs = signoffs
        lead, _, rest = change_words(signoffs).partition(": ")
        self._lead.setText(f"{lead}:" if rest else "")
        self.changes.setText(rest)
        self._changed.setVisible(bool(rest))
        self.again_button.setVisible(any(each.own and each.uncovered for each in signoffs))

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        side = metrics.scaled(32)
        self._disc.setFixedWidth(side)
        for label in (self.start, self.sentence):
            label.setForegroundRole(self.foregroundRole().PlaceholderText)
        self._first = first = QHBoxLayout()
        first.setSpacing(metrics.line)
        first.addWidget(self.title)
        first.addWidget(self.start, 1)
        first.addWidget(self.counts)
        first.addStretch(1)
        second = QHBoxLayout()
        second.addWidget(self._warning)
        second.addWidget(self.sentence, 1)
        self._lines = lines = QVBoxLayout()
        lines.setSpacing(metrics.gap)
        lines.addLayout(first)
        lines.addLayout(second)
        lines.addWidget(self._bar)
        self._upper = upper = QHBoxLayout()
        edge = metrics.scaled(12)
        upper.setContentsMargins(edge, metrics.space, edge, metrics.space)
        upper.setSpacing(metrics.space)
        upper.addWidget(self._disc)
        upper.addLayout(lines, 1)
        for button in self.buttons()[:-1]:
            upper.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper)
        column.addWidget(self._changed)
        self._lay_out_changes()
        self._tint()

    def _lay_out_changes(self) -> None:
        metrics = metrics_of(self.font())
        lower = QHBoxLayout(self._changed)
        lower.setContentsMargins(metrics.scaled(20), metrics.gap, metrics.scaled(12), metrics.space)
        lower.addWidget(self._sign)
        lower.addWidget(self._lead)
        lower.addWidget(self.changes, 1)
        lower.addWidget(self.again_button)

    def _connect(self) -> None:
        self.rest_button.clicked.connect(self.rest_asked)
        for button in (self.signoff_button, self.again_button, self.count_button):
            button.clicked.connect(self.signoff_asked)
        self.print_button.clicked.connect(self.print_asked)
        self.ran_button.clicked.connect(self.ran_asked)

    def _tint(self) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        drawn = icons().pixmap("warning", colours.warn, metrics.icon, self.devicePixelRatioF())
        for label in (self._sign, self._warning):
            label.setPixmap(drawn)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_counts()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_low:
            super().paintEvent(event)
        if self._changed.isVisible():
            painter = QPainter(self)
            line = QRect(1, self._changed.y(), self.width() - 2, 1)
            painter.fillRect(line, QColor(tokens_of(self.palette()).line))
            painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._tint()

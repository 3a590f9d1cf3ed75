"""Tries out how what is open could end, beside what comes of it in the head; nothing is saved."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.rows.cohort import ItemLine, PersonView, Supposed
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import brief_title, item_sentence, to_try
from npq_desktop.ui.kit.page.scrolled import Page, cleared, in_turn
from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.banner import Banner, BannerKind
from npq_desktop.ui.kit.pieces.buttons import Segmented
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.pieces.text import ElidedLabel, plain_tip

_RECORDED = "recorded"
_CHOICES = (
    (_RECORDED, "As recorded"),
    (Supposed.DONE.value, "Done"),
    (Supposed.MISSED.value, "Missed"),
)


class TryPage(Page):
    """``supposed`` carries all that is tried, by task or event; ``left``: back to the route."""

    supposed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        metrics = metrics_of(self.font())
        self.banner = Banner(self)
        self.banner.offer("Stop trying out")
        self.banner.acted.connect(self.left)
        how = "Press Space on a line to switch between done, missed and as recorded."
        self._how = Text(how, self, size=CAPTION, tone="muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.lines: dict[str, TryLine] = {}
        self._person = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space, 0, metrics.space)
        column.setSpacing(metrics.space)
        column.addWidget(self.banner)
        column.addWidget(self._how)
        column.addLayout(self._lines)
        column.addStretch(1)

    def show_person(self, view: PersonView) -> None:
        """Offer what is still open, and say what comes of what is tried."""
        said = words.trying(view.row, view.actual) if view.supposed else "Nothing is tried yet."
        self.banner.say(said, kind=BannerKind.INFO, lead="Trying out, not saved:")
        offered = [each for each in view.items if each.item in view.can_suppose]
        if self._person != view.row.person or list(self.lines) != [i.item for i in offered]:
            self._make(view, offered)
        for key, line in self.lines.items():
            line.choose(view.supposed.get(key))

    def _make(self, view: PersonView, offered: list[ItemLine]) -> None:
        self._person = view.row.person
        cleared(self._lines)
        self.lines = {}
        for each in offered:
            line = TryLine(self, each, to_try(each, view.row.as_of))
            line.chosen.connect(self._tell)
            self._lines.addWidget(line)
            self.lines[each.item] = line
        segments = [
            each for line in self.lines.values() for each in line.segments.segments.values()
        ]
        in_turn(self.banner.action, *segments)

    def _tell(self) -> None:
        tried = {key: line.tried() for key, line in self.lines.items()}
        self.supposed.emit({key: how for key, how in tried.items() if how})

    def titles(self, supposed: Mapping[str, Supposed]) -> list[tuple[str, bool]]:
        """What is tried, each with whether it would be done."""
        return [
            (line.title, supposed[key] is Supposed.DONE)
            for key, line in self.lines.items()
            if key in supposed
        ]


class TryLine(QWidget):
    """One task or event with its three alternatives; Space goes on to the next."""

    chosen = Signal()

    def __init__(self, parent: QWidget, line: ItemLine, about: str) -> None:
        super().__init__(parent)
        self.title = line.title
        metrics = metrics_of(self.font())
        name = ElidedLabel(self)
        name.setText(brief_title(line.title))
        name.setToolTip(plain_tip(item_sentence(line)))
        below = Text(about, self, size=CAPTION, tone="muted")
        self.segments = Segmented(self, line.title, _CHOICES)
        self.segments.chosen.connect(self.chosen)
        for segment in self.segments.segments.values():
            segment.setAccessibleDescription(line.title)
            segment.installEventFilter(self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(name)
        texts.addWidget(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, metrics.gap, 0, metrics.gap + 1)
        row.setSpacing(metrics.space)
        row.addLayout(texts, 1)
        row.addWidget(self.segments)

    def tried(self) -> Supposed | None:
        """How it would end; None for as recorded."""
        key = self.segments.current()
        return None if key == _RECORDED else Supposed(key)

    def choose(self, supposed: Supposed | None) -> None:
        """Show this alternative."""
        self.segments.choose(supposed.value if supposed else _RECORDED)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            keys = [key for key, _ in _CHOICES]
            after = keys[(keys.index(self.segments.current()) + 1) % len(keys)]
            self.segments.choose(after)
            self.segments.segments[after].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit()
            return True
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QColor(tokens_of(self.palette()).line)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        painter.end()

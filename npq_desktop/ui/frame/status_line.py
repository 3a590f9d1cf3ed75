"""The line at the bottom: saved or not, what was just done, the keys of the page, undo."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.ui.frame.dots_legend import DotsLegend
from npq_desktop.ui.kit.keys.key_caps import KeyCaps
from npq_desktop.ui.kit.paint.drawn_texts import ink
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import bold, metrics_of
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.text import ElidedLabel, plain_tip
from npq_desktop.ui.kit.waiting.pause import once_after

_UNDO = 26
"""Pixels: a button of the usual height would make the line higher once something can be undone."""
_GLANCE_MS = 6_000
_FEW_KEYS = 3
_ALL_KEYS_FROM = 1_150
_LEGEND_FROM = 1_300
"""Widths at text 100%: below the first only a few keys are shown, below the second no legend."""

Keys = tuple[tuple[str, str], ...]


class StatusLine(QWidget):
    """*Saved* stays until something fails; what failed stays until the next success.

    ``failed_changed`` carries what failed, "" once that is over. ``undo_clicked`` asks for
    a step back.
    """

    failed_changed = Signal(str)
    undo_clicked = Signal()

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._failed = False
        self._keys: Keys = ()
        self._undo_words = ""
        self._icon = QLabel(self)
        self.saved = QLabel(self)
        self.said = ElidedLabel(self)
        self.keys = KeyCaps(self)
        self.legend = DotsLegend(self)
        self._has_legend = False
        self.undo_cap = KeyCaps(self)
        self.undo = QPushButton(self)
        self._glance = once_after(self, _GLANCE_MS, lambda: self.say(""))
        self.undo.clicked.connect(self.undo_clicked)
        self._lay_out()
        self.show_saved()
        self.show_undo("")
        self.say("")

    def show_saved(self) -> None:
        """Everything done so far is on disk."""
        if self._failed or not self.saved.text():
            self._show("Saved", failed=False)

    def show_failed(self, sentence: str) -> None:
        """Say what failed; it stays."""
        announcer().say(sentence, urgent=True)
        self._show(sentence, failed=True)

    def say(self, sentence: str) -> None:
        """A sentence worth a glance, until the next one; then the keys of the page again."""
        if not sentence and not self.said.text():
            return  # a register says nothing after every mark
        self.said.setText(sentence)
        if sentence:
            announcer().say(sentence)
            self._glance.start()
        self._fit()

    def show_keys(self, keys: Keys, *, with_legend: bool = False) -> None:
        """The keys of the page, the most important first, and what the signs of *Last 4* mean."""
        self._keys, self._has_legend = keys, with_legend
        self._fit()

    def failed_words(self) -> str:
        """What failed last, "" where nothing did since."""
        return self.saved.text() if self._failed else ""

    def show_undo(self, words: str) -> None:
        """What Ctrl+Z does next; "" when nothing."""
        self._undo_words = words
        self.undo.setMaximumHeight(metrics_of(self.font()).target(_UNDO))
        self.undo.setAccessibleName(f"Ctrl+Z: {words}" if words else "")
        self.undo.setVisible(bool(words))
        self.undo.setToolTip(plain_tip(words))
        self.undo_cap.show_keys((("Ctrl Z", ""),) if words else ())
        self._fit()

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        self.undo.setFlat(True)
        self.undo.setAutoDefault(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(metrics.space, 0, metrics.gap, 0)
        line.setSpacing(metrics.space)
        line.addWidget(self._icon)
        line.addWidget(self.saved)
        line.addSpacing(metrics.space)
        line.addWidget(self.said, 1)
        line.addWidget(self.keys)
        line.addWidget(self.legend)
        line.addStretch(1)
        undoing = QHBoxLayout()
        undoing.setSpacing(0)
        undoing.addWidget(self.undo_cap)
        undoing.addWidget(self.undo)
        line.addLayout(undoing)
        self.saved.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumHeight(metrics.target(28))

    def _show(self, words: str, *, failed: bool) -> None:
        self._failed = failed
        self.saved.setText(words)
        self.saved.setToolTip(plain_tip(words))
        self.saved.setAccessibleName(words)
        self.saved.setFont(bold(self.font()) if failed else self.font())
        self.saved.setWordWrap(failed)
        policy = QSizePolicy.Policy.Ignored if failed else QSizePolicy.Policy.Preferred
        self.saved.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setStretchFactor(self.saved, 1 if failed else 0)
        if failed:
            self.said.clear()
        self._tint()
        self._fit()
        self.failed_changed.emit(words if failed else "")

    def _fit(self) -> None:
        """Words said or keys, and fewer keys where there is little room."""
        is_saying = bool(self.said.text())
        width = metrics_of(self.font()).wide_at_full_text(self.width())
        shown = self._keys if width >= _ALL_KEYS_FROM else self._keys[:_FEW_KEYS]
        is_quiet = not is_saying and not self._failed
        self.said.setVisible(is_saying and not self._failed)
        self.keys.show_keys(shown if is_quiet else ())
        self.legend.setVisible(is_quiet and self._has_legend and width >= _LEGEND_FROM)
        room = self.width() * 2 // 5
        words = self.fontMetrics().elidedText(self._undo_words, Qt.TextElideMode.ElideRight, room)
        self.undo.setText(words.replace("&", "&&"))

    def _tint(self) -> None:
        colours = tokens_of(self.palette())
        name, colour = ("failed", colours.danger) if self._failed else ("saved", colours.ok)
        side = metrics_of(self.font()).icon
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons().pixmap(name, colour, side, ratio))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, ink(tokens_of(self.palette()).line))
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._tint()

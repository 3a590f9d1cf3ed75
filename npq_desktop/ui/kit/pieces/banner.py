"""A line of news or trouble in a page or dialog: an icon, a sentence, never a colour alone."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import RADIUS, metrics_of
from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.paint.tokens import Tokens, tokens_of
from npq_desktop.ui.kit.pieces.announce import announcer
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind

_TINTING = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange)
_BAR = 4


class BannerKind(StrEnum):
    """How grave a banner is."""

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"


_KIND_OF = {
    Shape.TICK: BannerKind.OK,
    Shape.WARNING: BannerKind.WARN,
    Shape.FORK: BannerKind.WARN,
}
_DRAWINGS = {
    BannerKind.INFO: "info",
    BannerKind.OK: "saved",
    BannerKind.WARN: "warning",
    BannerKind.DANGER: "warning",
}


def banner_colours(kind: BannerKind, colours: Tokens) -> tuple[str, str]:
    """The colour of bar and icon, and the ground."""
    return {
        BannerKind.INFO: (colours.accent, colours.accent_soft),
        BannerKind.OK: (colours.ok, colours.ok_soft),
        BannerKind.WARN: (colours.warn, colours.warn_soft),
        BannerKind.DANGER: (colours.danger, colours.danger_soft),
    }[kind]


class Banner(QFrame):
    """Hidden while it has nothing to say; the sentence wraps and can be copied.

    ``acted``: the one action it offers was chosen.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = BannerKind.WARN
        self._words = ""
        self._icon = QLabel(self)
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.action = Button("", self, kind=ButtonKind.GHOST)
        self.action.hide()
        self.action.clicked.connect(self.acted)
        metrics = metrics_of(self.font())
        row = QHBoxLayout(self)
        row.setContentsMargins(_BAR + metrics.space, metrics.space, metrics.space, metrics.space)
        row.setSpacing(metrics.space)
        row.addWidget(self._icon)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.action)
        self.hide()

    def say(
        self,
        sentence: str,
        *,
        shape: Shape = Shape.TICK,
        kind: BannerKind | None = None,
        lead: str = "",
        instead_of: str = "",
    ) -> None:
        """Show a sentence of news behind a bold ``lead``; an empty sentence hides the banner.

        It is announced ``instead_of`` what the status line says of the same.
        """
        self._show(sentence, kind or _KIND_OF.get(shape, BannerKind.INFO), lead, instead_of)

    def warn(self, sentence: str) -> None:
        """Show what went wrong."""
        self._show(sentence, BannerKind.DANGER, "")

    def offer(self, words: str) -> None:
        """Offer an action beside the sentence; "" for none."""
        self.action.setText(words)
        self.action.setVisible(bool(words))

    def words(self) -> str:
        """The words shown now; "" while hidden."""
        return self._words

    def _show(self, sentence: str, kind: BannerKind, lead: str, instead_of: str = "") -> None:
        looks_otherwise = kind is not self.kind or self.isHidden()
        self.kind = kind
        self._words = " ".join(filter(None, (lead, sentence)))
        if lead:
            from html import escape  # as for tips, a start does without

            self._sentence.setTextFormat(Qt.TextFormat.RichText)
            self._sentence.setText(f"<b>{escape(lead)}</b> {escape(sentence)}")
        else:
            self._sentence.setTextFormat(Qt.TextFormat.PlainText)
            self._sentence.setText(sentence)
        if sentence and self._words != self.accessibleName():
            urgent = kind is BannerKind.DANGER
            announcer().say(self._words, urgent=urgent, instead_of=instead_of)
        self.setAccessibleName(self._words)
        if sentence and looks_otherwise:  # a register says the same after every mark
            self._tint()
        self.setVisible(bool(sentence))

    def _tint(self) -> None:
        colour, _ground = banner_colours(self.kind, tokens_of(self.palette()))
        side = metrics_of(self.font()).icon
        drawing = _DRAWINGS[self.kind]
        self._icon.setPixmap(icons().pixmap(drawing, colour, side, self.devicePixelRatioF()))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colour, ground = banner_colours(self.kind, tokens_of(self.palette()))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(self.rect().toRectF(), RADIUS, RADIUS)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor(ground))
        painter.fillRect(QRect(0, 0, _BAR, self.height()), QColor(colour))
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _TINTING:
            self._tint()

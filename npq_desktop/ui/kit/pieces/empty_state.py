"""What a page shows where rows would be: what belongs there, and the way to it."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import TITLE, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind

_CHARACTERS = 62
_LEAST_HEIGHT = 260
"""With less at text 100% the words come before the drawing."""


class EmptyState(QWidget):
    """Up to two buttons, the first of them primary.

    ``action_requested`` carries the key of the button pressed.
    """

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, drawing: str = "inbox") -> None:
        super().__init__(parent)
        self._disc = _Disc(self, drawing)
        self._heading = _wrapped(self)
        self._sentence = _wrapped(self)
        self._buttons = QWidget(self)
        metrics = metrics_of(self.font())
        self._flow = FlowLayout(self._buttons, centred=True)
        self._flow.setContentsMargins(0, metrics.space, 0, 0)
        self._flow.setSpacing(metrics.space)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._buttons.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.line, metrics.line, metrics.line, metrics.line)
        column.setSpacing(metrics.space)
        column.addStretch(2)
        column.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._heading)
        column.addLayout(self._centred())
        column.addWidget(self._buttons)
        column.addStretch(3)
        self._wear()

    def tell(self, heading: str, sentence: str, actions: tuple[tuple[str, str], ...] = ()) -> None:
        """Show this; ``actions`` are (key, words on the button)."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._clear()
        for at, (key, words) in enumerate(actions):
            kind = ButtonKind.SECONDARY if at else ButtonKind.PRIMARY
            button = Button(words, self._buttons, kind=kind)
            button.setObjectName(key)
            button.setAutoDefault(True)
            button.clicked.connect(self._pressed)
            self._flow.addWidget(button)
            button.show()

    def words(self) -> str:
        """Heading and sentence, for tests and screen readers."""
        return f"{self._heading.text()} {self._sentence.text()}"

    def _centred(self) -> QHBoxLayout:
        """The sentence in the middle; margins would keep the window from becoming narrow again."""
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._sentence, 1000)
        line.addStretch(1)
        return line

    def _clear(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is None:
                continue
            widget.hide()
            widget.deleteLater()

    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.action_requested.emit(sender.objectName())

    def _wear(self) -> None:
        title, palette = bold(larger(QApplication.font(), TITLE)), self._sentence.palette()
        if self._heading.font() != title:
            self._heading.setFont(title)
        muted = tokens_of(self.palette()).muted
        if palette.windowText().color().name() != muted:
            palette.setColor(palette.ColorRole.WindowText, muted)
            self._sentence.setPalette(palette)
        self._sentence.setMaximumWidth(self.fontMetrics().averageCharWidth() * _CHARACTERS)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = metrics_of(self.font()).high_at_full_text(self.height())
        self._disc.setVisible(room >= _LEAST_HEIGHT)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._wear()


class _Disc(QWidget):
    """A drawing in a soft disc."""

    def __init__(self, parent: QWidget, drawing: str) -> None:
        super().__init__(parent)
        self._drawing = drawing
        side = metrics_of(self.font()).scaled(56)
        self.setFixedSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, side = tokens_of(self.palette()), self.width()
        painter = QPainter(self)
        frame(painter, self.rect(), fill=colours.accent_soft, radius=side / 2)
        icon = side * 4 // 7
        where = QRect((side - icon) // 2, (side - icon) // 2, icon, icon)
        ratio = self.devicePixelRatioF()
        drawn = icons().pixmap(self._drawing, colours.accent, icon, ratio)
        painter.drawPixmap(where.topLeft(), drawn)
        painter.end()


def _wrapped(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setMinimumWidth(1)  # its margins, which centre it, must not keep a window wide
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

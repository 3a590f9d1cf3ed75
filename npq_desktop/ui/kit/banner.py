"""A line of news or trouble inside a tab or dialog: a shape, a sentence, never a colour alone."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.shapes import Shape, shape_icon
from npq_desktop.ui.kit.theme import alert

_TINTING = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange)


class Banner(QFrame):
    """Hidden while it has nothing to say; the sentence wraps and can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = Shape.WARNING
        self._alerting = False
        self._icon = QLabel(self)
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        row = QHBoxLayout(self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        self.hide()

    def say(self, sentence: str, *, shape: Shape = Shape.TICK) -> None:
        """Show a sentence of news; an empty one hides the banner."""
        self._show(sentence, shape, alerting=False)

    def warn(self, sentence: str) -> None:
        """Show what went wrong, with the warning shape."""
        self._show(sentence, Shape.WARNING, alerting=True)

    def words(self) -> str:
        """What it says now; "" while hidden."""
        return self._sentence.text()

    def _show(self, sentence: str, shape: Shape, *, alerting: bool) -> None:
        looks_otherwise = (shape, alerting) != (self._shape, self._alerting) or self.isHidden()
        self._shape, self._alerting = shape, alerting
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        if sentence and looks_otherwise:  # a register says the same after every mark
            self._tint()
        self.setVisible(bool(sentence))

    def _tint(self) -> None:
        colour = alert(self.palette()) if self._alerting else self.palette().text().color()
        side = self.fontMetrics().height()
        self._icon.setPixmap(shape_icon(self._shape, colour, side).pixmap(side, side))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _TINTING:
            self._tint()

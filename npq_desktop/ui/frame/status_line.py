"""The bottom line: whether everything is saved, what was just done, what undo would do."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.elided_label import ElidedLabel
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.metrics import bold, metrics_of
from npq_desktop.ui.kit.palettes import colours_of
from npq_desktop.ui.kit.plain_tip import plain_tip


class StatusLine(QStatusBar):
    """*Saved* stays until something fails; what failed stays until the next success."""

    def __init__(self, *, parent: QWidget, icons: Icons) -> None:
        super().__init__(parent)
        self._icons = icons
        self._failed = False
        self._icon = QLabel(self)
        self.saved = QLabel(self)
        self.said = ElidedLabel(self)
        self.undo = QLabel(self)
        for label in (self.saved, self.undo):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.addWidget(self._icon)
        self.addWidget(self.saved)
        self.addWidget(self.said, 1)
        self.addPermanentWidget(self.undo)
        self.show_saved()

    def show_saved(self) -> None:
        """Everything done so far is on disk."""
        if self._failed or not self.saved.text():
            self._show(self.tr("Saved"), failed=False)

    def show_failed(self, sentence: str) -> None:
        """Say what failed; it stays."""
        self._show(sentence, failed=True)

    def say(self, sentence: str) -> None:
        """A sentence worth a glance, until the next one."""
        self.said.setText(sentence)

    def show_undo(self, words: str) -> None:
        """What Ctrl+Z does next; "" when nothing."""
        self.undo.setText(self.tr("Ctrl+Z: {0}").format(words) if words else "")

    def _show(self, words: str, *, failed: bool) -> None:
        self._failed = failed
        self.saved.setText(words)
        self.saved.setToolTip(plain_tip(words))
        self.saved.setAccessibleName(words)
        self.saved.setFont(bold(self.font()) if failed else self.font())
        self.saved.setWordWrap(failed)
        policy = QSizePolicy.Policy.Ignored if failed else QSizePolicy.Policy.Preferred
        self.saved.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        if failed:
            self.said.clear()
        self.said.setVisible(not failed)
        self.removeWidget(self.saved)
        self.insertWidget(1, self.saved, 1 if failed else 0)
        self.saved.show()
        self._tint()

    def _tint(self) -> None:
        colours = colours_of(self.palette())
        name, colour = ("failed", colours.absent) if self._failed else ("saved", colours.present)
        side = metrics_of(self.font()).icon
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._icons.pixmap(name, colour, side, ratio))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

"""The line under the ways on: what accepting does to the course done, or returning."""

from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.paint.metrics import CAPTION
from npq_desktop.ui.kit.pieces.cards import Text


class EffectLine(Text):
    """Shows one of two sentences, and none where the pane is low."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent, size=CAPTION, tone="muted")
        self._sentences = ("", "")
        self._is_returning = self._is_low = False

    def await_sentences(self) -> None:
        """Leave room until they are known: nothing moves meanwhile."""
        self.setMinimumHeight(self.height())
        self.setText("")

    def show_sentences(self, accepting: str, returning: str) -> None:
        """What each decision does."""
        self._sentences = (accepting, returning)
        self.setMinimumHeight(0)
        self._show()

    def turn_to(self, *, returning: bool) -> None:
        """Say what returning does, or again what accepting does."""
        self._is_returning = returning
        self._show()

    def give_way(self, *, is_low: bool) -> None:
        """Leave the room to others."""
        self._is_low = is_low
        self._show()

    def _show(self) -> None:
        self.setText(self._sentences[self._is_returning])
        self.setVisible(bool(self.text()) and not self._is_low)

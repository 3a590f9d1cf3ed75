"""How everything looks at present: light or dark, the size of text, the height of rows."""

from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from npq_desktop.ui.kit.paint.metrics import Metrics, larger


class Appearance(QObject):
    """Changes the application at once; ``changed`` is for what lays itself out.

    ``theme`` is "light", "dark", or "" to follow the system; ``text_size`` is in per cent of the
    system's; ``compact`` makes rows of tables lower.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = ""
        self.text_size = 100
        self.compact = False
        self._is_squeezed = False
        self._system_font = QApplication.font()

    def wear(self, *, theme: str, text_size: int, compact: bool) -> None:
        """Look so from now on."""
        if (theme, text_size, compact) == (self.theme, self.text_size, self.compact):
            return
        if text_size != self.text_size:
            QApplication.setFont(larger(self._system_font, text_size / 100))
        self.theme, self.text_size, self.compact = theme, text_size, compact
        self.changed.emit()

    def row_height(self, metrics: Metrics) -> int:
        """The height of a table's row for a font of these measures."""
        return metrics.target(28 if self.compact or self._is_squeezed else 36)

    @property
    def is_compact(self) -> bool:
        """Whether rows are low: chosen, or because the window is."""
        return self.compact or self._is_squeezed

    def squeeze(self, *, is_low: bool) -> None:
        """Make rows lower whatever was chosen, while the window has little height."""
        if is_low is not self._is_squeezed:
            before, self._is_squeezed = self.is_compact, is_low
            if self.is_compact is not before:
                self.changed.emit()


@cache
def appearance() -> Appearance:
    """The one of this process; there must be a Qt application."""
    return Appearance()

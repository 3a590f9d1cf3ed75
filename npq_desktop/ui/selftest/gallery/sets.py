"""The sets of colours and the sizes of window that the gallery shows."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from npq_desktop.ui.kit.paint.tokens import DARK, LIGHT, Tokens, contrast_tokens

SCALES = (1, 2)
SIZES = ((1366, 744), (1920, 1016), (640, 456))
"""The first is the one in which components are shown."""


@dataclass(frozen=True, slots=True)
class ColourSet:
    """A set by its name; ``scales`` are those at which it is shown."""

    name: str
    colours: Tokens
    scales: tuple[int, ...] = SCALES

    def folder(self, scale: int) -> str:
        """Where its pictures at a scale lie."""
        return f"{self.name}-{scale}x" if len(self.scales) > 1 else self.name


def colour_sets() -> tuple[ColourSet, ...]:
    """Light, dark, and what is made of a system in high contrast."""
    contrast = ColourSet("contrast", contrast_tokens(_high_contrast()), scales=(1,))
    return ColourSet("light", LIGHT), ColourSet("dark", DARK), contrast


def _high_contrast() -> QPalette:
    """A palette such as a system in high contrast has: white, yellow and green on black."""
    role, colour = QPalette.ColorRole, Qt.GlobalColor
    palette = QPalette()
    for ground in (role.Window, role.Base, role.Button, role.HighlightedText):
        palette.setColor(ground, QColor(colour.black))
    for text in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(text, QColor(colour.white))
    for text in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, text, QColor(colour.green))
    palette.setColor(role.Highlight, QColor(colour.yellow))
    return palette

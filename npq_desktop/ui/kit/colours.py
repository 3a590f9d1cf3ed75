"""Meanings this part of the program needs of the palette: alarm, secondary text, outlines.

Red belongs to ``alert`` alone and never stands without a shape and a word beside it.
"""

from PySide6.QtGui import QColor, QPalette

from npq_desktop.ui.kit.palettes import colours_of


def alert(palette: QPalette) -> QColor:
    """What cannot be made good, or went wrong."""
    return QColor(colours_of(palette).absent)


def quiet(palette: QPalette) -> QColor:
    """Secondary text."""
    return QColor(colours_of(palette).muted)


def outline(palette: QPalette) -> QColor:
    """The edge of a drawing."""
    return QColor(colours_of(palette).outline)

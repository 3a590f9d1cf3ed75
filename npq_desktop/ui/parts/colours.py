"""The few colours a palette has no role for, derived from the palette so that they follow it.

Red belongs to ``alert`` alone and never stands without a shape and a word beside it.
"""

from PySide6.QtGui import QColor, QPalette


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than the page it stands on."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def alert(palette: QPalette) -> QColor:
    """Red with a contrast of at least 4.5 on the base of either palette."""
    return QColor("#ff9a8f") if is_dark(palette) else QColor("#a8201a")


def quiet(palette: QPalette) -> QColor:
    """Secondary text: three quarters of the way from the page to the text."""
    return blended(palette, QPalette.ColorRole.Base, QPalette.ColorRole.Text, 0.74)


def blended(
    palette: QPalette, page: QPalette.ColorRole, ink: QPalette.ColorRole, share: float
) -> QColor:
    """A colour ``share`` (0-1) of the way from ``page`` to ``ink``."""
    low, high = palette.color(page), palette.color(ink)
    return QColor(
        round(low.red() + (high.red() - low.red()) * share),
        round(low.green() + (high.green() - low.green()) * share),
        round(low.blue() + (high.blue() - low.blue()) * share),
    )

"""Our own drawings, tinted with a colour of the palette.

Reads ``resources/icons/<name>.svg``; a drawing paints with ``currentColor`` only.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from npq_desktop.resources import resource

_SIZES = (16, 18, 24, 32, 64)


class Icons:
    """Tinted drawings, each rendered once per colour and size.

    Raises:
        FileNotFoundError: no drawing has that name, which is a mistake in the program.
    """

    def __init__(self, *, folder: Path | None = None) -> None:
        self._folder = folder or resource("icons")
        self._drawn: dict[tuple[str, str, int], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """The drawing as a square of ``size`` logical pixels for a screen of that ratio."""
        key = (name, colour, round(size * ratio))
        if key not in self._drawn:
            self._drawn[key] = self._render(name, colour, key[2])
        drawn = QPixmap(self._drawn[key])
        drawn.setDevicePixelRatio(ratio)
        return drawn

    def icon(self, name: str, colour: str) -> QIcon:
        """The drawing as an icon for buttons and menus."""
        icon = QIcon()
        for size in _SIZES:
            icon.addPixmap(self.pixmap(name, colour, size))
        return icon

    def _render(self, name: str, colour: str, pixels: int) -> QPixmap:
        text = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
        drawn = QPixmap(pixels, pixels)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        return drawn


@cache
def icons() -> Icons:
    """The drawings of this process, each rendered once; there must be a Qt application."""
    return Icons()


def application_icon() -> QIcon:
    """The icon of the program, which has colours of its own."""
    return QIcon(str(resource("app_icon.svg")))

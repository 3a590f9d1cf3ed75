"""Puts style and palette on the application and follows the system between light and dark."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from npq_desktop.ui.kit.palettes import DARK, LIGHT, palette_of


class Theme(QObject):
    """Fusion with our palettes; the font stays the system's."""

    def __init__(self, *, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self._follow(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def _follow(self, scheme: Qt.ColorScheme) -> None:
        colours = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        self._application.setPalette(palette_of(colours))

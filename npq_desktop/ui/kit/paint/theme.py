"""Puts style and palette on the application and follows the system between light and dark."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.style import KitStyle
from npq_desktop.ui.kit.paint.tokens import (
    DARK,
    LIGHT,
    Tokens,
    contrast_tokens,
    tokens_of,
    wear_contrast,
)


def palette_of(colours: Tokens) -> QPalette:
    """A complete palette for the Fusion style."""
    palette = QPalette()
    for role, colour in _roles(colours).items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return palette


def _roles(colours: Tokens) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: colours.canvas,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.surface,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.on_fill,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.violet,
        role.Accent: colours.accent,
        role.Light: colours.surface,
        role.Midlight: colours.line,
        role.Mid: colours.outline,
        role.Dark: colours.outline,
        role.Shadow: colours.text,
    }


def quiet(palette: QPalette) -> QColor:
    """Secondary text."""
    return QColor(tokens_of(palette).muted)


def outline(palette: QPalette) -> QColor:
    """The edge of a drawing."""
    return QColor(tokens_of(palette).outline)


def rows_palette(colours: Tokens) -> QPalette:
    """The palette of tables and lists, where the current row is a soft ground under its words."""
    palette = palette_of(colours)
    for role, colour in (
        (QPalette.ColorRole.Highlight, colours.accent_soft),
        (QPalette.ColorRole.HighlightedText, colours.text),
    ):
        palette.setColor(role, QColor(colour))
    return palette


def wear(application: QApplication, colours: Tokens) -> None:
    """Put the palettes made of a set on everything."""
    wear_contrast(colours if colours.is_contrast else None)
    application.setPalette(palette_of(colours))
    application.setPalette(rows_palette(colours), "QAbstractItemView")  # type: ignore[arg-type]  # takes a str only


class Theme(QObject):
    """Our style with our palettes; the font stays the system's."""

    def __init__(self, *, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle(KitStyle())
        # Both are kept: the second belongs to the first, and goes when nothing holds that one.
        self._hints = application.styleHints()
        self._needs = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._follow)
        self._needs.contrastPreferenceChanged.connect(self._follow)
        appearance().changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """High contrast where the system has it; else light or dark as chosen, or as the system."""
        wear(self._application, self._colours())

    def _colours(self) -> Tokens:
        if self._needs.contrastPreference() == Qt.ContrastPreference.HighContrast:
            self._application.setPalette(QPalette())  # shows the system's own
            return contrast_tokens(self._application.palette())
        system = self._hints.colorScheme()
        is_dark = {"dark": True, "light": False}.get(
            appearance().theme, system == Qt.ColorScheme.Dark
        )
        return DARK if is_dark else LIGHT

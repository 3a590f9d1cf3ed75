"""Puts style and palette on the application and follows the system between light and dark."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from npq_desktop.ui.kit.appearance import appearance

_MIDDLE_LIGHTNESS = 128


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours as ``#rrggbb``, named by what they mean.

    ``tint`` is the ground of the current row; ``outline`` draws controls, ``line`` only separates.
    The mark colours serve as text on ``base`` and as fill under ``on_fill``.
    """

    window: str
    base: str
    alternate: str
    tint: str
    text: str
    muted: str
    line: str
    outline: str
    accent: str
    on_accent: str
    present: str
    late: str
    left_early: str
    absent: str
    conflict: str
    on_fill: str
    notice: str


LIGHT = Colours(
    window="#f3f4f6",
    base="#ffffff",
    alternate="#f8f9fb",
    tint="#e2ecf8",
    text="#191c20",
    muted="#505863",
    line="#dde1e6",
    outline="#77818d",
    accent="#1c5aa3",
    on_accent="#ffffff",
    present="#17693a",
    late="#7d4f00",
    left_early="#60459a",
    absent="#a3211a",
    conflict="#963a00",
    on_fill="#ffffff",
    notice="#fdf0d5",
)

DARK = Colours(
    window="#2a2f36",
    base="#16191d",
    alternate="#1a1e23",
    tint="#22354c",
    text="#e9ebee",
    muted="#aab3bd",
    line="#333a42",
    outline="#7c8794",
    accent="#86b8f2",
    on_accent="#0d1620",
    present="#62cf93",
    late="#e9b95c",
    left_early="#bfa8f5",
    absent="#f6968d",
    conflict="#f3a967",
    on_fill="#12151a",
    notice="#3d3113",
)


def colours_of(palette: QPalette) -> Colours:
    """The set that suits a palette, so that painting follows whatever palette a widget has."""
    lightness = palette.color(QPalette.ColorRole.Base).lightness()
    return LIGHT if lightness >= _MIDDLE_LIGHTNESS else DARK


def palette_of(colours: Colours) -> QPalette:
    """A complete palette for the Fusion style."""
    palette = QPalette()
    for role, colour in _roles(colours).items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.outline))
    return palette


def _roles(colours: Colours) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.base,
        role.AlternateBase: colours.alternate,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.window,
        role.ButtonText: colours.text,
        role.BrightText: colours.on_fill,
        role.ToolTipBase: colours.base,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.left_early,
        role.Accent: colours.accent,
        role.Light: colours.base,
        role.Midlight: colours.line,
        role.Mid: colours.outline,
        role.Dark: colours.outline,
        role.Shadow: colours.text,
    }


def alert(palette: QPalette) -> QColor:
    """What cannot be made good, or went wrong."""
    return QColor(colours_of(palette).absent)


def quiet(palette: QPalette) -> QColor:
    """Secondary text."""
    return QColor(colours_of(palette).muted)


def outline(palette: QPalette) -> QColor:
    """The edge of a drawing."""
    return QColor(colours_of(palette).outline)


class Theme(QObject):
    """Fusion with our palettes; the font stays the system's."""

    def __init__(self, *, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        appearance().changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Light or dark as chosen, else as the system is."""
        system = self._application.styleHints().colorScheme()
        is_dark = {"dark": True, "light": False}.get(
            appearance().theme, system == Qt.ColorScheme.Dark
        )
        self._application.setPalette(palette_of(DARK if is_dark else LIGHT))

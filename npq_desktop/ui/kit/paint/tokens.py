"""Colours by what they mean: one set for light, one for dark, one made of a system's own colours.

The only file of the interface that names a colour; paper keeps its own black.
"""

from dataclasses import dataclass, fields

from PySide6.QtGui import QPalette

_MIDDLE_LIGHTNESS = 128


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours as ``#rrggbb``; a ``soft`` one is the ground for words of its colour.

    ``line`` only separates, ``edge`` frames buttons that carry a word, ``outline`` frames fields;
    ``disabled`` are words of what cannot be used now.
    ``on_accent`` and ``on_fill`` are the words on the accent and on the four fills.
    """

    canvas: str
    surface: str
    sunken: str
    hover: str
    line: str
    edge: str
    outline: str
    disabled: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    on_fill: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    violet: str
    violet_soft: str
    bar: str
    bar_soft: str

    @property
    def is_contrast(self) -> bool:
        """Whether there are no soft grounds, and frames stand in for fills."""
        return self.accent_soft == self.surface

    @property
    def soft_edge(self) -> str:
        """The frame of a soft part of a drawing where no ground is soft, "" elsewhere."""
        return self.outline if self.is_contrast else ""


LIGHT = Tokens(
    canvas="#f5f6f8",
    surface="#ffffff",
    sunken="#eceef2",
    hover="#eef1f5",
    line="#e2e5ea",
    edge="#c5cbd3",
    outline="#7b8591",
    disabled="#7b8591",
    text="#1a1e24",
    muted="#545d68",
    accent="#1d5fbf",
    accent_hover="#174d9c",
    accent_soft="#e6effb",
    on_accent="#ffffff",
    on_fill="#ffffff",
    ok="#1a6a3c",
    ok_soft="#e4f3ea",
    warn="#855000",
    warn_soft="#fdf1db",
    danger="#b0241c",
    danger_soft="#fdebe9",
    violet="#6345a8",
    violet_soft="#efeafa",
    bar="#1d5fbf",
    bar_soft="#bcd3f2",
)

DARK = Tokens(
    canvas="#1a1d21",
    surface="#22262b",
    sunken="#15181b",
    hover="#2b3037",
    line="#343a42",
    edge="#4c5560",
    outline="#8d97a3",
    disabled="#8d97a3",
    text="#e8eaed",
    muted="#a9b2bc",
    accent="#8ab6f8",
    accent_hover="#a6c8fb",
    accent_soft="#253a56",
    on_accent="#0e1a2b",
    on_fill="#14171b",
    ok="#78d09f",
    ok_soft="#1d3527",
    warn="#e9ba6a",
    warn_soft="#3b2f17",
    danger="#f79a92",
    danger_soft="#462523",
    violet="#c6b2f8",
    violet_soft="#332b4b",
    bar="#8ab6f8",
    bar_soft="#3a5478",
)


def contrast_tokens(system: QPalette) -> Tokens:
    """The set for a system in high contrast: its own few colours, no soft grounds, strong edges."""

    def of(role: QPalette.ColorRole) -> str:
        return system.color(QPalette.ColorGroup.Active, role).name()

    role = QPalette.ColorRole
    base, text, accent = of(role.Base), of(role.Text), of(role.Highlight)
    grounds = ("surface", "sunken", "hover", "accent_soft", "bar_soft")
    softs = ("ok_soft", "warn_soft", "danger_soft", "violet_soft")
    colours = dict.fromkeys((field.name for field in fields(Tokens)), text)
    colours |= dict.fromkeys((*grounds, *softs), base)
    colours |= dict.fromkeys(("accent", "accent_hover", "bar"), accent)
    colours["disabled"] = system.color(QPalette.ColorGroup.Disabled, role.Text).name()
    colours |= {"canvas": of(role.Window), "on_accent": of(role.HighlightedText)}
    return Tokens(**colours)


class _Worn:
    """The set of a system in high contrast while the program wears it."""

    contrast: Tokens | None = None


def wear_contrast(colours: Tokens | None) -> None:
    """Paint everything with this set whatever its palette; None to follow palettes again."""
    _Worn.contrast = colours


def tokens_of(palette: QPalette) -> Tokens:
    """The set that suits a palette, so that painting follows whatever palette a widget has."""
    if _Worn.contrast is not None:
        return _Worn.contrast
    lightness = palette.color(QPalette.ColorRole.Base).lightness()
    return LIGHT if lightness >= _MIDDLE_LIGHTNESS else DARK

"""The contrast of every colour with every ground it can stand on, computed as WCAG 2 says."""

from collections.abc import Iterator
from dataclasses import asdict

from PySide6.QtGui import QColor

from npq_desktop.ui.kit.paint.tokens import Tokens
from npq_desktop.ui.selftest.gallery.sets import ColourSet

_GROUNDS = ("canvas", "surface", "hover", "accent_soft")
_FILLS = ("ok", "warn", "danger", "violet")
_TEXT = (
    *((text, ground) for text in ("text", "muted", "accent", *_FILLS) for ground in _GROUNDS),
    *((fill, f"{fill}_soft") for fill in _FILLS),
    *(("text", f"{fill}_soft") for fill in _FILLS),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
)
_OUTLINE = (
    *(("outline", ground) for ground in ("canvas", "surface", "accent_soft")),
    *(("accent", ground) for ground in _GROUNDS),
    ("bar", "bar_soft"),
)


def contrast_lines(sets: tuple[ColourSet, ...]) -> Iterator[str]:
    """One line a pair: kind, colour, ground, set and ratio. Text needs 4.5, outlines need 3."""
    for each in sets:
        for kind, token, ground in _pairs(each.colours):
            values = asdict(each.colours)
            ratio = contrast(values[token], values[ground])
            yield f"{kind} {token} {ground} {each.name} {ratio:.2f}"


def _pairs(colours: Tokens) -> Iterator[tuple[str, str, str]]:
    yield from (("text", *pair) for pair in _TEXT)
    # In high contrast frames stand in for fills, so that their words stand on the surface.
    grounds = ("surface",) if colours.is_contrast else _FILLS
    yield from (("text", "on_fill", ground) for ground in grounds)
    yield from (("outline", *pair) for pair in _OUTLINE)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21, rounded down to two decimals."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return int((lighter + 0.05) / (darker + 0.05) * 100) / 100


def _luminance(colour: str) -> float:
    read = QColor(colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (read.redF(), read.greenF(), read.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

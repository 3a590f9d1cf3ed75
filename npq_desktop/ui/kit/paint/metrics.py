"""Sizes taken from the font, so that every scale and every font keeps its proportions."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

DISPLAY = 1.85
"""Of the system's size of type: the one number a page leads with."""
TITLE = 1.23
LEAD = 1.08
CAPTION = 0.88
"""Badges, key caps and second lines."""
RADIUS = 6
"""Of the corners of controls; cards have ``CARD_RADIUS``."""
CARD_RADIUS = 8
_LINE, _SAMPLE_WIDTH = 17, 219
"""Height of a line and width of the sample for which lengths are given: text at 100%."""
_TARGET = 24
"""Pixels: what a pointer is to hit is not less high, however small the text (WCAG 2.2, 2.5.8)."""
_SAMPLE = "Everything that a seminar register says"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Lengths in logical pixels: one line of text, a digit's width, small and large gaps.

    Heights follow the height of a line, widths the width of words: fonts of one height differ in
    how wide they run.
    """

    line: int
    digit: int
    gap: int
    space: int
    row: int
    icon: int
    sample: int

    def chars(self, count: int) -> int:
        """The width of ``count`` average characters."""
        return self.digit * count

    def scaled(self, pixels: int) -> int:
        """As high as ``pixels`` are at text 100%."""
        return self.line * pixels // _LINE

    def target(self, pixels: int) -> int:
        """As high as ``pixels`` are at text 100%, but never too low to hit."""
        return max(_TARGET, self.scaled(pixels))

    def wide(self, pixels: int) -> int:
        """As wide as ``pixels`` are at text 100%."""
        return self.sample * pixels // _SAMPLE_WIDTH

    def high_at_full_text(self, pixels: int) -> int:
        """What a height here would be at text 100%, to compare with a bound."""
        return pixels * _LINE // self.line

    def wide_at_full_text(self, pixels: int) -> int:
        """What a width here would be at text 100%, to compare with a bound."""
        return pixels * _SAMPLE_WIDTH // self.sample


_MEASURED: dict[str, Metrics] = {}


def metrics_of(font: QFont) -> Metrics:
    """The measures that belong to a font; each font is measured once, since painting asks often."""
    key = font.key()
    known = _MEASURED.get(key)
    if known is not None:
        return known
    measured = QFontMetrics(font)
    line = measured.height()
    found = _MEASURED[key] = Metrics(
        line=line,
        digit=measured.horizontalAdvance("0"),
        gap=max(3, line // 4),
        space=max(6, line // 2),
        row=line + line,
        icon=line - 2,
        sample=measured.horizontalAdvance(_SAMPLE),
    )
    return found


def bold(font: QFont) -> QFont:
    """The same font with weight 600."""
    heavier = QFont(font)
    heavier.setWeight(QFont.Weight.DemiBold)
    return heavier


def larger(font: QFont, factor: float) -> QFont:
    """The same font, ``factor`` times its size."""
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(round(font.pixelSize() * factor))
    return scaled

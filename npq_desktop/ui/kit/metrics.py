"""Sizes taken from the font, so that every scale and every font keeps its proportions."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics


@dataclass(frozen=True, slots=True)
class Metrics:
    """Lengths in logical pixels: one line of text, a digit's width, small and large gaps."""

    line: int
    digit: int
    gap: int
    space: int
    row: int
    icon: int

    def chars(self, count: int) -> int:
        """The width of ``count`` average characters."""
        return self.digit * count


def metrics_of(font: QFont) -> Metrics:
    """The measures that belong to a font."""
    measured = QFontMetrics(font)
    line = measured.height()
    return Metrics(
        line=line,
        digit=measured.horizontalAdvance("0"),
        gap=max(3, line // 4),
        space=max(6, line // 2),
        row=line + line,
        icon=line - 2,
    )


def bold(font: QFont) -> QFont:
    """The same font in bold."""
    heavier = QFont(font)
    heavier.setBold(True)
    return heavier


def larger(font: QFont, factor: float) -> QFont:
    """The same font, ``factor`` times its size."""
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(round(font.pixelSize() * factor))
    return scaled

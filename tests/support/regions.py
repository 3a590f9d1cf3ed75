"""Connected regions of loud colour in a picture."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QImage


@dataclass(frozen=True)
class Region:
    """How many pixels it has, and its top and bottom."""

    pixels: int
    top: int
    bottom: int


def regions(image: QImage, *, saturation: float) -> list[Region]:
    """Regions of pixels more saturated than this, as HSV has it, joined at their sides."""
    loud = {
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).hsvSaturationF() > saturation
    }
    found = []
    while loud:
        found.append(_grown(loud))
    return found


def _grown(loud: set[tuple[int, int]]) -> Region:
    waiting, seen = [loud.pop()], []
    while waiting:
        at = waiting.pop()
        seen.append(at[1])
        for each in _beside(at):
            if each in loud:
                loud.remove(each)
                waiting.append(each)
    return Region(len(seen), min(seen), max(seen))


def _beside(at: tuple[int, int]) -> Iterator[tuple[int, int]]:
    x, y = at
    yield from ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))

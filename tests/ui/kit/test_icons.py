"""Our drawings: all can be drawn, in the colour asked for, at any scale."""

import re

import pytest
from PySide6.QtGui import QColor, QPixmap

from npq_desktop.resources import resource
from npq_desktop.ui.kit.paint.icons import Icons

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))


def colours_in(pixmap: QPixmap) -> set[str]:
    image = pixmap.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_icons_are_drawn_in_the_colour_asked_for(name: str, qapp: object) -> None:
    drawn = Icons().pixmap(name, "#a3211a", 32)

    assert colours_in(drawn) == {"#a3211a"}


@pytest.mark.parametrize("name", NAMES)
def test_icons_name_no_colour_of_their_own(name: str) -> None:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")

    assert re.findall(r"#[0-9a-fA-F]{3,8}", text) == []


def test_icons_are_sharp_on_a_dense_screen(qapp: object) -> None:
    drawn = Icons().pixmap("present", QColor("red").name(), 16, 2.0)

    assert (drawn.width(), drawn.devicePixelRatio()) == (32, 2.0)


def test_icons_keep_two_scales_apart(qapp: object) -> None:
    icons = Icons()
    dense = icons.pixmap("present", "#000000", 16, 2.0)

    plain = icons.pixmap("present", "#000000", 32, 1.0)

    assert (dense.devicePixelRatio(), plain.devicePixelRatio()) == (2.0, 1.0)


def test_an_unknown_icon_is_a_mistake_that_shows(qapp: object) -> None:
    with pytest.raises(FileNotFoundError):
        Icons().pixmap("no such icon", "#000000", 16)

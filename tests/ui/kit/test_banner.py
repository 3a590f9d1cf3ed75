"""A line of news or trouble: its shape goes with what it says, however often it says it."""

from itertools import pairwise

from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.paint.shapes import Shape
from npq_desktop.ui.kit.pieces.banner import Banner


def icon_of(banner: Banner) -> QImage:
    return banner.findChildren(QLabel)[0].pixmap().toImage()


def fresh(qtbot: QtBot, palette: QPalette | None = None) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    if palette is not None:
        made.setPalette(palette)
    return made


def test_saying_the_same_again_keeps_the_shape(qtbot: QtBot) -> None:
    banner = fresh(qtbot)

    banner.say("Not today.", shape=Shape.ARROW)
    before = icon_of(banner)
    banner.say("Not today.", shape=Shape.ARROW)

    assert icon_of(banner) == before


def test_another_shape_and_trouble_are_drawn_at_once(qtbot: QtBot) -> None:
    banner, icons = fresh(qtbot), []

    banner.say("Not today.", shape=Shape.ARROW)
    icons.append(icon_of(banner))
    banner.say("It is saved.", shape=Shape.TICK)
    icons.append(icon_of(banner))
    banner.warn("It failed.")
    icons.append(icon_of(banner))
    banner.say("Look.", shape=Shape.WARNING)
    icons.append(icon_of(banner))

    assert all(one != other for one, other in pairwise(icons))


def test_colours_that_changed_while_it_had_nothing_to_say_are_worn(qtbot: QtBot) -> None:
    dark = QPalette(QColor("black"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("white"))
    dark.setColor(QPalette.ColorRole.Text, QColor("white"))
    banner = fresh(qtbot)
    banner.say("Not today.", shape=Shape.ARROW)
    banner.say("", shape=Shape.ARROW)

    banner.setPalette(dark)
    banner.say("Not today.", shape=Shape.ARROW)

    expected = fresh(qtbot, dark)
    expected.say("Not today.", shape=Shape.ARROW)
    assert icon_of(banner) == icon_of(expected)

"""High contrast: the system's own colours, frames in place of fills, and the way back."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.paint.theme import Theme, palette_of, wear
from npq_desktop.ui.kit.paint.tokens import DARK, LIGHT, contrast_tokens, tokens_of, wear_contrast
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind

pytestmark = pytest.mark.slow

ROLE = QPalette.ColorRole


def system() -> QPalette:
    palette = QPalette()
    for role, colour in (
        (ROLE.Window, "black"),
        (ROLE.Base, "black"),
        (ROLE.Text, "white"),
        (ROLE.Highlight, "yellow"),
        (ROLE.HighlightedText, "black"),
    ):
        palette.setColor(role, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, ROLE.Text, QColor("lime"))
    return palette


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    before = qapp.style().objectName()
    made = Theme(application=qapp)
    yield made
    made.deleteLater()
    wear_contrast(None)
    qapp.setPalette(QPalette())
    qapp.setStyle(before)


def test_the_set_has_the_colours_of_the_system_and_no_soft_ground(qapp: QApplication) -> None:
    colours = contrast_tokens(system())

    assert colours.is_contrast
    assert {colours.surface, colours.accent_soft, colours.warn_soft, colours.hover} == {"#000000"}
    assert {colours.edge, colours.line, colours.outline, colours.muted} == {"#ffffff"}
    assert (colours.accent, colours.on_accent, colours.disabled) == (
        "#ffff00",
        "#000000",
        "#00ff00",
    )


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_light_and_dark_are_no_contrast_sets(colours: object) -> None:
    assert not colours.is_contrast


def test_the_theme_follows_the_system_into_high_contrast_and_back(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = SimpleNamespace(contrastPreference=lambda: Qt.ContrastPreference.HighContrast)
    kept = theme._needs
    qapp.setPalette(palette_of(DARK))

    monkeypatch.setattr(theme, "_needs", asks)
    theme._follow()
    strong = tokens_of(qapp.palette())
    monkeypatch.setattr(theme, "_needs", kept)
    theme._follow()

    assert strong.is_contrast
    assert strong.surface == "#ffffff"  # of this system, not of the dark set worn before
    assert tokens_of(qapp.palette()) is LIGHT


def test_a_danger_button_is_framed_in_place_of_its_fill(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    button = Button("Erase", kind=ButtonKind.DANGER)
    qtbot.addWidget(button)

    wear(qapp, contrast_tokens(system()))

    image = button.grab().toImage()
    assert image.pixelColor(6, button.height() // 2).name() == "#000000"
    assert widths(image) == 2


def widths(image: QImage) -> int:
    """How many pixels thick the frame is at the middle of the left side."""
    row = [image.pixelColor(x, image.height() // 2).name() for x in range(8)]
    return row.count("#ffffff")

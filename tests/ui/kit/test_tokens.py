"""Contrast of both sets of colours, computed as WCAG 2 says."""

from dataclasses import asdict, fields

import pytest
from PySide6.QtGui import QPalette

from npq_desktop.ui.kit.paint.theme import palette_of
from npq_desktop.ui.kit.paint.tokens import DARK, LIGHT, Tokens, tokens_of

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
FILLS = ("ok", "warn", "danger", "violet")
SOFT = tuple(f"{fill}_soft" for fill in FILLS)
GROUNDS = ("canvas", "surface", "hover", "accent_soft")
TEXTS = ("text", "muted", "accent", *FILLS)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_can_be_read_on_every_ground(colours: Tokens, text: str, ground: str) -> None:
    values = asdict(colours)

    assert contrast(values[text], values[ground]) >= 4.5


@BOTH
@pytest.mark.parametrize("fill", FILLS)
def test_a_chosen_button_can_be_read(colours: Tokens, fill: str) -> None:
    assert contrast(colours.on_fill, asdict(colours)[fill]) >= 4.5


@BOTH
def test_selected_text_can_be_read(colours: Tokens) -> None:
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@BOTH
@pytest.mark.parametrize("ground", ["canvas", "surface", "accent_soft"])
def test_outlines_of_controls_can_be_seen(colours: Tokens, ground: str) -> None:
    assert contrast(colours.outline, asdict(colours)[ground]) >= 3


@BOTH
def test_a_palette_leads_back_to_its_colours(colours: Tokens, qapp: object) -> None:
    assert tokens_of(palette_of(colours)) is colours


@BOTH
def test_a_palette_sets_the_roles_that_text_stands_on(colours: Tokens, qapp: object) -> None:
    palette = palette_of(colours)
    role = QPalette.ColorRole

    for text, ground in (
        (role.Text, role.Base),
        (role.WindowText, role.Window),
        (role.ButtonText, role.Button),
        (role.PlaceholderText, role.Base),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
        (role.HighlightedText, role.Highlight),
    ):
        assert contrast(palette.color(text).name(), palette.color(ground).name()) >= 4.5


PAIRS = [*((fill, f"{fill}_soft") for fill in FILLS), *(("text", soft) for soft in SOFT)]


@BOTH
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_can_be_read_on_the_soft_grounds(colours: Tokens, text: str, ground: str) -> None:
    values = asdict(colours)

    assert contrast(values[text], values[ground]) >= 4.5


@BOTH
def test_what_can_still_be_done_parts_from_what_is_done(colours: Tokens) -> None:
    assert contrast(colours.bar, colours.bar_soft) >= 3


def test_both_sets_differ_in_every_colour() -> None:
    same = [f.name for f in fields(Tokens) if getattr(LIGHT, f.name) == getattr(DARK, f.name)]

    assert same == []

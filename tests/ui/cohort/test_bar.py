"""The bar of a course where no ground is soft: each part can still be told from the others."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPalette

from npq_desktop.ui.cohort.bar import BarParts, paint_bar
from npq_desktop.ui.kit.paint.tokens import LIGHT, Tokens, contrast_tokens

pytestmark = pytest.mark.slow

WIDE, HIGH = 100, 8


@pytest.fixture
def strong(qapp: object) -> Tokens:
    """A system in high contrast: white on black."""
    system = QPalette()
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window, QPalette.ColorRole.Button):
        system.setColor(role, "#000000")
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
        system.setColor(role, "#ffffff")
    return contrast_tokens(system)


def painted(colours: Tokens) -> QImage:
    """Half done, three quarters possible, the line out of sight."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    image.fill(colours.surface)
    painter = QPainter(image)
    paint_bar(painter, QRectF(0, 0, WIDE, HIGH), BarParts(500, 500, 750, -50), colours)
    painter.end()
    return image


def column(image: QImage, x: int) -> tuple[str, ...]:
    return tuple(image.pixelColor(x, y).name() for y in range(HIGH))


@pytest.mark.parametrize("is_strong", [False, True])
def test_done_possible_and_missed_differ(strong: Tokens, is_strong: bool) -> None:
    image = painted(strong if is_strong else LIGHT)

    done, possible, missed = (column(image, x) for x in (30, 62, 88))

    assert len({done, possible, missed}) == 3


def test_what_can_be_done_is_framed_and_what_is_missed_is_a_line(strong: Tokens) -> None:
    image = painted(strong)

    assert column(image, 62)[0] == column(image, 62)[-1] == strong.outline
    assert column(image, 62)[HIGH // 2] == strong.surface
    assert strong.outline in column(image, 88)[2:-2]
    assert column(image, 88)[0] == strong.surface

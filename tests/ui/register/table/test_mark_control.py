"""The marks of a row where the window is narrow: whatever was chosen is seen whole."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.table.mark_control import (
    Look,
    MarkControl,
    Mode,
    control_height,
    control_width,
    look_of,
)

pytestmark = pytest.mark.slow

LATE, EARLY = MarkState.LATE, MarkState.LEFT_EARLY


def look(qtbot: QtBot) -> Look:
    widget = QWidget()
    qtbot.addWidget(widget)
    return look_of(widget, letters=True)


def painted(marks: frozenset[MarkState], look: Look) -> QImage:
    room = control_width(look.font, letters=True) + 2 * look.metrics.space
    cell = QRect(0, 0, room, control_height(look.metrics, compact=look.compact))
    image = QImage(cell.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    MarkControl().paint(painter, cell, marks, Mode.REST, look)
    painter.end()
    return image


def span(image: QImage, colour: str) -> tuple[int, int]:
    """From where to where a colour is seen along the top of the marks."""
    row = [image.pixelColor(x, 3).name() for x in range(image.width())]
    there = [x for x, name in enumerate(row) if name == colour]
    return min(there), max(there)


@pytest.mark.parametrize("marks", [{LATE}, {EARLY}, {LATE, EARLY}], ids=["late", "early", "both"])
def test_chosen_marks_lie_whole_in_their_cell(qtbot: QtBot, marks: set[MarkState]) -> None:
    shown = look(qtbot)
    image = painted(frozenset(marks), shown)

    colours = {LATE: shown.colours.warn, EARLY: shown.colours.violet}
    spans = [span(image, colours[each]) for each in (LATE, EARLY) if each in marks]

    assert all(start >= shown.metrics.space for start, _ in spans)
    assert all(end < image.width() - 1 for _, end in spans)
    assert spans == sorted(spans)


def test_late_and_early_are_about_as_wide(qtbot: QtBot) -> None:
    shown = look(qtbot)
    image = painted(frozenset({LATE, EARLY}), shown)

    (late, late_end), (early, early_end) = (
        span(image, colour) for colour in (shown.colours.warn, shown.colours.violet)
    )

    assert late_end < early
    assert abs((late_end - late) - (early_end - early)) < shown.metrics.icon

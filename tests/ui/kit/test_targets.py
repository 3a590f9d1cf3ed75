"""What a pointer is to hit stays 24 pixels high where the system's text is small."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from support.fake_registers import conflict

from npq_desktop.ui.kit.paint.appearance import Appearance
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind, button_height
from npq_desktop.ui.register.table.cells import side_at, side_rects, wide_height
from npq_desktop.ui.register.table.mark_control import control_height

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("worn")]

_LEAST = 24


@pytest.fixture
def small(qapp: QApplication) -> QFont:
    """A font with a line clearly lower than the 17 pixels for which lengths are given."""
    font = QFont(qapp.font())
    font.setPixelSize(9)
    assert metrics_of(font).scaled(28) < _LEAST
    return font


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_a_button_in_small_text_can_be_hit(small: QFont, qtbot: QtBot, kind: ButtonKind) -> None:
    button = Button("…", kind=kind)
    qtbot.addWidget(button)

    button.setFont(small)

    assert button_height(metrics_of(small), kind) >= _LEAST
    assert min(button.sizeHint().width(), button.sizeHint().height()) >= _LEAST


@pytest.mark.parametrize("made", [QCheckBox, QRadioButton, QComboBox])
def test_a_field_in_small_text_can_be_hit(small: QFont, qtbot: QtBot, made: type[QWidget]) -> None:
    field = made()
    qtbot.addWidget(field)

    field.setFont(small)

    assert field.sizeHint().height() >= _LEAST


@pytest.mark.parametrize("compact", [False, True])
def test_a_row_and_its_segments_in_small_text_can_be_hit(small: QFont, compact: bool) -> None:
    look = Appearance()
    look.compact = compact

    assert look.row_height(metrics_of(small)) >= _LEAST
    assert control_height(metrics_of(small), compact=compact) >= _LEAST


def test_larger_text_makes_what_is_hit_higher(qapp: QApplication) -> None:
    large = QFont(qapp.font())
    large.setPixelSize(30)

    assert metrics_of(large).target(28) == metrics_of(large).scaled(28) > 28


def test_each_side_of_a_disagreement_in_small_text_can_be_hit(small: QFont) -> None:
    row, metrics = conflict(1), metrics_of(small)
    cell = QRect(0, 0, 400, wide_height(row, metrics))

    sides = side_rects(cell, row, metrics)

    assert [side.height() >= _LEAST for side in sides] == [True, True]
    assert cell.contains(sides[-1])
    assert side_at(cell, row, small, sides[1].center()) == 1

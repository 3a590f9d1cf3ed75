"""The style: sharp frames at every scale, kinds that look different, focus that is seen."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from support.looks import share_changed

from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.style import KitStyle
from npq_desktop.ui.kit.paint.theme import palette_of
from npq_desktop.ui.kit.paint.tokens import DARK, LIGHT
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def light(worn: None, qapp: QApplication) -> None:
    """The application in our style and in light colours."""
    qapp.setPalette(palette_of(LIGHT))


def drawn(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_a_frame_covers_whole_pixels_at_every_scale(ratio: float) -> None:
    image = QImage(200, 120, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    frame(painter, QRect(7, 5, 61, 33), edge="#000000")
    painter.end()

    middle = round(20 * ratio)
    seen = {image.pixelColor(x, middle).name() for x in range(image.width())}

    assert seen == {"#ffffff", "#000000"}


def test_kinds_of_buttons_look_different(qtbot: QtBot) -> None:
    images = []
    for kind in (
        ButtonKind.PRIMARY,
        ButtonKind.SECONDARY,
        ButtonKind.GHOST,
        ButtonKind.DANGER,
        ButtonKind.ATTENTION,
    ):
        button = Button("Save", kind=kind)
        qtbot.addWidget(button)
        button.resize(120, 32)
        images.append(drawn(button))

    assert all(one != other for at, one in enumerate(images) for other in images[:at])


def test_a_button_keeps_its_size_when_its_kind_changes(qtbot: QtBot) -> None:
    button = Button("Sign off…", key="F9")
    qtbot.addWidget(button)
    before = button.sizeHint()

    button.become(ButtonKind.PRIMARY)

    assert button.sizeHint() == before


def test_a_key_is_drawn_and_told_to_assistive_technology(qtbot: QtBot) -> None:
    plain, keyed = Button("Sign off…"), Button("Sign off…", key="F9")
    for each in (plain, keyed):
        qtbot.addWidget(each)

    assert keyed.sizeHint().width() > plain.sizeHint().width()
    assert keyed.accessibleDescription() == "F9"


@pytest.mark.parametrize("make", [lambda: Button("Save"), QCheckBox, QLineEdit, QComboBox])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_what_has_the_keyboard_is_seen(
    make: type[QWidget], colours: object, qtbot: QtBot, qapp: QApplication
) -> None:
    qapp.setPalette(palette_of(colours))  # type: ignore[arg-type]
    room = QWidget()
    qtbot.addWidget(room)
    widget, other = make(), QPushButton("Other")
    for at, each in enumerate((widget, other)):
        each.setParent(room)
        each.setGeometry(10, 10 + 50 * at, 90, 32)
    with qtbot.waitExposed(room):
        room.show()
    room.activateWindow()
    other.setFocus()
    before = drawn(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)

    assert share_changed(before, drawn(widget)) >= 0.01


def test_the_default_button_of_a_plain_dialog_is_the_primary_one(qtbot: QtBot) -> None:
    plain, default = QPushButton("Save"), QPushButton("Save")
    for each in (plain, default):
        qtbot.addWidget(each)
        each.resize(120, 32)
    default.setDefault(True)

    assert drawn(default).pixelColor(60, 4).name() == LIGHT.accent
    assert drawn(plain).pixelColor(60, 4).name() == LIGHT.surface


def test_our_style_draws_over_fusion(qapp: QApplication) -> None:
    assert isinstance(qapp.style(), KitStyle) or qapp.style().objectName() == "fusion"


def test_room_round_a_text_is_neither_a_change_nor_a_step_to_undo(qtbot: QtBot) -> None:
    box = QPlainTextEdit("What I learnt.")
    qtbot.addWidget(box)
    box.ensurePolished()
    assert box.document().documentMargin() != QPlainTextEdit().document().documentMargin()
    assert not box.document().isModified()
    assert not box.document().isUndoAvailable()

    QTest.keyClicks(box, "More. ")
    box.document().setDocumentMargin(1)
    box.style().polish(box)
    assert box.document().isModified()
    assert box.document().isUndoAvailable()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("enabled", [True, False])
def test_a_field_with_an_arrow_has_one_ground(
    colours: object, enabled: bool, qtbot: QtBot, qapp: QApplication
) -> None:
    qapp.setPalette(palette_of(colours))  # type: ignore[arg-type]
    box = QDateEdit()
    qtbot.addWidget(box)
    box.setCalendarPopup(True)
    box.setEnabled(enabled)
    box.resize(300, 34)
    with qtbot.waitExposed(box):
        box.show()

    image = drawn(box)

    grounds = {image.pixelColor(x, image.height() - 6).name() for x in range(8, 296)}
    assert len(grounds) == 1

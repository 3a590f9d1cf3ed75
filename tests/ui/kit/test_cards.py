"""Labels in the sizes of type: they follow the size of text and the colours, both ways."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.metrics import TITLE
from npq_desktop.ui.kit.paint.theme import palette_of
from npq_desktop.ui.kit.paint.tokens import DARK, LIGHT
from npq_desktop.ui.kit.pieces.cards import ElidedText, Text

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    yield
    appearance().wear(theme="", text_size=100, compact=False)


def test_a_title_grows_with_the_text_and_shrinks_again(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    title = Text("Seminar 4", room, size=TITLE, heavy=True)
    sizes = []
    for text_size in (100, 150, 100):
        appearance().wear(theme="", text_size=text_size, compact=False)
        QApplication.processEvents()
        sizes.append(title.font().pointSizeF())

    assert sizes[1] == pytest.approx(sizes[0] * 1.5)
    assert sizes[2] == sizes[0]


def test_a_muted_text_follows_light_and_dark(qtbot: QtBot, qapp: QApplication) -> None:
    before = qapp.palette()
    qapp.setPalette(palette_of(LIGHT))
    room = QWidget()
    qtbot.addWidget(room)
    text = Text("second line", room, tone="muted")
    light = text.palette().windowText().color().name()
    qapp.setPalette(palette_of(DARK))
    room.setPalette(palette_of(DARK))
    dark = text.palette().windowText().color().name()
    qapp.setPalette(before)

    assert (light, dark) == (LIGHT.muted, DARK.muted)


def test_a_text_that_elides_gives_way_and_keeps_all_of_it_as_its_tip(qtbot: QtBot) -> None:
    words = "Signed off by Alex Morgan on 25 November at 13:20"
    room = QWidget()
    qtbot.addWidget(room)
    text, whole = ElidedText(room), Text(words, room, wraps=False)
    text.setText(words)

    text.resize(120, 20)

    image = text.grab().toImage()
    assert text.minimumWidth() <= 120
    assert text.sizeHint() == whole.sizeHint()
    assert image != whole.grab().toImage().copy(text.rect())
    assert text.toolTip() == words
    text.setText("short")
    text.grab()
    assert text.toolTip() == ""

"""Lines that tables paint: where they stand, how they are cut, and that each is shaped once."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from npq_desktop.ui.kit.paint import drawn_texts
from npq_desktop.ui.kit.paint.drawn_texts import DrawnTexts

pytestmark = pytest.mark.slow

ROOM = QRect(20, 0, 300, 40)


def inked(words: str, room: QRect = ROOM, *, right: bool = False) -> tuple[list[int], int]:
    """The columns of pixels that were painted, and the width that was told."""
    image = QImage(400, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    told = DrawnTexts().draw(painter, room, words, QApplication.font(), right=right)
    painter.end()
    white = QColor("white").rgb()
    return [x for x in range(400) if any(image.pixel(x, y) != white for y in range(40))], told


def test_words_begin_at_the_left_or_end_at_the_right(qapp: object) -> None:
    left, told = inked("Ada")
    right, _ = inked("Ada", right=True)

    assert ROOM.left() <= left[0] < ROOM.left() + 5
    assert ROOM.right() - 5 < right[-1] <= ROOM.right()
    assert told == QFontMetrics(QApplication.font()).horizontalAdvance("Ada")


def test_what_has_no_room_is_cut_inside_of_it(qapp: object) -> None:
    columns, told = inked("Ada Lovelace of Ockham Park", QRect(20, 0, 60, 40))

    assert columns[-1] <= 80
    assert told <= 60


def test_a_line_is_shaped_once(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    shaped: list[str] = []
    own = drawn_texts._shaped
    monkeypatch.setattr(
        drawn_texts, "_shaped", lambda *given: shaped.append(given[0]) or own(*given)
    )
    texts, image = DrawnTexts(), QImage(400, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for _ in range(3):
        texts.draw(painter, ROOM, "Ada", QApplication.font())
    painter.end()

    assert shaped == ["Ada"]

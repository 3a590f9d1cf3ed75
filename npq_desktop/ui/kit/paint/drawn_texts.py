"""Lines of text that tables paint again and again, each measured and shaped once."""

from functools import cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTransform

_MOST_KEPT = 2_000


@cache
def ink(colour: str) -> QColor:
    """The colour of a token; shared, so never to be changed."""
    return QColor(colour)


class DrawnTexts:
    """Draws one line in a rectangle, in its middle by height, cut with an ellipsis."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, int], tuple[QStaticText, int]] = {}

    def draw(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        font: QFont,
        *,
        right: bool = False,
    ) -> int:
        """Draw ``words`` with the painter's pen, at the left or the right; gives their width."""
        room = rect.width()
        if not words or room <= 0:
            return 0
        key = (words, font.key(), room)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = _shaped(words, font, room)
        text, width = kept
        left = rect.right() + 1 - width if right else rect.left()
        top = rect.top() + (rect.height() - text.size().height()) / 2
        painter.setFont(font)
        painter.drawStaticText(QPointF(left, round(top)), text)
        return width


def _shaped(words: str, font: QFont, room: int) -> tuple[QStaticText, int]:
    measured = QFontMetrics(font)
    shown = measured.elidedText(words, Qt.TextElideMode.ElideRight, room)
    text = QStaticText(shown)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    text.prepare(QTransform(), font)
    return text, measured.horizontalAdvance(shown)

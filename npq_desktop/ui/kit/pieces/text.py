"""Tool tips with texts that people wrote: Qt would take what looks like HTML for HTML."""

import unicodedata
from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from npq_desktop.rows.register import Candidate
from npq_desktop.ui.kit.paint.shapes import Shape, paint_shape
from npq_desktop.ui.kit.paint.theme import quiet


def plain_tip(text: str) -> str:
    """The text so that a tool tip shows every character of it."""
    if "<" not in text:
        return text
    from html import escape  # it knows all names of signs, which a start does not need

    return f'<p style="white-space:pre-wrap">{escape(text)}</p>'


def plain_label(parent: QWidget, words: str = "") -> QLabel:
    """A label for text from files and people: plain, wrapped, selectable."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "'"})


def folded(text: str) -> str:
    """Text without accents, case or doubled spaces: "Siân  Ó Brien" becomes "sian o brien"."""
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().translate(_LETTERS).split())


def found(needle: str, search_key: str) -> bool:
    """Whether every word of ``needle`` stands somewhere in ``search_key``, in any order."""
    key = folded(search_key)
    return all(word in key for word in folded(needle).split())


class ElidedLabel(QLabel):
    """One line of plain text that never asks for more width than it is given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def setText(self, text: str) -> None:
        if text == self.text():
            return
        super().setText(text)
        self.setToolTip(plain_tip(text))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_elided(self)


def paint_elided(label: QLabel) -> None:
    """Paint the one line of a label, cut with an ellipsis where there is no room for all of it."""
    area, painter = label.contentsRect(), QPainter(label)
    elide = Qt.TextElideMode.ElideRight
    shown = label.fontMetrics().elidedText(label.text(), elide, area.width())
    label.style().drawItemText(
        painter,
        area,
        int(label.alignment()),
        label.palette(),
        label.isEnabled(),
        shown,
        label.foregroundRole(),
    )
    painter.end()


def elided(painter: QPainter, words: str, width: int) -> str:
    """As much of ``words`` as fits into ``width`` in the painter's font."""
    right = Qt.TextElideMode.ElideRight
    return painter.fontMetrics().elidedText(words, right, max(0, width))


def two_line_size(option: QStyleOptionViewItem) -> QSize:
    """Room for two lines and the air around them."""
    line = option.fontMetrics.height()
    return QSize(line * 12, line * 3)


def paint_two_lines(
    painter: QPainter,
    option: QStyleOptionViewItem,
    shape: Shape,
    title: str,
    words: str,
    strong: bool = False,
) -> None:
    """Paint ground, shape, ``title`` (bold where ``strong``) and ``words``; both are elided."""
    panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
    option.widget.style().drawPrimitive(panel, option, painter, option.widget)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    palette = option.palette
    ink = palette.highlightedText().color() if selected else palette.text().color()
    line = option.fontMetrics.height()
    area = option.rect.adjusted(line // 2, line // 2, -line // 2, -line // 2)
    painter.save()
    paint_shape(painter, QRectF(area.left(), area.top(), line, line), shape, ink)
    text = area.adjusted(line + line // 2, 0, 0, 0)
    painter.setPen(ink)
    _write(painter, option.font, _line(text, 0, line), title, strong=strong)
    painter.setPen(ink if selected else quiet(palette))
    _write(painter, option.font, _line(text, 1, line), words, strong=False)
    painter.restore()


def _line(text: QRect, number: int, height: int) -> QRect:
    return QRect(text.left(), text.top() + number * height, text.width(), height)


def _write(painter: QPainter, base: QFont, where: QRect, words: str, *, strong: bool) -> None:
    font = QFont(base)
    font.setBold(strong)
    painter.setFont(font)
    shown = elided(painter, words, where.width())
    painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def side_words(number: int, side: Candidate) -> tuple[str, str]:
    """Both lines of one side: what was recorded by whom, then when and on which laptop."""
    who = "you" if side.own else side.who
    return f"{number + 1}   {side.words}, by {who}", side_origin(side, with_day=True)


def side_origin(side: Candidate, *, with_day: bool) -> str:
    """When and on which laptop a side was recorded, and when it came here from another one."""
    laptop = "this laptop" if side.own else side.laptop
    if side.claimed is None:
        said = f"at no known time on {laptop}"
    else:
        day = f"{side.claimed.day} {side.claimed:%b} " if with_day else ""
        said = f"{f'on {day}' if day else ''}at {side.claimed:%H:%M} on {laptop}"
    if side.own or side.first_seen is None or not with_day:
        return said
    return f"{said}, reached here {_clock(side.first_seen, after=side.claimed)}"


def _clock(moment: datetime, *, after: datetime | None = None) -> str:
    """Day and time; the time alone on the same day as ``after``."""
    same_day = after is not None and after.date() == moment.date()
    return f"{moment:%H:%M}" if same_day else f"{moment.day} {moment:%b %H:%M}"

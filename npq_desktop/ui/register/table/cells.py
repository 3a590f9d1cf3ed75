"""What runs across a row in place of segments: a disagreement's sides, who is not expected."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from npq_desktop.rows.register import Candidate, MarkState, RegisterRow
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import Metrics, metrics_of
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.pieces.text import elided, side_origin, side_words
from npq_desktop.ui.register.table.mark_control import Look, control_height, mark_rects
from npq_desktop.ui.register.table.words import mark_words

ANYWAY = "Mark anyway"
CHANGE = "Change…"
_SIDE_HEIGHT = 28
_SIDE_CHARACTERS = 58
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def is_wide(row: RegisterRow, *, revealed: bool) -> bool:
    """Whether this row shows sentences instead of the four segments."""
    if row.state is MarkState.CONFLICT:
        return True
    return row.state is MarkState.UNMARKED and not row.expected and not revealed


def wide_height(row: RegisterRow, metrics: Metrics) -> int:
    """The height such a row needs."""
    if row.state is not MarkState.CONFLICT:
        return appearance().row_height(metrics)
    sides = max(2, len(row.candidates))
    return sides * metrics.target(_SIDE_HEIGHT) + (sides - 1) * metrics.gap + 2 * metrics.space


def side_rects(cell: QRect, row: RegisterRow, metrics: Metrics) -> tuple[QRect, ...]:
    """The button of each side of a disagreement, one below the other."""
    height = metrics.target(_SIDE_HEIGHT)
    left, top = cell.left() + metrics.space, cell.top() + metrics.space
    width = min(metrics.chars(_SIDE_CHARACTERS), cell.width() - 2 * metrics.space)
    return tuple(
        QRect(left, top + (height + metrics.gap) * number, width, height)
        for number in range(max(1, len(row.candidates)))
    )


def side_at(cell: QRect, row: RegisterRow, font: QFont, point: QPoint) -> int | None:
    """Which side is under a point, counted from 0."""
    rects = side_rects(cell, row, metrics_of(font))
    return next((n for n, rect in enumerate(rects) if rect.contains(point)), None)


def anyway_rect(cell: QRect, row: RegisterRow, look: Look) -> QRect:
    """The *Mark anyway* button behind the reason of a row that is not expected."""
    said = QFontMetrics(look.font).horizontalAdvance(_not_expected(row))
    width = QFontMetrics(look.font).horizontalAdvance(ANYWAY) + look.metrics.space * 2
    left = cell.left() + look.metrics.space + said + 2 * look.metrics.space
    left = min(left, cell.right() - width - look.metrics.space)
    return _button_rect(cell, left, width, look)


def change_rect(cell: QRect, look: Look) -> QRect:
    """The *Change…* button of a row that is signed off, in the place of the last segments."""
    after = mark_rects(cell, look)[MarkState.LEFT_EARLY].left()
    width = QFontMetrics(look.font).horizontalAdvance(CHANGE)
    width += look.metrics.icon + look.metrics.gap + look.metrics.space * 2
    return _button_rect(cell, after, width, look)


def draw_change(painter: QPainter, cell: QRect, look: Look) -> None:
    """Draw the *Change…* button."""
    rect, metrics = change_rect(cell, look), look.metrics
    _draw_button(painter, rect, "", look)
    drawn = icons().pixmap("lock", look.colours.muted, metrics.icon, look.ratio)
    left = rect.left() + metrics.space
    painter.drawPixmap(left, rect.top() + (rect.height() - metrics.icon) // 2, drawn)
    painter.setPen(QColor(look.colours.text))
    painter.drawText(
        rect.adjusted(metrics.space + metrics.icon + metrics.gap, 0, 0, 0), _LINE, CHANGE
    )


def draw_lock(painter: QPainter, cell: QRect, look: Look) -> None:
    """Draw the cell itself as the button, where there is no room for one beside the mark."""
    space, side = look.metrics.space, look.metrics.icon
    rect = _button_rect(cell, cell.left() + space, cell.width() - 2 * space, look)
    _draw_button(painter, rect, "", look)
    drawn = icons().pixmap("lock", look.colours.muted, side, look.ratio)
    painter.drawPixmap(rect.right() - side - look.metrics.gap, rect.center().y() - side // 2, drawn)


def draw_wide(painter: QPainter, cell: QRect, row: RegisterRow, look: Look, *, lit: bool) -> None:
    """Draw the sides of a disagreement, or why somebody is not expected.

    ``lit``: the row is current or under the pointer, so it offers its button.
    """
    if row.state is MarkState.CONFLICT:
        for number, rect in enumerate(side_rects(cell, row, look.metrics)):
            if number < len(row.candidates):
                _draw_side(painter, rect, number, row.candidates[number], look)
        return
    painter.setPen(QColor(look.colours.muted))
    room = cell.adjusted(look.metrics.space, 0, -look.metrics.space, 0)
    if lit:
        button = anyway_rect(cell, row, look)
        room.setRight(button.left() - look.metrics.space)
        _draw_button(painter, button, ANYWAY, look)
        painter.setPen(QColor(look.colours.muted))
    _elided(painter, room, _not_expected(row))


def sides_words(row: RegisterRow) -> str:
    """All sides of a disagreement, a line each, for a tooltip and a screen reader."""
    lines = (side_words(number, side) for number, side in enumerate(row.candidates))
    return "\n".join(f"{what} {where}" for what, where in lines)


def _not_expected(row: RegisterRow) -> str:
    words = mark_words(row)
    return words[:1].upper() + words[1:]


def _button_rect(cell: QRect, left: int, width: int, look: Look) -> QRect:
    height = control_height(look.metrics, compact=look.compact)
    return QRect(left, cell.top() + (cell.height() - height) // 2, width, height)


def _draw_button(painter: QPainter, rect: QRect, label: str, look: Look) -> None:
    frame(painter, rect, edge=look.colours.outline, fill=look.colours.surface)
    painter.setPen(QColor(look.colours.text))
    painter.setFont(look.font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, label)


def _draw_side(painter: QPainter, rect: QRect, number: int, side: Candidate, look: Look) -> None:
    metrics, colours = look.metrics, look.colours
    frame(painter, rect, edge=colours.warn, fill=colours.surface)
    cap = QRectF(
        rect.left() + metrics.gap + 1,
        rect.center().y() - metrics.line / 2,
        metrics.line,
        metrics.line + 1,
    )
    frame(painter, cap, edge=colours.outline, radius=4)
    painter.setFont(look.small)
    painter.setPen(QColor(colours.text))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(number + 1))
    what, where = side_parts(side)
    room = rect.adjusted(metrics.line + metrics.space * 2, 0, -metrics.space, 0)
    painter.setFont(look.heavy)
    painter.drawText(room, _LINE, what)
    room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(what) + metrics.space)
    painter.setFont(look.font)
    painter.setPen(QColor(colours.muted))
    _elided(painter, room, where)


def side_parts(side: Candidate) -> tuple[str, str]:
    """The mark of a side, and who made it on which laptop at what time."""
    who = "you" if side.own else side.who
    return side.words, f"by {who} {side_origin(side, with_day=False)}"


def _elided(painter: QPainter, rect: QRect, text: str) -> None:
    painter.drawText(rect, _LINE, elided(painter, text, rect.width()))

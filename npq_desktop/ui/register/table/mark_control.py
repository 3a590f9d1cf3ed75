"""The four segments of a mark: always in the same place, each state drawn once and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, RADIUS, Metrics, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.tokens import Tokens, tokens_of
from npq_desktop.ui.register.table.words import CHOICE_LABELS, CHOICES, colour_of

_MOST_LOOKS = 6


class Mode(StrEnum):
    """How a mark is drawn: all four to choose from, as chosen, or with all four to change it."""

    OPEN = "open"
    REST = "rest"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Look:
    """What painting a register needs besides its rows; taken once for all the cells painted."""

    font: QFont
    heavy: QFont
    small: QFont
    metrics: Metrics
    colours: Tokens
    ratio: float
    compact: bool
    letters: bool = False


_LOOKS: dict[tuple[object, ...], Look] = {}
"""The look of the last painting: it is asked for at each, and hardly ever another."""


def look_of(widget: QWidget, *, letters: bool = False) -> Look:
    """The look a widget has now."""
    font, palette = widget.font(), widget.palette()
    ratio, compact = widget.devicePixelRatioF(), appearance().is_compact
    key = (font.key(), palette.cacheKey(), ratio, compact, letters)
    found = _LOOKS.get(key)
    if found is None:
        _LOOKS.clear()
        found = _LOOKS[key] = Look(
            font=font,
            heavy=bold(font),
            small=larger(font, CAPTION),
            metrics=metrics_of(font),
            colours=tokens_of(palette),
            ratio=ratio,
            compact=compact,
            letters=letters,
        )
    return found


def quieted(look: Look) -> Look:
    """The same in grey, for a register that counts for nothing now."""
    muted = look.colours.muted
    grey = replace(
        look.colours, text=muted, outline=muted, ok=muted, warn=muted, danger=muted, violet=muted
    )
    return replace(look, colours=grey)


def control_width(font: QFont, *, letters: bool) -> int:
    """The width of the four segments together."""
    return sum(_segment_width(state, font, letters=letters) for state in CHOICES)


def control_height(metrics: Metrics, *, compact: bool) -> int:
    """The height of a segment."""
    return metrics.target(24 if compact else 28)


def mark_rects(cell: QRect, look: Look) -> Mapping[MarkState, QRect]:
    """The segments inside a cell, in the order present, late, left early, absent."""
    height = control_height(look.metrics, compact=look.compact)
    top = cell.top() + (cell.height() - height) // 2
    left = cell.left() + look.metrics.space
    rects = {}
    for state in CHOICES:
        width = _segment_width(state, look.font, letters=look.letters)
        rects[state] = QRect(left, top, width, height)
        left += width
    return rects


def mark_at(cell: QRect, look: Look, point: QPoint) -> MarkState | None:
    """The segment under a point of the cell, if any."""
    return next((state for state, at in mark_rects(cell, look).items() if at.contains(point)), None)


class MarkControl:
    """Draws the marks of rows; each combination is rendered once for a look."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[object, ...], dict[tuple[object, ...], QPixmap]] = {}
        self._look: Look | None = None
        self._here: dict[tuple[object, ...], QPixmap] = {}

    def paint(
        self, painter: QPainter, cell: QRect, marks: frozenset[MarkState], mode: Mode, look: Look
    ) -> None:
        """Draw the control at the left of a cell."""
        if look is not self._look:
            self._take(look)
        height = control_height(look.metrics, compact=look.compact)
        drawn = self._here.get((marks, mode))
        if drawn is None:
            drawn = self._here[marks, mode] = _render(marks, mode, look, height)
        top = cell.top() + (cell.height() - height) // 2
        painter.drawPixmap(cell.left() + look.metrics.space, top, drawn)

    def _take(self, look: Look) -> None:
        """Use what was drawn for a look before."""
        key = (look.colours, look.font.key(), look.ratio, look.compact, look.letters)
        if key not in self._drawn and len(self._drawn) >= _MOST_LOOKS:
            self._drawn.clear()
        self._look, self._here = look, self._drawn.setdefault(key, {})


def _segment_width(state: MarkState, font: QFont, *, letters: bool) -> int:
    metrics, measured = metrics_of(font), QFontMetrics(bold(font))
    if letters:
        return measured.horizontalAdvance("P") + metrics.space * 2
    words = measured.horizontalAdvance(CHOICE_LABELS[state])
    return words + metrics.icon + metrics.gap + metrics.space * 2


def _render(marks: frozenset[MarkState], mode: Mode, look: Look, height: int) -> QPixmap:
    wide = control_width(look.font, letters=look.letters)
    if look.letters:  # a chosen mark keeps its icon and word
        wide = max([wide, *(_segment_width(each, look.font, letters=False) for each in marks)])
    drawn = QPixmap(round(wide * look.ratio), round(height * look.ratio))
    drawn.setDevicePixelRatio(look.ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    rects = mark_rects(QRect(-look.metrics.space, 0, wide, height), look)
    if mode is Mode.REST:
        _paint_chosen(painter, rects, marks, wide, look)
    else:
        _paint_all(painter, rects, marks, look)
    painter.end()
    return drawn


def _paint_chosen(
    painter: QPainter,
    rects: Mapping[MarkState, QRect],
    marks: frozenset[MarkState],
    wide: int,
    look: Look,
) -> None:
    """Where there is no room for two with their icons, both leave them out."""
    widths = {each: _segment_width(each, look.font, letters=False) for each in marks}
    needed, icon = sum(widths.values()), look.metrics.icon + look.metrics.gap
    has_icons = not look.letters or needed <= wide
    if not has_icons:
        widths = {each: width - icon for each, width in widths.items()}
        needed = sum(widths.values())
    room = wide
    for state in reversed([each for each in CHOICES if each in marks]):
        rect = QRect(rects[state])
        if look.letters:
            needed -= widths[state]
            rect.setWidth(widths[state])
            rect.moveRight(min(rect.right(), room - 1))
            rect.moveLeft(max(rect.left(), needed))
            room = rect.left()
        if state is MarkState.PRESENT:
            _word(painter, rect, state, look, look.colours.muted, look.font, labelled=True)
        else:
            _filled(painter, rect, state, look, labelled=True, has_icon=has_icons)


def _paint_all(
    painter: QPainter, rects: Mapping[MarkState, QRect], marks: frozenset[MarkState], look: Look
) -> None:
    colours, labelled = look.colours, not look.letters
    whole = rects[CHOICES[0]].united(rects[CHOICES[-1]])
    frame(painter, whole, fill=colours.surface, radius=RADIUS)
    for state in CHOICES[1:]:
        painter.fillRect(rects[state].left(), whole.top(), 1, whole.height(), QColor(colours.line))
    frame(painter, whole, edge=colours.edge, radius=RADIUS)
    for state, rect in rects.items():
        if state not in marks:
            _word(painter, rect, state, look, colours.text, look.font, labelled=labelled)
        elif state is MarkState.PRESENT:
            width = 2 if colours.is_contrast else 1
            frame(painter, rect, fill=colours.ok_soft, edge=colours.ok, width=width)
            _word(painter, rect, state, look, colours.ok, look.font, labelled=labelled)
        else:
            _filled(painter, rect, state, look, labelled=labelled)


def _filled(
    painter: QPainter,
    rect: QRect,
    state: MarkState,
    look: Look,
    *,
    labelled: bool,
    has_icon: bool = True,
) -> None:
    colour = colour_of(state, look.colours)
    if look.colours.is_contrast:
        frame(painter, rect, edge=colour, fill=look.colours.surface, width=2)
    else:
        frame(painter, rect, fill=colour)
    colour = look.colours.on_fill
    if not has_icon:
        painter.setPen(QColor(colour))
        painter.setFont(look.heavy)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, CHOICE_LABELS[state])
    else:
        _word(painter, rect, state, look, colour, look.heavy, labelled=labelled)


def _word(
    painter: QPainter,
    rect: QRect,
    state: MarkState,
    look: Look,
    colour: str,
    font: QFont,
    *,
    labelled: bool,
) -> None:
    metrics, label = look.metrics, CHOICE_LABELS[state]
    painter.setPen(QColor(colour))
    painter.setFont(font)
    if not labelled:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, label[:1])
        return
    width = QFontMetrics(look.heavy).horizontalAdvance(label)
    left = rect.left() + (rect.width() - width - metrics.icon - metrics.gap) // 2
    top = rect.top() + (rect.height() - metrics.icon) // 2
    drawn = icons().pixmap(state.value, _icon_colour(state, look, colour), metrics.icon, look.ratio)
    painter.drawPixmap(left, top, drawn)
    text = QRectF(left + metrics.icon + metrics.gap, rect.top(), width + 2, rect.height())
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)


def _icon_colour(state: MarkState, look: Look, colour: str) -> str:
    """A present mark at rest is a grey word with a green tick."""
    colours = look.colours
    return colours.ok if state is MarkState.PRESENT and colour == colours.muted else colour

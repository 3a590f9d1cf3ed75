"""How a standing looks and sorts: a shape, a short word, a colour, its urgency."""

from collections.abc import Mapping

from PySide6.QtGui import QColor, QPalette

from npq_desktop.ui.kit.shapes import Shape
from npq_desktop.ui.kit.theme import alert

COUNTED = ("met", "on_course", "behind", "out_of_reach", "unresolved", "not_started")
APART = ("deferred", "withdrawn")

SHAPES: Mapping[str, Shape] = {
    "met": Shape.TICK,
    "on_course": Shape.ARROW,
    "behind": Shape.CHEVRON,
    "out_of_reach": Shape.CROSS,
    "unresolved": Shape.QUESTION,
    "not_started": Shape.RING,
    "deferred": Shape.PAUSE,
    "withdrawn": Shape.DASH,
}

_URGENCY = ("out_of_reach", "behind", "unresolved", "on_course", "not_started", "met", *APART)


def shape_of(standing: str) -> Shape:
    """The shape of a standing; one that only a later version knows is drawn as a question."""
    return SHAPES.get(standing, Shape.QUESTION)


def colour_of(standing: str, palette: QPalette) -> QColor:
    """Red where the percentage cannot be reached, the ordinary text colour everywhere else."""
    if standing == "out_of_reach":
        return alert(palette)
    return palette.color(QPalette.ColorRole.Text)


def urgency(standing: str) -> int:
    """Where a standing sorts: 0 for the most urgent."""
    return _URGENCY.index(standing) if standing in _URGENCY else len(_URGENCY)

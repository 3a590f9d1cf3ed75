"""How a person's tasks and events are shown: a shape and a line of words each, and a model."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from npq_desktop.rows.cohort import ItemLine
from npq_desktop.services.cohort.item_words import item_sentence
from npq_desktop.ui.kit.shapes import Shape
from npq_desktop.ui.kit.tables import Column, RowsModel

STATE_SHAPES: Mapping[str, Shape] = {
    "earned": Shape.TICK,
    "part": Shape.CHEVRON,
    "open": Shape.RING,
    "lost": Shape.CROSS,
    "unknown": Shape.QUESTION,
    "excused": Shape.DASH,
}


def items_model(parent: QObject | None = None) -> RowsModel[ItemLine]:
    """A model of items, one column with their titles."""
    titles: Column[ItemLine] = Column(
        "item", "Task or event", lambda item: item.title, told=item_sentence
    )
    return RowsModel((titles,), id_of=lambda item: item.item, parent=parent)

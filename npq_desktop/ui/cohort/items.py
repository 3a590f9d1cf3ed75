"""How a person's tasks and events are shown: a shape and a line of words each, and a model."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from npq_desktop.rows.cohort import ItemLine
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


def item_words(item: ItemLine) -> str:
    """The line under the title: "attended · credit 1 · due 9 Oct 2026"."""
    due = f"due {item.due.day} {item.due:%b %Y}" if item.due else ""
    credit = "" if item.state in ("open", "excused") else f"credit {item.credit}"
    return " · ".join(part for part in (item.words, credit, due) if part)


def item_sentence(item: ItemLine) -> str:
    """The title with its line of words, for tooltips and screen readers."""
    return f"{item.title}: {item_words(item)}"


def items_model(parent: QObject | None = None) -> RowsModel[ItemLine]:
    """A model of items, one column with their titles."""
    titles: Column[ItemLine] = Column("item", "Item", lambda item: item.title, told=item_sentence)
    return RowsModel((titles,), id_of=lambda item: item.item, parent=parent)

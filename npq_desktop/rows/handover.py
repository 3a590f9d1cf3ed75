"""How a group stands that is to leave this laptop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handover:
    """``words`` are the paragraphs to read; ``refused`` is why it cannot be removed yet, or "".

    ``can_save`` says whether this laptop may write a file of the group at all.
    """

    group: str
    title: str
    words: tuple[str, ...]
    refused: str
    can_save: bool

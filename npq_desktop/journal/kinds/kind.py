"""What a kind of fact is, for everybody who reads a journal.

Source: journal/FORMAT.md, sections 2 (who may write) and 3 (kinds and cells).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.kinds.checks import Content, Validate
from npq_desktop.journal.kinds.fact import Cell, Source, maker

Fact = TypeVar("Fact")
CellsOf: TypeAlias = Callable[[str, str, str, Content], tuple[Cell, ...]]
"""The cells written by an entry of this kind, id and actor, whose content was validated: nobody
has to sign an entry to learn them.
"""
Compare: TypeAlias = Callable[[Cell, Content], Hashable]
"""Two values of a cell agree if this gives the same for both; never called for null values."""
LiveValue: TypeAlias = tuple[Cell, Content, str, Source]
"""A cell, what an entry says there, the live head that brings it, and who said it."""

FIELD = "*"
"""As a ``null_member``: the member the cell is named after."""


class Writers(Enum):
    """Who may write a kind; from others it is a proposal, and held."""

    ROOTS = "roots"
    COORDINATORS = "coordinators"
    MEMBERS = "members"


class Erasing(Enum):
    """What an ``erase`` may take away of a kind. Source: journal/FORMAT.md, section 3."""

    NEVER = "never"
    IF_LISTED = "if listed"
    WITH_THE_PERSON = "with the person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[Fact]):
    """One kind; its ``name`` and ``family``, the first text of its cells, never change.

    ``key`` names the cell's other texts, ``fact`` is what a live value becomes, None where nothing
    is read out. ``compare`` is None where several heads of a cell stand side by side.
    ``null_member``: null where a value is taken back.
    """

    name: str
    family: str
    writers: Writers
    validate: Validate
    cells: CellsOf
    key: tuple[str, ...] = ()
    fact: type[Fact] | None = None
    compare: Compare | None = None
    null_member: str | None = None
    erasing: Erasing = Erasing.WITH_THE_PERSON
    is_authority: bool = False
    _fact_of: Callable[[Cell, Content, str, Source], Fact] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if self.fact is not None:
            own = getattr(self.fact, "from_content", None)
            object.__setattr__(self, "_fact_of", own or maker(self.fact, self.key))

    def facts(self, values: Iterable[LiveValue]) -> tuple[Fact, ...]:
        """The facts that live values of this kind are, in their order.

        Where the fact's class has ``of_one_cell``, that makes them of all values of a cell.
        """
        gather: Any = getattr(self.fact, "of_one_cell", None)
        if gather is None:
            return tuple(self._fact_of(*value) for value in values)
        cells: dict[Cell, list[Fact]] = {}
        for value in values:
            cells.setdefault(value[0], []).append(self._fact_of(*value))
        return tuple(
            fact for own in cells.values() for fact in (gather(own) if len(own) > 1 else own)
        )

    def is_null(self, cell: Cell, content: Content) -> bool:
        """Whether this content takes the cell's value back; such heads yield to any other."""
        name = cell[-1] if self.null_member == FIELD else self.null_member
        return name is not None and content.get(name) is None


def one_cell(family: str, *names: str) -> CellsOf:
    """One cell: the family, then the values of these members of the content."""

    def cells(_kind: str, _id: str, _actor: str, content: Content) -> tuple[Cell, ...]:
        return ((family, *(str(content[name]) for name in names)),)

    return cells


def compared(*names: str) -> Compare:
    """Compares these members of the content."""
    return lambda _cell, content: tuple(hashable(content.get(name)) for name in names)


def compared_field(cell: Cell, content: Content) -> Hashable:
    """Compares the member that the cell is named after."""
    return hashable(content.get(cell[-1]))


def hashable(value: object) -> Hashable:
    """Lists and objects as their canonical text; a text, a number or null as it is."""
    return canonical(value) if isinstance(value, list | Mapping) else value

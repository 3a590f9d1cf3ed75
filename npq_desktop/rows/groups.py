"""What the header and the start show: the groups of this laptop, the chip, the recovery sheet."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GroupTitle:
    """One group of this laptop for the switcher: what is known without reading the group.

    ``unverified``: this laptop neither started nor joined it, so anyone may have made it up.
    """

    id: str
    title: str
    cohort: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of this laptop with who is in it, which means reading the group."""

    id: str
    title: str
    cohort: str
    people: int
    role: str


@dataclass(frozen=True, slots=True)
class GroupOverview:
    """One line of *All my groups*; ``next_event`` is in words, "" when nothing is to come.

    ``assessment`` is such as "opens in 12 days · 3 to decide", "" without a window. ``unsigned``
    counts registers that were begun and are signed by nobody. ``unverified`` as in
    :class:`GroupTitle`; ``trouble``: what of the group cannot be read, "" for nothing.
    """

    id: str
    title: str
    cohort: str
    people: int
    next_event: str
    unsigned: int
    disagreements: int
    assessment: str = ""
    unverified: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SyncChip:
    """The header's chip: words, whether something asks for action, and how many, 0 for none."""

    words: str
    needs_action: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class LostRegister:
    """A register of which changes may be missing since a cut; ``words`` name it and its marks."""

    group: str
    event: str
    words: str


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """A sheet to print: its code, nine groups of three, whose laptop it opens, and of each group
    what exactly.
    """

    code: str = field(repr=False)
    number: str
    person: str
    device: str
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostLaptop:
    """A laptop in one group that may be lost; ``is_sure`` where no other can be meant."""

    group: str
    key: str
    words: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """``group`` to look at first, "" for none; ``words`` are sentences of what came and what did
    not; ``lost`` are the laptops that somebody may have, and that the code can take out.
    """

    group: str
    words: tuple[str, ...]
    lost: tuple[LostLaptop, ...] = ()

"""What the header shows: the groups of this laptop, and the chip."""

from dataclasses import dataclass


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
    """The header's chip: words, whether something asks for action, and how many, 0 for none.

    ``opens`` names the command that leads to what the words are about.
    """

    words: str
    needs_action: bool
    number: int = 0
    opens: str = "sync"

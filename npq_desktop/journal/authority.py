"""Members, invitations, and who stands above whom: what admission finds out.

Source: journal/FORMAT.md, section 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from npq_desktop.journal.kinds.authority import PAPER
from npq_desktop.journal.kinds.kind import Writers
from npq_desktop.journal.names import shown


class Role(Enum):
    """What a device's key may do; a root may do all a coordinator may."""

    ROOT = "root"
    COORDINATOR = "coordinator"
    FACILITATOR = "facilitator"

    @property
    def coordinates(self) -> bool:
        """Whether it may do what coordinators do."""
        return self is not Role.FACILITATOR

    def may_write(self, writers: Writers) -> bool:
        """Whether an event that only ``writers`` may write counts from it."""
        if writers is Writers.ROOTS:
            return self is Role.ROOT
        return writers is Writers.MEMBERS or self.coordinates


@dataclass(frozen=True, slots=True)
class MemberKey:
    """One device of one member. A member with two laptops has two of them.

    ``depth``: 0 for a root, else one more than ``parent``'s, the key that wrote its ``invite``.
    ``rank``: the place of its root in the group's list, 0 first. ``recovery``: the age recipient of
    the recovery code of whoever joined with it, "" where the join said none. ``mark``: what the
    inviter called them, where the name may be taken for another.
    """

    key: str
    age: str
    member: str
    name: str
    device: str
    role: Role
    depth: int
    rank: int
    parent: str | None = None
    invite: str | None = None
    revoked: bool = False
    recovery: str = ""
    mark: str = ""

    @property
    def shown(self) -> str:
        """What to call its owner; nothing is decided by it."""
        return shown(self.name, self.mark, is_sheet=self.is_sheet)

    @property
    def is_sheet(self) -> bool:
        """Whether it is a recovery sheet: by its place, whatever name it goes by."""
        return self.depth == 0 and self.device == PAPER

    @property
    def place(self) -> tuple[int, int, str, str]:
        """The sort key of its turn when admission is computed from the roots down."""
        return (self.depth, self.rank, self.invite or "", self.key)


class InvitationState(Enum):
    """The state of an invitation."""

    OPEN = "open"
    USED = "used"
    CONTESTED = "contested"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An admitted ``invite``. ``keys``: the devices that knew its secret, counting or not."""

    id: str
    author: str
    sign: str
    age: str
    member: str
    name: str
    role: Role
    state: InvitationState
    keys: tuple[str, ...]


def is_above(upper: MemberKey, lower: MemberKey, members: Mapping[str, MemberKey]) -> bool:
    """Whether ``upper`` is an ancestor of ``lower``, or a root of earlier rank than its root."""
    if upper.depth == 0 and upper.rank < lower.rank:
        return True
    if upper.depth >= lower.depth:
        return False
    walker = lower
    while walker.depth > upper.depth and walker.parent is not None:
        walker = members[walker.parent]
    return walker.key == upper.key

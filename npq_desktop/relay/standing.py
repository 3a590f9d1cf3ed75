"""Who may do what at a hub or in a room, from the open entries of a group alone.

Source: journal/FORMAT.md, sections 2 and 10.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from npq_desktop.journal.admission import Admission, admit
from npq_desktop.journal.authority import InvitationState, Role
from npq_desktop.journal.event import START_KIND, Event
from npq_desktop.journal.kinds import KINDS
from npq_desktop.journal.kinds.kind import Erasing


class Rank(Enum):
    """What somebody is to a group at a hub."""

    ROOT = "root"
    MEMBER = "member"
    REVOKED = "revoked"
    CONTESTED = "contested"
    STRANGER = "stranger"

    @property
    def reads(self) -> bool:
        """Whether it is given entries."""
        return self in {Rank.ROOT, Rank.MEMBER}


@dataclass(frozen=True, slots=True)
class Access:
    """Who is in a group and what was erased there. ``events``: what it was computed from, by id."""

    events: Mapping[str, Event]
    admission: Admission = field(repr=False)

    @classmethod
    def of(cls, events: Iterable[Event], proofs: dict[str, bool] | None = None) -> "Access":
        """The access that open entries settle; ``proofs`` as in admission.

        Among them must be all entries of keys that a ``revoke`` names: what it keeps is found along
        them.
        """
        by_id = {event.id: event for event in events}
        return cls(by_id, admit(by_id, proofs))

    def with_more(self, events: Iterable[Event], proofs: dict[str, bool]) -> "Access":
        """As it would be with these entries too."""
        new = {e.id: e for e in events if e.payload is not None or e.id not in self.events}
        return Access.of({**self.events, **new}.values(), proofs)

    def rank(self, key: str) -> Rank:
        """What the holder of ``key`` is to the group."""
        member = self.admission.members.get(key)
        if member is not None:
            if member.revoked:
                return Rank.REVOKED
            return Rank.ROOT if member.role is Role.ROOT else Rank.MEMBER
        return Rank.CONTESTED if self._is_contested(key) else Rank.STRANGER

    @property
    def erased(self) -> frozenset[str]:
        """The ids that erasures which count list; marks among them keep their texts."""
        return self.admission.erasure.ids

    def _is_contested(self, key: str) -> bool:
        return any(
            key in invitation.keys
            for invitation in self.admission.invitations.values()
            if invitation.state is not InvitationState.WITHDRAWN
        )


def is_erasable(kind: str) -> bool:
    """Whether an erasure takes the text of such an entry where it lists it."""
    known = KINDS.get(kind)
    return known is None or known.erasing is not Erasing.NEVER


def root_keys(start: Event) -> frozenset[str]:
    """The keys of a group's roots, as its first entry alone says; none if that is not usable."""
    if start.kind != START_KIND:
        return frozenset()
    return frozenset(Access.of([start]).admission.members)

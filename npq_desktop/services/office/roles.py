"""Who may do what in the office, and in which groups at once.

Entries of some kinds count for any writer, so that a facilitator is stopped here.
"""

from npq_desktop.errors import ProgrammeError, ServiceError
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.sealed import COORDINATE, SealedTexts, coordinators
from npq_desktop.services.core.words import listed, only_a_coordinator


def is_by_coordinator(facts: GroupFacts, source: Source) -> bool:
    """Whether an entry was signed by a coordinator's key."""
    member = facts.members.get(source.key)
    return member is not None and member.role in COORDINATE


class OfficeRoles:
    """The role of this laptop in each group."""

    def __init__(self, core: Core, *, sealed: SealedTexts) -> None:
        self._core = core
        self.sealed = sealed

    def is_coordinator(self, group: str) -> bool:
        """Whether this laptop coordinates the group."""
        return self.sealed.is_coordinator(self._core.facts.of(group))

    def refusal(self, group: str, verb: str) -> str:
        """Why a control is disabled here, such as "Only a coordinator can …."; "" if it is not."""
        if self.is_coordinator(group):
            return ""
        facts = self._core.facts.of(group)
        names = dict.fromkeys(m.name for m in coordinators(facts) if not m.is_sheet)
        return only_a_coordinator(verb, listed(names, "or")) if names else only_a_coordinator(verb)

    def check(self, group: str, verb: str) -> None:
        """Stop a facilitator.

        Raises:
            ServiceError: this laptop does not coordinate the group.
        """
        if refusal := self.refusal(group, verb):
            raise ServiceError(refusal)

    def sisters(self, group: str) -> tuple[tuple[str, str], ...]:
        """The other groups here of the same programme and cohort that this laptop coordinates."""
        own = self._core.facts.of(group)
        found = []
        for other in self._core.store.reading.groups():
            if other.id == group or other.cohort != own.group.cohort:
                continue
            facts = self._core.facts.of(other.id)
            if _programme(facts) == _programme(own) and self.sealed.is_coordinator(facts):
                found.append((other.id, other.title))
        return tuple(found)


def _programme(facts: GroupFacts) -> str:
    try:
        return facts.programme.identifier
    except ProgrammeError:
        return ""

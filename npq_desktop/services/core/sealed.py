"""Seals private facts for coordinators and their author, and opens them where this laptop may.

Source: journal/FORMAT.md, section 3, "Sealed texts".
"""

import json
from collections.abc import Collection, Iterator, Mapping

from npq_desktop.journal.keys import is_recipient
from npq_desktop.journal.kinds.authority import MemberFact
from npq_desktop.journal.sealing import SealedError, open_sealed, seal
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.identities import Identities

COORDINATE = frozenset({"root", "coordinator"})
"""The roles that read what is sealed and decide what only coordinators may."""


def coordinators(facts: GroupFacts) -> Iterator[MemberFact]:
    """The laptops and sheets that a text sealed now is for."""
    return (m for m in facts.members.values() if not m.revoked and m.role in COORDINATE)


class SealedTexts:
    """Seals and opens with this laptop's keys; what was opened once is kept for this run."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self._opened: dict[str, Mapping[str, object]] = {}

    def is_coordinator(self, facts: GroupFacts) -> bool:
        """Whether this laptop coordinates the group."""
        own = facts.members.get(self._identities.key_in(facts.id))
        return own is not None and not own.revoked and own.role in COORDINATE

    def seal(
        self, facts: GroupFacts, data: Mapping[str, object], also: Collection[str] = ()
    ) -> Mapping[str, object]:
        """For the coordinators, this laptop, the keys ``also``, and their recovery sheets."""
        device = self._identities.device_in(facts.id)
        keys = {*(member.key for member in coordinators(facts)), device.key, *also}
        readers = {
            (member.key, age)
            for member in facts.members.values()
            if member.key in keys and not member.revoked
            for age in (member.age, member.recovery)
            if is_recipient(age)
        }
        text = json.dumps(data, ensure_ascii=False)
        return seal(text, sorted({*readers, (device.key, device.age)}))

    def open(self, sealed: Mapping[str, object] | None) -> Mapping[str, object] | None:
        """What a sealed text holds; None where it is not for this laptop, or damaged."""
        if sealed is None:
            return None
        box = str(sealed.get("box"))
        if box not in self._opened:
            found = self._read(sealed)
            if found is None:
                return None
            self._opened[box] = found
        return self._opened[box]

    def _read(self, sealed: Mapping[str, object]) -> Mapping[str, object] | None:
        for secret in self._identities.age_secrets:
            try:
                said = json.loads(open_sealed(sealed, secret))
            except (SealedError, ValueError, RecursionError):
                continue
            return said if isinstance(said, dict) else None
        return None

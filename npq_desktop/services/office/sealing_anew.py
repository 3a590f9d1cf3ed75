"""Seals private entries anew for coordinators who joined after they were written.

A seal is for those who are coordinators when it is made. Any laptop that can open one may write it
again for all of today's; where two statements differ, they are settled first.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.assessment import ASSESSMENT, WINDOW
from npq_desktop.journal.kinds.enrolment import ENROLMENT
from npq_desktop.journal.kinds.entries import COACHING, CONTACT, EVIDENCE
from npq_desktop.journal.kinds.kind import Kind
from npq_desktop.journal.sealing import PREFIX_LENGTH, is_sealed
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.office import UnreadSeals
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.sealed import coordinators
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count
from npq_desktop.services.office.heads import LiveHead
from npq_desktop.services.office.roles import OfficeRoles

_KINDS: tuple[Kind[Any], ...] = (WINDOW, ASSESSMENT, ENROLMENT, EVIDENCE, COACHING, CONTACT)
BEFORE_YOU_JOINED = "private, and recorded before you joined"


class SealingAnew:
    """Looks for what coordinators cannot read, and writes it again for them."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def unread(self, group: str) -> tuple[UnreadSeals, ...]:
        """The coordinators who cannot read something private, in the order of the members."""
        facts = self._core.facts.of(group)
        sealed = list(_sealed_heads(facts))
        rows = []
        for member in coordinators(facts):
            hidden = [each for _, each in sealed if not _is_for(each, member.key)]
            mine = sum(self._roles.sealed.open(_seal_of(each)) is not None for each in hidden)
            if hidden and not member.is_sheet:
                rows.append(UnreadSeals(member.key, member.shown, member.device, len(hidden), mine))
        return tuple(rows)

    def seal_anew(self, group: str, key: str) -> Changes:
        """Write again, for all of today's coordinators, what the one with this key cannot read.

        Raises:
            ServiceError: this laptop is no coordinator's, or can open none of it.
        """
        self._roles.check(group, "share private records with a colleague")
        facts = self._core.facts.of(group)
        drafts = []
        for kind, each in _sealed_heads(facts):
            opened = self._roles.sealed.open(_seal_of(each))
            if opened is not None and not _is_for(each, key):
                sealed = self._roles.sealed.seal(facts, opened, _readers(facts, each))
                drafts.append(NewEntry(kind.name, {**each.content, "sealed": sealed}))
        if not drafts:
            raise ServiceError(
                "This laptop can open none of these private records. Ask another coordinator."
            )
        recorded = self._core.recorder.write(group, drafts)
        name = facts.member_name(key)
        words = f"sharing {count(len(drafts), 'private record')} with {name}"
        self._core.undo.remember(group, UndoStep(words, recorded.ids))
        return recorded.changes


def _sealed_heads(facts: GroupFacts) -> Iterator[tuple[Kind[Any], LiveHead]]:
    """The live entries with a private part that nothing stands beside in their cell."""
    for kind in _KINDS:
        found = facts.of(kind)
        cells = [tuple(getattr(fact, name) for name in kind.key) for fact in found]
        contents = _contents(facts, [fact.source.id for fact in found])
        for fact, cell in zip(found, cells, strict=True):
            content = contents[fact.source.id]
            if cells.count(cell) == 1 and is_sealed(content.get("sealed")):
                yield kind, LiveHead(fact.head, content, fact.source)


def _contents(facts: GroupFacts, ids: list[str]) -> Mapping[str, Mapping[str, object]]:
    events = facts.state.events if ids else {}
    return {one: events[one].content or {} for one in ids}


def _seal_of(each: LiveHead) -> Mapping[str, object]:
    sealed = each.content["sealed"]
    return sealed if isinstance(sealed, Mapping) else {}


def _is_for(each: LiveHead, key: str) -> bool:
    readers = _seal_of(each).get("to")
    return isinstance(readers, list) and key[:PREFIX_LENGTH] in readers


def _readers(facts: GroupFacts, each: LiveHead) -> tuple[str, ...]:
    """Those who could read it so far still can."""
    return tuple(key for key in facts.members if _is_for(each, key))

"""The chip in the header: what is saved, what the others have, and what somebody has to do."""

from dataclasses import replace
from typing import TYPE_CHECKING

from npq_desktop.errors import ProgrammeError
from npq_desktop.rows.groups import SyncChip
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts, is_example
from npq_desktop.services.exchange.outgoing import outgoing, unseen_leavers
from npq_desktop.services.groups import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from npq_desktop.rows.outgoing import Outgoing


class SyncChips:
    """One chip a group.

    ``live`` is what it says of a group that is sent by itself; who sends it adds that.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.live: list[Callable[[GroupFacts, Outgoing], SyncChip | None]] = []

    def of(self, group: str) -> SyncChip:
        """What the header says about exchanging this group."""
        if self._core.store.is_stopped:
            return SyncChip(words.DISK_FAILED, needs_action=True)
        if self._core.store.is_full:
            return SyncChip(words.DISK_FULL, needs_action=True)
        if self._core.identities.member(group) is None:
            return SyncChip(words.NOT_VERIFIED, needs_action=False)
        try:
            return self._chip_of(self._core.facts.of(group))
        except ProgrammeError:
            return SyncChip(words.UNREADABLE, needs_action=True)

    def _chip_of(self, facts: GroupFacts) -> SyncChip:
        if facts.copied_keys:
            who = facts.device_name(facts.copied_keys[0])
            return SyncChip(words.running_twice(who), needs_action=True)
        conflicts = len(facts.disagreements())
        if conflicts:
            said = words.to_settle(conflicts)
            return SyncChip(said, needs_action=True, number=conflicts, opens="settle")
        if self._core.identities.sheet_is_due and not is_example(facts):
            return SyncChip(words.SHEET_DUE, needs_action=True, opens="recovery_sheet")
        standing = outgoing(self._core.store, facts, self._core.identities.key_in(facts.id))
        left = [facts.device_name(key) for key in unseen_leavers(self._core.store, facts)]
        news = words.news(left, len(facts.held))
        asked = (each(facts, standing) for each in self.live)
        live = next((chip for chip in asked if chip is not None), None)
        if live is not None:
            return replace(live, words=words.with_news(live.words, news))
        said = words.saved(standing, self._core.now(facts.id), news)
        return SyncChip(said, needs_action=False, number=standing.unsent)

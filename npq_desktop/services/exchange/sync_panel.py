"""The sync panel in words: what is not yet sent and to whom, who was heard of when, what is odd.

Writes nothing. Source: ui/SCREENS.md, "Sync panel"; journal/FORMAT.md, sections 4 and 7.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from npq_desktop.journal.gaps import Gaps
from npq_desktop.journal.names import SHEET
from npq_desktop.rows.exchange import LaptopRow, SyncView
from npq_desktop.rows.outgoing import Outgoing, SentTo
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts, is_example
from npq_desktop.services.core.laptop.files import EXPORT
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.words import moment_words
from npq_desktop.services.exchange import words
from npq_desktop.services.exchange.outgoing import (
    confirmed_until,
    handed_over,
    note_leavers,
    outgoing,
)

if TYPE_CHECKING:
    from npq_desktop.store.local import ExchangeFact


def keep_until_words(facts: GroupFacts, today: date) -> str:
    """That the time is over for which the group was to be kept; "" before or without one."""
    until = facts.group.keep_until
    if until is None or today.isoformat() <= until:
        return ""
    day = day_of(until)
    return words.keep_until(day) if day is not None else ""


class SyncStatusService:
    """Looks at one group at a time; nothing is kept between two looks."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def view(self, group: str) -> SyncView:
        """Everything that the panel says of a group."""
        facts = self._core.facts.of(group)
        standing = outgoing(self._core.store, facts, self._core.identities.key_in(facts.id))
        gaps = facts.state.gaps()
        return SyncView(
            group=group,
            title=facts.group.title,
            situation=self._situation(facts, standing),
            sent=words.sent_words(standing, self._core.now(group)),
            laptops=tuple(self._laptop(facts, each, standing.own) for each in standing.others),
            routes=tuple(self._last_exchanges(group)),
            notices=(
                *self._full_disk(),
                *self._keeping(facts),
                *_lost(standing),
                *self._notices(facts, gaps),
            ),
            urgent=bool(gaps.doubles) or self._core.store.is_full,
            disagreements=len(facts.disagreements()),
            held=len(facts.held),
            sheet_due=self._core.identities.sheet_is_due and not is_example(facts),
        )

    def title(self, group: str) -> str:
        """What a group is called."""
        return self._core.facts.of(group).group.title

    def note_seen(self, group: str) -> None:
        """The panel of a group was looked at: the header says no more who has left it.

        Raises:
            StoreError: it could not be kept.
        """
        note_leavers(self._core.store, self._core.facts.of(group))

    def _full_disk(self) -> Iterable[str]:
        if self._core.store.is_full:
            yield words.DISK_FULL

    def _situation(self, facts: GroupFacts, standing: Outgoing) -> str:
        own = facts.members.get(self._core.identities.key_in(facts.id))
        if own is None:
            return words.READ_ONLY
        if own.revoked:
            return words.REMOVED
        if not standing.others:
            invited = [invite.name for invite in facts.invites if invite.state == "open"]
            return words.invited_only(invited) if invited else words.NOBODY_YET
        return words.SAME_ROOM

    def _laptop(self, facts: GroupFacts, other: SentTo, own: int) -> LaptopRow:
        now, until = self._core.now(facts.id), None
        if 0 < other.confirmed < own:
            key = self._core.identities.key_in(facts.id)
            until = confirmed_until(self._core.store, facts, key, other)
        heard = moment_words(other.heard, now) if other.heard else "not yet"
        has = words.has_of_yours(other, own, now, confirmed_until=until)
        is_on_its_way = other.sent > other.confirmed and bool(other.when)
        tip = words.will_confirm(other.who) if is_on_its_way else ""
        return LaptopRow(other.who, other.laptop, heard, has, tip)

    def _last_exchanges(self, group: str) -> Iterable[str]:
        """For example "By file: sent 14:05 to Sam (Sam's laptop); opened yesterday 16:20"."""
        newest: dict[str, dict[str, ExchangeFact]] = {}
        now = self._core.now(group)
        for line in self._core.store.local.exchanges(group):
            if line.form == EXPORT:
                continue
            newest.setdefault(line.route, {}).setdefault(line.direction, line)
        for route, lines in newest.items():
            out, came = lines.get("out"), lines.get("in")
            yield words.last_exchange(
                route,
                sent=(out.when, _people(out.for_whom)) if out else None,
                opened=came.when if came else None,
                now=now,
            )

    def _keeping(self, facts: GroupFacts) -> Iterable[str]:
        due = keep_until_words(facts, self._core.today(facts.id))
        if due:
            yield words.keep_until_in_panel(due)

    def _notices(self, facts: GroupFacts, gaps: Gaps) -> Iterable[str]:
        laptop_of = partial(_laptop_of, facts)
        for key in sorted(handed_over(facts.state)):
            yield words.handed_over(laptop_of(key))
        for invite in facts.invites:
            if invite.state == "contested":
                yield words.contested_invitation(invite.name)
        doubled = _keys(sorted(double.key for double in gaps.doubles))
        for key in doubled:
            yield words.running_twice(laptop_of(key))
        yield from missing_words(gaps, laptop_of)
        for key in _keys(fork.key for fork in gaps.forks):
            if key not in doubled:
                yield words.restored(laptop_of(key))


def _lost(standing: Outgoing) -> Iterable[str]:
    if standing.lost:
        yield words.lost_here(standing.lost, [each for each in standing.others if each.lost])


def missing_words(gaps: Gaps, laptop_of: Callable[[str], str]) -> Iterable[str]:
    """A sentence for each laptop of which entries between others are missing; laptops by key."""
    for key in _keys(hole.key for hole in gaps.holes):
        number = sum(hole.count for hole in gaps.holes if hole.key == key)
        yield words.missing(number, laptop_of(key))


def _keys(keys: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(keys))


def _laptop_of(facts: GroupFacts, key: str) -> str:
    member = facts.members.get(key)
    return words.called(member) if member else words.UNKNOWN_LAPTOP


def _people(for_whom: Sequence[str]) -> Sequence[str]:
    """Whom a file was for: laptops and invitations; a recovery sheet opens nothing by itself."""
    return [name for name in for_whom if name != SHEET]

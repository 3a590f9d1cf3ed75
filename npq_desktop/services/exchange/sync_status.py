"""The sync panel in words: what is not yet sent and to whom, who was heard of when, what is odd.

Writes nothing. Source: ui/SCREENS.md, "Sync panel"; journal/FORMAT.md, sections 4 and 7.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from npq_desktop.journal.gaps import Gaps
from npq_desktop.rows.exchange import LaptopRow, Outgoing, SentTo, SyncView
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import EXPORT
from npq_desktop.services.core.words import count, day_and_year, listed, moment_words
from npq_desktop.services.exchange.outgoing import (
    by_route,
    called,
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
    try:
        said = day_and_year(date.fromisoformat(until))
    except ValueError:
        return ""
    return f"This group was to be kept until {said}, which is over."


class SyncStatusService:
    """Looks at one group at a time; nothing is kept between two looks."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def view(self, group: str) -> SyncView:
        """Everything that the panel says of a group."""
        facts = self._core.facts.of(group)
        standing = outgoing(self._core.store, facts, self._core.identities.key_in(facts.id))
        gaps, now = facts.state.gaps(), self._core.now(group)
        return SyncView(
            group=group,
            title=facts.group.title,
            situation=self._situation(facts, standing),
            sent=_sent_words(standing, now),
            laptops=tuple(_laptop(other, standing.own, now) for other in standing.others),
            routes=tuple(self._last_exchanges(group)),
            notices=(
                *self._full_disk(),
                *self._keeping(facts),
                *_lost_words(standing),
                *self._notices(facts, gaps),
            ),
            urgent=bool(gaps.doubles) or self._core.store.is_full,
            disagreements=len(facts.disagreements()),
            held=len(facts.held),
            sheet_due=self._core.identities.sheet_is_due,
        )

    def note_seen(self, group: str) -> None:
        """The panel of a group was looked at: the header says no more who has left it.

        Raises:
            StoreError: it could not be kept.
        """
        note_leavers(self._core.store, self._core.facts.of(group))

    def _full_disk(self) -> Iterable[str]:
        if self._core.store.is_full:
            yield (
                "There is no space left on the disk, so the last change was not saved. Free some "
                "space, then try again."
            )

    def _situation(self, facts: GroupFacts, standing: Outgoing) -> str:
        own = facts.members.get(self._core.identities.key_in(facts.id))
        if own is None:
            return (
                "You can look at this group but not record in it. Ask its coordinator for an "
                "invitation."
            )
        if own.revoked:
            return (
                "This laptop was removed from the group. What you record here no longer counts. "
                "Ask its coordinator for an invitation."
            )
        if not standing.others:
            invited = [invite.name for invite in facts.invites if invite.state == "open"]
            if invited:
                return (
                    f"{listed(sorted(invited))}: invited, not joined yet. They can open any file "
                    "you send from now on."
                )
            return "Nobody else is in this group yet. Invite a colleague, or a second laptop."
        return (
            "In the same room? Save to a stick on one laptop and open it on the other, in any "
            "order."
        )

    def _last_exchanges(self, group: str) -> Iterable[str]:
        """Such as "By file: sent 14:05 to Sam (Sam's laptop); opened yesterday 16:20"."""
        newest: dict[str, dict[str, ExchangeFact]] = {}
        now = self._core.now(group)
        for line in self._core.store.local.exchanges(group):
            if line.form == EXPORT:
                continue
            newest.setdefault(line.route, {}).setdefault(line.direction, line)
        for route, lines in newest.items():
            said = []
            if "out" in lines:
                to = listed(lines["out"].for_whom) if lines["out"].for_whom else "nobody else"
                said.append(f"sent {moment_words(lines['out'].when, now)} to {to}")
            if "in" in lines:
                said.append(f"opened {moment_words(lines['in'].when, now)}")
            words = by_route(route)
            yield f"{words[:1].upper()}{words[1:]}: {'; '.join(said)}."

    def _keeping(self, facts: GroupFacts) -> Iterable[str]:
        due = keep_until_words(facts, self._core.today(facts.id))
        if due:
            yield f"{due} Group, Hand over and remove takes it off this laptop."

    def _notices(self, facts: GroupFacts, gaps: Gaps) -> Iterable[str]:
        laptop_of = partial(_laptop_of, facts)
        for key in sorted(handed_over(facts.state)):
            yield f"{laptop_of(key)} has handed this group over and left it."
        for invite in facts.invites:
            if invite.state == "contested":
                yield (
                    f"The invitation for {invite.name} was used by several laptops, and none of "
                    "them counts. Choose under “On hold” which one was meant."
                )
        for key in sorted({double.key for double in gaps.doubles}):
            yield (
                f"Two copies of {laptop_of(key)} are in use at the same time. Nothing is lost, but "
                "one must stop. On the copy, close NPQ Desktop, remove its data folder, and join "
                "again with a new invitation."
            )
        yield from missing_words(gaps, laptop_of)
        doubled = {double.key for double in gaps.doubles}
        for key in _keys(fork.key for fork in gaps.forks):
            if key not in doubled:
                yield (
                    f"{laptop_of(key)} was restored from a backup, or copied. Everything from "
                    "before and after counts. There is nothing to do."
                )


def missing_words(gaps: Gaps, laptop_of: Callable[[str], str]) -> Iterable[str]:
    """A sentence for each laptop of which entries between others are missing; laptops by key."""
    for key in _keys(hole.key for hole in gaps.holes):
        missing = sum(hole.count for hole in gaps.holes if hole.key == key)
        yield (
            f"{count(missing, 'change')} from {laptop_of(key)} "
            f"{'is' if missing == 1 else 'are'} missing here. Ask for a newer file from there."
        )


def _sent_words(standing: Outgoing, now: datetime) -> str:
    own = count(standing.own, "change")
    if not standing.own:
        return "Nothing recorded on this laptop yet."
    if standing.is_confirmed:
        return f"Every other laptop has all {own} from this laptop."
    if standing.last is None:
        return f"{own} from this laptop, not sent to anyone yet."
    if standing.unsent:
        return f"{standing.unsent} of {own} from this laptop not sent yet."
    when = moment_words(standing.last, now)
    sent = f"All {own} from this laptop sent {by_route(standing.route)} {when}."
    return f"{sent} A file from them will confirm it."


def _laptop(other: SentTo, own: int, now: datetime) -> LaptopRow:
    heard = moment_words(other.heard, now) if other.heard else "not yet"
    return LaptopRow(other.who, other.laptop, heard, _has(other, own, now))


def _has(other: SentTo, own: int, now: datetime) -> str:
    if other.confirmed >= own:
        return "everything"
    said = []
    if other.reached < own:
        said.append(f"{count(own - other.reached, 'change')} not sent yet")
    if other.sent > other.confirmed and other.when:
        when = moment_words(other.when, now)
        said.append(f"sent {by_route(other.route)} {when}, not confirmed yet")
    return "; ".join(said)


def _lost_words(standing: Outgoing) -> Iterable[str]:
    if not standing.lost:
        return
    holders = (o for o in standing.others if o.lost)
    yield (
        f"{count(standing.lost, 'change')} recorded on this laptop "
        f"{'is' if standing.lost == 1 else 'are'} no longer here. A newer file from "
        f"{listed([called(o.who, o.laptop) for o in holders])} brings back what is missing."
    )


def _keys(keys: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(keys))


def _laptop_of(facts: GroupFacts, key: str) -> str:
    member = facts.members.get(key)
    return called(member.name, member.device) if member else "a laptop that is not in this group"

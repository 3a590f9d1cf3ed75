"""Lists whom a file of a group may be for, and the keys that such a file is locked for.

Source: journal/FORMAT.md, section 6.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from npq_desktop.journal.keys import is_recipient
from npq_desktop.journal.kinds.authority import InviteFact, MemberFact
from npq_desktop.rows.exchange import Openers, SendChoice
from npq_desktop.services.core.core import Core
from npq_desktop.services.exchange import words
from npq_desktop.services.exchange.outgoing import INVITED, other_laptops, outgoing
from npq_desktop.services.exchange.words import called

EVERYONE = ""
"""In place of a member: everyone in the group."""


@dataclass(frozen=True, slots=True)
class _Recipient:
    key: str
    name: str
    age: str
    own: bool = False
    is_sheet: bool = False


class Recipients:
    """Reads members and invitations of a group; ``whom`` is the id of one member, or EVERYONE."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def choices(self, group: str) -> tuple[SendChoice, ...]:
        """Everyone a file may be for, by name; last the whole group, where that is more than one.

        Empty where nobody else is in the group.
        """
        facts = self._core.facts.of(group)
        own = self._core.identities.key_in(group)
        sent = {each.key: each for each in outgoing(self._core.store, facts, own).others}
        own_entries = self._core.store.reading.count_by(group, own)
        laptops: dict[str, list[MemberFact]] = {}
        for laptop in other_laptops(facts, own):
            laptops.setdefault(laptop.member, []).append(laptop)
        now, mine = self._core.now(group), self._own_member(group)
        choices = [
            SendChoice(
                key=member,
                name=words.person_to_send_to(theirs[0].shown, is_own=member == mine),
                told=words.what_they_lack([sent[each.key] for each in theirs], own_entries, now),
                role=theirs[0].role,
            )
            for member, theirs in laptops.items()
        ]
        invited = [invite for invite in self._invited(group) if invite.member not in laptops]
        choices += [
            SendChoice(invite.member, invite.name, words.NOT_JOINED, invite.role)
            for invite in invited
        ]
        if len(choices) > 1:
            number = sum(map(len, laptops.values()))
            told = words.everyone_told(number, invitations=len(invited))
            choices.append(SendChoice(EVERYONE, words.EVERYONE, told, ""))
        return tuple(choices)

    def openers(self, group: str, whom: str = EVERYONE) -> Openers:
        """Who will be able to open a file of this group."""
        listed = [each for each in self._others(group, whom) if not each.own]
        others = [each for each in listed if is_recipient(each.age)]
        openers = replace(
            self._openers(group, whom, others), keys=tuple(each.key for each in others)
        )
        unable = [each.name for each in listed if each not in others]
        if not unable:
            return openers
        return replace(openers, words=f"{openers.words} {words.cannot_open(unable)}")

    def _openers(self, group: str, whom: str, others: Sequence[_Recipient]) -> Openers:
        names = tuple(each.name for each in others)
        people = [each.name for each in others if not each.is_sheet]
        if not people:
            return Openers(names, nobody_else=True, words=words.NOBODY_ELSE)
        if whom != EVERYONE:
            is_own = whom == self._own_member(group)
            said = words.only_openers("" if is_own else self._name(group, whom))
            return Openers(names, nobody_else=False, words=said)
        own = self._core.identities.recovery_key
        is_ours = own in {each.key for each in self._members(group) if each.is_sheet}
        has_sheet = len(people) < len(others)
        said = words.openers(people, has_sheet=has_sheet, is_ours=is_ours)
        return Openers(names, nobody_else=False, words=said)

    def ages(self, group: str, whom: str = EVERYONE) -> tuple[str, ...]:
        """The age keys that a file is locked for: laptops, the recovery codes that their joins
        name, invitations, and this laptop.
        """
        ages = {self._core.identities.device_in(group).age}
        ages |= {each.age for each in self._others(group, whom)}
        meant = {whom, self._own_member(group)}
        ages |= {
            each.recovery
            for each in self._members(group)
            if not each.revoked and (whom == EVERYONE or each.member in meant)
        }
        return tuple(sorted(filter(is_recipient, ages)))

    def _others(self, group: str, whom: str) -> list[_Recipient]:
        own = self._core.identities.key_in(group)
        members = [
            _Recipient(each.key, called(each), each.age, each.key == own, each.is_sheet)
            for each in self._meant(group, whom)
        ]
        invited = [
            _Recipient(invite.member, INVITED.format(invite.name), invite.age)
            for invite in self._invited(group)
            if whom in {EVERYONE, invite.member}
        ]
        return members + invited

    def _meant(self, group: str, whom: str) -> Iterable[MemberFact]:
        members = [each for each in self._members(group) if not each.revoked]
        if whom == EVERYONE:
            return members
        meant = {whom, self._own_member(group)}
        # Who started the group has no recovery code in a join: the group's sheet is theirs.
        is_root = any(each.member == whom and each.depth == 0 for each in members)
        own_code = self._core.identities.recovery_key
        return [
            each
            for each in members
            if each.member in meant or (each.is_sheet and (is_root or each.key == own_code))
        ]

    def _own_member(self, group: str) -> str:
        own = self._core.facts.of(group).members.get(self._core.identities.key_in(group))
        return own.member if own else EVERYONE

    def _name(self, group: str, whom: str) -> str:
        named: Sequence[MemberFact | InviteFact] = (*self._members(group), *self._invited(group))
        return next(each.shown for each in named if each.member == whom)

    def _invited(self, group: str) -> Sequence[InviteFact]:
        invites = self._core.store.reading.invites(group)
        return [invite for invite in invites if invite.state == "open"]

    def _members(self, group: str) -> Sequence[MemberFact]:
        return self._core.store.reading.members(group)

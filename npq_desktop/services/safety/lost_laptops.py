"""Takes a laptop out with the recovery code, where no laptop at hand may: the sheet's key signs.

A laptop that an older version restored from a backup signs with the lost one's key; it gets a key
of its own for the group before that one goes. Source: journal/FORMAT.md, sections 2 and 8.
"""

import secrets
from collections.abc import Sequence

from npq_desktop.errors import ServiceError
from npq_desktop.journal import keys
from npq_desktop.journal.authority import MemberKey
from npq_desktop.journal.event import Author
from npq_desktop.journal.keys import age_recipient
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.recovery import LostLaptop
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.words import moment_words
from npq_desktop.services.exchange.by_code import sheet_of
from npq_desktop.services.exchange.members import join_content, revocation
from npq_desktop.services.exchange.words import called
from npq_desktop.services.safety import words


class LostLaptopsService:
    """Removes lost laptops for a person who has the sheet of a group in hand."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def found(self, typed: str) -> tuple[LostLaptop, ...]:
        """The laptops of the sheet's owner that the code can take out, in every group here.

        Raises:
            JournalError: the code has a slip in it.
        """
        code = RecoveryCode.parse(typed)
        return tuple(
            lost for group in self._core.store.groups() for lost in self._found_in(group, code)
        )

    def take_out(self, typed: str, group: str, key: str) -> Changes:
        """Take a laptop out of a group by the sheet's own key; what came from it until now stays.

        Raises:
            JournalError: the code has a slip in it.
            ServiceError: the sheet of this code may not take the laptop out.
            StoreError: it could not be made durable; nothing was changed.
        """
        code = RecoveryCode.parse(typed)
        state = self._core.store.state(group)
        sheet = sheet_of(state, code)
        if sheet is None or not state.may_revoke(sheet.key, key):
            raise ServiceError(
                "The sheet of this code cannot remove that laptop. Use the sheet of the group, or "
                "ask the person who started the group."
            )
        gone = revocation(state, key)
        if key == self._core.identities.key_in(group):
            return sit_down(self._core, group, code, sheet, by_new_keys=True, gone=gone)
        author = Author(code.signing_key.seed, sheet.member)
        return self._core.recorder.write(group, gone, author=author).changes

    def take_sure_out(self, typed: str) -> tuple[LostLaptop, ...]:
        """Take out, of every group, the lost laptop where its owner never had another; which they
        were. A second laptop that somebody uses is never taken for a lost one.

        Raises:
            JournalError: the code has a slip in it.
            StoreError: it could not be made durable; those before it are out.
        """
        sure = tuple(lost for lost in self.found(typed) if lost.is_only)
        for lost in sure:
            self.take_out(typed, lost.group, lost.key)
        return sure

    def _found_in(self, group: str, code: RecoveryCode) -> list[LostLaptop]:
        state, own = self._core.store.state(group), self._core.identities.key_in(group)
        sheet = sheet_of(state, code)
        if sheet is None:
            return []
        owner = owner_of(state, sheet)
        shared = self._core.identities.came_from_a_backup(own)
        ever = [
            member
            for member in state.members
            if member.member == owner.member and (shared or member.key != own)
        ]
        lost = [each for each in ever if not each.revoked and state.may_revoke(sheet.key, each.key)]
        return [
            LostLaptop(
                group,
                each.key,
                self._words(group, each, own),
                is_sure=len(lost) == 1 or each.key == own,
                is_only=len(ever) == 1,
            )
            for each in lost
        ]

    def _words(self, group: str, lost: MemberKey, own: str) -> str:
        facts = self._core.facts.of(group)
        seen = facts.members[lost.key].last_seen if lost.key in facts.members else None
        return words.lost_laptop(
            facts.group.title,
            called(lost),
            is_own=lost.key == own,
            seen=moment_words(seen, self._core.now(group)) if seen else "",
        )


def owner_of(state: State, sheet: MemberKey) -> MemberKey:
    """The laptop that a sheet belongs to: the root behind it; in older groups, which began with the
    laptop, the root in front of it.
    """
    roots = {each.rank: each for each in state.members if each.depth == 0}
    beside = sheet.rank + 1 if roots[0].is_sheet else sheet.rank - 1
    return roots.get(beside, sheet)


def sit_down(
    core: Core,
    group: str,
    code: RecoveryCode,
    sheet: MemberKey,
    *,
    by_new_keys: bool,
    gone: Sequence[NewEntry] = (),
) -> Changes:
    """Make this laptop another one of the sheet's owner, as one with taking another out.

    ``by_new_keys`` where the key that it had for the group is a lost laptop's too.
    """
    owner = owner_of(core.store.state(group), sheet)
    with core.identities.as_member(group, owner.member, by_new_keys=by_new_keys) as device:
        invitation = keys.InvitationKeys(secrets.token_bytes(keys.SECRET_BYTES))
        name = core.identities.person_name or owner.name
        invite = {
            "sign": invitation.signing_key.public,
            "age": age_recipient(invitation.age_secret),
            "member": owner.member,
            "name": name,
            "role": "coordinator",
        }
        return core.recorder.join_by(
            Author(code.signing_key.seed, sheet.member),
            group,
            NewEntry("invite", invite),
            lambda invite_id: join_content(invitation, group, invite_id, device, name=name),
            gone,
        )

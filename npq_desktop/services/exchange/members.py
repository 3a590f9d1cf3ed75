"""Who is in a group, on which laptops: how one is invited, joins, and is taken out again.

What stays and what will be held is shown before it is done; there is no way back. Authority runs
downwards, so a laptop cannot take out one that stands above it.
Source: journal/FORMAT.md, section 2.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path

from npq_desktop.bundle.errors import NotASyncFileError
from npq_desktop.bundle.files import save_file
from npq_desktop.bundle.opening import lock_invitation
from npq_desktop.bundle.parse import InvitationSecret
from npq_desktop.bundle.words import load_words, six_words, spoken_words
from npq_desktop.errors import ServiceError
from npq_desktop.facts import InviteFact, MemberFact
from npq_desktop.journal import keys
from npq_desktop.journal.authority import Invitation, InvitationState
from npq_desktop.journal.keys import age_recipient
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import InvitationFile, MemberRow, OpenPreview
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.identities import RECOVERY_NAME
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.words import count, moment_words
from npq_desktop.services.exchange.bundles import ExchangeService, open_file
from npq_desktop.services.exchange.outgoing import called

ROLES = ("facilitator", "coordinator")


class MembershipService:
    """Who is in a group, on which laptops, and how others come in. ``words`` is the word list."""

    def __init__(self, core: Core, *, exchange: ExchangeService, words: Path) -> None:
        self._core = core
        self._exchange = exchange
        self._words = words

    def invite(self, group: str, name: str, role: str, path: Path) -> InvitationFile:
        """Write an invitation for one laptop; say the words, do not send them with the file.

        Raises:
            ServiceError: no name, or this laptop may not invite.
            BundleError: the file could not be written; the invitation is then withdrawn.
        """
        if not name.strip():
            raise ServiceError("Say who the invitation is for.")
        if role not in ROLES:
            raise ServiceError(f"Choose a role: {' or '.join(ROLES)}.")
        invitation = keys.InvitationKeys(secrets.token_bytes(keys.SECRET_BYTES))
        content = {
            "sign": invitation.signing_key.public,
            "age": age_recipient(invitation.age_secret),
            "member": self._core.identities.new_member(),
            "name": name.strip(),
            "role": role,
        }
        recorded = self._core.recorder.write(group, [NewEntry("invite", content)])
        invite = recorded.ids[0]
        try:
            spoken = six_words(load_words(self._words))
            data, entries, _ = self._exchange.group_file(group)
            secret = InvitationSecret(invite, invitation.secret)
            saved = save_file(path, [lock_invitation(data, secret, spoken)])
        except BaseException:
            self.withdraw(group, invite)
            raise
        self._exchange.log_invitation(group, name.strip(), saved, entries)
        return InvitationFile(path=path, words=spoken, name=name.strip())

    def withdraw(self, group: str, invite: str) -> Changes:
        """Take an invitation back: whoever joined by it no longer counts."""
        return self._core.recorder.write(group, [NewEntry("revoke", {"invite": invite})]).changes

    def preview_invitation(self, path: Path, words: str) -> OpenPreview:
        """What an invitation offers; nothing is stored.

        Raises:
            BundleError: the words are wrong, or the file is damaged or no invitation.
        """
        spoken = spoken_words(words, load_words(self._words))
        bundle = open_file(path, words=spoken)
        if bundle.invitation is None:
            raise NotASyncFileError(
                f"“{path.name}” is locked with words but is no invitation: ask for one."
            )
        return self._exchange.preview_of(path, bundle, kind="invitation")

    def join(self, preview: OpenPreview) -> str:
        """Join the group of an invitation that was previewed; returns the group's id.

        Raises:
            ServiceError: the invitation does not count any more, or this laptop is in already;
                what else the file holds has been taken in all the same.
        """
        bundle = self._exchange.opened(preview)
        if bundle is None or bundle.invitation is None:
            raise ServiceError("Open the invitation again: another file was looked at since.")
        group, device = preview.group, self._core.identities.device
        self._exchange.merge(preview, route="invitation")
        invite = self._invitation(self._core.store.state(group), bundle.invitation.invite)
        invitation = keys.InvitationKeys(bundle.invitation.secret)
        self._core.identities.keep_invitation(invitation.age_secret)
        proof = invitation.proof(group=group, invite=invite.id, key=device.key, age=device.age)
        content = {
            "invite": invite.id,
            "age": device.age,
            "name": self._core.identities.person_name or invite.name,
            "device": device.name,
            "proof": proof,
        }
        self._core.recorder.join(group, invite.member, content)
        return group

    def _invitation(self, state: State, invite_id: str) -> Invitation:
        """The invitation while this laptop may join by it: of two joins neither would count."""
        own = self._core.identities.device.key
        mine = next((member for member in state.members if member.key == own), None)
        if mine is not None and mine.revoked:
            raise ServiceError(
                "This laptop was taken out of the group and cannot join it again: ask a "
                "coordinator."
            )
        if mine is not None:
            raise ServiceError("This laptop is in the group already: there is nothing to join.")
        invite = next((each for each in state.invites if each.id == invite_id), None)
        if invite is None or invite.state is InvitationState.WITHDRAWN:
            raise ServiceError("This invitation was withdrawn: ask for a new one.")
        if invite.state is InvitationState.USED:
            raise ServiceError(
                "Another laptop has joined by this invitation, and each is for one: ask for a new "
                "one."
            )
        return invite

    def members(self, group: str) -> tuple[MemberFact, ...]:
        """The laptops of the group, from the roots down."""
        return self._core.store.reading.members(group)

    def invites(self, group: str) -> tuple[InviteFact, ...]:
        """The invitations and what became of them."""
        return self._core.store.reading.invites(group)


_ROLES = {
    "root": "coordinator",
    "coordinator": "coordinator",
    "facilitator": "facilitator",
}


class MembersService:
    """Laptops and invitations of one group at a time."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def all(self, group: str) -> tuple[MemberRow, ...]:
        """The laptops from the roots down, then the invitations nobody has joined by."""
        facts = self._core.facts.of(group)
        laptops = [self._laptop(facts, member) for member in facts.members.values()]
        unused = [invite for invite in facts.invites if invite.state != "used"]
        return (*laptops, *(self._invitation(facts, invite) for invite in unused))

    def withdraw(self, group: str, shown: MemberRow) -> Changes:
        """Take back an invitation that nobody has joined by.

        Raises:
            StaleError: things stand otherwise by now than was shown.
            ServiceError: it is used, or stands above this laptop.
        """
        row = self.one(group, shown.id)
        if row is None or not row.act:
            raise ServiceError("This invitation cannot be withdrawn from here: look again.")
        content = {"invite": unchanged(shown, row).id}
        return self._core.recorder.write(group, [NewEntry("revoke", content)]).changes

    def revoke(self, group: str, shown: MemberRow) -> Changes:
        """Take a laptop out of the group; what came from it until now stays.

        Raises:
            StaleError: things stand otherwise by now than was shown.
            ServiceError: this laptop may not, or it is out already.
        """
        row = self.one(group, shown.id)
        if row is None or not row.act:
            raise ServiceError("This laptop cannot be taken out from here: look again.")
        key, state = unchanged(shown, row).id, self._core.facts.of(group).state
        content = {"key": key, "keep": list(_last_entries(state, key))}
        return self._core.recorder.write(group, [NewEntry("revoke", content)]).changes

    def one(self, group: str, member: str) -> MemberRow | None:
        """The laptop with a key, or the invitation with an id; None for one that is not there."""
        return next((row for row in self.all(group) if row.id == member), None)

    def _laptop(self, facts: GroupFacts, member: MemberFact) -> MemberRow:
        own = self._core.identities.device.key
        is_sheet = member.name == RECOVERY_NAME
        may = not member.revoked and not is_sheet and facts.state.may_revoke(own, member.key)
        entries = self._core.store.reading.count_by(facts.id, member.key)
        return MemberRow(
            id=member.key,
            is_invitation=False,
            who=member.name,
            laptop="on paper" if is_sheet else member.device,
            role="" if is_sheet else _ROLES.get(member.role, member.role),
            heard=self._heard(member, own, is_sheet=is_sheet),
            state=_state(facts, member),
            act="Take this laptop out…" if may else "",
            consequence=_revoking(member, entries) if may else "",
        )

    def _heard(self, member: MemberFact, own: str, *, is_sheet: bool) -> str:
        if member.key == own:
            return "this laptop"
        if member.last_seen is None:
            return "" if is_sheet else "not yet"
        return moment_words(member.last_seen, self._core.clock())

    def _invitation(self, facts: GroupFacts, invite: InviteFact) -> MemberRow:
        own = self._core.identities.device.key
        may = invite.state != "withdrawn" and facts.state.may_withdraw(own, invite.id)
        return MemberRow(
            id=invite.id,
            is_invitation=True,
            who=invite.name,
            laptop="",
            role=_ROLES.get(invite.role, invite.role),
            heard="",
            state=_invited(invite),
            act="Withdraw this invitation…" if may else "",
            consequence=_withdrawing(invite) if may else "",
        )


def _state(facts: GroupFacts, member: MemberFact) -> str:
    if not member.revoked:
        return "in the group"
    held = sum(fact.source.key == member.key for fact in facts.held)
    words = f", {count(held, 'entry', 'entries')} held" if held else ""
    return f"taken out{words}"


def _invited(invite: InviteFact) -> str:
    return {
        "open": "invited, not joined yet",
        "withdrawn": "invitation withdrawn",
        "contested": "used by two laptops: neither counts until one is accepted under Held",
    }.get(invite.state, invite.state)


def _revoking(member: MemberFact, entries: int) -> str:
    laptop = called(member.name, member.device)
    stays = f"{count(entries, 'entry', 'entries')} that came from it until now"
    return (
        f"Taking out {laptop}: the {stays} {'stays' if entries == 1 else 'stay'} and "
        f"{'counts' if entries == 1 else 'count'}. What it records from now on, or recorded and "
        "has not sent here yet, is kept but held until a coordinator accepts it, entry by entry. "
        "Files made from now on are not locked for it; older ones it can still open. It cannot "
        "come back under this key: a laptop that is found joins by a new invitation. This cannot "
        "be undone."
    )


def _withdrawing(invite: InviteFact) -> str:
    return (
        f"Withdrawing the invitation for {invite.name}: nobody can join by it any more, and files "
        "made from now on are not locked for it. This cannot be undone; you can invite "
        f"{invite.name} again."
    )


def _last_entries(state: State, key: str) -> Iterable[str]:
    """Those of the key's entries that none of its others follows: all else is reached from them."""
    own = [event for event in state.events.values() if event.key == key]
    followed = {event.prev for event in own}
    return sorted(event.id for event in own if event.id not in followed)

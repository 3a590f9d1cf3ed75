"""Who is in a group, on which laptops: how one is invited, joins, and is taken out again.

What stays and what will be held is shown before it is done; there is no way back. Authority runs
downwards, so a laptop cannot take out one that stands above it.
Source: journal/FORMAT.md, section 2.
"""

import secrets
from datetime import datetime
from functools import partial
from pathlib import Path

from npq_desktop.bundle.errors import NotASyncFileError
from npq_desktop.bundle.opening import lock_invitation
from npq_desktop.bundle.parse import InvitationSecret
from npq_desktop.bundle.words import load_words, six_words, spoken_words
from npq_desktop.errors import ServiceError
from npq_desktop.journal import keys
from npq_desktop.journal.authority import Invitation, InvitationState
from npq_desktop.journal.gaps import without_gaps
from npq_desktop.journal.keys import InvitationKeys, age_recipient
from npq_desktop.journal.kinds.authority import MAX_LISTED, InviteFact, MemberFact
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import InvitationFile, MemberRow, OpenPreview
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import save_logged
from npq_desktop.services.core.laptop.identities import Device
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.words import moment_words
from npq_desktop.services.exchange import words as exchange_words
from npq_desktop.services.exchange.bundles import ExchangeService, open_file
from npq_desktop.services.exchange.network.hub_keys import HubKeys
from npq_desktop.services.exchange.outgoing import handed_over

ROLES = ("facilitator", "coordinator")


class MembershipService:
    """Who is in a group, on which laptops, and how others come in. ``words`` is the word list."""

    def __init__(self, core: Core, *, exchange: ExchangeService, words: Path) -> None:
        self._core = core
        self._exchange = exchange
        self._words = words

    def invite(
        self, group: str, name: str, role: str, path: Path, *, member: str = ""
    ) -> InvitationFile:
        """Write an invitation for one laptop; say the words, do not send them with the file.

        ``member``: whom to invite again. What they recorded on a laptop whose invitation was
        withdrawn counts once it has joined by the new one.

        Raises:
            ServiceError: no name, nobody of that id was invited before, or this laptop may not
                invite.
            BundleError: the file could not be written; nobody is invited.
            StoreError: nobody is invited, and no file was written.
        """
        self._check_invited(group, name, role, member)
        invitation = InvitationKeys(secrets.token_bytes(keys.SECRET_BYTES))
        content = {
            "sign": invitation.signing_key.public,
            "age": age_recipient(invitation.age_secret),
            "member": member or self._core.identities.new_member(),
            "name": name.strip(),
            "role": role,
        }
        spoken = six_words(load_words(self._words))

        def locked() -> bytes:
            [invite] = self._core.recorder.write(group, [NewEntry("invite", content)]).ids
            HubKeys(self._core).hand_on(group)  # so that the new laptop reads what a hub has
            data, _, _ = self._exchange.group_file(group)
            return lock_invitation(data, InvitationSecret(invite, invitation.secret), spoken)

        save_logged(
            path,
            locked,
            partial(self._exchange.log_invitation, group, name.strip(), str(content["member"])),
            together=self._core.together,
        )
        return InvitationFile(path=path, words=spoken, name=name.strip())

    def _check_invited(self, group: str, name: str, role: str, member: str) -> None:
        if not name.strip():
            raise ServiceError("Say who the invitation is for.")
        if role not in ROLES:
            raise ServiceError(f"Choose a role: {' or '.join(ROLES)}.")
        if member and member not in self._invitable(group):
            raise ServiceError(
                "They cannot be invited again from here. Close this and choose again."
            )

    def _invitable(self, group: str) -> frozenset[str]:
        """Who is or was in the group, or was invited; sheets apart."""
        members = {each.member for each in self.members(group) if not each.is_sheet}
        return frozenset(members | {each.member for each in self.invites(group)})

    def preview_invitation(self, path: Path, words: str) -> OpenPreview:
        """What an invitation offers; nothing is stored.

        Raises:
            BundleError: the words are wrong, or the file is damaged or no invitation.
        """
        spoken = spoken_words(words, load_words(self._words))
        bundle = open_file(path, words=spoken)
        if bundle.invitation is None:
            raise NotASyncFileError(
                f"“{path.name}” opens with words but is no invitation. Ask for one."
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
            raise ServiceError("Another file was opened since. Open the invitation again.")
        group = preview.group
        self._exchange.before_import()
        refusal: ServiceError | None = None
        with self._core.together():
            self._exchange.take_in(bundle, route="invitation")
            try:
                invite = self._invitation(group, bundle.invitation.invite)
            except ServiceError as error:
                refusal = error
            else:
                self._join(group, invite, bundle.invitation.secret)
        if refusal is not None:
            raise refusal
        return group

    def _join(self, group: str, invite: Invitation, secret: bytes) -> None:
        invitation = InvitationKeys(secret)
        self._core.identities.keep_invitation(invitation.age_secret)
        by_new_keys = self._had_a_place(group)
        with self._core.identities.as_member(group, invite.member, by_new_keys=by_new_keys) as own:
            name = self._core.identities.person_name or invite.name
            content = join_content(invitation, group, invite.id, own, name=name)
            self._core.recorder.join(group, content)

    def _had_a_place(self, group: str) -> bool:
        """Whether this laptop was taken out, or has handed the group over: the key it had there
        never returns, or has a place of its own already.
        """
        own = self._core.identities.key_in(group)
        return any(each.key == own for each in self._core.store.state(group).members)

    def _invitation(self, group: str, invite_id: str) -> Invitation:
        """The invitation while this laptop may join by it: of two joins neither would count."""
        state = self._core.store.state(group)
        own = self._core.identities.key_in(group)
        mine = next((member for member in state.members if member.key == own), None)
        if mine is not None and not mine.revoked and self._core.identities.member(group):
            raise ServiceError("This laptop is in the group already, so there is nothing to join.")
        invite = next((each for each in state.invites if each.id == invite_id), None)
        if invite is None or invite.state is InvitationState.WITHDRAWN:
            raise ServiceError("This invitation was withdrawn. Ask for a new one.")
        if invite.state is InvitationState.USED:
            raise ServiceError(
                "Another laptop has already joined with this invitation. Each invitation is for "
                "one laptop. Ask for a new one."
            )
        return invite

    def members(self, group: str) -> tuple[MemberFact, ...]:
        """The laptops of the group, from the roots down."""
        return self._core.store.reading.members(group)

    def invites(self, group: str) -> tuple[InviteFact, ...]:
        """The invitations and what became of them."""
        return self._core.store.reading.invites(group)


def join_content(
    invitation: InvitationKeys, group: str, invite: str, device: Device, *, name: str
) -> dict[str, object]:
    """The payload of a ``join``."""
    proof = invitation.proof(group=group, invite=invite, key=device.key, age=device.age)
    return {
        "invite": invite,
        "age": device.age,
        "name": name,
        "device": device.name,
        "proof": proof,
        "recovery": device.recovery,
    }


_ROLES = {
    "root": "coordinator",
    "coordinator": "coordinator",
    "facilitator": "facilitator",
}


_MEND = "Close a gap in what stays…"


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
            raise ServiceError(
                "This invitation cannot be withdrawn from here. Close this and choose again."
            )
        content = {"invite": unchanged(shown, row).id}
        return self._core.recorder.write(group, [NewEntry("revoke", content)]).changes

    def revoke(self, group: str, shown: MemberRow) -> Changes:
        """Take a laptop out of the group; what came from it until now stays.

        What is kept ends in front of the first gap in what the laptop wrote, so that nothing which
        comes to light there later counts by itself; what counts beyond is accepted one by one.
        Of a laptop that is out already this mends an older revocation that did not.

        Raises:
            StaleError: things stand otherwise by now than was shown.
            ServiceError: this laptop may not, or it is out already.
        """
        row = self.one(group, shown.id)
        if row is None or not row.act or row.by_code:
            raise ServiceError(
                "This laptop cannot be removed from here. Close this and choose again."
            )
        key, state = unchanged(shown, row).id, self._core.facts.of(group).state
        return self._core.recorder.write(group, revocation(state, key)).changes

    def one(self, group: str, member: str) -> MemberRow | None:
        """The laptop with a key, or the invitation with an id; None for one that is not there."""
        return next((row for row in self.all(group) if row.id == member), None)

    def _laptop(self, facts: GroupFacts, member: MemberFact) -> MemberRow:
        own = self._core.identities.key_in(facts.id)
        is_sheet = member.is_sheet
        wanted = not is_sheet and (not member.revoked or _keeps_a_gap(facts.state, member.key))
        may = wanted and facts.state.may_revoke(own, member.key)
        by_code = wanted and not may and self._sheet_may(facts, member)
        entries = self._core.store.reading.count_by(facts.id, member.key)
        act = _MEND if member.revoked else "Remove this laptop…"
        if member.key == own:
            act = "Remove the lost laptop…"
        return MemberRow(
            id=member.key,
            is_invitation=False,
            who=member.shown,
            name=member.name,
            laptop="on paper" if is_sheet else member.device,
            role="" if is_sheet else _ROLES.get(member.role, member.role),
            heard=_heard(member, self._core.now(facts.id), is_own=member.key == own),
            state=_state(facts, member),
            act=act if may or by_code else "",
            consequence=exchange_words.removing(member, entries) if may or by_code else "",
            by_code=by_code,
            member="" if is_sheet else member.member,
        )

    def _sheet_may(self, facts: GroupFacts, member: MemberFact) -> bool:
        """Whether a recovery sheet of the group may take a laptop out; this one only where a backup
        gave it its key, which a lost laptop then has too.
        """
        identities = self._core.identities
        if member.key == identities.key_in(facts.id) and not identities.came_from_a_backup(
            member.key
        ):
            return False
        sheets = (each.key for each in facts.members.values() if each.is_sheet)
        return any(facts.state.may_revoke(sheet, member.key) for sheet in sheets)

    def _invitation(self, facts: GroupFacts, invite: InviteFact) -> MemberRow:
        own = self._core.identities.key_in(facts.id)
        may = invite.state != "withdrawn" and facts.state.may_withdraw(own, invite.id)
        return MemberRow(
            id=invite.id,
            is_invitation=True,
            who=invite.name,
            name=invite.name,
            laptop="",
            role=_ROLES.get(invite.role, invite.role),
            heard="",
            state=exchange_words.invitation_state(invite.state),
            act="Withdraw this invitation…" if may else "",
            consequence=exchange_words.withdrawing(invite) if may else "",
            member=invite.member,
        )


def _state(facts: GroupFacts, member: MemberFact) -> str:
    held = sum(fact.source.key == member.key for fact in facts.held)
    left = member.key in handed_over(facts.state)
    return exchange_words.laptop_state(revoked=member.revoked, left=left, held=held)


def _heard(member: MemberFact, now: datetime, *, is_own: bool) -> str:
    if is_own:
        return "this laptop"
    if member.last_seen is None:
        return "" if member.is_sheet else "not yet"
    return moment_words(member.last_seen, now)


def revocation(state: State, key: str) -> list[NewEntry]:
    """The entries that take a laptop out and keep what counts of it now."""
    own = [event for event in state.events.values() if event.key == key]
    sound = without_gaps(own, key)
    followed = {event.prev for event in own if event.id in sound}
    keep = sorted(sound - followed)
    beyond = sorted(event.id for event in own if event.id not in sound | state.held.keys())
    parts = [beyond[at : at + MAX_LISTED] for at in range(0, len(beyond), MAX_LISTED)]
    return [
        NewEntry("revoke", {"key": key, "keep": keep}),
        *(NewEntry("accept", {"ids": ids}) for ids in parts),
    ]


def _keeps_a_gap(state: State, key: str) -> bool:
    """Whether what stays of a key that is out reaches beyond a gap."""
    kept = state.kept_of(key) or frozenset()
    return not kept <= without_gaps(state.events.values(), key)

"""Invite a colleague's laptop, and join by an invitation: no network, no second visit.

An invitation is the whole group plus a secret, locked under six words that are spoken, never
written beside it. Source: journal design, section 2.
"""

import secrets
from pathlib import Path

from npq_desktop.bundle.errors import NotASyncFileError
from npq_desktop.bundle.files import save_file
from npq_desktop.bundle.opening import lock_invitation
from npq_desktop.bundle.reading import InvitationSecret
from npq_desktop.bundle.words import load_words, six_words, spoken_words
from npq_desktop.errors import ServiceError
from npq_desktop.facts import InviteFact, MemberFact
from npq_desktop.journal import keys
from npq_desktop.journal.authority import Invitation as Invited
from npq_desktop.journal.authority import InvitationState
from npq_desktop.journal.keys import age_recipient
from npq_desktop.journal.state import State
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import Invitation, OpenPreview
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.recorder import Draft, Recorder
from npq_desktop.services.exchange.bundles import ExchangeService, open_file
from npq_desktop.store.store import Store

ROLES = ("facilitator", "coordinator")


class MembershipService:
    """Who is in a group, on which laptops, and how others come in. ``words`` is the word list."""

    def __init__(
        self,
        *,
        store: Store,
        recorder: Recorder,
        identities: Identities,
        exchange: ExchangeService,
        words: Path,
    ) -> None:
        self._store = store
        self._recorder = recorder
        self._identities = identities
        self._exchange = exchange
        self._words = words

    def invite(self, group: str, name: str, role: str, path: Path) -> Invitation:
        """Write an invitation for one laptop; say the words, do not send them with the file.

        Raises:
            ServiceError: no name, or this laptop may not invite.
            BundleError: the file could not be written; the invitation is then withdrawn.
        """
        if not name.strip():
            raise ServiceError("Say who the invitation is for.")
        if role not in ROLES:
            raise ServiceError(f"Choose a role: {' or '.join(ROLES)}.")
        invitation = keys.Invitation(secrets.token_bytes(keys.SECRET_BYTES))
        content = {
            "sign": invitation.signing_key.public,
            "age": age_recipient(invitation.age_secret),
            "member": self._identities.new_member(),
            "name": name.strip(),
            "role": role,
        }
        recorded = self._recorder.write(group, [Draft("invite", content)])
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
        return Invitation(path=path, words=spoken, name=name.strip())

    def withdraw(self, group: str, invite: str) -> Changes:
        """Take an invitation back: whoever joined by it no longer counts."""
        return self._recorder.write(group, [Draft("revoke", {"invite": invite})]).changes

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
        group, device = preview.group, self._identities.device
        self._exchange.merge(preview, route="invitation")
        invite = self._invitation(self._store.state(group), bundle.invitation.invite)
        invitation = keys.Invitation(bundle.invitation.secret)
        self._identities.keep_invitation(invitation.age_secret)
        proof = invitation.proof(group=group, invite=invite.id, key=device.key, age=device.age)
        content = {
            "invite": invite.id,
            "age": device.age,
            "name": self._identities.person_name or invite.name,
            "device": device.name,
            "proof": proof,
        }
        self._recorder.join(group, invite.member, content)
        return group

    def _invitation(self, state: State, invite_id: str) -> Invited:
        """The invitation while this laptop may join by it: of two joins neither would count."""
        own = self._identities.device.key
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
        return self._store.reading.members(group)

    def invites(self, group: str) -> tuple[InviteFact, ...]:
        """The invitations and what became of them."""
        return self._store.reading.invites(group)

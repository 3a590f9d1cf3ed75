"""Who writes on this laptop: one device key, one member id in each group.

Made silently at the first start, with the recovery code; kept in the encrypted store, hence in
every backup. Source: journal/FORMAT.md, sections 2 and 8.
"""

import secrets
import socket
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from npq_desktop.errors import ServiceError, StoreError
from npq_desktop.journal.event import Author
from npq_desktop.journal.keys import RandomBytes, SigningKey, age_recipient, age_secret
from npq_desktop.journal.kinds.authority import PAPER
from npq_desktop.journal.names import SHEET
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.services.core.laptop.database_key import key_is_in_file
from npq_desktop.store.local import Identity, Local, OwnMembership

if TYPE_CHECKING:
    from npq_desktop.services.core.core import Core

_SHEET_ASKED = "recovery_asked"
_RECOVERY_SETTING = "recovery"
_INVITATIONS_SETTING = "invitations"
_FROM_BACKUP_SETTING = "keys_from_backup"


@dataclass(frozen=True, slots=True)
class Device:
    """The laptop's public names: signature key, age recipient, what colleagues call it, and the age
    recipient of its recovery code.
    """

    key: str
    age: str
    name: str
    recovery: str


class Identities:
    """The laptop's keys and its member id in each group."""

    def __init__(self, *, local: Local, random: RandomBytes = secrets.token_bytes) -> None:
        self._local = local
        self._random = random
        self._identity = local.identity() or self._first_identity()

    @property
    def person_name(self) -> str:
        """The facilitator's name, "" until the first run asked for it."""
        return self._identity.name

    def set_person_name(self, name: str) -> None:
        """Keep the facilitator's name for groups started or joined from now on."""
        self._identity = replace(self._identity, name=name)
        self._local.save_identity(self._identity)

    def set_device_name(self, name: str) -> None:
        """Keep what this laptop is called in groups started or joined from now on."""
        self._identity = replace(self._identity, device=name)
        self._local.save_identity(self._identity)

    @property
    def device(self) -> Device:
        """What others need to know of this laptop."""
        return self._device(self._identity.seed, self._identity.age_secret)

    def device_in(self, group: str) -> Device:
        """The laptop in one group, where it may have keys of its own."""
        own = self._local.membership(group)
        if own is None or own.seed is None or own.age_secret is None:
            return self.device
        return self._device(own.seed, own.age_secret)

    def key_in(self, group: str) -> str:
        """The key that this laptop signs with in a group."""
        own = self._local.membership(group)
        return SigningKey((own and own.seed) or self._identity.seed).public

    def _device(self, seed: bytes, secret: str) -> Device:
        key = SigningKey(seed).public
        recovery = str(self._local.setting(_RECOVERY_SETTING)["age"])
        name = self._identity.device
        if name == PAPER:  # which only a recovery sheet is called
            name = "paper laptop"
        return Device(key, age_recipient(secret), name, recovery)

    @property
    def age_secrets(self) -> tuple[str, ...]:
        """What opens files locked for this laptop: its own keys, its recovery sheet's while known
        here, those of the invitations it joined by.
        """
        code = self._identity.recovery_code
        sheet = (RecoveryCode.parse(code).age_secret,) if code else ()
        of_groups = (own.age_secret for own in self._local.memberships() if own.age_secret)
        return (self._identity.age_secret, *of_groups, *sheet, *self._invitations())

    @property
    def recovery_code(self) -> str | None:
        """The code on the sheet; None once that was confirmed."""
        return self._identity.recovery_code

    @property
    def sheet_is_due(self) -> bool:
        """Whether there is enough here to be lost, and no sheet on paper that would save it."""
        return bool(self._local.setting(_SHEET_ASKED)) and self.recovery_code is not None

    @property
    def sheet_was_offered(self) -> bool:
        """Whether the sheet once came up by itself: that happens once."""
        return bool(self._local.setting(_SHEET_ASKED) == "offered")

    def ask_for_sheet(self, *, offered: bool = False) -> None:
        """From now on the sheet is due, until it is confirmed."""
        self._local.save_setting(_SHEET_ASKED, "offered" if offered else "due")

    def forget_recovery_code(self) -> None:
        """The sheet is printed and put away."""
        self._local.confirm_recovery_code()
        self.read_again()

    def use_recovery(self, code: RecoveryCode) -> None:
        """Make a sheet that is on paper already this laptop's; its files open here."""
        self._local.save_setting(_RECOVERY_SETTING, _public_of(code))
        self.keep_invitation(code.age_secret)
        self.forget_recovery_code()

    def read_again(self) -> None:
        """Read again from the store who this laptop is."""
        self._identity = self._local.identity() or self._first_identity()

    def keep_invitation(self, secret: str) -> None:
        """Keep an invitation's age secret: who has not seen the join yet locks files for it."""
        if secret not in self._invitations():
            self._local.save_setting(_INVITATIONS_SETTING, [*self._invitations(), secret])

    def _invitations(self) -> list[str]:
        return list(self._local.setting(_INVITATIONS_SETTING) or ())

    @property
    def recovery_key(self) -> str:
        """The public key of this laptop's recovery sheet."""
        return str(self._local.setting(_RECOVERY_SETTING)["key"])

    def recovery_root(self) -> dict[str, str]:
        """The recovery key as a root of a group: a member that only the sheet can speak for."""
        public = self._local.setting(_RECOVERY_SETTING)
        return {**public, "member": self.new_member(), "name": SHEET, "device": PAPER}

    def author(self, group: str) -> Author:
        """Who signs in a group; where this laptop has not joined, under a name that is held."""
        own = self._local.membership(group)
        if own is None:
            return self.author_as(self.new_member())
        return Author(own.seed or self._identity.seed, own.member)

    def author_as(self, member: str) -> Author:
        """Who signs as a member not yet kept: the first events of a group, or a join."""
        return Author(self._identity.seed, member)

    def member(self, group: str) -> str | None:
        """The member id of who uses this laptop; None in a group that is only looked at."""
        membership = self._local.membership(group)
        return membership.member if membership else None

    @property
    def groups(self) -> frozenset[str]:
        """The groups that were started or joined on this laptop."""
        return frozenset(own.group for own in self._local.memberships())

    def remember(self, group: str, member: str) -> None:
        """Keep the member id of a group started or joined, and the keys that are for it alone."""
        known = self._local.membership(group) or OwnMembership(group=group, member=member)
        self._local.save_membership(replace(known, member=member))

    @contextmanager
    def as_member(self, group: str, member: str, *, by_new_keys: bool) -> Iterator[Device]:
        """Be this member of a group from now on, unless what is done meanwhile fails.

        ``by_new_keys`` are for this group alone, and nothing signed with them was sent yet. The
        age secret it had there is kept, since files may be under way that are locked for it.
        """
        before = self._local.membership(group)
        if by_new_keys:
            if before is not None and before.age_secret:
                self.keep_invitation(before.age_secret)
            seed, secret = self._random(32), age_secret(self._random(32))
            self._local.save_membership(OwnMembership(group, member, seed, secret))
            self._local.forget_sent(group)
        else:
            self.remember(group, member)
        try:
            yield self.device_in(group)
        except BaseException:
            with suppress(StoreError):  # what failed first says what is the matter
                self._local.put_back_membership(group, before)
            raise

    def came_from_a_backup(self, key: str) -> bool:
        """Whether a backup gave this laptop the key, so that a lost laptop may have it too."""
        return key in (self._local.setting(_FROM_BACKUP_SETTING) or ())

    def note_backup_keys(self) -> None:
        """The keys this laptop has now came with a backup."""
        groups = [own.group for own in self._local.memberships()]
        found = {self.device.key, *map(self.key_in, groups)}
        self._local.save_setting(_FROM_BACKUP_SETTING, sorted(found))

    def part_from_backup(self) -> None:
        """Be another laptop than the one a backup came from: in groups started or joined from now
        on by keys of its own. Where it kept that one's place, it keeps that one's keys.
        """
        seed, secret = self._identity.seed, self._identity.age_secret
        for own in self._local.memberships():
            if own.seed is None:
                self._local.save_membership(replace(own, seed=seed, age_secret=secret))
        self.keep_invitation(secret)
        self.renew_keys()

    def new_member(self) -> str:
        """A random member id."""
        return self._random(16).hex()

    def invitations_without(self, ages: Collection[str]) -> Mapping[str, list[str] | None]:
        """The setting to write so that these invitations' secrets are forgotten."""
        kept = [each for each in self._invitations() if age_recipient(each) not in ages]
        return {_INVITATIONS_SETTING: kept or None}

    def renew_keys(self) -> None:
        """Sign and open files by new keys from now on; the recovery sheet stays what it is."""
        self._identity = replace(
            self._identity, seed=self._random(32), age_secret=age_secret(self._random(32))
        )
        self._local.save_identity(self._identity)

    def _first_identity(self) -> Identity:
        """Keys and recovery code; the code's public keys outlive its own confirmation."""
        recovery = RecoveryCode(self._random(16))
        identity = Identity(
            seed=self._random(32),
            age_secret=age_secret(self._random(32)),
            device=socket.gethostname() or "laptop",
            name="",
            recovery_code=recovery.text(),
        )
        self._local.start_as(identity, {_RECOVERY_SETTING: _public_of(recovery)})
        return identity


def _public_of(code: RecoveryCode) -> dict[str, str]:
    return {"key": code.signing_key.public, "age": age_recipient(code.age_secret)}


class ProfileService:
    """The person and the laptop, as colleagues will see them."""

    def __init__(self, core: "Core") -> None:
        self._core = core

    @property
    def name(self) -> str:
        """The facilitator's name, "" before the first run is done."""
        return self._core.identities.person_name

    @property
    def device_name(self) -> str:
        return self._core.identities.device.name

    @property
    def last_group(self) -> str:
        """The group to open first, "" when none was looked at yet."""
        return self._core.settings.current.last_group

    @property
    def last_folder(self) -> str:
        """Where the last file was chosen, "" before any was."""
        return self._core.settings.current.last_folder

    @property
    def key_notice(self) -> str:
        """What to know of where the key lies, "" when the system keyring holds it."""
        if not key_is_in_file(self._core.settings):
            return ""
        return (
            "The key to your data is a file on this laptop. "
            "Protect the laptop with disk encryption."
        )

    def set_name(self, name: str) -> None:
        """Keep the facilitator's name.

        Raises:
            ServiceError: there is nothing in it.
        """
        if not name.strip():
            raise ServiceError("Type your name, as participants know you.")
        self._core.identities.set_person_name(name.strip())

    def set_device_name(self, name: str) -> None:
        """Keep what this laptop is called.

        Raises:
            ServiceError: there is nothing in it.
        """
        if not name.strip():
            raise ServiceError("Type a name for this laptop, for example “Sam's laptop”.")
        self._core.identities.set_device_name(name.strip())

    def remember_group(self, group: str) -> None:
        """Open this group first next time."""
        if group != self._core.settings.current.last_group:
            self._core.settings.change(last_group=group)

    def remember_folder(self, folder: str) -> None:
        """Look for files here next time; where that cannot be kept, it is no matter."""
        if folder != self._core.settings.current.last_folder:
            with suppress(ServiceError):
                self._core.settings.change(last_folder=folder)

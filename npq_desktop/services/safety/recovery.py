"""The recovery sheet: shown until somebody proves to have it, then the way back from a lost laptop.

Restoring is a merge into what is here; nobody is asked which side to destroy. Whatever it is from,
this laptop gets a key of its own and a place in each group, which the sheet's key, a root, speaks
for. Source: journal/FORMAT.md, sections 2, 5 and 8.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path

from npq_desktop.bundle.parse import BundleFile
from npq_desktop.errors import NpqDesktopError, ServiceError, StoreError
from npq_desktop.journal import keys
from npq_desktop.journal.recovery_code import RecoveryCode, code_letters
from npq_desktop.rows.recovery import RecoverySheet, Restored
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import is_example
from npq_desktop.services.exchange.bundles import ExchangeService
from npq_desktop.services.exchange.by_code import sheet_of
from npq_desktop.services.safety import words
from npq_desktop.services.safety.by_recovery_code import (
    Sources,
    make_seal,
    read_sources,
    sheet_number,
)
from npq_desktop.services.safety.lost_laptops import LostLaptopsService, sit_down
from npq_desktop.store.journalling import RECOVERY
from npq_desktop.store.repair.recovering import Salvage

_SEAL_SETTING = "recovery_seal"
ASKED_CHARACTERS = 4


class RecoveryService:
    """The sheet of this laptop, and restoring from any sheet."""

    def __init__(self, core: Core, *, exchange: ExchangeService) -> None:
        self._core = core
        self._exchange = exchange
        self.lost = LostLaptopsService(core)

    # ---- the sheet -----------------------------------------------------------------------------

    @property
    def number(self) -> str:
        """The number of this laptop's sheet; it stands on the paper too."""
        return sheet_number(self._core.identities.recovery_key)

    def sheet(self) -> RecoverySheet | None:
        """The sheet to print; None once it was confirmed: then the code is on paper only."""
        code = self._core.identities.recovery_code
        if code is None:
            return None
        identities = self._core.identities
        opens = tuple(self._opens(group) for group in self._core.store.groups())
        return RecoverySheet(
            code, self.number, identities.person_name, identities.device.name, opens
        )

    def _opens(self, group: str) -> str:
        """What the sheet is worth for one group, exactly."""
        facts, identities = self._core.facts.of(group), self._core.identities
        sheet = facts.members.get(identities.recovery_key)
        own = facts.members.get(identities.key_in(group))
        title = facts.group.title
        if sheet is not None and sheet.is_sheet:
            return words.sheet_of_the_group(title)
        if own is not None and own.recovery:
            return words.sheet_of_a_member(title)
        return words.sheet_without_a_place(title)

    def ask_now(self, group: str) -> bool:
        """Whether to offer the sheet by itself, now that there is a sign-off or a file of a group.

        From the first time on it is due, and the header says so until the sheet is confirmed. The
        example group has nothing to lose, so it never asks.
        """
        if is_example(self._core.facts.of(group)):
            return False
        if self._core.identities.recovery_code is None or self._core.identities.sheet_was_offered:
            return False
        if not self._core.identities.sheet_is_due:
            self._core.identities.ask_for_sheet()
        return True

    def offered(self) -> None:
        """The sheet came up by itself; the header alone reminds of it from now on."""
        self._core.identities.ask_for_sheet(offered=True)

    def places_to_ask(self) -> tuple[int, ...]:
        """Four of the code's characters, counted from 1, that only the paper will know."""
        places = secrets.SystemRandom().sample(range(1, _characters() + 1), ASKED_CHARACTERS)
        return tuple(sorted(places))

    def confirm(self, places: Sequence[int], typed: str) -> None:
        """Forget the code: it is on paper.

        Raises:
            ServiceError: these are not the characters at the places.
        """
        code = code_letters(self._core.identities.recovery_code or "")
        wanted = "".join(code[place - 1] for place in places if code)
        if not wanted or code_letters(typed) != wanted:
            raise ServiceError(
                "These are not the four characters. Compare them with the sheet. Count from the "
                "left, without the dashes."
            )
        self._core.identities.forget_recovery_code()

    def keep_seal(self) -> None:
        """Put the seal beside the database where it is missing."""
        text = self._core.store.local.setting(_SEAL_SETTING)
        code = self._core.identities.recovery_code
        if text:
            self._core.store.backups.save_seal(str(text).encode())
        elif code:
            self._new_seal(RecoveryCode.parse(code))

    def _new_seal(self, code: RecoveryCode) -> None:
        seal = make_seal(code, self._core.store.key)
        self._core.store.local.save_setting(_SEAL_SETTING, seal.decode())
        self._core.store.backups.save_seal(seal)

    # ---- restoring -----------------------------------------------------------------------------

    def restore(self, typed: str, path: Path, *, takes_lost_out: bool = False) -> Restored:
        """Bring back what ``path`` holds: a backup, a sync file, or a folder of such files.

        ``takes_lost_out``: in the same step the lost laptop goes out of each group, where its owner
        never had another.

        Raises:
            JournalError: the code has a slip in it; the sentence says where to look.
            ServiceError: the code is whole but opens nothing of this; the sentence says why.
            StoreError: it could not be made durable; nothing was changed.
        """
        code = RecoveryCode.parse(typed)
        sources = read_sources(path, code, work=self._core.store.path.parent)
        seal = self._core.store.backups.seal
        try:
            with self._core.together():
                words = self._bring_back(code, sources)
                removed = self.lost.take_sure_out(typed) if takes_lost_out else ()
        except BaseException:
            if seal is not None and seal != self._core.store.backups.seal:
                self._core.store.backups.save_seal(seal)
            raise
        groups = [*sources.groups, ""]
        said = (*filter(None, words), *sources.refused)
        return Restored(groups[0], said, self.lost.found(typed), removed)

    def _bring_back(self, code: RecoveryCode, sources: Sources) -> list[str]:
        is_new, code_was_there = not self._core.store.groups(), False
        if is_new:
            code_was_there = self._become(code, sources.found)
        elif sources.found:
            self._core.identities.keep_invitation(code.age_secret)
        said = self._take_in(sources)
        said += [self._sit_down(group, code) for group in self._core.store.groups()]
        if is_new and sources.found:
            self._core.identities.part_from_backup()
        if code_was_there:
            said.append(words.CODE_WAS_ON_LOST_LAPTOP)
        return said

    def _become(self, code: RecoveryCode, found: Salvage | None) -> bool:
        """Take over what a backup of the lost laptop has; its sheet is this one's now.

        Returns whether the lost laptop held the code itself.
        """
        name, code_was_there = self._core.identities.person_name, False
        if found is not None and found.has_identity:
            self._core.store.take_over(found, replace=True)
            self._core.identities.read_again()
            self._core.identities.note_backup_keys()
            code_was_there = self._core.identities.recovery_code is not None
        if name and not self._core.identities.person_name:
            self._core.identities.set_person_name(name)
        self._core.identities.use_recovery(code)
        self._new_seal(code)
        return code_was_there

    def _take_in(self, sources: Sources) -> list[str]:
        said: list[str] = []
        found = sources.found or Salvage()
        for group, events in found.events().items():
            received = self._core.store.receive(
                group, events, route="backup", known=found.arrivals()
            )
            self._core.facts.forget(received.changes)
            said.append(words.restored_from_backup(self._title(group), len(received.new)))
        for path, bundle in sources.files:
            said.append(self._take_in_file(path, bundle))
        return said

    def _take_in_file(self, path: Path, bundle: BundleFile) -> str:
        try:
            _, merged = self._exchange.take_in(bundle, route=RECOVERY)
        except StoreError:
            raise
        except NpqDesktopError as error:
            return f"{path.name}: {error}"
        return words.restored_from_file(self._title(merged.group), merged.new, path.name)

    def _sit_down(self, group: str, code: RecoveryCode) -> str:
        """Be a member of a group again, by a key that no lost laptop has: invited by the sheet.

        Only where the sheet cannot take the lost laptop out are its keys, from a backup, kept.
        """
        state = self._core.store.state(group)
        own = self._core.identities.key_in(group)
        sheet, shared = sheet_of(state, code), self._core.identities.came_from_a_backup(own)
        outranks = sheet is not None and state.may_revoke(sheet.key, own)
        is_in = any(member.key == own and not member.revoked for member in state.members)
        if is_in and not (shared and outranks):
            return ""
        if sheet is None:
            return words.only_to_look_at(self._title(group))
        sit_down(self._core, group, code, sheet, by_new_keys=shared)
        return words.may_invite(self._title(group))

    def _title(self, group: str) -> str:
        titles = {fact.id: fact.title for fact in self._core.store.reading.groups()}
        return titles.get(group) or "A group"


def _characters() -> int:
    return len(RecoveryCode(bytes(keys.SECRET_BYTES)).text().replace("-", ""))

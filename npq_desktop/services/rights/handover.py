"""Hand over and remove: a group leaves this laptop once a colleague's file shows that they have it.

Where no colleague could have it, a file with all of it is enough. Other groups of this laptop are
untouched; other laptops keep theirs. Source: journal/FORMAT.md, section 8.
"""

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from npq_desktop.errors import ServiceError, StoreError
from npq_desktop.journal.kinds.authority import MemberFact
from npq_desktop.rows.exchange import Sent
from npq_desktop.rows.rights import Handover
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.places import HANDED_OVER
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.exchange.bundles import ExchangeService
from npq_desktop.services.exchange.outgoing import (
    LEFT,
    handed_over,
    holders_of_all,
    other_laptops,
    outgoing,
)
from npq_desktop.services.exchange.shared_folder import SharedFolderService
from npq_desktop.services.exchange.sync_panel import keep_until_words
from npq_desktop.services.exchange.trail import backup_words, left_aside
from npq_desktop.services.exchange.words import called
from npq_desktop.services.rights import words
from npq_desktop.services.rights.person_report import plain

_NOTE = "note.add"
_EXAMPLE = "example"
"""The route by which the made-up colleague of an example group came."""


class HandoverService:
    """One group at a time; looking changes nothing."""

    def __init__(
        self, core: Core, *, exchange: ExchangeService, shared_folder: SharedFolderService
    ) -> None:
        self._core = core
        self._exchange = exchange
        self._shared_folder = shared_folder

    def standing(self, group: str) -> Handover:
        """What is in files and confirmed, and what would go."""
        facts = self._core.facts.of(group)
        can_save = self._can_save(facts)
        return Handover(
            group=group,
            title=facts.group.title,
            words=tuple(self._words(facts, can_save=can_save)),
            refused=self._refusal(facts) if can_save else "",
            can_save=can_save,
        )

    def save_last_file(self, group: str, path: Path) -> Sent:
        """Save a file with all of it, which tells the others that this laptop leaves.

        Raises:
            ServiceError: nobody would take a file from here.
            BundleError: it could not be written safely; the stick must stay in.
        """
        key, state = self._core.identities.key_in(group), self._core.store.state(group)
        if state.may_write(key, _NOTE) and key not in handed_over(state):
            note = {"id": secrets.token_hex(16), "text": words.HAS_LEFT, LEFT: key}
            self._core.recorder.write(group, [NewEntry(_NOTE, note)])
        return self._exchange.send(group, path)

    def remove(self, shown: Handover, typed: str) -> str:
        """Take the group off this laptop, in one transaction; says what still holds it here.

        Raises:
            StaleError: removing would do something else now than was shown.
            ServiceError: another title was typed, or something of the group is in no file.
            StoreError: nothing was removed.
        """
        group = shown.group
        standing = unchanged(shown, self.standing(group))
        if plain(typed) != plain(standing.title):
            raise ServiceError(
                f"Nothing was removed. Type the group's name exactly as shown: {standing.title}."
            )
        if standing.refused:
            raise ServiceError(standing.refused)
        ages = {invite.age for invite in self._core.facts.of(group).invites}
        settings = {
            **self._core.identities.invitations_without(ages),
            **self._shared_folder.without(group),
        }
        if self._core.store.groups() == (group,):
            names = [file.path.name for file in self._core.store.backups.files()]
            settings[HANDED_OVER] = names or None
        self._core.store.drop(group, settings=settings)
        self._core.recorder.leave(group)
        self._core.undo.forget(group)
        self._shared_folder.leave(group)
        try:
            self._tidy()
        except (StoreError, ServiceError):  # the group has left all the same
            return words.left_untidily(standing.title, backup_words(self._core.store.backups))
        return words.has_left(
            standing.title,
            last=not self._core.store.groups(),
            backups=backup_words(self._core.store.backups),
            aside=left_aside(self._core.store),
        )

    def _tidy(self) -> None:
        """Write the file anew; with the last group its backups and this laptop's keys go too."""
        if not self._core.store.groups():
            self._core.settings.change(last_group="")
        self._core.store.checkpoint()
        if not self._core.store.groups():
            self._core.identities.renew_keys()
            self._core.store.backups.keep_only(self._core.store.backups.take())

    def _can_save(self, facts: GroupFacts) -> bool:
        return self._exchange.may_send(facts.id)

    def _refusal(self, facts: GroupFacts) -> str:
        """Why the group cannot leave yet; "" where it can."""
        if not self._file_words(facts.id):
            return words.NO_FILE
        if keep_until_words(facts, self._core.today(facts.id)):
            return ""  # it is to go now, whether or not a colleague answers
        asked = {member.key for member in self._colleagues(facts)}
        confirmed = asked & holders_of_all(self._core.store, facts)
        return words.UNCONFIRMED if asked and not confirmed else ""

    def _colleagues(self, facts: GroupFacts) -> Sequence[MemberFact]:
        """The laptops that can confirm a file: of real people, and still in the group."""
        others = other_laptops(facts, self._core.identities.key_in(facts.id))
        first = {event.key: event.id for event in facts.state.events.values() if not event.prev}
        came = facts.sources(first.values())
        return [
            member
            for member in others
            if member.key not in first or came[first[member.key]].first_seen_from != _EXAMPLE
        ]

    def _words(self, facts: GroupFacts, *, can_save: bool) -> Iterator[str]:
        if due := keep_until_words(facts, self._core.today(facts.id)):
            yield due
        if can_save:
            yield self._file_words(facts.id) or words.NO_FILE
            yield self._receipt_words(facts)
        else:
            yield words.NOT_IN_GROUP
        yield words.REMOVING
        if can_save and self._is_last_root(facts):
            yield words.LAST_ROOT
        others = [each for each in self._core.store.groups() if each != facts.id]
        if others:
            yield words.stays_in_backups(len(others), backup_words(self._core.store.backups))
        else:
            yield words.LAST_GROUP

    def _file_words(self, group: str) -> str:
        """Which file holds all of the group; "" where none does."""
        everything = len(self._core.store.state(group).events)
        for line in self._core.store.local.exchanges(group):
            if line.direction == "out" and line.counts.get("entries", 0) >= everything:
                now = self._core.now(group)
                return words.whole_file_left(everything, line.route, line.when, now)
        return ""

    def _receipt_words(self, facts: GroupFacts) -> str:
        others = self._colleagues(facts)
        have = holders_of_all(self._core.store, facts)
        if names := [called(each) for each in others if each.key in have]:
            return words.confirmed_by(names)
        own = outgoing(self._core.store, facts, self._core.identities.key_in(facts.id)).own
        return words.not_confirmed(own) if others else words.only_the_sheet(own)

    def _is_last_root(self, facts: GroupFacts) -> bool:
        own = self._core.identities.key_in(facts.id)
        roots = [m for m in facts.members.values() if m.depth == 0 and not m.revoked]
        return [m.key for m in roots if not m.is_sheet] == [own]

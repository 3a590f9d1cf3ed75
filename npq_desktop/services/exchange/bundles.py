"""Send a group as a file and open files of others: always a look first, then all or nothing.

A file holds the whole group, so files merge in any order, any number of times. Who can open one is
said before it is written. Source: journal/FORMAT.md, sections 6 and 7.
"""

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from npq_desktop.bundle.envelope import lock_for
from npq_desktop.bundle.errors import LockedFileError, NotASyncFileError, WordsNeededError
from npq_desktop.bundle.opening import open_bundle
from npq_desktop.bundle.parse import BundleFile, check_author
from npq_desktop.bundle.writing import bundle_bytes, sort_out
from npq_desktop.errors import ServiceError
from npq_desktop.journal.authority import InvitationState
from npq_desktop.journal.event import START_KIND, Event
from npq_desktop.journal.keys import is_recipient
from npq_desktop.journal.kinds.authority import MemberFact
from npq_desktop.journal.state import State, digest
from npq_desktop.rows.changes import EVERYTHING, Changes, Received
from npq_desktop.rows.exchange import Merged, Openers, OpenPreview, Sent
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.kind_words import WORDS
from npq_desktop.services.core.laptop.files import save_logged, unreadable
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.words import count, listed
from npq_desktop.services.core.worth.disagreement import disagreeing_cells
from npq_desktop.services.exchange.outgoing import INVITED, OWN, called, keep_receipt
from npq_desktop.store.local import ExchangeFact

__all__ = ["BundleFile", "ExchangeService", "LockedFileError", "WordsNeededError", "open_file"]


@dataclass(frozen=True, slots=True)
class _Recipient:
    name: str
    age: str
    own: bool = False
    is_sheet: bool = False


class ExchangeService:
    """Files out and in, each with a line in the exchange log of this laptop."""

    def __init__(self, core: Core, *, before_import: Callable[[], None]) -> None:
        self._core = core
        self.before_import = before_import
        self._opened: dict[Path, BundleFile] = {}

    # ---- out -----------------------------------------------------------------------------------

    def openers(self, group: str) -> Openers:
        """Who will be able to open a file of this group."""
        others = [each for each in self._recipients(group) if not each.own]
        names = tuple(each.name for each in others)
        people = [each.name for each in others if not each.is_sheet]
        if not people:
            words = (
                "Only this laptop and your recovery sheet could open this file. Invite someone "
                "first."
            )
            return Openers(names, nobody_else=True, words=words)
        own = self._core.identities.recovery_key
        keys = [each.key for each in self._members(group) if each.is_sheet]
        sheet = ["your recovery sheet" if own in keys else "the group's recovery sheet"]
        sheet = sheet if len(people) < len(others) else []
        words = f"Can be opened by {listed([*people, *sheet])}."
        return Openers(names, nobody_else=False, words=words)

    def send(
        self, group: str, path: Path, *, readable: bool = False, shown: Openers | None = None
    ) -> Sent:
        """Write the whole group to a file, locked unless ``readable``, and read it back.

        ``shown`` is who was said to be able to open it, None where nobody was asked.

        Raises:
            StaleError: others could open it by now.
            BundleError: it could not be written safely; the stick must stay in.
            StoreError: that it left could not be recorded; no file was written.
        """
        openers = self.openers(group)
        if shown is not None:
            unchanged(shown, openers)
        data, events, left_out = self.group_file(group)
        if not readable:
            data = lock_for(data, self.recipients(group))
        # Before it is there, not after: a file that somebody has cannot be taken back.
        open_bundle(io.BytesIO(data), identities=self._core.identities.age_secrets)
        for_whom = openers.names
        form = "readable" if readable else "age"
        own = self._core.store.reading.count_by(group, self._core.identities.key_in(group))
        counts = {"entries": events, "left out": len(left_out), OWN: own}
        save_logged(
            path,
            lambda: data,
            lambda digest: self._log(group, "out", "file", form, for_whom, digest, counts),
            together=self._core.together,
        )
        words = f"Saved {count(events, 'entry', 'entries')}, read back and verified. "
        words += "It is safe to remove the stick."
        words += " This file is not encrypted." if readable else ""
        return Sent(path, events, left_out, words, self._mail_text(group, path))

    def group_file(self, group: str) -> tuple[bytes, int, tuple[str, ...]]:
        """The readable file of a group, how many entries it holds, and what had to be left out.

        Raises:
            ServiceError: this laptop is no member of the group.
        """
        self.check_may_send(group)
        sorted_out = sort_out(self._core.store.events(group), group=group)
        author = self._core.identities.author(group)
        at = self._core.now(group).isoformat(timespec="seconds")
        data = bundle_bytes(sorted_out.sound, author=author, group=group, at=at)
        left_out = tuple(f"{event.id[:8]}: {why}" for event, why in sorted_out.left_out)
        return data, len(sorted_out.sound), left_out

    def check_may_send(self, group: str) -> None:
        """Check that anybody would take a file of this group from this laptop.

        Raises:
            ServiceError: this laptop is no member of the group.
        """
        if not self.may_send(group):
            raise ServiceError(
                "This laptop is not in the group, so nobody could use a file from it. Ask a "
                "coordinator for an invitation."
            )

    def may_send(self, group: str) -> bool:
        """Whether others take a file of this group from here: also from a laptop that was taken
        out, or whose invitation was withdrawn. What it recorded is held there.
        """
        return self._core.identities.key_in(group) in self._core.store.state(group).writers()

    def recipients(self, group: str) -> tuple[str, ...]:
        """The age keys of everybody that a file of this group is locked for: their laptops, the
        recovery codes that their joins name, invitations, and this laptop.
        """
        ages = {self._core.identities.device_in(group).age}
        ages |= {each.age for each in self._recipients(group)}
        ages |= {each.recovery for each in self._members(group) if not each.revoked}
        return tuple(sorted(filter(is_recipient, ages)))

    def log_invitation(self, group: str, name: str, digest: str) -> None:
        """Write down that an invitation leaves this laptop, with the whole group inside."""
        own = self._core.store.reading.count_by(group, self._core.identities.key_in(group))
        entries = len(sort_out(self._core.store.events(group), group=group).sound)
        for_whom, counts = (INVITED.format(name),), {"entries": entries, OWN: own}
        self._log(group, "out", "invitation", "words", for_whom, digest, counts)

    # ---- in ------------------------------------------------------------------------------------

    def reading(self) -> Callable[[Path], BundleFile]:
        """What reads a sync file with the keys of this laptop, which any thread may then do."""
        return partial(open_file, identities=self._core.identities.age_secrets)

    def preview(self, path: Path) -> OpenPreview:
        """What opening a sync file would change; nothing is stored.

        Raises:
            BundleError: the file is refused whole; one error for each reason.
        """
        return self.preview_of(path, self.reading()(path))

    def preview_of(self, path: Path, bundle: BundleFile, *, kind: str = "sync") -> OpenPreview:
        """The preview of a file that is already open, kept for :meth:`merge`."""
        group = bundle.manifest.group
        known = {fact.id: fact.title for fact in self._core.store.reading.groups()}
        state = self._together(group, bundle, group in known)
        check_author(bundle, state.writers())
        dry = self._core.store.preview(group, bundle.events, conflicts=disagreeing_cells)
        self._opened = {path: bundle}
        start = state.events.get(group)
        return OpenPreview(
            kind=kind,
            path=path,
            group=group,
            title=known.get(group) or _title(start),
            words=_brings(dry) + _whole(bundle.events, dry),
            details=_details(state, start, dry, is_new=group not in known, kind=kind),
            counts=_counts(dry),
        )

    def merge(self, preview: OpenPreview, *, route: str = "file") -> tuple[Changes, Merged]:
        """Take in the file that was previewed, in one transaction.

        Raises:
            ServiceError: another file was looked at since.
            StoreError: it, or the backup before it, could not be made durable; nothing was taken
                in.
        """
        bundle = self._opened.get(preview.path)
        if bundle is None:
            raise ServiceError("You opened another file since. Open this one again.")
        self.before_import()  # what comes by itself every few minutes needs no backup each
        return self.take_in(bundle, route=route)

    def take_in(self, bundle: BundleFile, *, route: str) -> tuple[Changes, Merged]:
        """Take in a file that is open, in one transaction.

        Raises:
            StrangerError: no member of the group wrote it.
            StoreError: it could not be made durable; nothing was taken in.
        """
        group = bundle.manifest.group
        self._check_author(group, bundle)
        with self._core.together():
            received = self._core.store.receive(
                group, bundle.events, route=route, conflicts=disagreeing_cells
            )
            changes = _heard(received.changes)
            self._core.facts.forget(changes)
            self._core.facts.of(group).forget_copies()
            counts = _counts(received)
            keep_receipt(self._core.store, bundle, self._core.identities.key_in(group), route=route)
            form = "words" if bundle.invitation else bundle.form
            writer = self._writer(bundle)
            self._log(group, "in", route, form, (), bundle.sha256, counts, note=writer)
        merged = Merged(
            group=group,
            new=len(received.new),
            had=received.had,
            held=len(received.held),
            conflicts=len(received.conflicts_new),
            words=_brings(received, looking=False),
        )
        return changes, merged

    def _check_author(self, group: str, bundle: BundleFile) -> None:
        """By the members known here, who are enough but for a file that brings its own writer."""
        if bundle.manifest.by not in {member.key for member in self._members(group)}:
            check_author(bundle, self._together(group, bundle, True).writers())

    def invitation_request(self, path: Path) -> str:
        """What to write to whoever sent a file that this laptop cannot open."""
        who = self._core.identities.person_name or "me"
        return (
            f"I cannot open “{path.name}” in NPQ Desktop, because my laptop is not in its group "
            f"yet. Choose Group, Invite… there, enter {who} as the name, send me the file "
            "it saves, and tell me the six words by phone."
        )

    def digest(self, group: str) -> str:
        """The state digest: equal on two laptops exactly when both know the same."""
        return digest(self._core.store.state(group))

    def log(self, group: str) -> tuple[ExchangeFact, ...]:
        """What left and entered this laptop, newest first."""
        return self._core.store.local.exchanges(group)

    def opened(self, preview: OpenPreview) -> BundleFile | None:
        """The file behind a preview, while it is the last one looked at."""
        return self._opened.get(preview.path)

    def _recipients(self, group: str) -> list[_Recipient]:
        own = self._core.identities.key_in(group)
        members = [
            _Recipient(
                called(member.name, member.device), member.age, member.key == own, member.is_sheet
            )
            for member in self._members(group)
            if not member.revoked
        ]
        invited = [
            _Recipient(INVITED.format(invite.name), invite.age)
            for invite in self._core.store.reading.invites(group)
            if invite.state == "open"
        ]
        return members + invited

    def _members(self, group: str) -> Sequence[MemberFact]:
        return self._core.store.reading.members(group)

    def _together(self, group: str, bundle: BundleFile, is_known: bool) -> State:
        here = self._core.store.events(group) if is_known else ()
        return State.of([*here, *bundle.events])

    def _log(
        self,
        group: str,
        direction: str,
        route: str,
        form: str,
        for_whom: Sequence[str],
        digest: str,
        counts: Mapping[str, int],
        note: str = "",
    ) -> None:
        self._core.store.local.log_exchange(
            group,
            direction=direction,
            route=route,
            form=form,
            for_whom=for_whom,
            digest=digest,
            counts=counts,
            note=note,
        )

    def _writer(self, bundle: BundleFile) -> str:
        member = self._core.facts.of(bundle.manifest.group).members.get(bundle.manifest.by)
        return called(member.name, member.device) if member else ""

    def _mail_text(self, group: str, path: Path) -> str:
        title = self._core.facts.of(group).group.title
        return (
            f"Attached is {path.name}, the current state of {title} in NPQ Desktop. Save it, then "
            "choose Group, Open… in NPQ Desktop. Opening it twice, or in any order with other "
            "files, does no harm."
        )


def open_file(
    path: Path, *, identities: Sequence[str] = (), words: str | None = None
) -> BundleFile:
    """The sync file or invitation at ``path``, read and verified.

    Raises:
        BundleError: it is refused, or cannot be read at all.
    """
    try:
        with path.open("rb") as stream:
            return open_bundle(stream, identities=identities, words=words)
    except OSError as error:
        raise NotASyncFileError(unreadable(path, error)) from error


def _heard(changes: Changes) -> Changes:
    """What any file changes, also one without news: when a laptop was heard of, what it has."""
    if changes.kinds == EVERYTHING:
        return changes
    return replace(changes, kinds=changes.kinds | {"exchange", "member"})


def _title(start: Event | None) -> str:
    content = start.content if start is not None else None
    return str((content or {}).get("title", "a group"))


def _brings(received: Received, *, looking: bool = True) -> str:
    """What is new, first of all: "2 new entries: 1 mark and 1 review; 1 disagreement to choose"."""
    new = len(received.new)
    if not new:
        return "Nothing new. This laptop already has everything in the file."
    said = [f"{count(new, 'new change')}: {_kinds(received.counts)}"]
    if received.conflicts_new:
        said.append(f"{count(len(received.conflicts_new), 'new disagreement')} to settle")
    if received.held:
        said.append(f"{len(received.held)} on hold")
    return f"{'; '.join(said)}."


def _whole(events: Sequence[Event], received: Received) -> str:
    """What is in the whole file, where that is more than what is new."""
    if len(received.new) == len(events):
        return ""
    return f" The file holds the whole group: {_kinds(Counter(e.kind for e in events))}."


def _kinds(kinds: Mapping[str, int]) -> str:
    counted = {kind: words for kind, words in WORDS.items() if words.one and kind in kinds}
    named = [count(kinds[kind], words.one, words.many) for kind, words in counted.items()]
    rest = sum(number for kind, number in kinds.items() if kind not in counted)
    return listed([*named, count(rest, "other change")] if rest else named)


def _details(
    state: State, start: Event | None, received: Received, *, is_new: bool, kind: str
) -> tuple[str, ...]:
    details = []
    if is_new and start is not None and start.kind == START_KIND:
        who = state.member_name(start.actor) or "someone unknown"
        details.append(f"This group is new on this laptop. It was started by {who}.")
        if kind == "sync":
            details.append(
                "You can look at the group but not record in it. To record, ask for an invitation."
            )
    details += [
        f"The invitation for {each.name} was used by two laptops. Neither counts until a "
        "coordinator accepts one of them (Sync, on hold)."
        for each in state.invites
        if each.state is InvitationState.CONTESTED
    ]
    reasons = Counter(held.sentence for held in received.held)
    details += [f"On hold: {count(n, 'change')}. {why}" for why, n in reasons.items()]
    return tuple(details)


def _counts(received: Received) -> Mapping[str, int]:
    return {
        "new": len(received.new),
        "had": received.had,
        "held": len(received.held),
        "conflicts": len(received.conflicts_new),
    }

"""Send a group as a file and open files of others: always a look first, then all or nothing.

A file holds the whole group, so files merge in any order, any number of times. Who can open one is
said before it is written. Source: journal/FORMAT.md, sections 6 and 7.
"""

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
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
from npq_desktop.journal.kinds.authority import MemberFact
from npq_desktop.journal.state import State, digest
from npq_desktop.programme.zones import home_zone
from npq_desktop.rows.changes import EVERYTHING, Changes, Received
from npq_desktop.rows.exchange import Merged, Openers, OpenPreview, SendChoice, Sent
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.files import save_logged, unreadable
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.times import instant
from npq_desktop.services.core.worth.disagreement import disagreeing_cells
from npq_desktop.services.exchange import words
from npq_desktop.services.exchange.outgoing import INVITED, OWN, keep_receipt
from npq_desktop.services.exchange.recipients import EVERYONE, Recipients
from npq_desktop.services.exchange.words import called
from npq_desktop.store.local import ExchangeFact

__all__ = ["BundleFile", "ExchangeService", "LockedFileError", "WordsNeededError", "open_file"]


class ExchangeService:
    """Files out and in, each with a line in the exchange log of this laptop."""

    def __init__(self, core: Core, *, before_import: Callable[[], None]) -> None:
        self._core = core
        self._recipients = Recipients(core)
        self.before_import = before_import
        self._opened: dict[Path, BundleFile] = {}

    # ---- out -----------------------------------------------------------------------------------

    def choices(self, group: str) -> tuple[SendChoice, ...]:
        """Everyone a file of this group may be for; empty where nobody else is in it."""
        return self._recipients.choices(group)

    def openers(self, group: str, whom: str = EVERYONE) -> Openers:
        """Who will be able to open a file of this group that is for one of the choices."""
        return self._recipients.openers(group, whom)

    def send(
        self,
        group: str,
        path: Path,
        *,
        whom: str = EVERYONE,
        readable: bool = False,
        shown: Openers | None = None,
    ) -> Sent:
        """Write the whole group to a file, locked unless ``readable``, and read it back.

        ``whom`` is one of the choices. ``shown`` is who was said to be able to open it, None where
        nobody was asked.

        Raises:
            StaleError: others could open it by now.
            BundleError: it could not be written safely; the stick must stay in.
            StoreError: that it left could not be recorded; no file was written.
        """
        openers = self.openers(group, whom)
        if shown is not None:
            unchanged(shown, openers)
        data, events, left_out = self.group_file(group)
        if not readable:
            data = lock_for(data, self.recipients(group, whom))
        # Log the file before it exists, because a file that somebody has cannot be taken back.
        open_bundle(io.BytesIO(data), identities=self._core.identities.age_secrets)
        form = "readable" if readable else "age"
        own = self._core.store.reading.count_by(group, self._core.identities.key_in(group))
        counts = {"entries": events, "left out": len(left_out), OWN: own}

        def log(digest: str) -> None:
            keys = " ".join(openers.keys)
            self._log(group, "out", "file", form, openers.names, digest, counts, keys)

        save_logged(path, lambda: data, log, together=self._core.together)
        said = words.saved(events, encrypted=not readable)
        title = self._core.facts.of(group).group.title
        return Sent(path, events, left_out, said, words.mail_text(path.name, title))

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
            raise ServiceError(words.NOT_IN_GROUP)

    def may_send(self, group: str) -> bool:
        """Whether others take a file of this group from here: also from a laptop that was taken
        out, or whose invitation was withdrawn. What it recorded is held there.
        """
        return self._core.identities.key_in(group) in self._core.store.state(group).writers()

    def recipients(self, group: str, whom: str = EVERYONE) -> tuple[str, ...]:
        """The age keys that such a file is locked for."""
        return self._recipients.ages(group, whom)

    def log_invitation(self, group: str, name: str, member: str, digest: str) -> None:
        """Write down that an invitation leaves this laptop, with the whole group inside."""
        own = self._core.store.reading.count_by(group, self._core.identities.key_in(group))
        entries = len(sort_out(self._core.store.events(group), group=group).sound)
        for_whom, counts = (INVITED.format(name),), {"entries": entries, OWN: own}
        self._log(group, "out", "invitation", "words", for_whom, digest, counts, member)

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
            words=self._preview_words(bundle, state, dry),
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
            words=_brings(received),
        )
        return changes, merged

    def _preview_words(self, bundle: BundleFile, state: State, dry: Received) -> str:
        """Who saved the file and when, what it brings, and what is in it besides."""
        manifest = bundle.manifest
        named = (each.shown for each in state.members if each.key == manifest.by)
        writer = next(named, words.UNKNOWN_LAPTOP)
        now = self._core.clock().astimezone(home_zone())
        said = [words.from_whom(writer, instant(manifest.at), now), _brings(dry)]
        if len(dry.new) < len(bundle.events):
            said.append(words.whole_file(Counter(event.kind for event in bundle.events)))
        return " ".join(said)

    def _check_author(self, group: str, bundle: BundleFile) -> None:
        """By the members known here, who are enough but for a file that brings its own writer."""
        if bundle.manifest.by not in {member.key for member in self._members(group)}:
            check_author(bundle, self._together(group, bundle, True).writers())

    def invitation_request(self, path: Path) -> str:
        """What to write to the sender of a file that this laptop cannot open."""
        return words.invitation_request(path.name, self._core.identities.person_name)

    def digest(self, group: str) -> str:
        """The state digest: equal on two laptops exactly when both know the same."""
        return digest(self._core.store.state(group))

    def log(self, group: str) -> tuple[ExchangeFact, ...]:
        """What left and entered this laptop, newest first."""
        return self._core.store.local.exchanges(group)

    def opened(self, preview: OpenPreview) -> BundleFile | None:
        """The file behind a preview, while it is the last one looked at."""
        return self._opened.get(preview.path)

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
        return called(member) if member else ""


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


def _brings(received: Received) -> str:
    return words.brings(
        received.counts,
        new=len(received.new),
        disagreements=len(received.conflicts_new),
        held=len(received.held),
    )


def _details(
    state: State, start: Event | None, received: Received, *, is_new: bool, kind: str
) -> tuple[str, ...]:
    details: list[str] = []
    if is_new and start is not None and start.kind == START_KIND:
        who = state.member_name(start.actor) or "someone unknown"
        details += words.new_group(who, read_only=kind == "sync")
    details += [
        words.invitation_used_twice(each.name)
        for each in state.invites
        if each.state is InvitationState.CONTESTED
    ]
    reasons = Counter(held.sentence for held in received.held)
    details += [words.on_hold(number, why) for why, number in reasons.items()]
    return tuple(details)


def _counts(received: Received) -> Mapping[str, int]:
    return {
        "new": len(received.new),
        "had": received.had,
        "held": len(received.held),
        "conflicts": len(received.conflicts_new),
    }

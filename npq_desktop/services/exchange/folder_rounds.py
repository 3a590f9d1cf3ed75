"""The rounds in one shared folder: what is due, what was found, and taking it in file by file.

What was written and read is remembered for one run of the program. Only the job touches the folder,
on another thread. Source: journal/FORMAT.md, section 7.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TypeAlias

from npq_desktop.bundle.errors import (
    FileLimitError,
    LockedFileError,
    NotASyncFileError,
    WordsNeededError,
)
from npq_desktop.bundle.manifest import Manifest
from npq_desktop.errors import BundleError, NpqDesktopError, StoreError, SyncError
from npq_desktop.journal.event import Event
from npq_desktop.rows.exchange import Merged, SharedFolderState, SharedFolderStep, SharedGroupRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.times import in_zone
from npq_desktop.services.exchange import folder_words as words
from npq_desktop.services.exchange.bundles import ExchangeService
from npq_desktop.services.exchange.outgoing import OWN
from npq_desktop.services.exchange.words import UNKNOWN_LAPTOP, called
from npq_desktop.store.store import Store
from npq_desktop.sync.folder import FolderGoneError, Listed
from npq_desktop.sync.outgoing import (
    SAID_AFTER,
    Extent,
    Known,
    OwnFile,
    in_vain,
    own_name,
    settled,
)
from npq_desktop.sync.rounds import FileRead, Request, RoundResult, ToWrite, Written, run_round


class FolderNews:
    """What was heard of one folder; ``key_in`` gives this laptop's own key in a group."""

    def __init__(
        self,
        *,
        store: Store,
        key_in: Callable[[str], str],
        zone_of: Callable[[str], tzinfo],
    ) -> None:
        self._store = store
        self._zone_of = zone_of
        self._key_in = key_in
        self._looked: datetime | None = None
        self._gone: SyncError | None = None
        self._gone_since: datetime | None = None
        self._wrote: dict[str, datetime] = {}
        self._heard: dict[str, dict[str, datetime]] = {}
        self._troubles: dict[str, str] = {}

    @property
    def has_looked(self) -> bool:
        """Whether the folder was there in the last round, and looked through."""
        return self._looked is not None and self._gone is None

    def looked(self, gone: SyncError | None, now: datetime) -> None:
        """A round is through; ``gone`` where there was no folder."""
        if gone is None:
            self._looked, self._gone_since = now, None
        elif self._gone is None:
            self._gone_since = now
        self._gone = gone

    def wrote(self, group: str, now: datetime) -> None:
        """Our file of a group is written, read back and verified."""
        self._wrote[group] = now
        self._troubles.pop(group, None)

    def could_not_write(self, group: str, sentence: str) -> None:
        """Our file of a group could not be written; it is tried again."""
        self._troubles[group] = sentence

    def heard(self, manifest: Manifest, merged: Merged | None, now: datetime) -> str:
        """A file was taken in; what to say of it, "" where it brought nothing new."""
        if manifest.by != self._key_in(manifest.group):
            self._heard.setdefault(manifest.group, {})[manifest.by] = now
        if merged is None or not merged.new:
            return ""
        return words.from_the_folder(
            merged.new,
            disagreements=merged.conflicts,
            held=merged.held,
            laptop=self._who(manifest.group, manifest.by),
        )

    def state(
        self,
        folder: Path,
        groups: Sequence[str],
        notices: tuple[str, ...],
        *,
        pending: int,
        there: Collection[str],
    ) -> SharedFolderState:
        """All of it; ``groups`` are those shared there, ``pending`` the files to be taken in,
        ``there`` the groups whose own file was read back in the last round or since.
        """
        troubles = {group: self._troubles[group] for group in groups if group in self._troubles}
        titles = {fact.id: fact.title for fact in self._store.reading.groups()}
        rows = [
            SharedGroupRow(
                group,
                title,
                group in groups,
                self._about(group, is_shared=group in groups, is_there=group in there),
            )
            for group, title in titles.items()
        ]
        return SharedFolderState(
            folder=folder,
            words=self._words(folder, pending),
            is_there=self._gone is None,
            groups=tuple(sorted(rows, key=lambda row: (row.title.casefold(), row.group))),
            troubles=tuple(
                words.tried_again(titles.get(group, ""), why) for group, why in troubles.items()
            ),
            notices=notices,
        )

    def _words(self, folder: Path, pending: int) -> str:
        name = folder.name or str(folder)
        if self._gone is not None and self._gone_since is not None:
            if isinstance(self._gone, FolderGoneError):
                return words.folder_away(name, self._gone_since)
            return words.folder_in_trouble(str(self._gone), self._gone_since)
        if self._looked is None:
            return words.checking_folder(name)
        if pending:
            return words.adding_files(pending, name)
        return words.folder_checked(name, self._looked)

    def _about(self, group: str, *, is_shared: bool, is_there: bool) -> str:
        said, zone = [], self._zone_of(group)
        if is_there and group in self._wrote:
            said.append(words.your_file_written(in_zone(self._wrote[group], zone)))
        elif is_there and self.has_looked:
            said.append(words.YOUR_FILE)
        elif is_shared:
            said.append(words.YOUR_FILE_NEXT)
        heard = self._heard.get(group, {})
        for key, when in sorted(heard.items(), key=lambda one: one[1], reverse=True):
            said.append(words.file_read(self._who(group, key), in_zone(when, zone)))
        if not said:
            return words.NOT_SHARED
        return " · ".join(said)

    def _who(self, group: str, key: str) -> str:
        members = self._store.reading.members(group)
        member = next((one for one in members if one.key == key), None)
        return called(member) if member else UNKNOWN_LAPTOP


class GroupNotHereError(BundleError):
    """The file belongs to a group that this laptop does not have."""


_NOT_FOR_US = (LockedFileError, GroupNotHereError)


class FolderFiles:
    """The files by name, as they were last read."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._refused: dict[str, NpqDesktopError] = {}

    def known(self) -> Mapping[str, Known]:
        """A snapshot for another thread."""
        return dict(self._known)

    def sha256(self, name: str) -> str:
        """The digest of a file that was read or written whole; "" for any other."""
        known = self._known.get(name)
        return known.sha256 if known else ""

    def keep_only(self, listed: Iterable[Listed]) -> None:
        """Forget files that are not there any more."""
        names = {one.name for one in listed}
        self._known = {name: known for name, known in self._known.items() if name in names}
        self._refused = {name: why for name, why in self._refused.items() if name in names}

    def try_again(self) -> None:
        """Forget what was refused for want of a key or a group: it may have come since."""
        for name in [n for n, why in self._refused.items() if isinstance(why, _NOT_FOR_US)]:
            del self._refused[name], self._known[name]

    def understood(self, listed: Listed, sha256: str) -> None:
        """A file was taken in, or written by us."""
        self._known[listed.name] = settled(listed, sha256)
        self._refused.pop(listed.name, None)

    def refused(self, read: FileRead, why: NpqDesktopError, number: int, *, again: bool) -> str:
        """A file could not be taken in; ``again`` where it may yet be, but not for ever.

        Returns what is to be said of it, "" for nothing or not yet.
        """
        name = read.listed.name
        known = settled(read.listed, "")
        if again:
            before, is_sound = self._known.get(name), not isinstance(why, BundleError)
            known = in_vain(read.listed, before, number, is_sound=is_sound)
        self._known[name] = known
        if known.due is not None and known.tries < SAID_AFTER:
            self._refused.pop(name, None)  # another file of this name, so the old reason is gone
            return ""
        if name in self._refused:
            self._refused[name] = why
            return ""
        self._refused[name] = why
        return "" if isinstance(why, _NOT_FOR_US) else self._about(name)

    def notices(self) -> tuple[str, ...]:
        """A sentence for each file that is left alone; files of other programs share one."""
        foreign = [n for n, why in self._refused.items() if isinstance(why, NotASyncFileError)]
        locked = [n for n, why in self._refused.items() if isinstance(why, _NOT_FOR_US)]
        others = self._refused.keys() - {*foreign, *locked}
        found = [self._about(name) for name in sorted(others)]
        if locked:
            found.append(words.locked_files(len(locked)))
        if foreign:
            found.append(words.foreign_files(sorted(foreign)))
        return tuple(found)

    def _about(self, name: str) -> str:
        known = self._known.get(name)
        is_tried = known is not None and known.due is not None
        return about_file(name, self._refused[name], is_tried=is_tried)


def about_file(name: str, why: NpqDesktopError, *, is_tried: bool = False) -> str:
    """One sentence about a file that is left alone, or that is read again by itself."""
    if is_tried:
        return words.file_tried_again(name, str(why))
    if isinstance(why, WordsNeededError):
        return words.file_needs_words(name)
    if isinstance(why, NotASyncFileError):
        return words.file_left_alone(name)
    if isinstance(why, FileLimitError):  # says so itself
        return f"“{name}”: {why}"
    return words.file_left_alone(name, str(why))


ROUTE = "shared folder"
_PATIENCE_AFTER_TROUBLE = 10  # rounds

Job: TypeAlias = Callable[[], RoundResult]


class FolderRounds:
    """``groups`` are those of which we keep a file there; ``number`` goes on from an earlier run,
    so that an answer that comes too late is known.
    """

    def __init__(
        self,
        core: Core,
        *,
        folder: Path,
        groups: tuple[str, ...],
        number: int,
        exchange: ExchangeService,
    ) -> None:
        self._core = core
        self._folder = folder
        self.groups: tuple[str, ...] = ()
        self.number = number
        self._exchange = exchange
        self._key_in = core.identities.key_in
        self._is_open = False
        self._files = FolderFiles()
        self._news = FolderNews(
            store=core.store,
            key_in=self._key_in,
            zone_of=lambda group: core.facts.of(group).zone,
        )
        self._queue: deque[FileRead] = deque()
        self._own: dict[str, OwnFile] = {}
        self._journal: dict[str, Extent] = {}
        self._not_before: dict[str, int] = {}
        self._grown: set[str] = set()
        self._position = core.store.reading.grown_since(0)[0]
        self._secrets: tuple[str, ...] = ()
        self.share(groups)

    def share(self, groups: tuple[str, ...]) -> None:
        """Keep a file of each of these groups, and of no other."""
        self._grown |= set(groups) - set(self.groups)
        self.groups = groups

    @property
    def pending(self) -> int:
        """How many files were read and not yet taken in."""
        return len(self._queue)

    def state(self) -> SharedFolderState:
        """How things stand, in words."""
        return self._news.state(
            self._folder,
            self.groups,
            self._files.notices(),
            pending=len(self._queue),
            there=[group for group in self.groups if self._own_file(group).holds is not None],
        )

    def begin(self) -> Job | None:
        """The next round as a job for any thread; None while the last one is not done with."""
        if self._is_open or self._queue:
            return None
        self._is_open = True
        self.number += 1
        if self._core.identities.age_secrets != self._secrets:
            self._secrets = self._core.identities.age_secrets
            self._files.try_again()
        request = Request(
            folder=self._folder,
            number=self.number,
            known=self._files.known(),
            identities=self._secrets,
            writes=self._due(),
        )
        return partial(run_round, request)

    def finish(self, found: RoundResult) -> tuple[SharedFolderStep, ...]:
        """Take note of a round's answer; files with entries then wait for :meth:`take_next`.

        Raises:
            StoreError: the exchange log could not be written.
        """
        if found.number != self.number:
            return ()  # another folder was chosen meanwhile
        self._is_open = False
        self._news.looked(found.gone, self._core.clock())
        if found.gone is not None:
            return ()
        self._files.keep_only(found.listed)
        for written in found.written:
            self._note_written(written)
        there = {one.name for one in found.listed}
        for group in self.groups:
            if own_name(group, self._key_in(group)) not in there:
                self._own_file(group).holds = None
        self._queue.extend(read for read in found.reads if read.bundle is not None)
        steps = [self._note_read(read) for read in found.reads if read.bundle is None]
        return tuple(step for step in steps if step.words)

    def take_next(self) -> SharedFolderStep:
        """Take in the next file that was read, in one transaction of its own.

        What goes wrong with it is kept as a notice, and the file is read again later.
        """
        read = self._queue.popleft()
        try:
            return self._take(read)
        except StoreError as error:
            words = self._files.refused(read, error, self.number, again=True)
            return SharedFolderStep(words=words, trouble=str(error))
        except NpqDesktopError as error:
            again = not isinstance(error, BundleError)
            words = self._files.refused(read, error, self.number, again=again)
            return SharedFolderStep(words=words)

    def _take(self, read: FileRead) -> SharedFolderStep:
        bundle = read.bundle
        assert bundle is not None  # noqa: S101  # only such files are queued
        group = bundle.manifest.group
        here = self._core.store.state(group).events
        if not here:
            raise GroupNotHereError("It belongs to a group that is not on this laptop.")
        changes, merged = None, None
        if self._brings(read, here):
            changes, merged = self._exchange.take_in(bundle, route=ROUTE)
        self._files.understood(read.listed, read.sha256)
        if read.listed.name == own_name(group, self._key_in(group)):
            self._own_file(group).holds = read.extent
        words = self._news.heard(bundle.manifest, merged, self._core.clock())
        self._grown.add(group)
        return SharedFolderStep(changes, words)

    def _brings(self, read: FileRead, here: Mapping[str, Event]) -> bool:
        """Whether the file has to be taken in, or at least logged: not once more at every start."""
        bundle = read.bundle
        assert bundle is not None  # noqa: S101  # only such files are queued
        for event in bundle.events:
            known = here.get(event.id)
            if known is None or (known.is_stripped and event.payload is not None):
                return True
        lines = self._exchange.log(bundle.manifest.group)
        return bundle.sha256 not in {line.digest for line in lines}

    # ---- our own files -------------------------------------------------------------------------

    def _due(self) -> tuple[ToWrite, ...]:
        """The files of ours that have fallen behind, once those there have been read."""
        self._position, grown = self._core.store.reading.grown_since(self._position)
        self._grown |= grown & set(self.groups)
        if not self._news.has_looked:
            return ()
        found = []
        for group in self.groups:
            if self.number < self._not_before.get(group, 0) or not self._is_due(group):
                continue
            try:
                found.append(self._to_write(group))
            except NpqDesktopError as error:
                self._note_trouble(group, error)
        return tuple(found)

    def _is_due(self, group: str) -> bool:
        own = self._own_file(group)
        if group in self._grown or own.holds is None:
            self._journal[group] = Extent.of(self._core.store.state(group).events.values())
            self._grown.discard(group)
        return own.is_due(self._journal[group], self.number)

    def _to_write(self, group: str) -> ToWrite:
        self._exchange.check_may_send(group)
        return ToWrite(
            group=group,
            name=own_name(group, self._key_in(group)),
            events=tuple(self._core.store.events(group)),
            recipients=self._exchange.recipients(group),
            author=self._core.identities.author(group),
            at=self._core.now(group).isoformat(timespec="seconds"),
        )

    def _note_written(self, written: Written) -> None:
        group = written.asked.group
        if written.listed is None:
            assert written.trouble is not None  # noqa: S101  # one or the other
            self._note_trouble(group, written.trouble)
            return
        counts = {"entries": len(written.asked.events) - written.left_out}
        own_key = self._key_in(group)
        own = sum(event.key == own_key for event in written.asked.events)
        openers = self._exchange.openers(group)
        self._core.store.local.log_exchange(
            group,
            direction="out",
            route=ROUTE,
            form="age",
            for_whom=openers.names,
            note=" ".join(openers.keys),
            digest=written.sha256,
            counts={**counts, "left out": written.left_out, OWN: own},
        )
        # Finish only what is logged. Otherwise it would never be logged, and stay "not sent yet".
        self._files.understood(written.listed, written.sha256)
        self._own_file(group).holds = Extent.of(written.asked.events)
        self._news.wrote(group, self._core.clock())

    def _note_trouble(self, group: str, trouble: NpqDesktopError) -> None:
        self._not_before[group] = self.number + _PATIENCE_AFTER_TROUBLE
        self._news.could_not_write(group, str(trouble))

    def _note_read(self, read: FileRead) -> SharedFolderStep:
        """A file without entries for us: known already, or refused."""
        name = read.listed.name
        is_same = read.refusal is None and read.sha256 == self._files.sha256(name)
        if not is_same:
            for group in self.groups:
                if name == own_name(group, self._key_in(group)):
                    self._own_file(group).holds = None
        if read.refusal is None:
            self._files.understood(read.listed, read.sha256)
            return SharedFolderStep()
        words = self._files.refused(read, read.refusal, self.number, again=read.may_change)
        return SharedFolderStep(words=words)

    def _own_file(self, group: str) -> OwnFile:
        return self._own.setdefault(group, OwnFile())

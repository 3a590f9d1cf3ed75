"""The rounds in one shared folder: what is due, what was found, and taking it in file by file.

Owns when our files are written and what was read; all of it for one run of the program. Refuses to
touch the folder itself: the job does, on another thread. Source: journal design, section 7.
"""

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeAlias

from npq_desktop.errors import BundleError, NpqDesktopError
from npq_desktop.journal.event import Event
from npq_desktop.rows.shared_folder import SharedFolderState, SharedFolderStep
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.recorder import Clock
from npq_desktop.services.exchange.bundles import ExchangeService
from npq_desktop.services.exchange.folder_files import FolderFiles, GroupNotHereError
from npq_desktop.services.exchange.folder_words import FolderNews
from npq_desktop.services.exchange.outgoing import OWN
from npq_desktop.store.store import Store
from npq_desktop.sync.plan import Extent, OwnFile, own_name
from npq_desktop.sync.rounds import FileRead, Found, Request, ToWrite, Written, run_round

ROUTE = "shared folder"
_PATIENCE_AFTER_TROUBLE = 10  # rounds

Job: TypeAlias = Callable[[], Found]


class FolderRounds:
    """``groups`` are those of which we keep a file there; ``number`` goes on from an earlier run,
    so that an answer that comes too late is known.
    """

    def __init__(
        self,
        *,
        folder: Path,
        groups: tuple[str, ...],
        number: int,
        store: Store,
        exchange: ExchangeService,
        identities: Identities,
        clock: Clock,
    ) -> None:
        self._folder = folder
        self.groups: tuple[str, ...] = ()
        self.number = number
        self._store = store
        self._exchange = exchange
        self._identities = identities
        self._clock = clock
        self._key = identities.device.key
        self._is_open = False
        self._files = FolderFiles()
        self._news = FolderNews(store=store, key=self._key)
        self._queue: deque[FileRead] = deque()
        self._own: dict[str, OwnFile] = {}
        self._journal: dict[str, Extent] = {}
        self._not_before: dict[str, int] = {}
        self._grown: set[str] = set()
        self._position = store.reading.grown_since(0)[0]
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
        notices = self._files.notices()
        return self._news.state(self._folder, self.groups, notices, len(self._queue))

    def begin(self) -> Job | None:
        """The next round as a job for any thread; None while the last one is not done with."""
        if self._is_open or self._queue:
            return None
        self._is_open = True
        self.number += 1
        if self._identities.age_secrets != self._secrets:
            self._secrets = self._identities.age_secrets
            self._files.try_again()
        request = Request(
            folder=self._folder,
            number=self.number,
            known=self._files.known(),
            identities=self._secrets,
            writes=self._due(),
        )
        return partial(run_round, request)

    def finish(self, found: Found) -> tuple[SharedFolderStep, ...]:
        """Take note of a round's answer; files with entries then wait for :meth:`take_next`.

        Raises:
            StoreError: the exchange log could not be written.
        """
        if found.number != self.number:
            return ()  # another folder was chosen meanwhile
        self._is_open = False
        self._news.looked(found.gone, self._clock())
        if found.gone is not None:
            return ()
        self._files.keep_only(found.listed)
        for written in found.written:
            self._note_written(written)
        there = {one.name for one in found.listed}
        for group in self.groups:
            if own_name(group, self._key) not in there:
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
        except NpqDesktopError as error:
            again = not isinstance(error, BundleError)
            words = self._files.refused(read, error, self.number, again=again)
            return SharedFolderStep(words=words)

    def _take(self, read: FileRead) -> SharedFolderStep:
        bundle = read.bundle
        assert bundle is not None  # noqa: S101  # only such files are queued
        group = bundle.manifest.group
        here = self._store.state(group).events
        if not here:
            raise GroupNotHereError("It belongs to a group that is not on this laptop.")
        changes, merged = None, None
        if self._brings(read, here):
            changes, merged = self._exchange.take_in(bundle, route=ROUTE)
        self._files.understood(read.listed, read.sha256)
        if read.listed.name == own_name(group, self._key):
            self._own_file(group).holds = read.extent
        words = self._news.heard(bundle.manifest, merged, self._clock())
        self._grown.add(group)
        return SharedFolderStep(changes if merged and merged.new else None, words)

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
        self._position, grown = self._store.reading.grown_since(self._position)
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
            self._journal[group] = Extent.of(self._store.state(group).events.values())
            self._grown.discard(group)
        return own.is_due(self._journal[group], self.number)

    def _to_write(self, group: str) -> ToWrite:
        self._exchange.check_may_send(group)
        return ToWrite(
            group=group,
            name=own_name(group, self._key),
            events=tuple(self._store.events(group)),
            recipients=self._exchange.recipients(group),
            author=self._identities.author(group),
            at=self._clock().isoformat(timespec="seconds"),
        )

    def _note_written(self, written: Written) -> None:
        group = written.asked.group
        if written.listed is None:
            assert written.trouble is not None  # noqa: S101  # one or the other
            self._note_trouble(group, written.trouble)
            return
        self._files.understood(written.listed, written.sha256)
        self._own_file(group).holds = Extent.of(written.asked.events)
        self._news.wrote(group, self._clock())
        counts = {"entries": len(written.asked.events) - written.left_out}
        own = sum(event.key == self._key for event in written.asked.events)
        self._store.local.log_exchange(
            group,
            direction="out",
            route=ROUTE,
            form="age",
            for_whom=self._exchange.openers(group).names,
            digest=written.sha256,
            counts={**counts, "left out": written.left_out, OWN: own},
        )

    def _note_trouble(self, group: str, trouble: NpqDesktopError) -> None:
        self._not_before[group] = self.number + _PATIENCE_AFTER_TROUBLE
        self._news.could_not_write(group, str(trouble))

    def _note_read(self, read: FileRead) -> SharedFolderStep:
        """A file without entries for us: known already, or refused."""
        name = read.listed.name
        is_same = read.refusal is None and read.sha256 == self._files.sha256(name)
        if not is_same:
            for group in self.groups:
                if name == own_name(group, self._key):
                    self._own_file(group).holds = None
        if read.refusal is None:
            self._files.understood(read.listed, read.sha256)
            return SharedFolderStep()
        words = self._files.refused(read, read.refusal, self.number, again=read.may_change)
        return SharedFolderStep(words=words)

    def _own_file(self, group: str) -> OwnFile:
        return self._own.setdefault(group, OwnFile())

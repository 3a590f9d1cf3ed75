"""Keeps the files that were handed in, encrypted on this laptop, within a limit.

A file is found by its SHA-256, which the change that brought it in names; files never travel.
Source: ui/SCREENS.md, "Task review".
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.interchange.apart import process
from npq_desktop.interchange.files.archives import open_archive
from npq_desktop.rows.review import KeptFiles, KeptOfTask, WorkFile, WorkId
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import save_export
from npq_desktop.services.core.laptop.opened_copies import write_copy
from npq_desktop.services.review.opening import Allowed, Judged, judged

MEGABYTE = 1024 * 1024
_AT_ONCE = 64 * MEGABYTE
USUAL_MEGABYTES, MOST_MEGABYTES = 150, 2_000
_LIMIT, _KEEP = "review megabytes of files", "review keeps files"
_NOT_HERE = (
    "This file is not on this laptop. Open the same archive again, or ask the person who "
    "brought it in."
)


class WorkFiles:
    """The files of every group on this laptop."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # ---- what is kept ----------------------------------------------------------------------------

    @property
    def keeps(self) -> bool:
        """Whether files are kept when work is brought in."""
        return self._core.store.local.setting(_KEEP) is not False

    def set_keeps(self, keeps: bool) -> None:
        """Remember whether files are kept."""
        self._core.store.local.save_setting(_KEEP, keeps)

    @property
    def limit(self) -> int:
        """Megabytes for the files of all groups."""
        kept = self._core.store.local.setting(_LIMIT)
        return kept if isinstance(kept, int) and 0 <= kept <= MOST_MEGABYTES else USUAL_MEGABYTES

    def set_limit(self, megabytes: int) -> None:
        """Let so many megabytes be kept; what is kept already stays."""
        self._core.store.local.save_setting(_LIMIT, max(0, min(megabytes, MOST_MEGABYTES)))

    def of_work(self, group: str, files: Iterable[tuple[str, int, str]]) -> tuple[WorkFile, ...]:
        """These files of a work, each with whether it is here."""
        named = tuple(files)
        here = set(self._core.store.local.attached(group)) if named else set()
        return tuple(WorkFile(name, size, sha, sha in here) for name, size, sha in named)

    def keep(self, group: str, files: Iterable[tuple[str, bytes]]) -> int:
        """Keep these files, name and bytes each, while there is room; how many were not kept."""
        local = self._core.store.local
        room = self.limit * MEGABYTE - sum(local.attached_sizes().values())
        left_out = 0
        here = set(local.attached(group))
        for name, data in files:
            digest = hashlib.sha256(data).hexdigest()
            if digest in here:
                continue
            if len(data) > room:
                left_out += 1
                continue
            room -= len(data)
            here.add(digest)
            local.save_attachment(group, name, data)
        return left_out

    def keep_from_archive(self, group: str, data: bytes, file_name: str) -> tuple[int, int]:
        """Keep the archive's files that a change of the group names: how many, and how many not."""
        wanted = self.named(group).keys() - set(self._core.store.local.attached(group))
        if not wanted:
            return 0, 0
        found = left_out = 0
        start: int | None = 0
        while start is not None:
            job = partial(_some_of, data, file_name, frozenset(wanted), start)
            some, start = process.files.read(job, name=file_name, lent=[data])
            found += len(some)
            left_out += self.keep(group, some)
        return found - left_out, left_out

    def named(self, group: str) -> Mapping[str, WorkId]:
        """The works of a group by the SHA-256 of their files."""
        submissions = self._core.facts.of(group).submissions
        return {
            sha: WorkId(*key)
            for key, facts in submissions.items()
            for fact in facts
            for _, _, sha in fact.files
        }

    def take(self, group: str, name: str, data: bytes) -> WorkId | None:
        """Keep a single file if a change of the group names it; whose work it is."""
        work = self.named(group).get(hashlib.sha256(data).hexdigest())
        if work is not None and self.keep(group, [(name, data)]):
            raise ServiceError("There is no room for it, because the space for files is full.")
        return work

    # ---- what takes up room ----------------------------------------------------------------------

    def report(self) -> KeptFiles:
        """What is kept, by group and task, the largest first."""
        local = self._core.store.local
        found = self._core.of_each(self._core.store.groups(), self._kept_of)
        rows = sorted(chain.from_iterable(found), key=lambda row: -row.size)
        return KeptFiles(tuple(rows), sum(local.attached_sizes().values()), self.limit)

    def _kept_of(self, group: str) -> list[KeptOfTask]:
        facts = self._core.facts.of(group)
        sizes, titles = self._core.store.local.attached_sizes(group), _titles(facts)
        number: Counter[str] = Counter()
        size: Counter[str] = Counter()
        for sha, work in self.named(group).items():
            if sha in sizes:
                number[work.item] += 1
                size[work.item] += sizes[sha]
        name = facts.group.title
        return [
            KeptOfTask(group, name, task, titles.get(task, task), number[task], size[task])
            for task in number
        ]

    def let_go(self, group: str, task: str) -> int:
        """Drop the kept files of a task from this laptop; the texts stay. How many there were."""
        local = self._core.store.local
        here = set(local.attached(group))
        gone = [sha for sha, work in self.named(group).items() if work.item == task and sha in here]
        for sha in gone:
            local.forget_attachment(group, sha)
        return len(gone)

    # ---- out of the program ----------------------------------------------------------------------

    def judge(self, group: str, file: WorkFile) -> Judged:
        """Whether a kept file may be opened elsewhere, or only saved.

        Raises:
            ServiceError: it is not on this laptop.
        """
        return judged(file.name, self.data(group, file))

    def open_copy(self, group: str, file: WorkFile, data_folder: Path) -> Path:
        """A copy for another program, in a folder that is emptied at close and start.

        Raises:
            ServiceError: it may not be opened, or the copy cannot be written.
        """
        found = self.judge(group, file)
        if found.allowed is not Allowed.OPEN:
            raise ServiceError(found.why)
        try:
            return write_copy(data_folder, file.name, self.data(group, file))
        except OSError as error:
            raise ServiceError("There is no place for a copy of this file. Save it.") from error

    def save(self, group: str, file: WorkFile, path: Path) -> None:
        """Write a kept file to ``path``, no longer encrypted.

        Raises:
            ServiceError: it is not here, or is a program.
            BundleError: it was not saved.
        """
        found = self.judge(group, file)
        if found.allowed is Allowed.NOTHING:
            raise ServiceError(found.why)
        data = self.data(group, file)
        save_export(path, data, store=self._core.store, group=group, what="a participant's file")

    def data(self, group: str, file: WorkFile) -> bytes:
        """The bytes of a kept file.

        Raises:
            ServiceError: it is not on this laptop.
        """
        kept = self._core.store.local.attachment(group, file.sha256)
        if kept is None:
            raise ServiceError(_NOT_HERE)
        return kept.data


def _some_of(
    data: bytes, file_name: str, wanted: frozenset[str], start: int
) -> tuple[list[tuple[str, bytes]], int | None]:
    """Wanted files of an archive from one of its places on, and where to go on if there are more.

    Not all at once: they would not fit into one answer of the reading child.
    """
    found: list[tuple[str, bytes]] = []
    with open_archive(data, file_name=file_name) as archive:
        for at, entry in enumerate(archive.entries[start:], start):
            if sum(len(content) for _, content in found) > _AT_ONCE:
                return found, at
            with suppress(InterchangeError):  # the preview has named it
                content = archive.read(entry)
                if hashlib.sha256(content).hexdigest() in wanted:
                    found.append((entry.label.rpartition("/")[2], content))
    return found, None


def _titles(facts: GroupFacts) -> Mapping[str, str]:
    return {item.key: item.title for item in facts.programme.items}

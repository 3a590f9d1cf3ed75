"""What is known of the files in a shared folder: read, on their way, or refused and let be.

Owns the sentences about files that are left alone; each is said once. Refuses to delete anything.
"""

from collections.abc import Iterable, Mapping

from npq_desktop.bundle.errors import (
    FileLimitError,
    LockedFileError,
    NotASyncFileError,
    WordsNeededError,
)
from npq_desktop.errors import BundleError, NpqDesktopError
from npq_desktop.services.core.naming import count, listed_briefly
from npq_desktop.sync.folder import Listed
from npq_desktop.sync.plan import Known, in_vain, settled
from npq_desktop.sync.rounds import FileRead


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
            known = in_vain(read.listed, self._known.get(name), number)
        self._known[name] = known
        if known.due is not None or name in self._refused:
            return ""
        self._refused[name] = why
        return "" if isinstance(why, _NOT_FOR_US) else about_file(name, why)

    def notices(self) -> tuple[str, ...]:
        """A sentence for each file that is left alone; files of other programs share one."""
        foreign = [n for n, why in self._refused.items() if isinstance(why, NotASyncFileError)]
        locked = [n for n, why in self._refused.items() if isinstance(why, _NOT_FOR_US)]
        others = self._refused.keys() - {*foreign, *locked}
        found = [about_file(name, self._refused[name]) for name in sorted(others)]
        if locked:
            found.append(
                f"{count(len(locked), 'file')} there cannot be opened here: for other laptops or "
                "groups only, or written before a colleague heard that this laptop has joined."
            )
        if foreign:
            names = listed_briefly(f"“{name}”" for name in sorted(foreign))
            found.append(f"No sync files, and left alone: {names}.")
        return tuple(found)


def about_file(name: str, why: NpqDesktopError) -> str:
    """One sentence about a file that is left alone."""
    if isinstance(why, WordsNeededError):
        return f"“{name}” is locked with six words: choose Group, Open and type them."
    if isinstance(why, NotASyncFileError):
        return f"“{name}” is not a sync file and is left alone."
    left = "" if isinstance(why, FileLimitError) else " It is left alone."
    return f"“{name}”: {why}{left}"

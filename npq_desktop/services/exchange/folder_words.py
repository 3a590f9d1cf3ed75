"""How a shared folder stands, in words: when it was looked at, what went in and what came out.

Owns the moments of this run. Refuses to remember longer: the exchange log does.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from npq_desktop.bundle.manifest import Manifest
from npq_desktop.errors import SyncError
from npq_desktop.rows.exchange import Merged
from npq_desktop.rows.shared_folder import SharedFolderState, SharedGroupRow
from npq_desktop.services.core.naming import clock_time, count, listed
from npq_desktop.store.store import Store
from npq_desktop.sync.folder import FolderGoneError


class FolderNews:
    """What was heard of one folder; ``key`` is this laptop's own."""

    def __init__(self, *, store: Store, key: str) -> None:
        self._store = store
        self._key = key
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
        if manifest.by != self._key:
            self._heard.setdefault(manifest.group, {})[manifest.by] = now
        if merged is None or not merged.new:
            return ""
        brought = [count(merged.new, "new entry", "new entries")]
        if merged.conflicts:
            brought.append(f"{count(merged.conflicts, 'disagreement')} to resolve")
        if merged.held:
            brought.append(f"{count(merged.held, 'entry', 'entries')} held back")
        who = self._who(manifest.group, manifest.by)
        return f"Shared folder: {listed(brought)} from {who}."

    def state(
        self, folder: Path, groups: Sequence[str], notices: tuple[str, ...], pending: int
    ) -> SharedFolderState:
        """All of it; ``groups`` are those shared there, ``pending`` the files to be taken in."""
        troubles = {group: self._troubles[group] for group in groups if group in self._troubles}
        titles = {fact.id: fact.title for fact in self._store.reading.groups()}
        rows = [
            SharedGroupRow(group, title, group in groups, self._about(group, group in groups))
            for group, title in titles.items()
        ]
        return SharedFolderState(
            folder=folder,
            words=self._words(folder, pending),
            is_there=self._gone is None,
            groups=tuple(sorted(rows, key=lambda row: (row.title.casefold(), row.group))),
            troubles=tuple(
                f"{titles.get(group, '')}: {why} It is tried again by itself."
                for group, why in troubles.items()
            ),
            notices=notices,
        )

    def _words(self, folder: Path, pending: int) -> str:
        name = folder.name or str(folder)
        if self._gone is not None and self._gone_since is not None:
            since = clock_time(self._gone_since)
            if isinstance(self._gone, FolderGoneError):
                return f"“{name}” is not there since {since}; everything is kept here."
            return f"{self._gone} Since {since} everything is kept here."
        if self._looked is None:
            return f"“{name}” is being looked at…"
        if pending:
            return f"Taking in {count(pending, 'file')} of “{name}”…"
        return f"“{name}” was looked at {clock_time(self._looked)}; all that is there is here too."

    def _about(self, group: str, is_shared: bool) -> str:
        said = []
        if group in self._wrote:
            said.append(f"your file written {clock_time(self._wrote[group])}")
        elif is_shared:
            said.append("your file is there" if self.has_looked else "your file comes next")
        heard = self._heard.get(group, {})
        for key, when in sorted(heard.items(), key=lambda one: one[1], reverse=True):
            said.append(f"{self._who(group, key)} read {clock_time(when)}")
        if not said:
            return "not shared here"
        return " · ".join(said)

    def _who(self, group: str, key: str) -> str:
        members = self._store.reading.members(group)
        member = next((one for one in members if one.key == key), None)
        return f"{member.name} ({member.device})" if member else "a laptop unknown here"

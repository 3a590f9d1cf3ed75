"""Which backups are kept: of the last days, of the last weeks, and before each kind of risk.

Source: journal/FORMAT.md, section 8.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

KEPT_DAYS, KEPT_WEEKS = 7, 4
OLDEST = timedelta(days=35)
"""A copy that holds an erased text goes this long after it was made."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup; ``made`` is this laptop's clock then, ``reason`` "" or such as "before import"."""

    path: Path
    made: datetime
    reason: str

    @property
    def is_ours(self) -> bool:
        """Whether its name holds when it was made; other files in the folder are not counted."""
        return self.made > datetime.min  # noqa: DTZ901  what a name without a day is given


def kept_of(files: Iterable[BackupFile], made: Path | None = None) -> frozenset[BackupFile]:
    """Which to keep: the newest of 7 days, of 4 weeks, and before each kind of risk.

    The run to which ``made`` belongs, the backup made last (without it the newest), those dated
    before it and those dated after it are counted apart: so neither days from a clock that was
    wrong nor those from before a long holiday push out the others, and no more than three times
    as many are kept.
    """
    everything = tuple(files)
    kept = [file for file in everything if not file.is_ours]
    for part in _parts([file for file in everything if file.is_ours], made):
        kept += _newest_by(part, lambda file: file.made.date())[:KEPT_DAYS]
        kept += _newest_by(part, lambda file: file.made.isocalendar()[:2])[:KEPT_WEEKS]
        kept += _newest_by([file for file in part if file.reason], lambda file: file.reason)
    return frozenset(kept)


def _parts(files: Sequence[BackupFile], made: Path | None) -> Iterator[list[BackupFile]]:
    """The run of backups that goes on now, those dated before it, and those dated after it."""
    runs: list[list[BackupFile]] = []
    for file in sorted(files, key=lambda file: file.made):
        if runs and file.made - runs[-1][-1].made < OLDEST:
            runs[-1].append(file)
        else:
            runs.append([file])
    is_now = [any(file.path == made for file in run) for run in runs]
    now = is_now.index(True) if True in is_now else len(runs) - 1
    for part in (runs[:now], runs[now : now + 1], runs[now + 1 :]):
        yield [file for run in part for file in run]


def _newest_by(
    files: Iterable[BackupFile], part: Callable[[BackupFile], object]
) -> list[BackupFile]:
    newest: dict[object, BackupFile] = {}
    for file in sorted(files, key=lambda file: (file.made, file.path.name), reverse=True):
        newest.setdefault(part(file), file)
    return list(newest.values())

"""A report for support that holds no name and no text of anybody: versions, numbers, log places.

Of the log only time, severity, module and the program's own lines of a traceback are copied. The
sentences are left out, because an error's sentence may name somebody.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import BundleError, ServiceError
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.services.core.laptop.preferences import ALLOWED, Preferences

_LOG = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) ([A-Z]+) (npq_desktop[\w.]*):")
_FRAME = re.compile(r'^\s*File ".*?(npq_desktop[/\\][\w/\\]+\.py)", line (\d+), in (\w+)')
_LAST_LINES = 200


class SupportReport:
    """Writes the report; ``versions`` are lines about program, system and libraries."""

    def __init__(self, core: Core, *, places: Places) -> None:
        self._core = core
        self._places = places

    def text(self, versions: Iterable[str]) -> str:
        """The whole report, to be read before it is sent."""
        parts = [
            ("Versions", versions),
            ("Settings", self._settings()),
            ("Numbers", self._numbers()),
            ("Log", self._log()),
        ]
        written = ["\n  ".join([title, *lines]) for title, lines in parts]
        return "\n\n".join(["NPQ Desktop: report for support", *written]) + "\n"

    def save(self, path: Path, versions: Iterable[str]) -> None:
        """Write the report.

        Raises:
            ServiceError: the file cannot be written.
        """
        try:
            save_file(path, [self.text(versions).encode()])
        except BundleError as error:
            raise ServiceError(f"The report could not be saved. {error}") from error

    def _settings(self) -> Iterator[str]:
        chosen = Preferences(self._core.settings, self._core.policy)
        yield from (f"{name}: {chosen.value(name) or 'system'}" for name in ALLOWED)
        where = self._core.settings.current.key_backend
        yield f"key kept in: {'file' if where == 'file' else 'keyring'}"
        policy = self._core.policy
        yield f"set by the school: {', '.join(policy.names) or 'nothing'}"
        if policy.ignored:
            yield f"of the school's file not understood: {len(policy.ignored)}"

    def _numbers(self) -> Iterator[str]:
        store = self._core.store
        for at, group in enumerate(store.groups(), 1):
            kinds = Counter(event.kind for event in store.events(group))
            counted = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
            yield f"group {at}: {kinds.total()} changes ({counted})"
            held, open_ = len(store.reading.held(group)), len(store.reading.conflicts(group))
            yield f"group {at}: {held} on hold, {open_} disagreements"
        sizes = {path.suffix or "folder": path.stat().st_size for path in self._files()}
        yield "files: " + ", ".join(f"{kind} {size} bytes" for kind, size in sorted(sizes.items()))
        yield f"copies: {len(store.backups.files())}"

    def _files(self) -> list[Path]:
        return [path for path in self._places.data.glob("npq.db*") if path.is_file()]

    def _log(self) -> list[str]:
        path = self._places.log / "npq-desktop.log"
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ["none"]
        return [kept for line in lines if (kept := _without_words(line))][-_LAST_LINES:] or ["none"]


def _without_words(line: str) -> str:
    if found := _LOG.match(line):
        return " ".join(found.groups())
    if found := _FRAME.match(line):
        return "  {} line {} in {}".format(*found.groups())
    return ""

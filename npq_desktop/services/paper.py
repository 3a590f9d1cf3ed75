"""Paper and files of a register: its report, marks typed from a sheet, the scan, the saved file.

A mark from paper never replaces one that is there. The scan stays, encrypted, on this laptop: the
journal says only its name, size and digest, and where the paper is kept.
"""

import hashlib
import secrets
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import ServiceError
from npq_desktop.interchange.register_files import register_csv, register_workbook
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.facts import NoteFact
from npq_desktop.rows.register_report import Evidence, RegisterReport, Scan
from npq_desktop.services.group_facts import FactsOfGroups
from npq_desktop.services.paper_entries import PaperEntry, read_entry
from npq_desktop.services.recorder import Draft, Recorder
from npq_desktop.services.register import RegisterService
from npq_desktop.services.register_report import clean, register_report
from npq_desktop.services.undo import Step, UndoService
from npq_desktop.store.local import Local

MOST_BYTES = 20 * 1024 * 1024
"""The largest scan that is kept; every backup holds it too."""

_WRITERS = {".csv": register_csv, ".xlsx": register_workbook}


class PaperService:
    """Everything between a register and a piece of paper or a file; raises sentences."""

    def __init__(
        self,
        *,
        facts: FactsOfGroups,
        recorder: Recorder,
        register: RegisterService,
        undo: UndoService,
        local: Local,
    ) -> None:
        self._facts = facts
        self._recorder = recorder
        self._register = register
        self._undo = undo
        self._local = local

    def report(self, group: str, event: str) -> RegisterReport:
        """The register as a document."""
        return register_report(self._facts.of(group), self._register.view(group, event))

    def save_table(self, group: str, event: str, path: Path) -> None:
        """Write the register to ``path`` as its ending says: .csv or .xlsx.

        Raises:
            ServiceError: the ending is neither.
            BundleError: it was not saved; a file of that name is as it was.
        """
        write = _WRITERS.get(path.suffix.casefold())
        if write is None:
            raise ServiceError("Give the file a name that ends in .csv, .xlsx or .pdf.")
        save_file(path, [write(self.report(group, event))])

    def save_pages(self, path: Path, data: bytes) -> None:
        """Write a finished PDF to ``path``; raises as :meth:`save_table`."""
        if path.suffix.casefold() != ".pdf":
            raise ServiceError("Give the file a name that ends in .pdf.")
        save_file(path, [data])

    def entry(self, group: str, event: str, text: str) -> PaperEntry:
        """What one entry typed from the paper means now; nothing is written."""
        return read_entry(self._register.view(group, event).rows, text)

    def transcribe(self, group: str, event: str, text: str) -> tuple[Changes, PaperEntry]:
        """Record one entry typed from the paper: one step for undo.

        Raises:
            ServiceError: it is not understood, or the person has a mark already.
        """
        entry = self.entry(group, event, text)
        changes = self._register.mark(group, event, entry.person, entry.mark, how="paper")
        return changes, entry

    def evidence(self, group: str, event: str) -> tuple[Evidence, ...]:
        """The papers recorded for an event, and whether this laptop has the scan."""
        return tuple(
            self._evidence(group, n) for n in self._facts.of(group).evidence.get(event, ())
        )

    def read_scan(self, path: Path) -> Scan:
        """A scan as it would be kept.

        Raises:
            ServiceError: it cannot be read, is empty or too large.
        """
        try:
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise ServiceError(f"“{path.name}” cannot be read: {error.strerror}.") from error
        if not data:
            raise ServiceError(f"“{path.name}” is empty: scan the sheet again.")
        if len(data) > MOST_BYTES:
            raise ServiceError(
                f"“{path.name}” is larger than 20 MB: scan the sheet in grey or at 200 dots an "
                "inch."
            )
        digest = hashlib.sha256(data).hexdigest()
        return Scan(name=clean(path.name), size=len(data), content=digest, data=data)

    def keep_evidence(self, group: str, event: str, scan: Scan, where: str) -> Changes:
        """Keep the scan on this laptop and record it with where the paper is: one step for undo.

        Raises:
            ServiceError: nobody said where the paper is, or this scan is recorded already.
        """
        kept_at = clean(where)
        if not kept_at:
            raise ServiceError("Say where the paper is kept, so that somebody can find it.")
        if any(each.content == scan.content for each in self.evidence(group, event)):
            raise ServiceError(f"“{scan.name}” is recorded for this event already.")
        title = self._register.view(group, event).event.title
        self._local.save_attachment(group, scan.name, scan.data)
        content = {
            "id": secrets.token_hex(16),
            "event": event,
            "text": kept_at,
            "name": scan.name,
            "size": scan.size,
            "content": scan.content,
        }
        recorded = self._recorder.write(group, [Draft("evidence.add", content)])
        self._undo.remember(group, Step(f"paper evidence of {title}", recorded.ids, event))
        return recorded.changes

    def save_scan(self, group: str, content: str, path: Path) -> None:
        """Write a kept scan to ``path``, no longer encrypted.

        Raises:
            ServiceError: the scan is on another laptop.
            BundleError: it was not saved.
        """
        kept = self._local.attachment(group, content)
        if kept is None:
            raise ServiceError("This scan is on the laptop it was added on, not on this one.")
        save_file(path, [kept.data])

    def _evidence(self, group: str, fact: NoteFact) -> Evidence:
        content = str(fact.details.get("content") or "")
        return Evidence(
            name=clean(str(fact.details.get("name") or "a scan without a name")),
            size=_size(fact.details.get("size")),
            content=content,
            where=clean(fact.text or ""),
            by=clean(self._facts.of(group).member_name(fact.source.key)),
            is_here=bool(content) and self._local.attachment(group, content) is not None,
        )


def _size(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0

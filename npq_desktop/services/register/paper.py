"""Paper and files of a register: its report, marks typed from a sheet, the scan, the saved file.

A mark from paper never replaces one that is there. The scan stays, encrypted, on this laptop: the
journal says only its name, size and digest, and where the paper is kept. Of a file too large to be
kept the digest is recorded all the same.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import ServiceError
from npq_desktop.facts import NoteFact
from npq_desktop.interchange.register_files import register_csv, register_workbook
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register_report import Evidence, RegisterReport, Scan
from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.naming import clean
from npq_desktop.services.core.recorder import Clock, Draft, Recorder
from npq_desktop.services.core.saving import log_saved, save_as
from npq_desktop.services.core.undo import Step, UndoService
from npq_desktop.services.register.paper_entries import PaperLine, read_lines
from npq_desktop.services.register.register import RegisterService
from npq_desktop.services.register.report import register_report
from npq_desktop.store.local import Local

MOST_BYTES = 20 * 1024 * 1024
"""The largest scan that is kept; every backup holds it too."""

_PART_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Transcribed:
    """What became of what was typed: the ``recorded`` lines, and the others to put right."""

    changes: Changes
    recorded: tuple[PaperLine, ...]
    left: tuple[PaperLine, ...]


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
        clock: Clock,
    ) -> None:
        self._facts = facts
        self._recorder = recorder
        self._register = register
        self._undo = undo
        self._local = local
        self._clock = clock

    def report(self, group: str, event: str, *, with_notes: bool = False) -> RegisterReport:
        """The register as a document; free notes are in it only when they are asked for."""
        return register_report(
            self._facts.of(group),
            self._register.view(group, event),
            made=self._clock(),
            with_notes=with_notes,
        )

    def save_report(
        self,
        group: str,
        report: RegisterReport,
        path: Path,
        *,
        pages: Callable[[RegisterReport], bytes],
    ) -> None:
        """Write a report to ``path`` as its ending says: .csv, .xlsx, or the ``pages`` as .pdf.

        Raises:
            ServiceError: the ending is none of these.
            BundleError: it was not saved; a file of that name is as it was.
            StoreError: it was saved, and the exchange log could not be written.
        """
        writers = {".xlsx": register_workbook, ".csv": register_csv, ".pdf": pages}
        makers = {ending: partial(write, report) for ending, write in writers.items()}
        what = f"the register of {report.event}"
        save_as(path, makers, local=self._local, group=group, what=what)

    def save_sheet(self, group: str, path: Path, pages: bytes) -> None:
        """Write a finished sign-in sheet to ``path``; raises as :meth:`save_report`."""
        what = "a sign-in sheet"
        save_as(path, {".pdf": lambda: pages}, local=self._local, group=group, what=what)

    def lines(self, group: str, event: str, text: str) -> tuple[PaperLine, ...]:
        """What is typed from the paper means now, entry by entry; nothing is written."""
        return read_lines(self._register.view(group, event).rows, text)

    def transcribe(self, group: str, event: str, text: str) -> Transcribed:
        """Record every entry that is understood, in one transaction and one step for undo.

        Raises:
            ServiceError: the event did not run.
            StoreError: nothing is on disk; nothing was written.
        """
        lines = self.lines(group, event, text)
        marks = {line.person: line.mark for line in lines if line.is_new and line.mark}
        changes = Changes(group, frozenset(), frozenset())
        if marks:
            changes = self._register.mark_each(group, event, marks, how="paper")
        return Transcribed(
            changes=changes,
            recorded=tuple(line for line in lines if line.is_new),
            left=tuple(line for line in lines if line.mark is None),
        )

    def evidence(self, group: str, event: str) -> tuple[Evidence, ...]:
        """The papers recorded for an event, and whether this laptop has the scan."""
        return tuple(
            self._evidence(group, n) for n in self._facts.of(group).evidence.get(event, ())
        )

    def read_scan(self, path: Path) -> Scan:
        """A scan as it would be kept, read part by part, so that any size has a digest.

        Raises:
            ServiceError: it cannot be read or is empty.
        """
        digest, size, kept = hashlib.sha256(), 0, bytearray()
        try:
            with path.open("rb") as stream:
                while part := stream.read(_PART_BYTES):
                    digest.update(part)
                    size += len(part)
                    if size <= MOST_BYTES:
                        kept += part
                    else:
                        kept.clear()
        except OSError as error:
            raise ServiceError(f"“{path.name}” cannot be read: {error.strerror}.") from error
        if not size:
            raise ServiceError(f"“{path.name}” is empty: scan the sheet again.")
        data = bytes(kept) if size <= MOST_BYTES else None
        return Scan(name=clean(path.name), size=size, content=digest.hexdigest(), data=data)

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
        if scan.data is not None:
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
            raise ServiceError(
                "This laptop has no copy of this scan: look on the laptop it was added on."
            )
        saved = save_file(path, [kept.data])
        log_saved(saved, local=self._local, group=group, what="the scan of a paper list")

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

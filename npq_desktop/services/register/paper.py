"""Handles a register's paper: its report, marks typed from a sheet, the scan, the saved file.

A mark from paper never replaces one that is there. The scan stays, encrypted, on this laptop; the
journal holds its name, size and digest, and where the paper is kept. A file too large to keep is
recorded with its digest alone.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.exports.register_files import register_csv, register_workbook
from npq_desktop.journal.kinds.entries import NoteFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.paper import Evidence, RegisterReport, Scan
from npq_desktop.rows.register import Mark, MarkState, RegisterRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.files import save_as, save_export
from npq_desktop.services.core.marks import LONGEST, as_recorded, words_of
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import clean
from npq_desktop.services.register import words
from npq_desktop.services.register.register import RegisterService
from npq_desktop.services.register.report import register_report

_ENTRY = re.compile(r"([0-9]{1,4})([pale]?)([0-9]{0,4})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;]+")
_HOW = "Type the number and a letter, such as 12p, 13a, 14l20 or 15e10."


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One mark as typed. ``words`` is what it means, or why it cannot be used: then no ``mark``.

    ``is_new``: it is a mark to record, and not one that the register has already.
    """

    text: str
    words: str
    person: str = ""
    mark: Mark | None = None
    is_new: bool = False


def read_lines(rows: Sequence[RegisterRow], text: str) -> tuple[PaperLine, ...]:
    """What is typed, mark by mark, separated by blanks, new lines, commas or semicolons."""
    by_number = {row.number: row for row in rows}
    lines: list[PaperLine] = []
    typed: dict[str, str] = {}
    for piece in filter(None, _BETWEEN.split(text)):
        try:
            line = _read(by_number, piece, typed)
            typed[line.person] = piece
        except ServiceError as error:
            line = PaperLine(piece, str(error))
        lines.append(line)
    return tuple(lines)


def _read(rows: Mapping[int, RegisterRow], piece: str, typed: Mapping[str, str]) -> PaperLine:
    found = _ENTRY.fullmatch(piece)
    if found is None:
        raise ServiceError(f"“{piece[:20]}” is not understood. {_HOW}")
    number, letter, minutes = int(found[1]), found[2].lower(), found[3]
    row = rows.get(number)
    if row is None:
        raise ServiceError(
            f"There is no number {number} on this register, which goes from 1 to {len(rows)}. "
            "Check the paper. Mark people written in by hand in the register."
        )
    who = words.numbered(number, row.name)
    if not letter:
        raise ServiceError(f"{who} has no letter for the mark. {_HOW}")
    if row.person in typed:
        raise ServiceError(f"{who} is already typed as {typed[row.person]}. Keep one of them.")
    mark = _mark(row, letter, minutes)
    said = words_of(mark)
    if _says(row) == mark:
        known = words.typed_mark(number, row.name, said, known=True)
        return PaperLine(piece, known, row.person, mark)
    _check_free(row, who)
    meant = words.typed_mark(number, row.name, said, known=False)
    return PaperLine(piece, meant, row.person, mark, is_new=True)


def _mark(row: RegisterRow, letter: str, minutes: str) -> Mark:
    if letter in "pa":
        if minutes:
            raise ServiceError(
                f"Present and absent take no minutes. For late, type {row.number}l{minutes}."
            )
        return Mark(MarkState.PRESENT if letter == "p" else MarkState.ABSENT)
    if not minutes or not 0 < int(minutes) <= LONGEST:
        late = "late" if letter == "l" else "early"
        raise ServiceError(
            f"How many minutes {late} was {row.name}? Type 1 to {LONGEST} after the letter, for "
            f"example {row.number}{letter}20."
        )
    if letter == "l":
        return as_recorded(Mark(MarkState.LATE, minutes_late=int(minutes)))
    return as_recorded(Mark(MarkState.LEFT_EARLY, minutes_early=int(minutes)))


def _says(row: RegisterRow) -> Mark:
    return Mark(row.state, row.minutes_late, row.minutes_early, row.reason)


def _check_free(row: RegisterRow, who: str) -> None:
    if row.state is MarkState.CONFLICT:
        raise ServiceError(f"{who} has two different marks. Choose one in the register.")
    if row.state is not MarkState.UNMARKED:
        raise ServiceError(
            f"{who} is already marked {words_of(_says(row))}. If the paper is right, change the "
            "mark in the register."
        )
    if row.signed:
        raise ServiceError(
            f"{who} is already signed off. Change the mark in the register, which asks for a "
            "reason."
        )
    if not row.expected:
        raise ServiceError(
            f"{who} is not expected ({row.why_not_expected}). If the paper is right, mark them in "
            "the register."
        )


MOST_BYTES = 20 * 1024 * 1024
"""The largest scan that is kept; every backup holds it too."""

_PART_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Transcribed:
    """The lines that were ``recorded``, and those ``left`` to put right."""

    changes: Changes
    recorded: tuple[PaperLine, ...]
    left: tuple[PaperLine, ...]


class PaperService:
    """Reports, paper lists and scans of the registers of every group on this laptop."""

    def __init__(self, core: Core, *, register: RegisterService) -> None:
        self._core = core
        self._register = register

    def report(self, group: str, event: str, *, with_notes: bool = False) -> RegisterReport:
        """The register as a document; free notes are in it only ``with_notes``."""
        return register_report(
            self._core.facts.of(group),
            self._register.view(group, event),
            made=self._core.now(group),
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
        save_as(path, makers, store=self._core.store, group=group, what=what)

    def save_sheet(self, group: str, path: Path, pages: bytes) -> None:
        """Write a finished sign-in sheet to ``path``; raises as :meth:`save_report`."""
        what = "a sign-in sheet"
        save_as(path, {".pdf": lambda: pages}, store=self._core.store, group=group, what=what)

    def lines(self, group: str, event: str, text: str) -> tuple[PaperLine, ...]:
        """What is typed from the paper means now, mark by mark; nothing is written."""
        return read_lines(self._register.view(group, event).rows, text)

    def transcribe(
        self, group: str, event: str, text: str, shown: tuple[PaperLine, ...]
    ) -> Transcribed:
        """Record every mark that is understood, in one transaction and one step for undo.

        Raises:
            StaleError: the typed marks mean something else now than was shown.
            ServiceError: the event did not run.
            StoreError: nothing is on disk; nothing was written.
        """
        lines = unchanged(shown, self.lines(group, event, text))
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
            self._evidence(group, n) for n in self._core.facts.of(group).evidence.get(event, ())
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
            raise ServiceError(f"“{path.name}” is empty. Scan the sheet again.")
        data = bytes(kept) if size <= MOST_BYTES else None
        return Scan(name=clean(path.name), size=size, content=digest.hexdigest(), data=data)

    def keep_evidence(self, group: str, event: str, scan: Scan, where: str) -> Changes:
        """Keep the scan on this laptop and record it with where the paper is: one step for undo.

        Raises:
            ServiceError: ``where`` is empty, or this scan is recorded already.
        """
        kept_at = clean(where)
        if not kept_at:
            raise ServiceError("Type where the paper is kept, so that others can find it.")
        if any(each.content == scan.content for each in self.evidence(group, event)):
            raise ServiceError(f"“{scan.name}” is already recorded for this event.")
        title = self._register.view(group, event).event.title
        content = {
            "id": secrets.token_hex(16),
            "event": event,
            "text": kept_at,
            "name": scan.name,
            "size": scan.size,
            "content": scan.content,
        }
        with self._core.together():
            if scan.data is not None:
                self._core.store.local.save_attachment(group, scan.name, scan.data)
            recorded = self._core.recorder.write(group, [NewEntry("evidence.add", content)])
        self._core.undo.remember(group, UndoStep(f"paper evidence of {title}", recorded.ids, event))
        return recorded.changes

    def save_scan(self, group: str, content: str, path: Path) -> None:
        """Write a kept scan to ``path``, no longer encrypted.

        Raises:
            ServiceError: the scan is on another laptop.
            BundleError: it was not saved.
        """
        kept = self._core.store.local.attachment(group, content)
        if kept is None:
            raise ServiceError(
                "This laptop has no copy of this scan. It is on the laptop it was added on."
            )
        save_export(
            path, kept.data, store=self._core.store, group=group, what="the scan of a paper list"
        )

    def _evidence(self, group: str, fact: NoteFact) -> Evidence:
        content = str(fact.details.get("content") or "")
        return Evidence(
            name=clean(str(fact.details.get("name") or "a scan without a name")),
            size=_size(fact.details.get("size")),
            content=content,
            where=clean(fact.text or ""),
            by=clean(self._core.facts.of(group).member_name(fact.source.key)),
            is_here=bool(content) and self._core.store.local.attachment(group, content) is not None,
        )


def _size(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0

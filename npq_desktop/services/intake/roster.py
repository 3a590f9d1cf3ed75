"""Which column of a roster is what, where the titles do not say: chosen once, then remembered.

Columns about health, support or private life are never offered. What was chosen for a title holds
for every later file with that title; it is remembered once a roster is taken in, not by looking.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.headers import (
    NAME_FIELDS,
    ColumnMapping,
    RosterField,
    find_header,
    recognise,
    title_key,
)
from npq_desktop.interchange.files.tables import TableRow
from npq_desktop.interchange.rosters.oneroster import is_oneroster
from npq_desktop.interchange.rosters.roster import Roster, preview_rows, read_roster
from npq_desktop.journal.kinds.enrolment import EnrolmentFact
from npq_desktop.rows.exchange import FileColumn, RosterChoices
from npq_desktop.rows.intake import FileKind
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.enrolment import ACTIVE, DEFERRED, WITHDRAWN, Enrolment
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.words import count, day_and_year
from npq_desktop.services.intake.opened import File, OpenedFile, open_file

_NAME = "roster columns"
"""The name of a setting, which stays what it was."""
_SENSITIVE = "sensitive"
_SAMPLES = 3
FIELDS = tuple(field.value for field in RosterField)
"""What a column may be said to hold."""
NAMES = tuple(field.value for field in NAME_FIELDS)
"""One of these a roster needs."""


class RosterColumns:
    """The titles this laptop has been told about."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def remember(self, columns: Mapping[str, str]) -> None:
        """Keep what titles mean; "" for a column that is not to be read."""
        known = self.known()
        said = {title_key(title): field for title, field in columns.items() if title_key(title)}
        if {**known, **said} != known:
            self._core.store.local.save_setting(_NAME, {**known, **said})

    def known(self) -> dict[str, str]:
        """What titles mean. A damaged memory, or one of a later version, is none."""
        known = self._core.store.local.setting(_NAME)
        return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """A file's columns and its people; without people, ``refusal`` tells why."""

    opened: OpenedFile
    choices: RosterChoices
    columns: tuple[FileColumn, ...]
    people: Roster | None
    refusal: InterchangeError | None = None

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.opened.path


@dataclass(frozen=True, slots=True)
class RosterReading:
    """How a list of people is read, without the group it is for; any thread may use it.

    ``known`` says what titles mean, ``choices`` what was said of this file so far.
    """

    known: Mapping[str, str]
    choices: RosterChoices
    today: date

    def of(self, file: File) -> ReadRoster:
        """The columns of a file, and its people where a column is known to hold their names.

        Raises:
            InterchangeError: the file cannot be read as a table.
        """
        opened = open_file(file)
        data, name, sheet = opened.data, opened.path.name, self.choices.sheet
        if opened.kind is FileKind.SYNC:
            raise InterchangeError(f"“{name}” is {opened.found.what}, not a list of people.")
        mapping: ColumnMapping | None = None
        columns: tuple[FileColumn, ...] = ()
        if not is_oneroster(data):
            rows = preview_rows(data, file_name=name, sheet=sheet)
            mapping = self._mapping(rows)
            columns = _columns(mapping, rows)
        people, refusal = None, None
        try:
            people = read_roster(
                data, file_name=name, mapping=self._checked(mapping), sheet=sheet, today=self.today
            )
        except InterchangeError as error:
            refusal = error
        return ReadRoster(opened, self.choices, columns, people, refusal)

    def _mapping(self, rows: tuple[TableRow, ...]) -> ColumnMapping:
        mapping = find_header(rows) or _likely_header(rows)
        said = {
            at: self.known[title_key(title)]
            for at, title in enumerate(mapping.titles)
            if title_key(title) in self.known
        }
        return _with(mapping, {**said, **self.choices.columns})

    def _checked(self, mapping: ColumnMapping | None) -> ColumnMapping | None:
        """The mapping to read with; None to leave it to the titles, or to the archive."""
        if mapping is None or any(name in mapping.columns for name in NAME_FIELDS):
            return mapping
        if self.choices.columns:
            raise InterchangeError("Say which column holds the names: whole, or first and last.")
        return None


def _columns(mapping: ColumnMapping, rows: tuple[TableRow, ...]) -> tuple[FileColumn, ...]:
    """The columns and what they hold, as far as is known."""
    below = [row for row in rows if row.line > mapping.header_line]
    holds = {at: field.value for field, at in mapping.columns.items()}
    hidden = {each.column for each in mapping.ignored if each.reason.startswith(_SENSITIVE)}
    width = max((len(row.cells) for row in below), default=0)
    found = (
        FileColumn(at, _title(mapping, at), _samples(below, at), holds.get(at, ""))
        for at in range(max(width, len(mapping.titles)))
        if at not in hidden
    )
    return tuple(column for column in found if column.title or column.samples)


def _likely_header(rows: tuple[TableRow, ...]) -> ColumnMapping:
    """The fullest line without an address or a number is the titles; else there are none."""
    fullest = max((sum(map(bool, row.cells)) for row in rows), default=0)
    for row in rows:
        wordy = not any("@" in cell or any(map(str.isdigit, cell)) for cell in row.cells)
        if sum(map(bool, row.cells)) >= max(1, fullest - 1):
            return recognise(row.cells, line=row.line) if wordy else _untitled()
    return _untitled()


def _untitled() -> ColumnMapping:
    return replace(recognise((), line=0), titles=())


def _with(mapping: ColumnMapping, said: Mapping[int, str]) -> ColumnMapping:
    """The mapping with what was said of columns; a field that is said twice is read once."""
    for at in said:
        for field in [field for field, column in mapping.columns.items() if column == at]:
            mapping = mapping.without(field)
    for at, value in said.items():
        if value in FIELDS:
            mapping = mapping.with_column(RosterField(value), at)
    return mapping


def _title(mapping: ColumnMapping, at: int) -> str:
    return mapping.titles[at] if at < len(mapping.titles) else ""


def _samples(rows: list[TableRow], at: int) -> tuple[str, ...]:
    cells = (row.cells[at] for row in rows if at < len(row.cells) and row.cells[at])
    return tuple(dict.fromkeys(cells))[:_SAMPLES]


_STATED = {
    "active": ACTIVE,
    "deferred": DEFERRED,
    "deferral": DEFERRED,
    "withdrawn": WITHDRAWN,
    "withdrew": WITHDRAWN,
    "withdrawal": WITHDRAWN,
}
_APART = re.compile(
    r"suspended|not current|not active|inactive|disabled|unenrolled|not enrolled|no longer .*|left"
    r"|leaver|dropped( out)?|on hold|paused|on leave|removed|expired|ended|enrolment ended.*",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(
    r"active|current|enrolled|registered|confirmed|booked|accepted|attending|checked in|yes|ok|paid"
    r"|participant|participating|on programme|on track|started|complete(d)?|new|invited",
    re.IGNORECASE,
)


def stated(text: str | None) -> str:
    """The training status a cell states: active, deferred, withdrawn, or "" for anything else."""
    words = (text or "").casefold().split()
    return _STATED.get(words[0].rstrip(".,:;"), "") if words else ""


def unknown_statuses(texts: Iterable[str | None]) -> tuple[str, ...]:
    """A sentence on each status of a file that is none known here, with how many have it."""
    counts = Counter(text for text in texts if text and not _is_known(text))
    return tuple(
        f"{count(number, 'person has', 'people have')} the status “{text}”, which was not read."
        for text, number in counts.items()
    )


def _is_known(text: str) -> bool:
    said = text.partition(",")[0].strip()
    known = _APART.fullmatch(said) or _TAKES_PART.fullmatch(said)
    return known is not None or bool(stated(text))


def new_status(text: str | None, known: Sequence[EnrolmentFact], today: date) -> str:
    """What is to be recorded of somebody: deferred or withdrawn where that is news, else ""."""
    status = stated(text)
    if status not in (DEFERRED, WITHDRAWN) or Enrolment(known).status(today) == status:
        return ""
    return status


def words(name: str, text: str | None, known: Sequence[EnrolmentFact], today: date) -> str:
    """What the preview says of somebody's status; "" where file and group agree."""
    status, enrolment = new_status(text, known, today), Enrolment(known)
    if status:
        return (
            f"{name}: {status} from {day_and_year(today)}, because the file names no day and no "
            "reason. Correct both under Training status."
        )
    if _APART.fullmatch((text or "").partition(",")[0].strip()):
        return (
            f"{name}: “{text}” in the file. This may be a change of training status: if they "
            "deferred or withdrew, record it under Training status."
        )
    if stated(text) == ACTIVE and enrolment.set_apart(today):
        return (
            f"{name}: active in the file, {enrolment.why_not(today)} here. This stays as it is: if "
            "they came back, record it under Training status."
        )
    return ""


def draft(person: str, status: str, today: date) -> NewEntry:
    """The entry that records it."""
    content = {"person": person, "from": today.isoformat(), "status": status}
    return NewEntry("enrolment.set", content)

"""Which column of a roster is what, where the titles do not say: chosen once, then remembered.

Columns about health, support or private life are never offered. What was chosen for a title holds
for every later file with that title; it is remembered once a roster is taken in, not by looking.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from npq_desktop.rows.intake import FileKind
from npq_desktop.rows.rosters import FileColumn, RosterChoices, RosterPreview
from npq_desktop.services.core.core import Core
from npq_desktop.services.intake.opened import File, OpenedFile, read_apart
from npq_desktop.services.intake.roster_preview import Beside, preview_of

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
    """A file's columns and its people; without people, ``refusal`` tells why.

    ``preview`` compares them with the group as it was then, ``beside``.
    """

    opened: OpenedFile
    choices: RosterChoices
    columns: tuple[FileColumn, ...]
    beside: Beside
    people: Roster | None
    refusal: InterchangeError | None = None
    preview: RosterPreview | None = None

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.opened.path


@dataclass(frozen=True, slots=True)
class RosterReading:
    """How a list of people is read and compared with a group; any thread may use it.

    ``known`` says what titles mean, ``choices`` what was said of this file so far.
    """

    known: Mapping[str, str]
    choices: RosterChoices
    beside: Beside

    def of(self, file: File) -> ReadRoster:
        """The columns of a file, and its people where a column is known to hold their names.

        Raises:
            InterchangeError: the file cannot be read as a table.
        """
        return read_apart(self._of, file)

    def _of(self, opened: OpenedFile) -> ReadRoster:
        data, name, sheet = opened.data, opened.path.name, self.choices.sheet
        if opened.kind is FileKind.SYNC:
            raise InterchangeError(f"“{name}” is {opened.found.what}, not a list of people.")
        mapping: ColumnMapping | None = None
        columns: tuple[FileColumn, ...] = ()
        if not is_oneroster(data):
            rows = preview_rows(data, file_name=name, sheet=sheet)
            mapping = self._mapping(rows)
            columns = _columns(mapping, rows)
        beside = self.beside
        try:
            people = read_roster(
                data,
                file_name=name,
                mapping=self._checked(mapping),
                sheet=sheet,
                today=beside.today,
            )
        except InterchangeError as error:
            return ReadRoster(opened, self.choices, columns, beside, None, error)
        preview = preview_of(people, opened.path, self.choices, beside)
        return ReadRoster(opened, self.choices, columns, beside, people, preview=preview)

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

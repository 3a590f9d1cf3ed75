"""Who the rows of a claims file are about: each person once, with the staff apart.

Only the columns of identity are read, by the titles rosters have. A name stays as it is written.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo

from npq_desktop.interchange.cells.headers import (
    NAME_FIELDS,
    ColumnMapping,
    RosterField,
    RosterSource,
    recognise,
    title_key,
)
from npq_desktop.interchange.cells.identifiers import clean_email
from npq_desktop.interchange.cells.moments import DateOrder, read_date, read_moment
from npq_desktop.interchange.claims.rows import (
    Claim,
    ClaimFile,
    ClaimKind,
    FileItem,
    FilePerson,
    System,
)
from npq_desktop.interchange.files.tables import Table, TableProblem, TableRow, single_line
from npq_desktop.interchange.people.name_forms import normal_form
from npq_desktop.interchange.people.names import PersonIdentity
from npq_desktop.interchange.people.written_names import readings
from npq_desktop.interchange.rosters.people import RowReading, id_numbers_are_trns, is_summary

_ADDED = re.compile(
    r"\s{0,9}\((?:external|externe|unverified|non vérifié|guest|invité|extern|host|co-host|me)\)",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"^\[[^\]]+\]\s*")


@dataclass(slots=True)
class PeopleTable:
    """One table with its header found: rows below it, problems so far, people met so far."""

    data: bytes
    file_name: str
    table: Table
    header: TableRow
    mapping: ColumnMapping
    source: RosterSource = "plain list"
    zone: tzinfo = UTC
    """On whose clocks times with an offset are read."""
    people: list[FilePerson] = field(default_factory=list)
    problems: list[TableProblem] = field(default_factory=list)
    joins_names: bool = False
    """Whether rows of one bare name are one person, as in a meeting where people join again."""
    _places: dict[tuple[object, ...], int] = field(default_factory=dict)
    _as_trn: bool | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        return self.header.cells

    def rows(self) -> Iterator[TableRow]:
        """The rows about somebody: no totals, averages, test people or repeated titles."""
        for row in self.below():
            if row.cells == self.titles:
                continue
            if is_summary(row, self.mapping):
                continue
            if self.table.exact_width and not self._fits(row):
                continue
            yield row

    def moment(self, text: str, order: DateOrder | None) -> datetime | None:
        """The day and time in a text, without an offset; None unless both are there."""
        return read_moment(text, order, self.zone)

    def day(self, text: str, order: DateOrder | None) -> date | None:
        """The day in a text, which is another one where its own offset says so."""
        at = self.moment(text, order)
        return at.date() if at else read_date(text, order)

    def column(self, keys: Collection[str]) -> int | None:
        """The first column whose title is one of these keys."""
        found = (at for at, title in enumerate(self.titles) if title_key(title) in keys)
        return next(found, None)

    def below(self) -> list[TableRow]:
        """Every row after the header."""
        return [row for row in self.table.rows if row.line > self.header.line]

    def person(self, row: TableRow) -> int | None:
        """The place of the row's person, met before or new; None, with a problem, for nobody."""
        if self._as_trn is None:
            self._as_trn = id_numbers_are_trns(self.below(), self.mapping)
        if nameless := self._nameless(row):
            return self.place_of(row.line, nameless)
        reading = RowReading(self.mapping, self.source, self._as_trn, row)
        found = reading.person()
        self.problems.extend(reading.problems)
        if found is None:
            return None
        written = single_line(cell(row, self.mapping.columns.get(RosterField.NAME)))
        name = shown_name(written if len(readings(written)) > 1 else found.identity.name)
        return self.place_of(row.line, replace(found.identity, name=name))

    def _nameless(self, row: TableRow) -> PersonIdentity | None:
        """Somebody known by an address only, as in a form that does not ask for names."""
        if any(cell(row, self.mapping.columns.get(name)) for name in NAME_FIELDS):
            return None
        email = clean_email(cell(row, self.mapping.columns.get(RosterField.EMAIL))).value
        return PersonIdentity(name=email, email=email) if email else None

    def place_of(self, line: int, identity: PersonIdentity) -> int:
        """Where this identity stands among the file's people; the same one stands once."""
        keys = identity.trn, identity.email, *sorted(identity.ids.items())
        alone = () if any(keys) or self.joins_names else (line,)  # a bare name may be two people
        key = (normal_form(identity.name), *keys, *alone)
        if key not in self._places:
            self._places[key] = len(self.people)
            self.people.append(FilePerson(line, identity))
        return self._places[key]

    def warn(self, line: int, message: str, column: str = "") -> None:
        """Say what was odd, without losing the row."""
        self.problems.append(TableProblem(line, column, message, "warning"))

    def file(
        self,
        kind: ClaimKind,
        system: System,
        items: Sequence[FileItem],
        claims: Iterable[Claim],
        *,
        staff: Sequence[int] = (),
        **more: object,
    ) -> ClaimFile:
        """All of it together, with the staff and their claims taken out."""
        kept = [place for place in range(len(self.people)) if place not in set(staff)]
        moved: Mapping[int, int] = {old: new for new, old in enumerate(kept)}
        problems = [*self.table.problems, *self.problems]
        return ClaimFile(
            kind=kind,
            system=system,
            file_name=self.file_name,
            sha256=hashlib.sha256(self.data).hexdigest(),
            items=tuple(items),
            people=tuple(self.people[place] for place in kept),
            claims=tuple(
                replace(claim, person=moved[claim.person])
                for claim in claims
                if claim.person in moved
            ),
            staff=tuple(self.people[place] for place in staff),
            problems=tuple(sorted(problems, key=lambda problem: problem.line)),
            **more,  # type: ignore[arg-type]
        )

    def _fits(self, row: TableRow) -> bool:
        wanted, count = len(self.titles), len(row.cells)
        needed = max((at for at, title in enumerate(self.titles) if title), default=-1) + 1
        if needed <= count and not any(row.cells[wanted:]):
            return True
        message = (
            f"The line has {count} cells where the titles have {wanted}; it was left out."
            " A separator or quotation mark may be missing or one too many."
        )
        self.problems.append(TableProblem(row.line, "", message, "row"))
        return False


def page_of(
    data: bytes, file_name: str, table: Table, header: TableRow, *, source: RosterSource
) -> PeopleTable:
    """A table below one of its rows, whose identity columns are recognised by title."""
    below = [row for row in table.rows if row.line > header.line]
    mapping = recognise(header.cells, line=header.line, below=below)
    return PeopleTable(data, file_name, table, header, mapping, source)


def shown_name(name: str) -> str:
    """The name without what a meeting adds to it: ``(External)``, ``[Company]``."""
    bare = _COMPANY.sub("", _ADDED.sub("", name)).strip()
    return bare or name


def whole(row: TableRow, column: int | None) -> str:
    """The whole text of such a column, which no pattern may look at."""
    return row.whole(column) if column is not None and 0 <= column < len(row.cells) else ""


def cell(row: TableRow, column: int | None) -> str:
    """The text of a column that may be missing."""
    return row.cells[column] if column is not None and 0 <= column < len(row.cells) else ""

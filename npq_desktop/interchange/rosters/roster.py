"""Reads a list of people from the bytes of a CSV, a workbook or a OneRoster archive.

Good rows are kept and bad ones listed; only a file that is no such list at all is refused as a
whole, for what it is. A column about health, support or private life is never read.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.headers import (
    NAME_FIELDS,
    ColumnMapping,
    RosterField,
    RosterSource,
    find_header,
    header_score,
    source_of,
)
from npq_desktop.interchange.cells.identifiers import shared_emails
from npq_desktop.interchange.files.any_table import read_any_table
from npq_desktop.interchange.files.tables import HEADER_SEARCH_ROWS, Table, TableProblem, TableRow
from npq_desktop.interchange.people.name_forms import normal_form
from npq_desktop.interchange.recognising import recognise_table, recognise_whole
from npq_desktop.interchange.rosters.oneroster import is_oneroster, read_oneroster
from npq_desktop.interchange.rosters.people import (
    RosterPerson,
    RowReading,
    cell_of,
    fits_field,
    id_numbers_are_trns,
    is_summary,
)
from npq_desktop.interchange.rosters.sections import (
    Section,
    SectionKind,
    are_mostly_filled,
    may_be_heading,
    section_of,
)
from npq_desktop.interchange.rosters.staff_roles import staff_flags
from npq_desktop.rows.intake import FileKind, Recognised

__all__ = [
    "Roster",
    "RosterPerson",
    "RosterProblem",
    "leave_out",
    "preview_rows",
    "read_roster",
]

RosterProblem = TableProblem
_CALLED_OFF = re.compile(
    r"(partially )?refund(ed)?|cancell?ed( by .*)?|(not|no longer) attending|deleted|declined"
    r"|transferred( out)?|void(ed)?",
    re.IGNORECASE,
)
_FEW = 3
"""Up to so many people may each be the first of a group."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a file in its order, what was wrong with it, and where it came from.

    ``staff`` are those a role column, a heading or the caller names as no participants;
    ``not_coming`` those whose booking was taken back. ``sheets`` are the visible sheets of a
    workbook, ``groups`` the groups or classes that divide the file, each with its number of people.
    ``sha256`` is of the file's bytes, in hexadecimal. Of a ``partial`` file nobody is missing, and
    ``removals`` are sentences on what it proposes to take away.
    """

    people: tuple[RosterPerson, ...]
    problems: tuple[RosterProblem, ...]
    mapping: ColumnMapping
    source: RosterSource
    file_name: str
    sheet: str | None
    sha256: str
    staff: tuple[RosterPerson, ...] = ()
    not_coming: tuple[RosterPerson, ...] = ()
    sheets: tuple[str, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    partial: bool = False
    removals: tuple[str, ...] = ()


def read_roster(
    data: bytes,
    *,
    file_name: str,
    mapping: ColumnMapping | None = None,
    sheet: str | None = None,
    today: date | None = None,
) -> Roster:
    """The roster in the bytes of a text file, a workbook or a OneRoster zip.

    ``mapping`` overrides what the titles suggest; ``sheet`` the choice of a workbook's sheet; by
    ``today`` an enrolment may be still to come.
    Raises: InterchangeError when the file as a whole is no roster; the text says what to do.
    """
    if is_oneroster(data):
        return _one_roster(data, file_name, today)
    table = _table(data, file_name, sheet)
    _refuse_other(recognise_table(table, file_name), file_name)
    mapping = mapping or _recognised(table, file_name)
    _check_mapping(mapping, table, file_name)
    rows = _rows_below(table, mapping, file_name)
    source = source_of(mapping, file_name)
    reading = _PeopleReading(table, rows, mapping, source)
    reading.run()
    people, staff, not_coming, more = _settled(reading.people, mapping)
    problems = [*table.problems, *reading.problems, *more]
    return Roster(
        people=people,
        problems=tuple(sorted(problems, key=lambda each: each.line)),
        mapping=mapping,
        source=source,
        file_name=file_name,
        sheet=table.sheet,
        sha256=hashlib.sha256(data).hexdigest(),
        staff=(*reading.staff, *staff),
        not_coming=not_coming,
        sheets=table.sheets,
        groups=groups_of(people),
    )


def _rows_below(table: Table, mapping: ColumnMapping, file_name: str) -> list[TableRow]:
    rows = [row for row in table.rows if row.line > mapping.header_line]
    if not rows:
        message = f"“{file_name}” has column titles but nobody below them."
        raise InterchangeError(f"{message} Check that the right list was downloaded.")
    return rows


def _one_roster(data: bytes, file_name: str, today: date | None) -> Roster:
    found = read_oneroster(data, file_name=file_name, today=today)
    if not (found.people or found.removals):
        message = f"Nobody is enrolled in a class of “{file_name}”."
        raise InterchangeError(f"{message} Export the list of people of the group again.")
    mapping = ColumnMapping(MappingProxyType({}), (), 0)
    people, _, _, problems = _settled(found.people, mapping)
    return Roster(
        people=people,
        problems=(*found.problems, *problems),
        mapping=mapping,
        source="oneroster",
        file_name=file_name,
        sheet=None,
        sha256=hashlib.sha256(data).hexdigest(),
        staff=found.staff,
        groups=groups_of(people),
        partial=found.partial,
        removals=found.removals,
    )


def groups_of(people: Sequence[RosterPerson]) -> tuple[tuple[str, int], ...]:
    """The groups that divide the people of a file, in its order, with how many are in each.

    None where one group holds everybody who has one, or where everybody has one of their own.
    """
    of_each = [memberships(person) for person in people]
    stated = [names for names in of_each if names]
    counts = Counter(name for names in stated for name in names)
    shared = any(count == len(stated) for count in counts.values())
    single = len(stated) > _FEW and len(counts) == len(stated)
    return () if shared or single else tuple(counts.items())


def memberships(person: RosterPerson) -> tuple[str, ...]:
    """The groups a cell names: ``Group 07, Group 08`` or ``A and B``."""
    parts = re.split(r"[,;|]| and ", person.group or "")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def preview_rows(data: bytes, *, file_name: str, sheet: str | None = None) -> tuple[TableRow, ...]:
    """The first twenty rows as text, for the user to say which column is which.

    Raises: InterchangeError when the file cannot be read.
    """
    return _table(data, file_name, sheet).rows[:HEADER_SEARCH_ROWS]


def _table(data: bytes, file_name: str, sheet: str | None) -> Table:
    whole = recognise_whole(data, file_name=file_name)
    if whole is not None:
        _refuse_other(whole, file_name)
    return read_any_table(data, file_name=file_name, header_score=header_score, sheet=sheet)


def leave_out(roster: Roster, names_or_emails: Iterable[str]) -> Roster:
    """The roster without people known to be no participants, such as the group's facilitators.

    Each is found by e-mail or by whole name; a name that two people bear leaves both in, with a
    warning. Those left out move to ``staff``.
    """
    staff = list(roster.staff)
    problems = list(roster.problems)
    people = list(roster.people)
    for wanted in names_or_emails:
        found = [person for person in people if _is_called(person, wanted)]
        if len(found) == 1:
            people.remove(found[0])
            staff.append(found[0])
            message = f"{found[0].name} works with this group here, so is not a participant."
            problems.append(RosterProblem(found[0].line, "", message, "warning"))
        for person in found[1:]:
            message = f"Several people are called “{wanted}”; all were kept."
            problems.append(RosterProblem(person.line, "", message, "warning"))
    return replace(
        roster,
        people=tuple(people),
        staff=tuple(staff),
        problems=tuple(problems),
        groups=groups_of(people),
    )


def _refuse_other(found: Recognised, file_name: str) -> None:
    if found.kind is FileKind.PEOPLE:
        return
    message = f"“{file_name}” is {found.what}, not a list of people."
    if found.kind is FileKind.SCHOOLS:
        raise InterchangeError(f"{message} Open it with Group, Open… to keep the schools.")
    raise InterchangeError(f"{message} Open the group it is about, then open this file again.")


def _recognised(table: Table, file_name: str) -> ColumnMapping:
    mapping = find_header(table.rows)
    if mapping is None and not table.sheet and file_name.casefold().endswith((".xlsx", ".xlsm")):
        message = f"“{file_name}” is no workbook inside, so it is damaged or was renamed."
        raise InterchangeError(f"{message} Download it again, or save it again from Excel.")
    if mapping is None:
        where = f"sheet “{table.sheet}” of “{file_name}”" if table.sheet else f"“{file_name}”"
        message = f"No column titles such as Name or First name were found in {where}."
        raise InterchangeError(f"{message} Add a line of titles above the list and try again.")
    return mapping


def _check_mapping(mapping: ColumnMapping, table: Table, file_name: str) -> None:
    width = max((len(row.cells) for row in table.rows), default=0)
    width = max(width, len(mapping.titles))
    if any(not 0 <= column < width for column in mapping.columns.values()):
        message = f"The chosen columns do not fit “{file_name}”."
        raise InterchangeError(f"{message} Choose the columns again.")


class _PeopleReading:
    """One run through the rows below the titles; headings hold for those below them."""

    def __init__(
        self, table: Table, rows: Sequence[TableRow], mapping: ColumnMapping, source: RosterSource
    ) -> None:
        self._table = table
        self._rows = rows
        self._mapping = mapping
        self._source = source
        self._as_trn = id_numbers_are_trns(rows, mapping)
        self._mostly_filled = are_mostly_filled(rows)
        self._section: Section | None = None
        self.people: list[RosterPerson] = []
        self.staff: list[RosterPerson] = []
        self.problems: list[RosterProblem] = []

    def run(self) -> None:
        if self._as_trn:
            title = self._mapping.title_of(RosterField.MOODLE_ID)
            message = f"The numbers under “{title}” were taken as TRNs."
            line = self._mapping.header_line
            self.problems.append(RosterProblem(line, title, message, "warning"))
        for row in self._rows:
            if row.cells != self._mapping.titles:  # repeated where printed pages were put together
                self._read(row)

    def _read(self, row: TableRow) -> None:
        section = section_of(row, self._mapping)
        if section is not None:
            self._section = section
            return
        if is_summary(row, self._mapping):
            self._warn(row, "The line is a total or a test person, not a participant; skipped.")
            return
        if self._table.exact_width and (fault := _width_fault(row, self._mapping)):
            self.problems.append(fault)
            if fault.severity == "row":
                return
        reading = RowReading(self._mapping, self._source, self._as_trn, row)
        person = reading.person()
        self.problems.extend(reading.problems)
        if person is not None:
            self._keep(person, row)

    def _keep(self, person: RosterPerson, row: TableRow) -> None:
        section = self._section
        kind = section.kind if section else None
        title = section.title if section else ""
        if kind is SectionKind.STAFF:
            self._warn(row, f"{person.name} is listed under “{title}”, so is not a participant.")
            self.staff.append(person)
            return
        if kind is SectionKind.GROUP and not person.group:
            person = replace(person, group=title)
        self.people.append(replace(person, asked=self._question(row, kind, title)))

    def _question(self, row: TableRow, kind: SectionKind | None, title: str) -> str:
        """Why a human has to say whether the line is a participant; "" for most lines."""
        named = [self._mapping.columns.get(name) for name in NAME_FIELDS]
        if any((row.line, at) in self._table.struck for at in named if at is not None):
            return "is struck out in the file"
        if kind is SectionKind.APART:
            return f"is listed under “{title}” in the file"
        if self._mostly_filled and may_be_heading(row, self._mapping):
            return "is alone on a line, which may be a heading"
        return ""

    def _warn(self, row: TableRow, message: str) -> None:
        self.problems.append(RosterProblem(row.line, "", message, "warning"))


def _width_fault(row: TableRow, mapping: ColumnMapping) -> RosterProblem | None:
    """Why the row's cells may not stand under their titles; a warning when only the end is cut."""
    widest = len(mapping.titles) or len(row.cells)
    needed = max((at for at, title in enumerate(mapping.titles) if title), default=-1) + 1
    needed = max(needed, *(column + 1 for column in mapping.columns.values()), 0)
    count = len(row.cells)
    if count >= needed and not any(row.cells[widest:]):
        return None
    if count < needed and _is_cut_short(row, mapping):
        message = f"The line ends after {count} of the {needed} titles; the rest is taken as empty."
        return RosterProblem(row.line, "", message, "warning")
    fault = "fewer" if count < needed else "more"
    message = (
        f"The line has {count} cells, {fault} than the {needed} titles; it was left out."
        " A separator or quotation mark may be missing or one too many."
    )
    return RosterProblem(row.line, "", message, "row")


def _is_cut_short(row: TableRow, mapping: ColumnMapping) -> bool:
    """Whether every cell that is there looks at home, so that only empty ones at the end lack.

    A cell lost in the middle moves the others one title to the left, where an address, a number or
    a date gives itself away.
    """
    homes = {column: name for name, column in mapping.columns.items()}
    named = any(cell_of(row, mapping, name) for name in NAME_FIELDS)
    fits = all(fits_field(cell, homes.get(column)) for column, cell in enumerate(row.cells) if cell)
    return named and fits


def _settled(
    people: Sequence[RosterPerson], mapping: ColumnMapping
) -> tuple[
    tuple[RosterPerson, ...],
    tuple[RosterPerson, ...],
    tuple[RosterPerson, ...],
    list[RosterProblem],
]:
    """Participants, staff, who is not coming, and warnings, once rows are seen side by side."""
    kept, problems = _without_repeats(people)
    flags = staff_flags(person.role for person in kept)
    staff = tuple(person for person, is_staff in zip(kept, flags, strict=True) if is_staff)
    others = [person for person, is_staff in zip(kept, flags, strict=True) if not is_staff]
    for person in staff:
        message = f"{person.name} is listed as {person.role}, so is not a participant."
        title = mapping.title_of(RosterField.ROLE)
        problems.append(RosterProblem(person.line, title, message, "warning"))
    not_coming = tuple(person for person in others if is_called_off(person.status))
    for person in not_coming:
        message = f"{person.name}: “{person.status}”, so not added."
        title = mapping.title_of(RosterField.STATUS)
        problems.append(RosterProblem(person.line, title, message, "warning"))
    others = [person for person in others if not is_called_off(person.status)]
    shared = shared_emails(person.email for person in others)
    problems.extend(_shared_email_problems(others, shared, mapping))
    settled = [_without_shared_email(person, shared) for person in others]
    settled = list(_without_shared_padding(settled, mapping, problems))
    problems.extend(_twin_problems(settled, mapping))
    return tuple(settled), staff, not_coming, problems


def is_called_off(status: str | None) -> bool:
    """Whether a booking's status says that the person is not coming."""
    return _CALLED_OFF.fullmatch((status or "").strip()) is not None


def _without_shared_padding(
    people: Sequence[RosterPerson], mapping: ColumnMapping, problems: list[RosterProblem]
) -> Iterator[RosterPerson]:
    """Five or six digits that several people have are a school's number, nobody's TRN."""
    counts = Counter(person.trn for person in people if person.trn_padded)
    title = mapping.title_of(RosterField.TRN)
    for person in people:
        if person.trn_padded and counts[person.trn] > 1:
            message = "Several people have the same short number under TRN. It was left empty."
            problems.append(RosterProblem(person.line, title, message, "warning"))
            yield replace(person, trn=None, trn_padded=False)
        else:
            yield person


def _without_repeats(
    people: Sequence[RosterPerson],
) -> tuple[list[RosterPerson], list[RosterProblem]]:
    """One of two lines that agree in every word, if they carry more than a name."""
    kept: list[RosterPerson] = []
    problems: list[RosterProblem] = []
    places: dict[tuple[object, ...], int] = {}
    for person in people:
        key = (person.name, person.email, person.trn, *sorted(person.ids.items()), person.role)
        identified = bool(person.email or person.trn or person.ids)
        if identified and key in places:
            first = kept[places[key]]
            message = f"The line repeats {person.name} of line {first.line}; kept once."
            problems.append(RosterProblem(person.line, "", message, "warning"))
            groups = dict.fromkeys([*memberships(first), *memberships(person)])
            kept[places[key]] = replace(first, group=", ".join(groups) or None)
            continue
        places[key] = len(kept)
        kept.append(person)
    return kept, problems


def _without_shared_email(person: RosterPerson, shared: frozenset[str]) -> RosterPerson:
    if person.email not in shared:
        return person
    note = f"{person.email} is used by several people of the file, so it identifies nobody"
    return replace(person, email=None, notes=(*person.notes, note))


def _shared_email_problems(
    people: Sequence[RosterPerson], shared: frozenset[str], mapping: ColumnMapping
) -> Iterator[RosterProblem]:
    title = mapping.title_of(RosterField.EMAIL)
    for person in people:
        if person.email in shared:
            message = f"{person.email} is used by several people, so it was not taken."
            yield RosterProblem(person.line, title, message, "warning")


def _twin_problems(
    people: Sequence[RosterPerson], mapping: ColumnMapping
) -> Iterator[RosterProblem]:
    """Warnings where a name, a TRN or a platform's id stands twice; both people are kept."""
    trn_title = mapping.title_of(RosterField.TRN)
    for same in _repeated({p.line: normal_form(p.name) for p in people}, people):
        message = f"{same[-1].name} is on lines {_lines(same)}. Both were kept."
        yield RosterProblem(same[-1].line, "", message, "warning")
    for same in _repeated({p.line: p.trn for p in people}, people):
        message = f"TRN {same[-1].trn} is on lines {_lines(same)}. Check which is right."
        yield RosterProblem(same[-1].line, trn_title, message, "warning")
    for key in sorted({key for person in people for key in person.ids}):
        for same in _repeated({p.line: p.ids.get(key) for p in people}, people):
            message = f"The {key} id {same[-1].ids[key]} is on lines {_lines(same)}."
            yield RosterProblem(same[-1].line, "", message, "warning")


def _repeated(
    values: Mapping[int, str | None], people: Sequence[RosterPerson]
) -> Iterator[Sequence[RosterPerson]]:
    holders: dict[str, list[RosterPerson]] = defaultdict(list)
    for person in people:
        value = values[person.line]
        if value:
            holders[value].append(person)
    return (same for same in holders.values() if len(same) > 1)


def _lines(people: Sequence[RosterPerson]) -> str:
    lines = [str(person.line) for person in people]
    return f"{', '.join(lines[:-1])} and {lines[-1]}"


def _is_called(person: RosterPerson, wanted: str) -> bool:
    email = wanted.strip().casefold()
    return person.email == email or normal_form(person.name) == normal_form(wanted)

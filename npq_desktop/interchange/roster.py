"""Reads a list of people from the bytes of a CSV, a workbook or a OneRoster archive.

Good rows are kept and bad ones listed; only a file that is no such list at all is refused as a
whole, for what it is. A column about health, support or private life is never read.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.any_table import read_any_table
from npq_desktop.interchange.headers import (
    NAME_FIELDS,
    ColumnMapping,
    RosterField,
    RosterSource,
    find_header,
    header_score,
    source_of,
)
from npq_desktop.interchange.identifiers import shared_emails
from npq_desktop.interchange.layouts import check_not_anonymous
from npq_desktop.interchange.names import normal_form
from npq_desktop.interchange.oneroster import is_oneroster, read_oneroster
from npq_desktop.interchange.people_columns import staff_flags
from npq_desktop.interchange.recognising import recognise_table
from npq_desktop.interchange.roster_people import (
    RosterPerson,
    RowReading,
    cell_of,
    fits_field,
    id_numbers_are_trns,
    is_summary,
)
from npq_desktop.interchange.tables import HEADER_SEARCH_ROWS, Table, TableProblem, TableRow
from npq_desktop.interchange.workbooks import column_letters
from npq_desktop.rows.intake import FileKind

__all__ = [
    "Roster",
    "RosterPerson",
    "RosterProblem",
    "leave_out",
    "preview_rows",
    "read_roster",
]

RosterProblem = TableProblem


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a file in its order, what was wrong with it, and where it came from.

    ``staff`` are those a role column, or the caller, names as no participants. ``sheets`` are the
    visible sheets of a workbook. ``sha256`` is of the file's bytes, in hexadecimal.
    """

    people: tuple[RosterPerson, ...]
    problems: tuple[RosterProblem, ...]
    mapping: ColumnMapping
    source: RosterSource
    file_name: str
    sheet: str | None
    sha256: str
    staff: tuple[RosterPerson, ...] = ()
    sheets: tuple[str, ...] = ()


def read_roster(
    data: bytes, *, file_name: str, mapping: ColumnMapping | None = None, sheet: str | None = None
) -> Roster:
    """The roster in the bytes of a CSV or .xlsx file or a OneRoster zip.

    ``mapping`` overrides what the titles suggest; ``sheet`` the choice of a workbook's sheet.
    Raises: InterchangeError when the file as a whole is no roster; the text says what to do.
    """
    if is_oneroster(data):
        return _one_roster(data, file_name)
    table = read_any_table(data, file_name=file_name, header_score=header_score, sheet=sheet)
    _refuse_other_tables(table, file_name)
    mapping = mapping or _recognised(table, file_name)
    _check_mapping(mapping, table, file_name)
    rows = [row for row in table.rows if row.line > mapping.header_line]
    if not rows:
        message = f"“{file_name}” has column titles but nobody below them."
        raise InterchangeError(f"{message} Check that the right list was downloaded.")
    source = source_of(mapping, file_name)
    everybody, problems = _read_people(table, rows, mapping, source)
    people, staff, more = _settled(everybody, mapping)
    return Roster(
        people=people,
        problems=tuple(sorted([*table.problems, *problems, *more], key=lambda each: each.line)),
        mapping=mapping,
        source=source,
        file_name=file_name,
        sheet=table.sheet,
        sha256=hashlib.sha256(data).hexdigest(),
        staff=staff,
        sheets=table.sheets,
    )


def _one_roster(data: bytes, file_name: str) -> Roster:
    found = read_oneroster(data, file_name=file_name)
    if not found.people:
        message = f"Nobody is enrolled in a class of “{file_name}”."
        raise InterchangeError(f"{message} Export the roster of the group again.")
    mapping = ColumnMapping(MappingProxyType({}), (), 0)
    people, _, problems = _settled(found.people, mapping)
    return Roster(
        people=people,
        problems=(*found.problems, *problems),
        mapping=mapping,
        source="oneroster",
        file_name=file_name,
        sheet=None,
        sha256=hashlib.sha256(data).hexdigest(),
        staff=found.staff,
    )


def preview_rows(data: bytes, *, file_name: str, sheet: str | None = None) -> tuple[TableRow, ...]:
    """The first twenty rows as text, for the user to say which column is which.

    Raises: InterchangeError when the file cannot be read.
    """
    return read_any_table(data, file_name=file_name, header_score=header_score, sheet=sheet).rows[
        :HEADER_SEARCH_ROWS
    ]


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
        for person in found[1:]:
            message = f"Several people are called “{wanted}”; all were kept."
            problems.append(RosterProblem(person.line, "", message, "warning"))
    return replace(roster, people=tuple(people), staff=tuple(staff), problems=tuple(problems))


def _refuse_other_tables(table: Table, file_name: str) -> None:
    found = recognise_table(table)
    if found.kind is FileKind.PEOPLE:
        return
    for index, row in enumerate(table.rows[:HEADER_SEARCH_ROWS], start=1):
        check_not_anonymous(row.cells, len(table.rows) - index, file_name)
    message = f"“{file_name}” is {found.what}, not a list of people."
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


def _read_people(
    table: Table, rows: Sequence[TableRow], mapping: ColumnMapping, source: RosterSource
) -> tuple[list[RosterPerson], list[RosterProblem]]:
    people: list[RosterPerson] = []
    problems = list(_formula_problems(table, mapping))
    as_trn = id_numbers_are_trns(rows, mapping)
    if as_trn:
        title = mapping.title_of(RosterField.MOODLE_ID)
        message = f"The numbers under “{title}” were taken as TRNs."
        problems.append(RosterProblem(mapping.header_line, title, message, "warning"))
    for row in rows:
        if row.cells == mapping.titles:
            continue  # the titles again, as where printed pages were put together
        if is_summary(row, mapping):
            message = "The line is a total or a test person, not a participant; it was skipped."
            problems.append(RosterProblem(row.line, "", message, "warning"))
            continue
        if table.exact_width and (fault := _width_fault(row, mapping)):
            problems.append(fault)
            if fault.severity == "row":
                continue
        reading = RowReading(mapping, source, as_trn, row)
        person = reading.person()
        problems.extend(reading.problems)
        if person is not None:
            people.append(person)
    return people, problems


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


def _formula_problems(table: Table, mapping: ColumnMapping) -> Iterator[RosterProblem]:
    titles = {column: mapping.title_of(name) for name, column in mapping.columns.items()}
    for line, column in sorted(table.empty_formulas):
        if line > mapping.header_line and column - 1 in titles:
            message = (
                f"The formula in cell {column_letters(column)}{line} has no stored result, so it"
                " was read as empty. Open the file in Excel and save it again."
            )
            yield RosterProblem(line, titles[column - 1], message, "warning")


def _settled(
    people: Sequence[RosterPerson], mapping: ColumnMapping
) -> tuple[tuple[RosterPerson, ...], tuple[RosterPerson, ...], list[RosterProblem]]:
    """Participants, staff and warnings, once each row is seen beside the others."""
    kept, problems = _without_repeats(people)
    flags = staff_flags(person.role for person in kept)
    staff = tuple(person for person, is_staff in zip(kept, flags, strict=True) if is_staff)
    others = [person for person, is_staff in zip(kept, flags, strict=True) if not is_staff]
    for person in staff:
        message = f"{person.name} is listed as {person.role}, so is not a participant."
        title = mapping.title_of(RosterField.ROLE)
        problems.append(RosterProblem(person.line, title, message, "warning"))
    shared = shared_emails(person.email for person in kept)
    settled = tuple(_without_shared_email(person, shared) for person in others)
    problems.extend(_shared_email_problems(others, shared, mapping))
    problems.extend(_twin_problems(settled, mapping))
    return settled, staff, problems


def _without_repeats(
    people: Sequence[RosterPerson],
) -> tuple[list[RosterPerson], list[RosterProblem]]:
    """One of two lines that agree in every word, if they carry more than a name."""
    kept: list[RosterPerson] = []
    problems: list[RosterProblem] = []
    first_lines: dict[tuple[object, ...], int] = {}
    for person in people:
        key = (person.name, person.email, person.trn, *sorted(person.ids.items()), person.role)
        identified = bool(person.email or person.trn or person.ids)
        if identified and key in first_lines:
            message = f"The line repeats {person.name} of line {first_lines[key]}; kept once."
            problems.append(RosterProblem(person.line, "", message, "warning"))
            continue
        first_lines[key] = person.line
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
        message = f"{same[-1].name} stands on lines {_lines(same)}; both were kept."
        yield RosterProblem(same[-1].line, "", message, "warning")
    for same in _repeated({p.line: p.trn for p in people}, people):
        message = f"TRN {same[-1].trn} stands on lines {_lines(same)}; check which is right."
        yield RosterProblem(same[-1].line, trn_title, message, "warning")
    for key in sorted({key for person in people for key in person.ids}):
        for same in _repeated({p.line: p.ids.get(key) for p in people}, people):
            message = f"The {key} id {same[-1].ids[key]} stands on lines {_lines(same)}."
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

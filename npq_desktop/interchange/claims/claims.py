"""Reads any file that claims something about people: registers, meetings, forms, grades, work.

What the file is, its own titles and cells decide, never its name. A list of people claims nothing.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, tzinfo

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells import layouts
from npq_desktop.interchange.cells.headers import ColumnMapping, source_of
from npq_desktop.interchange.claims.answers import read_catch_ups, read_form
from npq_desktop.interchange.claims.attendance_grids import names_tasks, read_grid
from npq_desktop.interchange.claims.completion import read_progress, read_worksheet
from npq_desktop.interchange.claims.gradebooks import (
    read_brightspace_grades,
    read_canvas_gradebook,
    read_classroom_grades,
)
from npq_desktop.interchange.claims.meetings import (
    read_meet,
    read_teams,
    read_teams_actions,
    read_zoom,
)
from npq_desktop.interchange.claims.people_columns import PeopleTable, page_of
from npq_desktop.interchange.claims.quiz_reports import (
    is_forms_quiz,
    read_forms_quiz,
    read_moodle_quiz,
    read_quiz_attempts,
)
from npq_desktop.interchange.claims.rows import ClaimFile, ClaimState
from npq_desktop.interchange.files.any_table import read_any_table
from npq_desktop.interchange.files.tables import Table, best_header
from npq_desktop.programme.zones import home_zone

Reader = Callable[[PeopleTable], ClaimFile | None]


def claim_table(data: bytes, *, file_name: str, sheet: str | None = None) -> Table:
    """The table in the bytes of a text file or a workbook, for :func:`read_claims` to read.

    Raises: InterchangeError when there is none.
    """
    return read_any_table(data, file_name=file_name, header_score=layouts.any_score, sheet=sheet)


def read_claims(
    data: bytes,
    *,
    file_name: str,
    known_days: Collection[date] = (),
    codes: Mapping[str, ClaimState] | None = None,
    mapping: ColumnMapping | None = None,
    table: Table | None = None,
    zone: tzinfo | None = None,
) -> ClaimFile:
    """What the bytes of a CSV or .xlsx file claim.

    ``known_days`` are days of the group's events, which decide whether 11/12 is in November;
    ``codes`` say what unknown status codes of a register mean; ``mapping`` says which columns name
    people, where the titles do not; ``table`` is the bytes' table where it was read already.
    Times that name an offset are read on the clocks of ``zone``, by default the United Kingdom's.
    Raises: InterchangeError when the file claims nothing known.
    """
    table = table or claim_table(data, file_name=file_name)
    if mapping is None:
        page = _page(data, file_name, table)
        found = _readers(page, known_days, codes) if page else []
    else:
        page = _mapped_page(data, file_name, table, mapping)
        found = [lambda page: read_grid(page, codes)]
    for read in found:
        if page is not None:
            page.zone = zone or home_zone()
        claims = read(page) if page else None
        if claims is not None and (claims.claims or claims.anonymous or claims.unknown):
            return claims
    message = f"“{file_name}” has no attendance or work that NPQ Desktop can read."
    if page and names_tasks(page.titles):
        message = f"{message} It looks like grades in a layout that is not known here."
    people = "To open a list of people, choose Group, “List of people from a file”."
    raise InterchangeError(f"{message} {people}")


def _page(data: bytes, file_name: str, table: Table) -> PeopleTable | None:
    index, _ = best_header(table.rows, layouts.any_score)
    if index < 0:
        return None
    header = table.rows[index]
    page = page_of(data, file_name, table, header, source="plain list")
    page.source = source_of(page.mapping, file_name)
    return page


def _mapped_page(
    data: bytes, file_name: str, table: Table, mapping: ColumnMapping
) -> PeopleTable | None:
    header = next((row for row in table.rows if row.line == mapping.header_line), None)
    if header is None:
        return None
    return PeopleTable(data, file_name, table, header, mapping, source_of(mapping, file_name))


def _read_answers(page: PeopleTable, days: Collection[date]) -> ClaimFile:
    return read_forms_quiz(page, days) if is_forms_quiz(page) else read_form(page, days)


def _readers(
    page: PeopleTable, days: Collection[date], codes: Mapping[str, ClaimState] | None
) -> list[Reader]:
    """The reader of the layout its titles fit best, else the two that look at the cells."""
    readers: list[tuple[layouts.Layout, Reader]] = [
        (layouts.QUIZ_ATTEMPTS, read_quiz_attempts),
        (layouts.MOODLE_QUIZ, read_moodle_quiz),
        (layouts.BRIGHTSPACE_GRADES, read_brightspace_grades),
        (layouts.WORKSHEET, read_worksheet),
        (layouts.GRADEBOOK, read_canvas_gradebook),
        (layouts.TEAMS, lambda page: read_teams(page, days)),
        (layouts.TEAMS_ACTIONS, lambda page: read_teams_actions(page, days)),
        (layouts.ZOOM, lambda page: read_zoom(page, days)),
        (layouts.MEET, lambda page: read_meet(page, days)),
        (layouts.FORM, lambda page: _read_answers(page, days)),
        (layouts.CATCH_UPS, lambda page: read_catch_ups(page, days)),
    ]
    scored = [(layout.score(page.titles), read) for layout, read in readers]
    best, reader = max(scored, key=lambda pair: pair[0])
    if best:
        return [reader]
    if layouts.is_classroom(page.below()):
        return [read_classroom_grades]
    looking: list[Reader] = [lambda page: read_grid(page, codes)]
    if layouts.progress_score(page.titles):
        looking.insert(0, read_progress)
    return looking

"""What a file is, by its content and never by its name: one answer for window and commands."""

from collections.abc import Sequence

from npq_desktop.bundle.errors import NotASyncFileError
from npq_desktop.bundle.recognising import HEAD_BYTES, recognise
from npq_desktop.errors import BundleError
from npq_desktop.interchange.calendars.calendars import is_calendar
from npq_desktop.interchange.calendars.event_lists import event_header_score
from npq_desktop.interchange.cells import layouts
from npq_desktop.interchange.files.any_table import read_any_table
from npq_desktop.interchange.files.file_kinds import is_archive_of_files, readable_kind
from npq_desktop.interchange.files.tables import HEADER_SEARCH_ROWS, Table, best_header
from npq_desktop.interchange.rosters.gias import is_gias
from npq_desktop.interchange.rosters.oneroster import is_oneroster
from npq_desktop.rows.intake import FileKind, Recognised

START_BYTES = 16_384
"""As much of a file as :func:`recognise_start` needs."""


def recognise_start(start: bytes) -> FileKind | None:
    """What a file is that may be too large to be read whole; None where its start does not say."""
    try:
        recognise(start[:HEAD_BYTES])
    except NotASyncFileError:
        return FileKind.SCHOOLS if is_gias(start) else None
    except BundleError:  # ours and damaged, or newer: opening it says which
        return FileKind.SYNC
    return FileKind.SYNC


def recognise_file(data: bytes, *, file_name: str) -> Recognised:
    """What the bytes of a file are; anything that is read as a table and no more is PEOPLE.

    Raises: InterchangeError when they are nothing that can be read here; the text says what.
    """
    whole = recognise_whole(data, file_name=file_name)
    if whole is not None:
        return whole
    table = read_any_table(data, file_name=file_name, header_score=table_score)
    return recognise_table(table, file_name)


def recognise_whole(data: bytes, *, file_name: str) -> Recognised | None:
    """What a file is that is no table; None for one that has to be read as a table.

    Raises: InterchangeError when it is nothing that can be read here; the text says what.
    """
    if is_calendar(data):
        return Recognised(FileKind.CALENDAR, "a calendar")
    if is_gias(data[:START_BYTES]):
        return Recognised(FileKind.SCHOOLS, "a register of schools")
    if is_oneroster(data):
        return Recognised(FileKind.PEOPLE, "a OneRoster archive")
    if is_archive_of_files(data):  # first: it may be larger than a list
        return Recognised(FileKind.SUBMISSIONS, "an archive of work handed in")
    readable_kind(data, file_name)
    return None


def recognise_table(table: Table, file_name: str) -> Recognised:
    """What a table is, by its titles and the rows right below them.

    Raises: InterchangeError when it is about people and names none of them.
    """
    for at, row in enumerate(table.rows[:HEADER_SEARCH_ROWS], start=1):
        layouts.check_not_anonymous(row.cells, len(table.rows) - at, file_name)
    other = layouts.other_than_people(table.rows)
    if other:
        return Recognised(FileKind.CLAIMS, other)
    index, _ = best_header(table.rows, table_score)
    titles = table.rows[index].cells if index >= 0 else ()
    if event_header_score(titles) > layouts.any_score(titles):
        return Recognised(FileKind.EVENTS, "a list of events")
    return Recognised(FileKind.PEOPLE, "a list of people")


def table_score(titles: Sequence[str]) -> int:
    """How much a row of titles says, of whatever kind of table."""
    return max(layouts.any_score(titles), event_header_score(titles))

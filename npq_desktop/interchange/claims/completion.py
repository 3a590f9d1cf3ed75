"""Reads Moodle's two reports on work: activity completion, and the grading worksheet of a task.

A tick set by a person and a draft are kept apart from work handed in. Feedback, grades and the
HTML of online texts are not read.
"""

import re

from npq_desktop.interchange.cells.headers import RosterField
from npq_desktop.interchange.cells.layouts import check_not_anonymous, is_expected_date
from npq_desktop.interchange.cells.moments import DateOrder, date_order, read_date
from npq_desktop.interchange.claims.people_columns import PeopleTable, cell
from npq_desktop.interchange.claims.rows import Claim, ClaimFile, ClaimState, FileItem
from npq_desktop.interchange.files.tables import TableRow, single_line

_SET_BY = re.compile(r"\((set by|défini par|gosodwyd gan) [^()]*\)", re.IGNORECASE)
_NOT_DONE = ("not completed", "pas terminé", "non terminé", "heb gwblhau", "heb ei gwblhau")
_DONE = ("completed", "terminé", "achevé", "wedi cwblhau", "cwblhawyd")
_SHARE = re.compile(r"(\d{1,2}|100)(?:[.,]\d{1,4})?\s?%")
_STATUS = (
    ("submitted for grading", ClaimState.HANDED_IN),
    ("remis pour évaluation", ClaimState.HANDED_IN),
    ("draft", ClaimState.DRAFT),
    ("brouillon", ClaimState.DRAFT),
    ("no submission", ClaimState.NOT_DONE),
    ("aucune remise", ClaimState.NOT_DONE),
    ("no attempt", ClaimState.NOT_DONE),
)
_MODIFIED = frozenset({"lastmodifiedsubmission", "dernieremodificationtravailremis"})
_WORKSHEET = re.compile(r"^(?:\d+_)?Grades-(.+)-(\d+)$")


def read_progress(page: PeopleTable) -> ClaimFile | None:
    """An activity completion report; None where the cells do not speak of completion."""
    columns = dict(page.mapping.columns)
    page.mapping = page.mapping.with_column(RosterField.NAME, 0)
    taken = {*columns.values(), 0}
    pairs = [
        at
        for at in range(1, len(page.titles) - 1)
        if at not in taken and page.titles[at] and is_expected_date(page.titles[at + 1])
    ]
    rows = list(page.rows())
    pairs = [at for at in pairs if any(_completion(cell(row, at)) for row in rows)]
    if not pairs:
        return None
    order = date_order(cell(row, at + 1) for row in rows for at in pairs)
    claims = []
    for row in rows:
        person = page.person(row)
        if person is None:
            continue
        for place, at in enumerate(pairs):
            if claim := _claim(page, row, at, order, person=person, item=place):
                claims.append(claim)
    items = [FileItem(single_line(page.titles[at]), read_date(page.titles[at + 1])) for at in pairs]
    return page.file("completion", "moodle", items, claims)


def _claim(
    page: PeopleTable, row: TableRow, at: int, order: DateOrder | None, *, person: int, item: int
) -> Claim | None:
    """What a cell and the day beside it say; None where it is no word of completion."""
    said = single_line(cell(row, at))
    state = _completion(said)
    if state is None:
        return None
    return Claim(
        person,
        item,
        state,
        said,
        row.line,
        on=page.day(cell(row, at + 1), order),
        at=page.moment(cell(row, at + 1), order),
        note="set by a person" if _SET_BY.search(said) else "",
        percent=_percent(said),
    )


def read_worksheet(page: PeopleTable) -> ClaimFile:
    """A grading worksheet: who has handed in, drafted or nothing, and when."""
    check_not_anonymous(page.titles, len(page.below()), page.file_name)
    page.mapping = page.mapping.without(RosterField.STATUS)
    status = page.column({"status", "statut", "statws"})
    modified = page.column(_MODIFIED)
    rows = list(page.rows())
    order = date_order(cell(row, modified) for row in rows)
    claims = []
    for row in rows:
        person = page.person(row)
        said = single_line(cell(row, status))
        state = _submission(said)
        if person is None:
            continue
        if state is None:
            _say_unknown(page, row, said)
            continue
        at = page.moment(cell(row, modified), order)
        late = "late" if " late" in said.casefold() else ""
        on = at.date() if at else None
        claims.append(Claim(person, 0, state, said, row.line, on=on, at=at, note=late))
    item = FileItem(worksheet_title(page.file_name))
    return page.file("submission status", "moodle", [item], claims)


def worksheet_title(file_name: str) -> str:
    """Course, task and group as one text, for Moodle joins them by hyphens they may hold."""
    stem = file_name.rpartition(".")[0] or file_name
    found = _WORKSHEET.match(stem)
    return found.group(1) if found else stem


def _say_unknown(page: PeopleTable, row: TableRow, said: str) -> None:
    if said and said != "-":
        page.warn(row.line, f"“{said}” is no status known here, so it was not read.", "Status")


def _percent(text: str) -> int | None:
    """Whole per cent of a cell such as "40 %", rounded down; None where it says no share."""
    found = _SHARE.fullmatch(text)
    return int(found[1]) if found else None


def _completion(text: str) -> ClaimState | None:
    said = text.casefold()
    if (share := _percent(said)) is not None:
        return ClaimState.DONE if share == 100 else ClaimState.NOT_DONE
    if said.startswith(_NOT_DONE):
        return ClaimState.NOT_DONE
    return ClaimState.DONE if said.startswith(_DONE) else None


def _submission(text: str) -> ClaimState | None:
    """Only the beginning counts: what follows says how late, and whether it was graded."""
    said = text.casefold()
    return next((state for start, state in _STATUS if said.startswith(start)), None)

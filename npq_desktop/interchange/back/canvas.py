"""Writes scores of one assignment for Canvas, from the course's own gradebook.

Canvas compares every cell with what it has now and would put back old scores, so the file has one
assignment and only the people who change. The importer takes no comments.
Source: interchange/LAYOUTS.md, "Giving back".
"""

import re
from collections.abc import Mapping, Sequence

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.back.giving import (
    BackFile,
    BackRow,
    Existing,
    Given,
    RowOutcome,
    points,
    points_refused,
)
from npq_desktop.interchange.back.raw_table import RawRow, RawTable
from npq_desktop.interchange.people.names import PersonIdentity

_WITH_ID = re.compile(r"^.+ \(\d+\)$")
_FORMULA = re.compile(r'^="(.*)"$')
_TEST = frozenset({"student, test", "test student"})
_WORDS = frozenset({"complete", "incomplete"})


class CanvasGradebook:
    """One course's gradebook."""

    def __init__(self, data: bytes, file_name: str) -> None:
        """Read a gradebook.

        Raises:
            InterchangeError: it has no students, or no assignment with its number.
        """
        self._table = RawTable.read(data, file_name)
        self._section, self._id = self._table.column("Section"), self._table.column("ID")
        if self._section < 0 or self._id < 0:
            raise InterchangeError(
                f"“{file_name}” is not a gradebook that Canvas would take back. Export the whole "
                "gradebook again."
            )
        above = [row for row in self._table.rows[1:] if not row.value(self._id)]
        read_only = {
            at for row in above for at in range(len(row.cells)) if "(read only)" in row.value(at)
        }
        titles = self._table.titles
        after = range(self._section + 1, len(titles))
        self._items = {
            titles[at]: at for at in after if _WITH_ID.match(titles[at]) and at not in read_only
        }
        if not self._items:
            raise InterchangeError(
                f"No column of “{file_name}” has its number in brackets. Canvas would make a new "
                "assignment of it."
            )
        self._lines = [row for row in self._table.rows[1:] if self._is_student(row)]
        self._most = {
            at: points(row.value(at))
            for row in above
            if "points possible" in row.value(0).casefold()
            for at in self._items.values()
        }

    @property
    def rows(self) -> Sequence[BackRow]:
        """The students in it, without Canvas's test student."""
        return tuple(BackRow(at, self._person(row), "") for at, row in enumerate(self._lines))

    @property
    def columns(self) -> Sequence[str]:
        """The assignments that Canvas takes back."""
        return tuple(self._items)

    def write(self, given: Mapping[int, Given], column: str, existing: Existing) -> BackFile:
        """The student columns and one assignment, for the people who change."""
        at = self._items[column]
        outcomes = [self._outcome(place, each, at) for place, each in given.items()]
        shown = [*range(self._section + 1), at]
        lines = [self._only(self._table.rows[0], shown)]
        for each in outcomes:
            if each.changes:
                row = self._only(self._lines[each.place], shown)
                cells = (*row.cells[:-1], self._table.quoted(each.grade or ""))
                lines.append(RawRow(cells, row.ending))
        del existing
        text = self._table.written(lines)
        return BackFile(text[len(self._table.mark) :], tuple(outcomes))

    def _is_student(self, row: RawRow) -> bool:
        name = row.value(0).strip().casefold()
        both = f"{name}, {row.value(1).strip().casefold()}"
        return bool(row.value(self._id)) and name not in _TEST and both not in _TEST

    def _person(self, row: RawRow) -> PersonIdentity:
        column = self._table.column
        name = row.value(0)
        formula = _FORMULA.match(name)
        last_first = formula[1] if formula else name
        first, _, rest = last_first.partition(",")
        shown = f"{rest.strip()} {first.strip()}" if rest else last_first
        if column("FirstName") >= 0:
            shown = f"{row.value(column('FirstName'))} {row.value(column('LastName'))}"
        login = row.value(column("SIS Login ID"))
        ids = {"canvas": row.value(self._id)}
        if sis := row.value(column("SIS User ID")):
            ids["sis"] = sis
        return PersonIdentity(
            shown.strip(),
            email=login if "@" in login else None,
            username=login or None,
            ids=ids,
        )

    def _outcome(self, place: int, given: Given, at: int) -> RowOutcome:
        before = self._lines[place].value(at)
        if before.strip().upper() == "EX":
            return RowOutcome(place, refused="exempt on Canvas, so it is left")
        value = given.value.strip()
        if not value:
            return RowOutcome(place, remark="no value is chosen, so nothing is written")
        if value.casefold() in _WORDS:
            word = value.casefold()
            return RowOutcome(place, word if word != before.strip().casefold() else None)
        most = self._most.get(at)
        refused = points_refused(value, most, above=f"the assignment has {most} points")
        if refused:
            return RowOutcome(place, refused=refused)
        same = points(before) == points(value)
        return RowOutcome(place, None if same else value.replace(",", "."))

    @staticmethod
    def _only(row: RawRow, columns: Sequence[int]) -> RawRow:
        cells = tuple(row.cells[at] if at < len(row.cells) else "" for at in columns)
        return RawRow(cells, row.ending)

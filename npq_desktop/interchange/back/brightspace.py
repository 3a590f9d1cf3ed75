"""Writes grades for Brightspace, from the course's own grades export.

Source: interchange/LAYOUTS.md, "Giving back".
"""

import codecs
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
from npq_desktop.interchange.back.raw_table import RawRow, RawTable, quoted
from npq_desktop.interchange.people.names import PersonIdentity

_ITEM = re.compile(r"^(?P<title>.+ (?P<kind>Points|Text) Grade)(?: <(?P<more>.*)>)?$")
_OTHER = re.compile(r" (Scheme|Pass/Fail|Selectbox) (Grade|Symbol)|Grade Symbol|Calculated|Formula")
_MOST = re.compile(r"MaxPoints:([\d.,]+)")
_END = "End-of-Line Indicator"
_RISKY = tuple("=+-@\t")


class BrightspaceGrades:
    """One course's grades export."""

    def __init__(self, data: bytes, file_name: str) -> None:
        """Read an export.

        Raises:
            InterchangeError: it names nobody, or has no column that Brightspace takes back.
        """
        self._table = RawTable.read(data, file_name)
        column = self._table.column
        self._keys = [at for at in (column("OrgDefinedId"), column("Username")) if at >= 0]
        self._first, self._last = column("First Name"), column("Last Name")
        self._email = column("Email")
        self._items = {
            found["title"]: (at, found["kind"], found["more"] or "")
            for at, title in enumerate(self._table.titles)
            if (found := _ITEM.match(title)) and not _OTHER.search(title)
        }
        if not self._keys or not self._items:
            raise InterchangeError(
                f"“{file_name}” is not a grades export that Brightspace would take back. Export "
                "the grades with OrgDefinedId or Username, and points or text."
            )
        self._lines = [row for row in self._table.rows[1:] if any(map(row.value, self._keys))]

    @property
    def rows(self) -> Sequence[BackRow]:
        """The people in it."""
        return tuple(BackRow(at, self._person(row), "") for at, row in enumerate(self._lines))

    @property
    def columns(self) -> Sequence[str]:
        """The columns of points or text; Brightspace does not take the others back."""
        return tuple(self._items)

    def values(self, column: str) -> tuple[str, ...]:
        """What a column of text says already."""
        at, kind, _ = self._items[column]
        found = (row.value(at) for row in self._lines)
        return tuple(dict.fromkeys(filter(None, found))) if kind == "Text" else ()

    def write(self, given: Mapping[int, Given], column: str, existing: Existing) -> BackFile:
        """The people who change with one column, as a file that Brightspace imports."""
        outcomes = [self._outcome(place, each, column) for place, each in given.items()]
        titles = [self._table.titles[key] for key in self._keys]
        lines = [[*titles, column, _END]]
        for each in outcomes:
            if each.changes:
                row = self._lines[each.place]
                lines.append([*(row.value(key) for key in self._keys), each.grade or "", "#"])
        text = "".join(",".join(map(quoted, line)) + "\r\n" for line in lines)
        del existing
        return BackFile(codecs.BOM_UTF8 + text.encode(), tuple(outcomes))

    def _person(self, row: RawRow) -> PersonIdentity:
        names = [row.value(at).strip(" _") for at in (self._first, self._last) if at >= 0]
        key = row.value(self._table.column("OrgDefinedId")).removeprefix("#")
        user = row.value(self._table.column("Username")).removeprefix("#")
        return PersonIdentity(
            " ".join(filter(None, names)),
            email=row.value(self._email) or None,
            username=user or None,
            ids={"brightspace": key} if key else {},
        )

    def _outcome(self, place: int, given: Given, column: str) -> RowOutcome:
        at, kind, more = self._items[column]
        before = self._lines[place].value(at)
        if not any(self._lines[place].value(key).strip("# ") for key in self._keys):
            return RowOutcome(place, refused="the export has no number or user name for this line")
        if not given.value:
            return RowOutcome(place, remark="no value is chosen, so nothing is written")
        if kind == "Text":
            if given.value.startswith(_RISKY):
                return RowOutcome(place, refused="a spreadsheet would run this text")
            return RowOutcome(place, given.value if given.value != before else None)
        stated = _MOST.search(more)
        most = points(stated[1]) if stated else None
        above = f"Brightspace would cut it to {stated[1] if stated else ''}"
        refused = points_refused(given.value, most, above=above)
        if refused:
            return RowOutcome(place, refused=refused)
        same = points(before) == points(given.value)
        return RowOutcome(place, None if same else given.value.strip().replace(",", "."))

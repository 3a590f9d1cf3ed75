"""Grade exports of Brightspace, Canvas and Google Classroom.

A grade is not a submission: platforms write zeros by themselves. So a grade claims ``GRADED``, and
what is no item's column, such as a total, is named as not read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from npq_desktop.interchange.cells.headers import RosterField, title_key
from npq_desktop.interchange.cells.moments import date_order, read_date
from npq_desktop.interchange.claims.people_columns import PeopleTable, cell
from npq_desktop.interchange.claims.rows import Claim, ClaimFile, ClaimState, FileItem, System
from npq_desktop.interchange.files.tables import TableRow, single_line

_BRIGHTSPACE_ITEM = re.compile(
    r"^(?P<title>.+?) (?:(?:Points|Text|Pass/Fail) Grade|(?:Grade|Scheme) Symbol)"
    r"(?: <(?P<kind>\w+)(?P<more>[^>]*)>)?$"
)
_BRIGHTSPACE_TOTAL = re.compile(r"^(?:Adjusted|Calculated) Final Grade| Subtotal$")
_MAX_POINTS = re.compile(r"MaxPoints:([\d.,]+)")
_CANVAS_ITEM = re.compile(r"^(?P<title>.+) \((?P<number>\d+)\)$")
_EXCUSED = frozenset({"EX", "N/A"})
_END = "endoflineindicator"
_DAYS, _POINTS = frozenset({"date", "duedate"}), frozenset({"points", "pointspossible", "outof"})
_LABELS = _DAYS | _POINTS | {"classaverage", "average", "overallaverage"}


@dataclass(slots=True)
class _Item:
    """One item and its columns: points and symbol of one item are one grade."""

    title: str
    columns: list[int] = field(default_factory=list)
    out_of: str = ""
    number: str = ""

    def said(self, row: TableRow) -> str:
        """For example ``12,5``, ``Meets`` or ``12,5 (Meets)``; "" where nothing is entered."""
        texts = [single_line(cell(row, at)) for at in self.columns]
        first, *others = [text for text in texts if text and text != "-"] or [""]
        return f"{first} ({', '.join(others)})" if others else first


def read_brightspace_grades(page: PeopleTable) -> ClaimFile:
    """Every graded item with its values as text; empty is not zero."""
    items: dict[str, _Item] = {}
    for at, title in enumerate(page.titles):
        match = _BRIGHTSPACE_ITEM.match(single_line(title))
        if match and not _BRIGHTSPACE_TOTAL.search(match["title"]):
            item = items.setdefault(match["title"], _Item(match["title"]))
            item.columns.append(at)
            item.out_of = item.out_of or _most(match["more"])
    return _grades(page, list(items.values()), "brightspace")


def read_canvas_gradebook(page: PeopleTable) -> ClaimFile:
    """Every assignment with its values as text; ``EX`` is excused, a points row says the most."""
    below = page.below()
    points = next((row for row in below if _starts(row, {"pointspossible"})), None)
    items = [
        _Item(match["title"], [at], cell(points, at) if points else "", match["number"])
        for at, title in enumerate(page.titles)
        if (match := _CANVAS_ITEM.match(single_line(title)))
    ]
    return _grades(page, items, "canvas")


def read_classroom_grades(page: PeopleTable) -> ClaimFile:
    """A column an assignment; two rows above the people tell its day and its points."""
    labels = [row for row in page.below() if _starts(row, _LABELS)]
    points = next((row for row in labels if _starts(row, _POINTS)), None)
    taken = set(page.mapping.columns.values())
    columns = [at for at, title in enumerate(page.titles) if title and at not in taken]
    items = [
        _Item(single_line(page.titles[at]), [at], cell(points, at) if points else "")
        for at in columns
    ]
    return _grades(page, items, "google classroom", _assigned(labels, columns))


def _assigned(labels: Sequence[TableRow], columns: Sequence[int]) -> Mapping[int, str]:
    """The day of each column as written, where a row of days says one."""
    row = next((row for row in labels if _starts(row, _DAYS)), None)
    return {at: cell(row, at) for at in columns} if row else {}


def _grades(
    page: PeopleTable, items: Sequence[_Item], system: System, days: Mapping[int, str] | None = None
) -> ClaimFile:
    claims = []
    for row in page.rows():
        if _starts(row, _LABELS) and not cell(row, page.mapping.columns.get(RosterField.EMAIL)):
            continue
        person = page.person(row)
        if person is None:
            continue
        for place, item in enumerate(items):
            said = item.said(row)
            if said:
                state = ClaimState.EXCUSED if said.upper() in _EXCUSED else ClaimState.GRADED
                claims.append(Claim(person, place, state, said, row.line))
    stated = days or {}
    order = date_order(stated.values())
    return page.file(
        "grades",
        system,
        [
            FileItem(
                item.title,
                on=read_date(stated.get(item.columns[0], ""), order),
                out_of=item.out_of,
                number=item.number,
            )
            for item in items
        ],
        claims,
        ignored=_unread(page, items),
    )


def _unread(page: PeopleTable, items: Sequence[_Item]) -> tuple[str, ...]:
    taken = {at for item in items for at in item.columns} | set(page.mapping.columns.values())
    titles = [title for at, title in enumerate(page.titles) if title and at not in taken]
    return tuple(single_line(title) for title in titles if title_key(title) != _END)


def _most(more: str | None) -> str:
    found = _MAX_POINTS.search(more or "")
    return found.group(1) if found else ""


def _starts(row: TableRow, keys: frozenset[str] | set[str]) -> bool:
    return any(title_key(each) in keys for each in row.cells[:1])

"""Writes the cohort table as CSV, or as a workbook with the workings behind every figure.

Percentages are numbers, cut after one decimal place as on the screen; beside each stands the exact
fraction as text, since a spreadsheet would round it, or take 7/2 for a day.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from npq_desktop.interchange.exports.table_writing import CellValue, workbook, write_csv
from npq_desktop.rows.cohort import (
    CohortReport,
    CohortRow,
    ComponentCell,
    ItemLine,
    PersonView,
    RowWords,
    Share,
)

Words = Callable[[CohortRow], RowWords]
"""What is said of a row in words."""
_Column = tuple[str, Callable[[PersonView], CellValue]]
_FROZEN = {"Cohort": "B2", "Workings": "B2", "Sums": "B2"}


def cohort_csv(report: CohortReport, words: Words) -> bytes:
    """One line a person; the columns about the group say the same on every line."""
    columns, about = _columns(report, words), _about(report)
    header = [title for title, _ in (*columns, *about)]
    same = [text for _, text in about]
    rows = ([*(value(person) for _, value in columns), *same] for person in report.people)
    return write_csv(header, rows)


def cohort_workbook(report: CohortReport, words: Words) -> bytes:
    """Four sheets: the table, each person's tasks and events, the sums, and about the file."""
    columns = _columns(report, words)
    titles: list[CellValue] = [title for title, _ in columns]
    table = [[value(person) for _, value in columns] for person in report.people]
    workings = [line for person in report.people for line in _items(person)]
    sums = [line for person in report.people for line in _sums(person)]
    sheets: dict[str, Sequence[Sequence[CellValue]]] = {
        "Cohort": [titles, *table],
        "Workings": [_ITEM_TITLES, *workings],
        "Sums": [("Name", "TRN", "Figure and its sum"), *sums],
        "About": [("About", "Value"), *_about(report)],
    }
    return workbook(sheets, frozen=_FROZEN)


_ITEM_TITLES = (
    *("Name", "TRN", "Component", "Task or event", "Due", "State", "In words"),
    *("Credit at least", "Credit at most"),
)


def _columns(report: CohortReport, words: Words) -> list[_Column]:
    labels: dict[str, str] = {}
    for person in report.people:
        labels.update({cell.key: cell.label for cell in person.row.components})
    parts = [column for key, label in labels.items() for column in _component(key, label, words)]
    on_track: _Column = ("On track?", lambda person: words(person.row).on_track)
    return [*_WHO, on_track, *_FIGURES, *parts, *_what(words)]


def _component(key: str, label: str, words: Words) -> tuple[_Column, ...]:
    def cell(person: PersonView) -> ComponentCell | None:
        return next((each for each in person.row.components if each.key == key), None)

    def said(read: Callable[[ComponentCell], CellValue]) -> Callable[[PersonView], CellValue]:
        return lambda person: read(found) if (found := cell(person)) else None

    def of_total(person: PersonView) -> CellValue:
        keys = [each.key for each in person.row.components]
        return words(person.row).components[keys.index(key)] if key in keys else None

    return (
        (label, of_total),
        (f"{label}: total", said(lambda found: found.total)),
        (f"{label}: not known yet", said(lambda found: found.unknown)),
    )


def _figure(title: str, share: Callable[[CohortRow], Share | None]) -> tuple[_Column, _Column]:
    def percent(person: PersonView) -> CellValue:
        found = share(person.row)
        return float(found.percent) if found else None

    def exactly(person: PersonView) -> CellValue:
        found = share(person.row)
        return f"{found.fraction}%" if found else None

    return (f"{title} %", percent), (f"{title} exactly", exactly)


def _to_date(end: int) -> Callable[[CohortRow], Share | None]:
    return lambda row: row.to_date[end] if row.to_date else None


def _trn(person: PersonView) -> str:
    return dict(person.details).get("TRN", "")


_WHO: Sequence[_Column] = (
    ("Name", lambda person: person.row.name),
    ("TRN", _trn),
    ("School", lambda person: person.row.school),
)
_FIGURES: Sequence[_Column] = (
    *_figure("Course done", lambda row: row.secured),
    *_figure("Can reach", lambda row: row.possible),
    *_figure("Of what was due so far, at least", _to_date(0)),
    *_figure("Of what was due so far, at most", _to_date(1)),
)


def _what(words: Words) -> Sequence[_Column]:
    return (
        ("Can still miss", lambda person: words(person.row).can_miss),
        ("Shortest route", lambda person: words(person.row).route),
        ("Next due", lambda person: words(person.row).next_due),
        ("Next due on", lambda person: person.row.next_due and person.row.next_due.day),
        ("Flags", lambda person: words(person.row).flags),
        ("Learning time", lambda person: dict(person.details).get("Learning time", "")),
    )


def _items(person: PersonView) -> list[tuple[CellValue, ...]]:
    labels = {cell.key: cell.label for cell in person.row.components}
    return [
        (
            *(person.row.name, _trn(person), labels.get(item.component, item.component)),
            *(item.title, item.due, item.state, item.words, *_worth(item)),
        )
        for item in person.items
        if labels  # deferred and withdrawn people count in no figure
    ]


def _worth(item: ItemLine) -> tuple[CellValue, CellValue]:
    if item.worth is None:
        return None, None
    low, high = item.worth
    return _credit(low), _credit(high)


def _credit(share: Fraction) -> CellValue:
    """0 and 1 as numbers; what lies between as an exact fraction."""
    return int(share) if share.denominator == 1 else str(share)


def _sums(person: PersonView) -> list[tuple[CellValue, ...]]:
    return [(person.row.name, _trn(person), " ".join(s.words.split("\n"))) for s in person.workings]


def _about(report: CohortReport) -> list[tuple[str, CellValue]]:
    return [
        ("Group", report.group),
        ("Cohort", report.cohort),
        ("As of", report.as_of),
        ("Needed (%)", report.threshold),
        ("Saved at", report.made),
        ("Saved by", report.by),
    ]

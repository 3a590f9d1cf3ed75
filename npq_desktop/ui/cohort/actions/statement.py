"""Lays out a participant's statement of engagement: what counts, what it is worth, and the sums.

The statement holds what is recorded, nothing that is tried out, and no notes.
"""

from datetime import date

from npq_desktop.rows.cohort import CohortReport, ItemLine, PersonView
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import credit
from npq_desktop.services.core.words import day_and_year
from npq_desktop.ui.printing.pages import Paper

_COLUMNS = (
    ("Part", 18),
    ("Task or event", 58),
    ("Due or took place", 28),
    ("State", 34),
    ("Credit", 12),
)
_POINTS, _ROW_MM = 8.5, 4.5
_MEANING = (
    "“Course done” counts only what is certain. “Can still reach” counts everything still to come. "
    "Percentages are rounded down to one decimal place; the exact figure decides."
)
_NOT_THE_RESULT = "This is engagement, not the result of the assessment."
_KEPT = ("TRN", "Email", "School")
"""The details that are printed; the others are for the programme office."""


def statement(report: CohortReport) -> Paper:
    """The statement of the only person of ``report``."""
    view = report.people[0]
    return Paper(
        heading=f"Engagement of {view.row.name}",
        lines=_lines(report, view),
        foot="Statement of engagement · not encrypted · keep it as carefully as the marks",
        columns=tuple(title for title, _ in _COLUMNS),
        shares=tuple(share for _, share in _COLUMNS),
        rows=_rows(view),
        closing=_closing(view),
        row_mm=_ROW_MM,
        points=_POINTS,
    )


def _lines(report: CohortReport, view: PersonView) -> tuple[str, ...]:
    known = dict(view.details)
    who = " · ".join(f"{label} {known[label]}" for label in _KEPT if known.get(label))
    by = f" of {report.by}" if report.by else ""
    said = (
        " · ".join(filter(None, (report.group, report.cohort))),
        who,
        f"As recorded on the laptop{by}, {report.made}.",
        *words.lines(view.row),
        f"Learning time {known['Learning time']}." if known.get("Learning time") else "",
    )
    return tuple(filter(None, said))


def _rows(view: PersonView) -> tuple[tuple[str, ...], ...]:
    labels = {cell.key: cell.label for cell in view.row.components}
    items = sorted(view.items, key=lambda item: item.due or date.max)
    return tuple(_cells(item, labels) for item in items) if labels else ()


def _cells(item: ItemLine, labels: dict[str, str]) -> tuple[str, ...]:
    due = day_and_year(item.due) if item.due else ""
    label = labels.get(item.component, item.component)
    return label, item.title, due, item.words, credit(item)


def _closing(view: PersonView) -> tuple[str, ...]:
    if not view.workings:
        return ("Engagement is not worked out while a person is deferred or withdrawn.",)
    return (
        "How this is worked out:",
        "\n".join(line.words.replace("\n", " ") for line in view.workings),
        _MEANING,
        _NOT_THE_RESULT,
        "If something here is wrong, tell your facilitator, who can correct it.",
    )

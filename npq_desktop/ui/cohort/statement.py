"""Lays out a participant's statement of engagement: what counts, what it is worth, and the sums.

The statement holds what is recorded: no what if, and no notes.
"""

from datetime import date

from npq_desktop.rows.cohort import CohortReport, CohortRow, ItemLine, PersonView
from npq_desktop.services.core.words import day_and_year
from npq_desktop.ui.cohort.table_model import bar_sentence
from npq_desktop.ui.printing.pages import Paper

_COLUMNS = (("Part", 18), ("Task or event", 58), ("Due or held", 28), ("State", 34), ("Credit", 12))
_POINTS, _ROW_MM = 8.5, 4.5
_MEANING = (
    "Secured is what nothing can take away, possible what is still within reach. Percentages are "
    "cut after one decimal place; what decides is the exact figure."
)
_KEPT = ("TRN", "E-mail", "School")
"""The details that are printed; the others are for the programme office."""


def statement(report: CohortReport) -> Paper:
    """The statement of the only person of ``report``."""
    view = report.people[0]
    return Paper(
        heading=f"Engagement of {view.row.name}",
        lines=_lines(report, view),
        foot="Statement of engagement · not encrypted: keep it as carefully as the marks",
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
        f"{view.row.standing_words[:1].upper()}{view.row.standing_words[1:]}.",
        *_figures(view.row, report.threshold),
    )
    return tuple(filter(None, said))


def _figures(row: CohortRow, threshold: int) -> tuple[str, ...]:
    if row.secured is None:
        return ()
    spare = f"May still miss: {row.headroom}." if row.headroom else ""
    return bar_sentence(row, threshold), row.plan, spare


def _rows(view: PersonView) -> tuple[tuple[str, ...], ...]:
    labels = {cell.key: cell.label for cell in view.row.components}
    items = sorted(view.items, key=lambda item: item.due or date.max)
    return tuple(_cells(item, labels) for item in items) if labels else ()


def _cells(item: ItemLine, labels: dict[str, str]) -> tuple[str, ...]:
    due = day_and_year(item.due) if item.due else ""
    label = labels.get(item.component, item.component)
    return label, item.title, due, item.words, item.credit


def _closing(view: PersonView) -> tuple[str, ...]:
    if not view.workings:
        return ("No figures are worked out for somebody who is deferred or withdrawn.",)
    return (
        "How the figures come about:",
        "\n".join(line.words.replace("\n", " ") for line in view.workings),
        _MEANING,
        "If something here is wrong, tell your facilitator: it can be put right.",
    )

"""Lays out the report of everything held about a person, as pages to print."""

from npq_desktop.rows.rights import HeldLine, PersonReport
from npq_desktop.services.core.words import count
from npq_desktop.ui.printing.pages import Paper

_POINTS = 8.0


def held_paper(report: PersonReport) -> Paper:
    """The report of everything held about a person, a heading above each kind of record."""
    rows: list[tuple[str, ...]] = []
    for section in report.sections:
        rows.append((section.title.upper(), "", ""))
        rows += [_cells(line) for line in section.lines]
    number = count(report.entries, "record")
    return Paper(
        heading=f"Everything held about {report.name}",
        lines=(
            report.group,
            f"{number}, as recorded on this laptop on {report.made}.",
        ),
        foot="Personal data, not encrypted. Give it only to the person it is about.",
        columns=("What", "What it says", "Recorded"),
        shares=(40, 110, 46),
        rows=tuple(rows),
        closing=("Where copies may be", *report.copies),
        points=_POINTS,
        is_landscape=True,
    )


def _cells(line: HeldLine) -> tuple[str, ...]:
    what = f"{line.what}\n({line.standing})" if line.standing else line.what
    return what, line.said, line.recorded

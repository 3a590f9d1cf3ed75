"""Lays out a register's papers: the sheet people sign, and the register itself.

Numbers on paper are those of the register.
"""

from npq_desktop.rows.paper import RegisterReport, ReportRow
from npq_desktop.ui.printing.pages import Paper

_BLANK_ROWS = 3
_SMALL_POINTS = 8.0
_SIGNING_MM = 7.5
_SIGNING_POINTS = 9.0


def sign_in_sheet(report: RegisterReport) -> Paper:
    """The sheet people sign: everyone expected, then blank rows for others who come."""
    people = [(str(row.number), row.name, row.school, "") for row in report.rows if row.expected]
    return Paper(
        heading=report.event,
        lines=tuple(filter(None, (report.group, _when_and_where(report)))),
        foot=f"Sign-in sheet · list {report.sheet}",
        columns=("No.", "Name", "School", "Signature"),
        shares=(7, 36, 38, 38),
        rows=(*people, *[("", "", "", "")] * _BLANK_ROWS),
        row_mm=_SIGNING_MM,
        points=_SIGNING_POINTS,
    )


def register_paper(report: RegisterReport) -> Paper:
    """The register with who recorded each mark, its sign-offs and both sides of disagreements."""
    said = (
        report.group,
        " ".join(filter(None, (_when_and_where(report), f"({report.time_zone})"))),
        f"Facilitator: {report.facilitator}" if report.facilitator else "",
        f"{report.state}{'' if report.signoffs else ', not signed off'}. {report.counts}.",
        f"As recorded on this laptop on {report.made}.",
    )
    note = (("Note", 34),) if report.with_notes else ()
    columns = (*_COLUMNS, *note)
    return Paper(
        heading=f"Register: {report.event}",
        lines=tuple(filter(None, said)),
        foot="Register · not encrypted · keep it as carefully as the marks themselves",
        columns=tuple(title for title, _ in columns),
        shares=tuple(share for _, share in columns),
        rows=tuple(_cells(row, with_note=report.with_notes) for row in report.rows),
        closing=(
            *report.signoffs,
            *(f"Paper evidence: {said}" for said in report.evidence),
        ),
        points=_SMALL_POINTS,
        is_landscape=True,
    )


_COLUMNS = (("No.", 8), ("Name, TRN, email", 48), ("School", 34), ("Mark", 54), ("Recorded", 54))


def _when_and_where(report: RegisterReport) -> str:
    return " · ".join(filter(None, (report.day, report.place)))


def _cells(row: ReportRow, *, with_note: bool) -> tuple[str, ...]:
    who = "\n".join(filter(None, (row.name, row.trn, row.email)))
    cells = (str(row.number), who, row.school, _mark_words(row), _recorded_words(row))
    return (*cells, row.note) if with_note else cells


def _mark_words(row: ReportRow) -> str:
    lines = [f"{row.mark}:" if row.sides else row.mark]
    lines += [side.words for side in row.sides]
    lines += [f"({row.why_not_expected})"] if not row.expected else []
    lines += [f"changed after sign-off: {row.amendment}"] if row.amendment else []
    lines += [f"earlier: {side.words}" for side in row.earlier]
    return "\n".join(lines)


def _recorded_words(row: ReportRow) -> str:
    if not row.recorded_by:
        return ""
    how = f"how: {row.how}" if row.how else ""
    who = f"by {row.recorded_by}, {row.laptop}"
    return "\n".join(filter(None, (row.recorded_at, who, how)))

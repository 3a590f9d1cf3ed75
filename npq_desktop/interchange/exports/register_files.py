"""Writes a register as a CSV table or as a workbook, for people and other programs.

Every text stays text: nothing in these files runs, whatever somebody was called.
"""

from collections.abc import Callable, Sequence

from npq_desktop.interchange.exports.table_writing import CellValue, workbook, write_csv
from npq_desktop.rows.paper import RegisterReport, ReportRow

_PERSON: Sequence[tuple[str, Callable[[ReportRow], CellValue]]] = (
    ("No.", lambda row: row.number),
    ("Name", lambda row: row.name),
    ("TRN", lambda row: row.trn),
    ("Email", lambda row: row.email),
    ("School", lambda row: row.school),
    ("Expected", lambda row: "yes" if row.expected else f"no: {row.why_not_expected}"),
    ("Mark", lambda row: row.mark),
    ("Minutes late", lambda row: row.minutes_late or None),
    ("Minutes left early", lambda row: row.minutes_early or None),
    ("Reason", lambda row: row.reason),
    ("How", lambda row: row.how),
    ("Recorded at", lambda row: row.recorded_at),
    ("Recorded by", lambda row: row.recorded_by),
    ("Laptop", lambda row: row.laptop),
    ("Changed after sign-off because", lambda row: row.amendment),
    ("Earlier marks", lambda row: " | ".join(side.words for side in row.earlier)),
    ("Marks that disagree", lambda row: " | ".join(side.words for side in row.sides)),
)
_NOTE: Sequence[tuple[str, Callable[[ReportRow], CellValue]]] = (("Note", lambda row: row.note),)


def register_csv(report: RegisterReport) -> bytes:
    """One line a person; the columns about the event say the same on every line."""
    about = _about(report)
    header = [title for title, _ in (*_columns(report), *about)]
    same = [text for _, text in about]
    return write_csv(header, ([*cells, *same] for cells in _rows(report)))


def register_workbook(report: RegisterReport) -> bytes:
    """Two sheets: "Register" with one line a person, "Event" with a label and its text a line."""
    titles = tuple(title for title, _ in _columns(report))
    sheets = {
        "Register": (titles, *_rows(report)),
        "Event": (("About", "Text"), *_about(report)),
    }
    return workbook(sheets, frozen={"Register": "C2"})


def _columns(report: RegisterReport) -> Sequence[tuple[str, Callable[[ReportRow], CellValue]]]:
    """Without notes there is no column for them: an empty one would say that nobody wrote any."""
    return [*_PERSON, *_NOTE] if report.with_notes else _PERSON


def _rows(report: RegisterReport) -> list[list[CellValue]]:
    return [[value(row) for _, value in _columns(report)] for row in report.rows]


def _about(report: RegisterReport) -> list[tuple[str, str]]:
    return [
        ("Group", report.group),
        ("Event", report.event),
        ("Start", report.start),
        ("End", report.end),
        ("Time zone", report.time_zone),
        ("Place", report.place),
        ("Facilitator", report.facilitator),
        ("State", report.state),
        ("Counts", report.counts),
        ("Sign-offs", " | ".join(report.signoffs)),
        ("Paper evidence", " | ".join(report.evidence)),
        ("Saved at", report.made),
    ]

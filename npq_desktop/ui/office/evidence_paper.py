"""Lays out the evidence pack of a person as pages: events, tasks, what was declared."""

from collections.abc import Iterator

from npq_desktop.rows.declarations import EvidenceOfEvent, EvidencePack
from npq_desktop.rows.paper import ReportRow
from npq_desktop.ui.printing.pages import Paper

_POINTS = 8.0


def evidence_paper(pack: EvidencePack) -> Paper:
    """The pages of one pack; each event has one row, as its register has it."""
    trn = f"TRN {pack.trn}" if pack.trn else "No TRN is known"
    return Paper(
        heading=f"Evidence for {pack.name}",
        lines=(
            " · ".join(filter(None, (trn, pack.group, pack.cohort))),
            f"Made by {pack.by} on {pack.made}, from the records on this laptop.",
        ),
        foot="Personal data, not encrypted. Keep it with the declarations.",
        columns=("Event", "Mark", "Credited", "Recorded", "Sign-off and paper"),
        shares=(44, 42, 30, 48, 58),
        rows=tuple(map(_cells, pack.events)),
        closing=tuple(_closing(pack)),
        points=_POINTS,
        is_landscape=True,
    )


def _cells(event: EvidenceOfEvent) -> tuple[str, ...]:
    row = event.row
    until = f" to {event.end}" if event.end else ""
    papers = [f"Paper: {each}" for each in event.paper]
    return (
        f"{event.title}\n{event.start}{until}",
        "\n".join(_mark(row)),
        event.credited,
        _recorded(row),
        "\n".join((*event.signoffs, *papers)) or "Not signed off",
    )


def _mark(row: ReportRow) -> Iterator[str]:
    """The mark, why it was changed, and the marks before it."""
    yield row.mark
    if row.reason:
        yield row.reason
    if row.amendment:
        yield f"Changed after sign-off: {row.amendment}"
    yield from (side.words for side in row.sides)
    yield from (f"Earlier: {side.words}" for side in row.earlier)


def _recorded(row: ReportRow) -> str:
    by = f"{row.recorded_by} on {row.laptop}" if row.recorded_by else ""
    return "\n".join(filter(None, (by, row.recorded_at, row.how)))


def _closing(pack: EvidencePack) -> Iterator[str]:
    yield "Tasks"
    yield from pack.tasks or ("Nothing was handed in.",)
    yield "Declared to the Department for Education"
    yield from pack.declared or ("Nothing was declared.",)
    yield f"State of the records: {pack.digest}"

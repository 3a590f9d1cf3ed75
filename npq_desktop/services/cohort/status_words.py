"""Writes what a change of training status, an exemption or a credit does, a sentence each.

Pure functions from rows and numbers to text; ``old`` and ``new`` are a person's row before and
after.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.services.cohort.words import brief_figures, cell
from npq_desktop.services.core.words import count, day_and_year, listed_briefly

COST = (
    "A funded place is given only once for this qualification, so coming back later means paying "
    "the fee. If they only need time, defer instead. They keep the place and carry on where they "
    "stopped."
)
PRIVATE_REASON = "reason private to coordinators"
_APART = ("deferred", "withdrawn")


def engagement_effect(old: CohortRow, new: CohortRow) -> str:
    """What becomes of the person's engagement."""
    before, after = _engagement(old), _engagement(new)
    if new.standing in _APART and old.standing not in _APART:
        return (
            f"Engagement was {before}. It will be shown as “{new.standing}”, without a percentage. "
            "What was done and attended is kept."
        )
    if new.standing in _APART and new.standing == old.standing:
        return f"Engagement stays as it is: “{new.standing}”, without a percentage."
    if new.standing in _APART:
        return f"Engagement was shown as “{old.standing}” and will be shown as “{new.standing}”."
    if old.standing in _APART:
        return f"Engagement will be worked out again: {after}."
    if before == after:
        return f"Engagement today does not change: {before}."
    return f"Engagement was {before} and becomes {after}."


def _engagement(row: CohortRow) -> str:
    """For example "“on track for 90%” (53.5% done)"."""
    return f"“{cell(row)}” ({brief_figures(row)})"


def counting_effect(old: int, new: int, *, missed_while_away: bool = False) -> str:
    """How many tasks and events count; ``missed_while_away``: those do, too."""
    before = count(old, "task or event", "tasks and events")
    if old != new:
        return f"{before} counted. Now {new} {'counts' if new == 1 else 'count'}."
    said = f"{before} {'counts' if old == 1 else 'count'}, as before."
    return f"{said} Events missed while away still count." if missed_while_away else said


def register_effect(gone: Sequence[str], back: Sequence[str], *, marks: int) -> Iterator[str]:
    """Which registers stop and begin to list the person; ``marks`` were made in the former."""
    if gone:
        yield f"{count(len(gone), 'register')} will no longer list them: {listed_briefly(gone)}."
    if gone and marks:
        stay, counts = ("stays", "counts") if marks == 1 else ("stay", "count")
        yield f"{count(marks, 'mark')} made there {stay} and {counts}."
    if back:
        yield f"{count(len(back), 'register')} will list them: {listed_briefly(back)}."
    if not gone and not back:
        yield "No register changes."


def group_effect(before: int, after: int) -> str:
    """How many people of the group are counted."""
    counts = "counts" if after == 1 else "count"
    return f"{count(after, 'person', 'people')} in the group {counts}, instead of {before}."


def status_from(status: str, first: date | None) -> str:
    """For example "deferred from 3 March 2027"."""
    return f"{status} from {day_and_year(first)}" if first else status


def status_step(status: str | None, first: date) -> str:
    """What Undo takes back; no ``status`` where a record was taken back itself."""
    return status_from(status or "nothing", first)


def expected_back(when: date | str) -> str:
    """When somebody is expected back; a text where it is no day that can be read."""
    return f"expected back {day_and_year(when) if isinstance(when, date) else when}"


def exemption_words(value: str | None, credit: tuple[int, int] | None, reason: str = "") -> str:
    """For example "exempt, transfer", "credited 1/2"; "counts again" where it was taken back."""
    said = {None: "counts again", "excused": "exempt"}.get(value, value or "")
    if credit and credit[0] != credit[1]:
        said = f"{said} {credit[0]}/{credit[1]}"
    return f"{said}, {reason}" if reason else said

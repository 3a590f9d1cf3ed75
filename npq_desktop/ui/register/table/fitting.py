"""What gives way when the window is narrow, in a fixed order; buttons become letters last."""

from collections.abc import Mapping
from dataclasses import dataclass

from npq_desktop.ui.kit.metrics import Metrics
from npq_desktop.ui.register.table.model import Column

GIVING_WAY = (Column.SCHOOL, Column.DOTS, Column.NOTE, Column.REASON)
_GROWTH: Mapping[Column, int] = {
    Column.NAME: 28,
    Column.DETAIL: 34,
    Column.NOTE: 40,
    Column.SCHOOL: 36,
}


@dataclass(frozen=True, slots=True)
class Widths:
    """Pixels each part wants: columns, the mark column as letters, and the events list."""

    columns: Mapping[Column, int]
    letters: int
    events: int


@dataclass(frozen=True, slots=True)
class Fit:
    """What is shown at a width: a list of events or a combo, which columns, labels or letters."""

    events_list: bool
    hidden: frozenset[Column]
    letters: bool


def widths_of(metrics: Metrics, *, labels: int, letters: int) -> Widths:
    """The wishes of all parts; ``labels`` and ``letters`` are the mark column's two widths."""
    return Widths(
        columns={
            Column.NUMBER: metrics.chars(4) + metrics.space * 2,
            Column.NAME: metrics.chars(22),
            Column.MARK: labels,
            Column.DETAIL: metrics.chars(20),
            Column.SCHOOL: metrics.chars(20),
            Column.DOTS: metrics.chars(14),
            Column.REASON: metrics.chars(12),
            Column.NOTE: metrics.chars(16),
        },
        letters=letters,
        events=metrics.chars(32),
    )


def fit(width: int, wishes: Widths) -> Fit:
    """The fullest layout that fits ``width`` pixels; the narrowest of all if none does."""
    table = sum(wishes.columns.values())
    if wishes.events + table <= width:
        return Fit(events_list=True, hidden=frozenset(), letters=False)
    hidden: set[Column] = set()
    for column in (None, *GIVING_WAY):
        if column is not None:
            hidden.add(column)
            table -= wishes.columns[column]
        if table <= width:
            return Fit(events_list=False, hidden=frozenset(hidden), letters=False)
    return Fit(events_list=False, hidden=frozenset(hidden), letters=True)


def spread(width: int, shown: Fit, wishes: Widths, metrics: Metrics) -> dict[Column, int]:
    """Pixels for each shown column: spare room goes to those that grow, in that order."""
    pixels = {column: w for column, w in wishes.columns.items() if column not in shown.hidden}
    if shown.letters:
        pixels[Column.MARK] = wishes.letters
    spare = width - sum(pixels.values())
    if spare < 0:
        pixels[Column.DETAIL] = max(metrics.chars(10), pixels[Column.DETAIL] + spare)
    for column, most in _GROWTH.items():
        if column in pixels and spare > 0:
            grown = min(spare, metrics.chars(most) - pixels[column])
            pixels[column] += grown
            spare -= grown
    last = max(pixels)
    pixels[last] += max(0, spare)
    return pixels

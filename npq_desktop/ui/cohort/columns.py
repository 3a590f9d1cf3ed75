"""The columns of the cohort table: what each one says and how it sorts.

Components come from the programme, so the columns are data, not an enum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from npq_desktop.rows.cohort import CohortRow, ComponentCell, Share
from npq_desktop.services.core.naming import mixed
from npq_desktop.ui.cohort.standing import urgency
from npq_desktop.ui.kit.folding import folded

SortKey = int | float | str
_LAST = 10**9
ALWAYS = "name"
"""The column that cannot be left out."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``text`` and ``sort`` read a row; ``key`` is stable across programmes.

    ``gives_way``: left out where the table is narrow.
    """

    key: str
    title: str
    text: Callable[[CohortRow], str]
    sort: Callable[[CohortRow], SortKey]
    hint: str = ""
    gives_way: bool = False


def columns_for(rows: tuple[CohortRow, ...]) -> tuple[Column, ...]:
    """The columns these rows need: one per component that any of them has, in their order."""
    labels: dict[str, str] = {}
    for row in rows:
        for cell in row.components:
            labels.setdefault(cell.key, cell.label)
    components = tuple(_component_column(key, label) for key, label in labels.items())
    return (*_HEAD, *components, *_TAIL)


def bar_words(row: CohortRow) -> str:
    """Both ends of the bar as figures, e.g. "42.5 – 87.5 %"; "" for somebody with none."""
    if row.secured is None or row.possible is None:
        return ""
    if row.secured.fraction == row.possible.fraction:
        return f"{row.secured.percent} %"
    return f"{row.secured.percent} – {row.possible.percent} %"


def bar_sentence(row: CohortRow, threshold: int) -> str:
    """The bar read aloud, for tooltips and screen readers."""
    if row.secured is None or row.possible is None:
        return "Nothing counts yet."
    sentence = f"Secured {_exact(row.secured)}, possible {_exact(row.possible)}. "
    unknown = sum(cell.unknown for cell in row.components)
    if unknown:
        things, which = ("item is", "it") if unknown == 1 else ("items are", "them")
        sentence += f"{unknown} {things} not known yet: mark or resolve {which}. "
    return f"{sentence}The line is at {threshold} %."


def cell_of(row: CohortRow, key: str) -> ComponentCell | None:
    """The person's cell of one component, if they have it."""
    return next((cell for cell in row.components if cell.key == key), None)


def _exact(share: Share) -> str:
    """Such as "42.5 %", "91.9 % (exactly 91 13/14)"; what was not cut off is not said twice."""
    exact = Fraction(share.fraction)
    more = "" if exact == Fraction(share.percent) else f" (exactly {mixed(exact)})"
    return f"{share.percent} %{more}"


def _component_column(key: str, label: str) -> Column:
    def text(row: CohortRow) -> str:
        cell = cell_of(row, key)
        return cell.words if cell else ""

    def sort(row: CohortRow) -> SortKey:
        cell = cell_of(row, key)
        return cell.permille if cell and cell.total else -1

    return Column(
        key, label, text, sort, f"{label}: how many count so far, of how many", gives_way=True
    )


def _headroom_sort(row: CohortRow) -> str:
    """Whoever may miss nothing comes first, then by the first number."""
    return row.headroom if row.headroom[:1].isdigit() else f"0 {row.headroom}"


def _due_sort(row: CohortRow) -> int:
    return row.next_due_on.toordinal() if row.next_due_on else _LAST


_HEAD = (
    Column("name", "Name", lambda row: row.name, lambda row: folded(row.sort_name)),
    Column(
        "school",
        "School",
        lambda row: row.school,
        lambda row: folded(row.school),
        gives_way=True,
    ),
    Column(
        "engagement",
        "Engagement",
        bar_words,
        lambda row: row.secured.permille if row.secured else -1,
        "From what is secured to what is still possible",
    ),
)
_TAIL = (
    Column(
        "standing", "Standing", lambda row: row.standing_words, lambda row: urgency(row.standing)
    ),
    Column(
        "headroom",
        "May still miss",
        lambda row: row.headroom,
        _headroom_sort,
        "What may still be missed with the line within reach",
    ),
    Column("next_due", "Next due", lambda row: row.next_due, _due_sort),
    Column("flags", "Flags", lambda row: " · ".join(row.flags), lambda row: -len(row.flags)),
)

"""How wide the columns of the cohort table are, and which of them give way where it is narrow."""

from collections.abc import Sequence

from npq_desktop.rows.cohort import CohortRow
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.standing import is_loud
from npq_desktop.ui.cohort.table.delegate import LEAST_BAR, TableLook, parts_of_name
from npq_desktop.ui.kit.lists.tables import Column

GIVE_WAY = ("school", "next_due", "can_miss", "done")
"""The columns that go first, in this order, after those that were chosen in addition."""
_NAME, _BAR, _SCHOOL, _STANDING = (150, 260), (LEAST_BAR, 190), (110, 320), (130, 300)
"""The least and the most at text 100%; the standing is the last to be cut short."""


def widths(
    columns: Sequence[Column[CohortRow]], rows: Sequence[CohortRow], look: TableLook
) -> dict[str, tuple[int, int]]:
    """The least and the wanted width of each column, by its key."""
    return {column.key: _width(column, rows, look) for column in columns}


def _width(
    column: Column[CohortRow], rows: Sequence[CohortRow], look: TableLook
) -> tuple[int, int]:
    metrics, margins = look.metrics, 2 * look.metrics.space + 2
    title = look.width(column.title, heavy=True) + metrics.icon
    longest = max((_text_width(column, row, look) for row in rows), default=0)
    match column.key:
        case "name":
            least, most = (metrics.wide(each) for each in _NAME)
            return least, max(least, min(most, longest + margins))
        case "done":
            least, most = (metrics.wide(each) for each in _BAR)
            beside = metrics.space + margins
            brief = look.width(words.percent("53.5"))
            return max(title + margins, least + brief + beside), most + longest + beside
        case "school":
            least, most = (metrics.wide(each) for each in _SCHOOL)
            return least, max(least, min(most, longest + margins))
        case "standing":
            wanted = longest + metrics.icon + metrics.space + margins
            wanted = min(wanted, metrics.wide(_STANDING[1]))
            return wanted, wanted
        case _:
            wanted = max(title, longest) + margins
            return wanted, wanted


def _text_width(column: Column[CohortRow], row: CohortRow, look: TableLook) -> int:
    heavy = is_loud(row.standing) and column.key in ("name", "so_far", "standing")
    if column.key != "name":
        return look.width(column.text(row), heavy=heavy)
    name, apart = parts_of_name(row)
    return look.width(name, heavy=heavy) + (look.width(apart) + look.metrics.space if apart else 0)


def fitted(
    wanted: dict[str, tuple[int, int]], width: int, extra: Sequence[str], look: TableLook
) -> dict[str, int]:
    """The width of each column that is shown; what has no room is left out."""
    shown = dict(wanted)
    for key in (*reversed(extra), *GIVE_WAY):
        if sum(least for least, _ in shown.values()) <= width:
            break
        shown.pop(key, None)
    found = {key: least for key, (least, _) in shown.items()}
    short = sum(found.values()) - width
    for key, floor in (("standing", look.metrics.wide(_STANDING[0])), ("name", 0), ("so_far", 0)):
        if short > 0 and key in found:
            given = min(short, max(0, found[key] - floor))
            found[key] -= given
            short -= given
    spare = max(0, -short)
    for key in ("name", "done", "school"):
        if key in found:
            grown = min(spare, shown[key][1] - found[key])
            found[key] += grown
            spare -= grown
    if spare and found:
        last = list(found)[-1]
        found[last] += spare
    return found

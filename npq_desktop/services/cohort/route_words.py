"""The shortest route of a participant in the few words a cell has room for."""

from npq_desktop.rows.cohort import CohortRow, Needed
from npq_desktop.services.cohort.words import ONE_OF, capital, route
from npq_desktop.services.core.words import count, listed


def brief(row: CohortRow) -> str:
    """The least work in a few words for a cell, such as "3 events and 1 of 4 reflections"."""
    if row.route is None or not (row.route.work or row.route.to_come):
        return route(row)
    if row.route.is_everything and not row.route.work:
        return "Everything still to come"
    parts = sorted(row.route.to_come, key=lambda part: not part.is_event)
    coming = "everything" if row.route.is_everything else listed(map(_brief_part, parts))
    if not row.route.work:
        return capital(coming)
    return ", then ".join(filter(None, (_pieces(len(row.route.work)), coming)))


def _pieces(number: int) -> str:
    return count(number, "piece of work", "pieces of work")


def _brief_part(part: Needed) -> str:
    one = ONE_OF.get(part.key, part.key)
    if part.number < part.still:
        return f"{part.number} of {count(part.still, one)}"
    return count(part.number, one)

"""The cohort as a report: for ``report``, for scripts, for whoever has no window.

The figures are those of the Cohort tab, taken from the same rows.
"""

from collections.abc import Mapping

from npq_desktop.rows.cohort import CohortRow, CohortView, Share


def cohort_report(view: CohortView) -> Mapping[str, object]:
    """The view as JSON values: figures as exact fractions and as the percentages shown."""
    return {
        "group": view.group,
        "title": view.title,
        "as_of": view.as_of.isoformat(),
        "threshold": view.threshold,
        "standings": dict(view.summary),
        "participants": [_participant(row) for row in view.rows],
    }


def cohort_words(view: CohortView) -> str:
    """A line per person, widest name first aligned, for a terminal."""
    width = max((len(row.name) for row in view.rows), default=0)
    lines = [f"{view.title}, as of {view.as_of.isoformat()}"]
    for row in view.rows:
        secured = f"{row.secured.percent:>5} %" if row.secured else "      –"
        components = "  ".join(f"{cell.label} {cell.words}" for cell in row.components)
        lines.append(f"{row.name:<{width}}  {secured}  {row.standing_words}  {components}".rstrip())
    return "\n".join(lines)


def _participant(row: CohortRow) -> Mapping[str, object]:
    return {
        "id": row.person,
        "name": row.name,
        "school": row.school,
        "standing": row.standing,
        "words": row.standing_words,
        "secured": _share(row.secured),
        "possible": _share(row.possible),
        "to_date": [_share(share) for share in row.to_date] if row.to_date else None,
        "components": {cell.key: cell.words for cell in row.components},
        "headroom": row.headroom,
        "plan": row.plan,
        "flags": list(row.flags),
    }


def _share(share: Share | None) -> Mapping[str, str] | None:
    return None if share is None else {"fraction": share.fraction, "percent": share.percent}

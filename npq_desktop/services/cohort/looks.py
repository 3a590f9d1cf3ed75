"""How somebody likes the cohort table of a group: kept on this laptop alone, never in the journal.

A look that a later version wrote, or that is damaged, is no look: the table shows everything.
"""

from npq_desktop.rows.cohort import CohortLook
from npq_desktop.store.local import Local


class CohortLooks:
    """One look for each group; whoever never chose has the plain one."""

    def __init__(self, *, local: Local) -> None:
        self._local = local

    def of(self, group: str) -> CohortLook:
        """The look last kept for a group."""
        match self._local.setting(_name(group)):
            case {"hidden": [*hidden], "sort": str(sort), "descending": bool(descending)}:
                return CohortLook(frozenset(map(str, hidden)), sort, descending=descending)
            case _:
                return CohortLook()

    def keep(self, group: str, look: CohortLook) -> None:
        """Remember a look from now on; the same one again writes nothing."""
        if look != self.of(group):
            said = {
                "hidden": sorted(look.hidden),
                "sort": look.sort,
                "descending": look.descending,
            }
            self._local.save_setting(_name(group), said)


def _name(group: str) -> str:
    return f"cohort look {group}"

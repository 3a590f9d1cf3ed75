"""What travels by itself, in the exchange log: the first of a day each way, since a line for every
mark would drown it.
"""

from collections.abc import Mapping

from npq_desktop.services.core.core import Core


class DailyLog:
    """One for each route, for one run of the program."""

    def __init__(self, core: Core, route: str) -> None:
        self._core, self._route = core, route
        self._noted: set[tuple[str, str, str]] = set()

    def note(self, group: str, direction: str, whom: str, counts: Mapping[str, int]) -> None:
        """Something came "in" from, or went "out" to, a hub or a colleague of this name.

        Raises:
            StoreError: it could not be kept.
        """
        place = (group, direction, self._core.today(group).isoformat())
        if place in self._noted:
            return
        self._noted.add(place)
        self._core.store.local.log_exchange(
            group,
            direction=direction,
            route=self._route,
            form=self._route,
            for_whom=(whom,) if direction == "out" else (),
            counts=dict(counts),
            note="" if direction == "out" else whom,
        )

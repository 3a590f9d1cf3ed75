"""Texts at a hub that do not open here: which to ask for again, and whether that went on for days.

Source: journal/FORMAT.md, section 9.
"""

from collections.abc import Mapping, Sequence

from npq_desktop.services.core.core import Core
from npq_desktop.sync.passes import HubPull

_KEPT = "hub_closed:{}:{}"
"""A setting of this laptop: what did not open at the end of a run, and the days with texts that do
not fit their entries.
"""
_MOST = 500
_DAYS = 2


class HubDoubts:
    """One per window; each text is asked for again once a run of the program."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._asked: set[tuple[str, str, str]] = set()
        self._before: dict[tuple[str, str], frozenset[str]] = {}
        self._closed: dict[tuple[str, str], set[str]] = {}

    def to_ask(self, group: str, hub: str, pulled: HubPull, *, came_keys: bool) -> frozenset[str]:
        """The texts to ask for again now. What did not open at an earlier start is asked for
        whatever the reason; with ``came_keys`` it may open yet.

        Raises:
            StoreError: what stays closed could not be kept.
        """
        before = self._closed_before(group, hub)
        late = frozenset() if came_keys else pulled.unasked & before
        new = {one for one in pulled.doubts | late if (group, hub, one) not in self._asked}
        self._asked |= {(group, hub, one) for one in new}
        self._keep(group, hub, pulled, is_misfit=bool(new & pulled.doubts))
        return frozenset(new)

    def closed(self, group: str, hub: str) -> int:
        """How many texts do not open here."""
        return len(self._closed.get((group, hub), ()))

    def go_on(self, group: str, hub: str) -> bool:
        """Whether texts did not fit their entries on two days, and some still do not open."""
        return len(self._said(group, hub).get("days", ())) >= _DAYS

    def _closed_before(self, group: str, hub: str) -> frozenset[str]:
        """What did not open when the run began."""
        place = (group, hub)
        if place not in self._before:
            self._before[place] = frozenset(self._said(group, hub).get("closed", ()))
            self._closed[place] = set(self._before[place])
        return self._before[place]

    def _keep(self, group: str, hub: str, pulled: HubPull, *, is_misfit: bool) -> None:
        """Note what stays closed: an unchanged stream is not pulled again, so it adds up."""
        events, known = self._core.store.state(group).events, self._closed[group, hub]
        closed = {one for one in known | pulled.closed if one in events and events[one].is_stripped}
        self._closed[group, hub] = closed
        kept = self._said(group, hub)
        days = set(kept.get("days", ())) if closed else set()
        if is_misfit and closed:
            days.add(self._core.today(group).isoformat())
        said = {"closed": sorted(closed)[:_MOST], "days": sorted(days)[-_DAYS:]} if closed else {}
        if said != kept:
            self._core.store.local.save_setting(_KEPT.format(hub, group), said or None)

    def _said(self, group: str, hub: str) -> Mapping[str, Sequence[str]]:
        return self._core.store.local.setting(_KEPT.format(hub, group)) or {}

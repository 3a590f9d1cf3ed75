"""What a start says when the last changes before a cut could not be read from the log.

It is remembered until the window has said it, because opening the file leaves no trace of it.
Source: journal/FORMAT.md, section 8.
"""

from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import count, moment_words
from npq_desktop.services.safety import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npq_desktop.rows.recovery import LostRegister

_SETTING = "log_damaged"
_SAME_SITTING = timedelta(hours=12)


class LostLogService:
    """Asked once a start, before anything is recorded."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def note(self) -> None:
        """Remember that the log that was just opened had more in it than could be read."""
        last = self._core.store.reading.last_arrival() or self._core.clock()
        self._core.store.local.save_setting(_SETTING, last.isoformat())

    def words(self) -> str:
        """Since when changes are missing, and which registers were open then; "" for nothing."""
        since = self._since()
        if since is None:
            return ""
        found = [register.words for register in self.registers()]
        return words.lost_log(moment_words(since, self._core.clock()), found)

    def registers(self) -> "tuple[LostRegister, ...]":
        """The registers that were open then, none where nothing is missing."""
        since = self._since()
        if since is None:
            return ()
        found = self._core.of_each(
            self._core.store.groups(), lambda group: tuple(self._registers(group, since))
        )
        return tuple(chain.from_iterable(found))

    def _since(self) -> datetime | None:
        kept = self._core.store.local.setting(_SETTING)
        return datetime.fromisoformat(str(kept)) if kept else None

    def told(self) -> None:
        """It was read: say it no more."""
        self._core.store.local.save_setting(_SETTING, None)

    def _registers(self, group: str, since: datetime) -> "Iterator[LostRegister]":
        from npq_desktop.rows.recovery import LostRegister  # seldom needed

        facts = self._core.facts.of(group)
        titles = {each.id: each.title for each in group_events(facts)}
        for event in sorted(facts.registers.keys() - facts.signoffs.keys()):
            if _last_seen(facts, event) > since - _SAME_SITTING:
                marked = count(len(facts.marks(event)), "mark")
                words = f"{titles.get(event, event)} of {facts.group.title} ({marked})"
                yield LostRegister(group, event, words)


def _last_seen(facts: GroupFacts, event: str) -> datetime:
    marks = [mark for marks in facts.marks(event).values() for mark in marks]
    sources = [*facts.registers[event].opened, *(mark.source for mark in marks)]
    return max(source.first_seen for source in sources)

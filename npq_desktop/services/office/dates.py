"""Saves a group's dates as a calendar: every event, and every round of the assessment."""

from collections.abc import Iterator
from pathlib import Path

from npq_desktop.interchange.exports.calendar_writing import CalendarDate, calendar_bytes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import save_as
from npq_desktop.services.core.words import clean
from npq_desktop.services.office.assessment.facts import assessment_facts


class DatesService:
    """Writes files only."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def save(self, group: str, path: Path) -> None:
        """Write the dates of a group as an .ics file.

        Raises:
            ServiceError: the file has another ending.
            BundleError: it was not saved; a file of that name is as it was.
        """
        makers = {".ics": lambda: self.calendar(group)}
        save_as(path, makers, store=self._core.store, group=group, what="the dates")

    def calendar(self, group: str) -> bytes:
        """The dates as the file holds them."""
        facts = self._core.facts.of(group)
        entries = [*self._events(facts), *self._rounds(facts)]
        name = clean(facts.group.title)
        return calendar_bytes(entries, name=name, made=self._core.clock())

    def _events(self, facts: GroupFacts) -> Iterator[CalendarDate]:
        changes = self._changes(facts)
        for each in group_events(facts):
            if each.start is None:
                continue
            yield CalendarDate(
                uid=f"{each.id}@{facts.id}",
                sequence=max(0, changes.get(each.id, 0) - 1),
                title=clean(each.title),
                start=each.start,
                end=each.end,
                place=clean(each.place),
                cancelled=each.did_not_run,
            )

    @staticmethod
    def _changes(facts: GroupFacts) -> dict[str, int]:
        """How often something was recorded of each event; the first is no change."""
        found: dict[str, int] = {}
        for event in facts.state.events.values():
            about = (event.content or {}).get("event")
            if event.kind == "event.set" and isinstance(about, str):
                found[about] = found.get(about, 0) + 1
        return found

    @staticmethod
    def _rounds(facts: GroupFacts) -> Iterator[CalendarDate]:
        writes: dict[str, int] = {}
        for event in facts.state.events.values():
            window = (event.content or {}).get("window")
            if event.kind == "window.set" and isinstance(window, str):
                writes[window] = writes.get(window, 0) + 1
        for known in assessment_facts(facts).rounds.values():
            if known.days is not None:
                yield CalendarDate(
                    uid=f"{known.key}@{facts.id}",
                    sequence=max(0, writes.get(known.key, 0) - 1),
                    title=clean(f"Assessment: {known.title}"),
                    start=known.days[0],
                    end=known.days[1],
                )

"""Lists every change ever recorded for a mark or an event, and whether it counts now.

Changes on hold or taken back are in the list, with the reason. Writes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from npq_desktop.journal.kinds.fact import Cell, HistoryEntry, Source
from npq_desktop.rows.events import History, HistoryLine
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import occurrence_of
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.kind_words import entry_words
from npq_desktop.services.core.times import in_zone, instant, moment
from npq_desktop.services.core.words import display_name, listed
from npq_desktop.services.register import history_words as words
from npq_desktop.services.register.words import HOW

_EVENT_FIRST = ("event", "mark", "register", "signoff", "expected")
"""The families of cells that name their event first."""
_AGREE = timedelta(minutes=10)
"""The clocks of two laptops may differ this much before a line mentions it."""
_UNDOES = "undoes"
_NOTHING = {"mark": words.NOT_MARKED_NOW, "signoff": words.NOT_SIGNED_NOW}
"""What counts where an undo brings nothing back, by family of cells."""

Concerns = Callable[[Cell, Mapping[str, object]], bool]


class HistoryService:
    """Histories of the registers of every group on this laptop."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of_mark(self, group: str, event: str, person: str) -> History:
        """Everything ever recorded about one person's mark, what arrived last first.

        Raises:
            ServiceError: the group has no such event.
        """
        facts = self._core.facts.of(group)
        title = occurrence_of(facts, event).title
        cells = {("mark", event, each) for each in facts.ids_of(person)}
        lines = self._lines(facts, lambda cell, _content: cell in cells)
        return History(
            f"{_name(facts, person)}, {title}", tuple(replace(line, about="") for line in lines)
        )

    def of_event(self, group: str, event: str) -> History:
        """Everything about one event: marks, sign-offs, changes, openings, notes, apologies.

        Raises:
            ServiceError: the group has no such event.
        """
        facts = self._core.facts.of(group)
        title = occurrence_of(facts, event).title
        lines = self._lines(facts, lambda cell, content: _is_of_event(cell, content, event))
        return History(title, lines)

    def _lines(self, facts: GroupFacts, concerns: Concerns) -> tuple[HistoryLine, ...]:
        lines: dict[str, HistoryLine] = {}
        for cell, entries in self._core.store.reading.histories(facts.id, concerns).items():
            teller = _Teller(facts, cell, entries)
            for entry in entries:
                line = teller.line(entry)
                known = lines.setdefault(line.id, line)
                if known.standing != line.standing:  # the change wrote several details of the event
                    lines[line.id] = replace(line, standing=words.COUNTS_IN_PART)
        order = {event: place for place, event in enumerate(facts.state.events)}
        return tuple(sorted(lines.values(), key=lambda line: order[line.id], reverse=True))


class _Teller:
    """Turns the changes of one cell into lines, which name each other."""

    def __init__(self, facts: GroupFacts, cell: Cell, entries: Sequence[HistoryEntry]) -> None:
        self._facts = facts
        self._cell = cell
        self._entries = {entry.source.id: entry for entry in entries}
        self._counted = [entry for entry in entries if entry.held is None]
        self._brought = [(v.head, v.event.id) for v in facts.state.values(cell)]

    def line(self, entry: HistoryEntry) -> HistoryLine:
        """The line of one change."""
        facts, source, content = self._facts, entry.source, self._content(entry)
        person = facts.main(_person_of(self._cell, content))
        how = content.get("how")
        said = entry.content or {}
        return HistoryLine(
            id=source.id,
            person=person,
            about=_name(facts, person) if person else "",
            what=self._what(entry),
            who=facts.member_name(source.key),
            laptop=facts.device_name(source.key),
            claimed=moment(source.at, facts.zone),
            first_seen=in_zone(source.first_seen, facts.zone),
            route=source.first_seen_from,
            how=HOW.get(how, how) if isinstance(how, str) and _UNDOES not in said else "",
            replaced=listed(self._named(one) for one in entry.replaced if one in self._entries),
            standing=self._standing(entry),
            amendment=str(said.get("amendment") or ""),
            odd=self._odd(source),
        )

    def _odd(self, source: Source) -> str:
        """Why the time given by a change cannot be right, or ""; Reliability 13."""
        events = self._facts.state.events
        claimed, own = instant(source.at), events.get(source.id)
        before = events.get(own.prev) if own and own.prev else None
        last = instant(before.at) if before else None
        if claimed is None:
            return words.NO_SUCH_TIME
        if claimed - source.first_seen > _AGREE:
            return words.CLOCK_WAS_WRONG
        if last is not None and last - claimed > _AGREE:
            return words.CLOCK_WAS_CHANGED
        return ""

    def _what(self, entry: HistoryEntry) -> str:
        """What a change records; for an undo, what it takes back or does again."""
        undone, times = self._origin(entry)
        what = entry_words(undone.kind, undone.content or {}, self._facts.zone)
        return words.undone_or_again(what, times) if times else what

    def _content(self, entry: HistoryEntry) -> Mapping[str, object]:
        return self._origin(entry)[0].content or {}

    def _origin(self, entry: HistoryEntry) -> tuple[HistoryEntry, int]:
        """The change that an undo, or an undo of an undo, goes back to, and how many undos."""
        times, seen = 0, {entry.source.id}
        while (undone := (entry.content or {}).get(_UNDOES)) is not None:
            following = self._entries.get(str(undone))
            if following is None or following.source.id in seen:
                break
            entry, times = following, times + 1
            seen.add(entry.source.id)
        return entry, times

    def _standing(self, entry: HistoryEntry) -> str:
        if entry.held is not None:
            return words.on_hold(entry.held)
        if not entry.is_head and entry.source.id in {event for _, event in self._brought}:
            return words.COUNTS_AGAIN
        if not entry.is_head:
            by = [other for other in self._counted if entry.source.id in other.replaced]
            return words.replaced_by([self._named(other.source.id) for other in by])
        others = [one for one in self._counted if one.is_head and one is not entry]
        if self._cell[0] == "mark" and others:
            return words.disagrees_with([self._named(other.source.id) for other in others])
        if _UNDOES not in (entry.content or {}):
            return words.COUNTS_NOW
        return self._what_it_brings(entry.source.id)

    def _what_it_brings(self, undo: str) -> str:
        brought = [event for head, event in self._brought if head == undo]
        named = [self._named(event) for event in brought if not self._is_empty(event)]
        if named:
            return words.brings_back(named)
        return _NOTHING.get(self._cell[0], words.NOTHING_NOW)

    def _is_empty(self, entry_id: str) -> bool:
        """Whether a change takes a mark back."""
        known = self._entries.get(entry_id)
        content = (known.content if known else None) or {}
        return known is None or (self._cell[0] == "mark" and content.get("state") is None)

    def _named(self, entry_id: str) -> str:
        entry = self._entries[entry_id]
        what = self._what(entry)
        return words.change_by(what, self._facts.member_name(entry.source.key))


def _is_of_event(cell: Cell, content: Mapping[str, object], event: str) -> bool:
    if cell[0] in _EVENT_FIRST:
        return cell[1] == event
    if cell[0] == "catchup":
        return cell[2] == event
    return content.get("event") == event


def _person_of(cell: Cell, content: Mapping[str, object]) -> str:
    if cell[0] in ("mark", "expected"):
        return cell[2]
    if cell[0] == "catchup":
        return cell[1]
    person = content.get("person")
    return person if isinstance(person, str) else ""


def _name(facts: GroupFacts, person: str) -> str:
    known = facts.everybody.get(person)
    return facts.names.get(person) or (display_name(known) if known else "someone")

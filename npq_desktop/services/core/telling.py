"""Turns the cells and changes of a group into words: what each is about and what it records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from npq_desktop.engagement import ItemState
from npq_desktop.journal.kinds import FAMILIES, KINDS, UNDOES, default_compare
from npq_desktop.journal.kinds.fact import Cell
from npq_desktop.rows.exchange import Disagreement
from npq_desktop.rows.register import Candidate
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts, as_side, own_first
from npq_desktop.services.core.kind_words import WORDS, field_name, field_words
from npq_desktop.services.core.marks import words_of_sides
from npq_desktop.services.core.office_words import window_name
from npq_desktop.services.core.words import listed, mixed
from npq_desktop.services.core.worth.items import ItemsOfGroup

if TYPE_CHECKING:
    from npq_desktop.journal.event import Event
    from npq_desktop.journal.state import Value

Content = Mapping[str, Any]


class Teller:
    """The words for the cells of one group, and what a disagreement does to the figures now."""

    def __init__(self, facts: GroupFacts, now: datetime) -> None:
        self._facts = facts
        self._now = now
        self._titles = {each.id: each.title for each in group_events(facts)}
        self._items = {item.key: item.title for item in facts.programme.items}
        self._titles |= self._items

    def tell(self, cell: Cell) -> Disagreement:
        sides = self._marks(cell) if cell[0] == "mark" else self._values(cell)
        said = self._differently(cell, ["you" if side.own else side.who for side in sides])
        return Disagreement(cell, self.what(cell), self._until(cell), sides, said)

    def _differently(self, cell: Cell, who: Sequence[str]) -> str:
        """For example "You and Sam marked Ann differently at Seminar 3."; else what it is about."""
        names = listed(dict.fromkeys(who))
        names = f"{names[:1].upper()}{names[1:]}"
        match cell:
            case ("mark", event, person):
                title = self._title(event).partition(":")[0]
                return f"{names} marked {self._name(person)} differently at {title}."
            case ("review", person, item):
                title = self._title(item).partition(":")[0]
                return f"{names} decided differently on {title} by {self._name(person)}."
        return self.what(cell)

    def what(self, cell: Cell) -> str:
        """For example "Ann, Seminar 3: mark"."""
        kind = FAMILIES.get(cell[0])
        about = WORDS[kind.name].about if kind else ""
        if kind is None or not about:
            return " ".join(cell)
        key = zip(kind.key, cell[1:], strict=True)
        return about.format_map({part: self._named(part, text) for part, text in key})

    def _named(self, part: str, text: str) -> str:
        match part:
            case "person":
                return self._name(text)
            case "event" | "item" | "task":
                return self._title(text)
            case "field":
                return field_name(text)
            case "window":
                return window_name(text)
        return text

    def entry(self, event: "Event") -> str:
        """For example "Ann, Seminar 3: Late 12 min"; an unknown change is named by its kind."""
        content = event.content or {}
        person, about = content.get("person"), _first(content, "event", "item", "task")
        subjects = [self._name(person)] if isinstance(person, str) else []
        subjects += [self._title(about)] if about else []
        return ": ".join(
            filter(None, (", ".join(subjects), _entry_said(event.kind, content, self._facts.zone)))
        )

    def _marks(self, cell: Cell) -> tuple[Candidate, ...]:
        values = self._facts.marks(cell[1])[cell[2]]
        return own_first(
            as_side(self._facts, fact.head, words, fact.source)
            for fact, words in zip(values, words_of_sides(values), strict=True)
        )

    def _values(self, cell: Cell) -> tuple[Candidate, ...]:
        by_said: dict[object, list[Value]] = {}
        for value in self._facts.state.values(cell):
            by_said.setdefault(default_compare(cell, value.content), []).append(value)
        sources = self._facts.sources([v.event.id for vs in by_said.values() for v in vs])
        sides = []
        for values in by_said.values():
            first = values[0]
            words = self._said(cell, first.content)
            side = as_side(self._facts, first.head, words, sources[first.event.id])
            sides.append(_with_all(side, [self._facts.member_name(v.event.key) for v in values]))
        return own_first(sides)

    def _said(self, cell: Cell, content: Content) -> str:
        family = cell[0]
        if family in ("person", "event"):
            return self._field(cell[2], content[cell[2]])
        return WORDS[FAMILIES[family].name].told(content, self._facts.zone)

    def _field(self, name: str, value: object) -> str:
        if name == "same_as" and isinstance(value, str):
            return f"the same as {self._facts.names.get(value, self._title(value))}"
        return field_words(name, value, self._facts.zone)

    def _until(self, cell: Cell) -> str:
        match cell:
            case ("mark", event, person):
                return self._counts(person, event)
            case ("review" | "catchup" | "exemption", person, item):
                return self._counts(person, item)
            case ("event", event, "state") if self._may_not_have_run(event):
                return (
                    "Until you choose, this event is not known for anyone, so percentages show a "
                    "range."
                )
        return WORDS[FAMILIES[cell[0]].name].until

    def _counts(self, person: str, item: str) -> str:
        """What a task or event with a disagreement counts as meanwhile, as the screens show it."""
        main = self._facts.main(person)
        if main in self._facts.participants and item in self._items:
            worth = ItemsOfGroup(facts=self._facts, now=self._now).worth(main, item)
            if worth.state is ItemState.UNKNOWN:
                low, high = map(mixed, worth.range)
                return (
                    f"Until you choose, it counts as anything from {low} to {high}, so "
                    "percentages show a range."
                )
        return "No percentage changes, whichever you choose."

    def _may_not_have_run(self, event: str) -> bool:
        return any(each.id == event and each.may_not_have_run for each in group_events(self._facts))

    def _name(self, person: str) -> str:
        return self._facts.names.get(self._facts.main(person), "Someone not in this group")

    def _title(self, key: str) -> str:
        return self._titles.get(key, key)


def _first(content: Content, *names: str) -> str:
    found = (content.get(name) for name in names)
    return next((value for value in found if isinstance(value, str)), "")


def _entry_said(kind: str, content: Content, zone: tzinfo) -> str:
    if UNDOES in content:
        return "an earlier change taken back"
    rule, words = KINDS.get(kind), WORDS.get(kind)
    if rule is None or words is None:
        return kind
    return words.told(content, zone) if rule.validate(content) is None else words.called or kind


def _with_all(side: Candidate, names: Sequence[str]) -> Candidate:
    return replace(side, who=listed(dict.fromkeys(names)))

"""What the cells and entries of a group are about and say, in words a colleague understands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from npq_desktop.engagement import ItemState
from npq_desktop.facts import Cell, Source
from npq_desktop.journal.kinds import KINDS, UNDOES, default_compare
from npq_desktop.rows.exchange import Disagreement
from npq_desktop.rows.register import Candidate
from npq_desktop.services.core.entry_words import entry_words, field_words
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.items import ItemsOfGroup
from npq_desktop.services.core.marks import words_of_sides
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import listed, mixed

if TYPE_CHECKING:
    from npq_desktop.journal.event import Event
    from npq_desktop.journal.state import Value

Content = Mapping[str, Any]


class Teller:
    """Says what the cells of one group are about, and what hangs on them at a moment."""

    def __init__(self, facts: GroupFacts, now: datetime) -> None:
        self._facts = facts
        self._now = now
        self._titles = {each.id: each.title for each in group_events(facts)}
        self._items = {item.key: item.title for item in facts.programme.items}
        self._titles |= self._items

    def tell(self, cell: Cell) -> Disagreement:
        sides = self._marks(cell) if cell[0] == "mark" else self._values(cell)
        return Disagreement(cell, self.what(cell), self._until(cell), sides)

    def what(self, cell: Cell) -> str:
        """Such as "Ann, Seminar 3: mark"."""
        match cell:
            case ("mark", event, person):
                return f"{self._name(person)}, {self._title(event)}: mark"
            case ("person", person, field):
                return f"{self._name(person)}: {field_words(field)}"
            case ("event", event, field):
                return f"{self._title(event)}: {field_words(field)}"
            case ("enrolment", person, since):
                return f"{self._name(person)}: on the programme from {since}"
            case ("programme",):
                return "The programme's rules"
            case ("window", window):
                return f"Assessment window {window}"
            case (family, person, item):
                return f"{self._name(person)}, {self._title(item)}: {_FAMILIES.get(family, family)}"
        return " ".join(cell)

    def entry(self, event: "Event") -> str:
        """Such as "Ann, Seminar 3: Late 12 min"; what is not understood is named by its kind."""
        content = event.content or {}
        person, about = content.get("person"), _first(content, "event", "item", "task")
        subjects = [self._name(person)] if isinstance(person, str) else []
        subjects += [self._title(about)] if about else []
        return ": ".join(filter(None, (", ".join(subjects), _entry_said(event.kind, content))))

    def _marks(self, cell: Cell) -> tuple[Candidate, ...]:
        values = self._facts.marks(cell[1])[cell[2]]
        return tuple(
            candidate(self._facts, fact.head, words, fact.source)
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
            side = candidate(self._facts, first.head, words, sources[first.event.id])
            sides.append(_with_all(side, [self._facts.member_name(v.event.key) for v in values]))
        return tuple(sides)

    def _said(self, cell: Cell, content: Content) -> str:
        family = cell[0]
        if family in ("person", "event"):
            return self._field(cell[2], content[cell[2]])
        tell = _SAID.get(family)
        return tell(content) if tell else "An entry of another kind"

    def _field(self, name: str, value: object) -> str:
        if name == "same_as" and isinstance(value, str):
            return f"the same as {self._facts.names.get(value, self._title(value))}"
        return field_words(name, value)

    def _until(self, cell: Cell) -> str:
        match cell:
            case ("mark", event, person):
                return self._counts(person, event)
            case ("review" | "catchup" | "exemption", person, item):
                return self._counts(person, item)
            case ("event", event, "state") if self._may_not_have_run(event):
                return "Until one is chosen the event counts 0 to 1 for everybody."
        return _UNTIL.get(cell[0], "Until one is chosen the first is shown.")

    def _counts(self, person: str, item: str) -> str:
        """What an item about which people disagree is worth meanwhile, as the screens count it."""
        main = self._facts.main(person)
        if main in self._facts.participants and item in self._items:
            worth = ItemsOfGroup(facts=self._facts, now=self._now).worth(main, item)
            if worth.state is ItemState.UNKNOWN:
                low, high = map(mixed, worth.range)
                return f"Until one is chosen it counts anything from {low} to {high}."
        return "Whichever is chosen, it changes no figure as things stand."

    def _may_not_have_run(self, event: str) -> bool:
        return any(each.id == event and each.may_not_have_run for each in group_events(self._facts))

    def _name(self, person: str) -> str:
        return self._facts.names.get(self._facts.main(person), "Somebody unknown")

    def _title(self, key: str) -> str:
        return self._titles.get(key, key)


def _first(content: Content, *names: str) -> str:
    found = (content.get(name) for name in names)
    return next((value for value in found if isinstance(value, str)), "")


def _entry_said(kind: str, content: Content) -> str:
    if UNDOES in content:
        return "an earlier entry taken back"
    rule = KINDS.get(kind)
    if rule is None or rule.validate(content) is not None:
        return _KINDS.get(kind, kind)
    tell = _SAID.get(kind.removesuffix(".set"))
    if tell is not None and kind != "catchup.set":
        return tell(content)
    return _KINDS.get(kind) or entry_words(kind, content)


def _with_all(side: Candidate, names: Sequence[str]) -> Candidate:
    who = listed(dict.fromkeys(names))
    return Candidate(side.head, side.words, who, side.laptop, side.claimed, side.first_seen)


def _review(content: Content) -> str:
    feedback = str(content.get("feedback") or "").strip()
    return f"{_capital(content['decision'])}{f': “{feedback}”' if feedback else ''}"


def _capital(word: object) -> str:
    return str(word).capitalize() if word else "Taken back"


def _exemption(content: Content) -> str:
    if content["value"] != "credited":
        return _capital(content["value"])
    return "Credited {} of {}".format(*content.get("credit") or (1, 1))


def _window(content: Content) -> str:
    return f"{content.get('start') or 'no start'} to {content.get('end') or 'no end'}"


def _assessment(content: Content) -> str:
    said = [content.get("outcome"), content.get("eligible")]
    return ", ".join(str(one) for one in said if one is not None) or "nothing"


def _programme(content: Content) -> str:
    definition = content["programme"]
    size = len(definition if isinstance(definition, str) else str(definition))
    return f"Rules of {size:,} letters"


_KINDS = {
    "person.set": "details of a person",
    "submission.add": "work handed in",
    "claim.add": "a fact read in a file",
    "contact.add": "a contact",
    "coaching.add": "coaching",
    "post.add": "a post",
    "programme.set": "the programme's rules",
    "invite": "an invitation",
    "join": "joining by an invitation",
    "revoke": "taking a laptop or an invitation out",
    "accept": "accepting held entries",
    "erase": "erasing a person",
    "erase.done": "a person's erasure, done",
}
_FAMILIES = {
    "review": "decision",
    "catchup": "catch-up",
    "exemption": "exemption",
    "assessment": "assessment",
}
_SAID: Mapping[str, Callable[[Content], str]] = {
    "review": _review,
    "catchup": lambda content: f"Catch-up {str(content['state']).replace('_', ' ')}",
    "exemption": _exemption,
    "enrolment": lambda content: _capital(content["status"]),
    "window": _window,
    "assessment": _assessment,
    "programme": _programme,
}
_UNTIL: Mapping[str, str] = {
    "person": "Until one is chosen the first is shown; it changes no figure.",
    "enrolment": "Until one is chosen what it concerns counts 0 to 1.",
    "programme": "Until a coordinator chooses, figures are by the first.",
    "window": "Until a coordinator chooses, the assessment stays closed.",
    "assessment": "Until a coordinator chooses, the assessment stays closed.",
}


def candidate(facts: GroupFacts, head: str, words: str, source: Source) -> Candidate:
    """One side of a disagreement with who said it, on which laptop, when."""
    return Candidate(
        head=head,
        words=words,
        who=facts.member_name(source.key),
        laptop=facts.device_name(source.key),
        claimed=moment(source.at),
        first_seen=source.first_seen,
    )

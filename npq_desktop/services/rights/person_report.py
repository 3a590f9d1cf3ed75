"""Everything held about one person: what a subject access request asks for.

Every entry is listed in full, also those that no longer count, with who recorded it and when; then
what this laptop alone keeps, and where copies may be. Looks only, and decides nothing about who may
see it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from npq_desktop.errors import JournalError
from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS, UNDOES
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.sealing import is_sealed, open_sealed
from npq_desktop.journal.state import State
from npq_desktop.rows.rights import HeldLine, HeldSection, PersonReport
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.kind_words import field_name, section_of, title_of
from npq_desktop.services.core.laptop.files import save_as
from npq_desktop.services.core.times import in_zone, moment
from npq_desktop.services.core.words import clock_time, day_and_year
from npq_desktop.services.exchange.trail import copies_of
from npq_desktop.services.rights import words
from npq_desktop.store.history import undone

_TELLING = ("name", "email", "trn", "badge")
_LEAST_LENGTH = 4
"""A shorter word, such as "Bo", stands in too many other words."""


def entries_about(state: State, people: frozenset[str]) -> tuple[Event, ...]:
    """Every entry about one of these ids, counted or not, with what takes such an entry back."""
    return tuple(event for event in state.events.values() if _person(state, event) in people)


def lists_of(state: State, people: frozenset[str]) -> tuple[Event, ...]:
    """The registers and sign-offs that list one of these ids."""
    return tuple(event for event in state.events.values() if _is_listed(event, people))


def names_of(state: State, people: frozenset[str]) -> frozenset[str]:
    """What only this person is called, here or earlier; what others are called too is left out."""
    own, others = set[str](), set[str]()
    for event in state.events.values():
        content = event.content or {}
        if event.kind == "person.set":
            (own if content.get("person") in people else others).update(_called(content))
    return frozenset(word for word in own - others if len(word) >= _LEAST_LENGTH)


def entries_naming(state: State, people: frozenset[str], names: Iterable[str]) -> tuple[Event, ...]:
    """The entries that are about nobody or somebody else and hold one of ``names``."""
    wanted = tuple(names)
    return tuple(
        event
        for event in state.events.values()
        if _person(state, event) not in people
        and not _is_authority(event)
        and holds(event.content or {}, wanted)
    )


def holds(value: object, names: Iterable[str]) -> bool:
    """Whether any text in ``value`` holds one of ``names``, whatever its capitals and spaces."""
    wanted = tuple(names)
    return any(name in plain(text) for text in _texts(value) for name in wanted)


def plain(text: str) -> str:
    """A text as names are compared."""
    return " ".join(text.casefold().split())


def _called(content: Mapping[str, object]) -> Iterator[str]:
    for field, value in content.items():
        if isinstance(value, str) and (field in _TELLING or field.startswith("id.")):
            yield plain(value)
    first, last = content.get("known_as"), content.get("last")
    if isinstance(first, str) and isinstance(last, str):
        yield plain(f"{first} {last}")


def _person(state: State, event: Event | None) -> object:
    """Whom an entry is about; of one that takes another back, whom that one is about."""
    seen: set[str] = set()
    while event is not None and event.id not in seen:
        seen.add(event.id)
        content = event.content or {}
        if UNDOES not in content:
            return content.get("person")
        event = state.events.get(str(content[UNDOES]))
    return None


def _is_listed(event: Event, people: frozenset[str]) -> bool:
    content = event.content or {}
    listed = [content.get("roster"), content.get("covers")]
    return any(
        not people.isdisjoint(map(str, each)) for each in listed if isinstance(each, list | dict)
    )


def _is_authority(event: Event) -> bool:
    kind = KINDS.get(event.kind)
    return kind is not None and kind.is_authority


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


_SUBJECTS = ("event", "task", "item", "window")
_NOT_SAID = frozenset({"person", "id", "roster", "covers", "counts", "seen", *_SUBJECTS})
_LISTS = ("roster", "covers")


class PersonReportService:
    """One report at a time, read anew each time."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def report(self, group: str, person: str) -> PersonReport:
        """Everything about a person of a group, whichever of their joined ids it is under."""
        facts = self._core.facts.of(group)
        now = self._core.now(group)
        return PersonReport(
            person=person,
            name=facts.names[person],
            group=facts.group.title,
            made=f"{day_and_year(now.date())} {clock_time(now)}",
            sections=tuple(self._sections(facts, person)),
            copies=copies_of(self._core.store, facts, self._core.identities.key_in(facts.id)),
        )

    def save(self, group: str, path: Path, data: bytes) -> None:
        """Write a finished report and read it back.

        Raises:
            ServiceError: the name ends in something else than .pdf or .json.
            BundleError: the file could not be written safely.
            StoreError: it was saved, and the exchange log could not be written.
        """
        kinds = dict.fromkeys((".pdf", ".json"), lambda: data)
        save_as(path, kinds, store=self._core.store, group=group, what=words.REPORT)

    def _sections(self, facts: GroupFacts, person: str) -> Iterator[HeldSection]:
        state, people = facts.state, frozenset(facts.ids_of(person))
        about = entries_about(state, people)
        sources = facts.sources(facts.state.events)
        told = _Lines(facts, sources, self._core.identities.age_secrets)
        for title in (*words.SECTIONS, ""):
            own = (e for e in about if section_of(e.kind, e.content or {}) == title)
            lines = [told.line(event) for event in own]
            yield from _section(title or words.OTHER_RECORDS, lines)
        yield from _section(words.LISTS, map(told.line, lists_of(state, people)))
        naming = entries_naming(state, people, names_of(state, people))
        yield from _section(words.RECORDS_OF_OTHERS, map(told.line, naming))
        yield from _section(words.ONLY_HERE, self._only_here(facts, people))

    def _only_here(self, facts: GroupFacts, people: frozenset[str]) -> Iterator[HeldLine]:
        for draft in self._core.store.local.drafts(facts.id):
            if any(each in draft.place for each in people):
                saved = in_zone(draft.saved, facts.zone)
                when = f"{day_and_year(saved.date())} {clock_time(saved)}"
                yield HeldLine(words.BEING_TYPED, draft.text, when, words.NOT_RECORDED)


class _Lines:
    """Says entries of one group in full."""

    def __init__(
        self, facts: GroupFacts, sources: Mapping[str, Source], secrets: Iterable[str]
    ) -> None:
        self._facts = facts
        self._sources = sources
        self._secrets = tuple(secrets)
        self._titles = {each.id: each.title for each in group_events(facts)}
        self._titles |= {item.key: item.title for item in facts.programme.items}
        state = facts.state
        self._heads = {head for cell in state.cells() for head in state.heads(cell)}
        values = (value for cell in state.cells() for value in state.values(cell))
        self._holding = {value.event.id for value in values}
        self._undone = undone(state)

    def line(self, event: Event) -> HeldLine:
        content = event.content or {}
        return HeldLine(
            what=self._what(event, content),
            said="\n".join(self._said(content)),
            recorded=self._recorded(event),
            standing=self._standing(event),
        )

    def _what(self, event: Event, content: Mapping[str, object]) -> str:
        kind = title_of(event.kind, content) or event.kind
        about = [self._titles.get(str(content[each]), "") for each in _SUBJECTS if each in content]
        return ", ".join([kind, *filter(None, about)])

    def _said(self, content: Mapping[str, object]) -> Iterator[str]:
        if UNDOES in content:
            yield words.TAKES_BACK
            return
        for name, value in content.items():
            if name not in _NOT_SAID and value not in (None, ""):
                word = name if name == "state" else field_name(name)
                yield f"{word}: {self._value(value)}"
        for name in _LISTS:
            listed = content.get(name)
            if isinstance(listed, list | dict):
                yield words.place_among(len(listed))

    def _value(self, value: object) -> str:
        if isinstance(value, Mapping):
            return self._opened(value) if is_sealed(value) else _joined(value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)

    def _opened(self, sealed: Mapping[str, object]) -> str:
        for secret in self._secrets:
            try:
                return _private_words(open_sealed(sealed, secret))
            except JournalError:
                continue
        return words.PRIVATE

    def _recorded(self, event: Event) -> str:
        source = self._sources[event.id]
        at = moment(source.at, self._facts.zone)
        when = f"{day_and_year(at.date())} {clock_time(at)}" if at else source.at
        who = self._facts.member_name(source.key)
        return f"{when}, {who} ({self._facts.device_name(source.key)})"

    def _standing(self, event: Event) -> str:
        if event.content is None:
            return words.ERASED
        held = self._facts.state.held.get(event.id)
        if held is not None:
            return words.does_not_count(held.sentence)
        if event.id in self._heads:
            return ""
        if event.id in self._holding:
            return words.COUNTS_AGAIN
        return words.TAKEN_BACK if event.id in self._undone else words.REPLACED


def report_document(report: PersonReport) -> Mapping[str, object]:
    """The report as JSON values."""
    return {**asdict(report), "entries": report.entries}


def report_words(report: PersonReport) -> str:
    """The report as text for a terminal."""
    lines = [words.report_title(report.name, report.group, report.made)]
    for section in report.sections:
        lines += ["", section.title]
        for line in section.lines:
            standing = f" [{line.standing}]" if line.standing else ""
            said = line.said.replace("\n", "; ")
            lines.append(f"  {line.what}: {said}{standing}  ({line.recorded})")
    return "\n".join([*lines, "", words.COPIES, *(f"  {each}" for each in report.copies)])


def _private_words(text: str) -> str:
    """A private text; one that holds several things says each of them."""
    try:
        said = json.loads(text)
    except ValueError:
        return text
    if not isinstance(said, dict):
        return text
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in said.items() if value)


def _section(title: str, lines: Iterable[HeldLine]) -> Iterator[HeldSection]:
    found = tuple(lines)
    if found:
        yield HeldSection(title, found)


def _joined(value: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {each}" for name, each in value.items())

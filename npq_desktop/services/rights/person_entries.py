"""Which entries of a group are about a person, and which others name that person in a text.

Pure questions to a group's state. Refuses to guess at nicknames: only a whole name, an e-mail
address, a TRN or a platform's id counts as naming somebody.
"""

from collections.abc import Iterable, Iterator, Mapping

from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS, UNDOES
from npq_desktop.journal.state import State

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

"""Which event of a group a line of a calendar means: by its title, its number, or the order.

Where two events fit, none is chosen. A line of another group means none, and a webinar no seminar.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from npq_desktop.interchange.calendars.event_lists import StatedEvent, by_day, without_cancelled
from npq_desktop.interchange.people.name_forms import plain_form
from npq_desktop.programme import ItemKind, Programme, ProgrammeItem
from npq_desktop.rows.intake import DateOutcome
from npq_desktop.services.core.events import GroupEvent
from npq_desktop.services.intake import words

_NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth"),
)
_VALUE = {word: at for words in (_NUMBER_WORDS, _ORDINALS) for at, word in enumerate(words, 1)}
_SEMINAR = r"(?:seminar|seminaire|module|modiwl|session|sesiwn|seance|face[ -]to[ -]face|f2f|m)"
_CONFERENCE = r"(?:conference|cynhadledd)"
_AFTER = r"s?\s*(?:no\.?|number|#|:)?\s*(\d{1,2}|" + "|".join(_NUMBER_WORDS) + r")(?!\d|[:.]\d)\b"
_BEFORE = r"\b(\d{1,2}(?=st|nd|rd|th|e|ed|er|eme)|" + "|".join(_ORDINALS) + r")[a-z]*\s+"
_GROUP = re.compile(r"\b(?:group|grp|grwp|groupe)\s*(\d{1,4})\b")
_SEMINAR_WORDS = re.compile(r"\b(seminars?|seminaires?|face[ -]to[ -]face|f2f)\b")
_CONFERENCE_WORDS = re.compile(r"\b(conferences?|cynhadledd)\b")
_OPENING = re.compile(r"\b(opening|launch|kick[ -]?off|welcome|induction|agoriadol|ouverture)\b")
_CLOSING = re.compile(r"\b(closing|final|last|celebration|clo|cloture)\b")
_OTHER_MEETING = re.compile(
    r"\b(webinars?|online|drop[ -]?in|coaching|q ?& ?a|due|deadline|assessment window|surgery"
    r"|diagnostics?|reflections?|reflective|assignments?|quiz(?:zes)?|submissions?|tasks?)\b"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """The event meant, or "" and what becomes of the line then: ASK, REPEAT or OTHER, and why."""

    event: str = ""
    otherwise: DateOutcome = DateOutcome.OTHER
    reason: str = ""


_ASKED = Guess("", DateOutcome.ASK)


class EventMatching:
    """The events of one group; ``title`` is the group's."""

    def __init__(
        self, *, dated: Sequence[GroupEvent], programme: Programme, title: str, only_events: bool
    ) -> None:
        self._dated = dated
        self._programme = programme
        self._own_groups = set(map(int, _GROUP.findall(plain_form(title))))
        self._group_title = plain_form(title)
        self._only_events = only_events
        """Whether the file lists events only, so that no line is somebody's dentist."""
        planned = sorted(
            (item for item in programme.items if item.is_event), key=lambda item: item.week
        )
        self._planned: Mapping[ItemKind, tuple[ProgrammeItem, ...]] = {
            kind: tuple(item for item in planned if item.kind is kind)
            for kind in (ItemKind.SEMINAR, ItemKind.CONFERENCE)
        }
        self._all = tuple(planned)

    def guesses(self, stated: Sequence[StatedEvent]) -> tuple[Guess, ...]:
        """What each line means, in the order given; no two live lines mean one event."""
        guesses = [self._by_words(event) for event in stated]
        self._take_in_order(stated, guesses)
        return tuple(_once_each(stated, guesses))

    def _by_words(self, event: StatedEvent) -> Guess:
        title = plain_form(without_cancelled(event.title))
        groups = set(map(int, _GROUP.findall(title)))
        if groups and self._own_groups and not groups & self._own_groups:
            return Guess(reason=words.OTHER_GROUP)
        found = self._by_title(event, title) or self._by_number(title)
        ours = found or self._only_events or self._looks_ours(title)
        if event.repeats:  # one line for many dates: which of them is meant, only a human knows
            return Guess("", DateOutcome.ASK if ours else DateOutcome.OTHER, event.repeats)
        return Guess(found, DateOutcome.ASK if ours else DateOutcome.OTHER)

    def _by_title(self, event: StatedEvent, title: str) -> str:
        """An event recorded under this title; of several with it, the one on that day."""
        named = [each for each in self._dated if plain_form(each.title) == title]
        if len(named) > 1:
            named = [each for each in named if each.day == event.day]
        return named[0].id if len(named) == 1 else self._by_module(title)

    def _by_module(self, title: str) -> str:
        """A seminar by its module's title, alone or beside the word."""
        fitting = [
            item.key
            for item in self._planned[ItemKind.SEMINAR]
            for module in self._programme.modules
            if module.key == item.module
            and (name := plain_form(module.title))
            and (title == name or (name in title and _SEMINAR_WORDS.search(title)))
        ]
        return fitting[0] if len(fitting) == 1 and _number(_SEMINAR, title) is None else ""

    def _by_number(self, title: str) -> str:
        seminar = _SEMINAR_WORDS.search(title)
        if _OTHER_MEETING.search(title) and not seminar:
            return ""
        conferences = self._planned[ItemKind.CONFERENCE]
        if _CONFERENCE_WORDS.search(title):
            return _at(conferences, _number(_CONFERENCE, title)) or _first_or_last(
                conferences, title
            )
        number = _number(_SEMINAR, title)
        modules = [module.key for module in self._programme.modules]
        if number is None or not 0 < number <= len(modules):
            return ""
        key = modules[number - 1]
        return next((i.key for i in self._planned[ItemKind.SEMINAR] if i.module == key), "")

    def _looks_ours(self, title: str) -> bool:
        words = (plain_form(self._programme.short_title), "npq", self._group_title)
        kinds = _SEMINAR_WORDS.search(title) or _CONFERENCE_WORDS.search(title)
        return bool(kinds) or any(word and word in title for word in words)

    def _take_in_order(self, stated: Sequence[StatedEvent], guesses: list[Guess]) -> None:
        """Lines without a number mean the events of their kind that no other line means, in order.

        Only where there are as many of the one as of the other, and then by start.
        """
        for items, places in self._unnumbered(stated, guesses):
            taken = {guess.event for guess in guesses}
            free = [item.key for item in items if item.key not in taken]
            if free and len(free) == len(places):
                places.sort(key=lambda place: by_day(stated[place]))
                for place, key in zip(places, free, strict=True):
                    guesses[place] = Guess(key)

    def _unnumbered(
        self, stated: Sequence[StatedEvent], guesses: Sequence[Guess]
    ) -> Iterator[tuple[Sequence[ProgrammeItem], list[int]]]:
        open_lines = [
            at
            for at, (event, guess) in enumerate(zip(stated, guesses, strict=True))
            if guess == _ASKED and not event.cancelled
            and not _OTHER_MEETING.search(plain_form(event.title))
        ]  # fmt: skip
        titles = {at: plain_form(stated[at].title) for at in open_lines}
        yield (
            self._planned[ItemKind.CONFERENCE],
            [
                at
                for at in open_lines
                if _CONFERENCE_WORDS.search(titles[at]) and _number(_CONFERENCE, titles[at]) is None
            ],
        )
        yield (
            self._planned[ItemKind.SEMINAR],
            [
                at
                for at in open_lines
                if _SEMINAR_WORDS.search(titles[at]) and _number(_SEMINAR, titles[at]) is None
            ],
        )
        for title in dict.fromkeys(titles.values()):
            same = [at for at in open_lines if titles[at] == title and not guesses[at].event]
            if not _SEMINAR_WORDS.search(title) and not _CONFERENCE_WORDS.search(title):
                yield self._planned[ItemKind.SEMINAR], list(same)
                yield self._all, [at for at in same if not guesses[at].event]


def _number(kind: str, title: str) -> int | None:
    found = re.search(rf"\b{kind}{_AFTER}", title) or re.search(rf"{_BEFORE}{kind}", title)
    if found is None:
        return None
    return _VALUE.get(found[1]) or int(found[1])


def _at(items: Sequence[ProgrammeItem], number: int | None) -> str:
    return items[number - 1].key if number and number <= len(items) else ""


def _first_or_last(items: Sequence[ProgrammeItem], title: str) -> str:
    if not items:
        return ""
    if _OPENING.search(title):
        return items[0].key
    return items[-1].key if _CLOSING.search(title) else ""


def _once_each(stated: Sequence[StatedEvent], guesses: Sequence[Guess]) -> Iterator[Guess]:
    """Two lines of one event at different times are nobody's to choose between but a human's.

    A cancelled line beside a live one says only that the live one stands in its place.
    """
    live = [
        (guess.event, event.start or event.on)
        for event, guess in zip(stated, guesses, strict=True)
        if guess.event and not event.cancelled
    ]
    timed = {(event, when.date()) for event, when in live if isinstance(when, datetime)}
    live = [(event, when) for event, when in live if (event, when) not in timed]
    starts = Counter(event for event, _ in dict.fromkeys(live))
    seen: set[str] = set()
    for event, guess in zip(stated, guesses, strict=True):
        if not guess.event:
            yield guess
        elif event.cancelled and starts[guess.event]:
            yield _repeat(words.CANCELLED_AND_MOVED)
        elif event.start is None and (guess.event, event.on) in timed:
            yield _repeat(words.OTHER_LINE_HAS_TIME)
        elif starts[guess.event] > 1:
            yield Guess("", DateOutcome.ASK, words.SEEM_ONE_EVENT)
        elif guess.event in seen:
            yield _repeat(words.TWICE_IN_FILE)
        else:
            seen.add(guess.event)
            yield guess


def _repeat(reason: str) -> Guess:
    return Guess("", DateOutcome.REPEAT, reason)

"""Finds whom of a group a written name may be where nobody has it letter for letter.

What is found goes to a human, the likeliest first, with a reason; nothing is decided by it.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from npq_desktop.interchange.people.name_forms import orders, plain_form, search_key
from npq_desktop.interchange.people.written_names import former_names, present_name, readings

_MISSPELT_PERCENT = 80
_MOST_CANDIDATES = 6
_FORMER_NAME = "It is the former name of a participant here."


@dataclass(frozen=True, slots=True)
class _Called:
    """What one person of the group is, was and prefers to be called, in plain forms made once."""

    id: str
    plain: str
    names: tuple[str, ...]
    former: tuple[str, ...]
    known_as: str
    words: frozenset[str]

    @property
    def preferred(self) -> str:
        """Known-as and surname, "" for nobody with a preferred name."""
        return " ".join([self.known_as, *self.names[0].split()[1:]]) if self.known_as else ""

    @property
    def every(self) -> tuple[str, ...]:
        """All of it."""
        return tuple(filter(None, (*self.names, *self.former, self.preferred)))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A written name for comparing: its readings as words, and the names borne before."""

    written: str
    names: tuple[str, ...]
    former: tuple[str, ...]
    words: frozenset[str]

    @property
    def has_gaps(self) -> bool:
        """Whether signs stand where letters were lost."""
        return "?" in self.written or "\ufffd" in self.written


@dataclass(frozen=True, slots=True)
class _Names:
    """Names with their words sorted, the place of whom each belongs to, how many one has."""

    texts: Sequence[str]
    places: Sequence[int]
    most: int


_Places = dict[str, list[int]]


class NearNames:
    """The names of a group, each ``(id, name, name they are known as)``, in the group's order."""

    def __init__(self, people: Iterable[tuple[str, str, str]]) -> None:
        self._known = tuple(_called(*each) for each in people)
        self._by_word: _Places = defaultdict(list)
        for place, known in enumerate(self._known):
            users = (user for name in known.names for user in user_names(name))
            for word in {*known.words, *users}:
                self._by_word[word].append(place)

    def perhaps(self, written: str) -> tuple[tuple[str, ...], str]:
        """The ids of the few it may be, the likeliest first, and why a human should look."""
        spoken = _spoken(written)
        reasons = [(known, _likeness(spoken, known)) for known in self._worth_a_look(spoken)]
        alike = {known.id: why for known, why in reasons if why}
        found = _by_likeness(spoken, [known for known, why in reasons if why])
        ids = tuple(known.id for known in found[:_MOST_CANDIDATES])
        return ids, alike[ids[0]] if ids else ""

    def ranked(self, name: str) -> tuple[str, ...]:
        """The ids of the few who are likeliest to be called ``name``, the likeliest first."""
        spoken = _spoken(name)
        # So many lines hold the likeliest people, even where each has as many names.
        most = _MOST_CANDIDATES * self._every.most
        found = self._sharing_a_word(spoken)
        for wanted in (*spoken.names, *spoken.former):
            found |= self._alike_in_letters(wanted, self._every, 0, most)
        chosen = sorted(found) or range(min(len(self._known), _MOST_CANDIDATES))
        ranked = _by_likeness(spoken, [self._known[place] for place in chosen])
        return tuple(known.id for known in ranked[:_MOST_CANDIDATES])

    def _worth_a_look(self, spoken: _Spoken) -> Iterable[_Called]:
        """Who may be alike: all who share a word or nearly all letters, in the group's order."""
        if spoken.has_gaps:
            return self._of_length.get(len(_with_gaps(spoken.written)), ())
        found = self._sharing_a_word(spoken)
        for given in spoken.names:
            found |= self._alike_in_letters(given, self._spelt, _MISSPELT_PERCENT, None)
        return [self._known[place] for place in sorted(found)]

    def _sharing_a_word(self, spoken: _Spoken) -> set[int]:
        words = (*spoken.words, *spoken.names)
        return {place for word in words for place in self._by_word.get(word, ())}

    def _alike_in_letters(
        self, given: str, names: _Names, least: int, most: int | None
    ) -> set[int]:
        """Whose names are likest, of those without a word in common.

        For them the ratio of the sorted words is the ratio that counts, in a tenth of its time.
        """
        from rapidfuzz import fuzz, process

        close = process.extract(
            _sorted_words(given), names.texts, scorer=fuzz.ratio, score_cutoff=least, limit=most
        )
        return {names.places[at] for _, _, at in close}

    @cached_property
    def _of_length(self) -> Mapping[int, Sequence[_Called]]:
        """Everybody, by how many signs the plain form of their name has."""
        found: dict[int, list[_Called]] = defaultdict(list)
        for known in self._known:
            found[len(known.plain)].append(known)
        return found

    @cached_property
    def _spelt(self) -> _Names:
        return _names(known.names for known in self._known)

    @cached_property
    def _every(self) -> _Names:
        return _names(known.every for known in self._known)


def _names(names: Iterable[Sequence[str]]) -> _Names:
    each = tuple(names)
    texts = [_sorted_words(name) for own in each for name in own]
    places = [place for place, own in enumerate(each) for _ in own]
    return _Names(texts, places, max(map(len, each), default=1))


def _called(key: str, name: str, known_as: str) -> _Called:
    now = present_name(name)
    bare = next(iter(readings(now)[1:2]), now)
    former = tuple(search_key(each) for each in former_names(name))
    names = tuple(dict.fromkeys(search_key(each) for each in (bare, now)))
    preferred = search_key(known_as)
    words = _words_of(*names, *former, preferred)
    return _Called(key, plain_form(name), names, former, preferred, words)


def _spoken(written: str) -> _Spoken:
    every = (order for name in readings(written) for order in orders(name)[1:])
    names = tuple(dict.fromkeys(text for order in every if (text := search_key(order))))
    former = tuple(search_key(name) for name in former_names(written))
    return _Spoken(plain_form(written), names, former, _words_of(*names, *former))


def _words_of(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in name.split())


def _sorted_words(name: str) -> str:
    return " ".join(sorted(set(name.split())))


@cache
def _ratio() -> Callable[..., float]:
    """How alike two texts are, 0 to 100, whatever the order of their words."""
    from rapidfuzz import fuzz  # only who meets an unknown name needs it

    return fuzz.token_set_ratio


def _by_likeness(spoken: _Spoken, people: Sequence[_Called]) -> list[_Called]:
    """Likeliest first; equally likely ones stay in the group's order."""
    wanted, ratio = (*spoken.names, *spoken.former), _ratio()

    def score(known: _Called) -> float:
        return max((ratio(a, b) for a in wanted for b in known.every), default=0)

    return sorted(people, key=lambda known: -score(known)) if len(people) > 1 else list(people)


def _likeness(spoken: _Spoken, known: _Called) -> str:
    """Why a human should look whether a name is this person's; "" for no reason."""
    if spoken.has_gaps:
        return _with_letters_lost(spoken.written, known)
    if spoken.words.isdisjoint(known.words):
        pairs = itertools.product(spoken.names, known.names)
        found = (_squeezed_or_misspelt(given, name) for given, name in pairs)
        return next(filter(None, found), "")
    if not set(spoken.former).isdisjoint(known.names):
        return _FORMER_NAME
    for given in spoken.names:
        words = given.split()
        for name in known.names:
            if name and (why := _alike(words, name.split()) or _preferred_words(given, known)):
                return why
        if any(_alike(words, name.split()) for name in known.former):
            return _FORMER_NAME
    return ""


def _with_gaps(written: str) -> str:
    """A name with signs in place of letters that were lost, in the order first name, last name."""
    return plain_form(orders(written)[1])


def _with_letters_lost(written: str, known: _Called) -> str:
    pattern = re.escape(_with_gaps(written)).replace(r"\?", ".").replace("\ufffd", ".")
    lost = re.fullmatch(pattern, known.plain)
    return "Letters of the name were lost." if lost else ""


def _alike(words: Sequence[str], whole: Sequence[str]) -> str:
    """Why a name of these words may be a person's."""
    given, name = " ".join(words), " ".join(whole)
    if len(words) == len(whole) and sorted(words) == sorted(whole):
        return "The name is alike, in another order."
    if f" {name} " in f" {given} ":
        return "More than the name is written here."
    shortened = words[0] == whole[0] and name.startswith(given)
    initial = len(words[0]) == 1 and whole[0].startswith(words[0]) and words[1:] == whole[1:]
    if shortened or initial or given in whole:
        return "The name is alike, but only part of it is written."
    surnames = {whole[-1], *(word for word in whole[1:] if len(word) > 2)}
    if len(words) > 1 and len(whole) > 1 and not surnames.isdisjoint(words[1:]):
        return "The name is alike. A surname is the same."
    return _squeezed_or_misspelt(given, name)


def _squeezed_or_misspelt(given: str, name: str) -> str:
    """Why one word may be a user name made of a name, or a name another one, spelt wrongly."""
    if given in user_names(name):
        return "It may be a user name made of the name."
    alike = _ratio()(given, name) >= _MISSPELT_PERCENT
    return "The name is alike, but spelt differently." if alike else ""


def user_names(name: str) -> tuple[str, ...]:
    """What a platform may call somebody of this name."""
    first, *others = name.split() or ("",)
    last = "".join(others)
    return (f"{first[0]}{last}", f"{first}{last[0]}", f"{last}{first[0]}") if last else ()


def _preferred_words(given: str, known: _Called) -> str:
    alike = known.known_as and given in (known.known_as, known.preferred)
    return "The name is alike. A participant here is known by it." if alike else ""

"""Whom of a group a name is likely to mean: an order for people to choose from, no decision."""

import re
from collections.abc import Sequence

from npq_desktop.interchange.names import PersonIdentity, parts_of, plain_form, reordered

_LIKELY = 60
_MOST = 8
_SAME_LETTERS, _INITIALS, _FIRST_NAME, _SCHOOL = 97, 85, 64, 10


class Likeness:
    """The names of a group's people, made ready once."""

    def __init__(self, people: Sequence[PersonIdentity]) -> None:
        self._people = people
        self._texts = [_text(person) for person in people]
        self._words = [text.split() for text in self._texts]
        self._schools = [plain_form(person.school or "") for person in people]

    def likely(self, name: str) -> tuple[PersonIdentity, ...]:
        """The people whose names are like this one, likeliest first; none for a stranger."""
        parts = parts_of(name)
        text = _plain(reordered(parts.bare))
        if not text:
            return ()
        scores = self._alike(text)
        for at in range(len(self._people)):
            own = self._by_letters(parts.bare, text, at)
            if own > scores.get(at, 0):
                scores[at] = own
        beside = {plain_form(each) for each in parts.beside}
        ranked = {
            at: score + _SCHOOL * (self._schools[at] in beside and bool(self._schools[at]))
            for at, score in scores.items()
            if score >= _LIKELY
        }
        order = sorted(ranked, key=lambda at: (-ranked[at], at))
        return tuple(self._people[at] for at in order[:_MOST])

    def _alike(self, text: str) -> dict[int, float]:
        """Misspelt, shortened or with words more or fewer."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            text, self._texts, scorer=fuzz.token_set_ratio, score_cutoff=_LIKELY, limit=_MOST
        )
        return {at: score for _, score, at in found}

    def _by_letters(self, given: str, text: str, at: int) -> int:
        """Lost letters, initials, a first name alone: what a ratio of letters does not see."""
        words = self._words[at]
        if not words:
            return 0
        if "?" in given or "\ufffd" in given:
            pattern = re.escape(plain_form(given)).replace(r"\?", ".").replace("\ufffd", ".")
            if re.fullmatch(pattern, plain_form(self._people[at].name)):
                return _SAME_LETTERS
        typed = text.split()
        if all(_begins(word, words) for word in typed):
            return _INITIALS
        first = {words[0], *plain_form(self._people[at].known_as or "").split()[:1]}
        shortened = any(_is_short(typed[0], other) for other in first)
        return _FIRST_NAME if shortened else 0


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: a word in common, or nearly the same letters."""
    from rapidfuzz import fuzz

    texts = [_plain(f"{parts_of(name).bare} {parts_of(name).former}") for name in (one, other)]
    common = set(texts[0].split()) & set(texts[1].split())
    return bool(common) or not all(texts) or fuzz.token_sort_ratio(*texts) >= _LIKELY


def _begins(typed: str, words: Sequence[str]) -> bool:
    """An initial, or a word as it is."""
    return any(word.startswith(typed) if len(typed) == 1 else word == typed for word in words)


def _is_short(one: str, other: str) -> bool:
    """The same first name, or one within the other: Ben, Benjamin; Seun, Oluwaseun."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 3 and short in long)


def _text(person: PersonIdentity) -> str:
    parts = parts_of(person.name)
    return _plain(f"{parts.bare} {parts.former} {person.known_as or ''}")


def _plain(name: str) -> str:
    """The plain form with everything that is no letter as a gap: ``smith-jones`` is two words."""
    return " ".join(re.findall(r"[^\W\d_]+", plain_form(name).replace("'", "")))

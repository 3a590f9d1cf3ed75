"""Whom of a group a name is likely to mean: an order for people to choose from, no decision."""

import re
from collections.abc import Iterator, Sequence

from npq_desktop.interchange.names import PersonIdentity, parts_of, plain_form, reordered

LIKELY = 60
_MOST = 8
_SAME_LETTERS, _SHORT_FORM, _INITIALS, _FIRST_NAME, _SCHOOL = 97, 90, 85, 64, 10


class Likeness:
    """The names of a group's people, made ready once."""

    def __init__(self, people: Sequence[PersonIdentity]) -> None:
        self._people = people
        self._texts = [_text(person) for person in people]
        self._schools = [plain_form(person.school or "") for person in people]
        self._with_word: dict[str, set[int]] = {}
        self._with_initial: dict[str, set[int]] = {}
        self._with_first: dict[str, set[int]] = {}
        for at, text in enumerate(self._texts):
            words = text.split()
            for word in words:
                self._with_word.setdefault(word, set()).add(at)
                self._with_initial.setdefault(word[0], set()).add(at)
            known_as = _plain(people[at].known_as or "").split()
            for word in (*words[:1], *known_as[:1]):
                self._with_first.setdefault(word, set()).add(at)

    def likely(self, name: str, *, at_least: int = LIKELY) -> tuple[PersonIdentity, ...]:
        """The people whose names are like this one, likeliest first; none for a stranger."""
        parts = parts_of(name)
        text = _plain(reordered(parts.bare))
        if not text:
            return ()
        scores = self._alike(text, at_least)
        for at, score in self._by_letters(parts.bare, text.split()):
            scores[at] = max(score, scores.get(at, 0))
        beside = {plain_form(each) for each in parts.beside} - {""}
        ranked = {
            at: score + _SCHOOL * (self._schools[at] in beside)
            for at, score in scores.items()
            if score >= at_least
        }
        order = sorted(ranked, key=lambda at: (-ranked[at], at))
        return tuple(self._people[at] for at in order[:_MOST])

    def _alike(self, text: str, at_least: int) -> dict[int, float]:
        """Misspelt, shortened or with words more or fewer."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            text, self._texts, scorer=fuzz.token_set_ratio, score_cutoff=at_least, limit=_MOST
        )
        return {at: score for _, score, at in found}

    def _by_letters(self, given: str, typed: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Lost letters, initials, a first name alone: what a ratio of letters does not see."""
        if "?" in given or "\ufffd" in given:
            lost = re.escape(plain_form(given)).replace(r"\?", ".").replace("\ufffd", ".")
            for at, person in enumerate(self._people):
                if re.fullmatch(lost, plain_form(person.name)):
                    yield at, _SAME_LETTERS
        for at in set.intersection(*map(self._with, typed)):
            yield at, _INITIALS
        with_surname = self._with_word.get(typed[-1], set()) if len(typed) > 1 else set()
        for first, people in self._with_first.items():
            if _is_short(typed[0], first):
                yield from (
                    (at, _SHORT_FORM if at in with_surname else _FIRST_NAME) for at in people
                )

    def _with(self, word: str) -> set[int]:
        """The people who have this word in their name, or a word that begins with this letter."""
        known = self._with_initial if len(word) == 1 else self._with_word
        return known.get(word, set())


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: a word in common, or nearly the same letters."""
    from rapidfuzz import fuzz

    texts = [_plain(f"{parts_of(name).bare} {parts_of(name).former}") for name in (one, other)]
    common = set(texts[0].split()) & set(texts[1].split())
    return bool(common) or not all(texts) or fuzz.token_sort_ratio(*texts) >= LIKELY


def _is_short(one: str, other: str) -> bool:
    """The same first name, or one within the other: Ben, Benjamin; Seun, Oluwaseun."""
    return one == other or (len(one) > 2 and one in other) or (len(other) > 2 and other in one)


def _text(person: PersonIdentity) -> str:
    parts = parts_of(person.name)
    return _plain(f"{parts.bare} {parts.former} {person.known_as or ''}")


def _plain(name: str) -> str:
    """The plain form with everything that is no letter as a gap: ``smith-jones`` is two words."""
    return " ".join(re.findall(r"[^\W_]+", plain_form(name).replace("'", "")))

"""Writes people, days, times and counts, and the sentences that every room raises."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from npq_desktop.interchange.people.name_forms import plain_form
from npq_desktop.journal.kinds.person import PersonFact

GO_BACK = "Close this and choose again."
"""What to do where the thing chosen is no longer there."""


def no_longer_here(what: str = "This person", where: str = "in this group") -> str:
    """The sentence of a view that shows what has gone since: "Ann is no longer in this group."."""
    return f"{what} is no longer {where}. {GO_BACK}"


def only_a_coordinator(verb: str, ask: str = "the person who started the group") -> str:
    """The sentence for what only a coordinator can do; ``ask`` names one where one is known."""
    return f"Only a coordinator can {verb}. Ask {ask}."


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def display_name(person: PersonFact) -> str:
    """Known-as first: "Seun Bankole" for Oluwaseun Bankole; an erased person keeps no name."""
    if person.erased:
        return "Erased participant"
    name = person.fields.get("name", "").strip()
    known_as = person.fields.get("known_as", "").strip()
    if not known_as or known_as == name:
        return name or "No name"
    _, _, rest = name.partition(" ")
    return f"{known_as} {person.fields.get('last') or rest}".strip()


def told_apart(people: Iterable[PersonFact]) -> Mapping[str, str]:
    """The name of each person by id, of namesakes with what tells them apart.

    That is the school, else the email address, else the last digits of the TRN, whichever first is
    this one's alone: "Dev Patel (Hillcrest Primary)".
    """
    namesakes: dict[str, list[PersonFact]] = {}
    for person in people:
        namesakes.setdefault(plain_form(display_name(person)), []).append(person)
    return {person.id: _apart(person, same) for same in namesakes.values() for person in same}


def _apart(person: PersonFact, namesakes: Sequence[PersonFact]) -> str:
    name = display_name(person)
    if len(namesakes) == 1 or person.erased:
        return name
    others = [each for each in namesakes if each.id != person.id]
    for said in (_school, _email, _end_of_trn):
        words = said(person)
        if words and words.casefold() not in {said(other).casefold() for other in others}:
            return f"{name} ({words})"
    return name


def _school(person: PersonFact) -> str:
    return person.fields.get("school", "").strip()


def _email(person: PersonFact) -> str:
    return person.fields.get("email", "").strip()


def _end_of_trn(person: PersonFact) -> str:
    trn = person.fields.get("trn", "")
    return f"TRN …{trn[-3:]}" if trn else ""


def search_text(person: PersonFact) -> str:
    """Everything a facilitator may look a person up by, in one line."""
    fields = ("name", "known_as", "trn", "email", "badge")
    return " ".join(filter(None, (display_name(person), *map(person.fields.get, fields))))


def sort_key(person: PersonFact) -> tuple[str, str]:
    """Surname, then the whole name, accents as their letters; a mononym sorts by itself."""
    name = person.fields.get("name", "")
    last = person.fields.get("last") or name.rpartition(" ")[2]
    return plain_form(last), plain_form(name)


def day(value: date) -> str:
    """A day without its year, for example "3 March"; see :func:`day_and_year`."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def day_and_year(value: date) -> str:
    """For example "3 March 2027"."""
    return f"{day(value)} {value.year}"


def clock_time(value: datetime) -> str:
    """The time of day, for example "16:05"."""
    return f"{value:%H:%M}"


def day_and_time(value: datetime) -> str:
    """For example "3 March 14:05"."""
    return f"{day(value.date())} {clock_time(value)}"


def moment_words(value: datetime, now: datetime) -> str:
    """A moment as seen from now: "14:05", "yesterday 14:05", "3 March", "3 March 2026"."""
    here, today = value.astimezone(now.tzinfo), now.date()
    if here.date() == today:
        return clock_time(here)
    if (today - here.date()).days == 1:
        return f"yesterday {clock_time(here)}"
    return day(here.date()) if here.year == today.year else day_and_year(here.date())


def at_moment(value: datetime, now: datetime) -> str:
    """The same in a sentence: "at 14:05", "yesterday at 14:05", "on 3 March"."""
    said = moment_words(value, now)
    if ":" not in said:
        return f"on {said}"
    return said.replace("yesterday ", "yesterday at ") if said[0] == "y" else f"at {said}"


def group_named(title: str, *, unverified: bool) -> str:
    """A group's title, with what to know of one that only a file brought here."""
    return f"{title} (not verified)" if unverified else title


def count(number: int, one: str, many: str | None = None) -> str:
    """For example "1 mark", "4 marks"; ``many`` where an s is not enough."""
    return f"{number} {one if number == 1 else many or one + 's'}"


_MOST_LISTED = 4


def listed_briefly(words: Iterable[str]) -> str:
    """A list of any length, from five on the first four: "a, b, c, d and 3 more"."""
    everybody = list(words)
    more = len(everybody) - _MOST_LISTED
    first = ", ".join(everybody[:_MOST_LISTED])
    return f"{first} and {more} more" if more > 0 else listed(everybody)


def listed(words: Iterable[str], joint: str = "and") -> str:
    """For example "a", "a and b", "a, b and c"."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def size_words(size: object) -> str:
    """For example "214 KB", "2.1 MB", from a count of bytes that may have come from anywhere."""
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        return "size unknown"
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024)) if size else 0} KB"
    return f"{size / 1024 / 1024:.1f} MB"


PARTS = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾", Fraction(1, 3): "⅓"}


_PARTS = {
    Fraction(1, 2): "½",
    Fraction(1, 3): "⅓",
    Fraction(2, 3): "⅔",
    Fraction(1, 4): "¼",
    Fraction(3, 4): "¾",
}


def part_words(part: Fraction) -> str:
    """A part of one: "¾", else a decimal rounded down: "0.6"."""
    return _PARTS.get(part) or f"{part.numerator * 10 // part.denominator / 10:g}"


def mixed(number: Fraction) -> str:
    """A fraction as it is read: "4½", "2/7", "3 2/7" with a blank at which no line breaks."""
    whole, rest = divmod(number, 1)
    if not rest:
        return str(whole)
    if rest in PARTS:
        return f"{whole or ''}{PARTS[rest]}"
    return f"{whole}\N{NO-BREAK SPACE}{rest}" if whole else str(rest)


_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _is_control(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in "\ufffe\uffff"
    )


def clean(text: str) -> str:
    """The text on one line: control characters become blanks, direction marks go."""
    kept = (c for c in text if c not in _TURNING)
    return "".join(" " if _is_control(c) else c for c in kept).strip()

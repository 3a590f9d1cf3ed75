"""Reads one table of a definition, key by key, and says in a sentence what is wrong with it.

It knows nothing of programmes. It refuses what it was not asked for: every key must be there, have
its type and lie in its range, and no other key may be there.
"""

from collections.abc import Mapping, Sequence
from datetime import time
from enum import StrEnum
from fractions import Fraction
from typing import NoReturn, TypeVar

from npq_desktop.errors import ProgrammeError
from npq_desktop.programme.zones import HOME, zone_named

NONE = "none"
"""How a definition says that a rule does not apply; it has no null, no true and no false."""

MAX_TEXT = 200
MAX_TABLES = 60
MAX_MINUTES = 6_000
MAX_DAYS = 1_000
MAX_WEEKS = 300

Choice = TypeVar("Choice", bound=StrEnum)
Part = TypeVar("Part")


class TomlTable:
    """One table of the file ``source``; ``path`` is its place there, for the errors."""

    def __init__(self, values: Mapping[str, object], *, source: str, path: str = "") -> None:
        self._values = values
        self._source = source
        self._path = path
        self._asked: set[str] = set()

    def text(self, key: str) -> str:
        """One line of 1 to 200 characters."""
        value = self._value(key)
        if not isinstance(value, str):
            self.refuse(key, f"must be a text in quotation marks, not {_shown(value)}")
        if not 0 < len(value) <= MAX_TEXT or not value.isprintable() or value != value.strip():
            self.refuse(
                key, f"must be one line of 1 to {MAX_TEXT} characters, without outer spaces"
            )
        return value

    def name(self, key: str) -> str:
        """A stable key: lower-case letters, digits and hyphens, starting with a letter."""
        value = self.text(key)
        letters = value.replace("-", "x")
        if not (letters.isascii() and letters.isalnum() and letters == letters.lower()):
            self.refuse(key, f"must be lower-case letters, digits and hyphens, not {_shown(value)}")
        if not value[0].isalpha():
            self.refuse(key, f"must start with a letter, not {_shown(value)}")
        return value

    def whole(self, key: str, at_least: int, at_most: int) -> int:
        """A whole number from ``at_least`` to ``at_most``."""
        value = self._value(key)
        if type(value) is not int or not at_least <= value <= at_most:
            reason = f"must be a whole number from {at_least} to {at_most}, not {_shown(value)}"
            self.refuse(key, reason)
        return value

    def whole_or_none(self, key: str, at_least: int, at_most: int) -> int | None:
        """A whole number, or None for the word ``"none"``."""
        value = self._value(key)
        if value == NONE:
            return None
        if type(value) is not int or not at_least <= value <= at_most:
            limits = f'a whole number from {at_least} to {at_most}, or "{NONE}"'
            self.refuse(key, f"must be {limits}, not {_shown(value)}")
        return value

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """One of the words of ``choices``."""
        value = self._value(key)
        words = [choice.value for choice in choices]
        if value not in words:
            listed = " or ".join(f'"{word}"' for word in words)
            self.refuse(key, f"must be {listed}, not {_shown(value)}")
        return choices(value)

    def each_once(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Every word of ``choices`` once, in the order given."""
        value = self._value(key)
        words = [choice.value for choice in choices]
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            self.refuse(key, f"must be a list of texts, not {_shown(value)}")
        if sorted(value) != sorted(words):
            self.refuse(key, "must name each of " + ", ".join(words) + " once")
        return tuple(choices(each) for each in value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of single lines, none twice; it may be empty."""
        value = self._value(key)
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            self.refuse(key, f"must be a list of texts, not {_shown(value)}")
        lines = [TomlTable({key: each}, source=self._source).text(key) for each in value]
        if len(set(lines)) < len(lines):
            self.refuse(key, "must not name one thing twice")
        return tuple(lines)

    def one_of(self, key: str, known: Sequence[str]) -> str:
        """One of the keys defined elsewhere in the file."""
        value = self.text(key)
        if value not in known:
            self.refuse(key, f"must be one of {', '.join(known)}, not {_shown(value)}")
        return value

    def time_of_day(self, key: str) -> time:
        """A time of day, written ``"HH:MM"``."""
        value = self.text(key)
        try:
            found = time.fromisoformat(value)
        except ValueError:
            found = None
        if found is None or value != f"{found:%H:%M}":
            self.refuse(key, f'must be a time of day like "13:30", not {_shown(value)}')
        return found

    def time_zone(self, key: str) -> str:
        """The name of a time zone; where the key is missing, the one of the United Kingdom."""
        if key not in self._values:
            return HOME
        value = self.text(key)
        if zone_named(value) is None:
            self.refuse(key, f'must be a time zone like "{HOME}", not {_shown(value)}')
        return value

    def share(self, key: str) -> Fraction:
        """A fraction from 0 to 1, written ``[n, d]``."""
        value = self._value(key)
        if not (isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)):
            self.refuse(key, f"must be two whole numbers like [1, 2], not {_shown(value)}")
        over, under = value
        if not (1 <= under <= 1000 and 0 <= over <= under):
            self.refuse(key, f"must lie between [0, 1] and [1, 1], not {_shown(value)}")
        return Fraction(over, under)

    def mapping(self, key: str) -> Mapping[str, object]:
        """The table under ``key``, as it stands in the file."""
        value = self._value(key)
        if not isinstance(value, Mapping):
            self.refuse(key, f"must be a table, not {_shown(value)}")
        return value

    def table(self, key: str) -> "TomlTable":
        """The table under ``key``."""
        value = self.mapping(key)
        return TomlTable(value, source=self._source, path=self._place(key))

    def tables(self, key: str, *, at_least: int) -> tuple["TomlTable", ...]:
        """The list of tables under ``key``, each named by its place, counted from 1."""
        value = self._value(key)
        if not (isinstance(value, list) and all(isinstance(each, Mapping) for each in value)):
            self.refuse(key, f"must be a list of tables, not {_shown(value)}")
        if not at_least <= len(value) <= MAX_TABLES:
            self.refuse(key, f"must list {at_least} to {MAX_TABLES} tables, not {len(value)}")
        places = (f"{self._place(key)}[{number}]" for number in range(1, len(value) + 1))
        pairs = zip(value, places, strict=True)
        return tuple(TomlTable(each, source=self._source, path=place) for each, place in pairs)

    def closed(self, part: Part) -> Part:
        """``part``, unless the table has a key that was not asked for while it was read."""
        for key in self._values:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.refuse(key, f"is not a key of this table; its keys are {known}")
        return part

    def refuse(self, key: str, reason: str) -> NoReturn:
        """Raise the error that names file, key and reason and says what to do."""
        raise ProgrammeError(broken(self._source, f"{_cut(self._place(key))} {reason}"))

    def _value(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._values:
            self.refuse(key, "is missing")
        return self._values[key]

    def _place(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def broken(source: str, reason: str) -> str:
    """The sentences for a definition that cannot be used."""
    return (
        f"The programme definition {source} cannot be used: {reason}. "
        "Correct it there, or ask the programme office for a working copy."
    )


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{_cut(value)}"'
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, int) and abs(value) >= 10**20:
        return "so large a number"
    return "a list" if isinstance(value, list) and len(value) > 4 else _cut(str(value))


def _cut(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else "?" for letter in text[:80])
    return plain + "…" if len(text) > 80 else plain

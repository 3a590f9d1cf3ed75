"""Small checks of a payload's members, of which each kind makes its own.

A check answers None, or the reason why the content is not understood; such an event is held, never
dropped. Members that a kind does not name are ignored and kept.

Source: journal/FORMAT.md, section 3.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

Content: TypeAlias = Mapping[str, object]
Check: TypeAlias = Callable[[object], bool]
Validate: TypeAlias = Callable[[Content], str | None]

_MAX_NAME_LENGTH = 256

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def matching(pattern: re.Pattern[str]) -> Check:
    """A text that is the pattern from end to end."""
    whole = pattern.fullmatch
    return lambda value: isinstance(value, str) and whole(value) is not None


is_date = matching(_DATE)
is_time = matching(_TIME)


def is_text(value: object) -> bool:
    """Any text, the empty one too."""
    return isinstance(value, str)


def is_name(value: object) -> bool:
    """An identifier or the programme's own key: a text of 1 to 256 characters."""
    return isinstance(value, str) and 0 < len(value) <= _MAX_NAME_LENGTH


def is_number(value: object) -> bool:
    """A whole number; JSON's true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_count(value: object) -> bool:
    """A whole number from 0 up."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_plain(value: object) -> bool:
    """A text, a whole number or null."""
    return value is None or isinstance(value, str) or is_number(value)


def one_of(*values: str | None) -> Check:
    """Exactly one of these values."""
    allowed = frozenset(values)
    return lambda value: (value is None or isinstance(value, str)) and value in allowed


def optional(check: Check) -> Check:
    """Null, or what ``check`` asks for."""
    return lambda value: value is None or check(value)


def list_of(check: Check, *, at_most: int | None = None) -> Check:
    """A list of such values, of at most so many."""

    def passes(value: object) -> bool:
        return (
            isinstance(value, list)
            and (at_most is None or len(value) <= at_most)
            and all(map(check, value))
        )

    return passes


def table_of(check: Check) -> Check:
    """An object with any names whose values all pass ``check``."""
    return lambda value: isinstance(value, Mapping) and all(map(check, value.values()))


def members(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Validate:
    """A check of an object's members: those that must be there, and those that may."""
    must, may = tuple(required.items()), tuple((optional or {}).items())

    def validate(content: Content) -> str | None:
        for name, check in must:
            if name not in content:
                return f"“{name}” is missing"
            if not check(content[name]):
                return f"“{name}” is not understood"
        for name, check in may:
            if name in content and not check(content[name]):
                return f"“{name}” is not understood"
        return None

    return validate


maybe_count = optional(is_count)
maybe_date = optional(is_date)
maybe_name = optional(is_name)
maybe_text = optional(is_text)
maybe_time = optional(is_time)

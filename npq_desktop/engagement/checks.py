"""The checks of single values: text, whole numbers, dates and credits.

Each takes any value whatever and raises :class:`EngagementInputError` naming the field. They know
neither documents nor participants.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from npq_desktop.engagement.errors import EngagementInputError, shortened

LARGEST_INTEGER = 2**53
"""The largest number of either sign that every JSON reader keeps exact."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something JSON text can hold and the engine refuses; ``text`` is how it was written."""

    text: str


def check_text(value: object, field: str) -> str:
    """Return ``value`` if it is a non-empty text that can be written as UTF-8."""
    if not isinstance(value, str):
        raise EngagementInputError(f"must be a text, not {described(value)}", field=field)
    if not value:
        raise EngagementInputError("must not be empty", field=field)
    if not (value.isascii() or _encodable(value)):
        raise EngagementInputError("has half a character in it (a lone surrogate)", field=field)
    return value


def check_integer(
    value: object, field: str, *, at_least: int, at_most: int = LARGEST_INTEGER
) -> int:
    """Return ``value`` if it is a whole number in the range; true and false are not numbers."""
    if type(value) is not int:
        reason = f"must be a whole number without point or exponent, not {described(value)}"
        raise EngagementInputError(reason, field=field)
    if not at_least <= value <= at_most:
        limits = f"from {at_least} to {at_most}" if at_most < LARGEST_INTEGER else "or more"
        limits = limits if at_most < LARGEST_INTEGER else f"{at_least} {limits}, up to 2^53"
        raise EngagementInputError(f"must be {limits}, not {described(value)}", field=field)
    return value


def check_date(value: object, field: str) -> str:
    """Return ``value`` if it is a real date written exactly ``YYYY-MM-DD``."""
    if not (isinstance(value, str) and _is_date(value)):
        reason = f"must be a real date written YYYY-MM-DD, not {described(value)}"
        raise EngagementInputError(reason, field=field)
    return value


def check_share(value: object, field: str) -> Fraction:
    """Return ``value`` if it is a Fraction from 0 to 1."""
    if not isinstance(value, Fraction) or not 0 <= value <= 1:
        raise EngagementInputError(
            f"must be a fraction from 0 to 1, not {described(value)}", field=field
        )
    return value


def described(value: object) -> str:
    """Return ``value`` for a message: short, and never deeper than its own first level."""
    if isinstance(value, str):
        return repr(shortened(value))
    if isinstance(value, Unusable):
        return shortened(value.text)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int):
        return str(value) if abs(value) <= LARGEST_INTEGER else "a number beyond 2^53"
    if isinstance(value, float | Fraction):
        return shortened(str(value))
    kinds = ((dict, "an object"), (list | tuple, "a list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), type(value).__name__)


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

"""Text and bytes of the journal: canonical JSON, strict JSON, base64url.

A value is written in one way only. Parsing raises for everything that two programs could read
differently: duplicate keys, floats, large integers, lone surrogates, deep nesting.
"""

import base64
import json
import re
from collections.abc import Iterator
from typing import NoReturn

from npq_desktop.errors import JournalError

MAX_DEPTH = 4
MAX_INTEGER = 2**53
_MAX_DIGITS = len(str(MAX_INTEGER)) + 1

_WRITER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_HASH = re.compile("[0-9a-f]{64}")
_RANDOM_ID = re.compile("[0-9a-f]{32}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_BRACKET = re.compile(r"[\[\]{}]")


class BrokenTextError(JournalError):
    """A text is not the strict JSON, or not the exact base64url, that the journal is written in."""


def canonical(value: object) -> str:
    """The one JSON text of ``value``: sorted keys, no spaces, escapes only where JSON needs them.

    Takes objects, lists, strings, integers and None; keys are sorted by code point.
    """
    return _WRITER.encode(value)


def parse_json(text: str, *, max_depth: int = MAX_DEPTH) -> object:
    """The value that ``text`` says, read strictly; a list or an object alone has depth 1.

    Raises:
        BrokenTextError: it is not JSON, or uses something that two readers could take differently.
    """
    if text.count("[") + text.count("{") > max_depth:
        _check_depth(text, max_depth)
    try:
        value: object = _READER.decode(text)
        text.encode()
    except UnicodeEncodeError:
        raise BrokenTextError("it holds half of a character") from None
    except (ValueError, RecursionError):
        raise BrokenTextError("it is not valid JSON") from None
    if "\\u" in text:
        _check_strings(value)
    return value


def b64encode(data: bytes) -> str:
    """``data`` as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def b64decode(text: str, size: int | None = None) -> bytes:
    """The bytes that ``text`` stands for, ``size`` of them where it is given.

    Raises:
        BrokenTextError: encoding the bytes again would not give this text, or the size is wrong.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise BrokenTextError("it is not base64url text") from None
    if b64encode(data) != text or size not in (None, len(data)):
        raise BrokenTextError("it is not base64url text of the right length")
    return data


def is_hash(value: object) -> bool:
    """Whether ``value`` is a SHA-256 or an event id in its one form: 64 lower hex digits."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def is_random_id(value: object) -> bool:
    """Whether ``value`` is a member, person or stream id: 32 lower hex digits."""
    return isinstance(value, str) and _RANDOM_ID.fullmatch(value) is not None


def is_time(value: object) -> bool:
    """Whether ``value`` has the form of an RFC 3339 time with offset; no calendar is asked."""
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def is_base64(value: object, size: int) -> bool:
    """Whether ``value`` is the one base64url text of ``size`` bytes."""
    try:
        return isinstance(value, str) and len(b64decode(value, size)) == size
    except BrokenTextError:
        return False


def _check_depth(text: str, max_depth: int) -> None:
    """Count brackets before the parser sees them, as it would recurse once for each."""
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > max_depth:
            raise BrokenTextError(f"it is nested more than {max_depth} deep")


def _check_strings(value: object) -> None:
    for text in _strings(value):
        if "\0" in text:
            raise BrokenTextError("it holds a NUL character")
        try:
            text.encode()
        except UnicodeEncodeError:
            raise BrokenTextError("it holds half of a character") from None


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _strings(item)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BrokenTextError("it gives one key twice")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS or abs(value := int(digits)) > MAX_INTEGER:
        raise BrokenTextError("it holds a number that is too large")
    return value


def _refuse_number(digits: str) -> NoReturn:
    raise BrokenTextError("it holds a number that is not whole")


_READER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_refuse_number,
    parse_constant=_refuse_number,
)

"""What a payload must look like before this version claims to understand it.

Owns the small vocabulary of checks and one check for each kind. A check answers None, or the reason
why the content is not understood; members it does not know are ignored and kept. Refuses nothing:
an event that is not understood is held, never dropped.

Source: journal/FORMAT.md, sections 2 and 3.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from npq_desktop.journal.codec import is_hash, is_random_id

Content: TypeAlias = Mapping[str, object]
Check: TypeAlias = Callable[[object], bool]
Validate: TypeAlias = Callable[[Content], str | None]

MAX_LISTED = 200
MAX_ROOTS = 8
_MAX_NAME_LENGTH = 256

_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
_PROOF = re.compile(r"[A-Za-z0-9_-]{86}")
_COVER = re.compile(r"[0-9a-f]{16}")
_AGE = re.compile(r"age1[0-9a-z]{1,200}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def _matching(pattern: re.Pattern[str]) -> Check:
    whole = pattern.fullmatch
    return lambda value: isinstance(value, str) and whole(value) is not None


is_key = _matching(_KEY)
is_proof = _matching(_PROOF)
is_cover = _matching(_COVER)
is_age = _matching(_AGE)
is_date = _matching(_DATE)
is_time = _matching(_TIME)


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


def is_programme(value: object) -> bool:
    """A programme definition, as canonical JSON text or as the object itself; never looked into."""
    return isinstance(value, Mapping) or (isinstance(value, str) and value != "")


def is_credit(value: object) -> bool:
    """A fraction ``[n, d]`` from 0 up, with d at least 1."""
    return (
        isinstance(value, list) and len(value) == 2 and all(map(is_count, value)) and value[1] > 0
    )


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


_is_root = members(
    {"key": is_key, "age": is_age, "member": is_random_id, "name": is_text, "device": is_text}
)


def roots_reason(roots: object) -> str | None:
    """Why a list of roots cannot be used: 1 to 8 of them, in order of rank, no key twice."""
    if not isinstance(roots, list) or not 1 <= len(roots) <= MAX_ROOTS:
        return "a group starts with one to eight laptops"
    if not all(isinstance(root, Mapping) and _is_root(root) is None for root in roots):
        return "a laptop that the group starts with is not described as it must be"
    if len({root["key"] for root in roots}) < len(roots):
        return "a laptop is named twice among those the group starts with"
    return None


def credited_reason(content: Content) -> str | None:
    """Why an exemption's value is not understood: a credited one says how much."""
    reason = _exemption(content)
    if reason is None and content["value"] == "credited" and "credit" not in content:
        return "“credit” is missing"
    return reason


_exemption = members(
    {"person": is_name, "item": is_name, "value": one_of("excused", "credited", None)},
    {"credit": is_credit, "source": optional(is_text), "reason": optional(is_text)},
)


def revoke_reason(content: Content) -> str | None:
    """Why a revocation is not understood: it names a key and what stays, or else an invitation."""
    if ("key" in content) == ("invite" in content):
        return "it names neither one laptop nor one invitation"
    return _revoke_key(content) if "key" in content else _revoke_invite(content)


_revoke_key = members({"key": is_key, "keep": list_of(is_hash)})
_revoke_invite = members({"invite": is_hash})


def person_reason(content: Content) -> str | None:
    """Why a person's details are not understood: an id and at least one plain field."""
    if not is_name(content.get("person")):
        return "“person” is missing or not understood"
    names = [name for name in content if name not in ("person", "sealed")]
    if not names:
        return "no detail is given"
    broken = [name for name in names if not (is_name(name) and is_plain(content[name]))]
    return f"“{broken[0]}” is not understood" if broken else None


EVENT_FIELDS: Mapping[str, Check] = {
    "title": optional(is_text),
    "start": optional(is_time),
    "end": optional(is_time),
    "place": optional(is_text),
    "led_by": optional(is_text),
    "series": optional(is_text),
    "state": one_of("planned", "held", "did_not_run", None),
    "reason": optional(is_text),
    "same_as": optional(is_name),
}
_event = members({"event": is_name}, EVENT_FIELDS)


def event_reason(content: Content) -> str | None:
    """Why an event's details are not understood: an id and at least one known field."""
    if not any(name in content for name in EVENT_FIELDS):
        return "no detail is given"
    return _event(content)


entry_reason = members(
    {},
    {
        "id": is_name,
        "person": optional(is_name),
        "event": optional(is_name),
        "text": optional(is_text),
    },
)

"""What one entry of an event's history says, in plain words. Refuses to judge whether it counts."""

from collections.abc import Callable, Mapping
from typing import Any

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.core.marks import REASON_WORDS, words_of
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import clock_time, count, day_and_year

Content = Mapping[str, Any]

_EVENT_FIELDS: Mapping[str, str] = {
    "title": "title",
    "start": "start",
    "end": "end",
    "place": "place",
    "led_by": "led by",
    "series": "series",
    "state": "",
    "reason": "reason",
    "same_as": "same event as",
}
_FIELD_NAMES: Mapping[str, str] = {
    **_EVENT_FIELDS,
    "state": "whether it ran",
    "same_as": "who or what it is the same as",
    "trn": "TRN",
    "email": "e-mail",
    "known_as": "known as",
    "last": "surname",
}
_STATES = {
    "planned": "planned",
    "held": "held",
    "did_not_run": "did not run",
    None: "no longer said whether it ran",
}
_CATCHUPS = {
    "agreed": "Catch-up agreed",
    "handed_in": "Catch-up handed in",
    "accepted": "Catch-up accepted",
    "returned": "Catch-up returned",
    None: "No catch-up",
}
_EXPECTS = {
    "apology": "Apologies sent beforehand",
    "visit": "Visit announced beforehand",
    None: "No apologies and no visit",
}


def entry_words(kind: str, content: Content) -> str:
    """Such as "Late 12 min", "Register opened for 25 people", "Event: place Hall"."""
    tell = _TELLERS.get(kind)
    return tell(content) if tell else "An entry of another kind"


def field_words(name: str, value: Any = ...) -> str:
    """A detail of a person or event: its name, or with a value what it says."""
    if value is ...:
        return _FIELD_NAMES.get(name) or name.removeprefix("id.").replace("_", " ")
    return _field(name, value)


def _mark(content: Content) -> str:
    if content.get("state") is None:
        return "Unmarked"
    if content["state"] == "absent":
        return words_of(Mark(MarkState.ABSENT, reason=content.get("reason")))
    late, early = content.get("minutes_late") or 0, content.get("minutes_early") or 0
    state = MarkState.LATE if late else MarkState.LEFT_EARLY if early else MarkState.PRESENT
    return words_of(Mark(state, late, early))


def _opening(content: Content) -> str:
    people = count(len(content.get("roster") or ()), "person", "people")
    return f"Register opened for {people}"


def _signoff(content: Content) -> str:
    return f"Signed off: {content.get('words') or 'without words'}"


def _event(content: Content) -> str:
    said = [
        f"{words} {_field(name, content[name])}".strip()
        for name, words in _EVENT_FIELDS.items()
        if name in content
    ]
    return "Event: " + "; ".join(said)


def _field(name: str, value: Any) -> str:
    if name == "state":
        return _STATES.get(value, str(value))
    at = moment(str(value)) if name in ("start", "end") and value else None
    if at is not None:
        return f"{day_and_year(at.date())} {clock_time(at)}"
    return "nothing" if value is None else f"“{value}”"


def _expected(content: Content) -> str:
    words = _EXPECTS[content.get("expects")]
    reason = str(content.get("reason") or "")
    return f"{words}: {REASON_WORDS.get(reason, reason)}" if reason else words


def _catchup(content: Content) -> str:
    return _CATCHUPS[content.get("state")]


def _note(content: Content) -> str:
    text = content.get("text")
    return f"Note: {text}" if text else "Note taken away"


def _evidence(content: Content) -> str:
    name, place = content.get("name"), content.get("text")
    said = f"Paper evidence “{name}”" if name else "Paper evidence"
    return f"{said}, kept: {place}" if place else said


_TELLERS: Mapping[str, Callable[[Content], str]] = {
    "mark.set": _mark,
    "register.open": _opening,
    "register.signoff": _signoff,
    "event.set": _event,
    "expected.set": _expected,
    "catchup.set": _catchup,
    "note.add": _note,
    "evidence.add": _evidence,
}

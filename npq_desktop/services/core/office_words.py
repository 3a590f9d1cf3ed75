"""The words of what the office records: windows, decisions, outcomes, and private statements."""

from collections.abc import Mapping
from typing import Any

from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.words import day_and_year

Content = Mapping[str, Any]

_DECISIONS = {
    "yes": "Admitted",
    "no": "Not admitted",
    "override": "Admitted by an override",
    "deferred": "Deferred to a later round",
}
_OUTCOMES = {"marked": "Outcome marked, private", "recorded": "Outcome final, private"}

ABOUT: Mapping[str, tuple[str, str]] = {
    "response": ("Response to the case study", "Assessment"),
    "draw": ("Moderation sample", "Assessment"),
    "funding": ("Money", "Money"),
    "declared": ("Declaration to the Department", "Declarations"),
}
"""What evidence is called that is about something else than paper, and where a report lists it."""


def window_words(content: Content) -> str:
    """For example "5 July 2027 to 12 July 2027"."""
    days = [_day(content.get(name)) for name in ("start", "end")]
    if not any(days):
        return "Called off"
    return " to ".join(day or "no day" for day in days)


def assessment_words(content: Content) -> str:
    """For example "Admitted", or that an outcome was marked, never which."""
    decision, outcome = content.get("eligible"), content.get("outcome")
    if decision is not None:
        return _DECISIONS.get(str(decision), str(decision))
    if outcome is not None:
        return _OUTCOMES.get(str(outcome), str(outcome))
    return "Nothing decided"


def evidence_about(content: Content) -> str:
    """What evidence about something else than paper says; "" for paper."""
    about = str(content.get("about") or "")
    if about not in ABOUT:
        return ""
    title, _ = ABOUT[about]
    words = content.get("words")
    return f"{title}, {words:,} words" if isinstance(words, int) else title


def window_name(window: str) -> str:
    """What a cell of the assessment is about: "r1", "outcome in r1", "own window in r1"."""
    key, slash, what = window.partition("/")
    if not slash:
        return key
    return f"outcome in {key}" if what == "outcome" else f"own window in {key}"


def _day(value: object) -> str:
    if not isinstance(value, str):
        return ""
    day = day_of(value)
    return day_and_year(day) if day is not None else value

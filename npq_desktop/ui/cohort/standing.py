"""How a standing looks and sorts: a drawing, a colour, its urgency."""

from collections.abc import Mapping

from npq_desktop.services.cohort.words import NEED_A_LOOK

APART = ("deferred", "withdrawn")
ORDER = (*NEED_A_LOOK, "on_course", "met", "not_started", *APART)
"""From those who need somebody to those who are not counted: the order of filters and rows."""

DRAWINGS: Mapping[str, str] = {
    "met": "saved",
    "on_course": "forward",
    "behind": "behind",
    "out_of_reach": "failed",
    "unresolved": "question",
    "not_started": "ring",
    "deferred": "pause",
    "withdrawn": "struck",
}
_TONES: Mapping[str, str] = {
    "out_of_reach": "danger",
    "behind": "warn",
    "unresolved": "violet",
    "met": "ok",
}


def drawing_of(standing: str) -> str:
    """The icon of a standing; one that only a later version knows is drawn as a question."""
    return DRAWINGS.get(standing, "question")


def tone_of(standing: str) -> str:
    """The token of an icon's colour: colour is spent on exceptions, and on who has reached it."""
    return _TONES.get(standing, "muted")


def ink_of(standing: str) -> str:
    """The token of the colour of words: muted where all is well."""
    return _TONES[standing] if is_loud(standing) else "muted"


def is_loud(standing: str) -> bool:
    """Whether a person of this standing needs a look."""
    return standing in NEED_A_LOOK


def urgency(standing: str) -> int:
    """Where a standing sorts: 0 for the most urgent."""
    return ORDER.index(standing) if standing in ORDER else len(ORDER)

"""Which roles of a file are those of staff, who take no part themselves."""

import re
from collections.abc import Iterable, Sequence

_ALWAYS_STAFF_TEXT = (
    "facilitator cofacilitator leadfacilitator seminarfacilitator instructor coinstructor organiser"
    " organizer coorganizer presenter editingteacher noneditingteacher nonediting coursecreator"
    " courseadministrator administrator admin manager coordinator programmemanager observer"
    " programmecoordinator enseignant enseignantnonediteur formateur formatrice hwylusydd"
)
_ALWAYS_STAFF = frozenset(_ALWAYS_STAFF_TEXT.split())
_STAFF_IN_A_COURSE = frozenset(
    {"teacher", "tutor", "lecturer", "coach", "staff", "lead", "athro", "tuteur"}
)
_TAKES_PART_TEXT = (
    "participant student learner delegate attendee member trainee candidate etudiant etudiante"
    " apprenant participante myfyriwr cyfranogwr"
)
_TAKES_PART = frozenset(_TAKES_PART_TEXT.split())


def staff_flags(roles: Iterable[str | None]) -> tuple[bool, ...]:
    """For each role of the file, in order, whether its holder is staff and no participant."""
    known = [_words(role) for role in roles]
    about_course = _is_about_course(known)
    return tuple(_is_staff(words, about_course=about_course) for words in known)


def _is_about_course(roles: Sequence[frozenset[str]]) -> bool:
    """Every role is one of a course, and somebody is left who takes part."""
    vocabulary = _ALWAYS_STAFF | _STAFF_IN_A_COURSE | _TAKES_PART
    leaves_somebody = any(not _is_staff(words, about_course=True) for words in roles)
    return leaves_somebody and all(words <= vocabulary for words in roles)


def _is_staff(words: frozenset[str], *, about_course: bool) -> bool:
    return bool(words & _ALWAYS_STAFF or (about_course and words & _STAFF_IN_A_COURSE))


def _words(role: str | None) -> frozenset[str]:
    """The roles of a cell that may name several: ``Non-editing teacher, Student``."""
    parts = re.split(r"[,;/|]", (role or "").casefold().replace("é", "e"))
    return frozenset(re.sub(r"[^a-z]", "", part) for part in parts) - {""}

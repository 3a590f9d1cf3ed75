"""What a list of people says of somebody's training status, and what of it is news to a group."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from npq_desktop.journal.kinds.enrolment import EnrolmentFact
from npq_desktop.services.core.enrolment_on_a_day import ACTIVE, DEFERRED, WITHDRAWN, Enrolment
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.intake import words

_STATED = {
    "active": ACTIVE,
    "deferred": DEFERRED,
    "deferral": DEFERRED,
    "withdrawn": WITHDRAWN,
    "withdrew": WITHDRAWN,
    "withdrawal": WITHDRAWN,
}
_APART = re.compile(
    r"suspended|not current|not active|inactive|disabled|unenrolled|not enrolled|no longer .*|left"
    r"|leaver|dropped( out)?|on hold|paused|on leave|removed|expired|ended|enrolment ended.*",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(
    r"active|current|enrolled|registered|confirmed|booked|accepted|attending|checked in|yes|ok|paid"
    r"|participant|participating|on programme|on track|started|complete(d)?|new|invited",
    re.IGNORECASE,
)


def stated(text: str | None) -> str:
    """The training status a cell states: active, deferred, withdrawn, or "" for anything else."""
    words = (text or "").casefold().split()
    return _STATED.get(words[0].rstrip(".,:;"), "") if words else ""


def unknown_statuses(texts: Iterable[str | None]) -> tuple[str, ...]:
    """A sentence on each status of a file that is none known here, with how many have it."""
    counts = Counter(text for text in texts if text and not _is_known(text))
    return tuple(words.unknown_status(number, text) for text, number in counts.items())


def _is_known(text: str) -> bool:
    said = text.partition(",")[0].strip()
    known = _APART.fullmatch(said) or _TAKES_PART.fullmatch(said)
    return known is not None or bool(stated(text))


def new_status(text: str | None, known: Sequence[EnrolmentFact], today: date) -> str:
    """What is to be recorded of somebody: deferred or withdrawn where that is news, else ""."""
    status = stated(text)
    if status not in (DEFERRED, WITHDRAWN) or Enrolment(known).status(today) == status:
        return ""
    return status


def words_of(name: str, text: str | None, known: Sequence[EnrolmentFact], today: date) -> str:
    """What the preview says of somebody's status; "" where file and group agree."""
    status, enrolment = new_status(text, known, today), Enrolment(known)
    if status:
        return words.status_from_file(name, status, today)
    if _APART.fullmatch((text or "").partition(",")[0].strip()):
        return words.status_in_file(name, str(text))
    if stated(text) == ACTIVE and enrolment.set_apart(today):
        return words.active_in_file(name, enrolment.why_not(today))
    return ""


def draft(person: str, status: str, today: date) -> NewEntry:
    """The entry that records it."""
    content = {"person": person, "from": today.isoformat(), "status": status}
    return NewEntry("enrolment.set", content)

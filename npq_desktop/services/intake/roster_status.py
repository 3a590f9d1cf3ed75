"""What a roster's column of training status becomes: a deferral or withdrawal as of today.

Files say what, seldom since when and never why; a day and a reason are for a person to give.
Refuses to bring anybody back: a list may be older than what is recorded here.
Source: domain design, "Words"; platform files design, section 7.
"""

from collections.abc import Sequence
from datetime import date

from npq_desktop.facts import EnrolmentFact
from npq_desktop.services.core.enrolment import ACTIVE, DEFERRED, WITHDRAWN, Enrolment
from npq_desktop.services.core.naming import day_and_year
from npq_desktop.services.core.recorder import Draft

_STATED = {
    "active": ACTIVE,
    "deferred": DEFERRED,
    "deferral": DEFERRED,
    "withdrawn": WITHDRAWN,
    "withdrew": WITHDRAWN,
    "withdrawal": WITHDRAWN,
}


def stated(text: str | None) -> str:
    """The training status a cell states: active, deferred, withdrawn, or "" for anything else."""
    words = (text or "").casefold().split()
    return _STATED.get(words[0].rstrip(".,:;"), "") if words else ""


def new_status(text: str | None, known: Sequence[EnrolmentFact], today: date) -> str:
    """What is to be recorded of somebody: deferred or withdrawn where that is news, else ""."""
    status = stated(text)
    if status not in (DEFERRED, WITHDRAWN) or Enrolment(known).status(today) == status:
        return ""
    return status


def words(name: str, text: str | None, known: Sequence[EnrolmentFact], today: date) -> str:
    """What the preview says of somebody's status; "" where file and group agree."""
    status, enrolment = new_status(text, known, today), Enrolment(known)
    if status:
        return (
            f"{name}: {status} from {day_and_year(today)}, because the file names no day and no "
            "reason. Correct both under Training status."
        )
    if stated(text) == ACTIVE and enrolment.set_apart(today):
        return (
            f"{name}: active in the file, {enrolment.why_not(today)} here. This stays as it is: if "
            "they came back, record it under Training status."
        )
    return ""


def draft(person: str, status: str, today: date) -> Draft:
    """The entry that records it."""
    content = {"person": person, "from": today.isoformat(), "status": status}
    return Draft("enrolment.set", content)

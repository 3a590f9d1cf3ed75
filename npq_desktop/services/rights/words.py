"""Writes what an erasure, a report on a person and handing a group over do, and what stays.

Pure functions from names, numbers and days to text.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from npq_desktop.services.core.words import at_moment, count, listed
from npq_desktop.services.exchange.words import left_by

# ---- erasure -----------------------------------------------------------------------------------

NOT_YET_ANEW = (
    "The data file could not be written anew yet, so traces may be left in it. NPQ Desktop tries "
    "again by itself."
)
SHEETS_OWNER = "the person who has the recovery sheet"
_NICKNAMES = (
    "This does not find nicknames in notes about others, or scans of signed sheets. Check those "
    "yourself."
)
_FILES_SENT = "Files you sent or saved earlier hold it. Ask anyone who has one to remove it."


def who_may_erase(names: Iterable[str]) -> str:
    """The refusal to erase here; ``names`` are the laptops that may, none where a sheet may."""
    who = listed(sorted(names), "or") or SHEETS_OWNER
    return f"Only the coordinator whose laptop started the group can erase someone. Ask {who}."


def erasing(about: int, *, others: int, stay: int) -> Iterator[str]:
    """What erasing a person does here: how many records go, of others go too, and must stay."""
    yield (
        f"{count(about, 'record')} about them will be erased: name, identifiers, school, work, "
        "decisions, notes and training status. Their marks stay under “Erased participant” so "
        "that registers still add up. You cannot undo this."
    )
    if others:
        names, goes = ("names", "goes") if others == 1 else ("name", "go")
        yield f"{count(others, 'note')} about other people or events {names} them and {goes} too."
    if stay:
        yield (
            f"{count(stay, 'other record')} that {'names' if stay == 1 else 'name'} them must "
            "stay, because others' records depend on them. See “Everything held about them”."
        )
    yield _NICKNAMES


def other_laptops_erase(laptops: Iterable[str]) -> str:
    """Says when other laptops erase a person, and where to see that they did."""
    return (
        "Other laptops erase it when they next get a file from here. Send one to "
        f"{listed(laptops)}. “Erased participants” in the Group menu shows which laptops have done "
        "it."
    )


def still_held(backups: str, aside: str) -> str:
    """Where an erased person still is for now; both are sentences, ``aside`` may be ""."""
    return " ".join(filter(None, (backups, _FILES_SENT, aside)))


def copies_that_remain(held: str) -> str:
    """The same before it is done."""
    return f"Copies that remain for now: {held}"


def removed_laptop(laptop: str) -> str:
    """A laptop that was removed, in the list of those that erase."""
    return f"{laptop}, removed from the group"


# ---- handing a group over ----------------------------------------------------------------------

NO_FILE = "No file saved from this laptop has everything in this group. Save the last file first."
_NOBODY_HAS_IT = "Nobody has confirmed that they have everything."
_WAIT = "Wait for a file from a colleague and open it here."
UNCONFIRMED = f"{_NOBODY_HAS_IT} {_WAIT}"
HAS_LEFT = "This laptop has handed the group over and left it."
NOT_IN_GROUP = "This laptop is not in the group, so it cannot write a file of it."
REMOVING = (
    "This removes the whole group from this laptop: people, marks, work, drafts and scans. Other "
    "groups and other laptops keep theirs. You cannot undo it. To get the group back, ask for an "
    "invitation."
)
LAST_ROOT = (
    "Only a laptop that started the group can erase someone, and this is the only one. Afterwards "
    "only the group's recovery sheet can."
)
LAST_GROUP = "No other group is here, so its backups and this laptop's keys go with it."


def stays_in_backups(others: int, backups: str) -> str:
    """Says that backups hold the group besides others that stay; ``backups`` is a sentence."""
    other = count(others, "other group")
    return f"Backups of this laptop hold the {other}, too, so they stay for now. {backups}"


def whole_file_left(changes: int, route: str, when: datetime, now: datetime) -> str:
    """Which file has everything in the group."""
    whole = f"The whole group, {count(changes, 'change')},"
    return f"{whole} was {left_by(route, at_moment(when, now))}."


def confirmed_by(laptops: Iterable[str]) -> str:
    """Whose file shows that they have everything in the group."""
    names = list(laptops)
    have = "has" if len(names) == 1 else "have"
    return f"Confirmed by a file from there: {listed(names)} {have} everything in this group."


def not_confirmed(changes: int) -> str:
    """Says that no colleague's file shows it yet, and what is lost with the last file."""
    return f"{_NOBODY_HAS_IT} If the file is lost, {_lost_with_it(changes)}. {_WAIT}"


def only_the_sheet(changes: int) -> str:
    """What is lost with the last file where nobody else is in the group."""
    return (
        "Nobody else is in the group, so only the recovery sheet opens the file. If the file is "
        f"lost, {_lost_with_it(changes)}."
    )


def _lost_with_it(changes: int) -> str:
    are = "is" if changes == 1 else "are"
    return f"the {count(changes, 'change')} recorded here {are} lost too"


def has_left(title: str, *, last: bool, backups: str, aside: str) -> str:
    """Says that a group left this laptop, and what still holds it; ``last``: none is left."""
    kept = f"Backups of this laptop may still hold it, because other groups are in them. {backups}"
    if last:
        kept = "Its backups and this laptop's keys went with it, as no other group is here."
    return " ".join(filter(None, (f"{title} has left this laptop.", kept, aside)))


def left_untidily(title: str, backups: str) -> str:
    """The same where its backups and keys could not be renewed."""
    return (
        f"{title} has left this laptop, but its backups and keys could not be renewed. Backups may "
        f"still hold it. {backups}"
    )


# ---- the report on a person --------------------------------------------------------------------

SECTIONS = (
    "Who they are",
    "On the programme",
    "Attendance",
    "Work and decisions",
    "Notes and contacts",
    "Read in files of platforms",
    "Assessment",
    "One-to-one support",
    "Money",
    "Declarations",
)
"""In this order; :data:`~npq_desktop.services.core.kind_words.WORDS` says what is in which."""
OTHER_RECORDS = "Other records"
LISTS = "Lists they are on"
RECORDS_OF_OTHERS = "Records about others that name them. Check whether you may pass these on"
ONLY_HERE = "On this laptop only"
BEING_TYPED = "Text being typed"
NOT_RECORDED = "not recorded yet"
TAKES_BACK = "takes an earlier record back"
PRIVATE = "private, so only a coordinator or its author can read it in this report"
ERASED = "erased"
COUNTS_AGAIN = "counts again, because what replaced it was taken back"
TAKEN_BACK = "taken back since"
REPLACED = "replaced since"
COPIES = "Where copies may be"
REPORT = "everything held about a person"


def place_among(people: int) -> str:
    """Says that a record holds a list with the person on it."""
    return f"their place among {count(people, 'person', 'people')}"


def does_not_count(why: str) -> str:
    """Says that a record is on hold, for a reason that is a sentence."""
    return f"does not count: {why}"


def report_title(name: str, group: str, made: str) -> str:
    """The first line of the report in a terminal."""
    return f"{name}, {group}: everything held, as of {made}"

"""Writes the chip of the header: whether work is saved, and who has what of it.

Pure functions from rows to text. What a hub and a room say there is in
``services/exchange/chip_words.py``.
"""

from collections.abc import Sequence
from datetime import datetime

from npq_desktop.rows.outgoing import Outgoing
from npq_desktop.services.core.words import count, day_and_time, moment_words
from npq_desktop.services.exchange.chip_words import first_that_fits
from npq_desktop.services.exchange.words import SENDS_ITSELF

NOT_A_MEMBER = "not a member"
DISK_FAILED = "Not saved · the disk failed"
DISK_FULL = "Not saved · the disk is full"
NOT_VERIFIED = "Not verified · only to look at"
NO_PROGRAMME = "programme cannot be read"
UNREADABLE = f"Saved · {NO_PROGRAMME}"
SHEET_DUE = "Saved · recovery sheet not printed"


def running_twice(laptop: str) -> str:
    """Says that a laptop's data is in use in two places."""
    return f"Saved · {laptop} is running twice"


def to_settle(disagreements: int) -> str:
    """How many disagreements there are."""
    return f"Saved · {count(disagreements, 'disagreement')} to settle"


def news(left: Sequence[str], on_hold: int) -> tuple[str, ...]:
    """Which laptops have left the group, and how much is on hold; nothing where neither is so."""
    gone = f"{left[0]} has left" if len(left) == 1 else f"{len(left)} laptops have left"
    return (*([gone] if left else ()), *([f"{on_hold} on hold"] if on_hold else ()))


def with_news(chip: str, said: tuple[str, ...]) -> str:
    """A chip with the news behind it, where there is room for them."""
    return first_that_fits([" · ".join((chip, *said)), chip])


def saved(standing: Outgoing, now: datetime, said: tuple[str, ...]) -> str:
    """What was sent and confirmed, behind the news; with the name of who lacks something, if short
    enough.
    """
    sent = [_sent(standing, now, by_name=by_name) for by_name in (True, False)]
    choices = [(*said, words) for words in (*sent, _shortly(standing))]
    choices += [said, ("a laptop has left", *said[1:])]
    lines = [" · ".join(("Saved", *parts)) for parts in choices]
    return first_that_fits([*lines, lines[1]])


def _shortly(standing: Outgoing) -> str:
    if standing.is_confirmed:
        return "others have all"
    return f"{standing.unsent} not sent" if standing.unsent else "not confirmed"


def _sent(standing: Outgoing, now: datetime, *, by_name: bool) -> str:
    others = standing.others
    if standing.is_confirmed:
        one = others[0].who if by_name and len(others) == 1 else ""
        return f"{one} has everything" if one else "the others have everything"
    if standing.last is None:
        return "not sent to anyone yet"
    if standing.unsent:
        whom = _whom([other.who for other in others if other.reached < standing.own], by_name)
        return f"{count(standing.unsent, 'change')} not sent{whom or ' yet'}"
    when = moment_words(standing.last.astimezone(now.tzinfo), now)
    names = [other.who for other in others if other.confirmed < standing.own]
    if standing.route in SENDS_ITSELF:
        return f"sent{_whom(names, by_name)} {when}, not confirmed"
    if standing.route == "shared folder":
        return f"in the folder {when}, not confirmed"
    whom = _whom(names, by_name, "for")
    return f"file{whom}, not confirmed" if whom else f"file of {when}, not confirmed"


def _whom(names: list[str], by_name: bool, to: str = "to") -> str:
    if not names:
        return ""
    if len(names) > 1:
        return f" {to} {len(names)} laptops"
    return f" {to} {names[0]}" if by_name else ""


def next_event(title: str, start: datetime | None) -> str:
    """The event to come, in the list of all groups; "" where none has a date."""
    return f"{title}, {day_and_time(start)}" if start else ""

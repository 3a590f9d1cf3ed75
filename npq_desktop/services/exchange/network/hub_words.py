"""Writes what stands between this laptop and a hub, and what became of its changes there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from npq_desktop.services.core.words import at_moment, clock_time, count
from npq_desktop.sync.hub_trouble import HubTrouble

HUB_SEES = (
    "The hub sees which laptops are in a group and whose they are, also across groups. It sees the "
    "group's title, cohort and programme, what kind of change was made when, by which laptop, and "
    "which one it replaces."
)
HUB_SEES_ERASED = (
    "Of an erased person it sees a random number and which changes were about them. It does not "
    "see a participant's name, a mark or a text."
)
"""What a hub sees, before somebody connects to one."""


_NOT_SAFE = (
    "The connection to {{hub}} is not safe, because {why}. Nothing was sent. A school's filter can "
    "cause this. Ask its IT support to let {{host}} through."
)
_CLOCK = (
    "This laptop's clock says {day}. Set it right, then choose Sync now. Marks are not affected."
)
_RAN_OUT = "{hub} cannot be reached safely. Its certificate ran out. Tell its owner. {later}"
_DAY = timedelta(days=1)
_LATER = "Everything is saved here and is sent by itself later."
_SAID: Mapping[HubTrouble, str] = {
    HubTrouble.AWAY: "No connection to {hub} since {since}. {later}",
    HubTrouble.FOREIGN: (
        "Something other than {hub} answered. Perhaps this network wants you to sign in. Open "
        "a web page, then choose Sync now."
    ),
    HubTrouble.CERTIFICATE: _NOT_SAFE.format(why="its certificate is not trusted here"),
    HubTrouble.NAME: _NOT_SAFE.format(why="its certificate is for another name"),
    HubTrouble.TIME: (
        "The certificate of {hub} is not valid at this laptop's time, {time} on {day}. If that is "
        "not the time, set the clock right. Otherwise tell the hub's owner. Marks are not affected."
    ),
    HubTrouble.PROXY: (
        "This network's proxy asks for a name and password, which NPQ Desktop does not keep. "
        "Use another network."
    ),
    HubTrouble.REVOKED: (
        "A coordinator removed this laptop from the group. What it records is kept here and "
        "can still be given to someone as a file."
    ),
    HubTrouble.CONTESTED: (
        "Two laptops used one invitation. A coordinator has to choose. Recording goes on."
    ),
    HubTrouble.NO_GROUP: "{hub} does not have this group. Ask its owner for a link.",
    HubTrouble.REMOVED: ("This group was removed from {hub} on purpose. Files and folders go on."),
    HubTrouble.CODE: (
        "{hub} does not take this link. It is wrong, used up or too old. Ask its owner for another."
    ),
    HubTrouble.NEWER: ("{hub} speaks a newer language. Update NPQ Desktop. Recording goes on."),
    HubTrouble.SLOW: "{hub} asks to wait. {later}",
    HubTrouble.FULL: "{hub} is full for this group. Tell its owner. Files and folders go on.",
}


def all_there(hub: str, arrived: datetime | None, now: datetime, unsent: int) -> str:
    """What the panel says where nothing stands in between."""
    if arrived is None:
        return f"{hub} was not asked yet since the program started."
    when = at_moment(arrived.astimezone(now.tzinfo), now)
    if unsent:
        return f"{hub}: {count(unsent, 'change')} to send. Last asked {when}."
    return f"{hub} has everything from this laptop, as it proved {when}."


@dataclass(frozen=True, slots=True)
class Whom:
    """The hub that a sentence is about. ``host`` is the address that a school's filter may let
    through, ``at`` the time of day that it said last.
    """

    name: str
    host: str
    at: datetime | None = None


def trouble_words(trouble: HubTrouble, hub: Whom, since: datetime, now: datetime) -> str:
    """What the panel says of it."""
    said = _SAID.get(trouble, "{hub} did not take what was sent. {later}")
    if trouble is HubTrouble.TIME and hub.at is not None and hub.at > now - _DAY:
        said = _CLOCK if hub.at > now + _DAY else _RAN_OUT
    return said.format(
        hub=hub.name,
        host=hub.host,
        later=_LATER,
        since=clock_time(since),
        time=clock_time(now),
        day=f"{now.day} {now:%B} {now.year}",
    )


def left_out(number: int, hub: str) -> str:
    """Says that some changes are not taken there."""
    do = "does" if number == 1 else "do"
    return f"{count(number, 'change')} {do} not go to {hub}. Files and folders carry everything."


def cannot_be_opened(number: int, hub: str) -> str:
    """Says that texts came whose keys are not here."""
    them = "it" if number == 1 else "them"
    return (
        f"The text of {count(number, 'change')} from {hub} cannot be opened yet. This laptop opens "
        f"{them} when a colleague's laptop next syncs."
    )


def do_not_fit(hub: str) -> str:
    """Says that texts there are not what their authors signed, on a second day."""
    return f"Texts on {hub} are not what colleagues wrote. Ask a colleague for a file."


def travels_too(hub: str, host: str, name: str) -> str:
    """Says that a colleague connected the group, asked once."""
    return (
        f"This group also travels over “{hub}” ({host}), set up by {name}. Nobody there can read "
        "it."
    )


def leaving(hub: str) -> str:
    """What it means that a group leaves a hub."""
    return (
        f"No laptop sends this group over {hub} any more, once this change has reached it. What is "
        f"there stays there. To do it, choose “Leave the hub” once more."
    )


def removing(hub: str) -> str:
    """What it means that a group is removed from a hub."""
    return (
        f"{hub} drops all it keeps of this group, for good, and never takes it again. Every "
        "laptop keeps what it has. To do it, choose “Remove from the hub” once more."
    )


def goes_soon(hub: str, day: str) -> str:
    """Says that the hub forgets the group before long."""
    return f"{hub} forgets this group on {day}. Every laptop keeps it."

"""Writes what the header's chip says of a hub and a room; the rest is in ``groups/words.py``.

Pure functions. A chip has at most :data:`CHARACTERS` characters: a long name gives way.
"""

from collections.abc import Sequence
from datetime import datetime

from npq_desktop.services.core.words import at_moment, count
from npq_desktop.sync.hub_trouble import HubTrouble

CHARACTERS = 40
UNANSWERED = "Saved · answer about a hub"
"""Where a colleague connected a group to a hub."""


def first_that_fits(chips: Sequence[str]) -> str:
    """The first of these that has room, else the last; "" of none."""
    return next((chip for chip in chips if len(chip) <= CHARACTERS), "".join(chips[-1:]))


def in_trouble(trouble: HubTrouble, unsent: int) -> str:
    """Something stands between this laptop and a hub."""
    if trouble in {HubTrouble.AWAY, HubTrouble.FOREIGN, HubTrouble.SLOW}:
        return f"Saved · {count(unsent, 'change')} not sent" if unsent else "Saved"
    if trouble is HubTrouble.REVOKED:
        return "Removed from the group"
    return "Update needed" if trouble is HubTrouble.NEWER else "Hub needs a look"


def arrived(hub: str, when: datetime, now: datetime) -> str:
    """Everything is at a hub."""
    minutes = max(0, int((now - when).total_seconds() // 60))
    since = f" {minutes} min ago" if minutes else ""
    if minutes >= 60:
        since = f" {at_moment(when, now)}"
    return first_that_fits([f"Saved · on {hub}{since}", f"Saved · on the hub{since}"])


def on_several(hubs: int) -> str:
    """Everything is at every one of several hubs."""
    return f"Saved · on {hubs} hubs"


def live(names: Sequence[str]) -> str:
    """Who is live in this room."""
    with_whom = names[0] if len(names) == 1 else f"{len(names)} laptops"
    return first_that_fits([f"Saved · live with {with_whom}", "Saved · live with a colleague"])


def away(name: str) -> str:
    """The laptop that shares does not answer just now."""
    return first_that_fits([f"Saved · {name}'s laptop is away", "Saved · the other laptop is away"])

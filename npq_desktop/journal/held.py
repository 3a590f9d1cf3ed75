"""Reasons for holding an event, as sentences for the screen.

Held events are stored, forwarded and checked again after every import and upgrade.

Source: journal/FORMAT.md, section 4 (reasons for holding).
"""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Why an event is held; the value is the sentence to show."""

    NOT_UNDERSTOOD = "A newer version of NPQ Desktop recorded this. Update NPQ Desktop to see it."
    CONTENT_MISSING = (
        "The text of this change is not here. It was erased, or a file from the laptop that "
        "recorded it will bring it."
    )
    ERASED = "This is about an erased participant and no longer counts."
    WAITING = "This depends on a change that has not arrived yet. Ask for a newer file."
    UNKNOWN_LAPTOP = "This is from a laptop that is not in the group. Ask a coordinator."
    WRONG_NAME = "This was signed in the name of someone other than the laptop's owner."
    ROLE = "Only a coordinator can record this. A coordinator can accept it."
    REVOKED = "This is from a laptop that was removed from the group. A coordinator can accept it."
    JOIN_USED_TWICE = (
        "This invitation, or this laptop, was used more than once. A coordinator has to choose."
    )
    OVER_BUDGET = (
        "This laptop has recorded more than one laptop may in a group. What is beyond that does "
        "not count. A coordinator can accept it, or remove the laptop."
    )
    TOO_MUCH = "This is more than one change may hold, so it does not count."
    BAD_KEY = (
        "This names a key that no file can be locked to, so no laptop comes in by it. A "
        "coordinator has to invite its owner again."
    )
    INVITATION_WITHDRAWN = "The invitation was withdrawn. Ask a coordinator for a new one."
    BAD_ROOTS = "The group's first change does not list properly which laptops it starts with."


@dataclass(frozen=True, slots=True)
class Held:
    """Why one event is held."""

    reason: Reason

    @property
    def sentence(self) -> str:
        """The reason and what to do, in one sentence."""
        return self.reason.value

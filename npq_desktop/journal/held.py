"""The reasons for holding an event, in words for the screen.

A held event is stored, forwarded and looked at again after every import and upgrade.

Source: journal/FORMAT.md, section 4 (reasons for holding).
"""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Why an event is held; the value is the sentence to show."""

    NOT_UNDERSTOOD = (
        "This version of NPQ Desktop does not understand this entry: update the program."
    )
    CONTENT_MISSING = (
        "The text of this entry is not here: it was erased, or a file from the laptop that wrote "
        "it will bring it."
    )
    ERASED = "This entry is about an erased participant and no longer counts."
    WAITING = "This entry waits for another one that is not here yet: import a newer file."
    UNKNOWN_LAPTOP = (
        "This entry comes from a laptop that is not a member of the group: ask a coordinator."
    )
    WRONG_NAME = "This entry was signed in the name of somebody else than the laptop's owner."
    ROLE = "Its author may only propose this: a coordinator can accept it."
    REVOKED = "This entry comes from a laptop taken out of the group: a coordinator can accept it."
    JOIN_USED_TWICE = (
        "This invitation, or this laptop, was used more than once: a coordinator has to choose."
    )
    INVITATION_WITHDRAWN = "The invitation was withdrawn: ask a coordinator for a new one."
    BAD_ROOTS = "The group's first entry does not say properly which laptops the group starts with."


@dataclass(frozen=True, slots=True)
class Held:
    """Why one event is held."""

    reason: Reason

    @property
    def sentence(self) -> str:
        """The reason and what to do, in one sentence."""
        return self.reason.value

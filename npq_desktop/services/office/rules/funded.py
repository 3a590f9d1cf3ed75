"""Whether a place would be funded, by the rule of the round: yes, no, or for a human to review.

Source: DFE-Digital/npq-registration, funding rules and eligibility scenarios.
"""

from dataclasses import dataclass

YES, NO, REVIEW = "yes", "no", "review"
SCHOOLS = frozenset({"school", "trust", "16-19"})
"""The settings that are schools in the rule."""
ADVISER = "adviser"
PUBLIC, LISTS, NONE = "public", "lists", "none"
PUBLICLY_FUNDED = frozenset(
    {*range(1, 4), *range(5, 9), 10, 12, 14, 15, 18, 24, 26, 28, *range(31, 37), *range(38, 47)}
)
"""The type codes of schools that the Department counts as publicly funded."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``answer`` is yes, no or review; ``reason`` is what decided."""

    answer: str
    reason: str


def is_publicly_funded(type_code: str) -> bool:
    """Whether a school of this type is; codes come with and without leading zeros."""
    return type_code.isascii() and type_code.isdecimal() and int(type_code) in PUBLICLY_FUNDED


def propose(
    rule: str,
    *,
    in_england: bool,
    setting: str,
    previously: bool,
    rise: bool,
    pp50: bool,
    publicly_funded: bool,
) -> Proposal:
    """The first line that applies decides."""
    if rule == NONE:
        return Proposal(NO, "no places are funded in this round")
    if not in_england:
        return Proposal(NO, "not in England")
    if previously:
        return Proposal(NO, "previously funded")
    if setting == ADVISER:
        return Proposal(REVIEW, "referred by a return-to-teaching adviser")
    if setting not in SCHOOLS:
        other = "this setting is reviewed by the Department"
        return Proposal(NO, "not a school") if rule == LISTS else Proposal(REVIEW, other)
    if rise and rule == LISTS:
        return Proposal(YES, "on the RISE list")
    if not publicly_funded:
        return Proposal(NO, "not publicly funded")
    if rule == PUBLIC:
        return Proposal(YES, "a publicly funded school")
    return Proposal(YES, "on the PP50 list") if pp50 else Proposal(NO, "on no list")

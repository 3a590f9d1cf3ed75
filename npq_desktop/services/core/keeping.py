"""Until when a group was to be kept, in words. Refuses to remove anything."""

from datetime import date

from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.naming import day_and_year


def keep_until_words(facts: GroupFacts, today: date) -> str:
    """That the time is over for which the group was to be kept; "" before or without one."""
    until = facts.group.keep_until
    if until is None or today.isoformat() <= until:
        return ""
    try:
        said = day_and_year(date.fromisoformat(until))
    except ValueError:
        return ""
    return f"This group was to be kept until {said}, which is over."

"""Writes what recording a guest does in their own group.

Pure functions from titles and sentences to text.
"""


def no_such_event(home: str) -> str:
    """Says that the guest's own group has no event of that kind."""
    return f"{home} has no such event of its own."


def was_there(home: str, title: str) -> str:
    """Says that the guest was at the event of their own group."""
    return f"{home} has them marked as present at {title}, so nothing changes there."


def cannot_record(home: str, title: str) -> str:
    """Says that this laptop may not record in the guest's own group."""
    return f"This laptop cannot record in {home}. Ask its programme office to credit {title}."


def credited_already(home: str, title: str) -> str:
    """Says that the event is credited there, or does not count."""
    return f"In {home} the visit is noted. {title} is credited or exempt there already."


def coordinator_credits(home: str, title: str) -> str:
    """Says that the visit is noted there, and only a coordinator can credit the event."""
    return (
        f"In {home} the visit is noted. Only a coordinator can credit {title} there. Tell its "
        "programme office, or the event stays missed."
    )


def noted_and_credited(home: str, title: str) -> str:
    """Says that the visit counts in the guest's own group."""
    return f"In {home} the visit is noted and {title} is credited."


def not_recorded_at_home(why: str) -> str:
    """Says that the visit could not be written there, for a reason that is a sentence."""
    return f"Nothing is recorded in their own group. {why}"


def undo_at_home(said: str, home: str) -> str:
    """What was recorded there, which is a sentence, and how to undo it."""
    return f"{said} To undo it there, open {home} and press Ctrl+Z."

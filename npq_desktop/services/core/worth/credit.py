"""What attendance is worth: late or early minutes become credit by the programme's rules.

Source: engagement/RULES.md, "From facts to items"; the credit rules are the programme's settings.
"""

from datetime import datetime
from fractions import Fraction

from npq_desktop.journal.kinds.mark import MarkFact
from npq_desktop.programme import Programme
from npq_desktop.rows.register import MarkState
from npq_desktop.services.core.marks import own_length, state_of
from npq_desktop.services.core.times import instant
from npq_desktop.services.core.words import part_words


def credit(fact: MarkFact, programme: Programme, minutes: int | None) -> Fraction:
    """The credit of one value, 0 to 1.

    Minutes count from the start and end that the mark carries. ``minutes``, how long the event is
    to last as it stands now, is for marks of older versions that carry one end or none.
    """
    if fact.state != "present":
        return Fraction(0)
    own = own_length(fact)
    length = minutes if own is None else own
    return programme.attendance_credit(fact.minutes_late, fact.minutes_early, length)


def counts_from_other_times(fact: MarkFact, start: datetime | None, end: datetime | None) -> bool:
    """Whether a mark's minutes were counted when the event had other times than these."""
    if not (fact.minutes_late or fact.minutes_early):
        return False
    ends = ((instant(fact.start), start), (instant(fact.end), end))
    return any(then is not None and then != now for then, now in ends)


def consequence(fact: MarkFact, programme: Programme, minutes: int | None) -> str:
    """What late or partial attendance is worth, in words: "25 min late: counts"."""
    state = state_of(fact)
    if state not in (MarkState.LATE, MarkState.LEFT_EARLY):
        return ""
    share = credit(fact, programme, minutes)
    worth = "counts" if share == 1 else f"counts {part_words(share)}" if share else "does not count"
    late = f"{fact.minutes_late} min late" if fact.minutes_late else ""
    early = f"left {fact.minutes_early} min early" if fact.minutes_early else ""
    return f"{', '.join(filter(None, (late, early)))}: {worth}"

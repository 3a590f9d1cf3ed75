"""Times of events as the journal claims them: moments and lengths, None where there are none."""

from datetime import date, datetime, time

from npq_desktop.journal.kinds.event import EventFact


def moment(text: str | None) -> datetime | None:
    """A claimed time; the journal promises its shape, not that the day exists."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def minutes_between(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes from ``start`` to ``end``, never negative; None where one is not known."""
    if start is None or end is None:
        return None
    return max(0, int((end - start).total_seconds() // 60))


def event_minutes(fact: EventFact | None) -> int | None:
    """How long an event is planned to last, as far as the journal says."""
    return minutes_between(moment(fact.start), moment(fact.end)) if fact is not None else None


def local_time(on: date, at: time) -> datetime:
    """A time of day on this laptop's clock, with the offset of that day."""
    return datetime.combine(on, at).astimezone()

"""How the lists of the sync panel write a moment: on this laptop's clock, with the day."""

from datetime import datetime


def moment(value: datetime) -> str:
    """Such as "23 Nov 2026 14:05"."""
    here = value.astimezone()
    return f"{here.day} {here:%b %Y %H:%M}"

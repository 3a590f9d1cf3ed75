"""Days and times as a hurried person types them into a cell: "21/1", "21 Jan", "0930", "4pm"."""

import re
from datetime import date, time

from npq_desktop.interchange.moments import read_date, read_time


def typed_day(text: str, near: date) -> date | None:
    """The day typed, day before month; without a year the one nearest to ``near``."""
    whole = read_date(text, "day first")
    if whole is not None:
        return whole
    bare = re.sub(r"[/.-]", "/", text.strip())
    mark = "/" if "/" in bare else " "
    years = (near.year - 1, near.year, near.year + 1)
    days = [read_date(f"{bare}{mark}{year}", "day first") for year in years]
    found = [day for day in days if day is not None]
    return min(found, key=lambda day: abs(day - near), default=None)


def typed_time(text: str) -> time | None:
    """The time of day typed, with or without a colon."""
    bare = re.fullmatch(r"(\d{1,2})(\d{2})?\s*([ap]\.?m\.?)?", text.strip(), re.IGNORECASE)
    if bare is None:
        return read_time(text)
    return read_time(f"{bare[1]}:{bare[2] or '00'} {bare[3] or ''}")

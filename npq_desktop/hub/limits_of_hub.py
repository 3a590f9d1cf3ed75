"""How much a hub keeps, by its owner's configuration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HubLimits:
    """``keep_days``: how long a group stays after the day it says it is kept until."""

    keep_days: int = 90
    max_groups: int = 10_000
    max_entries: int = 50_000
    max_group_bytes: int = 256 * 1024 * 1024

"""What late or partial attendance earns: minutes missed become credit."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self

from npq_desktop.programme.tables import MAX_MINUTES, TomlTable


class BeyondTolerance(StrEnum):
    """Credit of attendance that misses more than the tolerance.

    Source: setting; no public source says what late or partial attendance earns.
    """

    LOST = "lost"
    PART = "part"
    PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True)
class Attendance:
    """What late or partial attendance earns; minutes missed at both ends are added.

    ``part_credit`` is used only where ``beyond_tolerance`` is ``part``.
    Source: setting; no public source fixes credit for late or partial attendance.
    """

    tolerance_minutes: int
    beyond_tolerance: BeyondTolerance
    part_credit: Fraction

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[attendance]``."""
        part = cls(
            tolerance_minutes=table.whole("tolerance_minutes", 0, MAX_MINUTES),
            beyond_tolerance=table.choice("beyond_tolerance", BeyondTolerance),
            part_credit=table.share("part_credit"),
        )
        return table.closed(part)

    def credit(self, missed_minutes: int, duration_minutes: int) -> Fraction:
        """The credit, 0 to 1, of somebody present who missed so many of so many minutes.

        Source: engagement/RULES.md, "From facts to items": within the tolerance earned, beyond it
        part or lost as the credit rule says.
        """
        if missed_minutes <= self.tolerance_minutes:
            return Fraction(1)
        if self.beyond_tolerance is BeyondTolerance.LOST or missed_minutes >= duration_minutes:
            return Fraction(0)
        if self.beyond_tolerance is BeyondTolerance.PART:
            return self.part_credit
        return Fraction(duration_minutes - missed_minutes, duration_minutes)

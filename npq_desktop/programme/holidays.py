"""Days on which no event is proposed: school holidays and bank holidays, from a dated list."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Self

from npq_desktop.errors import ProgrammeError


@dataclass(frozen=True, slots=True)
class Holidays:
    """Spans of days, both ends counted."""

    spans: tuple[tuple[date, date], ...] = ()

    @classmethod
    def load(cls, path: Path) -> Self:
        """The list in a TOML file.

        Raises: ProgrammeError naming the file and what is wrong with it.
        """
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            days = [_day(value) for value in document["bank_holidays"]]
            spans = [(_day(each["first"]), _day(each["last"])) for each in _spans(document)]
        except OSError as error:
            raise _unusable(path, error.strerror or "it cannot be read") from error
        except (ValueError, KeyError, TypeError) as error:
            raise _unusable(path, f"{error} is missing or no day") from error
        return cls(tuple(sorted([*((day, day) for day in days), *spans])))

    def include(self, day: date) -> bool:
        """Whether this is one of the days."""
        return any(first <= day <= last for first, last in self.spans)


def _spans(document: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return document["school_holidays"]


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(repr(value))
    return value


def _unusable(path: Path, reason: str) -> ProgrammeError:
    return ProgrammeError(
        f"The list of holidays {path.name} cannot be used: {reason}. Correct it, or put the one "
        "that came with NPQ Desktop back."
    )

"""From a calendar or a list of events to what it states, for any group with these days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from pathlib import Path

from npq_desktop.interchange.calendars.calendars import read_calendar
from npq_desktop.interchange.calendars.event_lists import CalendarFile, read_event_list
from npq_desktop.rows.intake import FileKind
from npq_desktop.services.intake.opened import File, OpenedFile, read_apart


@dataclass(frozen=True, slots=True)
class ReadDates:
    """What a file states; ``is_feed`` where it is a calendar, which may hold other things too."""

    opened: OpenedFile
    file: CalendarFile
    is_feed: bool
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.opened.path


@dataclass(frozen=True, slots=True)
class DatesReading:
    """How a file of dates is read, without the group it is for; any thread may use it.

    ``days`` are those of the group's events, which decide whether 11/12 is in November; ``answers``
    are to the questions of the file, by their keys.
    """

    days: frozenset[date]
    zone: tzinfo
    answers: Mapping[str, str] = field(default_factory=dict)

    def of(self, file: File) -> ReadDates:
        """Every event that a calendar or a list states.

        Raises:
            InterchangeError: it cannot be read, or is neither.
        """
        return read_apart(self._of, file)

    def _of(self, opened: OpenedFile) -> ReadDates:
        data, name = opened.data, opened.path.name
        if opened.kind is FileKind.CALENDAR:
            found = read_calendar(data, file_name=name, zone=self.zone, answers=self.answers)
            return ReadDates(opened, found, is_feed=True, answers=self.answers)
        found = read_event_list(
            data, file_name=name, known_days=self.days, zone=self.zone, answers=self.answers
        )
        return ReadDates(opened, found, is_feed=False, answers=self.answers)

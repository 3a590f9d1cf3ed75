"""Reads any file that is opened, on any thread, as what it is: people, claims, dates or schools."""

from dataclasses import dataclass

from npq_desktop.errors import InterchangeError
from npq_desktop.rows.intake import FileKind
from npq_desktop.services.intake.claims.claim_reading import ClaimReading, ReadClaims
from npq_desktop.services.intake.dates_reading import DatesReading, ReadDates
from npq_desktop.services.intake.opened import File, OpenedFile, read_apart
from npq_desktop.services.intake.roster import ReadRoster, RosterReading
from npq_desktop.services.intake.schools import ReadSchools, read_schools

ReadFile = OpenedFile | ReadRoster | ReadClaims | ReadDates | ReadSchools
"""What came of a file; an :class:`OpenedFile` where nothing here reads it further."""


@dataclass(frozen=True, slots=True)
class AnyReading:
    """How each kind of file is read. Without an open group there is none for claims and dates."""

    people: RosterReading
    claims: ClaimReading | None = None
    dates: DatesReading | None = None

    def of(self, file: File) -> ReadFile:
        """What a file holds.

        Raises:
            InterchangeError: it cannot be read, or is nothing that can be opened here.
        """
        return read_apart(self._of, file)

    def _of(self, opened: OpenedFile) -> ReadFile:
        match opened.kind:
            case FileKind.SCHOOLS:
                return read_schools(opened)
            case FileKind.CALENDAR | FileKind.EVENTS:
                return self.dates.of(opened) if self.dates else opened
            case FileKind.CLAIMS | FileKind.SUBMISSIONS:
                return self.claims.of(opened) if self.claims else opened
            case FileKind.PEOPLE:
                return self._claims(opened) or self.people.of(opened)
            case _:
                return opened

    def _claims(self, opened: OpenedFile) -> ReadClaims | None:
        """A list of people that is a register too; None where it says nothing of attendance."""
        try:
            return self.claims.of(opened) if self.claims else None
        except InterchangeError:
            return None

"""Lists of schools that decide on funding and support, kept on this laptop only.

They are public and large, so everybody imports them. Of a name the newest date decides.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.rosters.eligibility_lists import read_eligibility_lists
from npq_desktop.rows.office import ListPreview, ListRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.files import given_bytes
from npq_desktop.services.core.words import day_and_year
from npq_desktop.services.office import record_words as words

_PLACE = "office list."


@dataclass(frozen=True, slots=True)
class ListedAs:
    """Whether a school is on a list, and what a decision says of it."""

    name: str
    day: date
    sha256: str
    is_on: bool


class ListsService:
    """Reads and keeps lists; one line for each name and day."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def read(self, path: Path) -> tuple[ListPreview, ...]:
        """The lists of a file; nothing is kept yet.

        Raises:
            InterchangeError: it cannot be read, or has no column of URNs.
        """
        data = given_bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        return tuple(
            ListPreview(
                name=each.name,
                urns=tuple(sorted(each.urns)),
                sha256=sha256,
                words=words.schools_listed(each.name or path.name, len(each.urns), each.problems),
            )
            for each in read_eligibility_lists(data, file_name=path.name)
        )

    def keep(self, preview: ListPreview, name: str, day: date) -> None:
        """Keep a list under a name and the day it is of; one of that day is replaced.

        Raises:
            ServiceError: it has no name, or no school is on it.
        """
        if not name.strip():
            raise ServiceError("Name this list, for example PP50.")
        if not preview.urns:
            raise ServiceError("No school is on this list.")
        kept = {"urns": list(preview.urns), "sha256": preview.sha256}
        self._core.store.local.save_setting(f"{_PLACE}{name.strip()}.{day.isoformat()}", kept)

    def all(self) -> tuple[ListRow, ...]:
        """Every list kept here, by name, the newest first."""
        rows = []
        for place, kept in self._core.store.local.settings(_PLACE).items():
            name, _, day = place.removeprefix(_PLACE).rpartition(".")
            rows.append(ListRow(name, date.fromisoformat(day), len(kept["urns"]), kept["sha256"]))
        return tuple(sorted(rows, key=lambda row: (row.name, -row.day.toordinal())))

    def newest(self, name: str) -> ListRow | None:
        """The list of a name that decides; None where it was not imported."""
        return next((row for row in self.all() if row.name == name), None)

    def look_up(self, name: str, urn: str) -> ListedAs | None:
        """Whether a school is on the newest list of a name; None where there is none here."""
        row = self.newest(name)
        if row is None:
            return None
        kept = self._core.store.local.setting(f"{_PLACE}{name}.{row.day.isoformat()}")
        return ListedAs(name, row.day, row.sha256, urn in kept["urns"])


def listed_words(found: ListedAs, urn: str) -> str:
    """For example "PP50, September 2025, URN 112543, on the list"."""
    _, _, month = day_and_year(found.day).partition(" ")
    said = "on the list" if found.is_on else "not on the list"
    return f"{found.name}, {month}, URN {urn}, {said}"

"""Schools by their URN, from the national register somebody imported on this laptop.

Kept on this laptop only and never sent: it is public, large, and everybody can fetch it. A newer
file adds and changes; a school that is missing from it stays, because an update may be partial.
Source: programme/DOMAIN.md, "Identifiers and validation".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from npq_desktop.interchange.rosters.gias import read_gias
from npq_desktop.rows.intake import School, SchoolsPreview
from npq_desktop.services.core.core import Core
from npq_desktop.services.intake import words
from npq_desktop.services.intake.opened import File, OpenedFile, read_apart

_PLACE = "school."


@dataclass(frozen=True, slots=True)
class ReadSchools:
    """The schools of a file, and what could not be read of it."""

    path: Path
    schools: tuple[School, ...]
    problems: tuple[str, ...]


def read_schools(file: File) -> ReadSchools:
    """Every school of a file, without what is kept here, so that any thread may read it.

    Raises:
        InterchangeError: it cannot be read, or is no register of schools.
    """
    return read_apart(_schools, file)


def _schools(opened: OpenedFile) -> ReadSchools:
    schools, problems = read_gias(opened.data, file_name=opened.path.name)
    return ReadSchools(opened.path, schools, problems)


class SchoolsService:
    """Reads files of schools, keeps them, finds one by its URN."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._known: dict[str, School | None] = {}

    def read(self, file: File) -> SchoolsPreview:
        """Read a file and compare it, for callers that need no other thread.

        Raises:
            InterchangeError: it cannot be read, or is no register of schools.
        """
        return self.compare(read_schools(file))

    def compare(self, read: ReadSchools) -> SchoolsPreview:
        """What a file that was read says that is not kept here yet; nothing is kept."""
        path, before = read.path, self._kept()
        merged = tuple(_merged(before.get(each.urn), each) for each in read.schools)
        changed = [each for each in merged if before.get(each.urn, each) != each]
        added = sum(each.urn not in before for each in merged)
        closed = sum(each.is_closed for each in merged)
        return SchoolsPreview(
            path=path,
            schools=tuple(each for each in merged if before.get(each.urn) != each),
            added=added,
            news=tuple(_news(before[each.urn], each) for each in changed),
            problems=read.problems,
            words=words.schools_read(
                path.name, len(merged), closed=closed, new=added, changed=len(changed)
            ),
        )

    def keep(self, preview: SchoolsPreview) -> None:
        """Keep what a preview found, all or nothing."""
        self._core.store.local.save_settings(
            {f"{_PLACE}{each.urn}": _packed(each) for each in preview.schools}
        )
        self._known.clear()

    def of(self, urn: str) -> School | None:
        """The school with this URN; None where no file has named it."""
        if urn not in self._known:
            kept = self._core.store.local.setting(f"{_PLACE}{urn}") if urn else None
            self._known[urn] = _unpacked(kept) if kept else None
        return self._known[urn]

    def details(self, urn: str, recorded_name: str) -> tuple[tuple[str, str], ...]:
        """What the register says of a school, as labels and texts; a closed one says so."""
        school = self.of(urn)
        if school is None:
            return ()
        differs = school.name.casefold() != recorded_name.casefold()
        known = words.formerly_called(school.name, school.formerly)
        lines = (
            ("School register", known if differs or school.formerly else ""),
            ("School phase", school.phase),
            ("School type", school.type),
            ("Local authority", school.authority),
            ("Postcode", school.postcode),
            ("School status", _status(school, self._core.clock().date())),
        )
        return tuple((label, text) for label, text in lines if text)

    def _kept(self) -> Mapping[str, School]:
        kept = self._core.store.local.settings(_PLACE)
        return {school.urn: school for school in map(_unpacked, kept.values())}


def _merged(before: School | None, now: School) -> School:
    """The newer statement, with the name it had before."""
    if before is None:
        return now
    renamed = before.name != now.name
    return replace(now, formerly=before.name if renamed else before.formerly)


def _news(before: School, now: School) -> str:
    if before.name != now.name:
        return words.school_renamed(now.urn, before.name, now.name)
    if before.status != now.status:
        return words.school_status_changed(now.urn, now.name, before.status, now.status)
    return words.school_details_changed(now.urn, now.name)


def _status(school: School, today: date) -> str:
    """Nothing for a school that is simply open."""
    if school.is_closed:
        return words.school_closed(school.closes)
    if school.closes and school.closes <= today:
        return words.school_was_to_close(school.closes)
    if school.closes:
        return words.school_is_to_close(school.closes)
    return "" if school.status == "Open" else school.status


def _packed(school: School) -> Mapping[str, str]:
    said = {name: getattr(school, name) for name in School.__slots__}
    said["closes"] = school.closes.isoformat() if school.closes else ""
    return {name: text for name, text in said.items() if text}


def _unpacked(kept: Mapping[str, str]) -> School:
    closes = kept.get("closes")
    return School(**{**kept, "closes": date.fromisoformat(closes) if closes else None})  # type: ignore[arg-type]

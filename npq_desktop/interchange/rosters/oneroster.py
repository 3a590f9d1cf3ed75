"""Reads a OneRoster 1.1 or 1.2 archive: users, classes and enrolments as people.

Nobody is removed because a delta or an ended enrolment says so: it is only stated. Passwords,
phones and agents are never read.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.identifiers import clean_email, clean_trn, clean_urn
from npq_desktop.interchange.files.archives import Archive, open_archive
from npq_desktop.interchange.files.tables import TableProblem, single_line
from npq_desktop.interchange.files.text_tables import read_text_table
from npq_desktop.interchange.rosters.people import RosterPerson

_NEEDED = ("users.csv", "enrollments.csv")
_OPTIONAL = ("classes.csv", "orgs.csv", "manifest.csv")
_TO_BE_DELETED = "tobedeleted"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_STAFF = frozenset({"teacher", "administrator", "aide", "proctor"})
_EXTRA_ID = re.compile(r"\{([^:{}]+):([^{}]*)\}")
_NO_NAME = frozenset({"_", ".", "-"})

Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OneRosterPeople:
    """The people of the archive's classes, those who teach there, and what was odd.

    A ``partial`` archive holds only what changed; ``removals`` are sentences on whom it proposes to
    take away.
    """

    people: tuple[RosterPerson, ...]
    staff: tuple[RosterPerson, ...]
    problems: tuple[TableProblem, ...]
    classes: int
    schools: int
    partial: bool = False
    removals: tuple[str, ...] = ()


def is_oneroster(data: bytes) -> bool:
    """Whether the bytes are a zip that holds the two files a OneRoster roster needs."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.rpartition("/")[2].casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False
    return names.issuperset(_NEEDED)


def read_oneroster(data: bytes, *, file_name: str, today: date | None = None) -> OneRosterPeople:
    """Everybody with an enrolment, in the order of the users' file.

    Raises: InterchangeError when the archive or a needed file in it cannot be read.
    """
    with open_archive(data, file_name=file_name) as archive:
        files = {name: _records(archive, name, file_name) for name in (*_NEEDED, *_OPTIONAL)}
    reading = _Reading(files, today)
    people = [reading.person(line, user) for line, user in files["users.csv"].items()]
    found = [(person, teaches) for person, teaches in people if person is not None]
    return OneRosterPeople(
        people=tuple(person for person, teaches in found if not teaches),
        staff=tuple(person for person, teaches in found if teaches),
        problems=(*reading.problems, *reading.orphans()),
        classes=len(reading.classes),
        schools=sum(org.get("type") == "school" for org in reading.orgs.values()),
        partial=reading.partial,
        removals=tuple(reading.removals()),
    )


def _records(archive: Archive, name: str, file_name: str) -> dict[int, Record]:
    """The rows of one file, as title → text, by their line."""
    entries = [e for e in archive.entries if e.label.rpartition("/")[2].casefold() == name]
    if not entries:
        return {}
    data = archive.read(entries[0])
    if not data.strip():
        return {}
    table = read_text_table(data, file_name=f"{file_name}: {name}", header_score=_score)
    if not table.rows or not _score(table.rows[0].cells):
        message = f"“{name}” in “{file_name}” has no line of titles."
        raise InterchangeError(f"{message} Export the list of people again.")
    titles = table.rows[0].cells
    return {
        row.line: {title: single_line(cell) for title, cell in zip(titles, row.cells, strict=False)}
        for row in table.rows[1:]
    }


def _score(cells: Sequence[str]) -> int:
    return len(cells) if {"sourcedId", "propertyName"} & set(cells) else 0


class _Reading:
    """The files joined by their ids."""

    def __init__(self, files: Mapping[str, Mapping[int, Record]], today: date | None) -> None:
        self.orgs = _by_id(files["orgs.csv"].values())
        self.classes = _by_id(files["classes.csv"].values())
        self.users = _by_id(files["users.csv"].values())
        self.problems: list[TableProblem] = []
        said = {
            each.get("propertyName"): each.get("value") for each in files["manifest.csv"].values()
        }
        self.partial = "delta" in {said.get("file.users"), said.get("file.enrollments")}
        self._today = today.isoformat() if today else ""
        self._all = tuple(files["enrollments.csv"].values())
        self._enrolments: dict[str, list[Record]] = {}
        for enrolment in self._all:
            if enrolment.get("status") != _TO_BE_DELETED:
                user = enrolment.get("userSourcedId", "")
                self._enrolments.setdefault(user, []).append(enrolment)
        counts = Counter(user.get("username", "") for user in self.users.values())
        self._shared_names = {name for name, number in counts.items() if number > 1}

    def removals(self) -> Iterator[str]:
        """Whom, and whose enrolments, the archive proposes to take away."""
        for user in self.users.values():
            if user.get("status") == _TO_BE_DELETED:
                yield f"{_name(user)}: the file asks to remove this person."
        for enrolment in self._all:
            user = self.users.get(enrolment.get("userSourcedId", ""), {})
            ends = enrolment.get("status") == _TO_BE_DELETED
            if ends and user.get("status") != _TO_BE_DELETED:
                about = _name(user) if user else enrolment.get("userSourcedId", "")
                yield f"{about}: the file says to end the enrolment{self._in_class(enrolment)}."

    def orphans(self) -> Iterator[TableProblem]:
        """Enrolments of users that the archive does not hold."""
        for enrolment in self._all:
            user = enrolment.get("userSourcedId", "")
            if user not in self.users and enrolment.get("status") != _TO_BE_DELETED:
                name = enrolment.get("sourcedId", "")
                message = f"Enrolment {name} is of {user}, who is not in users.csv."
                yield TableProblem(0, "userSourcedId", message, "warning")

    def _in_class(self, enrolment: Record) -> str:
        title = self.classes.get(enrolment.get("classSourcedId", ""), {}).get("title", "")
        return f" in {title}" if title else ""

    def person(self, line: int, user: Record) -> tuple[RosterPerson | None, bool]:
        """Who a user is, and whether they teach; None for one without class or name."""
        enrolments = self._enrolments.get(user.get("sourcedId", ""), [])
        names = [_real(user.get(part, "")) for part in ("givenName", "familyName")]
        name = " ".join(filter(None, names))
        if user.get("status") == _TO_BE_DELETED or not (enrolments or self._may_be_enrolled(user)):
            return None, False
        if not name:
            message = "There is no name on this line of users.csv; it was left out."
            self.problems.append(TableProblem(line, "givenName", message, "row"))
            return None, False
        roles = {enrolment.get("role", "") for enrolment in enrolments} - {""}
        stated = ", ".join(sorted(roles)) or user.get("role", "")
        schools = [self.orgs.get(each, {}) for each in _listed(user.get("orgSourcedIds", ""))]
        extra = {key.casefold(): value for key, value in _EXTRA_ID.findall(user.get("userIds", ""))}
        person = RosterPerson(
            line=line,
            name=name,
            known_as=_real(user.get("preferredGivenName", "")),
            first_name=names[0],
            last_name=names[1],
            email=clean_email(user.get("email", "")).value,
            trn=clean_trn(extra.get("trn", "")).value,
            urn=next(filter(None, map(_urn, schools)), None),
            school=next((org["name"] for org in schools if org.get("name")), None),
            role=stated or None,
            status=self._status(line, name, user, enrolments),
            group=self._groups(enrolments),
            ids=_ids(user, extra, self._shared_names),
            asked="" if enrolments else "is in the file without an enrolment",
        )
        return person, bool(roles & _STAFF) or user.get("role") in _STAFF

    def _may_be_enrolled(self, user: Record) -> bool:
        """A delta leaves out enrolments that did not change."""
        own = user.get("sourcedId", "")
        return self.partial and all(each.get("userSourcedId") != own for each in self._all)

    def _status(
        self, line: int, name: str, user: Record, enrolments: Sequence[Record]
    ) -> str | None:
        ends = [enrolment.get("endDate", "") for enrolment in enrolments]
        begins = [enrolment.get("beginDate", "") for enrolment in enrolments]
        said = []
        if user.get("enabledUser", "").casefold() == "false":
            said.append("disabled")
        ended = max(ends) if ends and all(ends) else ""
        if ended and not (self._today and ended >= self._today):
            said.append(f"enrolment ended {ended}")
        if said:
            words = ", ".join(said).replace(ended, _day_words(ended)) if ended else said[0]
            message = f"{name}: {words}. Check whether they deferred or withdrew."
            self.problems.append(TableProblem(line, "status", message, "warning"))
        if begins and self._today and min(begins) > self._today:
            message = f"{name}: the enrolment starts on {_day_words(min(begins))}."
            self.problems.append(TableProblem(line, "beginDate", message, "warning"))
        return ", ".join(said) or None

    def _groups(self, enrolments: Sequence[Record]) -> str | None:
        keys = [enrolment.get("classSourcedId", "") for enrolment in enrolments]
        titles = [self.classes.get(key, {}).get("title") or key for key in keys]
        return ", ".join(dict.fromkeys(filter(None, titles))) or None


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record.get("sourcedId", ""): record for record in records}


def _urn(org: Record) -> str | None:
    return clean_urn(org.get("identifier", "")).value if org.get("type") == "school" else None


def _name(user: Record) -> str:
    names = [_real(user.get(part, "")) for part in ("givenName", "familyName")]
    return " ".join(filter(None, names)) or user.get("sourcedId", "")


def _day_words(iso: str) -> str:
    """For example "1 February 2027"; what is no day stays as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _ids(user: Record, extra: Mapping[str, str], shared: Collection[str]) -> Mapping[str, str]:
    """What a user is known by; a user name that several have is nobody's."""
    username = user.get("username", "")
    ids = {
        "oneroster": user.get("sourcedId", ""),
        "username": "" if username in shared else username,
        "sis": user.get("identifier", ""),
        "dfe": extra.get("npq", ""),
    }
    return MappingProxyType({key: value for key, value in ids.items() if value})


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _real(text: str) -> str | None:
    return None if not text or text in _NO_NAME else text

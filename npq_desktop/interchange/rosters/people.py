"""From one row of a list of people to one person, with what is wrong with it in plain words.

Only the mapped columns are read, no identifier is guessed, and names stay as they were written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from npq_desktop.interchange.cells.headers import (
    NAME_FIELDS,
    ColumnMapping,
    RosterField,
    RosterSource,
    is_numbered,
)
from npq_desktop.interchange.cells.identifiers import (
    Cleaned,
    clean_email,
    clean_trn,
    clean_ukprn,
    clean_urn,
)
from npq_desktop.interchange.files.tables import Severity, TableProblem, TableRow, single_line
from npq_desktop.interchange.files.text_tables import suggested_repair
from npq_desktop.interchange.people.name_forms import normal_form, reordered
from npq_desktop.interchange.people.names import PersonIdentity
from npq_desktop.interchange.rosters.office_columns import office_fields

MAX_NAME_CHARACTERS = 200

_WORDY_FIELDS = (*NAME_FIELDS, RosterField.KNOWN_AS, RosterField.SCHOOL, RosterField.ROLE)
_NO_NAME = frozenset({"_", ".", "-", "..", "...", "--", "__", "?"})
_UNSTATED = frozenset({"n/a", "na", "tbc", "tba", "-", "none", "unknown", "not known", "?"})
_SUMMARY = re.compile(
    r"(grand |sub)?totals?( (number|no\.?))?( of)?"
    r"( (participants|people|students|learners|delegates|attendees|rows|records))?:?( ?\d+)?"
    r"|((overall|group|class|course) )?average|mean|median|sum"
    r"|(points|marks) possible|(max(imum)?|possible) (points|marks|grade|score)|points|out of"
    r"|(due )?date|manual posting|count|n ?= ?\d+|end of (list|report)"
    r"|number of (participants|students|users|learners|people|delegates):?( ?\d+)?"
)
_TEST_PERSON = re.compile(r"(student, ?test|test student|demo student|user 1)")
_NOBODY = re.compile(
    r"(info(rmation)? requested|name to follow|to be (confirmed|announced|advised)|tb[acn]|n/?a"
    r"|vacan(t|cy)|unknown|no ?name|not known|place ?holder)",
    re.IGNORECASE,
)
_LAST_FIRST_SUFFIX = re.compile(
    r"(jr|sr|ii|iii|iv|phd|md|ba|bsc|ma|msc|med|mbe|obe)\.?", re.IGNORECASE
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """One person of a roster, as the file states it; None where it states nothing.

    ``line`` is the physical line or sheet row. ``ids`` are keyed "brightspace", "moodle",
    "moodle_participant", "canvas", "sis", "username", "dfe" (a UUID), "oneroster" or "provider".
    ``email`` is None when it identifies nobody; ``notes`` say why. ``trn_padded``: zeros were put
    in front of it, which somebody has to confirm. ``asked`` is why a human has to say whether this
    is a participant at all, "" for most. ``more`` are details for the programme office.
    """

    line: int
    name: str
    known_as: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    trn: str | None = None
    urn: str | None = None
    school: str | None = None
    role: str | None = None
    status: str | None = None
    group: str | None = None
    ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()
    trn_padded: bool = False
    asked: str = ""
    more: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def identity(self) -> PersonIdentity:
        """What to match this person by among the people of a group."""
        return PersonIdentity(
            name=self.name,
            known_as=self.known_as,
            email=self.email,
            trn=self.trn,
            username=self.ids.get("username"),
            school=self.school,
            ids=self.ids,
        )


@dataclass(slots=True)
class RowReading:
    """The reading of one row: the person, if there is one, and the problems met on the way."""

    mapping: ColumnMapping
    source: RosterSource
    id_number_is_trn: bool
    row: TableRow
    problems: list[TableProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def person(self) -> RosterPerson | None:
        """The person of the row; None with a ``row`` problem when it has no usable name."""
        name, first, last = self._names()
        if not name or self._is_nobody(name):
            said = f"“{_once(name)}” is no name" if name else "There is no name on this line"
            self._report(f"{said}; it was left out.", NAME_FIELDS, "row")
            return None
        if len(name) > MAX_NAME_CHARACTERS:
            message = "The name is longer than 200 characters; the line was left out."
            self._report(message, NAME_FIELDS, "row")
            return None
        self._check_letters(name)
        self._check_places(name)
        email = self._cleaned(RosterField.EMAIL, clean_email(self._email()))
        trn = self._trn()
        return RosterPerson(
            line=self.row.line,
            name=name,
            known_as=self._known_as(first or name),
            first_name=first,
            last_name=last,
            email=email,
            trn=trn.value,
            urn=self._cleaned(RosterField.URN, clean_urn(self._text(RosterField.URN))),
            school=_stated(self._text(RosterField.SCHOOL)),
            role=self._text(RosterField.ROLE) or None,
            status=self._text(RosterField.STATUS) or None,
            group=self._text(RosterField.GROUP) or None,
            ids=self._ids(),
            notes=tuple(self.notes),
            trn_padded=trn.note is not None,
            more=office_fields(self._text),
        )

    def _text(self, name: RosterField) -> str:
        return cell_of(self.row, self.mapping, name)

    def _names(self) -> tuple[str, str | None, str | None]:
        """Whole, first and last name; a placeholder such as ``_`` for a missing one is dropped."""
        first = _real_name(_typed(self._text(RosterField.FIRST_NAME)))
        last = _real_name(_typed(self._text(RosterField.LAST_NAME)))
        words = self._text(RosterField.NAME).split()
        whole = _real_name(" ".join(word for word in words if word not in _NO_NAME))
        if whole and not (first or last):
            return _split_whole_name(whole)
        parts = " ".join(part for part in (first, last) if part)
        return (whole and reordered(whole)) or parts, first, last

    def _known_as(self, first: str) -> str | None:
        known_as = _real_name(self._text(RosterField.KNOWN_AS))
        if not known_as or normal_form(known_as) == normal_form(first):
            return None
        return known_as

    def _trn(self) -> Cleaned:
        stated = clean_trn(self._text(RosterField.TRN))
        urn = self._text(RosterField.URN)
        if stated.note and urn and urn == self._text(RosterField.TRN):
            stated = Cleaned(None, problem="The school's URN is under TRN.")
        self._cleaned(RosterField.TRN, stated)
        if stated.value or not self.id_number_is_trn:
            return stated
        number = clean_trn(self._text(RosterField.MOODLE_ID))
        self._cleaned(RosterField.MOODLE_ID, number)
        return number

    def _ids(self) -> Mapping[str, str]:
        participant = self._text(RosterField.PARTICIPANT_ID)
        ids = {
            "brightspace": self._text(RosterField.BRIGHTSPACE_ID).removeprefix("#"),
            "username": self._username(),
            "moodle": self._text(RosterField.MOODLE_ID),
            "moodle_participant": _last_number(self._text(RosterField.MOODLE_PARTICIPANT)),
            "canvas": self._text(RosterField.CANVAS_ID),
            "sis": self._text(RosterField.SIS_ID),
            "dfe" if _UUID.fullmatch(participant) else "provider": participant,
        }
        return MappingProxyType({key: value for key, value in ids.items() if value})

    def _username(self) -> str:
        text = self._text(RosterField.USERNAME)
        return text.removeprefix("#") if self.source == "brightspace" else text

    def _email(self) -> str:
        """The address, or a user name that is one, as where Canvas shows log-ins only."""
        username = self._text(RosterField.USERNAME)
        return self._text(RosterField.EMAIL) or (username if "@" in username else "")

    def _cleaned(self, name: RosterField, cleaned: Cleaned) -> str | None:
        if cleaned.problem:
            left = "" if cleaned.value else " It was left empty."
            self._report(f"{cleaned.problem}{left}", (name,), "warning")
        if cleaned.note:
            self.notes.append(cleaned.note)
        return cleaned.value

    def _check_letters(self, name: str) -> None:
        repaired = suggested_repair(name)
        if repaired:
            message = f"“{name}” looks garbled; perhaps it is “{repaired}”."
            self._report(message, NAME_FIELDS, "warning")
        if "?" in name or "\ufffd" in name:
            message = f"“{name}” lost a letter when the file was saved; correct it by hand."
            self._report(message, NAME_FIELDS, "warning")

    def _is_nobody(self, name: str) -> bool:
        """Whether a whole name only stands for one: ``Info Requested``, ``TBC``, ``Attendee 3``."""
        words = _once(name)
        if is_numbered(words):
            return clean_email(self._email()).value is None
        return _NOBODY.fullmatch(words) is not None

    def _check_places(self, name: str) -> None:
        places = self._text(RosterField.PLACES)
        if places.isdigit() and int(places) > 1:
            message = f"{places} places were booked on this line, and only {name} is named."
            self._report(message, (RosterField.PLACES,), "warning")

    def _report(self, message: str, names: Sequence[RosterField], severity: Severity) -> None:
        mapped = [name for name in names if name in self.mapping.columns]
        column = self.mapping.title_of(mapped[0]) if mapped else ""
        self.problems.append(TableProblem(self.row.line, column, message, severity))


def fits_field(text: str, name: RosterField | None) -> bool:
    """Whether a cell can belong under the title of that field; anything can where none is read."""
    match name:
        case RosterField.EMAIL:
            return clean_email(text).problem is None
        case RosterField.TRN:
            return clean_trn(text).problem is None
        case RosterField.URN:
            return clean_urn(text).problem is None
        case RosterField.UKPRN:
            return clean_ukprn(text).problem is None
        case _ if name in _WORDY_FIELDS:
            return "@" not in text and not re.fullmatch(r"[\d\s.,/#-]*\d[\d\s.,/#-]*", text)
    return True


def cell_of(row: TableRow, mapping: ColumnMapping, name: RosterField) -> str:
    """The row's text for a field on one line; empty when the field is not mapped or not there."""
    column = mapping.columns.get(name, -1)
    return single_line(row.cells[column]) if 0 <= column < len(row.cells) else ""


def is_summary(row: TableRow, mapping: ColumnMapping) -> bool:
    """Whether the row is a total, a label, an average or a platform's test person, not somebody.

    Only an address makes a person of "Total": a number under TRN may be the total itself.
    """
    parts = [cell_of(row, mapping, part) for part in NAME_FIELDS]
    names = [parts[0], " ".join(filter(None, parts[1:]))]
    first = next((at for at, text in enumerate(row.cells) if text), 0)
    if first not in [mapping.columns.get(part) for part in NAME_FIELDS]:
        names += row.cells[first : first + 1]
    texts = {single_line(text).casefold() for text in names} - {""}
    if any(_TEST_PERSON.fullmatch(text) for text in texts):
        return True
    if clean_email(cell_of(row, mapping, RosterField.EMAIL)).value:
        return False
    return any(_SUMMARY.fullmatch(text) for text in texts)


def id_numbers_are_trns(rows: Sequence[TableRow], mapping: ColumnMapping) -> bool:
    """Whether the Moodle ID numbers of a list without a TRN column are TRNs.

    They are when each is five to seven digits and most are seven: a staff number has another shape.
    """
    if RosterField.TRN in mapping.columns or RosterField.MOODLE_ID not in mapping.columns:
        return False
    numbers = [text for row in rows if (text := cell_of(row, mapping, RosterField.MOODLE_ID))]
    whole = sum(re.fullmatch(r"[0-9]{7}", text) is not None for text in numbers)
    alike = all(re.fullmatch(r"[0-9]{5,7}", text) for text in numbers)
    return bool(numbers) and alike and whole * 2 > len(numbers)


def _real_name(text: str) -> str | None:
    return None if not text or text in _NO_NAME else text


def _once(name: str) -> str:
    """What stands alike under first and last name, once."""
    halves = name.split()
    once = " ".join(halves[: len(halves) // 2])
    return once if once and normal_form(f"{once} {once}") == normal_form(name) else name


def _stated(text: str) -> str | None:
    """What a cell states; None where it says that it does not."""
    return None if text.casefold() in _UNSTATED else text or None


def _typed(text: str) -> str:
    """A part of a name as it was typed: a spreadsheet turns True into TRUE."""
    return text.capitalize() if text in ("TRUE", "FALSE") else text


def _last_number(text: str) -> str:
    """The number of ``Participant 51200``, which some languages write without the space."""
    found = re.search(r"(\d+)$", text)
    return found.group(1) if found else ""


def _split_whole_name(whole: str) -> tuple[str, str | None, str | None]:
    last, comma, first = (part.strip() for part in whole.partition(","))
    if not comma or "," in first or _LAST_FIRST_SUFFIX.fullmatch(first):
        return whole, None, None
    first_name, last_name = _real_name(first), _real_name(last)
    return " ".join(part for part in (first_name, last_name) if part), first_name, last_name

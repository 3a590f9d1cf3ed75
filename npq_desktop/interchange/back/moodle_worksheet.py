"""Writes grades and feedback into a Moodle grading worksheet, as Moodle's importer reads it.

Every cell that is not changed is the one that was read, byte for byte. Moodle reads a backslash
before a quotation mark as one sign, and refuses the whole file when one line's cells do not add up.
Source: interchange/LAYOUTS.md, "Giving back".
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.back.giving import (
    BackFile,
    BackRow,
    Existing,
    Given,
    RowOutcome,
    points,
    points_refused,
)
from npq_desktop.interchange.back.raw_table import RawRow, RawTable, with_cells
from npq_desktop.interchange.people.names import PersonIdentity

_IDENTIFIER = ("Identifier", "Identifiant", "Dynodwr")
_GRADE = ("Grade", "Note", "Gradd")
_GRADED_ON = ("Last modified (grade)", "Dernière modification (note)")
_FEEDBACK = ("Feedback comments", "Feedback par commentaires")
_CAN_CHANGE = ("Grade can be changed", "La note peut être modifiée")
_MAXIMUM = ("Maximum grade", "Note maximale")
_SCALE = ("Scale", "Barème")
_NAME, _EMAIL = ("Full name", "Nom complet"), ("Email address", "Adresse de courriel")
_NO = frozenset({"no", "non", "na"})
_NUMBER = re.compile(r"(?<!\d)(\d+)\s{0,9}$")
_TASK = re.compile(r"-(\d+)(?: ?\(\d+\))?\.\w+$")
_ENGLISH_DAY = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


class MoodleWorksheet:
    """One assignment's worksheet."""

    def __init__(self, data: bytes, file_name: str) -> None:
        """Read a worksheet.

        Raises:
            InterchangeError: it is none that Moodle would take back.
        """
        self._table = RawTable.read(data, file_name)
        self._task = _TASK.search(file_name)
        column = self._table.column
        self._identifier = self._needed("Identifier", *_IDENTIFIER)
        self._grade = self._needed("Grade", *_GRADE)
        self._graded_on = self._needed("Last modified (grade)", *_GRADED_ON)
        self._feedback = self._table.exact_column(*_FEEDBACK)
        self._can_change = column(*_CAN_CHANGE)
        self._maximum, self._scale = column(*_MAXIMUM), column(*_SCALE)
        self._name, self._email = column(*_NAME), column(*_EMAIL)
        self._lines = [row for row in self._table.rows[1:] if row.value(self._identifier)]

    @property
    def rows(self) -> Sequence[BackRow]:
        """The people in it; of an anonymous worksheet only their numbers are known."""
        return tuple(
            BackRow(at, self._person(row), row.value(self._grade), row.value(self._feedback))
            for at, row in enumerate(self._lines)
        )

    @property
    def columns(self) -> Sequence[str]:
        """The one column of grades."""
        return (self._table.titles[self._grade],)

    def number(self, place: int) -> str:
        """The number that a person has in this assignment; "" where the line has none."""
        found = _NUMBER.search(self._lines[place].value(self._identifier))
        return found[1] if found else ""

    @property
    def scale(self) -> tuple[str, ...]:
        """The words of the scale, () where the task has points."""
        found = next((row.value(self._scale) for row in self._lines if self._scale >= 0), "")
        return tuple(filter(None, (word.strip() for word in found.split(","))))

    def write(self, given: Mapping[int, Given], column: str, existing: Existing) -> BackFile:
        """The header and the lines that change."""
        ordered = sorted(given.items())
        outcomes = [self._outcome(place, each, existing) for place, each in ordered]
        changed = [
            self._changed(self._lines[each.place], each) for each in outcomes if each.changes
        ]
        return BackFile(self._table.written([self._table.rows[0], *changed]), tuple(outcomes))

    def _needed(self, name: str, *titles: str) -> int:
        at = self._table.exact_column(*titles)
        if at < 0:
            raise InterchangeError(
                f"This is not a grading worksheet Moodle would take back. “{name}” is missing. "
                "Turn on “Offline grading worksheet” in the assignment and download it again."
            )
        return at

    def _person(self, row: RawRow) -> PersonIdentity:
        number = _NUMBER.search(row.value(self._identifier))
        ids = {}
        if number and self._task:
            ids[f"moodle_participant.{self._task[1]}"] = number[1]
        email = row.value(self._email) or None
        return PersonIdentity(row.value(self._name), email=email, ids=ids)

    def _outcome(self, place: int, given: Given, existing: Existing) -> RowOutcome:
        row = self._lines[place]
        refused = self._refused(row, given)
        if refused:
            return RowOutcome(place, refused=refused)
        grade = self._new_grade(row, given.value)
        feedback, remark = self._new_feedback(row, given.feedback, existing)
        if grade is None and feedback is None:
            return RowOutcome(place, remark=remark)
        return RowOutcome(place, grade, feedback, remark=self._remark(row) or remark)

    def _refused(self, row: RawRow, given: Given) -> str:
        cells = (*row.cells, self._table.quoted(given.value))
        if len(row.cells) != len(self._table.titles) or any('\\"' in cell for cell in cells):
            return "Moodle cannot read this row back. Mend it there."
        if self._can_change >= 0 and row.value(self._can_change).casefold() in _NO:
            return "locked on Moodle"
        if not given.value:
            return ""
        if self.scale:
            known = ", ".join(self.scale)
            return "" if given.value in self.scale else f"the scale has only {known}"
        if points(given.value) == 0:
            return "Newer Moodle ignores a 0 in a worksheet. Leave it empty or enter it there."
        most = points(row.value(self._maximum))
        above = f"the maximum is {row.value(self._maximum)}"
        return points_refused(given.value, most, above=above)

    def _new_grade(self, row: RawRow, value: str) -> str | None:
        if not value:
            return None
        before = row.value(self._grade)
        if self.scale:
            return value if value != before else None
        if points(before) == points(value):
            return None
        comma = "," in row.value(self._maximum) or "," in before
        plain = value.strip().replace(",", ".")
        return plain.replace(".", ",") if comma else plain

    def _new_feedback(self, row: RawRow, text: str, existing: Existing) -> tuple[str | None, str]:
        if not text.strip() or self._feedback < 0:
            return None, "" if not text.strip() else "this worksheet has no column for feedback"
        before, html = row.value(self._feedback), html_of(text)
        if not before.strip():
            return html, ""
        if html in before:
            return None, "this feedback is there already"
        if existing is Existing.LEAVE:
            return None, "other feedback is there and stays"
        return (before + html if existing is Existing.ADD else html), ""

    def _remark(self, row: RawRow) -> str:
        if not self._has_english_dates():
            return "tick “Allow updating records…” in Moodle"
        graded = row.value(self._graded_on).strip(" -")
        if row.value(self._grade) or graded:
            return "Moodle skips it if it changed there after this file was downloaded"
        return ""

    def _has_english_dates(self) -> bool:
        submitted = self._table.column("Last modified (submission)")
        if submitted < 0:
            return False
        dates = [row.value(submitted).strip(" -") for row in self._lines]
        return all(_ENGLISH_DAY.search(each) for each in dates if each)

    def _changed(self, row: RawRow, outcome: RowOutcome) -> RawRow:
        cells = []
        if outcome.grade is not None:
            cells.append((self._grade, self._table.quoted(outcome.grade)))
        if outcome.feedback is not None:
            cells.append((self._feedback, self._table.quoted(outcome.feedback)))
        return with_cells(row, cells)


def is_worksheet(data: bytes, file_name: str) -> bool:
    """Whether these are a worksheet that Moodle would take back."""
    try:
        MoodleWorksheet(data, file_name)
    except InterchangeError:
        return False
    return True


def html_of(text: str) -> str:
    """Feedback as Moodle keeps it: paragraphs and line breaks, everything else as it was typed."""
    lines = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    safe = escape(lines, quote=False).replace("\\", "&#92;")
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", safe)]
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part.strip())

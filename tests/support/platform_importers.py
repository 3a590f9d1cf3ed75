"""How three platforms read a file of grades, written anew from their rules and not from our writer.

Each importer is given what the platform holds and the bytes of a file, and returns what changes
there, or raises :class:`WholeFileRefusedError` where the platform takes nothing of it.
Source: interchange/LAYOUTS.md, "Giving back".
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

Row = list[str]
_BLANK = " \t\n\r\0\x0b"
_MOODLE_DAY = re.compile(r"\w+, (\d+ \w+ \d{4}, \d+:\d\d [AP]M)")


class WholeFileRefusedError(Exception):
    """The platform takes nothing of this file."""


# ---- Moodle --------------------------------------------------------------------------------------


_QUOTED = re.compile(r'[ \t]*"(?P<said>(?:\\"|""|[^"])*)(?:"|\Z)')
_REST = "[^{}\n]*"


def php_rows(text: str, separator: str = ",") -> Iterator[Row]:
    """Cells as PHP reads them: in quotation marks a backslash shields the one after it."""
    rest = re.compile(_REST.format(separator))
    at, row = 0, Row()
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        cell = ""
        if quoted:
            cell = re.sub(r'\\"|""', lambda found: found[0].replace('""', '"'), quoted["said"])
            at = quoted.end()
        more = rest.match(text, at)
        assert more
        row.append(cell + more[0])
        at = more.end()
        if text[at : at + 1] != separator:
            yield row
            row = []
        at += 1


@dataclass(frozen=True)
class MoodleRow:
    """What an assignment holds of one participant."""

    grade: str
    feedback: str
    modified: datetime | None = None
    locked: bool = False


@dataclass(frozen=True)
class MoodleAssignment:
    """An assignment with its participants by number; ``scale`` is empty where there are points."""

    rows: Mapping[str, MoodleRow]
    most: Decimal = Decimal(100)
    scale: tuple[str, ...] = ()
    feedback_title: str = "Feedback comments"

    def takes(
        self, data: bytes, *, allow_older: bool = False, separator: str = ","
    ) -> dict[str, MoodleRow]:
        """What changes, by number. Without ``allow_older`` a row graded since then is skipped."""
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        text = re.sub("\r\n?", "\n", text).strip(_BLANK)
        rows = list(php_rows(text, separator))
        titles = [title.strip(_BLANK) for title in rows[0]]
        places = {title: at for at, title in enumerate(titles)}
        if not {"Identifier", "Grade", "Last modified (grade)"} <= places.keys():
            raise WholeFileRefusedError(f"titles: {titles}")
        if any(len(row) != len(titles) for row in rows):
            raise WholeFileRefusedError("the cells of a row do not add up")
        changed = {}
        for row in rows[1:]:
            number = row[places["Identifier"]][len("Participant ") :]
            held = self.rows.get(number)
            if held is None:
                continue
            grade, feedback = held.grade, held.feedback
            said_on = _moodle_time(row[places["Last modified (grade)"]])
            stale = held.modified is not None and (said_on is None or held.modified > said_on)
            new = self._grade(row[places["Grade"]])
            if new is not None and not held.locked and (allow_older or not stale):
                grade = new
            if self.feedback_title in places and (allow_older or not stale):
                feedback = row[places[self.feedback_title]]
            if (grade, feedback) != (held.grade, held.feedback):
                changed[number] = MoodleRow(grade, feedback, held.modified, held.locked)
        return changed

    def _grade(self, cell: str) -> str | None:
        if self.scale:
            return cell if cell in self.scale else None
        try:
            number = Decimal(cell.strip().replace(",", "."))
        except InvalidOperation:
            return None
        return str(number) if 0 < number <= self.most else None


def _moodle_time(cell: str) -> datetime | None:
    found = _MOODLE_DAY.fullmatch(cell.strip())
    if not found:
        return None
    return datetime.strptime(found[1], "%d %B %Y, %I:%M %p").replace(tzinfo=UTC)


# ---- Canvas --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CanvasCourse:
    """A course: scores by the number of a student and the number of an assignment."""

    scores: Mapping[tuple[str, str], str]

    def takes(self, data: bytes) -> dict[tuple[str, str], str]:
        """What changes. A new student or assignment has a number that begins with "new"."""
        text = data.decode("utf-8")
        lines = [line for line in text.splitlines(keepends=True) if not re.match(r"[;, ]+$", line)]
        counts = {
            each: {len(row) for row in csv.reader(lines[:3], delimiter=each)} for each in ";,"
        }
        size = {each: found.pop() if len(found) == 1 else 0 for each, found in counts.items()}
        separator = ";" if size[";"] > size[","] else ","
        rows = list(csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator))
        title = rows[0]
        if title[0] == "LastName" and title[1] == "FirstName" and "ID" in title[2]:
            number, student = 2, 4
        elif len(title) > 3 and "Student" in title[0] and "ID" in title[1]:
            number, student = 1, 3
        else:
            raise WholeFileRefusedError(f"titles: {title}")
        known = title[student - 1 :]
        if known[0] == "SIS Login ID":
            student += 1
        elif known[:2] == ["SIS User ID", "SIS Login ID"]:
            student += 2 + sum(each in known[2:4] for each in ("Integration ID", "Root Account"))
        if "Section" not in title[student - 1]:
            raise WholeFileRefusedError(f"“Section” is not where it must be: {title}")
        students = {who for who, _ in self.scores}
        tasks = {task for _, task in self.scores}
        changed = {}
        for row in rows[1:]:
            if "Points Possible" in row[0]:
                raise AssertionError("every row would count as changed")
            for at in range(student, len(title)):
                found = re.search(r"\((\d+)\)$", title[at])
                task = found[1] if found and found[1] in tasks else f"new {title[at]}"
                who = row[number] if row[number] in students else f"new {row[0]}"
                before, after = self.scores.get((who, task), ""), _canvas_number(row[at].strip())
                if not _is_same(before, after):
                    changed[who, task] = after
        return changed


def _canvas_number(cell: str) -> str:
    """A comma or a point in a number parts its decimals, whichever comes last."""
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *whole, last = re.split("[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


def _is_same(before: str, after: str) -> bool:
    if before.strip() in ("", "-") and after in ("", "-"):
        return True
    try:
        return round(Decimal(before), 2) == round(Decimal(after), 2)
    except InvalidOperation:
        return before == after


# ---- Brightspace ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class BrightspaceCourse:
    """A course: values by a person's key, with ``#``, and the title of an item's column.

    ``most`` holds the most points of the items that have any.
    """

    values: Mapping[tuple[str, str], str]
    most: Mapping[str, Decimal]

    def takes(self, data: bytes) -> dict[tuple[str, str], str]:
        """What changes. A new item has a title that begins with "new"."""
        if not data.startswith(codecs.BOM_UTF8):
            raise WholeFileRefusedError("letters with accents are read wrongly")
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        titles = rows[0]
        keys = [at for at, title in enumerate(titles) if title in ("OrgDefinedId", "Username")]
        if not keys or titles[-1] != "End-of-Line Indicator":
            raise WholeFileRefusedError(f"titles: {titles}")
        known = {title for _, title in self.values}
        changed = {}
        for row in rows[1:]:
            if len(row) != len(titles) or row[-1] != "#":
                raise WholeFileRefusedError(f"a row is not whole: {row}")
            for at in range(len(titles) - 1):
                if at in keys:
                    continue
                item = titles[at] if titles[at] in known else f"new {titles[at]}"
                who = next((row[key] for key in keys if (row[key], item) in self.values), "nobody")
                after = row[at]
                if item in self.most:
                    after = str(min(Decimal(after), self.most[item]))
                if after != self.values.get((who, item), ""):
                    changed[who, item] = after
        return changed

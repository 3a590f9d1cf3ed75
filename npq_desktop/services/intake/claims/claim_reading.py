"""From a platform's file to statements about a group's events and tasks, before any is believed.

A file is read by a :class:`ClaimReading`, on any thread, and compared with a group as often as
choices are made. A session is its date: a title's number never outweighs
a day that says otherwise, and what stays unsure is asked.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import partial
from pathlib import Path

from npq_desktop.interchange.claims.claims import claim_table, read_claims
from npq_desktop.interchange.claims.quiz_answers import document_of
from npq_desktop.interchange.claims.rows import (
    Claim,
    ClaimFile,
    ClaimState,
    FileItem,
    FilePerson,
    QuizAttempt,
)
from npq_desktop.interchange.documents.counting import count_words
from npq_desktop.interchange.documents.shape import members_of
from npq_desktop.interchange.people.names import PersonIdentity
from npq_desktop.interchange.work.submissions import (
    MOST_FILES,
    Submission,
    SubmissionArchive,
    read_submissions,
)
from npq_desktop.programme import Programme
from npq_desktop.rows.intake import FileKind
from npq_desktop.rows.review import beginning_of
from npq_desktop.services.core.events import GroupEvent
from npq_desktop.services.core.times import in_zone
from npq_desktop.services.core.words import count, day_and_year
from npq_desktop.services.intake import words
from npq_desktop.services.intake.claims.people import FoundPeople, find_people
from npq_desktop.services.intake.claims.standing import THERE, Said, in_meeting
from npq_desktop.services.intake.opened import File, OpenedFile, read_apart

_NUMBER = re.compile(r"(?:seminar|module|m|session)\s*(\d{1,2})(?!\d)", re.IGNORECASE)
_CATCH_UP = re.compile(r"\bcatch(?:ing)?[ -]?up\b|\bmop[ -]?up\b|\brattrapage\b", re.IGNORECASE)
_TASK_WORDS = {
    "diagnostic": ("diagnostic",),
    "reflective": ("reflect",),
    "implementation": ("implementation",),
}
_CONTENT = re.compile(r"\bcontents?\b", re.IGNORECASE)
_MOST_BYTES_OF_FILES = 2_800
_OVERVIEW = re.compile(r"(^|/)index\.html?$", re.IGNORECASE)
_EVENT_KINDS = frozenset({"attendance", "catch-up", "form"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said: ``person`` and ``item`` are places in the file's lists.

    ``content`` is the rest of the entry it becomes, ``kind`` that entry's kind. ``remark`` is what
    the file notes beside it, such as who set it. ``attempts`` are tries at a quiz, each the rest of
    what is recorded as handed in.
    """

    person: int
    item: int
    line: int
    says: str
    said: Said
    kind: str
    content: Mapping[str, object]
    remark: str = ""
    attempts: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """A whole file in one shape, whatever it was.

    ``codes`` are what a register's codes were taken to mean, ``unknown`` the unexplained ones.
    ``sha256`` is of the file's bytes, in hexadecimal. ``left_out`` are the entries of an archive
    that were not read, with the reason.
    """

    system: str
    words: str
    people: tuple[FilePerson, ...]
    items: tuple[FileItem, ...]
    statements: tuple[Statement, ...]
    problems: tuple[str, ...]
    about_events: bool
    sha256: str = ""
    codes: Mapping[str, ClaimState] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def source(self) -> str:
        """The platform in words."""
        return SYSTEM_WORDS.get(self.system, self.system)


@dataclass(frozen=True, slots=True)
class ReadClaims:
    """What a file says, whom it may be about, and how it was read.

    ``codes`` are those explained, by their text. ``files`` are name and bytes of work that is in no
    archive, ``chosen`` where they were found.
    """

    opened: OpenedFile
    statements: Statements
    found: FoundPeople
    codes: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)

    chosen: tuple[Path, ...] = ()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.opened.path

    @property
    def paths(self) -> list[Path]:
        """What was opened: this file, or all that were chosen with it."""
        return list(self.chosen or (self.path,))


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """How a file is read for a group, without the group itself; any thread may use it.

    ``days`` are those of the group's events, times are on the clocks of ``zone``, ``codes`` explain
    codes of a register beyond the usual, its people are looked for ``among`` those of the group.
    """

    days: frozenset[date]
    zone: tzinfo
    among: tuple[PersonIdentity, ...]
    codes: Mapping[str, str] = field(default_factory=dict)

    def of(self, file: File, sheet: str = "") -> ReadClaims:
        """Everything a file says about people's work and attendance.

        ``sheet`` names a workbook's sheet, "" for the likeliest.

        Raises:
            InterchangeError: it cannot be read, or says nothing of the kind.
        """
        return read_apart(partial(self._of, sheet), file)

    def _of(self, sheet: str, opened: OpenedFile) -> ReadClaims:
        name = opened.path.name
        if opened.kind is FileKind.SUBMISSIONS:
            archive = read_submissions(opened.data, file_name=name)
            said = _of_archive(archive, self.zone)
            return ReadClaims(opened, said, self._found(said, name), self.codes)
        table = claim_table(opened.data, file_name=name, sheet=sheet or None)
        states = set(ClaimState)
        found = read_claims(
            opened.data,
            file_name=name,
            known_days=self.days,
            codes={c: ClaimState(state) for c, state in self.codes.items() if state in states},
            table=table,
            zone=self.zone,
        )
        said, sheets = _of_claims(found, self.zone), table.sheets
        people = self._found(said, name)
        return ReadClaims(opened, said, people, self.codes, sheets, table.sheet or "")

    def _found(self, said: Statements, file_name: str) -> FoundPeople:
        # With many people this takes longer than reading the file, and here no window waits for it.
        return find_people(said.people, self.among, said.system, file_name)


@dataclass(frozen=True, slots=True)
class ItemGuess:
    """Which event or task a session or column is; "" where somebody has to say, and why."""

    key: str = ""
    question: str = ""


def guess_item(
    item: FileItem, occurrences: Sequence[GroupEvent], programme: Programme, *, about_events: bool
) -> ItemGuess:
    """The programme's key for a session or task of a file, where the file leaves no doubt."""
    if not about_events:
        key = _content(item.title, programme)
        key = key or _by_title(item.title, programme, about_events=False)
        return ItemGuess(key, "" if key else words.CHOOSE_TASK)
    if _CATCH_UP.search(item.title):
        return ItemGuess("", words.is_a_catch_up(item.title))
    if item.on is not None:
        same_day = [each for each in occurrences if each.day == item.on]
        if len(same_day) == 1:
            return ItemGuess(same_day[0].id)
        if same_day:
            named = [each.id for each in same_day if each.id == _by_title(item.title, programme)]
            why = words.several_events_on(item.on)
            return ItemGuess(named[0]) if named else ItemGuess("", why)
    key = _by_title(item.title, programme)
    held = next((each for each in occurrences if each.id == key), None)
    if item.on is None:
        return ItemGuess(key) if key else ItemGuess("", words.CHOOSE_EVENT)
    if held is not None and held.day is None:
        return ItemGuess(key)
    why = words.no_event_on(item.on)
    if held is not None and held.day is not None:
        why = words.event_on_another_day(item.on, held.title, held.day)
    return ItemGuess("", why)


def _by_title(title: str, programme: Programme, *, about_events: bool = True) -> str:
    """The key that words and number of a title name; "" where none or several fit."""
    text = title.casefold()
    number = _NUMBER.search(text)
    kinds = [kind for kind, words in _TASK_WORDS.items() if any(word in text for word in words)]
    if about_events or (not kinds and "seminar" in text):
        kinds = ["seminar"]
    wanted = int(number[1]) if number else 0
    found = [
        each.key
        for each in programme.items
        if each.kind in kinds
        and (each.kind == "implementation" or _module_number(programme, each.module) == wanted)
    ]
    return found[0] if len(found) == 1 else ""


def _content(title: str, programme: Programme) -> str:
    """The online content that a title names; "" where it names none, or a task of a module."""
    number = _NUMBER.search(title) or re.search(r"contents?\s*(\d{1,2})", title, re.IGNORECASE)
    if not _CONTENT.search(title) or any(w in title.casefold() for w in ("task", "assignment")):
        return ""
    if "implementation" in title.casefold():
        return next((e.key for e in programme.contents if "implementation" in e.module), "")
    wanted = int(number[1]) if number else 0
    found = (e for e in programme.contents if _module_number(programme, e.module) == wanted)
    return next((each.key for each in found), "")


def _module_number(programme: Programme, module: str) -> int:
    keys = [each.key for each in programme.modules]
    return keys.index(module) + 1 if module in keys else -1


def _of_claims(file: ClaimFile, zone: tzinfo) -> Statements:
    staff = [person.identity.name for person in file.staff]
    system = SYSTEM_WORDS.get(file.system, file.system)
    return Statements(
        system=file.system,
        words=words.platform_file(system, file.kind, staff=staff, unnamed=file.anonymous),
        people=file.people,
        items=file.items,
        statements=tuple(
            _of_claim(file, claim, zone)
            for claim in file.claims
            if claim.state is not ClaimState.NOT_EXPECTED
        ),
        problems=(
            *(words.at_line(each.line, each.message) for each in file.problems),
            *_not_taken(file),
        ),
        about_events=file.kind in _EVENT_KINDS,
        sha256=file.sha256,
        codes=file.codes or {},
        unknown=file.unknown or {},
    )


def _of_attempt(file: ClaimFile, attempt: QuizAttempt, zone: tzinfo) -> Mapping[str, object]:
    """A finished attempt as something handed in: its questions and answers as text."""
    document = document_of(attempt)
    text, data = beginning_of(document.text), document.text.encode("utf-8", "replace")
    on = f", attempt of {day_and_year(attempt.at.date())}" if attempt.at else ", attempt"
    handed_in = {"handed_in": in_zone(attempt.at, zone).isoformat()} if attempt.at else {}
    return {
        "content": hashlib.sha256(data).hexdigest(),
        "name": f"{file.items[0].title}{on}"[:500],
        "size": len(data),
        "text": text,
        "words_all": count_words(document).words_all,
        **members_of([document], text),
        **handed_in,
    }


def _not_taken(file: ClaimFile) -> Iterable[str]:
    """What the file holds and nobody takes in, once a kind."""
    if file.unrecorded:
        yield words.marks_of_nothing(file.unrecorded)
    absent = sum(claim.state is ClaimState.NOT_EXPECTED for claim in file.claims)
    if absent:
        yield words.marks_not_expected(absent)
    if file.ignored:
        yield words.columns_not_read(file.ignored)


def _of_claim(file: ClaimFile, claim: Claim, zone: tzinfo) -> Statement:
    item = file.items[claim.item]
    catch_up = file.kind == "attendance" and _CATCH_UP.search(item.title) is not None
    state = ClaimState.CAUGHT_UP if catch_up and claim.state in THERE else claim.state
    tries = count(claim.attempts, "attempt") if claim.attempts > 1 else ""
    optional = {
        "minutes": claim.minutes,
        "on": claim.on.isoformat() if claim.on else None,
        "remark": claim.note[:500] or None,
        "session": item.title[:200] or None,
        "stays": [stay.text() for stay in claim.stays] or None,
        "out_of": item.out_of[:40] or None,
        "attempts": claim.attempts or None,
        "percent": claim.percent,
    }
    return Statement(
        person=claim.person,
        item=claim.item,
        line=claim.line,
        says=_words(state, claim, item.out_of),
        said=Said(
            state, claim.minutes, claim.stays, in_meeting=not catch_up and in_meeting(file.system)
        ),
        kind="claim.add",
        content={
            "source": file.sha256,
            "system": file.system,
            "fact": state.value,
            "said": claim.said[:500],
            "file": file.file_name,
            "line": claim.line,
            **{name: value for name, value in optional.items() if value is not None},
        },
        remark=", ".join(filter(None, (claim.note, tries))),
        attempts=tuple(
            _of_attempt(file, each, zone) for each in file.attempts if each.person == claim.person
        ),
    )


def _of_archive(archive: SubmissionArchive, zone: tzinfo) -> Statements:
    unread = [file.problem for each in archive.submissions for file in each.files if file.problem]
    system = SYSTEM_WORDS.get(archive.system, archive.system)
    return Statements(
        system=archive.system,
        words=words.submissions_of(system),
        people=archive.people,
        items=(FileItem(archive.title),),
        statements=tuple(
            of_submission(each, archive.people[each.person].line, zone)
            for each in archive.submissions
        ),
        problems=(*_refused(archive), *unread),
        about_events=False,
        sha256=archive.sha256,
        left_out=tuple(_left_out(archive)),
    )


def _left_out(archive: SubmissionArchive) -> Iterable[tuple[str, str]]:
    """Every entry that is nobody's work or was refused; overviews as one."""
    for entry in archive.refused:
        yield entry.label, entry.reason
    overviews = [label for label in archive.ignored if _OVERVIEW.search(label)]
    for label in archive.ignored:
        if label not in overviews:
            yield label, words.NOBODYS_WORK
    if overviews:
        yield overviews[0], words.OVERVIEW


def _refused(archive: SubmissionArchive) -> Iterable[str]:
    """The entries not taken in, by reason."""
    for reason in dict.fromkeys(entry.reason for entry in archive.refused):
        labels = [each.label for each in archive.refused if each.reason == reason]
        yield words.files_refused(labels, reason)
    if archive.ignored:
        yield words.nobodys_work(archive.ignored)


def of_submission(submission: Submission, line: int, zone: tzinfo) -> Statement:
    """What somebody handed in, as a statement about the first item of its file."""
    digests = [file.sha256 for file in submission.files]
    joined = hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
    handed_in = {"handed_in": in_zone(submission.at, zone).isoformat()} if submission.at else {}
    names = ", ".join(file.name for file in submission.files)
    problems = [file.problem for file in submission.files if file.problem]
    text = beginning_of(submission.text)
    on = submission.at.date() if submission.at else None
    return Statement(
        person=submission.person,
        item=0,
        line=line,
        says=words.handed_in(on, names, submission.words, problems),
        said=Said(ClaimState.HANDED_IN),
        kind="submission.add",
        content={
            "content": digests[0] if len(digests) == 1 else joined,
            "name": names[:500],
            "size": sum(file.size for file in submission.files),
            "text": text,
            "words_all": submission.words,
            "files": _named_files(submission),
            "label": submission.label[:200],
            **members_of(submission.documents, text),
            **({"late": True} if submission.late else {}),
            **handed_in,
        },
        remark=words.LATE_THERE if submission.late else "",
    )


def _named_files(submission: Submission) -> list[dict[str, object]]:
    """As many files as a change can name."""
    found: list[dict[str, object]] = []
    for file in submission.files[:MOST_FILES]:
        said = {"name": file.name[:200], "size": file.size, "sha256": file.sha256}
        if len(json.dumps([*found, said], ensure_ascii=False).encode()) > _MOST_BYTES_OF_FILES:
            break
        found.append(said)
    return found


def _words(state: ClaimState, claim: Claim, out_of: str) -> str:
    there = f", {claim.minutes} min" if claim.minutes is not None else ""
    most = f" of {out_of}" if out_of and re.search(r"\d", claim.said) else ""
    own = f" (“{claim.said}”{most})" if claim.said and claim.said.casefold() != state.value else ""
    return f"{state.value}{there}{own}"


SYSTEM_WORDS = {
    "brightspace": "Brightspace",
    "moodle": "Moodle",
    "canvas": "Canvas",
    "teams": "Microsoft Teams",
    "zoom": "Zoom",
    "google meet": "Google Meet",
    "google classroom": "Google Classroom",
    "microsoft forms": "Microsoft Forms",
    "spreadsheet": "Spreadsheet",
    "files": "Files",
}

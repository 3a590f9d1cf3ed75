"""From a platform's file to statements about a group's events and tasks, before any is believed.

Owns which session of a file is which event: by its day, else by the number in its title. Refuses
to choose between two.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from npq_desktop.interchange.claim_rows import ClaimFile, ClaimState, FileItem, FilePerson
from npq_desktop.interchange.claims import read_claims
from npq_desktop.interchange.file_kinds import is_table_archive
from npq_desktop.interchange.submissions import Submission, SubmissionArchive, read_submissions
from npq_desktop.programme import Programme
from npq_desktop.rows.review import LONGEST_TEXT
from npq_desktop.services.core.events import GroupEvent
from npq_desktop.services.core.files import given_bytes

_NUMBER = re.compile(r"(?:seminar|module|m|session)\s*(\d{1,2})(?!\d)", re.IGNORECASE)
_TASK_WORDS = {
    "diagnostic": ("diagnostic",),
    "reflective": ("reflect",),
    "implementation": ("implementation",),
}
_EVENT_KINDS = frozenset({"attendance", "catch-up", "form"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said: ``person`` and ``item`` are places in the file's lists.

    ``content`` is the rest of the entry it becomes, ``kind`` that entry's kind.
    """

    person: int
    item: int
    line: int
    says: str
    state: ClaimState
    at: datetime | None
    kind: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Statements:
    """A whole file in one shape, whatever it was.

    ``codes`` are what a register's codes were taken to mean, ``unknown`` the unexplained ones.
    """

    system: str
    words: str
    people: tuple[FilePerson, ...]
    items: tuple[FileItem, ...]
    statements: tuple[Statement, ...]
    problems: tuple[str, ...]
    about_events: bool
    codes: Mapping[str, ClaimState] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)


def read_statements(
    path: Path,
    occurrences: Sequence[GroupEvent],
    codes: Mapping[str, ClaimState] | None = None,
) -> Statements:
    """Everything a file says about people's work and attendance.

    ``codes`` explain codes of a register beyond the usual ones.

    Raises:
        InterchangeError: it cannot be read, or says nothing of the kind.
    """
    data = given_bytes(path)
    if data.startswith(b"PK") and not is_table_archive(data):
        return _of_archive(read_submissions(data, file_name=path.name))
    days = {each.day for each in occurrences if each.day}
    file = read_claims(data, file_name=path.name, known_days=days, codes=codes)
    return _of_claims(file)


def item_of(
    item: FileItem, occurrences: Sequence[GroupEvent], programme: Programme, *, about_events: bool
) -> str:
    """The programme's key for a session or task of a file; "" where none or several fit."""
    if about_events and item.on is not None:
        same_day = [each.id for each in occurrences if each.day == item.on]
        if len(same_day) == 1:
            return same_day[0]
    title = item.title.casefold()
    number = _NUMBER.search(title)
    kinds = [kind for kind, words in _TASK_WORDS.items() if any(word in title for word in words)]
    if about_events or (not kinds and "seminar" in title):
        kinds = ["seminar"]
    wanted = int(number[1]) if number else 0
    found = [
        each.key
        for each in programme.items
        if each.kind in kinds
        and (each.kind == "implementation" or _module_number(programme, each.module) == wanted)
    ]
    return found[0] if len(found) == 1 else ""


def _module_number(programme: Programme, module: str) -> int:
    keys = [each.key for each in programme.modules]
    return keys.index(module) + 1 if module in keys else -1


def _of_claims(file: ClaimFile) -> Statements:
    anonymous = f" {file.anonymous} answers name nobody." if file.anonymous else ""
    staff = ", ".join(person.identity.name for person in file.staff)
    apart = f" Not participants: {staff}." if staff else ""
    return Statements(
        system=file.system,
        words=f"{_SYSTEM_WORDS.get(file.system, file.system)}: {file.kind}.{apart}{anonymous}",
        people=file.people,
        items=file.items,
        statements=tuple(
            Statement(
                person=claim.person,
                item=claim.item,
                line=claim.line,
                says=_words(claim.state, claim.said, claim.minutes),
                state=claim.state,
                at=claim.at if file.kind == "attendance" else None,
                kind="claim.add",
                content={
                    "source": file.sha256,
                    "system": file.system,
                    "fact": claim.state.value,
                    "said": claim.said[:500],
                    "file": file.file_name,
                    "line": claim.line,
                    **({"minutes": claim.minutes} if claim.minutes is not None else {}),
                    **({"on": claim.on.isoformat()} if claim.on else {}),
                    **({"remark": claim.note[:500]} if claim.note else {}),
                },
            )
            for claim in file.claims
            if claim.state is not ClaimState.NOT_EXPECTED
        ),
        problems=tuple(
            f"Line {each.line}: {each.message}" if each.line else each.message
            for each in file.problems
        ),
        about_events=file.kind in _EVENT_KINDS,
        codes=file.codes or {},
        unknown=file.unknown or {},
    )


def _of_archive(archive: SubmissionArchive) -> Statements:
    refused = [f"“{each.label}” {each.reason}." for each in archive.refused]
    unread = [file.problem for each in archive.submissions for file in each.files if file.problem]
    system = _SYSTEM_WORDS.get(archive.system, archive.system)
    return Statements(
        system=archive.system,
        words=f"{system}: submissions.",
        people=archive.people,
        items=(FileItem(archive.title),),
        statements=tuple(
            _of_submission(each, archive.people[each.person].line) for each in archive.submissions
        ),
        problems=(*refused, *unread),
        about_events=False,
    )


def _of_submission(submission: Submission, line: int) -> Statement:
    digests = [file.sha256 for file in submission.files]
    joined = hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
    handed_in = {"handed_in": _with_offset(submission.at)} if submission.at else {}
    names = ", ".join(file.name for file in submission.files)
    late = ", late" if submission.late else ""
    return Statement(
        person=submission.person,
        item=0,
        line=line,
        says=f"handed in{late}: {names} ({submission.words} words)",
        state=ClaimState.HANDED_IN,
        at=None,
        kind="submission.add",
        content={
            "content": digests[0] if len(digests) == 1 else joined,
            "name": names[:500],
            "size": sum(file.size for file in submission.files),
            "text": submission.text[:LONGEST_TEXT],
            **handed_in,
        },
    )


def _with_offset(local: datetime) -> str:
    from zoneinfo import ZoneInfo

    return local.replace(tzinfo=ZoneInfo("Europe/London")).isoformat()


def _words(state: ClaimState, said: str, minutes: int | None) -> str:
    there = f", {minutes} min" if minutes is not None else ""
    own = f" (“{said}”)" if said and said.casefold() != state.value else ""
    return f"{state.value}{there}{own}"


_SYSTEM_WORDS = {
    "brightspace": "Brightspace",
    "moodle": "Moodle",
    "canvas": "Canvas",
    "teams": "Microsoft Teams",
    "zoom": "Zoom",
    "microsoft forms": "Microsoft Forms",
    "spreadsheet": "Spreadsheet",
}

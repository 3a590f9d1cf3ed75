"""Tries the parts that a build can lack: readers of other programs' files, time zones, paper, keys.

Each check does its job on made-up bytes and returns a few words on what it met.
"""

import importlib.util
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from npq_desktop.interchange.calendars.calendars import read_calendar
from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.exports.table_writing import workbook
from npq_desktop.services.application import Application
from npq_desktop.ui.printing.pages import Paper, pdf_of
from npq_desktop.ui.selftest.robot import SelfTestError

_PEOPLE = (("Name", "E-mail"), ("Ann Lee", "ann@example.org"), ("Éva Ő", "eva@example.org"))
_CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//NPQ Desktop//Self-test//EN\r
BEGIN:VEVENT\r
UID:seminar-1\r
SUMMARY:Seminar 1\r
DTSTART;TZID=Europe/London:20270708T160000\r
DTEND;TZID=Europe/London:20270708T173000\r
END:VEVENT\r
END:VCALENDAR\r
"""
_SENTENCE = "The number line shows why 3/8 is less than 3/5."


def check_libraries(application: Application, folder: Path) -> Mapping[str, str]:
    """What each part answered, by the words of the check.

    Raises:
        SelfTestError: a part is missing or answers wrongly.
    """
    checks: Mapping[str, Callable[[], str]] = {
        "time zone Europe/London": _zone,
        "list of people in a workbook (XLSX)": lambda: _workbook(application, folder),
        "calendar (ICS)": _calendar,
        "print to PDF, and read it again": lambda: _pdf(folder),
        "key to the data": lambda: _key(application),
    }
    return {words: _tried(words, check) for words, check in checks.items()}


def _tried(words: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except SelfTestError:
        raise
    except Exception as error:
        raise SelfTestError(f"{words}: {type(error).__name__}: {error}") from error


def _need(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise SelfTestError(f"{what}: found {found!r} instead of {wanted!r}")


def _zone() -> str:
    hours = [
        datetime(2027, month, 8, 12, tzinfo=ZoneInfo("Europe/London")).isoformat()[-6:]
        for month in (1, 7)
    ]
    _need(hours, ["+00:00", "+01:00"], "hours of Europe/London")
    _need(importlib.util.find_spec("tzdata") is not None, True, "the package tzdata")
    return "winter +00:00, summer +01:00"


def _workbook(application: Application, folder: Path) -> str:
    path = folder / "people.xlsx"
    path.write_bytes(workbook({"People": _PEOPLE}, frozen={}))
    found = application.setup.read_roster(path)
    _need([name for _, name, *_ in found.people], ["Ann Lee", "Éva Ő"], "people of the workbook")
    return f"{len(found.people)} people"


def _calendar() -> str:
    [event] = read_calendar(_CALENDAR, file_name="seminars.ics").events
    start = event.start.isoformat() if event.start else ""
    _need((event.title, start), ("Seminar 1", "2027-07-08T16:00:00+01:00"), "event of the calendar")
    return f"{event.title}, {start}"


def _pdf(folder: Path) -> str:
    paper = Paper(
        heading="Self-test", lines=(), foot="", columns=("Text",), shares=(1,), rows=((_SENTENCE,),)
    )
    path = folder / "page.pdf"
    path.write_bytes(pdf_of(paper))
    found = document_text(path.read_bytes(), file_name=path.name)
    if found.problem or _SENTENCE not in found.text:
        raise SelfTestError(f"text of the PDF: {found.problem or found.text!r}")
    return f"{path.stat().st_size} bytes, read in a process of its own"


def _key(application: Application) -> str:
    """A keyring or its absence: the data are encrypted with either."""
    settings = application.core.settings.current
    if application.profile.key_notice:
        _need(application.places.key_file.is_file(), True, "the key's file")
        return "no keyring here: a file that only the account can read"
    return f"keyring {settings.key_backend}"

"""Reading takes time in proportion to the size of a file, whatever stands in it.

Work is compared and no time measured by the clock: eight times the input may take some twenty times
the processor's time, where a quadratic reader takes sixty-four times as much. What is over in a
moment on the larger input is not worth comparing.
"""

import importlib
import io
import os
import pkgutil
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.documents import zipped

import npq_desktop.interchange
import npq_desktop.services.intake
from npq_desktop.errors import NpqDesktopError
from npq_desktop.interchange.back.raw_table import RawTable
from npq_desktop.interchange.documents.any_document import read_document
from npq_desktop.interchange.rosters.eligibility_lists import read_eligibility_lists
from npq_desktop.interchange.work.saved_messages import read_message
from npq_desktop.rows.rosters import RosterChoices
from npq_desktop.services.intake.any_file import AnyReading
from npq_desktop.services.intake.claims.claim_reading import ClaimReading
from npq_desktop.services.intake.dates_reading import DatesReading
from npq_desktop.services.intake.opened import GivenFile
from npq_desktop.services.intake.roster import RosterReading
from npq_desktop.services.intake.roster_preview import Beside

pytestmark = pytest.mark.slow
TIMES_LARGER, TIMES_LONGER = 8, 22
WORTH_SECONDS = 0.03
ZONE = ZoneInfo("Europe/London")
PUMPS = (" ", "a", "1", "A", "(", "[", "<", "a ", "1 ", ".", "-", ",", "a.", "_", '"', "'", "@")
PUMPS += ("a@", "/", "\t", "|", ":", "é", "1-", "1.", "and ", " - ", "née ", "was ", "<a ", "<!--")
PUMPS += ("ipad ", "she/", " ma", "\n", "\r", "&#", "&", "<![x]>", '<a href="', "</p", "<table>")
PUMPS += ("(1", "1)", "mr ", ": ", "“", "{", "}", "\\b", "T", "Sep 1 ", "\n ", "<script>", "a\n")
EVERY_PUMP = bool(os.environ.get("NPQ_LONG"))
Read = Callable[[str], object]


def cost(read: Callable[[], object]) -> float:
    start = time.process_time()
    with suppress(NpqDesktopError):
        read()
    return time.process_time() - start


def is_linear(make: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Whether a larger input takes as much longer, by the best of three where it seems not to."""
    large = cost(make(size * TIMES_LARGER))
    if large < WORTH_SECONDS:
        return True
    for _ in range(3):
        small = cost(make(size))
        if large <= TIMES_LONGER * max(small, WORTH_SECONDS / TIMES_LARGER):
            return True
        large = min(large, cost(make(size * TIMES_LARGER)))
    return False


# ---- patterns ------------------------------------------------------------------------------------


def patterns() -> Iterator[tuple[str, re.Pattern, str]]:
    """Every pattern of the readers, with each way in which its module uses it."""
    for package in (npq_desktop.interchange, npq_desktop.services.intake):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            if module.__file__ is None or found.ispkg:
                continue
            source = Path(module.__file__).read_text(encoding="utf-8")
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    for way in set(re.findall(rf"\b{name}\.(\w+)\(", source)) or {"search"}:
                        yield f"{found.name}.{name}", value, way


@pytest.mark.parametrize("pump", PUMPS if EVERY_PUMP else PUMPS[::3])
def test_no_pattern_takes_more_than_linear_time(pump: str) -> None:
    bad = []
    for name, pattern, way in patterns():
        whole = way in {"match", "fullmatch"}
        look = getattr(pattern, way if whole else "findall")
        for before, after in (("", ""), ("a", "!"), ("(", "\n!")):

            def make(size: int) -> Callable[[], object]:
                text = before + pump * (size // len(pump)) + after  # noqa: B023
                data = text.encode() if isinstance(pattern.pattern, bytes) else text  # noqa: B023
                return lambda: look(data)  # noqa: B023

            if not is_linear(make, 1_000):
                bad.append((name, way, before, after))

    assert bad == []


# ---- files ---------------------------------------------------------------------------------------


def any_file(data: bytes, name: str) -> object:
    reading = AnyReading(
        RosterReading({}, RosterChoices(), Beside(today=date(2026, 10, 1))),
        ClaimReading(frozenset(), ZONE, ()),
        DatesReading(frozenset(), ZONE),
    )
    return reading.of(GivenFile(Path(name), data, None))


def in_cells(pump: str, size: int) -> str:
    """A list in whose cells the same stands again and again."""
    long = pump.replace("\n", " ") * (1_000 // len(pump))
    row = ",".join(['"' + long.replace('"', '""') + '"'] * 4)
    titles = "First name,Last name,Email,TRN"
    return "\n".join([titles, *[row] * (size // 4_000)])


def workbook(pump: str, size: int) -> bytes:
    cells = "".join(
        f'<row r="{at}"><c r="A{at}" t="str"><v>{"a" * 1_000}</v></c><c r="B{at}" s="1"><v>1</v>'
        "</c></row>"
        for at in range(1, size // 1_000)
    )
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/_rels/workbook.xml.rels": (
                f'<R><Relationship Id="r1" Type="{rels}/worksheet" Target="s.xml"/>'
                f'<Relationship Id="r2" Type="{rels}/styles" Target="y.xml"/></R>'
            ).encode(),
            "xl/workbook.xml": (
                f'<w xmlns:r="{rels}"><sheets><sheet name="a" r:id="r1"/></sheets></w>'
            ).encode(),
            "xl/y.xml": (
                f'<s><numFmt numFmtId="200" formatCode="{"0" * size}"/>'
                '<cellXfs><xf/><xf numFmtId="200"/></cellXfs></s>'
            ).encode(),
            "xl/s.xml": f"<s><sheetData>{cells}</sheetData></s>".encode(),
        }
    )


def calendar(pump: str, size: int) -> bytes:
    entry = (
        "BEGIN:VEVENT\r\nUID:{}\r\nSUMMARY:{}\r\nDTSTART:20260105T090000\r\n"
        "RRULE:FREQ=MONTHLY;COUNT=60;BYDAY=5MO\r\nEND:VEVENT\r\n"
    )
    text = pump.replace("\n", " ").replace("\r", " ") * (200 // len(pump))
    entries = "".join(entry.format(at, text) for at in range(size // 1_500))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entries}END:VCALENDAR\r\n".encode()


def archive(pump: str, size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for at in range(size // 2_000):
            name = f"{at}-9 - {pump * (900 // len(pump))} - Oct 1, 2024 1003 AM/a.txt"
            zipped.writestr(name.replace("\n", " ").replace("\r", " "), b"text")
    return stream.getvalue()


def message(pump: str, size: int) -> bytes:
    head = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + b"--x\r\n" + pump.encode() * (size // len(pump))


def plain(pump: str, size: int) -> bytes:
    return (pump * (size // len(pump))).encode()


FORMS: dict[str, tuple[Callable[[str, int], bytes], Callable[[bytes], object], int]] = {
    "csv": (plain, lambda data: any_file(data, "a.csv"), 10_000),
    "csv of Windows": (
        lambda pump, size: b"\xe9," + plain(pump, size),
        lambda data: any_file(data, "a.csv"),
        5_000,
    ),
    "cells": (
        lambda pump, size: in_cells(pump, size).encode(),
        lambda data: any_file(data, "a.csv"),
        4_000,
    ),
    "titles": (
        lambda pump, size: b"Name,Email," + plain(pump, size),
        lambda data: any_file(data, "a.csv"),
        8_000,
    ),
    "xlsx": (workbook, lambda data: any_file(data, "a.xlsx"), 8_000),
    "calendar": (calendar, lambda data: any_file(data, "a.ics"), 4_500),
    "calendar lines": (
        lambda pump, size: b"BEGIN:VCALENDAR\r\n" + plain(pump, size),
        lambda data: any_file(data, "a.ics"),
        8_000,
    ),
    "archive": (archive, lambda data: any_file(data, "a.zip"), 8_000),
    "html": (plain, lambda data: read_document(b"<p>" + data, "a.html"), 20_000),
    "text": (plain, lambda data: read_document(data, "a.txt"), 20_000),
    "rtf": (plain, lambda data: read_document(b"{\\rtf1 " + data, "a.rtf"), 10_000),
    "email": (message, lambda data: read_message(data, file_name="a.eml"), 30_000),
    "schools": (
        lambda pump, size: b"URN\n" + plain(pump, size),
        lambda data: read_eligibility_lists(data, file_name="a.csv"),
        20_000,
    ),
    "platform": (plain, lambda data: RawTable.read(data, "a.csv"), 8_000),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_file_takes_more_than_linear_time(form: str) -> None:
    write, read, size = FORMS[form]

    def making(pump: str) -> Callable[[int], Callable[[], object]]:
        def make(size: int) -> Callable[[], object]:
            data = write(pump, size)
            return lambda: read(data)

        return make

    pumps = PUMPS if EVERY_PUMP else PUMPS[len(form) % 9 :: 9]
    assert [pump for pump in pumps if not is_linear(making(pump), size)] == []

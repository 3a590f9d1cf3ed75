"""Times what opening a file costs: a long list of people, and files as large as are read at all.

Run ``python tests/benchmarks/bench_intake.py`` on Linux. Each line is a file: seconds and the most
memory it took above an idle program, as shares of what they may be, how many times as long as
reading alone that is, for lists, and how long the window would wait. Each runs in a process of its
own. Not a test.
"""

import random
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.applications import Laptop  # noqa: E402

from npq_desktop.errors import InterchangeError  # noqa: E402
from npq_desktop.services.application import Application  # noqa: E402
from npq_desktop.services.intake.any_file import AnyReading  # noqa: E402
from npq_desktop.services.intake.claims.claim_reading import ReadClaims  # noqa: E402
from npq_desktop.services.intake.roster import ReadRoster  # noqa: E402

PEOPLE, GROUP = 1_200, 25
LARGE_BYTES = 18 * 1024 * 1024
SEED = 8
LIST_SECONDS, LARGE_SECONDS, LARGE_MEGABYTES = 1, 3, 200
"""What a list may take, and what a file as large as one may be may take."""
FIRST_SEMINAR = date(2027, 1, 12)
_TITLES = "First name,Surname,Email,TRN,School"


def _name(rng: random.Random, syllables: int) -> str:
    pairs = (rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(syllables))
    return "".join(pairs).title()


def people(number: int, *, first: int = 0) -> list[str]:
    """Lines of a list, as many as asked for; the same numbers give the same people."""
    return [
        f"{_name(rng, 2)},{_name(rng, 3)},p{at}@s{at}.sch.uk,{1_000_000 + at},School {at % 300}"
        for at in range(first, first + number)
        for rng in [random.Random(SEED * 100_000 + at)]
    ]


def write_list(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join([_TITLES, *lines]) + "\n", encoding="utf-8")
    return path


def write_register(path: Path, lines: list[str]) -> Path:
    """The same people with a mark for each of six seminars."""
    titles = ",".join(["First name,Surname,Email", *(f"Seminar {at}" for at in range(1, 7))])
    rows = (",".join([*line.split(",")[:3], "P,P,A,P,P,L"]) for line in lines)
    path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
    return path


def write_large_workbook(path: Path) -> Path:
    """A workbook that is as large on the disk as one may be, of texts that cannot be packed."""
    rng = random.Random(SEED)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as book:
        book.writestr("xl/workbook.xml", _WORKBOOK)
        book.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        book.writestr("xl/worksheets/sheet1.xml", _sheet(rng))
    return path


_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK = (
    f'<workbook xmlns="{_NS}" xmlns:r="{_R}"><sheets>'
    '<sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)


def _sheet(rng: random.Random) -> str:
    def row(cells: list[str]) -> str:
        texts = (f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
        return f"<row>{''.join(texts)}</row>"

    rows, size = [row(_TITLES.split(","))], 0
    while size < LARGE_BYTES - 400:
        rows.append(row([_name(rng, 2), _name(rng, 3), f"{_name(rng, 30)}@s.uk", "", "School"]))
        size += len(rows[-1])
    return f'<worksheet xmlns="{_NS}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def write_large_ods(path: Path) -> Path:
    """The same texts in a sheet of OpenDocument."""
    rng = random.Random(SEED)

    def row(cells: list[str]) -> str:
        cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        texts = map(cell.format, cells)
        return f"<table:table-row>{''.join(texts)}</table:table-row>"

    rows, size = [row(_TITLES.split(","))], 0
    while size < LARGE_BYTES - 1_000:
        rows.append(row([_name(rng, 2), _name(rng, 3), f"{_name(rng, 30)}@s.uk", "", "School"]))
        size += len(rows[-1])
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f'<table:table table:name="List">{"".join(rows)}</table:table>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def write_large_xls(path: Path) -> Path:
    """The same texts in the stream of an old workbook, as labels of one sheet."""
    rng = random.Random(SEED)

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def labels(line: int, cells: list[str]) -> bytes:
        texts = ((at, cell.encode("latin-1")) for at, cell in enumerate(cells))
        return b"".join(
            record(0x0204, struct.pack("<HHHHB", line, at, 0, len(text), 0) + text)
            for at, text in texts
        )

    sheet = [record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    size, line = 0, 0
    while size < LARGE_BYTES - 100_000:
        person = [_name(rng, 2), _name(rng, 3), f"{_name(rng, 100)}@s.uk", "1234567", "School"]
        sheet.append(labels(line, person if line else _TITLES.split(",")))
        size, line = size + len(sheet[-1]), line + 1
    sheet.append(record(0x000A, b""))
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = record(0x0085, struct.pack("<IHBB", 0, 0, 4, 0) + b"List")
    place = len(begin) + len(name) + 4
    name = record(0x0085, struct.pack("<IHBB", place, 0, 4, 0) + b"List")
    path.write_bytes(_compound(begin + name + record(0x000A, b"") + b"".join(sheet)))
    return path


_SECTOR, _FREE, _END, _TABLE = 4096, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _compound(stream: bytes) -> bytes:
    """A compound file of version 4 with one stream: directory, its table, then the stream."""
    sectors = -(-len(stream) // _SECTOR)
    tables = -(-(sectors + 1) // (_SECTOR // 4 - 1))
    first = 1 + tables
    chain = [_END, *[_TABLE] * tables, *range(first + 1, first + sectors), _END]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16),
        0x3E, 4, 0xFFFE, 12, 6, bytes(6), 1, tables, 0, 0, 4096, _END, 0, _END, 0, 1,
    )  # fmt: skip
    places = [*range(2, 1 + tables), *[_FREE] * (109 - tables)]
    header = (head + struct.pack(f"<{len(places)}I", *places)).ljust(_SECTOR, b"\0")

    def entry(name: str, kind: int, child: int, begin: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        links = struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", begin, size)

    entries = entry("Root Entry", 5, 1, first, 0) + entry("Workbook", 2, _FREE, first, len(stream))
    directory = entries.ljust(_SECTOR, b"\0")
    table = struct.pack(f"<{len(chain)}I", *chain)
    return header + directory + table + stream.ljust(sectors * _SECTOR, b"\0")


def write_large_document(path: Path) -> Path:
    """An archive with one Word document of nearly nothing but text."""
    rng = random.Random(SEED)
    words = [f"<w:p><w:r><w:t>{_name(rng, 300)}</w:t></w:r></w:p>" for _ in range(28_000)]
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{main}"><w:body>{"".join(words)}</w:body></w:document>'
    inner = path.with_suffix(".docx")
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_STORED) as document:
        document.writestr("word/document.xml", xml)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "12-34 - Ann Lee - Oct 8, 2026 0741 PM/task.docx")
    return path


KINDS: dict[str, Callable[[Path], Path]] = {
    "1,200 known": lambda folder: write_list(folder / "list.csv", people(PEOPLE)),
    "1,200 new": lambda folder: write_list(folder / "list.csv", people(PEOPLE, first=5_000)),
    "workbook": lambda folder: write_large_workbook(folder / "list.xlsx"),
    "ods": lambda folder: write_large_ods(folder / "list.ods"),
    "xls": lambda folder: write_large_xls(folder / "list.xls"),
    "1,200 unknown": lambda folder: write_register(folder / "reg.csv", people(PEOPLE, first=5_000)),
    "document": lambda folder: write_large_document(folder / "M1 Reflective Task Download.zip"),
}


def measure(folder: Path, path: Path, in_group: int) -> None:
    """Read a file beside a group of so many people, and print seconds and memory."""
    application = Laptop(folder / "laptop", "Alex").application
    group = application.setup.create_group(
        application.setup.read_roster(write_list(folder / "group.csv", people(in_group))),
        title="Group 07",
        cohort="",
        first_seminar=FIRST_SEMINAR,
    )
    limit = LIST_SECONDS if path.suffix == ".csv" else LARGE_SECONDS
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    began, outcome, pauses = time.perf_counter(), [], [0.0]
    readings = AnyReading(application.setup.reading(group), application.claims.reading(group))

    def read() -> None:
        try:
            outcome.append(readings.of(path))
        except InterchangeError as error:
            outcome.append(str(error))

    reader = threading.Thread(target=read)
    started = time.perf_counter()
    reader.start()
    while reader.is_alive():  # what the window would do meanwhile
        moment = time.perf_counter()
        time.sleep(0.01)
        pauses.append(time.perf_counter() - moment)
    apart = time.perf_counter() - started
    match outcome[0]:
        case ReadRoster():
            application.setup.compare(outcome[0], group)
        case ReadClaims():
            application.claims.compare(outcome[0], group)
    seconds = time.perf_counter() - began
    most = _memory("VmHWM") - before
    times = f"{seconds / _alone(application, path):3.1f} times reading, " if limit == 1 else ""
    what = outcome[0] if isinstance(outcome[0], str) else type(outcome[0]).__name__
    print(
        f"{in_group:5} in the group {seconds:5.2f} s ({seconds / limit:4.0%} of {limit} s), "
        f"{most:4} MB more ({most / LARGE_MEGABYTES:4.0%} of {LARGE_MEGABYTES} MB), {times}"
        f"{1 - apart / seconds:4.0%} of it in the window, which waits {max(pauses) * 1000:3.0f} ms "
        f"at most while it is read: {what}"
    )
    application.close()


def _alone(application: Application, path: Path) -> float:
    """How long it takes to read a list beside no group: the floor, the second time round."""
    began = time.perf_counter()
    application.setup.reading().of(path)
    return time.perf_counter() - began


def _memory(name: str) -> int:
    """A figure of this process in MB, as Linux tells it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) // 1024


def main() -> None:
    for kind, write in KINDS.items():
        for in_group in (GROUP, PEOPLE) if "1,200" in kind else (GROUP,):
            with tempfile.TemporaryDirectory() as folder:
                print(f"{kind:12}", end=" ", flush=True)
                path = str(write(Path(folder)))
                command = [sys.executable, __file__, folder, path, str(in_group)]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()

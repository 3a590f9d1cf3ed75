"""Times what opening a file costs: a long list of people, and files as large as are read at all.

Run ``python tests/benchmarks/bench_intake.py``; each line is a file, seconds and the most memory it
took above an idle program. Each runs in a process of its own. Not a test.
"""

import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.applications import Laptop  # noqa: E402

from npq_desktop.errors import InterchangeError  # noqa: E402
from npq_desktop.services.intake.opened import open_file  # noqa: E402

PEOPLE, GROUP = 1_200, 25
LARGE_BYTES = 18 * 1024 * 1024
SEED = 8
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
    "document": lambda folder: write_large_document(folder / "M1 Reflective Task Download.zip"),
}


def measure(folder: Path, path: Path, in_group: int) -> None:
    """Read a file beside a group of so many people, and print seconds and memory."""
    import resource

    application = Laptop(folder / "laptop", "Alex").application
    group = application.setup.create_group(
        application.setup.read_roster(write_list(folder / "group.csv", people(in_group))),
        title="Group 07",
        cohort="",
        first_seminar=FIRST_SEMINAR,
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, outcome = time.perf_counter(), ""
    try:
        outcome = open_file(path).found.what
        if path.suffix == ".zip":
            application.claims.read(path, group)
        else:
            application.setup.read_roster(path, group)
    except InterchangeError as error:
        outcome = str(error)
    seconds = time.perf_counter() - began
    most = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(f"{in_group:5} in the group {seconds:6.2f} s {most:4} MB more  {outcome}")
    application.close()


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

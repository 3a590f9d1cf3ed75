"""Compares what the tests reach with what each package has to reach.

    python packaging/coverage_gates.py

``start.py test --coverage`` ends with it. It joins what all processes of the run measured, by the
settings in ``pyproject.toml`` of the current folder; lines and branches count alike.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

import coverage

PACKAGE = "npq_desktop"
GATES = {
    "": 96,
    "engagement": 100,
    "rows": 100,
    "journal": 98,
    "store": 97,
    "services/safety": 95,
}
"""Per cent by folder of the package; ``""`` is all of it."""
NAMED = 3


@dataclass(frozen=True)
class Reach:
    """Lines and branches: how many the tests reach, of how many."""

    reached: int
    total: int

    @property
    def percent(self) -> float:
        """To one decimal, downwards: 99.96 is not 100."""
        return 100.0 if not self.total else self.reached * 1000 // self.total / 10

    def __add__(self, other: "Reach") -> "Reach":
        """Both together."""
        return Reach(self.reached + other.reached, self.total + other.total)


def measured() -> Mapping[str, Reach]:
    """What every file of the package reaches, by its path below the package."""
    joined = coverage.Coverage()
    joined.combine()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        joined.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {
        PurePath(path).relative_to(PACKAGE).as_posix(): reach(file["summary"])
        for path, file in files.items()
    }


def reach(summary: Mapping[str, int]) -> Reach:
    """What coverage says of one file."""
    return Reach(
        summary["covered_lines"] + summary["covered_branches"],
        summary["num_statements"] + summary["num_branches"],
    )


def inside(files: Mapping[str, Reach], folder: str) -> Mapping[str, Reach]:
    """The files below ``folder``."""
    return {
        path: file for path, file in files.items() if not folder or path.startswith(folder + "/")
    }


def together(files: Mapping[str, Reach]) -> Reach:
    """What some files reach, as one."""
    return sum(files.values(), start=Reach(0, 0))


def failures(files: Mapping[str, Reach], gates: Mapping[str, int] = GATES) -> Iterator[str]:
    """A sentence for every folder below its gate, with the files that fall short most."""
    for folder, gate in gates.items():
        found = inside(files, folder)
        if not found:
            yield f"{folder or PACKAGE}: nothing was measured. Correct GATES if it was moved."
        elif together(found).percent < gate:
            short = sorted(found, key=lambda path: found[path].reached - found[path].total)[:NAMED]
            names = ", ".join(f"{path} {found[path].percent} %" for path in short)
            percent = together(found).percent
            yield f"{folder or PACKAGE}: {percent} % reached, {gate} % wanted. See {names}."


def could_join(files: Mapping[str, Reach], gates: Mapping[str, int] = GATES) -> Iterator[str]:
    """A sentence for every package that has no gate and loses nothing."""
    for folder in sorted({path.partition("/")[0] for path in files if "/" in path} - gates.keys()):
        if together(inside(files, folder)).percent == 100:
            yield f"{folder}: everything is reached. Add it to GATES, so that it stays so."


def main() -> int:
    """Print every gate's figure, then what is below; 1 if anything is."""
    files = measured()
    for folder, gate in GATES.items():
        percent = together(inside(files, folder)).percent
        print(f"{folder or PACKAGE:20} {percent:5.1f} %, wanted {gate} %")
    below = tuple(failures(files))
    for sentence in (*below, *could_join(files)):
        print(sentence)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())

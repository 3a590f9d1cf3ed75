"""The table of faults names tests that exist, and leaves no fault out."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = (TESTS / "RELIABILITY.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (\d+[abc]?) \| .*? \| (.*) \|$", TABLE, re.MULTILINE))
LINES = {
    *map(str, range(1, 42)),
    "5a",
    "11a",
    "12a",
    "21a",
    "21b",
    "21c",
    "27a",
    "27b",
    "31a",
    "39a",
    "39b",
    "41a",
    "41b",
    "42",
    "43",
}


def test_every_fault_has_its_row() -> None:
    assert ROWS.keys() == LINES


def test_every_row_names_a_test_or_says_why_not() -> None:
    assert [line for line, by in ROWS.items() if "::" not in by and "not shown" not in by] == []


def test_every_test_named_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", TABLE)

    missing = [(path, name) for path, name in named if not _defines(TESTS / path, name)]

    assert (missing, len(named) > len(LINES)) == ([], True)


def _defines(path: Path, name: str) -> bool:
    return path.exists() and f"\ndef {name}(" in path.read_text(encoding="utf-8")

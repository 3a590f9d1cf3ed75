"""The glossary of the screens, as a table of words that are not to be read in the program."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import prose

CLAUSES = 20
"""How many clauses behind a colon the whole program may have."""


def places() -> Iterator[str]:
    """Every folder and file that people read, one room at a time."""
    for place in prose.PLACES:
        target = prose.PACKAGE / place
        if target.is_file():
            yield place
        elif any(target.glob("*/__init__.py")):
            rooms = (path for path in sorted(target.iterdir()) if path.name != "__pycache__")
            yield from (f"{place}/{room.name}" for room in rooms if _has_words(room))
        else:
            yield place


def _has_words(path: Path) -> bool:
    return path.is_dir() or path.suffix == ".py"


@pytest.mark.parametrize("place", sorted(places()))
def test_a_room_says_what_the_glossary_says(place: str) -> None:
    assert [str(finding) for finding in prose.findings(place)] == []


def test_few_clauses_follow_a_colon() -> None:
    found = [str(finding) for place in sorted(places()) for finding in prose.clauses(place)]

    assert len(found) < CLAUSES, "\n".join(found)


@pytest.fixture
def package(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package of a name of its own, since what was read of a path is kept."""
    made = tmp_path_factory.mktemp("package")
    monkeypatch.setattr(prose, "PACKAGE", made)
    return made


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("This person is joined with nobody: look again.", "look again"),
        ("Open the roster first.", "roster"),
        ("53.5 % of the course done", "5 %"),
        ("Sam’s laptop", "’"),
        ('Choose "More" first', '"More"'),
        ("It didn't run.", "didn't"),
        ("One word. " + "one " * 26 + ".", "one " * 26 + "."),
    ],
)
def test_the_guard_finds_what_it_is_there_for(words: str, found: str, package: Path) -> None:
    (package / "room.py").write_text(f"LABEL = {words!r}\n", encoding="utf-8")

    assert found in [finding.found for finding in prose.findings("room.py")]


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring may say roster, and look again."""',
        "KINDS = {'two marks': 1}",
        "raise TypeError('an entry of a bundle')",
        "found = name == 'Held entries'",
        "LABEL = 'OneRoster file'",
    ],
)
def test_the_guard_leaves_alone_what_nobody_reads(source: str, package: Path) -> None:
    (package / "room.py").write_text(source + "\n", encoding="utf-8")

    assert prose.findings("room.py") == []


def test_a_second_thought_behind_a_colon_is_found(package: Path) -> None:
    lines = ["A = 'Nothing was done: choose another file.'", "B = 'Needed: 90 of 100 people'"]
    (package / "room.py").write_text("\n".join(lines), encoding="utf-8")

    assert [finding.text.line for finding in prose.clauses("room.py")] == [1]

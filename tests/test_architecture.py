"""The floors of the house, each rule with a sentence for a name.

``lint-imports`` holds the order of the floors; here stand the rules that it cannot say, and those
that must hold for a package from its first file on.
"""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from support.children import unwatched
from support.sources import nodes

pytestmark = pytest.mark.xdist_group("sources")  # each source is parsed once

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "npq_desktop"


@functools.cache
def imported(path: Path) -> frozenset[str]:
    """Every module the file names in an import, wherever it stands, by absolute name."""
    return frozenset(imports_in(path))


def imports_in(path: Path) -> Iterator[str]:
    here = path.relative_to(ROOT).with_suffix("").parts
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here[: -node.level] if node.level else ()
            base = ".".join((*above, node.module) if node.module else above)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def importers(*modules: str, inside: str = "") -> set[str]:
    """The files below ``npq_desktop/inside`` that import one of ``modules`` or a part of it."""
    paths = (PACKAGE / inside).rglob("*.py")
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in paths
        if any(name == m or name.startswith(m + ".") for name in imported(path) for m in modules)
    }


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds more of after ``statement``."""
    code = (
        f"import sys; before = set(sys.modules); {statement}; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    command = [sys.executable, "-c", code]
    answer = subprocess.run(
        command, cwd=ROOT, env=unwatched(), capture_output=True, text=True, check=True
    )
    return set(answer.stdout.split())


def test_importing_the_package_imports_nothing() -> None:
    assert loaded_by("import npq_desktop") == {"npq_desktop"}


def test_importing_the_engine_loads_the_standard_library_alone() -> None:
    loaded = loaded_by("import npq_desktop.engagement")

    assert loaded - sys.stdlib_module_names == {"npq_desktop"}


def test_importing_the_programme_loads_the_standard_library_alone() -> None:
    loaded = loaded_by("import npq_desktop.programme")

    assert loaded - sys.stdlib_module_names == {"npq_desktop"}


def test_only_the_store_and_the_hub_know_sql() -> None:
    knowing = importers("sqlalchemy", "sqlcipher3")
    outside = {path for path in knowing if not path.startswith(("store/", "hub/"))}

    assert outside == set()


def test_only_the_interface_knows_qt() -> None:
    outside = {p for p in importers("PySide6", "shiboken6") if not p.startswith("ui/")}

    assert outside == set()


def test_the_engine_imports_nothing_of_ours_but_errors() -> None:
    names = {n for path in (PACKAGE / "engagement").rglob("*.py") for n in imported(path)}
    ours = {n for n in names if n.startswith("npq_desktop.")}
    allowed = ("npq_desktop.engagement", "npq_desktop.errors")

    assert {name for name in ours if not name.startswith(allowed)} == set()


@pytest.mark.parametrize("below", ["store", "sync", "journal", "bundle"])
def test_the_interface_reaches_what_lies_below_only_through_services(below: str) -> None:
    assert importers(f"npq_desktop.{below}", inside="ui") == set()


def imported_packages() -> set[str]:
    """The packages of others that the program imports, by the name they are installed under."""
    modules = {name.partition(".")[0] for path in PACKAGE.rglob("*.py") for name in imported(path)}
    foreign = modules - sys.stdlib_module_names - {"npq_desktop"}
    providers = packages_distributions()
    return {plain(provider) for module in foreign for provider in providers.get(module, [module])}


def declared_packages() -> set[str]:
    """What ``pyproject.toml`` says the program needs to run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {plain(re.split(r"[<>=!~;\[ ]", line)[0]) for line in project["dependencies"]}


def plain(name: str) -> str:
    """The name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_the_program_imports_is_declared() -> None:
    assert imported_packages() - declared_packages() == set()


NEVER_IMPORTED = {"tzdata"}
"""Needed without an import: the zones that ``zoneinfo`` reads where a system has none."""


def test_every_declared_package_is_imported() -> None:
    assert declared_packages() - imported_packages() == NEVER_IMPORTED


def test_no_program_file_imports_a_test_tool() -> None:
    assert importers("pytest", "pytestqt", "hypothesis", "tests") == set()


def python_files(*patterns: str) -> Iterator[Path]:
    return (path for pattern in patterns for path in ROOT.glob(pattern))


def long_files() -> set[str]:
    """Files over 500 lines, by their path below the checkout."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in python_files("npq_desktop/**/*.py", "packaging/*.py", "tests/**/test_*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > 500
    }


LONG: dict[str, str] = {}
"""A file over 500 lines that has one subject all the same, and a sentence why it stays whole."""


def test_a_file_over_500_lines_says_why_it_stays_whole() -> None:
    assert long_files() - LONG.keys() == set()
    assert all(LONG.values())


def test_no_file_excuses_itself_for_a_length_it_does_not_have() -> None:
    assert LONG.keys() - long_files() == set()


HALLS = ("services", "ui", "ui/register", "journal")
"""Folders whose folders are rooms; a folder anywhere else belongs to the room around it."""


def room_of(path: Path) -> str:
    """The room a file of the package stands in, by its path below the package."""
    below = path.relative_to(PACKAGE).parent.parts
    rooms = ["/".join(below[:depth]) for depth in range(len(below) + 1)]
    return max((r for r in rooms if r in HALLS or r.rpartition("/")[0] in {"", *HALLS}), key=len)


def test_no_two_files_of_a_room_have_one_name() -> None:
    names = Counter(
        (room_of(path), path.name)
        for path in python_files("npq_desktop/**/*.py")
        if path.name not in {"__init__.py", "__main__.py"}
    )

    assert [place for place, count in names.items() if count > 1] == []


def test_no_file_has_the_name_of_a_folder_beside_it() -> None:
    files = python_files("npq_desktop/**/*.py")

    assert [path for path in files if path.with_suffix("").is_dir()] == []


def test_reading_of_tables_alone_is_called_reading() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("reading.py")}

    assert found <= {"store/reading.py"}


def test_english_sentences_are_written_directly() -> None:
    calls = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("npq_desktop/**/*.py")
        for node in nodes(path)
        if isinstance(node, ast.Call) and called(node) == "tr"
    ]

    assert calls == []


def called(node: ast.Call) -> str:
    """The last name of what is called: ``tr`` of ``self.tr(…)``."""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))

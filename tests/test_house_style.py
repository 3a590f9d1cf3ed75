"""House style that can be counted: words of docstrings, lengths, names that are there twice."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import search

import pytest
from support.sources import nodes

pytestmark = pytest.mark.xdist_group("sources")  # each source is parsed once

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "npq_desktop"
FILES = sorted(PACKAGE.rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = (ast.Module, ast.ClassDef, *FUNCTIONS)


@cache
def documented(path: Path) -> tuple[ast.AST, ...]:
    """The module, its classes and functions: what may have a docstring."""
    return tuple(node for node in nodes(path) if isinstance(node, DOCUMENTED))


def found(*kinds: type) -> Iterator[tuple[str, ast.AST]]:
    """Every one of these kinds, with its file's path below the package."""
    for path in FILES:
        place = path.relative_to(PACKAGE).as_posix()
        yield from ((place, node) for node in documented(path) if isinstance(node, kinds))


def test_no_docstring_says_that_something_owns_or_refuses() -> None:
    places = [
        f"{place}:{getattr(node, 'lineno', 1)}"
        for place, node in found(*DOCUMENTED)
        if search(r"\b(Owns|Refuses)\b", ast.get_docstring(node) or "")
    ]

    assert places == []


def longer(limit: int, *kinds: type) -> list[str]:
    """What has as many lines as ``limit``, or more, from its ``class`` or ``def`` to its end."""
    lengths = [
        (f"{place}: {node.name}", node.end_lineno - node.lineno + 1)
        for place, node in found(*kinds)
    ]
    return [f"{name} {lines}" for name, lines in lengths if lines >= limit]


def test_classes_stay_under_300_lines() -> None:
    assert longer(300, ast.ClassDef) == []


def test_functions_stay_under_40_lines() -> None:
    assert longer(40, *FUNCTIONS) == []


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for place, each in found(ast.ClassDef):
        if not each.name.startswith("_"):
            places.setdefault(each.name, []).append(place)

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def bases(node: ast.ClassDef) -> set[str]:
    """The last names of what a class is made from: ``Protocol`` of ``typing.Protocol[T]``."""
    plain = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return {str(getattr(base, "attr", getattr(base, "id", ""))) for base in plain}


def members(node: ast.ClassDef) -> set[str]:
    """The names a class has by its own body and by what its methods keep on ``self``."""
    names: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, FUNCTIONS):
            names.add(each.name)
        elif isinstance(each, ast.AnnAssign | ast.Assign):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            names |= {str(getattr(t, "attr", getattr(t, "id", ""))) for t in targets}
    return names


def test_every_protocol_has_two_implementations() -> None:
    classes = [each for _, each in found(ast.ClassDef)]
    protocols = [each for each in classes if "Protocol" in bases(each)]
    by_name = {each.name: each for each in classes}

    @cache
    def all_members(name: str) -> frozenset[str]:
        node = by_name[name]
        above = (base for base in bases(node) if base in by_name and base != name)
        return frozenset(members(node).union(*(all_members(base) for base in above)))

    def implementations(protocol: ast.ClassDef) -> int:
        needed = all_members(protocol.name)
        return sum(needed <= all_members(each.name) for each in classes if each not in protocols)

    assert [each.name for each in protocols if implementations(each) < 2] == []


@pytest.mark.parametrize("text", ["Owns a thing.", "It reads. Refuses to guess."])
def test_formula_is_found_at_the_start_of_any_sentence(text: str) -> None:
    assert search(r"\b(Owns|Refuses)\b", text)

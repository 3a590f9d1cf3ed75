"""The sources of the package, each parsed once in a run of tests."""

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    """The module of a file; nobody changes it."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file, as ``ast.walk`` meets them."""
    return tuple(ast.walk(parsed(path)))

"""The scripts of packaging, imported from their folder as a person's Python would find them."""

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """``module("start")`` is ``packaging/start.py``."""

    def imported(name: str) -> ModuleType:
        monkeypatch.syspath_prepend(PACKAGING)
        return importlib.import_module(name)

    return imported


@pytest.fixture
def start(module: Callable[[str], ModuleType]) -> ModuleType:
    return module("start")


@pytest.fixture
def qt_libraries(module: Callable[[str], ModuleType]) -> ModuleType:
    return module("qt_libraries")


@pytest.fixture
def coverage_gates(module: Callable[[str], ModuleType]) -> ModuleType:
    return module("coverage_gates")


@pytest.fixture
def pins(module: Callable[[str], ModuleType]) -> ModuleType:
    return module("pins")


@pytest.fixture
def contents(module: Callable[[str], ModuleType]) -> ModuleType:
    return module("contents")

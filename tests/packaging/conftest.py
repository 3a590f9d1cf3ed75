"""The set-up script, imported from its folder as a person's Python would find it."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``packaging/start.py``."""
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("start")


@pytest.fixture
def qt_libraries(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``packaging/qt_libraries.py``."""
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("qt_libraries")


@pytest.fixture
def coverage_gates(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``packaging/coverage_gates.py``."""
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("coverage_gates")


@pytest.fixture
def pins(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``packaging/pins.py``."""
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("pins")


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``packaging/contents.py``."""
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("contents")

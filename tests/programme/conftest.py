"""The shipped programme, as a document to break and as a programme to ask."""

import copy
import tomllib
from pathlib import Path

import pytest

from npq_desktop.programme import Programme, load_programme
from npq_desktop.resources import resource

SHIPPED = resource("programmes/npqlpm.toml")


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The definition that comes with the program."""
    return SHIPPED


@pytest.fixture(scope="session")
def npqlpm() -> Programme:
    """The shipped programme, which nobody can change."""
    return load_programme(SHIPPED)


@pytest.fixture
def document() -> dict:
    """The shipped definition, to be changed."""
    return copy.deepcopy(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))

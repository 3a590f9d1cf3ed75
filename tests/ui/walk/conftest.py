"""The one walk of this process over every page and dialog."""

import pytest
from support.walk import Walk, walked


@pytest.fixture(scope="package")
def walk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """What was found on every page and dialog at the usual size of window and of text."""
    return walked(tmp_path_factory.mktemp("walk"))

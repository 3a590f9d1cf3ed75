"""Our style for the tests of what it draws."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from npq_desktop.ui.kit.paint.theme import Theme


@pytest.fixture
def worn(qapp: QApplication) -> Iterator[None]:
    """The application in our style for the length of a test."""
    before = qapp.style().objectName()
    theme = Theme(application=qapp)
    yield
    theme.deleteLater()
    qapp.setStyle(before)

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.window import build_window


def shown(application: Application, qtbot: QtBot) -> MainWindow:
    window = build_window(application)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def window(application: Application, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window of a laptop nobody used yet."""
    made = shown(application, qtbot)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def example_window(application: Application, example: str, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with the example group open."""
    made = shown(application, qtbot)
    yield made
    made.close()
    made.deleteLater()

"""What goes on beside the window: tidying, which must never end it."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npq_desktop.services.application import Application
from npq_desktop.ui.starting import Idle, run_window


@pytest.fixture
def after_an_erasure(application: Application, example: str) -> Application:
    """Something was erased, so the file is due to be written anew."""
    application.store.local.save_setting("vacuum_due", True)
    return application


def test_tidying_writes_the_file_anew_after_an_erasure(
    qtbot: QtBot, after_an_erasure: Application
) -> None:
    parent = QObject()
    idle = Idle(parent, after_an_erasure)

    idle._timer.timeout.emit()

    assert after_an_erasure.store.local.setting("vacuum_due") is None


def test_tidying_that_the_disk_refuses_waits_and_the_window_stays(
    qtbot: QtBot, after_an_erasure: Application, expect_log: Callable[[str], None]
) -> None:
    parent = QObject()
    idle = Idle(parent, after_an_erasure)
    after_an_erasure.store._database._stopped = True
    expect_log("not tidied: StoreWriteError")

    with qtbot.captureExceptions() as faults:
        idle._timer.timeout.emit()

    assert faults == []
    assert after_an_erasure.store.local.setting("vacuum_due") is True


def test_window_on_the_screen_has_its_garbage_collected_again(
    qtbot: QtBot, application: Application
) -> None:
    found: list[bool] = []
    QTimer.singleShot(0, lambda: found.append(gc.isenabled()))
    QTimer.singleShot(0, QApplication.quit)
    gc.disable()

    try:
        run_window(lambda: application)
    finally:
        gc.unfreeze()
        gc.enable()
        for window in QApplication.topLevelWidgets():
            window.deleteLater()

    assert found == [True]

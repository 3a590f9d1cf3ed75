"""What goes on beside the window: tidying, which must never end it."""

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npq_desktop.bootstrap import open_application
from npq_desktop.errors import ServiceError, StoreError
from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.ui import starting
from npq_desktop.ui.frame.hiding import NamesHiding
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.presenter import FramePresenter
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.starting import EXIT_FAULT, Idle, Uncaught, run_window
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
LATE = {
    *("engagement", "services.core.kind_words", "ui.frame.first_run", "ui.kit.dialog"),
    "html.entities",
    *(f"rows.{each}" for each in ("cohort", "events", "exchange", "office", "people", "recovery")),
}
"""What a start must not wait for."""


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


@pytest.fixture
def run(application: Application) -> Iterator[Callable[[Callable[[], object]], list[object]]]:
    """``run(look)``: the window from start to end, and what ``look`` saw when it was shown."""

    def run_and_look(look: Callable[[], object]) -> list[object]:
        seen: list[object] = []
        QTimer.singleShot(0, lambda: seen.append(look()))
        QTimer.singleShot(0, QApplication.quit)
        gc.disable()
        run_window(lambda: application)
        return seen

    yield run_and_look
    gc.unfreeze()
    gc.enable()
    for window in QApplication.topLevelWidgets():
        window.deleteLater()


def test_the_file_of_the_command_line_is_opened_in_the_window(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    file = tmp_path / "group.npqsync"
    with qtbot.captureExceptions() as faults:
        window = build_window(application)
        qtbot.addWidget(window)
        asked: list[object] = []
        window.file_dropped.disconnect()
        window.file_dropped.connect(asked.append)

        starting._open_what_was_asked(QApplication.instance(), window, file)
        starting._open_what_was_asked(QApplication.instance(), window, None)

    assert (faults, asked) == ([], [file])


def test_window_that_cannot_be_filled_leaves_nothing_that_waits(
    qtbot: QtBot, application: Application, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timer of it would read the store that is closed and mended meanwhile."""

    def damaged(_: object) -> None:
        raise StoreError("The data file is damaged.")

    before = {each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)}
    monkeypatch.setattr(FramePresenter, "start", damaged)

    with pytest.raises(StoreError):
        build_window(application)

    left = {each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)}
    assert left <= before


def test_window_on_the_screen_has_its_garbage_collected_again(qtbot: QtBot, run) -> None:
    assert run(gc.isenabled) == [True]


def test_window_on_the_screen_hides_names_when_nobody_touches_it(qtbot: QtBot, run) -> None:
    def interval_ms() -> int:
        [window] = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        timer = window.findChild(NamesHiding).findChild(QTimer)
        return timer.interval() if timer.isActive() else 0

    assert run(interval_ms) == [600_000]


def test_what_is_shown_after_the_window_is_not_ended_by_its_quit(qtbot: QtBot, run) -> None:
    run(gc.isenabled)
    QApplication.processEvents()
    after = QEventLoop()
    QTimer.singleShot(0, after.quit)

    assert after.exec() == 0


@pytest.fixture
def uncaught(application: Application, example: str, qtbot: QtBot) -> Iterator[Uncaught]:
    """As the running window has it."""
    window = build_window(application)
    with qtbot.waitExposed(window):
        window.show()
    yield Uncaught(application, window)
    window.close()
    window.deleteLater()


def meet(uncaught: Uncaught, error: Exception) -> None:
    try:
        raise error
    except type(error):
        uncaught.meet(*sys.exc_info())


def test_a_persons_error_that_nobody_caught_is_shown_and_work_goes_on(
    uncaught: Uncaught, application: Application, example: str, expect_log
) -> None:
    expect_log("nobody caught a ServiceError")

    meet(uncaught, ServiceError("Ann Lee is not in the group any more."))

    window = uncaught._window
    assert window.status.saved.text() == "Ann Lee is not in the group any more."
    assert uncaught.code == 0
    event = application.register.opening_event(example)
    person = application.register.view(example, event).rows[0].person
    assert application.register.mark(example, event, person, Mark(MarkState.PRESENT)) is not None


def test_an_error_that_nobody_caught_is_shown_in_the_dialog_in_front(
    uncaught: Uncaught, qtbot: QtBot, expect_log
) -> None:
    expect_log("nobody caught a ServiceError")
    dialog = Dialog(uncaught._window, "In front")
    with qtbot.waitExposed(dialog):
        dialog.open()

    meet(uncaught, ServiceError("Choose another one."))

    assert dialog.trouble.words() == "Choose another one."


def test_the_log_names_nobody_of_an_error_that_nobody_caught(
    uncaught: Uncaught, caplog: pytest.LogCaptureFixture, expect_log
) -> None:
    expect_log("nobody caught a ServiceError")

    meet(uncaught, ServiceError("Ann Lee is not in the group any more."))

    assert "Ann" not in caplog.text
    assert "test_starting.py" in caplog.text


def test_a_fault_of_the_program_stops_writing_once(
    uncaught: Uncaught, application: Application, monkeypatch, expect_log
) -> None:
    expect_log("stopped by a fault")
    told: list[str] = []
    monkeypatch.setattr("npq_desktop.ui.starting._tell", told.append)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    ends: list[int] = []  # without a loop that runs, Qt would end the next one there is
    monkeypatch.setattr(QApplication, "exit", ends.append)

    meet(uncaught, KeyError("ours"))
    meet(uncaught, KeyError("another"))
    meet(uncaught, ServiceError("too late"))

    assert ends == [uncaught.code] == [EXIT_FAULT]
    [sentence] = told
    assert "Every mark with a tick is safe" in sentence
    with pytest.raises(StoreError):
        application.profile.set_name("Somebody else")


def test_a_start_loads_nothing_that_only_a_dialog_or_another_page_shows(tmp_path: Path) -> None:
    application = open_application(Places.under(tmp_path))
    application.groups.add_example()
    application.close()
    code = (
        "import sys; from pathlib import Path;"
        "from npq_desktop.bootstrap import open_application;"
        "from npq_desktop.services.core.laptop.places import Places;"
        "from npq_desktop.ui.starting import qt_application;"
        "from npq_desktop.ui.window import build_window;"
        "qt = qt_application();"
        "application = open_application(Places.under(Path(sys.argv[1])));"
        "window = build_window(application); window.show(); qt.processEvents();"
        "application.close(); print(*sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]

    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = {name.removeprefix("npq_desktop.") for name in answer.stdout.split()}
    assert {"ui.register.tab", "rows.register"} <= loaded
    assert loaded & LATE == set()

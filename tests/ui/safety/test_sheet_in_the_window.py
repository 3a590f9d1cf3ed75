"""The sheet comes up by itself after the first sign-off or file, and never between two marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import preview

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.register.dialogs import SignoffDialog
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.safety.presenter import RecoveryPresenter
from npq_desktop.ui.safety.sheet_dialog import SheetDialog
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow

REMINDER = "recovery sheet not printed"


@pytest.fixture
def window(application: Application, qtbot: QtBot) -> Iterator[MainWindow]:
    """A group of one, whose register lies open."""
    today = application.clock().date()
    application.setup.create_group(preview("Li"), title="G", cohort="C", first_seminar=today)
    made = build_window(application)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    made.deleteLater()


def sign_off(window: MainWindow) -> None:
    tab = window.findChild(RegisterTab)
    QTest.keyClicks(tab.table, "p")
    tab.signoff_button.click()
    QTest.keyClick(shown(window, SignoffDialog).sign, Qt.Key.Key_Return)


def shown(window: MainWindow, kind: type) -> object:
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


def reminds(window: MainWindow) -> bool:
    return REMINDER in window.header.chip.text()


def test_sheet_comes_up_after_the_first_signoff_and_escape_puts_it_off(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert not reminds(window)
    sign_off(window)
    qtbot.waitUntil(lambda: shown(window, SheetDialog) is not None)
    assert window.status.said.text() == "Signed off."

    QTest.keyClick(shown(window, SheetDialog), Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: reminds(window) and shown(window, SheetDialog) is None)
    window.header.chip.click()
    qtbot.waitUntil(lambda: shown(window, SheetDialog) is not None)


def test_sheet_stays_away_from_somebody_who_goes_on_marking(
    window: MainWindow, qtbot: QtBot
) -> None:
    sign_off(window)
    presenter = window.findChild(RecoveryPresenter)
    assert presenter.is_waiting

    QTest.keyClick(window.findChild(RegisterTab).table, Qt.Key.Key_Down)

    assert not presenter.is_waiting
    qtbot.waitUntil(lambda: reminds(window))


def test_sheet_is_confirmed_from_a_printed_page(
    application: Application, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.commands.action("recovery_sheet").trigger()
    dialog = shown(window, SheetDialog)
    printer = QPdfWriter(str(tmp_path / "printed.pdf"))

    dialog.print_on(printer)

    assert "The printer has it" in dialog.trouble.words()
    del printer
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")

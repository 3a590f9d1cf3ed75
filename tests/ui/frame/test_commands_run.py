"""What the menus, the first page and a dragged file set off, pressed in a real window."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.services.application import Application
from npq_desktop.ui.exchange.open_dialog import RefusedDialog
from npq_desktop.ui.exchange.room_dialogs import JoinRoomDialog
from npq_desktop.ui.frame.check_dialog import CheckDialog
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.pages_window import PagesWindow
from npq_desktop.ui.frame.settings_dialog import SettingsDialog
from npq_desktop.ui.frame.shortcuts_sheet import ShortcutsSheet
from npq_desktop.ui.intake.roster_dialog import RosterDialog
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.safety.restore_dialog import RestoreDialog
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow


class Picker:
    """Picks ``path`` whenever a file is asked for; None is Cancel."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.requests: list[FileRequest] = []

    def __call__(
        self, parent: QWidget, request: FileRequest, chosen: Callable[[Path], None]
    ) -> None:
        self.requests.append(request)
        if self.path is not None:
            chosen(self.path)


@pytest.fixture
def picker() -> Picker:
    return Picker()


@pytest.fixture
def first(application: Application, picker: Picker, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window of a laptop nobody used yet, with a name typed."""
    yield from _window(application, picker, qtbot)


@pytest.fixture
def window(
    application: Application, example: str, picker: Picker, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The window with the example group open."""
    yield from _window(application, picker, qtbot)


def _window(application: Application, picker: Picker, qtbot: QtBot) -> Iterator[MainWindow]:
    made = build_window(application, choose_file=picker)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    appearance().wear(theme="", text_size=100, compact=False)
    made.close()
    made.deleteLater()


def shown(window: MainWindow, kind: type) -> Any:
    [found] = [each for each in window.findChildren(kind) if each.isVisible()]
    return found


# ---- the first page ------------------------------------------------------------------------------

FIRST_DIALOGS = [
    ("roster", RosterDialog),
    ("restore", RestoreDialog),
    ("room", JoinRoomDialog),
]


@pytest.mark.parametrize(("button", "kind"), FIRST_DIALOGS)
def test_first_page_keeps_the_name_and_opens_what_was_pressed(
    first: MainWindow, application: Application, button: str, kind: type[QWidget]
) -> None:
    first.first_run.name.setText("Jo Marsh")

    getattr(first.first_run, button).click()

    assert application.profile.name == "Jo Marsh"
    shown(first, kind).reject()


def test_first_page_asks_for_a_file_and_says_why_it_is_not_opened(
    first: MainWindow, picker: Picker, tmp_path: Path, qtbot: QtBot
) -> None:
    picker.path = tmp_path / "gone.npqsync"
    first.first_run.name.setText("Jo Marsh")

    first.first_run.open.click()

    assert [request.title for request in picker.requests] == ["Open a file"]
    qtbot.waitUntil(lambda: any(d.isVisible() for d in first.findChildren(RefusedDialog)))
    assert "gone.npqsync" in shown(first, RefusedDialog).trouble.words()


@pytest.mark.parametrize("button", ["open", "room", "roster", "restore"])
def test_first_page_opens_nothing_without_a_name(
    first: MainWindow, application: Application, picker: Picker, button: str
) -> None:
    first.first_run.name.clear()

    getattr(first.first_run, button).click()

    assert first.first_run.trouble.text().startswith("Type your name first")
    assert not picker.requests
    assert not any(first.findChildren(kind) for _, kind in FIRST_DIALOGS)


# ---- Help and Settings ---------------------------------------------------------------------------


def test_guide_opens_from_its_command(window: MainWindow) -> None:
    window.commands.action("guide").trigger()

    guide = shown(window, PagesWindow)
    assert guide.windowTitle() == "Guide"
    assert guide.text.toPlainText()
    guide.reject()


def test_check_opens_and_runs_nothing_by_itself(window: MainWindow) -> None:
    window.commands.action("check").trigger()

    dialog = shown(window, CheckDialog)
    assert dialog.start_button.isEnabled()
    dialog.reject()


def test_check_that_cannot_be_started_says_so(window: MainWindow, qtbot: QtBot) -> None:
    dialog = CheckDialog(parent=window, command=("/no/such/program",))
    dialog.open()

    dialog.start_button.click()

    qtbot.waitUntil(lambda: "could not be started" in dialog.trouble.words())
    assert not dialog.bar.isVisible()
    dialog.reject()


def test_report_for_support_is_saved_where_it_was_asked_for(
    window: MainWindow, picker: Picker, tmp_path: Path
) -> None:
    picker.path = tmp_path / "report.txt"

    window.commands.action("support").trigger()

    assert picker.requests[0].save
    assert "NPQ Desktop" in picker.path.read_text(encoding="utf-8")
    assert window.status.said.text() == "Report saved as report.txt. It holds no names."


def test_report_that_cannot_be_saved_is_told(
    window: MainWindow, picker: Picker, tmp_path: Path
) -> None:
    picker.path = tmp_path / "no folder" / "report.txt"

    window.commands.action("support").trigger()

    assert "The report could not be saved" in window.status.failed_words()
    assert "Report saved" not in window.status.said.text()


def test_folder_for_saved_files_is_kept_and_given_up(
    window: MainWindow, application: Application, picker: Picker, tmp_path: Path
) -> None:
    window.commands.action("settings").trigger()
    dialog = shown(window, SettingsDialog)
    picker.path = tmp_path

    button(dialog, "Choose a folder…").click()

    assert picker.requests[-1].folder
    assert application.preferences.save_folder == str(tmp_path)
    assert dialog.folder.text() == str(tmp_path)
    dialog.forget.click()
    assert application.preferences.save_folder == ""
    assert not dialog.forget.isEnabled()
    dialog.reject()


def test_folder_of_the_copies_is_opened_in_the_systems_own_way(
    window: MainWindow, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    application.backups.at_close()
    window.commands.action("settings").trigger()

    button(shown(window, SettingsDialog), "Open the folder").click()

    assert [Path(url.toLocalFile()) for url in opened] == [application.store.backups.folder]
    shown(window, SettingsDialog).reject()


def button(dialog: QWidget, words: str) -> QPushButton:
    [found] = [each for each in dialog.findChildren(QPushButton) if each.text() == words]
    return found


# ---- the window itself ---------------------------------------------------------------------------


def test_larger_and_smaller_text_go_step_by_step(
    window: MainWindow, application: Application
) -> None:
    sizes = []
    for command in ("larger_text", "larger_text", "smaller_text", "normal_text", "smaller_text"):
        window.commands.action(command).trigger()
        sizes.append(application.preferences.text_size)

    assert sizes == [115, 130, 115, 100, 90]
    assert not window.commands.action("smaller_text").isEnabled()


def test_group_is_chosen_by_the_keyboard(window: MainWindow) -> None:
    window.commands.action("switch_group").trigger()

    assert window.header.switcher.view().isVisible()
    assert window.focusWidget() is window.header.switcher
    window.header.switcher.hidePopup()


def test_arrow_down_leads_from_the_find_box_to_the_keys(window: MainWindow) -> None:
    window.commands.action("shortcuts").trigger()
    sheet = shown(window, ShortcutsSheet)

    QTest.keyClick(sheet.find_box, Qt.Key.Key_Down)

    assert sheet.focusWidget() is sheet.table
    sheet.reject()


@pytest.mark.parametrize(
    ("urls", "is_taken"),
    [
        (["file:///tmp/roster.csv"], True),
        (["file:///tmp/roster.csv", "file:///tmp/other.csv"], True),
        (["file:///tmp/roster.csv", "https://example.org/other.csv"], False),
        (["https://example.org/roster.csv"], False),
        ([], False),
    ],
)
def test_only_files_of_this_laptop_may_be_dragged_in(
    window: MainWindow, urls: list[str], *, is_taken: bool
) -> None:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    drag = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    drag.ignore()

    window.dragEnterEvent(drag)

    assert drag.isAccepted() == is_taken

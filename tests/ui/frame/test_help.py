"""What Help and Settings open, and what each change of a setting does at once."""

import json
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.policy import Policy
from npq_desktop.services.safety.support_report import SupportReport
from npq_desktop.ui.frame.about_dialog import AboutDialog, version_lines
from npq_desktop.ui.frame.check_dialog import CheckDialog
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.frame.pages_window import (
    PagesWindow,
    guide_page_for,
    guide_pages,
    news_pages,
)
from npq_desktop.ui.frame.settings_dialog import SettingsDialog
from npq_desktop.ui.kit.paint.appearance import appearance
from npq_desktop.ui.kit.paint.theme import Theme
from npq_desktop.ui.kit.paint.tokens import DARK

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def plain_again():
    yield
    appearance().wear(theme="", text_size=100, compact=False)


def kept(application: Application) -> dict[str, object]:
    return tomllib.loads(application.places.settings_file.read_text(encoding="utf-8"))


@pytest.fixture
def settings(example_window: MainWindow) -> SettingsDialog:
    example_window.commands.action("settings").trigger()
    dialog = example_window.findChild(SettingsDialog)
    assert dialog.isVisible()
    return dialog


def choose(settings: SettingsDialog, name: str, text: str) -> None:
    box = settings.boxes[name]
    box.setCurrentIndex(box.findData(text))
    box.activated.emit(box.currentIndex())


def test_dark_is_worn_at_once_and_kept(
    settings: SettingsDialog, application: Application, qapp: QApplication
) -> None:
    theme = Theme(application=qapp)

    choose(settings, "theme", "dark")

    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.surface
    assert kept(application)["theme"] == "dark"
    choose(settings, "theme", "")
    theme.deleteLater()


def test_text_grows_at_once_and_the_menu_goes_no_further(
    example_window: MainWindow, settings: SettingsDialog, application: Application
) -> None:
    before = QApplication.font().pointSizeF()

    choose(settings, "text_size", "150")

    assert QApplication.font().pointSizeF() == pytest.approx(before * 1.5)
    assert not example_window.commands.action("larger_text").isEnabled()
    example_window.commands.action("normal_text").trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(before)
    assert kept(application).get("text_size", "100") == "100"


def test_rows_become_compact_at_once(example_window: MainWindow) -> None:
    table = example_window.tabs.widget(Tab.REGISTER).table
    before = table.rowHeight(0)

    example_window.commands.action("compact_rows").trigger()

    assert table.rowHeight(0) < before
    assert example_window.commands.action("compact_rows").isChecked()


def test_names_hide_after_the_chosen_time(
    example_window: MainWindow, settings: SettingsDialog
) -> None:
    example_window.hiding.start()
    choose(settings, "hide_after", "5")
    five = example_window.hiding._timer.interval()

    choose(settings, "hide_after", "never")

    assert five == 300_000
    assert not example_window.hiding._timer.isActive()
    example_window.hiding.stop()


def test_a_name_is_kept_and_an_empty_one_refused(
    settings: SettingsDialog, application: Application
) -> None:
    settings.name.setText("Jo Marsh")
    settings.name.editingFinished.emit()
    settings.laptop.setText("  ")
    settings.laptop.editingFinished.emit()

    assert application.profile.name == "Jo Marsh"
    assert "Type a name for this laptop" in settings.trouble.words()


def test_every_page_of_the_settings_is_shown_by_the_arrows(settings: SettingsDialog) -> None:
    shown = []
    for _ in range(settings.sides.count()):
        shown.append(settings.sides.currentItem().text())
        assert settings.pages.currentIndex() == settings.sides.currentRow()
        QTest.keyClick(settings.sides, Qt.Key.Key_Down)

    assert shown == ["You", "Look", "Safety", "Files"]


def test_what_is_new_is_read_from_the_changelog(example_window: MainWindow) -> None:
    example_window.commands.action("news").trigger()

    window = example_window.findChild(PagesWindow)
    assert window.sides.item(0).text() == news_pages()[0].title == "This version"
    assert "Take a register by keys or clicks." in window.text.toPlainText()
    window.reject()


def test_the_guide_opens_on_the_page_of_the_tab_in_front(tmp_path: Path) -> None:
    (tmp_path / "1-first.md").write_text("# First seminar\n\nStart here.\n", encoding="utf-8")
    (tmp_path / "2-review.md").write_text("# Reviewing\n\nJ and K.\n", encoding="utf-8")

    pages = guide_pages(tmp_path)

    assert [page.title for page in pages] == ["First seminar", "Reviewing"]
    assert guide_page_for(pages, ("Reviewing",)) == 1
    assert guide_page_for(pages, ("Nothing of the kind",)) == 0


def test_about_names_the_folder_and_copies_without_it(
    example_window: MainWindow, application: Application
) -> None:
    example_window.commands.action("about").trigger()
    about = example_window.findChild(AboutDialog)

    about.copy_button.click()

    assert str(application.places.data) in about.where.text()
    copied = QApplication.clipboard().text()
    assert copied == "\n".join(version_lines())
    assert str(application.places.data) not in copied
    about.reject()


def test_the_report_for_support_holds_no_name_and_no_text(
    application: Application, example: str
) -> None:
    planted = "Zebedee Quux"
    person = application.cohort.view(example).rows[0].person
    application.person_notes.add(example, person, f"{planted} rang")
    log = application.places.log / "npq-desktop.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(
        f"2026-11-26 08:00:00,000 CRITICAL npq_desktop.ui.starting: stopped by {planted}\n"
        f'  File "/home/{planted}/npq_desktop/ui/starting.py", line 12, in meet\n'
        f'    raise ValueError("{planted}")\n'
        f"ValueError: {planted}\n",
        encoding="utf-8",
    )
    names = [row.name for row in application.cohort.view(example).rows]

    text = SupportReport(application.core, places=application.places).text(version_lines())

    assert [name for name in [planted, *names] if name in text] == []
    assert "2026-11-26 08:00:00,000 CRITICAL npq_desktop.ui.starting" in text
    assert "npq_desktop/ui/starting.py line 12 in meet" in text
    assert "group 1: " in text


STANDS_IN = """
import json, os, pathlib, sys
summary = json.loads(sys.argv[1])
summary["seconds"] = {os.environ["PYTHON_KEYRING_BACKEND"]: 0.25} if summary["passed"] else {}
(pathlib.Path(sys.argv[2]) / "summary.json").write_text(json.dumps(summary))
"""


def check(window: MainWindow, summary: dict[str, object]) -> CheckDialog:
    command = (sys.executable, "-c", STANDS_IN, json.dumps(summary))
    dialog = CheckDialog(parent=window, command=command)
    dialog.open()
    dialog.start_button.click()
    return dialog


def test_a_check_that_passes_lists_its_steps_and_leaves_the_keyring_alone(
    example_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    dialog = check(example_window, {"passed": True})

    qtbot.waitUntil(lambda: "works" in dialog.words.text())
    assert dialog.table.texts.rows == (("Keyring.backends.fail.keyring", "0.2"),)
    dialog.reject()


def test_a_check_that_fails_says_what_happened_and_what_to_do(
    example_window: MainWindow, qtbot: QtBot
) -> None:
    dialog = check(example_window, {"passed": False, "failure": "Waited 20 s in vain."})

    qtbot.waitUntil(lambda: dialog.trouble.words() != "")
    assert "Waited 20 s in vain." in dialog.trouble.words()
    assert "Install NPQ Desktop again" in dialog.trouble.words()
    dialog.reject()


def test_a_check_that_ends_without_a_word_is_told(example_window: MainWindow, qtbot: QtBot) -> None:
    dialog = CheckDialog(parent=example_window, command=(sys.executable, "-c", "", "--out"))
    dialog.open()
    dialog.start_button.click()

    qtbot.waitUntil(lambda: dialog.trouble.words() != "")
    assert "ended before it could say" in dialog.trouble.words()
    dialog.reject()


@pytest.mark.parametrize("size", ["90", "100", "130", "150"])
@pytest.mark.parametrize("page", list(Tab))
def test_the_header_and_status_line_leave_a_small_window_small(
    example_window: MainWindow, size: str, page: Tab, qtbot: QtBot
) -> None:
    example_window.resize(1366, 744)
    example_window.show_page(page)
    appearance().wear(theme="", text_size=int(size), compact=False)

    qtbot.waitUntil(lambda: example_window.header.minimumSizeHint().width() <= 640)
    assert example_window.status.minimumSizeHint().width() <= 640


def test_what_the_school_has_set_is_shown_and_cannot_be_changed(
    example_window: MainWindow, application: Application
) -> None:
    application.preferences.policy = Policy(
        hub_url="https://hub.example.org",
        forbidden_data_folders=("/mnt/public",),
        hide_after="5",
        ignored=("policy.toml: the key “hub” is not known and was ignored.",),
    )
    example_window.commands.action("settings").trigger()
    dialog = example_window.findChild(SettingsDialog)
    box = dialog.boxes["hide_after"]

    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))

    assert (box.currentData(), box.isEnabled()) == ("5", False)
    assert "Your school has set this" in box.accessibleDescription()
    assert dialog.boxes["theme"].isEnabled()
    for words in ("https://hub.example.org", "/mnt/public", "the key “hub” is not known"):
        assert words in shown


def test_privacy_is_one_step_from_help(example_window: MainWindow) -> None:
    example_window.commands.action("privacy").trigger()

    window = example_window.findChild(PagesWindow)
    assert window.sides.currentItem().text() == "Privacy"
    assert "Template for an impact assessment" in window.text.toPlainText()

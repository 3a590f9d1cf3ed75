"""The window on real services: first run, tabs, undo, what stands at the bottom."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support.documents import paragraph, word
from support.stages import for_this_font

from npq_desktop.errors import StoreError
from npq_desktop.rows.groups import SyncChip
from npq_desktop.rows.register import MarkState
from npq_desktop.rows.review import QueueChoice, ReviewState
from npq_desktop.services.application import Application
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.cohort.table.table import CohortTable
from npq_desktop.ui.exchange.presenter import ExchangePresenter
from npq_desktop.ui.exchange.sync_presenter import SyncPresenter
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.intake.roster_dialog import RosterDialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.review.bringing.preview import BringInDialog
from npq_desktop.ui.review.digest_dialog import DigestDialog
from npq_desktop.ui.review.tab import ReviewTab
from npq_desktop.ui.safety.presenter import RecoveryPresenter

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier


def register_of(window: MainWindow) -> RegisterTab:
    tab = window.tabs.widget(Tab.REGISTER)
    assert isinstance(tab, RegisterTab)
    return tab


def mark(window: MainWindow, *keys: str) -> None:
    table = register_of(window).table
    for key in keys:
        QTest.keyClick(table, key)
        table.other_key_pressed.emit()


def test_first_run_asks_for_a_name_before_anything(window: MainWindow, application) -> None:
    window.first_run.name.clear()

    window.first_run.example.click()

    assert window.first_run.isVisible()
    assert window.first_run.trouble.text().startswith("Type your name first")
    assert application.groups.all() == ()


def test_first_run_leads_to_a_register_with_one_name_and_one_button(
    window: MainWindow, application: Application
) -> None:
    window.first_run.name.clear()
    QTest.keyClicks(window.first_run.name, "Jo Marsh")

    window.first_run.example.click()

    assert application.profile.name == "Jo Marsh"
    assert register_of(window).table.isVisible()
    assert register_of(window).table.current_person() is not None


def test_first_run_offers_nothing_that_needs_a_group(window: MainWindow) -> None:
    names = ("send", "invite", "cohort", "register", "review", "walk_in", "erase")

    assert [name for name in names if window.commands.action(name).isEnabled()] == []
    assert window.commands.action("open").isEnabled()


def test_the_window_opens_on_the_register(example_window: MainWindow) -> None:
    assert example_window.tabs.currentIndex() == Tab.REGISTER
    assert example_window.focusWidget() is register_of(example_window).table


@pytest.mark.parametrize("page", list(Tab))
def test_control_and_a_digit_open_a_tab(example_window: MainWindow, page: Tab) -> None:
    key = getattr(Qt.Key, f"Key_{page + 1}")

    QTest.keyClick(example_window, key, Qt.KeyboardModifier.ControlModifier)

    assert example_window.tabs.currentIndex() == page


def test_a_mark_is_saved_and_undo_says_what_it_would_do(example_window: MainWindow, qtbot) -> None:
    table = register_of(example_window).table
    name = table.register_model.rows[table.currentIndex().row()].name

    mark(example_window, "p")

    words = f"undo present for {name}"
    qtbot.waitUntil(lambda: example_window.status.undo.text() == words)
    assert example_window.status.saved.text() == "Saved"


def test_control_z_takes_the_mark_back_and_selects_its_row(
    example_window: MainWindow, qtbot
) -> None:
    table = register_of(example_window).table
    person = table.current_person()
    mark(example_window, "p", "p")
    qtbot.waitUntil(lambda: "present" in example_window.undo_action.text())

    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert table.current_person() == person
    assert table.register_model.rows[table.currentIndex().row()].state is MarkState.UNMARKED


def test_redo_brings_the_mark_back(example_window: MainWindow, qtbot) -> None:
    table = register_of(example_window).table
    row = table.currentIndex().row()
    mark(example_window, "p")
    qtbot.waitUntil(lambda: "present" in example_window.undo_action.text())
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(table, Qt.Key.Key_Z, control)
    qtbot.waitUntil(example_window.redo_action.isEnabled)

    QTest.keyClick(table, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)

    assert table.register_model.rows[row].state is MarkState.PRESENT


def test_control_z_in_a_text_field_is_the_fields_own(example_window: MainWindow, qtbot) -> None:
    mark(example_window, "p")
    qtbot.waitUntil(lambda: "present" in example_window.undo_action.text())
    tab = register_of(example_window)
    tab.find_bar.open("")
    QTest.keyClicks(tab.find_bar.field, "qq")

    QTest.keyClick(tab.find_bar.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert tab.find_bar.field.text() == ""
    assert tab.table.register_model.rows[0].state is MarkState.PRESENT


def test_control_z_in_an_empty_find_box_is_the_programs(example_window: MainWindow, qtbot) -> None:
    mark(example_window, "p")
    qtbot.waitUntil(lambda: "present" in example_window.undo_action.text())
    tab = register_of(example_window)
    tab.find_bar.open("")

    QTest.keyClick(tab.find_bar.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert tab.table.register_model.rows[0].state is MarkState.UNMARKED


def test_control_z_in_an_empty_feedback_box_takes_the_decision_back(
    example_window: MainWindow, qtbot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(example_window, Qt.Key.Key_3, control)
    tab = example_window.findChild(ReviewTab)
    tab.look_first = 0
    waiting = sum(row.is_open and row.aside is None for row in tab.queue.rows.rows)
    QTest.keyClick(tab.queue.view, Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: "acceptance" in example_window.undo_action.text())
    assert tab.news.words().startswith("Accepted")
    tab.feedback.feedback.setFocus()

    QTest.keyClick(tab.feedback.feedback, Qt.Key.Key_Z, control)

    assert sum(row.is_open and row.aside is None for row in tab.queue.rows.rows) == waiting
    assert tab.news.words().startswith("Undone: ")


def test_what_failed_stays_until_the_next_success(
    example_window: MainWindow, application: Application, monkeypatch
) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise StoreError("The disk is full. Make room, then mark again.")

    with monkeypatch.context() as patched:
        patched.setattr(type(application.register), "mark", refuse)
        mark(example_window, "p")
        register_of(example_window).find_bar.open("")
        failed = example_window.status.saved.text()
    mark(example_window, "p")

    assert failed == "The disk is full. Make room, then mark again."
    assert example_window.status.saved.text() == "Saved"


def test_the_switcher_names_the_group(example_window: MainWindow, application) -> None:
    [group] = application.groups.all()

    assert example_window.header.switcher.currentText() == group.title
    assert f"{group.people} people" in example_window.header.switcher.about


def test_the_next_start_opens_the_group_last_looked_at(
    example_window: MainWindow, application: Application, example: str
) -> None:
    assert application.profile.last_group == example


def test_a_dropped_file_is_handed_on(example_window: MainWindow, tmp_path, qtbot) -> None:
    example_window.file_dropped.disconnect()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "roster.csv"))])
    drop = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    with qtbot.waitSignal(example_window.file_dropped, timeout=0) as dropped:
        example_window.dropEvent(drop)

    assert dropped.args == [tmp_path / "roster.csv"]


def test_several_files_dropped_on_the_window_are_previewed_as_work(
    example_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    names = ("Mei Xu.docx", "Marcus Bell.docx")
    for name in names:
        (tmp_path / name).write_bytes(word(paragraph(f"Written by {name}")))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))

    example_window.dropEvent(QDropEvent(QPointF(9, 9), *keys))

    qtbot.waitUntil(lambda: bool(example_window.findChildren(BringInDialog)))
    [dialog] = example_window.findChildren(BringInDialog)
    assert {row.who for row in dialog.preview.rows} == {"Mei Xu", "Marcus Bell"}
    dialog.reject()


@pytest.mark.parametrize("page", list(Tab))
def test_the_page_before_the_next_event_opens_from_every_tab(
    example_window: MainWindow, page: Tab
) -> None:
    example_window.show_page(page)

    QTest.keyClick(example_window, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)

    [dialog] = example_window.findChildren(DigestDialog)
    assert dialog.windowTitle().startswith("Before ")
    dialog.reject()


def test_ctrl_1_puts_the_arrows_into_the_cohort_table(example_window: MainWindow) -> None:
    QTest.keyClick(example_window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    table = example_window.findChild(CohortTable)
    assert example_window.focusWidget() is table


def test_first_run_letters_do_not_fight_the_menu(window: MainWindow) -> None:
    menus = [action.text() for action in window.menuBar().actions()]
    page = window.first_run
    texts = [*menus, page.example.text(), page.open.text(), page.roster.text()]

    letters = [QKeySequence.mnemonic(text).toString() for text in texts]

    assert len(set(letters)) == len(letters)


def test_second_group_is_made_from_the_menu_beside_the_example(
    example_window: MainWindow,
) -> None:
    menu = example_window.menuBar().actions()[0].menu()
    entry = next(action for action in menu.actions() if "New group" in action.text())

    entry.trigger()

    dialog = example_window.findChild(RosterDialog)
    assert dialog.isVisible()
    assert "group" in dialog.heading.text().casefold()
    dialog.reject()


def test_every_control_of_frame_and_register_has_a_name(example_window: MainWindow) -> None:
    header, tab = example_window.header, register_of(example_window)
    controls: list[QWidget] = [
        header.switcher,
        header.chip,
        tab.events,
        tab.event_combo,
        tab.find_bar.field,
        tab.table,
        tab.card.counts,
        tab.signoff_button,
        example_window.first_run.name,
    ]

    assert [
        type(c).__name__ for c in controls if not (c.accessibleName() or getattr(c, "text", str)())
    ] == []


@pytest.mark.parametrize("page", list(Tab))
def test_a_small_window_stays_small_when_a_page_is_first_shown(
    example_window: MainWindow, page: Tab
) -> None:
    example_window.resize(640, 480)

    example_window.show_page(page)
    QTest.qWait(0)

    assert example_window.minimumSizeHint().height() <= 460
    assert (example_window.width(), example_window.height()) == (640, 480)


@pytest.mark.parametrize("page", list(Tab))
def test_the_window_fits_six_hundred_and_forty_pixels(
    example_window: MainWindow, qtbot: QtBot, page: Tab
) -> None:
    example_window.show_page(page)
    example_window.resize(640, 480)
    qtbot.waitUntil(lambda: example_window.minimumSizeHint().height() <= 480, timeout=2_000)

    assert (example_window.width(), example_window.height()) == (640, 480)


def test_tabs_and_dialogs_nobody_asked_for_are_not_there(example_window: MainWindow) -> None:
    kinds = (CohortTab, ReviewTab, ExchangePresenter, SyncPresenter, RecoveryPresenter)

    assert [example_window.findChild(kind) for kind in kinds] == [None] * len(kinds)


def test_tab_built_late_shows_the_group_that_is_open(example_window: MainWindow) -> None:
    example_window.show_page(Tab.COHORT)

    tab = example_window.findChild(CohortTab)
    assert tab.table.model().rowCount() > 0


def test_a_start_imports_no_dialog_and_no_tab_but_the_register() -> None:
    rooms = "cohort", "exchange", "intake", "printing", "review", "rights", "safety"
    code = "import sys, npq_desktop.ui.starting; print(*sys.modules)"

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    late = tuple(f"npq_desktop.ui.{room}." for room in rooms)
    assert [name for name in answer.stdout.split() if name.startswith(late)] == []


def test_work_to_review_is_counted_beside_its_page(
    example_window: MainWindow, application: Application, example: str, qtbot: QtBot
) -> None:
    navigation = example_window.header.navigation
    waiting = len(application.review.sitting(example, QueueChoice()).rows)
    qtbot.waitUntil(lambda: navigation.badge(Tab.REVIEW) == str(waiting))
    assert navigation.accessibleTabName(Tab.REVIEW) == f"Task review, {waiting} waiting"
    assert navigation.tabRect(Tab.REVIEW).width() == navigation.tabSizeHint(Tab.REVIEW).width()

    rows = application.review.queue(example)
    row = next(each for each in rows if each.state is ReviewState.AWAITING)
    [bus] = example_window.findChildren(Bus)
    bus.changed.emit(application.review.accept(example, row.work, "Good."))

    qtbot.waitUntil(lambda: navigation.badge(Tab.REVIEW) == str(waiting - 1))


def test_what_was_just_done_gives_the_keys_their_place_back(example_window: MainWindow) -> None:
    example_window.resize(1400, 800)
    status = example_window.status
    keys = status.keys.keys
    assert ("P", "present") in keys
    status.say("Signed off.")
    assert (status.said.text(), status.keys.keys) == ("Signed off.", ())

    status._glance.timeout.emit()

    assert (status.said.text(), status.keys.keys) == ("", keys)


def test_undo_at_the_bottom_can_be_clicked(example_window: MainWindow, qtbot) -> None:
    mark(example_window, "p")
    qtbot.waitUntil(example_window.status.undo.isVisible)

    QTest.mouseClick(example_window.status.undo, Qt.MouseButton.LeftButton)

    rows = register_of(example_window).table.register_model.rows
    assert {row.state for row in rows} == {MarkState.UNMARKED}


def test_a_low_window_tells_a_failure_over_the_page(example_window: MainWindow) -> None:
    example_window.resize(*for_this_font((640, 456)))
    example_window.status.show_failed("The disk is full.")

    assert example_window.status.isHidden()
    assert example_window.failure.words() == "The disk is full."
    example_window.status.show_saved()
    assert example_window.failure.words() == ""


def test_a_narrow_window_leaves_the_chip_its_number(example_window: MainWindow) -> None:
    example_window.resize(1400, 800)
    wide = example_window.header.chip.words()

    example_window.resize(700, 600)

    assert wide == "Saved · 2 disagreements to settle"
    assert example_window.header.chip.words() == "2"


@pytest.mark.parametrize("opens", ["settle", "sync", "recovery_sheet"])
def test_the_chip_leads_to_what_its_words_are_about(example_window: MainWindow, opens: str) -> None:
    asked: list[str] = []
    for key in ("settle", "sync", "recovery_sheet"):
        example_window.commands.bind(key, lambda key=key: asked.append(key))
    example_window.header.show_chip(SyncChip("Look here", needs_action=True, opens=opens))

    example_window.header.chip.click()

    assert asked == [opens]


def test_the_chip_of_a_group_with_disagreements_leads_to_them(example_window: MainWindow) -> None:
    assert example_window.header.chip.shown.number == 2
    assert example_window.header.chip.shown.opens == "settle"


def test_the_menu_counts_what_is_to_settle(example_window: MainWindow) -> None:
    [share] = [a.menu() for a in example_window.menuBar().actions() if a.text() == "&Share"]
    share.aboutToShow.emit()

    words = example_window.commands.action("settle").text()
    assert words.replace("&", "") == "Settle 2 disagreements…"


def test_return_in_the_name_only_moves_on(
    window: MainWindow, application: Application, qtbot: QtBot
) -> None:
    window.activateWindow()
    window.first_run.name.setFocus()
    QTest.keyClicks(window.first_run.name, "Jo Marsh")

    QTest.keyClick(window.first_run.name, Qt.Key.Key_Return)
    qtbot.waitUntil(window.first_run.example.hasFocus)

    assert window.first_run.isVisible()
    assert application.groups.all() == ()

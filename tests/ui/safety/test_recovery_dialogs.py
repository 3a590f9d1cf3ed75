"""The recovery sheet and restoring, by the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QWidget
from support.applications import preview

from npq_desktop.ui.safety.presenter import RecoveryPresenter
from npq_desktop.ui.safety.restore_dialog import RestoreDialog
from npq_desktop.ui.safety.sheet_dialog import SheetDialog

pytestmark = pytest.mark.slow


@pytest.fixture
def window(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_sheet_is_forgotten_when_four_characters_are_typed(application, window, qtbot, tmp_path):
    code = application.recovery.sheet().code.replace("-", "")
    chosen = tmp_path / "sheet.pdf"
    dialog = SheetDialog(
        parent=window,
        recovery=application.recovery,
        choose_file=lambda _over, _request, then: then(chosen),
    )
    dialog.open()
    assert dialog.code.text() == application.recovery.sheet().code
    dialog.pdf_button.click()
    assert chosen.read_bytes().startswith(b"%PDF")
    qtbot.keyClicks(dialog.typed, "????")
    qtbot.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert "not the four characters" in dialog.trouble.words()
    dialog.typed.clear()
    qtbot.keyClicks(dialog.typed, "".join(code[place - 1] for place in dialog.places))

    with qtbot.waitSignal(dialog.confirmed):
        qtbot.keyClick(dialog.typed, Qt.Key.Key_Return)

    assert application.recovery.sheet() is None


def test_header_reminds_of_the_sheet_from_the_first_time_it_was_due(application):
    first = application.clock().date()
    group = application.setup.create_group(
        preview("Li"), title="G", cohort="C", first_seminar=first
    )
    before = application.groups.chips.of(group).words

    assert application.recovery.ask_now(group)
    application.recovery.offered()
    assert not application.recovery.ask_now(group)

    assert "Recovery sheet" not in before
    assert application.groups.chips.of(group).words == "Saved · recovery sheet not printed"


def test_restoring_says_which_check_failed_and_then_what_came(
    application, example, laptop, window, qtbot
):
    application.backups.at_close()
    code = application.recovery.sheet().code
    folder = Path(application.store.path).parent / "backups"
    dialog = RestoreDialog(
        parent=window,
        recovery=laptop("New").application.recovery,
        choose_file=lambda _over, _request, then: then(next(folder.iterdir())),
    )
    dialog.open()
    qtbot.keyClicks(dialog.code_box, code[:5])
    dialog.file_button.click()
    qtbot.waitUntil(lambda: "27 characters" in dialog.trouble.words() and not dialog.busy)
    qtbot.keyClicks(dialog.code_box, code[5:])
    dialog.file_button.click()
    qtbot.waitUntil(lambda: "from the backup" in dialog.explanation.text() and not dialog.busy)

    with qtbot.waitSignal(dialog.restored) as answer:
        dialog.cancel_button.click()

    assert answer.args == [example]


@pytest.fixture
def restoring(application, example, laptop, window, qtbot):
    """Another laptop's dialog with the code typed, and the folder to restore from."""
    application.backups.at_close()
    new = laptop("New").application
    dialog = RestoreDialog(parent=window, recovery=new.recovery, choose_file=lambda *_: None)
    dialog.open()
    qtbot.keyClicks(dialog.code_box, application.recovery.sheet().code)
    return new, dialog, Path(application.store.path).parent / "backups"


def test_the_lost_laptop_goes_out_while_the_code_is_typed(application, example, restoring, qtbot):
    new, dialog, backups = restoring
    lost = application.core.identities.key_in(example)
    assert "go on using that laptop" in dialog.lost_box.toolTip()

    dialog.restore_from(backups)
    qtbot.waitUntil(lambda: dialog.heading.text() == "Restored" and not dialog.busy)

    assert "The lost laptop is removed." in dialog.explanation.text()
    assert "Could someone else" not in dialog.explanation.text()
    assert dialog.lost_boxes == []
    assert dialog.trouble.words() == ""
    states = {row.id: row.state for row in new.members.all(example)}
    assert states[lost].startswith("removed")


def test_a_laptop_that_is_kept_in_use_is_asked_about_once_more(example, restoring, qtbot):
    new, dialog, backups = restoring
    dialog.lost_box.click()

    dialog.restore_from(backups)
    qtbot.waitUntil(lambda: bool(dialog.lost_boxes) and not dialog.busy)

    assert "Could someone else have the lost laptop?" in dialog.explanation.text()
    [(box, lost)] = dialog.lost_boxes
    assert box.isChecked()

    dialog.take_out_button.click()

    assert not box.isEnabled()
    assert dialog.trouble.words() == ""
    states = {row.id: row.state for row in new.members.all(example)}
    assert states[lost.key].startswith("removed")


def test_confirmed_sheet_says_where_its_code_is(application, window):
    sheet = application.recovery.sheet()
    places = application.recovery.places_to_ask()
    code = sheet.code.replace("-", "")
    application.recovery.confirm(places, "".join(code[place - 1] for place in places))
    dialog = SheetDialog(parent=window, recovery=application.recovery, choose_file=lambda *_: None)

    dialog.open()

    assert "no longer on this laptop" in dialog.explanation.text()
    assert sheet.code not in dialog.explanation.text()
    assert not hasattr(dialog, "code")


def test_sheet_is_printed_where_the_system_asks(application, window):
    dialog = SheetDialog(parent=window, recovery=application.recovery, choose_file=lambda *_: None)
    dialog.open()

    dialog.print_button.click()

    [asked] = dialog.findChildren(QPrintDialog)
    assert asked.isVisible()
    assert asked.printer().docName() == dialog.heading.text().replace(
        "Recovery", "NPQ Desktop recovery"
    )
    asked.reject()
    assert dialog.trouble.words() == ""


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_sheet_that_no_printer_takes_is_told(application, window, tmp_path):
    dialog = SheetDialog(parent=window, recovery=application.recovery, choose_file=lambda *_: None)
    dialog.open()

    dialog.print_on(QPdfWriter(str(tmp_path / "no folder" / "sheet.pdf")))

    assert dialog.trouble.words()
    assert "The printer has it" not in dialog.trouble.words()


def test_a_whole_folder_is_restored_from_the_command(application, example, laptop, window, qtbot):
    application.backups.at_close()
    folder = Path(application.store.path).parent / "backups"
    requests, restored = [], []

    def choose(_over, request, then):
        requests.append(request)
        then(folder)

    presenter = RecoveryPresenter(
        parent=window, recovery=laptop("New").application.recovery, choose_file=choose
    )
    presenter.group_restored.connect(restored.append)
    presenter.restore()
    [dialog] = window.findChildren(RestoreDialog)
    assert not dialog.folder_button.isEnabled()
    qtbot.keyClicks(dialog.code_box, application.recovery.sheet().code)

    dialog.folder_button.click()

    qtbot.waitUntil(lambda: dialog.heading.text() == "Restored" and not dialog.busy)
    assert [request.folder for request in requests] == [True]
    dialog.cancel_button.click()
    assert restored == [example]

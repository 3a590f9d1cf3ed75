"""Paper and files through the real window: menu, keys, dialogs, saved files."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QAction, QPagedPaintDevice, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from support.scenes import did_not_run

from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.shortcuts_sheet import shortcuts
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.printing.pages import Paper
from npq_desktop.ui.register.paper.paper_actions import PaperActions
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

pytestmark = pytest.mark.slow


class Desk:
    """The window on the example group; ``answer`` is the file that every file dialog gives."""

    def __init__(self, qtbot: QtBot, application: Application, group: str) -> None:
        self.qtbot, self.application, self.group = qtbot, application, group
        self.answer = Path()
        self.asked: list[FileRequest] = []
        self.window: MainWindow = build_window(application, choose_file=self._choose)
        self.tab = self.window.findChild(RegisterTab)
        self.actions = self.tab.findChild(PaperActions)

    @property
    def event(self) -> str:
        return self.actions._opened.event_id

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        return self.application.register.view(self.group, self.event).rows

    def state(self, number: int) -> MarkState:
        return self.rows[number - 1].state

    def free(self) -> list[RegisterRow]:
        return [row for row in self.rows if row.expected and row.state is MarkState.UNMARKED]

    def dialog(self) -> Dialog:
        [found] = [each for each in self.tab.findChildren(Dialog) if each.isVisible()]
        return found

    def ask(self, what: str) -> Dialog:
        getattr(self.actions, f"{what}_action").trigger()
        dialog = self.dialog()
        self.qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def type(self, text: str) -> Dialog:
        """Type it in and record it with Ctrl+Return."""
        dialog = self.ask("type")
        for line in text.splitlines():
            QTest.keyClicks(dialog.typed_box, line)
            QTest.keyClick(dialog.typed_box, Qt.Key.Key_Return)
        QTest.keyClick(dialog.typed_box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        return dialog

    def save(self, path: Path, what: str = "save") -> Dialog:
        self.answer = path
        dialog = self.ask(what)
        if path.suffix in dialog.kinds.segments:
            dialog.kinds.choose(path.suffix)
        self.press(dialog, dialog.save_button)
        return dialog

    def press(self, dialog: Dialog, button: QWidget) -> None:
        """Press a button and wait for what it does slowly."""
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.qtbot.waitUntil(lambda: not dialog.busy)

    def _choose(
        self, parent: QWidget, request: FileRequest, chosen: Callable[[Path], None]
    ) -> None:
        self.asked.append(request)
        chosen(self.answer)


@pytest.fixture
def desk(qtbot: QtBot, application: Application, example: str) -> Iterator[Desk]:
    desk = Desk(qtbot, application, example)
    with qtbot.waitExposed(desk.window):
        desk.window.show()
    yield desk
    desk.window.close()
    desk.window.deleteLater()


@pytest.mark.parametrize(
    ("key", "modifiers", "title"),
    [
        (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, "Sign-in sheet"),
        (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, "Transcribe the signed sheet of"),
        (
            *(
                Qt.Key.Key_P,
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            ),
            "Paper evidence of",
        ),
        (
            *(
                Qt.Key.Key_S,
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            ),
            "Save register",
        ),
    ],
)
def test_each_dialog_opens_by_its_key_and_escape_leads_back_to_the_table(
    desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier, title: str
) -> None:
    desk.tab.table.setFocus()

    QTest.keyClick(desk.tab.table, key, modifiers)
    dialog = desk.dialog()
    assert dialog.windowTitle().startswith(title)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert desk.window.focusWidget() is desk.tab.table
    assert not [each for each in desk.tab.findChildren(Dialog) if each.isVisible()]


def test_what_is_offered_under_more_is_on_the_page_of_keys(desk: Desk) -> None:
    listed = {keys for keys, _, _ in shortcuts(desk.window.commands)}
    offered = actions_of(desk)

    assert {action.shortcut().toString() for action in offered} <= listed
    assert offered <= set(desk.tab.more_button.menu().actions())


def actions_of(desk: Desk) -> set[QAction]:
    return set(desk.actions.findChildren(QAction))


def test_without_a_register_the_keys_ask_nothing(qtbot: QtBot, application: Application) -> None:
    desk = Desk(qtbot, application, "")

    for action in actions_of(desk):
        action.trigger()

    assert desk.tab.findChildren(Dialog) == []
    desk.window.deleteLater()


def test_each_entry_shows_its_person_while_it_is_typed(desk: Desk) -> None:
    row = desk.free()[0]
    dialog = desk.ask("type")

    QTest.keyClicks(dialog.typed_box, f"{row.number}l20 999p")

    said = dialog.understood_box.toPlainText().splitlines()
    assert said[0] == f"{row.number} → {row.name}: Late 20 min"
    assert said[1].startswith("Not recorded: There is no number 999")
    assert dialog.summary.text() == "1 mark to record, 1 line to correct."
    assert desk.free()[0] == row


def test_a_sheet_is_recorded_and_taken_back_in_one_step(desk: Desk) -> None:
    first, second = desk.free()[:2]

    dialog = desk.type(f"{first.number}p\n{second.number}l20")

    assert [desk.state(row.number) for row in (first, second)] == [
        *(MarkState.PRESENT, MarkState.LATE),
    ]
    assert dialog.typed_box.toPlainText() == ""
    assert "Recorded 2 marks" in dialog.outcome.words()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(desk.window.undo_action.isEnabled)
    desk.window.undo_action.trigger()
    assert [desk.state(row.number) for row in (first, second)] == [MarkState.UNMARKED] * 2


def test_wrong_entries_stay_in_the_box_and_the_others_are_recorded(desk: Desk) -> None:
    first, second = desk.free()[:2]

    dialog = desk.type(f"{first.number}p\n999p\n{second.number}a")

    assert dialog.typed_box.toPlainText() == "999p"
    assert "The lines still in the box are not recorded" in dialog.outcome.words()
    assert desk.state(second.number) is MarkState.ABSENT


def test_a_differing_mark_is_named_and_never_overwritten(desk: Desk) -> None:
    row = desk.free()[0]
    QTest.keyClick(desk.type(f"{row.number}p"), Qt.Key.Key_Escape)

    dialog = desk.type(f"{row.number}a")

    assert f"{row.name} is already marked Present" in dialog.understood_box.toPlainText()
    assert desk.state(row.number) is MarkState.PRESENT


def test_what_was_typed_is_there_again_when_the_dialog_is(desk: Desk) -> None:
    first = desk.ask("type")
    QTest.keyClicks(first.typed_box, "1p 2")
    QTest.keyClick(first, Qt.Key.Key_Escape)

    second = desk.ask("type")
    QTest.keyClicks(second.typed_box, "a")

    assert second.typed_box.toPlainText() == "1p 2a"


def test_an_event_that_did_not_run_refuses_in_the_dialog(desk: Desk) -> None:
    row = desk.free()[0]
    dialog = desk.ask("type")
    QTest.keyClicks(dialog.typed_box, f"{row.number}p")
    did_not_run(desk.application, desk.group, desk.event, "snow")

    QTest.keyClick(dialog.record_button, Qt.Key.Key_Space)

    assert "recorded as not run" in dialog.trouble.words()
    assert dialog.typed_box.toPlainText() == f"{row.number}p"


def test_not_encrypted_is_said_once_before_anything_is_saved(desk: Desk) -> None:
    dialog = desk.ask("save")

    assert "encrypted" not in dialog.windowTitle()
    assert dialog.warning.words().startswith("Not encrypted. Anyone with the file can read it.")
    assert desk.asked == []


def test_a_sheet_to_be_signed_says_that_it_can_be_found(desk: Desk) -> None:
    dialog = desk.ask("sheet")

    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "Anyone who finds the sheet can read the names." in said
    assert not dialog.warning.isVisible()


def test_the_register_is_saved_as_the_ending_says_with_the_numbers_of_the_screen(
    desk: Desk, tmp_path: Path
) -> None:
    numbers = [row.number for row in desk.tab.table.register_model.rows]
    for ending in ("csv", "xlsx", "pdf"):
        dialog = desk.save(tmp_path / f"register.{ending}")
        assert "is saved and was read back" in dialog.outcome.words()
        assert dialog.focusWidget() is dialog.cancel_button
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    text = (tmp_path / "register.csv").read_bytes().decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [int(row["No."]) for row in read] == numbers
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    assert [row[0] for row in book["Register"].iter_rows(min_row=2, values_only=True)] == numbers
    assert (tmp_path / "register.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("wanted", [True, False])
def test_free_notes_are_saved_only_when_they_are_ticked(
    desk: Desk, tmp_path: Path, wanted: bool
) -> None:
    desk.application.register.set_note(desk.group, desk.event, desk.rows[0].person, "hat lost", "")
    desk.answer = tmp_path / "register.csv"
    dialog = desk.ask("save")
    dialog.kinds.choose(".csv")
    assert not dialog.notes_box.isChecked()

    if wanted:
        QTest.keyClick(dialog.notes_box, Qt.Key.Key_Space)
    desk.press(dialog, dialog.save_button)

    assert (b"hat lost" in desk.answer.read_bytes()) is wanted


def test_a_name_without_an_ending_gets_the_one_suggested(desk: Desk, tmp_path: Path) -> None:
    desk.save(tmp_path / "register")

    assert (tmp_path / "register.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("register", "“register.xlsx” is there already"),
        ("gone/register.xlsx", "was not saved, because the stick or folder is not there"),
    ],
)
def test_a_file_that_cannot_be_saved_is_refused_in_the_dialog(
    desk: Desk, tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "register.xlsx").write_text("mine")

    dialog = desk.save(tmp_path / name)

    assert sentence in dialog.trouble.words()
    assert dialog.outcome.words() == ""
    assert (tmp_path / "register.xlsx").read_text() == "mine"
    assert [path.name for path in tmp_path.glob("*register*")] == ["register.xlsx"]


def test_the_sign_in_sheet_is_saved_as_pdf(desk: Desk, tmp_path: Path) -> None:
    desk.save(tmp_path / "sheet", "sheet")

    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")


def test_the_sign_in_sheet_goes_to_the_printer_that_is_chosen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = QBuffer()
    printed.open(QIODevice.OpenModeFlag.WriteOnly)
    printer = QPdfWriter(printed)

    def choose(parent: QWidget, paper: Paper, chosen: Callable[[QPagedPaintDevice], None]) -> None:
        chosen(printer)

    monkeypatch.setattr("npq_desktop.ui.printing.printer.choose_native_printer", choose)
    dialog = desk.ask("sheet")
    desk.press(dialog, dialog.print_button)

    assert dialog.outcome.words() == "The printer has 1 page."
    assert bytes(printed.data().data()).startswith(b"%PDF-")


def test_a_scan_is_kept_through_the_dialog_and_stands_in_the_register(
    desk: Desk, tmp_path: Path
) -> None:
    desk.answer = tmp_path / "signed.pdf"
    desk.answer.write_bytes(b"%PDF scanned")
    dialog = desk.ask("evidence")

    desk.press(dialog, dialog.choose_button)
    assert "signed.pdf (1 KB)\nSHA-256 " in dialog.chosen.text()
    assert dialog.focusWidget() is dialog.where
    QTest.keyClicks(dialog.where, "office")
    QTest.keyClick(dialog.where, Qt.Key.Key_Return)

    assert "Paper evidence: signed.pdf (1 KB), paper kept: office" in desk.tab.card.text()
    assert "Paper: office\nSHA-256 " in dialog.known.item(0).text()
    desk.answer = tmp_path / "copy.pdf"
    QTest.keyClick(dialog.copy_button, Qt.Key.Key_Space)
    assert desk.answer.read_bytes() == b"%PDF scanned"


def test_evidence_without_a_place_stays_in_the_dialog(desk: Desk, tmp_path: Path) -> None:
    desk.answer = tmp_path / "signed.pdf"
    desk.answer.write_bytes(b"%PDF scanned")
    dialog = desk.ask("evidence")
    desk.press(dialog, dialog.choose_button)

    QTest.keyClick(dialog.where, Qt.Key.Key_Return)

    assert "Type where the paper is kept" in dialog.trouble.words()
    assert dialog.keep_button.isEnabled()


def test_an_empty_scan_is_refused_in_the_dialog(desk: Desk, tmp_path: Path) -> None:
    desk.answer = tmp_path / "signed.pdf"
    desk.answer.touch()
    dialog = desk.ask("evidence")

    desk.press(dialog, dialog.choose_button)

    assert "is empty. Scan the sheet again" in dialog.trouble.words()
    assert not dialog.keep_button.isEnabled()


def test_another_ending_that_was_typed_is_replaced(desk: Desk, tmp_path: Path) -> None:
    desk.answer = tmp_path / "register.csv"
    dialog = desk.ask("save")

    desk.press(dialog, dialog.save_button)

    assert [each.name for each in tmp_path.glob("register*")] == ["register.xlsx"]
    assert [each.filters for each in desk.asked] == [("Excel workbooks (*.xlsx)",)]

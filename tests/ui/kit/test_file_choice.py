"""The file dialog itself: a name without an ending gets the one of the kind that is chosen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.dialogs.file_choice import (
    FileRequest,
    FilesFromLastFolder,
    choose_native_file,
)

pytestmark = pytest.mark.slow

KINDS = ("Excel workbooks (*.xlsx)", "CSV tables (*.csv)", "PDF documents (*.pdf)")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def ask(window: QWidget, folder: Path, chosen: list[Path]) -> QFileDialog:
    request = FileRequest("Save", save=True, suggested="Register.xlsx", filters=KINDS)
    choose_native_file(window, request, chosen.append)
    dialog = window.findChild(QFileDialog)
    dialog.setDirectory(str(folder))
    return dialog


def enter(dialog: QFileDialog, name: str) -> None:
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setText(name)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_name_without_an_ending_gets_the_one_suggested(window: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []

    enter(ask(window, tmp_path, chosen), "seminar")

    assert chosen == [tmp_path / "seminar.xlsx"]


def test_several_files_are_passed_on_one_after_the_other(window: QWidget, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("words")
    chosen: list[Path] = []
    choose_native_file(window, FileRequest("Open", several=True), chosen.append)
    dialog = window.findChild(QFileDialog)
    dialog.setDirectory(str(tmp_path))

    enter(dialog, '"one.txt" "two.txt"')

    assert chosen == [tmp_path / "one.txt", tmp_path / "two.txt"]


def test_choosing_another_kind_of_file_chooses_its_ending(window: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialog = ask(window, tmp_path, chosen)

    QTest.keyClick(dialog.findChild(QComboBox, "fileTypeCombo"), Qt.Key.Key_Down)
    enter(dialog, "seminar")

    assert chosen == [tmp_path / "seminar.csv"]


def test_a_dialog_opens_where_the_last_file_was_else_in_documents(
    window: QWidget, tmp_path: Path
) -> None:
    kept = ["", str(tmp_path / "gone")]
    chosen: list[Path] = []
    ask_for = FilesFromLastFolder(last=lambda: kept[-1], keep=kept.append)
    request = FileRequest("Save", save=True, suggested="Register.xlsx", filters=KINDS)
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = QStandardPaths.writableLocation(place)
    Path(documents).mkdir(parents=True, exist_ok=True)

    ask_for(window, request, chosen.append)
    first = window.findChild(QFileDialog)
    assert first.directory().absolutePath() == documents
    first.setDirectory(str(tmp_path))
    enter(first, "seminar")
    first.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    ask_for(window, request, chosen.append)

    assert kept[-1] == str(tmp_path)
    assert chosen == [tmp_path / "seminar.xlsx"]
    assert window.findChild(QFileDialog).directory().absolutePath() == str(tmp_path)


@pytest.mark.parametrize(
    ("save", "there", "opens"), [(True, True, 1), (True, False, 0), (False, True, 0)]
)
def test_files_are_saved_in_the_folder_chosen_for_it_while_it_is_there(
    window: QWidget, tmp_path: Path, save: bool, there: bool, opens: int
) -> None:
    folders = tmp_path / "last", tmp_path / "chosen"
    folders[0].mkdir()
    if there:
        folders[1].mkdir()
    ask_for = FilesFromLastFolder(
        last=lambda: str(folders[0]), keep=lambda _: None, save_in=lambda: str(folders[1])
    )

    ask_for(window, FileRequest("A file", save=save), lambda _: None)

    dialog = window.findChild(QFileDialog)
    assert Path(dialog.directory().absolutePath()) == folders[opens]
    dialog.deleteLater()


@pytest.mark.parametrize(("names", "expected"), [("a.docx", "one"), ('"a.docx" "b.docx"', "all")])
def test_several_files_are_handed_on_together(
    window: QWidget, tmp_path: Path, names: str, expected: str
) -> None:
    found: list[tuple[str, list[Path]]] = []
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(b"x")
    kept: list[str] = []
    ask_for = FilesFromLastFolder(last=lambda: str(tmp_path), keep=kept.append)
    request = FileRequest("Open", several=True, together=lambda paths: found.append(("all", paths)))
    ask_for(window, request, lambda path: found.append(("one", [path])))

    enter(window.findChild(QFileDialog), names)

    [(how, paths)] = found
    assert (how, [path.name for path in paths]) == (expected, names.replace('"', "").split())
    assert kept == [str(tmp_path)]

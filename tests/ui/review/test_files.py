"""The files of a work by keyboard, and the room they take."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from support.documents import paragraph, word
from support.menu_commands import commands_on

from npq_desktop.rows.review import WorkId
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.review.kept_files import KeptFilesDialog
from npq_desktop.ui.review.reading.file_acts import FileActs, open_outside
from npq_desktop.ui.review.reading.files_list import FilesDialog
from npq_desktop.ui.review.work_commands import WorkCommands

pytestmark = pytest.mark.slow
ESSAY = word(paragraph("An essay"))


@pytest.fixture
def files(stage) -> FileActs:
    commands = WorkCommands(
        tab=stage.tab,
        presenter=stage.presenter,
        acts=stage.acts,
        services=stage.application,
        bus=stage.bus,
        choose_file=lambda _parent, _request, _chosen: None,
        commands=commands_on(stage.tab, Tab.REVIEW),
    )
    return commands._files


@pytest.fixture
def work(stage) -> WorkId:
    person = next(iter(stage.application.core.facts.of(stage.group).participants))
    digest = hashlib.sha256(ESSAY).hexdigest()
    named = [
        {"name": "essay.docx", "size": len(ESSAY), "sha256": digest},
        {"name": "photo.jpg", "size": 9, "sha256": "0" * 64},
    ]
    said = {"person": person, "task": "m6.reflective", "content": digest, "text": "An essay"}
    entry = NewEntry("submission.add", {**said, "name": "x", "files": named})
    stage.bus.changed.emit(stage.application.core.recorder.write(stage.group, [entry]).changes)
    stage.application.review.files.take(stage.group, "essay.docx", ESSAY)
    stage.presenter.build_anew()
    stage.tab.queue.select(WorkId(person, "m6.reflective"))
    return WorkId(person, "m6.reflective")


def test_a_kept_file_opens_outside_and_one_elsewhere_says_so(stage, files, work) -> None:
    opened: list[Path] = []
    files.opens = lambda path: not opened.append(path)
    assert "2 files, 1 of them kept here" in stage.tab.submission.facts.text()

    stage.key(Qt.Key.Key_O)

    dialog = stage.tab.findChild(FilesDialog)
    assert "opens in another program" in dialog.about.text()
    dialog.open_button.click()
    assert [path.name for path in opened] == ["essay.docx"]
    dialog.table.go_to(lambda file: file.name == "photo.jpg")
    assert "not on this laptop" in dialog.about.text()
    assert not dialog.open_button.isEnabled()
    assert not dialog.save_button.isEnabled()


def test_a_kept_file_is_saved_where_one_chooses(stage, files, work, tmp_path: Path) -> None:
    said: list[str] = []
    stage.bus.said.connect(said.append)
    files._choose_file = lambda _parent, _request, chosen: chosen(tmp_path / "copy.docx")
    stage.key(Qt.Key.Key_O)

    stage.tab.findChild(FilesDialog).save_button.click()

    assert (tmp_path / "copy.docx").read_bytes() == ESSAY
    assert said == ["Saved as copy.docx. This file is not encrypted."]


def test_without_a_program_for_it_that_is_said(stage, files, work) -> None:
    files.opens = lambda _path: False

    stage.key(Qt.Key.Key_O)

    dialog = stage.tab.findChild(FilesDialog)
    dialog.open_button.click()
    assert "Save it instead" in dialog.trouble.words()


@pytest.mark.parametrize("is_known", [True, False])
def test_the_system_is_asked_for_the_program_of_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return is_known

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)

    assert open_outside(tmp_path / "é essay.docx") is is_known
    assert asked == [str(tmp_path / "é essay.docx")]


def test_a_work_without_files_says_so(stage, files) -> None:
    said: list[str] = []
    stage.bus.said.connect(said.append)

    stage.key(Qt.Key.Key_O)

    assert said == ["This work has no files that are known here."]


def test_kept_files_are_let_go_of_by_task(stage, files, work) -> None:
    files.show_kept()

    dialog = stage.tab.findChild(KeptFilesDialog)
    assert dialog.used.text() == "1 of 150 MB"
    dialog.limit_box.setValue(20)
    dialog.let_go_button.click()
    assert dialog.used.text() == "0 of 20 MB"
    assert "2 files, not on this laptop" in stage.tab.submission.facts.text()

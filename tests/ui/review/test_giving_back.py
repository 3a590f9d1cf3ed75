"""Giving back and handing in, through their dialogs."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.documents import paragraph, word
from support.menu_commands import commands_on

from npq_desktop.rows.review import ReviewState, Show
from npq_desktop.services.core.laptop.worksheets import KeptWorksheet, keep_worksheet
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.review.bringing.hand_in_dialog import HandInDialog
from npq_desktop.ui.review.digest_acts import DigestActs
from npq_desktop.ui.review.digest_dialog import DigestDialog
from npq_desktop.ui.review.give_back import GiveBackDialog
from npq_desktop.ui.review.work_commands import WorkCommands

pytestmark = pytest.mark.slow

HEAD = (
    "Identifier,Full name,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
)


@dataclass
class Files:
    """Answers questions for files with these, in turn."""

    answers: list[Path] = field(default_factory=list)

    def __call__(self, parent, request, chosen) -> None:
        chosen(self.answers.pop(0))


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def commands(stage, files: Files) -> WorkCommands:
    return WorkCommands(
        tab=stage.tab,
        presenter=stage.presenter,
        acts=stage.acts,
        services=stage.application,
        bus=stage.bus,
        choose_file=files,
        commands=commands_on(stage.tab, Tab.REVIEW),
    )


def test_a_decision_is_given_back_into_a_worksheet(stage, commands, files, tmp_path) -> None:
    rows = stage.application.review.queue(stage.group)
    row = next(r for r in rows if r.name == "Mei Xu" and r.work.item == "m1.reflective")
    assert row.state is ReviewState.ACCEPTED
    sheet, target = tmp_path / "Grades-A-Task-4471.csv", tmp_path / "back.csv"
    sheet.write_text(
        HEAD + f'Participant 1,{row.name},,1.00,Yes,"Thursday, 15 October 2026, 3:11 PM",-,\n',
        encoding="utf-8",
    )
    files.answers = [sheet, target]
    commands._ask_give_back()
    dialog = stage.tab.findChild(GiveBackDialog)
    dialog.task_box.setCurrentIndex(dialog.task_box.findData(row.work.item))
    assert not dialog.save_button.isEnabled()

    dialog.file_button.click()
    QTest.keyClicks(dialog.accepted_box, "1")
    dialog.save_button.click()

    assert ",1,1.00,Yes," in target.read_text(encoding="utf-8")
    assert "Upload grading worksheet" in dialog.how.text()
    QApplication.processEvents()
    assert not dialog.how.visibleRegion().isEmpty()
    assert not dialog.task_box.isVisible()
    assert dialog.how.y() < dialog.rows.y()  # the list may be longer than the window
    dialog.reject()


def test_the_worksheet_that_is_kept_needs_no_file(stage, commands, files, tmp_path) -> None:
    rows = stage.application.review.queue(stage.group)
    row = next(r for r in rows if r.name == "Mei Xu" and r.work.item == "m1.reflective")
    data = HEAD + f'Participant 1,{row.name},,1.00,Yes,"Thursday, 15 October 2026, 3:11 PM",-,\n'
    core = stage.application.core
    at = core.now(stage.group) - timedelta(days=12)
    kept = KeptWorksheet("Grades-A-Task-4471.csv", at, data.encode())
    keep_worksheet(core.store, stage.group, row.work.item, kept)
    files.answers = [tmp_path / "back.csv"]
    commands._ask_give_back()
    dialog = stage.tab.findChild(GiveBackDialog)
    dialog.task_box.setCurrentIndex(dialog.task_box.findData(row.work.item))

    QTest.keyClicks(dialog.accepted_box, "1")
    dialog.save_button.click()

    assert "12 days old" in dialog.file_hint.text()
    assert ",1,1.00,Yes," in (tmp_path / "back.csv").read_text(encoding="utf-8")
    dialog.target.setCurrentIndex(dialog.target.findText("Canvas"))
    assert "days old" not in dialog.file_hint.text()
    dialog.reject()


def test_a_wrong_file_is_refused_in_the_dialog(stage, commands, files, tmp_path) -> None:
    wrong = tmp_path / "people.csv"
    wrong.write_text("Name,Email\nAnn,a@x.org\n", encoding="utf-8")
    files.answers = [wrong]
    commands._ask_give_back()
    dialog = stage.tab.findChild(GiveBackDialog)

    dialog.file_button.click()

    assert "not a grading worksheet" in dialog.trouble.words()
    assert not dialog.save_button.isEnabled()
    dialog.reject()


def test_a_plain_table_needs_no_file(stage, commands, files, tmp_path) -> None:
    target = tmp_path / "plain.csv"
    files.answers = [target]
    commands._ask_give_back()
    dialog = stage.tab.findChild(GiveBackDialog)

    dialog.target.setCurrentIndex(dialog.target.findData("plain"))
    dialog.save_button.click()

    assert target.read_bytes().startswith(b'\xef\xbb\xbf"Name","Email",')
    assert "not encrypted" in dialog.how.text()
    dialog.reject()


def test_what_was_agreed_can_be_handed_in_and_accepted(stage, commands) -> None:
    work = stage.work(ReviewState.AGREED)
    stage.show(Show.EVERYTHING)
    stage.tab.queue.select(work)
    assert stage.tab.feedback.hand_in_button.isVisible()
    stage.tab.feedback.hand_in_button.click()
    dialog = stage.tab.findChild(HandInDialog)

    QTest.keyClicks(dialog.text_box, "I watched the recording.")
    dialog.hand_in_button.click()

    assert stage.view(work).row.state is ReviewState.AWAITING
    assert stage.view(work).attempts[0].text == "I watched the recording."
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.view(work).row.state is ReviewState.ACCEPTED


def test_what_was_agreed_can_be_handed_in_from_a_file(
    stage, commands, files, tmp_path, qtbot
) -> None:
    essay, empty = tmp_path / "essay.docx", tmp_path / "empty.txt"
    essay.write_bytes(word(paragraph("From a file.")))
    empty.write_text("x" * 0)
    files.answers += [empty, essay]
    work = stage.work(ReviewState.AGREED)
    stage.show(Show.EVERYTHING)
    stage.tab.queue.select(work)
    stage.tab.feedback.hand_in_button.click()
    dialog = stage.tab.findChild(HandInDialog)

    dialog.file_button.click()
    qtbot.waitUntil(lambda: "is empty" in dialog.trouble.words())
    dialog.file_button.click()
    qtbot.waitUntil(lambda: dialog.text_box.toPlainText() == "From a file.")
    dialog.hand_in_button.click()

    assert stage.view(work).attempts[0].text == "From a file."


def test_a_hand_in_without_text_is_refused(stage, commands) -> None:
    work = stage.work(ReviewState.AGREED)
    stage.show(Show.EVERYTHING)
    stage.tab.queue.select(work)
    stage.tab.feedback.hand_in_button.click()
    dialog = stage.tab.findChild(HandInDialog)

    dialog.hand_in_button.click()

    assert dialog.trouble.words() == "There is no text to hand in."
    assert stage.view(work).row.state is ReviewState.AGREED
    dialog.reject()


def test_the_page_before_the_seminar_carries_no_names_unless_wanted(stage, files, tmp_path) -> None:
    rows = [row for row in stage.tab.queue.rows.rows if row.state is ReviewState.AWAITING][:4]
    for at, row in enumerate(rows):
        stage.application.review.passages.toggle(stage.group, row.work, f"Passage {at}.")
    target = tmp_path / "page.pdf"
    files.answers = [target]
    digest = DigestActs(
        over=stage.tab,
        services=stage.application,
        bus=stage.bus,
        choose_file=files,
        group=lambda: stage.group,
    )
    digest.show()
    dialog = stage.tab.findChild(DigestDialog)

    plans = dict(dialog.paper().rows)["Plans of implementation"]
    assert plans.startswith("No focus yet: 24 people. Support of the school not confirmed: ")
    passages = [line for line in dialog.paper().rows if line[1].startswith("“")]
    assert [line[0] for line in passages] == ["Passage"] * 3
    dialog.passages.item(3).setCheckState(Qt.CheckState.Checked)
    assert "room for 3" in dialog.trouble.words()
    dialog.passages.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.names_box.setChecked(True)
    named = [line[0] for line in dialog.paper().rows if line[1].startswith("“")]
    assert len(named) == 2
    assert "Passage" not in named
    dialog.save_button.click()

    assert target.read_bytes().startswith(b"%PDF")

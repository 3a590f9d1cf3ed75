"""The preview of work to be brought in, as somebody uses it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot
from support.documents import paragraph, word, zipped
from support.menu_commands import commands_on

from npq_desktop.rows.review import WorkId
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.review.bringing.bring_acts import BringInActs
from npq_desktop.ui.review.bringing.preview import BringInDialog
from npq_desktop.ui.review.bringing.remembered_dialog import RememberedDialog
from npq_desktop.ui.review.modes import ReviewMode
from npq_desktop.ui.review.work_commands import WorkCommands

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier
M6 = "M6 Reflective Task-12.zip"


@pytest.fixture
def bring(stage) -> BringInActs:
    return WorkCommands(
        tab=stage.tab,
        presenter=stage.presenter,
        acts=stage.acts,
        services=stage.application,
        bus=stage.bus,
        choose_file=lambda _parent, _request, _chosen: None,
        commands=commands_on(stage.tab, Tab.REVIEW),
    ).bring_in


def archive(stage, folder: Path, *works: tuple[str, str], name: str = "submissions.zip") -> Path:
    parts = {
        f"{who}_{100 + at}_assignsubmission_file/{at}.docx": word(paragraph(text))
        for at, (who, text) in enumerate(works)
    }
    path = folder / name
    path.write_bytes(zipped(parts))
    return path


def opened(stage, bring: BringInActs, path: Path) -> BringInDialog:
    bring.show_archive(stage.application.claims.reading(stage.group).of(path))
    return shown(stage)


def shown(stage) -> BringInDialog:
    return stage.tab.findChildren(BringInDialog)[-1]


def sections(dialog: BringInDialog) -> list[str]:
    return [dialog.tree.topLevelItem(at).text(0) for at in range(dialog.tree.topLevelItemCount())]


def item(dialog: BringInDialog, name: str) -> QTreeWidgetItem:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    return dialog.tree.findItems(name, flags, 0)[0]


def test_the_task_is_asked_first_while_all_lines_show(stage, bring, tmp_path: Path) -> None:
    names = ["Marcus Bell", "Mei Xu"]
    works = [(names[0], "one"), (names[1], "two"), ("Nora Nobody", "x")]

    dialog = opened(stage, bring, archive(stage, tmp_path, *works))

    assert sections(dialog) == ["Nobody here has this name (1)", "New (2)"]
    assert not dialog.bring_button.isEnabled()
    assert "submissions.zip" in dialog.footer.words()
    dialog.task_box.setCurrentIndex(dialog.task_box.findData("m6.reflective"))
    dialog.task_box.activated.emit(dialog.task_box.currentIndex())
    assert dialog.bring_button.text() == "Bring in 2"
    item(dialog, names[0]).setCheckState(0, Qt.CheckState.Unchecked)
    assert dialog.bring_button.text() == "Bring in 1"


def test_the_worksheet_of_the_platform_is_read_together_with_the_archive(
    stage, bring, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = tmp_path / "worksheet.csv"
    titles = "Identifier,Full name,Email address,Status,Grade,Last modified (submission)"
    line = "Participant 100,Marcus Bell,marcus@example.org,Submitted for grading,-,-"
    sheet.write_text(f"{titles}\n{line}\n", encoding="utf-8")
    bring._choose_file = lambda _parent, _request, chosen: chosen(sheet)
    dialog = opened(stage, bring, archive(stage, tmp_path, ("Marcus Bell", "one")))

    dialog.companion_button.click()

    qtbot.waitUntil(lambda: dialog.companion_button.isHidden() or bool(dialog.trouble.words()))
    assert dialog.trouble.words() == ""
    assert dialog.companion_button.isHidden()
    assert item(dialog, "Marcus Bell") is not None


def test_an_archive_chosen_with_its_worksheet_is_one_preview(
    stage, bring, tmp_path: Path, qtbot: QtBot
) -> None:
    path = archive(stage, tmp_path, ("Marcus Bell", "one"))

    bring._read_together(path, None)

    qtbot.waitUntil(lambda: bool(stage.tab.findChildren(BringInDialog)))
    assert item(shown(stage), "Marcus Bell") is not None


def test_a_chosen_person_comes_in_and_the_keyboard_is_in_the_list(
    stage, bring, tmp_path: Path
) -> None:
    said: list[str] = []
    stage.bus.said.connect(said.append)
    person = next(iter(stage.application.core.facts.of(stage.group).participants))
    path = archive(stage, tmp_path, ("Nora Nobody", "hers"), name=M6)
    dialog = opened(stage, bring, path)
    dialog.tree.setCurrentItem(item(dialog, "Nora Nobody"))

    dialog.who_box.setCurrentIndex(dialog.who_box.findData(person))
    dialog.who_box.activated.emit(dialog.who_box.currentIndex())
    dialog.bring_button.click()

    view = stage.view(WorkId(person, "m6.reflective"))
    assert view.attempts[0].text == "hers"
    assert view.attempts[0].files[0].is_here
    assert said[-1] == "1 work brought in."
    assert stage.tab.mode is ReviewMode.READING


def test_text_on_the_clipboard_is_the_persons_in_front(stage, bring, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("A pasted text")
    work = stage.tab.queue.current()

    stage.key(Qt.Key.Key_V, CTRL)

    dialog = shown(stage)
    assert dialog.preview.rows[0].person == work.person
    assert not dialog.unknown_box.isHidden()
    dialog.unknown_box.setChecked(True)
    dialog.bring_button.click()
    brought = WorkId(work.person, dialog.preview.task)
    attempt = stage.view(brought).attempts[-1]
    assert (attempt.text, attempt.handed_in) == ("A pasted text", None)
    assert stage.tab.mode is ReviewMode.READING


def test_an_empty_clipboard_says_so(stage, bring) -> None:
    said: list[str] = []
    stage.bus.said.connect(said.append)
    QGuiApplication.clipboard().clear()

    stage.key(Qt.Key.Key_V, CTRL)

    assert said == ["There is no text and no file on the clipboard."]


def drop(stage, path: Path) -> bool:
    """Drop a file on the first row; says whether the list took it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    viewport = stage.tab.queue.view.viewport()
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter = QDragEnterEvent(QPoint(30, 10), *keys)
    QApplication.sendEvent(viewport, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(viewport, QDropEvent(QPointF(30, 10), *keys))
    return True


def test_an_archive_that_cannot_be_read_is_said(stage, bring, tmp_path: Path, qtbot: QtBot) -> None:
    failed: list[str] = []
    stage.bus.failed.connect(failed.append)
    (tmp_path / "broken.zip").write_bytes(b"PK no archive")

    bring._read_together(tmp_path / "broken.zip", None)

    qtbot.waitUntil(lambda: bool(failed))
    assert "broken.zip" in failed[0]
    assert stage.tab.findChildren(BringInDialog) == []


def test_two_archives_at_once_are_refused_with_what_to_do(stage, bring, tmp_path: Path) -> None:
    failed: list[str] = []
    stage.bus.failed.connect(failed.append)

    bring.show_paths([tmp_path / "a.zip", tmp_path / "b.zip"])

    [said] = failed
    assert said.startswith("Open archives one at a time")


def test_a_text_dropped_on_a_row_is_that_persons(stage, bring) -> None:
    first = stage.tab.queue.rows.rows[0]

    bring._target.text_dropped.emit(
        "Dropped words", stage.tab.queue.view.viewport(), QPoint(30, 10)
    )

    assert item(shown(stage), first.name) is not None


def test_a_document_dropped_on_a_row_is_that_persons(
    stage, bring, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "scan.docx"
    path.write_bytes(word(paragraph("Dropped")))
    first = stage.tab.queue.rows.rows[0]

    assert drop(stage, path)

    qtbot.waitUntil(lambda: bool(stage.tab.findChildren(BringInDialog)))
    dialog = shown(stage)
    assert dialog.preview.rows[0].person == first.work.person
    assert dialog.bring_button.text() == "Bring in 1"


@pytest.mark.parametrize("as_folder", [True, False])
def test_files_named_after_people_are_theirs_wherever_they_come_in(
    stage, bring, tmp_path: Path, qtbot: QtBot, as_folder: bool
) -> None:
    folder = tmp_path / "works"
    folder.mkdir()
    names = ("Marcus Bell", "Mei Xu")
    for name in names:
        (folder / f"{name}.txt").write_text(f"By {name}")
    row = next(row for row in stage.tab.queue.rows.rows if row.name not in names)

    bring.show_paths([folder] if as_folder else sorted(folder.iterdir()), row)
    qtbot.waitUntil(lambda: bool(stage.tab.findChildren(BringInDialog)))

    assert {each.name for each in shown(stage).preview.rows} == set(names)


def test_an_archive_dropped_there_is_left_to_the_window(stage, bring, tmp_path: Path) -> None:
    assert not drop(stage, archive(stage, tmp_path, ("Ann", "x")))


def test_a_file_that_a_change_names_only_comes_onto_this_laptop(
    stage, bring, tmp_path: Path, qtbot: QtBot
) -> None:
    path = archive(stage, tmp_path, name="x.zip")
    said: list[str] = []
    stage.bus.said.connect(said.append)
    essay = tmp_path / "essay.docx"
    essay.write_bytes(word(paragraph("Known")))
    bring.show_files([essay], stage.tab.queue.rows.rows[0])
    qtbot.waitUntil(lambda: bool(stage.tab.findChildren(BringInDialog)))
    dialog = shown(stage)
    dialog.keep_box.setChecked(False)
    dialog.bring_button.click()
    name = stage.tab.queue.rows.rows[0].name

    bring.show_files([essay])

    qtbot.waitUntil(lambda: any("now on this laptop" in each for each in said))
    assert path.exists()
    assert name.split(maxsplit=1)[0] in said[-1]


def test_while_a_round_is_open_a_response_is_offered_first_and_nothing_is_preselected(
    stage, bring, tmp_path: Path, qtbot: QtBot
) -> None:
    today, found = stage.application.core.today(stage.group), []
    stage.application.office.windows.set_window([stage.group], "r1", today, reason="agreed")
    stage.bus.responses_found.connect(lambda files, person: found.append((files, person)))
    path = tmp_path / "case study.docx"
    path.write_bytes(word(paragraph("My response")))
    row = stage.tab.queue.rows.rows[0]
    bring.show_files([path], row)
    qtbot.waitUntil(lambda: bool(stage.tab.findChildren(BringInDialog)))
    dialog = shown(stage)
    assert dialog.preview.task == ""
    assert not dialog.bring_button.isEnabled()
    assert dialog.task_box.itemText(1) == "Response to the case study, Main round"

    dialog.task_box.setCurrentIndex(1)
    dialog.task_box.activated.emit(1)

    assert found == [([path], row.work.person)]
    assert not dialog.isVisible()


def test_a_name_that_is_not_ours_leaves_and_can_be_forgotten(stage, bring, tmp_path: Path) -> None:
    dialog = opened(stage, bring, archive(stage, tmp_path, ("Nora Nobody", "x")))
    dialog.tree.setCurrentItem(item(dialog, "Nora Nobody"))

    dialog.who_box.setCurrentIndex(dialog.who_box.count() - 1)
    dialog.who_box.activated.emit(dialog.who_box.currentIndex())

    assert sections(dialog) == ["Left out (1)"]
    dialog.reject()
    bring.show_remembered()
    names = stage.tab.findChild(RememberedDialog)
    names.table.go_to(lambda row: not row.person)
    names.forget_button.click()
    assert all(row.person for row in stage.application.submissions.remembered.all(stage.group))


def test_the_same_files_again_are_here_and_after_an_undo_new_once_more(
    stage, bring, tmp_path: Path
) -> None:
    names = ("Marcus Bell", "Mei Xu")
    people = stage.application.core.facts.of(stage.group).names
    works = [WorkId(key, "m6.reflective") for key, name in people.items() if name in names]
    path = archive(stage, tmp_path, *((name, "one") for name in names), name=M6)
    opened(stage, bring, path).bring_button.click()

    again = opened(stage, bring, path)
    assert sections(again) == ["Already here (2)"]
    again.bring_button.click()
    assert "All of it is here already." in again.trouble.words()
    again.reject()
    changes, undone = stage.application.undo.undo(stage.group)
    stage.bus.changed.emit(changes)
    stage.bus.undone.emit(undone)
    assert not {row.work for row in stage.application.review.queue(stage.group)} & set(works)

    third = opened(stage, bring, path)
    assert sections(third) == ["New (2)"]
    third.bring_button.click()

    assert [len(stage.view(work).attempts) for work in works] == [1, 1]
    assert [stage.view(work).attempts[0].files[0].is_here for work in works] == [True, True]


def test_files_brought_in_twice_keep_the_decision_and_its_feedback(
    stage, bring, tmp_path: Path
) -> None:
    path = archive(stage, tmp_path, ("Marcus Bell", "one"), name=M6)
    opened(stage, bring, path).bring_button.click()
    people = stage.application.core.facts.of(stage.group).names
    [person] = [key for key, name in people.items() if name == "Marcus Bell"]
    work = WorkId(person, "m6.reflective")
    stage.application.review.accept(stage.group, work, "Clear.")

    both = archive(stage, tmp_path, ("Marcus Bell", "one"), ("Mei Xu", "two"), name=M6)
    dialog = opened(stage, bring, both)
    assert sections(dialog) == ["New (1)", "Already here (1)"]
    dialog.bring_button.click()
    stage.application.undo.undo(stage.group)

    view = stage.view(work)
    assert (len(view.attempts), [each.feedback for each in view.reviews]) == (1, ["Clear."])

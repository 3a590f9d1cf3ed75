"""Responses that are dropped or chosen: whose, when, how many words; then the outcomes."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.slow


@pytest.fixture
def open_round(office):
    """Three are admitted and the window is open."""
    office.run("admit").admit_button.click()
    office.group.at(2027, 7, 6)
    return office


def written(folder: Path, name: str, words: int) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(" ".join(["word"] * words), encoding="utf-8")
    return path


def read(dialog, qtbot: QtBot, files: list[Path]) -> None:
    dialog.add_files(files)
    qtbot.waitUntil(lambda: dialog.progress.isHidden() and dialog.table.isVisible())


def test_a_folder_of_files_is_received_with_one_time_for_all(open_round, qtbot, tmp_path) -> None:
    folder = tmp_path / "dropped"
    for number, name in enumerate(("Ann Ash", "Ben Bell", "Cara Cole")):
        written(folder, f"{name} response.txt", 1499 + number)
    open_round.chosen = folder
    dialog = open_round.run("receive")
    assert dialog.footer.words() == "Add the files first"
    dialog.folder_button.click()
    qtbot.waitUntil(dialog.table.isVisible)
    qtbot.waitUntil(dialog.progress.isHidden)
    assert [row[1] for row in dialog.table.texts.rows] == ["Ann Ash", "Ben Bell", "Cara Cole"]
    assert "1 over the limit of 1,500" in dialog.table.texts.rows[2][3]
    assert dialog.footer.words() == "3 files without a time"

    dialog.all_box.setText("6 July 14:30")
    dialog.record_button.click()

    assert open_round.row("Ann Ash").status == "received"
    assert open_round.group.place("Cara Cole")["responses"][0]["flags"] == ["over"]
    assert open_round.said() == "3 responses received."


def test_a_file_of_nobody_known_waits_for_a_person(open_round, qtbot, tmp_path) -> None:
    dialog = open_round.run("receive")
    read(dialog, qtbot, [written(tmp_path, "essay.txt", 900)])
    dialog.all_box.setText("6 July 2027 09:00")
    assert dialog.footer.words() == "1 file without a person"

    dialog.whose_box.setCurrentIndex(dialog.whose_box.findText("Ben Bell"))
    dialog.whose_box.activated.emit(dialog.whose_box.currentIndex())
    dialog.own_work_box.setChecked(True)
    dialog.record_button.click()

    [response] = open_round.group.place("Ben Bell")["responses"]
    assert response["words"] == 900


def test_a_time_that_is_typed_for_one_file_is_its_own(open_round, qtbot, tmp_path) -> None:
    dialog = open_round.run("receive")
    files = [written(tmp_path, f"{who}.txt", 10 + len(who)) for who in ("Ann Ash", "Ben Bell")]
    read(dialog, qtbot, files)
    dialog.all_box.setText("6 July 2027 09:00")
    dialog.table.selectRow(1)
    QTest.keyClicks(dialog.time_box, "13 July 2027 08:00")
    dialog.time_box.editingFinished.emit()
    dialog.record_button.click()

    flags = [
        open_round.group.place(who)["responses"][0]["flags"] for who in ("Ann Ash", "Ben Bell")
    ]
    assert flags == [[], ["late"]]


def test_what_cannot_be_counted_is_counted_by_hand(open_round, qtbot, tmp_path) -> None:
    scan = tmp_path / "Ann Ash.docx"
    scan.write_bytes(b"no document")
    dialog = open_round.run("receive")
    read(dialog, qtbot, [scan])
    dialog.all_box.setText("6 July 2027 09:00")
    assert dialog.words_box.isVisible()
    dialog.words_box.setValue(1450)
    dialog.record_button.click()

    assert open_round.group.place("Ann Ash")["responses"][0]["words"] == 1450


def test_files_dropped_on_a_person_are_theirs(open_round, qtbot, tmp_path) -> None:
    person = open_round.group.id("Cara Cole")
    open_round.page.files_dropped.emit([written(tmp_path, "essay.txt", 20)], person)
    dialog = open_round.dialog()
    qtbot.waitUntil(dialog.table.isVisible)

    assert dialog.table.texts.rows[0][1] == "Cara Cole"


def test_several_files_are_chosen_by_key_and_a_lost_one_is_named(
    open_round, qtbot, tmp_path
) -> None:
    open_round.chosen = written(tmp_path, "Ann Ash.txt", 20)
    open_round.chosen_beside = [tmp_path / "gone.txt", written(tmp_path, "Ben Bell.txt", 30)]
    dialog = open_round.run("receive")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(dialog.table.texts.rows) == 2)
    qtbot.waitUntil(dialog.progress.isHidden)

    assert open_round.requests[-1].several
    assert [row[1] for row in dialog.table.texts.rows] == ["Ann Ash", "Ben Bell"]
    assert "“gone.txt” cannot be read." in dialog.trouble.words()
    assert dialog.footer.words() == "2 files without a time"


def test_the_window_answers_while_a_file_is_read_and_escape_ends_it(
    open_round, qtbot, tmp_path, monkeypatch
) -> None:
    went_on = threading.Event()

    def slow(group, path):
        return lambda: went_on.wait(20) and ()

    monkeypatch.setattr(open_round.group.office.responses, "reading", slow)
    dialog = open_round.run("receive")
    dialog.add_files([tmp_path / "one.txt", tmp_path / "two.txt"])
    assert dialog.footer.words() == "Reading…"
    assert dialog.progress.text() == "0 of 2 files read"

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: open_round.dialog() is None)
    went_on.set()
    assert open_round.group.place("Ann Ash")["responses"] == []


def test_what_was_recorded_before_is_left_out(open_round, qtbot, tmp_path) -> None:
    for _ in range(2):
        dialog = open_round.run("receive")
        read(dialog, qtbot, [written(tmp_path, "Ann Ash.txt", 20)])
        dialog.all_box.setText("6 July 2027 09:00")
        dialog.record_button.click()

    assert dialog.footer.words() == "All of these are recorded already"
    dialog.done(0)


@pytest.fixture
def handed_in(open_round):
    """All three have handed in, and the window is over."""
    for who in ("Ann Ash", "Ben Bell", "Cara Cole"):
        open_round.group.hand_in(who, "2027-07-06T10:00:00+01:00")
    open_round.group.at(2027, 7, 20)
    return open_round


def test_outcomes_are_typed_by_keys_and_saved_once(handed_in) -> None:
    dialog = handed_in.run("outcomes")
    table = dialog.table
    table.model().setData(table.model().index(0, 1), "Dee Dunn")
    dialog.fill_button.click()
    table.setCurrentIndex(table.model().index(0, 2))
    for key in (Qt.Key.Key_P, Qt.Key.Key_F, Qt.Key.Key_P):
        QTest.keyClick(table, key)
    assert dialog.save_button.text() == "&Save 3 outcomes"
    dialog.save_button.click()

    found = handed_in.group.place("Ben Bell")["outcome"]
    assert (found["marker"], found["marker_outcome"]) == ("Dee Dunn", "failed")
    assert handed_in.row("Ben Bell").outcome == "Marked, not passed"


def test_pasted_lines_are_taken_and_a_wrong_one_is_named(handed_in) -> None:
    dialog = handed_in.run("outcomes")
    QGuiApplication.clipboard().setText("Ann Ash\tDee Dunn\tpassed\nNobody\tDee Dunn\tfailed")
    dialog.paste_button.click()
    assert "Nobody is called “Nobody”" in dialog.trouble.words()

    QGuiApplication.clipboard().setText("Ann Ash\tDee Dunn\tpassed")
    dialog.paste_button.click()

    assert dialog.changed()[0].marker_outcome == "passed"


def test_a_final_outcome_changes_with_a_reason_and_a_second_name(handed_in) -> None:
    for who in ("Ann Ash", "Ben Bell", "Cara Cole"):
        handed_in.group.final(who, "passed")
    dialog = handed_in.run("outcomes")
    assert dialog.boxes["reason"].isHidden()
    dialog.table.setCurrentIndex(dialog.table.model().index(0, 5))
    QTest.keyClick(dialog.table, Qt.Key.Key_F)
    dialog.table.setCurrentIndex(dialog.table.model().index(0, 5))
    assert dialog.boxes["reason"].isVisible()
    dialog.save_button.click()
    assert "give a reason and a second name" in dialog.trouble.words()

    for name, text in (("reason", "A page was missing"), ("second", "Mo Marsh"), ("note", "-")):
        QTest.keyClicks(dialog.boxes[name], text)
    dialog.save_button.click()

    assert handed_in.group.place("Ann Ash")["outcome"]["outcome"] == "failed"


def test_what_is_offered_leaves_out_who_waits_for_the_moderator(handed_in) -> None:
    for who in ("Ann Ash", "Ben Bell", "Cara Cole"):
        handed_in.group.outcome(who, marker="Dee Dunn", marker_outcome="passed")
    group = handed_in.group
    group.office.outcomes.draw(group.group, "r1")
    dialog = handed_in.run("outcomes")
    dialog.offer_button.click()
    dialog.save_button.click()

    rows = group.office.outcomes.table(group.group, "r1")
    assert [row.in_sample for row in rows if not row.outcome] == [True]


def test_office_settings_are_saved_with_a_round_more(office) -> None:
    dialog = office.run("office_settings")
    dialog.percent.setValue(30)
    dialog.lists.setText("PP50, RISE, Ours")
    dialog._add_another()
    dialog.save_button.click()

    settings = office.group.office.settings.view(office.group.group).settings
    assert settings.assessment.sample_percent == 30
    assert settings.money.lists == ("PP50", "RISE", "Ours")
    assert [each.key for each in settings.assessment.rounds] == ["r1", "r2", "r3"]


def test_a_setting_out_of_its_range_is_refused_with_its_name(office) -> None:
    dialog = office.run("office_settings")
    dialog.schedule.setText("1 October")
    dialog.save_button.click()

    assert "schedule_start" in dialog.trouble.words()

"""The shared folder through its real dialog, and the clockwork behind it on a real folder."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.terms import EVENT, NAMES, term_of

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.exchange.folder_presenter import FolderPresenter

pytestmark = pytest.mark.slow

Key = Qt.Key


def press(button) -> None:
    QTest.keyClick(button, Key.Key_Space)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Group 07 on OneDrive"
    made.mkdir()
    return made


def presenter_of(desk) -> FolderPresenter:
    return FolderPresenter(
        parent=desk.window,
        folder=desk.application.shared_folder,
        bus=desk.bus,
        choose_file=desk.choose,
        group=desk.opened,
        period_ms=20,
    )


@pytest.fixture
def presenter(desk, folder: Path) -> FolderPresenter:
    desk.chosen = folder
    return presenter_of(desk)


def words_of(dialog) -> str:
    return dialog.standing.words()


def test_dialog_without_a_folder_offers_to_choose_one_and_nothing_else(desk, presenter) -> None:
    presenter.show_dialog()

    dialog = desk.dialog()
    assert dialog.choose_button.isVisible()
    assert not dialog.stop_button.isVisible()
    assert not dialog.groups.isVisible()
    assert dialog.standing.words() == ""


def test_choosing_a_folder_writes_the_open_group_s_file_and_says_when(
    desk, presenter, folder: Path, qtbot: QtBot
) -> None:
    presenter.show_dialog()
    dialog = desk.dialog()

    press(dialog.choose_button)

    qtbot.waitUntil(lambda: "your file written 13:20" in dialog.groups.item(0).text())
    assert desk.requests[-1].folder
    assert dialog.path.text() == str(folder)
    assert len(list(folder.iterdir())) == 1


def test_group_is_taken_out_and_put_back_by_the_space_key(desk, presenter, qtbot: QtBot) -> None:
    presenter.show_dialog()
    dialog = desk.dialog()
    press(dialog.choose_button)
    dialog.groups.setCurrentRow(0)

    QTest.keyClick(dialog.groups, Key.Key_Space)
    out = desk.application.shared_folder.state().groups[0].is_shared
    QTest.keyClick(dialog.groups, Key.Key_Space)

    assert (out, desk.application.shared_folder.state().groups[0].is_shared) == (False, True)


def test_stopping_forgets_the_folder_and_leaves_the_file(
    desk, presenter, folder: Path, qtbot: QtBot
) -> None:
    presenter.show_dialog()
    dialog = desk.dialog()
    press(dialog.choose_button)
    qtbot.waitUntil(lambda: any(folder.iterdir()))

    press(dialog.stop_button)

    assert desk.application.shared_folder.folder is None
    assert not dialog.stop_button.isVisible()
    assert len(list(folder.iterdir())) == 1


def test_folder_that_vanishes_is_normal_and_comes_back_by_itself(
    desk, presenter, folder: Path, qtbot: QtBot
) -> None:
    presenter.show_dialog()
    dialog = desk.dialog()
    press(dialog.choose_button)
    qtbot.waitUntil(lambda: any(folder.iterdir()))

    folder.rename(folder.with_name("pulled out"))
    qtbot.waitUntil(lambda: "not been reachable since 13:20" in words_of(dialog))
    assert "Everything is kept on this laptop" in words_of(dialog)
    folder.with_name("pulled out").rename(folder)

    qtbot.waitUntil(lambda: "This laptop has everything in it" in words_of(dialog))


def test_foreign_and_damaged_files_are_named_and_left_alone(
    desk, presenter, folder: Path, qtbot: QtBot
) -> None:
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.7")
    (folder / "half.npqsync").write_bytes(b"age-encryption.org/v1\n-> X2")
    presenter.show_dialog()
    dialog = desk.dialog()

    press(dialog.choose_button)

    qtbot.waitUntil(lambda: "half.npqsync" in dialog.notices.toPlainText(), timeout=20_000)
    assert "minutes.pdf" in dialog.notices.toPlainText()
    assert {"minutes.pdf", "half.npqsync"} < {path.name for path in folder.iterdir()}


def test_escape_closes_the_dialog_and_sharing_goes_on(
    desk, presenter, folder: Path, qtbot: QtBot
) -> None:
    presenter.show_dialog()
    dialog = desk.dialog()
    press(dialog.choose_button)

    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Key.Key_Escape)

    qtbot.waitUntil(lambda: any(folder.iterdir()))


def test_a_colleague_s_mark_arrives_without_anybody_asking(
    desk_of, team, tmp_path: Path, folder: Path, qtbot: QtBot
) -> None:
    term = term_of(*team, tmp_path)
    desks = [desk_of(laptop.application) for laptop in term.laptops[:2]]
    for each in desks:
        each.application.shared_folder.choose(folder)
        each.application.shared_folder.share(term.group, on=True)
        presenter_of(each).look()
    said: list[str] = []
    desks[1].bus.said.connect(said.append)
    qtbot.waitUntil(lambda: len(list(folder.iterdir())) == 2)

    term.mark(term.laptops[0], term.people()[0], MarkState.ABSENT)

    def sam_sees() -> MarkState:
        return desks[1].application.register.view(term.group, EVENT).rows[0].state

    qtbot.waitUntil(lambda: sam_sees() is MarkState.ABSENT, timeout=20_000)
    assert any("new change" in words and "Alex" in words for words in said)
    assert not any(name in words for name in NAMES for words in said)
    for each in desks:
        each.application.shared_folder.stop()
    term.close()


def test_the_folder_that_the_school_has_set_can_be_seen_and_not_changed(
    desk, presenter, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.application.shared_folder.choose(folder)
    monkeypatch.setattr(type(desk.application.shared_folder), "is_set_by_school", True)

    presenter.show_dialog()
    dialog = desk.dialog()

    assert dialog.path.text() == f"{folder}\nYour school has set this for everyone on this laptop."
    assert not dialog.choose_button.isEnabled()
    assert not dialog.stop_button.isEnabled()

"""The cohort's files by key: the statement and the table, each said to be not encrypted."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.rows.cohort import Supposed
from npq_desktop.services.cohort.words import route_sentence
from npq_desktop.ui.cohort.actions.file_actions import CohortFileActions
from npq_desktop.ui.cohort.actions.person_actions import PersonActions
from npq_desktop.ui.cohort.actions.statement import statement
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.printing.save_sheet import SaveSheet

pytestmark = pytest.mark.slow

Key, Held = Qt.Key, Qt.KeyboardModifier


@dataclass
class Picker:
    """Picks ``path`` whenever a file is asked for."""

    path: Path
    asked: list[FileRequest] = field(default_factory=list)

    def __call__(self, parent: QWidget, request: FileRequest, chosen) -> None:
        self.asked.append(request)
        chosen(self.path)


@pytest.fixture
def picker(stage, tmp_path: Path) -> Picker:
    """What answers for the file dialog of the actions on ``stage``."""
    made = Picker(tmp_path / "file")
    CohortFileActions(
        tab=stage.tab,
        services=stage.application,
        bus=stage.bus,
        choose_file=made,
        group=stage.opened,
        commands=stage.commands,
    )
    actions = PersonActions(
        parent=stage.tab,
        services=stage.application,
        bus=stage.bus,
        choose_file=made,
        group=stage.opened,
        person=lambda: stage.tab.selected_person() or "",
    )
    stage.commands.bind("statement", actions.ask_statement)
    return made


def dialog(stage) -> SaveSheet:
    return stage.tab.findChild(SaveSheet)


def ask_statement(stage, name: str) -> SaveSheet:
    stage.tab.table.select(stage.id_of(name))
    QTest.keyClick(stage.tab.table, Key.Key_P, Held.ControlModifier)
    return dialog(stage)


def ask_table(stage) -> SaveSheet:
    QTest.keyClick(stage.tab.table, Key.Key_S, Held.ControlModifier | Held.ShiftModifier)
    return dialog(stage)


def test_ctrl_p_saves_the_statement_of_the_selected_person(
    stage, picker: Picker, qtbot: QtBot
) -> None:
    picker.path = picker.path.with_suffix(".pdf")
    sheet = ask_statement(stage, "Umar Farooq")

    QTest.keyClick(sheet.save_button, Key.Key_Return)

    qtbot.waitUntil(lambda: sheet.outcome.isVisible() and not sheet.busy)
    assert picker.path.read_bytes().startswith(b"%PDF-")
    assert picker.asked[0].suggested == "Engagement of Umar Farooq.pdf"
    sheet.reject()


def test_ctrl_shift_s_saves_the_table(stage, picker: Picker, qtbot: QtBot) -> None:
    picker.path = picker.path.with_suffix(".csv")
    sheet = ask_table(stage)
    sheet.kinds.choose(".csv")

    QTest.keyClick(sheet.save_button, Key.Key_Return)

    qtbot.waitUntil(lambda: sheet.outcome.isVisible() and not sheet.busy)
    assert "Umar Farooq" in picker.path.read_text(encoding="utf-8-sig")
    sheet.reject()


@pytest.mark.parametrize("ask", [lambda stage: ask_statement(stage, "Umar Farooq"), ask_table])
def test_every_save_says_that_the_file_is_not_encrypted(stage, picker: Picker, ask) -> None:
    sheet = ask(stage)

    assert sheet.warning.words().startswith("Not encrypted. Anyone with the file can read it.")
    assert not sheet.notes_box.isVisible()
    sheet.reject()


def test_with_nobody_selected_the_statement_says_so(stage, picker: Picker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.bus.said) as said:
        QTest.keyClick(stage.tab.table, Key.Key_P, Held.ControlModifier)

    assert said.args == ["Choose a person first."]
    assert dialog(stage) is None


def test_the_statement_tells_what_is_recorded_and_not_what_is_supposed(stage) -> None:
    person = stage.id_of("Umar Farooq")
    view = stage.application.cohort.person(stage.group, person)
    stage.tab.table.select(person)
    stage.tab.person_panel.supposed.emit(dict.fromkeys(view.can_suppose, Supposed.DONE))
    assert "Trying out, not saved" in stage.tab.person_panel.words()

    paper = statement(stage.application.cohort_files.statement(stage.group, person))

    assert paper.heading == "Engagement of Umar Farooq"
    assert len(paper.rows) == len(view.items)
    assert {row[3] for row in paper.rows} == {item.words for item in view.items}
    sums = [line.words.replace("\n", " ") for line in view.workings]
    assert paper.closing[1].split("\n") == sums
    assert route_sentence(view.row) in paper.lines


def test_the_statement_of_somebody_set_apart_gives_no_figures(stage) -> None:
    person = stage.id_of("Peter Hargreaves")

    paper = statement(stage.application.cohort_files.statement(stage.group, person))

    assert paper.rows == ()
    assert paper.closing[0].startswith("Engagement is not worked out")

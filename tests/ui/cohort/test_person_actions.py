"""Training status and exemptions of the selected person, by key and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.ui.cohort.actions.enrolment_dialog import WITHDRAWN, EnrolmentDialog
from npq_desktop.ui.cohort.actions.exemption_dialog import ExemptionDialog
from npq_desktop.ui.cohort.actions.person_actions import PersonActions

from .conftest import Stage

pytestmark = pytest.mark.slow

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def ask_for_no_file(*_arguments: object) -> None:
    """No file is asked for here."""


@pytest.fixture
def actions(stage: Stage) -> PersonActions:
    made = PersonActions(
        parent=stage.tab,
        services=stage.application,
        bus=stage.bus,
        choose_file=ask_for_no_file,
        group=stage.opened,
        person=lambda: stage.tab.selected_person() or "",
    )
    stage.commands.bind("training_status", made.ask_status)
    stage.commands.bind("exempt", made.ask_exemption)
    stage.tab.table.select(stage.tab.table.first_person())
    stage.tab.table.setFocus()
    return made


def opened(stage: Stage, qtbot: QtBot, key: Qt.Key, kind: type[QDialog]) -> QDialog:
    qtbot.keyClick(stage.tab.table, key, BOTH)
    qtbot.waitUntil(lambda: bool(stage.tab.findChildren(kind)))
    return stage.tab.findChildren(kind)[-1]


def status(stage: Stage, qtbot: QtBot) -> EnrolmentDialog:
    dialog = opened(stage, qtbot, Qt.Key.Key_T, EnrolmentDialog)
    assert isinstance(dialog, EnrolmentDialog)
    return dialog


def test_a_deferral_is_recorded_by_keys(stage: Stage, qtbot: QtBot, actions: PersonActions) -> None:
    person = stage.tab.selected_person()
    dialog = status(stage, qtbot)
    assert not dialog.record_button.isEnabled()

    qtbot.keyClick(dialog.reason_box, Qt.Key.Key_Down)
    assert "24 people in the group count, instead of 25." in dialog.effect.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    rows = stage.application.cohort.view(stage.group).rows
    assert next(row.standing for row in rows if row.person == person) == "deferred"


def test_return_on_a_withdrawal_defers_instead(
    stage: Stage, qtbot: QtBot, actions: PersonActions
) -> None:
    dialog = status(stage, qtbot)

    qtbot.keyClick(dialog.status_box, Qt.Key.Key_Down)
    assert dialog.change().status == WITHDRAWN
    assert "given only once" in dialog.cost.words()
    qtbot.keyClick(dialog.reason_box, Qt.Key.Key_Down)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    assert dialog.change().status == "deferred"
    assert not dialog.cost.isVisible()
    assert stage.application.cohort.view(stage.group).summary["withdrawn"] == 0
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_withdrawal_is_recorded_by_its_own_button(
    stage: Stage, qtbot: QtBot, actions: PersonActions
) -> None:
    dialog = status(stage, qtbot)

    qtbot.keyClick(dialog.status_box, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.reason_box, Qt.Key.Key_Down)
    qtbot.mouseClick(dialog.record_button, Qt.MouseButton.LeftButton)

    assert stage.application.cohort.view(stage.group).summary["withdrawn"] == 1


def test_an_exemption_is_recorded_with_its_reason(
    stage: Stage, qtbot: QtBot, actions: PersonActions
) -> None:
    person = stage.tab.selected_person() or ""
    dialog = opened(stage, qtbot, Qt.Key.Key_X, ExemptionDialog)
    assert isinstance(dialog, ExemptionDialog)
    assert not dialog.record_button.isEnabled()
    assert "21 tasks and events counted. Now 20 count." in dialog.effect.text()

    qtbot.keyClicks(dialog.reason_box, "transfer")
    qtbot.keyClick(dialog.reason_box, Qt.Key.Key_Return)

    assert len(stage.application.exemptions.offer(stage.group, person).exempt) == 1


def test_part_of_an_item_is_credited_in_per_cent(
    stage: Stage, qtbot: QtBot, actions: PersonActions
) -> None:
    dialog = opened(stage, qtbot, Qt.Key.Key_X, ExemptionDialog)
    assert isinstance(dialog, ExemptionDialog)
    assert not dialog.share_box.isVisible()

    qtbot.keyClick(dialog.value_box, Qt.Key.Key_End)
    assert dialog.share_box.isVisible()
    qtbot.keyClick(dialog.share_box, Qt.Key.Key_Up)
    before = dialog.effect.text()
    dialog.share_box.selectAll()
    qtbot.keyClicks(dialog.share_box, "25")

    assert dialog.exemption().credit == (1, 4)
    assert dialog.effect.text() != before
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_nobody_selected_is_said(stage: Stage, actions: PersonActions, qtbot: QtBot) -> None:
    stage.tab.table.clear()

    with qtbot.waitSignal(stage.bus.said) as said:
        stage.commands.bind("training_status", actions.ask_status).trigger()

    assert said.args == ["Choose a person first."]


def arrives(stage: Stage, person: str) -> None:
    """A mark of this person that nobody here has seen yet."""
    register = stage.application.register
    event = next(e.id for e in register.events(stage.group) if not e.marked and e.start)
    register.mark(stage.group, event, person, Mark(MarkState.PRESENT))


def test_a_deferral_is_not_recorded_before_its_effect_is_shown_as_it_is_now(
    stage: Stage, qtbot: QtBot, actions: PersonActions
) -> None:
    person = stage.tab.selected_person()
    dialog = status(stage, qtbot)
    qtbot.keyClick(dialog.reason_box, Qt.Key.Key_Down)
    before = dialog.effect.text()

    arrives(stage, person)
    dialog.record_button.click()

    assert "Someone changed this" in dialog.trouble.words()
    assert dialog.effect.text() != before
    assert not stage.application.core.facts.of(stage.group).enrolments.get(person)
    dialog.reject()


def test_an_exemption_is_not_recorded_before_its_effect_is_shown_as_it_is_now(
    stage: Stage, qtbot: QtBot, actions: PersonActions
) -> None:
    person = stage.tab.selected_person()
    dialog = opened(stage, qtbot, Qt.Key.Key_X, ExemptionDialog)
    dialog.reason_box.setText("transfer")
    before = dialog.effect.text()

    arrives(stage, person)
    dialog.record_button.click()

    assert "Someone changed this" in dialog.trouble.words()
    assert dialog.effect.text() != before
    dialog.reject()

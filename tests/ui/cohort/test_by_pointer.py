"""What the pointer sets off on the Cohort tab, and the pages that are come back to."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from npq_desktop.ui.cohort.views import ENGAGEMENT

pytestmark = pytest.mark.slow


def line_of(table, row: int) -> QPoint:
    return table.visualRect(table.model().index(row, 0)).center()


def test_the_row_under_the_pointer_is_lit_until_it_leaves(stage) -> None:
    table = stage.tab.table
    for row in (1, 3):
        QTest.mouseMove(table.viewport(), line_of(table, row))
        QApplication.processEvents()
        assert table.hovered == row

    QTest.mouseMove(stage.tab.find_box)
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))

    assert table.hovered == -1


def test_a_right_click_offers_what_the_button_about_the_person_does(stage, qtbot) -> None:
    stage.tab.table.select(stage.id_of(stage.names()[0]))
    stage.tab.person_button.offers.addAction("Something")

    stage.tab.table.customContextMenuRequested.emit(line_of(stage.tab.table, 0))

    offers = stage.tab.person_button.offers
    qtbot.waitUntil(offers.isVisible)
    offers.close()


def test_the_route_is_come_back_to_from_its_workings(stage) -> None:
    stage.tab.table.select(stage.id_of(stage.names()[0]))
    panel = stage.tab.person_panel
    panel.route.workings_button.click()
    assert panel.workings.isVisible()

    panel.workings.back.click()

    assert panel.route.isVisible()


def test_a_view_is_brought_to_the_front_by_its_key_and_told(stage) -> None:
    told: list[str] = []
    stage.tab.view_chosen.connect(told.append)

    stage.tab.bring(ENGAGEMENT)

    assert told == [ENGAGEMENT]
    assert stage.tab.views.page().isVisible()


def test_a_group_without_people_offers_to_add_some(stage) -> None:
    asked: list[bool] = []
    stage.tab.roster_requested.connect(lambda: asked.append(True))
    view = stage.application.cohort.view(stage.group)

    stage.tab.show_view(replace(view, rows=(), title="Group 09"))

    [heading, *_] = stage.tab.empty_state.findChildren(QLabel)
    assert heading.text() == "Nobody is in Group 09 yet"
    stage.tab.empty_state.action_requested.emit("roster")
    assert asked == [True]

"""What the pointer sets off on the register: lit rows, menus, reasons and the find box's look."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from support.fake_registers import row

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.table.delegate import Hit, HitKind

pytestmark = pytest.mark.slow


def line_of(table, at: int) -> QPoint:
    return table.visualRect(table.model().index(at, 1)).center()


def test_the_row_under_the_pointer_is_lit_until_it_leaves(show) -> None:
    table = show().tab.table
    for at in (1, 3):
        QTest.mouseMove(table.viewport(), line_of(table, at))
        QApplication.processEvents()
        assert table._delegate.hovered == at

    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))

    assert table._delegate.hovered == -1


def test_a_right_click_opens_the_menu_of_the_row(show, qtbot) -> None:
    tab = show().tab
    tab.row_menu.addAction("Something")

    tab.table.customContextMenuRequested.emit(line_of(tab.table, 0))

    qtbot.waitUntil(tab.row_menu.isVisible)
    tab.row_menu.close()


def test_a_signed_mark_is_changed_from_the_menu_at_its_row(show, qtbot) -> None:
    opened = show(row(1, state=MarkState.PRESENT), row(2))
    chosen: list[tuple[str, object]] = []
    opened.tab.change_chosen.connect(lambda person, state: chosen.append((person, state)))

    opened.tab.table.hit.emit("p1", Hit(HitKind.CHANGE))

    qtbot.waitUntil(opened.tab.change_menu.isVisible)
    actions = {each.text().replace("&", ""): each for each in opened.tab.change_menu.actions()}
    actions["Absent"].trigger()
    opened.tab.change_menu.close()
    assert chosen == [("p1", MarkState.ABSENT)]


def test_a_reason_is_chosen_by_the_mouse(show) -> None:
    opened = show()
    opened.press("r")
    button = opened.tab.reasons.findChildren(QPushButton)[2]

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert opened.service.rows["p1"].reason == button.property("reason")
    assert not opened.tab.reasons.isVisible()


def test_the_find_box_wears_another_palette(show) -> None:
    field = show().tab.find_bar.field
    [sign] = field.actions()
    before = sign.icon().cacheKey()

    palette = QPalette(field.palette())
    palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.black)
    field.setPalette(palette)

    assert sign.icon().cacheKey() != before
    assert field.actions() == [sign]


def test_the_last_events_are_read_out_oldest_first(show) -> None:
    model = show(replace(row(1), dots=(MarkState.PRESENT, MarkState.ABSENT))).tab.table.model()

    texts = [model.index(0, at).data() for at in range(model.columnCount())]

    assert "present, absent" in [str(text).casefold() for text in texts]

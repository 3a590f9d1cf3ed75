"""The pages of a stack: the keyboard goes from one to the next without a stop between."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.page.pages import LaterPage, Pages, TabPage, bring, main_widget

pytestmark = pytest.mark.slow


@pytest.fixture
def stops(qapp: QApplication) -> Iterator[list[str]]:
    names: list[str] = []

    def note(_before: QWidget | None, now: QWidget | None) -> None:
        names.extend([now.objectName()] if now is not None else [])

    qapp.focusChanged.connect(note)
    yield names
    qapp.focusChanged.disconnect(note)


def a_page(parent: QWidget, name: str) -> TabPage:
    page = TabPage(parent)
    column = QVBoxLayout(page)
    for each in ("before", "home"):
        field = QLineEdit(page)
        field.setObjectName(f"{name} {each}")
        column.addWidget(field)
    page.set_home(field)
    return page


def two_pages(qtbot: QtBot) -> tuple[QWidget, Pages, TabPage, LaterPage]:
    window = QWidget()
    qtbot.addWidget(window)
    stack = Pages(window)
    first = a_page(stack, "first")
    second = LaterPage(parent=stack, build=lambda parent: a_page(parent, "second"))
    aside = QLineEdit(window)
    aside.setObjectName("aside")
    column = QVBoxLayout(window)
    column.addWidget(aside)
    column.addWidget(stack)
    for page in (first, second):
        stack.addWidget(page)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window, stack, first, second


def test_the_keyboard_goes_straight_to_the_main_widget(qtbot: QtBot, stops: list[str]) -> None:
    _window, stack, first, second = two_pages(qtbot)
    main_widget(first).setFocus()
    stops.clear()

    bring(stack, second)

    assert stops == ["second home"]
    assert (stack.currentWidget(), first.isVisible()) == (second, False)


def test_a_keyboard_that_is_elsewhere_stays_there(qtbot: QtBot, stops: list[str]) -> None:
    window, stack, _, second = two_pages(qtbot)
    [aside] = [w for w in window.findChildren(QLineEdit) if w.objectName() == "aside"]
    aside.setFocus()
    stops.clear()

    bring(stack, second)

    assert (stops, stack.currentWidget()) == ([], second)

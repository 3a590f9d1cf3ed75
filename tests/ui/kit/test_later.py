"""What is made at the first call, and the page that is filled when it is first shown."""

import gc
import weakref

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.page.pages import LaterPage
from npq_desktop.ui.kit.waiting.later import Later


def test_something_later_is_made_at_the_first_call_with_its_parent_and_then_kept(
    qtbot: QtBot,
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    parents: list[QWidget] = []

    def build(parent: QWidget) -> QObject:
        parents.append(parent)
        return QObject(parent)

    later = Later(window, build)
    assert parents == []

    made = later()

    assert later() is made
    assert parents == [window]


def test_something_that_could_not_be_made_is_tried_again(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answers = iter((OSError("not now"), "made"))

    def build(_parent: QWidget) -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    later = Later(window, build)
    with pytest.raises(OSError, match="not now"):
        later()

    assert later() == "made"


def test_connecting_something_later_does_not_keep_its_window_alive(qtbot: QtBot) -> None:
    gc.disable()

    left = clicked_once()

    gc.enable()
    assert left() is None


def clicked_once() -> "weakref.ref[QWidget]":
    """A window that has made what it needs later, and that nobody holds any more."""
    window = QPushButton()
    later = Later(window, QLabel)
    window.clicked.connect(lambda: later().show())
    window.click()
    return weakref.ref(window)


def test_page_is_built_when_it_is_first_shown_and_only_once(qtbot: QtBot) -> None:
    built: list[QWidget] = []

    def build(page: QWidget) -> QWidget:
        built.append(QLabel("here", page))
        return built[-1]

    page = LaterPage(parent=None, build=build)
    qtbot.addWidget(page)
    assert built == []

    page.show()
    page.hide()
    page.show()

    assert len(built) == 1
    assert built[0].isVisible()

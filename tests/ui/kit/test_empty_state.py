"""A page without rows: it must not keep a window from becoming narrow."""

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.kit.pieces.empty_state import EmptyState

pytestmark = pytest.mark.slow

SENTENCE = "The register of each seminar appears here. Set a group up from a spreadsheet of names."


@pytest.mark.parametrize("is_in_front", [True, False])
def test_a_window_that_was_wide_becomes_narrow_again(qtbot: QtBot, is_in_front: bool) -> None:
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    state, page = EmptyState(pages), QWidget(pages)
    state.tell("No group yet", SENTENCE, (("open", "Open a file…"),))
    pages.addWidget(state)
    pages.addWidget(page)
    pages.show()
    pages.resize(1900, 600)
    qtbot.wait(1)
    pages.setCurrentWidget(state if is_in_front else page)

    pages.resize(400, 600)
    qtbot.wait(1)

    assert pages.width() == 400

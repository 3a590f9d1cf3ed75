from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.kit.pages import LaterPage
from npq_desktop.ui.review.tab import ReviewTab


def test_page_is_built_when_it_is_first_shown_and_only_once(qtbot: QtBot) -> None:
    built: list[QWidget] = []

    def build(page: QWidget) -> QWidget:
        built.append(QLabel("here", page))
        return built[-1]

    page = LaterPage(parent=None, build=build)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    assert built == []

    page.show()
    page.hide()
    page.show()

    assert len(built) == 1
    assert built[0].isVisible()


def test_tabs_nobody_looked_at_are_not_there(example_window: MainWindow) -> None:
    tabs = [example_window.findChild(kind) for kind in (CohortTab, ReviewTab)]

    assert tabs == [None, None]


def test_tab_built_late_shows_the_group_that_is_open(example_window: MainWindow) -> None:
    example_window.show_page(Tab.COHORT)

    tab = example_window.findChild(CohortTab)
    assert tab.table.model().rowCount() > 0

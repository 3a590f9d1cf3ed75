"""The Cohort tab on the example group, with its presenter and the real services."""

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot
from support.menu_commands import commands_on

from npq_desktop.services.application import Application
from npq_desktop.ui.cohort.presenter import CohortPresenter
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.keys.actions import PageCommands


@dataclass
class Stage:
    """The tab on screen with what stands behind it."""

    tab: CohortTab
    presenter: CohortPresenter
    application: Application
    bus: Bus
    group: str
    commands: PageCommands

    def opened(self) -> str:
        """Which group is open, for those who ask."""
        return self.group

    def names(self) -> list[str]:
        """The names shown, top to bottom."""
        shown = self.tab.table.filter
        return [shown.index(at, 0).data() for at in range(shown.rowCount())]

    def id_of(self, name: str) -> str:
        """The person of that name."""
        rows = self.application.cohort.view(self.group).rows
        return next(row.person for row in rows if row.name == name)


@pytest.fixture
def stage(qtbot: QtBot, application: Application, example: str) -> Stage:
    """The tab shown, 1280 wide, with the example group open."""
    tab = CohortTab()
    qtbot.addWidget(tab)
    bus = Bus(tab)
    presenter = CohortPresenter(
        parent=tab,
        tab=tab,
        cohort=application.cohort,
        looks=application.cohort_looks,
        notes=application.person_notes,
        bus=bus,
    )
    commands = commands_on(tab, Tab.COHORT)
    tab.bind(commands)
    tab.resize(1280, 700)
    with qtbot.waitExposed(tab):
        tab.show()
    presenter.show_group(example)
    return Stage(tab, presenter, application, bus, example, commands)

"""A window on a group at its assessment; the group is set up once and copied for each test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from support.assessed import AssessedScene, Prepared, prepared

from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.office.assessment.page import AssessmentPage
from npq_desktop.ui.window import build_window

NAMES = ("Ann Ash", "Ben Bell", "Cara Cole", "Dev Dale")
"""Three of them are at exactly 90%, Dev Dale is at 85%."""


@dataclass
class OfficeWindow:
    """The window with the view Assessment in front; ``chosen`` is the file that is picked next,
    ``chosen_beside`` are picked with it.
    """

    group: AssessedScene
    window: MainWindow = None  # type: ignore[assignment]
    chosen: Path | None = None
    chosen_beside: list[Path] = field(default_factory=list)
    requests: list[FileRequest] = field(default_factory=list)

    @property
    def tab(self) -> CohortTab:
        return self.window.findChild(CohortTab)

    @property
    def page(self) -> AssessmentPage:
        return self.window.findChild(AssessmentPage)

    def choose(self, parent: QWidget, request: FileRequest, chosen: Callable[[Path], None]) -> None:
        self.requests.append(request)
        if self.chosen is not None:
            for path in (self.chosen, *self.chosen_beside):
                chosen(path)

    def run(self, command: str) -> QDialog | None:
        """Give a command of the menus; the answer is the dialog it opened."""
        self.window.commands.action(command).trigger()
        return self.dialog()

    def dialog(self) -> QDialog | None:
        shown = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        return shown[-1] if shown else None

    def select(self, who: str) -> None:
        """Choose somebody in the table."""
        table = self.page.table
        names = [row.name for row in table.people.rows]
        table.setCurrentIndex(table.model().index(names.index(who), 0))

    def row(self, who: str):
        return next(row for row in self.page.table.people.rows if row.name == who)

    def said(self) -> str:
        return self.window.status.said.text()


def _begin(group: AssessedScene) -> None:
    for who in NAMES[:3]:
        group.does(who, 4, 7, 8)
    group.does(NAMES[3], 3, 7, 8)


def _announce(group: AssessedScene) -> None:
    _begin(group)
    group.announce()
    group.announce("r2", date(2027, 8, 30))


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepared(tmp_path_factory.mktemp("begun"), _begin, *NAMES)


@pytest.fixture(scope="session")
def _announced(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepared(tmp_path_factory.mktemp("announced"), _announce, *NAMES)


def _opened(stage: Prepared, folder: Path, qtbot: QtBot) -> Iterator[OfficeWindow]:
    group = stage.opened(folder)
    application = group.scene.application
    application.profile.remember_group(group.group)
    made = OfficeWindow(group)
    made.window = build_window(application, choose_file=made.choose)
    made.window.resize(1366, 744)
    with qtbot.waitExposed(made.window):
        made.window.show()
    made.window.show_page(Tab.COHORT)
    made.window.commands.action("view_assessment").trigger()
    yield made
    made.window.close()
    made.window.deleteLater()
    group.scene.laptop.close()


@pytest.fixture
def open_office(qtbot: QtBot) -> Callable[[Prepared, Path], Iterator[OfficeWindow]]:
    """Opens the window on a copy of a group that was prepared."""
    return lambda stage, folder: _opened(stage, folder, qtbot)


@pytest.fixture
def begun(_begun: Prepared, tmp_path: Path, qtbot: QtBot) -> Iterator[OfficeWindow]:
    """No round has a window yet."""
    yield from _opened(_begun, tmp_path, qtbot)


@pytest.fixture
def office(_announced: Prepared, tmp_path: Path, qtbot: QtBot) -> Iterator[OfficeWindow]:
    """Both rounds are announced, and nobody is decided on."""
    yield from _opened(_announced, tmp_path, qtbot)

"""Windows that several folders of tests need: one with the exchange presenter alone, one whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.screens import Screen

from npq_desktop.services.application import Application
from npq_desktop.ui.exchange.presenter import ExchangePresenter
from npq_desktop.ui.intake import reading_dialog
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import FileRequest
from npq_desktop.ui.window import build_window


@dataclass
class Desk:
    """A laptop's window; ``group`` is the open one, "" for none.

    ``chosen`` is what the person picks next; None is Cancel.
    """

    window: QWidget
    application: Application
    bus: Bus
    group: str = ""
    chosen: Path | None = None
    requests: list[FileRequest] = field(default_factory=list)
    presenter: ExchangePresenter = None  # type: ignore[assignment]

    def opened(self) -> str:
        """Which group is open, for those who ask."""
        return self.group

    def open_group(self, group: str) -> None:
        """Open another group, as the frame of a whole window does."""
        self.group = group

    def choose(self, parent: QWidget, request: FileRequest, chosen: Callable[[Path], None]) -> None:
        """Answer a question for a file."""
        self.requests.append(request)
        if self.chosen is not None:
            chosen(self.chosen)

    def dialog(self) -> QDialog:
        """The dialog in front."""
        return [each for each in self.window.findChildren(QDialog) if each.isVisible()][-1]


@pytest.fixture(autouse=True)
def files_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file is read before the next line of a test, however busy this machine is."""
    monkeypatch.setattr(reading_dialog, "AT_ONCE_SECONDS", 30.0)


@pytest.fixture
def desk_of(qtbot: QtBot) -> Callable[[Application], Desk]:
    """``desk_of(application)``: a window over those services, closed at the end."""

    def make(application: Application) -> Desk:
        window = QWidget()
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        desk = Desk(window, application, Bus(window))
        desk.presenter = ExchangePresenter(
            parent=window,
            groups=application.groups,
            setup=application.setup,
            exchange=application.exchange,
            membership=application.membership,
            claims=application.claims,
            planned_events=application.planned_events,
            schools=application.schools,
            bus=desk.bus,
            today=lambda _: date(2026, 11, 23),
            group=desk.opened,
            choose_file=desk.choose,
        )
        desk.presenter.group_opened.connect(desk.open_group)
        return desk

    return make


@pytest.fixture
def desk(desk_of: Callable[[Application], Desk], application: Application, example: str) -> Desk:
    """The window of the laptop that has the example group, which is open."""
    made = desk_of(application)
    made.group = example
    return made


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Two good people, one line without a name, one column nobody uses."""
    path = tmp_path / "roster.csv"
    path.write_text(
        "Name,Email,TRN,Shoe size\n"
        "Ann Abbott,ann@example.org,1234567,4\n"
        ",nobody@example.org,,5\n"
        "Cerys Ó Brien,,,6\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def screen(alex_with_example: tuple[Laptop, str], qtbot: QtBot) -> Iterator[Screen]:
    """Alex's window with the example group open."""
    alex, group = alex_with_example
    made = Screen(alex, group)
    made.window = build_window(alex.application, choose_file=made.choose)
    with qtbot.waitExposed(made.window):
        made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def noor(
    screen: Screen, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None
) -> Laptop:
    """Noor's laptop, joined to Alex's group, and heard of there."""
    path = tmp_path / "for Noor.npqsync"
    made = screen.application.membership.invite(screen.group, "Noor", "facilitator", path)
    membership = laptop("Noor").application.membership
    membership.join(membership.preview_invitation(path, made.words))
    screen.take_from(laptop("Noor"))
    return laptop("Noor")

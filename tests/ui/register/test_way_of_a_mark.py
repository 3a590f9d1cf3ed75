"""How far one key goes through our own code until it returns: counted, so it cannot flicker."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import npq_desktop
from npq_desktop.rows.register import MarkState
from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.window import build_window

PACKAGE = str(Path(npq_desktop.__file__).parent)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.version_info[:2] != (3, 11),
        reason="other Pythons count comprehensions otherwise",
    ),
]


@dataclass(frozen=True)
class Way:
    """Every call of a function of ours, in order: its file and its name."""

    calls: tuple[tuple[str, str], ...]

    @property
    def files(self) -> int:
        return len({file for file, _ in self.calls})

    @property
    def functions(self) -> int:
        return len(set(self.calls))

    @property
    def changes_of_file(self) -> int:
        return sum(one != other for (one, _), (other, _) in pairwise(self.calls))

    def times(self, name: str) -> int:
        return sum(called == name for _, called in self.calls)


def way_of(act: Callable[[], None]) -> Way:
    calls: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(PACKAGE):
            calls.append((code.co_filename, code.co_qualname))

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return Way(tuple(calls))


@pytest.fixture
def window(qtbot: QtBot, application: Application, example: str) -> Iterator[MainWindow]:
    made = build_window(application)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def way(window: MainWindow) -> Way:
    """That of P on a register which an earlier mark has opened."""
    tab = window.tabs.widget(Tab.REGISTER)
    assert isinstance(tab, RegisterTab)
    QTest.keyClick(tab.table, "p")
    person = tab.table.current_person()

    made = way_of(lambda: QTest.keyClick(tab.table, "p"))

    rows = {row.person: row for row in tab.table.register_model.rows}
    assert rows[person].state is MarkState.PRESENT
    return made


def test_a_mark_passes_few_files_and_functions(way: Way) -> None:
    assert way.files <= 58
    assert way.functions <= 320


def test_a_mark_takes_few_calls_and_seldom_changes_the_file(way: Way) -> None:
    assert len(way.calls) <= 900
    assert way.changes_of_file <= 380


def test_a_mark_is_signed_no_oftener_than_it_must(way: Way) -> None:
    assert way.times("SigningKey.sign") == 1

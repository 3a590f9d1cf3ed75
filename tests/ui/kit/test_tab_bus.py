"""News for a tab nobody looks at waits; news it makes goes out at once."""

import pytest
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.ui.kit.bus import Bus, TabBus


def change(*kinds: str, group: str = "g1") -> Changes:
    return Changes(group, frozenset(kinds), frozenset(kinds))


@pytest.fixture
def tab(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def bus(tab: QWidget) -> Bus:
    return Bus(tab)


@pytest.fixture
def heard(tab: QWidget, bus: Bus) -> TabBus:
    return TabBus(tab=tab, bus=bus)


def collect(signal) -> list:
    got: list = []
    signal.connect(got.append)
    return got


def test_a_tab_in_sight_hears_at_once(tab: QWidget, bus: Bus, heard: TabBus) -> None:
    tab.show()
    got = collect(heard.changed)

    bus.changed.emit(change("mark"))

    assert got == [change("mark")]


def test_a_hidden_tab_hears_everything_together_when_shown(
    tab: QWidget, bus: Bus, heard: TabBus
) -> None:
    got = collect(heard.changed)
    bus.changed.emit(change("mark"))
    bus.changed.emit(change("note"))
    before = list(got)

    tab.show()

    assert before == []
    assert got == [change("mark", "note")]


def test_a_hidden_tab_hears_of_everything_changed_as_everything(
    tab: QWidget, bus: Bus, heard: TabBus
) -> None:
    got = collect(heard.changed)
    bus.changed.emit(change("mark"))
    bus.changed.emit(Changes("g1", EVERYTHING, frozenset()))

    tab.show()

    assert [each.kinds for each in got] == [EVERYTHING]


def test_a_hidden_tab_opens_only_the_last_group_when_shown(tab: QWidget, heard: TabBus) -> None:
    opened = collect(heard.group_opened)
    heard.open_group("g1")
    heard.open_group("g2")

    tab.show()

    assert opened == ["g2"]


def test_what_a_tab_wrote_goes_out_once_and_does_not_come_back(
    tab: QWidget, bus: Bus, heard: TabBus
) -> None:
    tab.show()
    outside, inside = collect(bus.changed), collect(heard.changed)

    heard.changed.emit(change("mark"))

    assert (outside, inside) == ([change("mark")], [change("mark")])


def test_what_a_tab_says_goes_out(bus: Bus, heard: TabBus) -> None:
    failures = collect(bus.failed)

    heard.failed.emit("No.")

    assert failures == ["No."]

"""News for a tab nobody looks at waits; a refusal is carried as its sentence."""

import pytest
from PySide6.QtWidgets import QWidget

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import EVERYTHING, Changes
from npq_desktop.ui.kit.bus import Bus, Hearing


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
def heard(tab: QWidget, bus: Bus) -> Hearing:
    return bus.hearing(tab)


def collect(signal) -> list:
    got: list = []
    signal.connect(got.append)
    return got


def test_a_tab_in_sight_hears_at_once(tab: QWidget, bus: Bus, heard: Hearing) -> None:
    tab.show()
    got = collect(heard.changed)

    bus.changed.emit(change("mark"))

    assert got == [change("mark")]


def test_a_hidden_tab_hears_everything_together_when_shown(
    tab: QWidget, bus: Bus, heard: Hearing
) -> None:
    got = collect(heard.changed)
    bus.changed.emit(change("mark"))
    bus.changed.emit(change("note"))
    before = list(got)

    tab.show()

    assert before == []
    assert got == [change("mark", "note")]


def test_a_hidden_tab_hears_of_everything_changed_as_everything(
    tab: QWidget, bus: Bus, heard: Hearing
) -> None:
    got = collect(heard.changed)
    bus.changed.emit(change("mark"))
    bus.changed.emit(Changes("g1", EVERYTHING, frozenset()))

    tab.show()

    assert [each.kinds for each in got] == [EVERYTHING]


def test_a_hidden_tab_opens_only_the_last_group_when_shown(tab: QWidget, heard: Hearing) -> None:
    opened = collect(heard.group_opened)
    heard.open_group("g1")
    heard.open_group("g2")

    tab.show()

    assert opened == ["g2"]


def test_a_hidden_tab_that_is_to_open_a_group_hears_nothing_that_came_before(
    tab: QWidget, bus: Bus, heard: Hearing
) -> None:
    got = collect(heard.changed)
    bus.changed.emit(change("mark"))
    heard.open_group("g1")
    bus.changed.emit(change("note"))

    tab.show()

    assert got == []


def test_what_a_tab_in_sight_wrote_it_hears_once(tab: QWidget, bus: Bus, heard: Hearing) -> None:
    tab.show()
    inside = collect(heard.changed)

    bus.changed.emit(change("mark"))
    tab.hide()
    tab.show()

    assert inside == [change("mark")]


def test_a_tab_hears_its_groups_apart(tab: QWidget, bus: Bus, heard: Hearing) -> None:
    got = collect(heard.changed)
    bus.changed.emit(change("mark"))
    bus.changed.emit(change("note", group="g2"))

    tab.show()

    assert got == [change("mark"), change("note", group="g2")]


def refuse() -> None:
    raise ServiceError("The event did not run.")


def test_what_is_refused_is_carried_as_its_sentence(bus: Bus) -> None:
    failures = collect(bus.failed)

    assert bus.read(refuse) is None
    assert not bus.attempt(refuse)

    assert failures == ["The event did not run."] * 2


def test_what_goes_through_is_answered_and_carries_nothing(bus: Bus) -> None:
    failures = collect(bus.failed)

    assert bus.read(lambda: 7) == 7
    assert bus.attempt(lambda: None)

    assert failures == []

"""A hub through the window: a link, one question, and marks that travel by themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.hubs import STAGE, TriedHub, sqlite_at, tried_hub
from support.joining import join
from support.journal import author
from support.scenes import PAST, PRESENT, NewScenes, Scene, scenes
from support.screens import hand_over

from npq_desktop.journal.event import Event, Pen
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.exchange.network.hub_lines import HubLines
from npq_desktop.ui import connecting
from npq_desktop.ui.exchange.hub_dialogs import ConnectDialog, HubDialog
from npq_desktop.ui.exchange.hub_presenter import HubPresenter, HubTimes
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.window import build_window

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

QUICK = HubTimes(after_change=20, at_latest=200, regular=60_000, closing=2_000)
LAST = PAST[-1]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[TriedHub]:
    with tried_hub(sqlite_at(tmp_path)) as tried:
        tried.backing.name = "Leeds hub"
        yield tried


def link_of(hub: TriedHub) -> str:
    return f"npqhub:{STAGE.address}#{hub.backing.key.public}.{hub.code()}"


class Network:
    """Lines to the hub that can be cut."""

    def __init__(self) -> None:
        self.cut = False
        self.clients: list[httpx.Client] = []

    def open(self, url: str, _proxy: str) -> httpx.Client:
        client = httpx.Client(base_url=url, trust_env=False, event_hooks={"request": [self._meet]})
        self.clients.append(client)
        return client

    def _meet(self, _request: httpx.Request) -> None:
        if self.cut:
            raise httpx.ConnectError("cut")


@dataclass
class Seat:
    """A laptop's desk with the clockwork behind it."""

    desk: object
    laptop: Laptop
    group: str
    presenter: HubPresenter
    network: Network

    @property
    def application(self):
        return self.laptop.application

    @property
    def chip(self) -> str:
        return self.application.groups.chips.of(self.group).words

    @property
    def panel(self) -> str:
        return "\n".join(self.application.hub_rounds.view(self.group).lines)

    def mark(self, person: str) -> None:
        changes = self.application.register.mark(self.group, LAST, person, PRESENT)
        self.desk.bus.changed.emit(changes)

    def has(self, person: str) -> bool:
        return person in self.application.core.facts.of(self.group).marks(LAST)

    def dialog(self):
        return self.desk.dialog()


@pytest.fixture
def seat_of(desk_of, laptop, hub: TriedHub) -> Iterator[Callable[[Laptop, str], Seat]]:
    made: list[Seat] = []

    def make(laptop: Laptop, group: str) -> Seat:
        application, network = laptop.application, Network()
        desk = desk_of(application)
        desk.group = group
        application.hub_rounds.lines = HubLines(network.open)
        application.groups.chips.live = [application.hub_rounds.chip]
        presenter = HubPresenter(
            parent=desk.window,
            rounds=application.hub_rounds,
            choices=application.hub_choices,
            bus=desk.bus,
            choose_file=desk.choose,
            group=desk.opened,
            title=lambda: "Group 07",
            times=QUICK,
            is_active=lambda: True,
        )
        made.append(Seat(desk, laptop, group, presenter, network))
        return made[-1]

    yield make
    for seat in made:  # what waits at the hub is answered; the window is gone already
        seat.network.cut = True
        for background in (seat.presenter._poll, seat.presenter._runner._background):
            while background._job is not None and not background._job.ended.wait(0.01):
                hub.routes.waiters.heard({seat.group: "over"})
        seat.application.hub_rounds.lines.close()


@pytest.fixture
def group(laptop: Callable[[str], Laptop], new_scenes: NewScenes) -> Scene:
    return scenes(laptop, new_scenes)("Ann", "Ben")


@pytest.fixture
def alex(seat_of, group: Scene) -> Seat:
    return seat_of(group.laptop, group.group)


@pytest.fixture
def connected(alex: Seat, hub: TriedHub, qtbot: QtBot) -> Seat:
    """Alex's desk, whose group travels over the hub."""
    dialog = look(alex, hub, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: alex.chip == "Saved · on Leeds hub")
    return alex


@pytest.fixture
def sam(connected: Seat, seat_of, group: Scene, laptop) -> Seat:
    """Sam's desk, who joined by an invitation of the connected group."""
    return seat_of(join(group.laptop, laptop("Sam"), group.group), group.group)


@pytest.fixture
def both(connected: Seat, sam: Seat, hub: TriedHub, qtbot: QtBot) -> tuple[Seat, Seat]:
    """Both desks, once Sam said yes."""
    sam.presenter.ask_if_new()
    QTest.keyClick(sam.dialog().use_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sam.chip == "Saved · on Leeds hub")
    return connected, sam


def look(alex: Seat, hub: TriedHub, qtbot: QtBot) -> ConnectDialog:
    alex.presenter.show_dialog()
    dialog = alex.dialog()
    QTest.keyClicks(dialog.link_box, link_of(hub))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Connect to Leeds hub" in dialog.go_button.text())
    return dialog


def test_a_link_is_looked_at_before_anything_is_sent(
    alex: Seat, hub: TriedHub, qtbot: QtBot
) -> None:
    dialog = look(alex, hub, qtbot)

    assert dialog.found.words() == "This link leads to “Leeds hub” at 127.0.0.1."
    assert "does not see a participant's name" in dialog.sees.text()
    assert [line["route"] for line in hub.log] == ["hello"]
    assert alex.application.hub_choices.hubs(alex.group) == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://hub.example.org", "This is not a link to a hub."),
        ("npqhub:http://127.0.0.1:1#" + "A" * 43 + "." + "A" * 16, "No connection to The hub"),
    ],
)
def test_a_link_that_leads_nowhere_is_said_and_kept(
    alex: Seat, qtbot: QtBot, typed: str, said: str
) -> None:
    alex.presenter.show_dialog()
    dialog = alex.dialog()
    QTest.keyClicks(dialog.link_box, typed)

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: said in dialog.trouble.words())
    assert dialog.link_box.text() == typed


def test_a_wrong_code_connects_nothing(alex: Seat, hub: TriedHub, qtbot: QtBot) -> None:
    alex.presenter.show_dialog()
    dialog = alex.dialog()
    wrong = link_of(hub).rpartition(".")[0] + "." + "A" * 16
    QTest.keyClicks(dialog.link_box, wrong)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Connect" in dialog.go_button.text())

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "does not take this link" in dialog.trouble.words())
    assert alex.application.hub_choices.hubs(alex.group) == ()


def test_a_file_with_a_link_fills_it_in(
    alex: Seat, hub: TriedHub, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Leeds.npqhub"
    path.write_text(link_of(hub) + "\n")
    alex.desk.presenter.link_found.connect(alex.presenter.open_link)

    alex.desk.presenter.open_file(path)

    qtbot.waitUntil(lambda: "Connect to Leeds hub" in alex.dialog().go_button.text())


def test_one_link_one_question_and_marks_travel_both_ways(
    both: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    alex, sam = both

    alex.mark(group.people["Ann"])
    qtbot.waitUntil(lambda: sam.has(group.people["Ann"]))
    sam.mark(group.people["Ben"])
    qtbot.waitUntil(lambda: alex.has(group.people["Ben"]))

    qtbot.waitUntil(lambda: (alex.chip, sam.chip) == ("Saved · on Leeds hub",) * 2)


def test_a_colleague_is_asked_once_and_may_say_no(
    sam: Seat, hub: TriedHub, group: Scene, qtbot: QtBot
) -> None:
    assert sam.chip == "Saved · answer about a hub"
    sam.presenter.ask_if_new()
    dialog = sam.dialog()
    assert isinstance(dialog, HubDialog)
    assert "set up by Alex" in dialog.standing.words()
    asked = len(hub.log)

    QTest.keyClick(dialog.not_here_button, Qt.Key.Key_Space)
    sam.mark(group.people["Ann"])
    QTest.qWait(60)

    assert "hub" not in sam.chip
    assert sam.application.hub_choices.unanswered(sam.group) is None
    assert not [line for line in hub.log[asked:] if line["key"] == sam_key(sam)[:8]]


def sam_key(sam: Seat) -> str:
    return sam.application.core.identities.key_in(sam.group)


def test_a_cut_cable_is_said_and_what_was_marked_goes_once_it_is_back(
    both: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    alex, sam = both
    alex.network.cut = True

    alex.mark(group.people["Ann"])
    qtbot.waitUntil(lambda: "No connection to Leeds hub since" in alex.panel)
    assert "not sent" in alex.chip
    assert alex.application.hub_rounds.view(alex.group).has_trouble
    alex.network.cut = False
    alex.presenter.sync_now()

    qtbot.waitUntil(lambda: sam.has(group.people["Ann"]))
    qtbot.waitUntil(lambda: alex.chip == "Saved · on Leeds hub")


def test_what_is_left_goes_while_the_program_ends(
    connected: Seat, group: Scene, hub: TriedHub
) -> None:
    connected.mark(group.people["Ann"])
    before = hub.laptop("alex") and len(hub.log)

    connected.presenter._last_try()

    assert "bundle" in [line["route"] for line in hub.log[before:]]


def test_leaving_the_hub_asks_twice_and_ends_it_for_everybody(
    both: tuple[Seat, Seat], qtbot: QtBot
) -> None:
    alex, sam = both
    alex.presenter.show_dialog()
    dialog = alex.dialog()

    QTest.keyClick(dialog.leave_button, Qt.Key.Key_Space)
    assert "No laptop sends this group over Leeds hub any more" in dialog.trouble.words()
    assert alex.application.hub_choices.hubs(alex.group)
    QTest.keyClick(dialog.leave_button, Qt.Key.Key_Space)

    assert alex.application.hub_choices.hubs(alex.group) == ()
    hand_over(alex.laptop, sam.laptop, alex.group)
    assert sam.application.hub_choices.used(sam.group) == ()


def test_removing_takes_the_group_from_the_hub_for_good(
    both: tuple[Seat, Seat], qtbot: QtBot
) -> None:
    alex, sam = both
    alex.presenter.show_dialog()
    dialog = alex.dialog()

    QTest.keyClick(dialog.remove_button, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.remove_button, Qt.Key.Key_Space)

    sam.presenter.sync_now()
    qtbot.waitUntil(lambda: "removed from Leeds hub on purpose" in sam.panel)
    assert sam.chip == "Hub needs a look"
    assert (
        sam.application.hubs.reopening(sam.group, sam.application.hub_choices.hubs(sam.group)[0])
        is None
    )


def test_a_facilitator_neither_leaves_nor_removes(both: tuple[Seat, Seat]) -> None:
    _, sam = both
    sam.presenter.show_dialog()
    dialog = sam.dialog()

    assert dialog.now_button.isVisible()
    assert not dialog.leave_button.isVisible()
    assert not dialog.remove_button.isVisible()


def test_a_proxy_is_an_address_or_refused(alex: Seat) -> None:
    alex.presenter.show_dialog()
    alex.dialog().proxy_button.click()
    dialog = alex.dialog()
    QTest.keyClicks(dialog.proxy_box, "proxy")

    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert "written as http://proxy.example.org:8080" in dialog.trouble.words()
    dialog.proxy_box.setText("http://proxy.school.example:8080")
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert alex.application.hub_choices.proxy == "http://proxy.school.example:8080"


def test_a_start_says_what_the_kept_proof_says(connected: Seat, group: Scene, qtbot: QtBot) -> None:
    connected.mark(group.people["Ann"])
    qtbot.waitUntil(lambda: connected.chip == "Saved · on Leeds hub")

    anew = connected.application.hub_rounds.__class__(
        connected.application.core,
        hubs=connected.application.hubs,
        choices=connected.application.hub_choices,
    )
    connected.application.groups.chips.live = [anew.chip]

    assert connected.chip == "Saved · on Leeds hub"


def test_two_hubs_that_were_connected_at_once_are_each_told_apart(
    connected: Seat, hub: TriedHub, qtbot: QtBot
) -> None:
    """Another coordinator had the group kept elsewhere before hearing of the first hub."""
    connected.presenter._regular.stop()
    group, core = connected.group, connected.application.core
    first = connected.application.hub_choices.hubs(group)[0]
    other = {"url": "https://hub.york.example", "hub": author("york").key, "name": "York hub"}
    entry = beside(connected, other)
    core.facts.forget(core.store.receive(group, [entry], route="file").changes)

    assert connected.chip == "Saved · answer about a hub"
    connected.presenter.ask_if_new()
    dialog = connected.dialog()
    assert "“York hub” (hub.york.example)" in dialog.standing.words()
    QTest.keyClick(dialog.other_button, Qt.Key.Key_Space)
    assert dialog.heading.text() == "Leeds hub"
    QTest.keyClick(dialog.other_button, Qt.Key.Key_Space)
    QTest.keyClick(dialog.not_here_button, Qt.Key.Key_Space)

    assert connected.application.hub_choices.used(group) == (first,)
    qtbot.waitUntil(lambda: connected.chip == "Saved · on Leeds hub")


def test_leaving_one_of_two_hubs_keeps_the_other(connected: Seat) -> None:
    group, core = connected.group, connected.application.core
    first = connected.application.hub_choices.hubs(group)[0]
    other = {"url": "https://hub.york.example", "hub": author("york").key, "name": "York hub"}
    core.facts.forget(core.store.receive(group, [beside(connected, other)], route="file").changes)
    assert len(connected.application.hub_choices.hubs(group)) == 2

    connected.application.hub_rounds.leave(group, first.hub)

    assert [hub.name for hub in connected.application.hub_choices.hubs(group)] == ["York hub"]


def beside(seat: Seat, content: dict[str, str]) -> Event:
    """An entry of this very laptop, written as if it had not known of the hub it has."""
    core = seat.application.core
    events = core.store.events(seat.group)
    own = core.identities.author(seat.group)
    last = max((e for e in events if e.key == own.key), key=lambda e: (e.at, e.seq)).id
    pen = Pen(own, seat.group, last_prev=last)
    return pen.write("relay.set", content, rep=(), at=core.now(seat.group).isoformat())


def test_the_hub_s_time_of_day_is_remembered_for_a_certificate_that_ends(
    connected: Seat, hub: TriedHub
) -> None:
    said = connected.application.hubs.time_at(hub.backing.key.public)

    assert said is not None
    assert said.timestamp() == hub.clock.now


def test_a_hub_that_came_over_the_room_or_a_folder_is_asked_about_at_once(
    laptop: Callable[[str], Laptop], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody opens the group anew only to be asked."""
    monkeypatch.setattr(connecting, "_LOOK_AT_HUB_MS", 1)
    alex, sam = laptop("Alex Morgan"), laptop("Sam")
    group = alex.application.groups.add_example()
    join(alex, sam, group)
    window = build_window(sam.application)
    qtbot.addWidget(window)
    window.show()
    QTest.qWait(50)  # the look after a start is over
    core, place = alex.application.core, {"url": "https://hub.leeds.example", "hub": "A" * 43}
    core.recorder.write(group, [NewEntry("relay.set", {**place, "name": "Leeds hub"})])
    store = sam.application.core.store
    received = store.receive(group, alex.application.core.store.events(group), route="room")
    sam.application.core.facts.forget(received.changes)

    window.findChild(Bus).changed.emit(received.changes)

    def asked() -> list[str]:
        return [each.standing.words() for each in window.findChildren(HubDialog)]

    qtbot.waitUntil(lambda: any("“Leeds hub” (hub.leeds.example)" in each for each in asked()))
    window.close()

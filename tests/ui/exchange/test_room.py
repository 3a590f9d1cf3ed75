"""Two windows in one room: three words or an address, and a mark is on the other screen at once."""

import os
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.applications import Laptop
from support.joining import join
from support.scenes import ABSENT, PAST, PRESENT, NewScenes, Scene, scenes

from npq_desktop.errors import NpqDesktopError
from npq_desktop.services.exchange.network import room_visit
from npq_desktop.services.exchange.network.room_visit import RoomPlace, meet
from npq_desktop.ui.exchange.room_dialogs import JoinRoomDialog
from npq_desktop.ui.exchange.room_invite import RoomInviteDialog
from npq_desktop.ui.exchange.room_presenter import RoomPresenter, addresses_here, own_addresses

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

LAST = PAST[-1]
TIMES = 20 if os.environ.get("NPQ_LONG") else 3


@dataclass
class Seat:
    """A laptop's desk with the room behind it."""

    desk: object
    laptop: Laptop
    group: str
    presenter: RoomPresenter

    @property
    def application(self):
        return self.laptop.application

    @property
    def chip(self) -> str:
        return self.application.groups.chips.of(self.group).words

    def mark(self, person: str, mark=PRESENT) -> None:
        changes = self.application.register.mark(self.group, LAST, person, mark)
        self.desk.bus.changed.emit(changes)

    def shows(self, person: str) -> object:
        rows = self.application.register.view(self.group, LAST).rows
        return next(row.state for row in rows if row.person == person)

    def share(self) -> RoomPlace:
        self.presenter.share("127.0.0.1", ports=(0,))
        server = self.application.rooms.server
        return RoomPlace(server.address, server.port)

    def join(self, typed: str) -> JoinRoomDialog:
        self.presenter.show_join()
        dialog = self.desk.dialog()
        QTest.keyClicks(dialog.words_box, typed)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        return dialog


@pytest.fixture
def group(laptop: Callable[[str], Laptop], new_scenes: NewScenes) -> Scene:
    return scenes(laptop, new_scenes)("Ann", "Ben")


def answer_all(seats: list[Seat]) -> None:
    for seat in seats:
        if (server := seat.application.rooms.server) is not None:
            server.routes.waiters.heard({seat.group: "over"})
            server.backing.serve_next()


@pytest.fixture
def seat_of(desk_of, laptop) -> Iterator[Callable[[Laptop, str], Seat]]:
    made: list[Seat] = []

    def make(on: Laptop, group: str) -> Seat:
        desk = desk_of(on.application)
        desk.group = group
        presenter = RoomPresenter(
            parent=desk.window,
            rooms=on.application.rooms,
            membership=on.application.membership,
            title=lambda: "Example group",
            bus=desk.bus,
            group=desk.opened,
            addresses=lambda: ["127.0.0.1"],
        )
        on.application.groups.chips.live = [on.application.rooms.chip]
        made.append(Seat(desk, on, group, presenter))
        return made[-1]

    yield make
    for seat in made:  # what waits is answered first; the window is gone already
        for background in (seat.presenter._poll, seat.presenter._runner._background):
            while background._job is not None and not background._job.ended.wait(0.01):
                answer_all(made)
    for seat in made:
        server = seat.application.rooms.server
        seat.application.rooms.close()
        if server is not None:
            server._thread.join(5)


@pytest.fixture
def alex(seat_of, group: Scene) -> Seat:
    return seat_of(group.laptop, group.group)


@pytest.fixture
def sam(alex: Seat, seat_of, group: Scene, laptop) -> Seat:
    """Sam's desk, who joined by an invitation and has sent nothing."""
    return seat_of(join(group.laptop, laptop("Sam"), group.group), group.group)


@pytest.fixture
def live(alex: Seat, sam: Seat, qtbot: QtBot) -> tuple[Seat, Seat]:
    place = alex.share()
    sam.join(f"{place.address}:{place.port}")
    qtbot.waitUntil(lambda: alex.chip == "Saved · live with Sam")
    qtbot.waitUntil(lambda: sam.chip == "Saved · live with Alex Morgan")
    return alex, sam


def test_a_mark_is_on_the_other_screen_in_under_two_seconds_both_ways(
    live: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    alex, sam = live
    ann, ben = group.people["Ann"], group.people["Ben"]
    for _ in range(TIMES):
        for giver, taker, person in ((alex, sam, ann), (sam, alex, ben)):
            for mark in (PRESENT, ABSENT):
                giver.mark(person, mark)
                qtbot.waitUntil(
                    lambda t=taker, p=person, m=mark: t.shows(p) is m.state, timeout=2_000
                )

    assert alex.chip == "Saved · live with Sam"


def test_what_a_member_s_laptop_signed_in_the_room_confirms_it(
    live: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    _, sam = live
    sam.mark(group.people["Ann"])

    def rows() -> list[str]:
        view = sam.application.sync_status.view(sam.group)
        return [row.has for row in view.laptops if row.who == "Alex Morgan"]

    qtbot.waitUntil(lambda: rows() == ["everything"])


def test_what_went_over_the_room_stands_in_the_exchange_log_of_both(
    live: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    alex, sam = live
    sam.mark(group.people["Ann"])
    qtbot.waitUntil(lambda: alex.shows(group.people["Ann"]) is PRESENT.state)

    def ways(seat: Seat) -> set[tuple[str, str]]:
        lines = seat.application.store.local.exchanges(seat.group)
        return {
            (one.direction, one.note or one.for_whom[0]) for one in lines if one.route == "room"
        }

    qtbot.waitUntil(lambda: ("out", "Alex Morgan") in ways(sam))
    assert ("in", "Sam") in ways(alex)
    assert "In the room" in "".join(sam.application.sync_status.view(sam.group).routes)


def test_a_laptop_that_sleeps_is_said_and_found_again(
    live: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    alex, sam = live
    server = alex.application.rooms.server
    alex.presenter._serve.stop()
    server.stop()
    server._thread.join(5)

    sam.mark(group.people["Ann"])
    qtbot.waitUntil(lambda: sam.chip == "Saved · Alex Morgan's laptop is away")
    assert sam.shows(group.people["Ann"]) is PRESENT.state
    assert sam.presenter._retry.isActive()


def test_whoever_leaves_the_room_is_in_none_and_the_sharer_goes_on(
    live: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    alex, sam = live
    sam.presenter.show_join()
    dialog = sam.desk.dialog()
    assert dialog.standing.words() == "This laptop is live with Alex Morgan."
    assert not dialog.words_box.isVisible()

    QTest.keyClick(dialog.leave_button, Qt.Key.Key_Space)

    assert sam.application.rooms.visit is None
    assert "live" not in sam.chip
    assert not sam.presenter._retry.isActive()
    place = RoomPlace(alex.application.rooms.server.address, alex.application.rooms.server.port)
    sam.join(f"{place.address}:{place.port}")
    qtbot.waitUntil(lambda: sam.chip == "Saved · live with Alex Morgan")
    alex.mark(group.people["Ann"])
    qtbot.waitUntil(lambda: sam.shows(group.people["Ann"]) is PRESENT.state)


@pytest.mark.parametrize(
    ("leads_out", "offered"),
    [
        ("10.0.0.7", ["10.0.0.7", "169.254.3.4", "192.168.1.20"]),
        ("", ["169.254.3.4", "10.0.0.7", "192.168.1.20"]),
    ],
)
def test_the_address_that_leads_out_is_offered_first(leads_out: str, offered: list[str]) -> None:
    here = ["127.0.0.1", "169.254.3.4", "10.0.0.7", "192.168.1.20"]

    assert own_addresses(lambda: here, lambda: leads_out) == offered


def test_this_laptop_has_addresses() -> None:
    assert "127.0.0.1" in addresses_here()


def test_a_stranger_learns_a_public_key_and_no_name(
    alex: Seat, seat_of, laptop, new_scenes: NewScenes, qtbot: QtBot
) -> None:
    place = alex.share()
    olu = laptop("Olu")
    other = olu.application.groups.add_example()
    stranger = seat_of(olu, other)

    dialog = stranger.join(f"{place.address}:{place.port}")

    qtbot.waitUntil(lambda: "none of your groups" in dialog.trouble.words())
    assert stranger.application.rooms.visit is None


def test_a_group_that_is_not_in_common_is_neither_asked_for_nor_sent(
    live: tuple[Seat, Seat], qtbot: QtBot
) -> None:
    alex, sam = live
    other = sam.application.groups.add_example()
    theirs = alex.application.groups.add_example()

    sam.presenter.begin()
    qtbot.waitUntil(lambda: not sam.presenter._runner.is_busy)

    assert other not in sam.application.rooms.visit.groups
    assert other not in {each.id for each in alex.application.groups.titles()}
    assert theirs not in {each.id for each in sam.application.groups.titles()}


def test_somebody_between_is_refused_before_any_name_is_sent(
    alex: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The greeting names the certificate of the real laptop, not of the one that was met."""
    place = alex.share()
    real = room_visit._certificate_at(place)
    monkeypatch.setattr(room_visit, "_certificate_at", lambda _place: real + b"x")
    monkeypatch.setattr(room_visit, "_trusting", lambda _certificate: trusting(real))

    with pytest.raises(NpqDesktopError, match="No laptop answers there"):
        meet(place)


def trusting(certificate: bytes) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=certificate)
    context.check_hostname = False
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    return context


def test_whoever_was_taken_out_meanwhile_is_told(
    live: tuple[Seat, Seat], group: Scene, qtbot: QtBot
) -> None:
    alex, sam = live
    members = alex.application.members
    row = next(each for each in members.all(alex.group) if each.who == "Sam" and each.laptop)
    failed: list[str] = []
    sam.desk.bus.failed.connect(failed.append)

    alex.desk.bus.changed.emit(members.revoke(alex.group, row))

    qtbot.waitUntil(lambda: any("removed this laptop" in each for each in failed))
    assert sam.application.rooms.visit is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("one two", "You typed 2."),
        ("abandon abandon zebra", "do not fit together"),
        ("127.0.0.1:1", "No laptop answers there"),
    ],
)
def test_words_that_lead_nowhere_are_said(sam: Seat, qtbot: QtBot, typed: str, said: str) -> None:
    dialog = sam.join(typed)

    qtbot.waitUntil(lambda: said in dialog.trouble.words())


def test_the_dialog_says_three_words_and_stops(alex: Seat, monkeypatch) -> None:
    alex.presenter.show_share()
    dialog = alex.desk.dialog()
    share = alex.presenter.share
    monkeypatch.setattr(alex.presenter, "share", lambda at: share(at, ports=(0,)))
    QTest.keyClick(dialog.share_button, Qt.Key.Key_Space)
    server = alex.application.rooms.server
    assert dialog.words.text() == f"127.0.0.1:{server.port}"
    monkeypatch.setattr(server, "address", "192.168.1.20")
    monkeypatch.setattr(server, "port", 47611)
    dialog.refresh()
    assert len(dialog.words.text().split()) == 3
    assert alex.application.rooms.place(dialog.words.text()) == RoomPlace("192.168.1.20", 47611)

    QTest.keyClick(dialog.stop_button, Qt.Key.Key_Space)

    assert alex.application.rooms.server is None
    server._thread.join(5)
    assert not server._thread.is_alive()


def test_both_places_taken_is_said(alex: Seat) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NpqDesktopError, match="other programs use its two places"):
            alex.presenter.share("127.0.0.1", ports=(port, port))


# ---- invitations over the room ------------------------------------------------------------------


@dataclass
class Asked:
    """Alex's dialog with an invitation for Olu, and Olu's, who asks for it."""

    alex: RoomInviteDialog
    olu: JoinRoomDialog
    seat: Seat
    came: list[Path]


@pytest.fixture
def asked(alex: Seat, seat_of, laptop, qtbot: QtBot) -> Asked:
    place = alex.share()
    alex.presenter._invite()
    invite = alex.desk.dialog()
    QTest.keyClicks(invite.name_box, "Olu")
    QTest.keyClick(invite.save_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "No laptop asks" in invite.asked.words(), timeout=30_000)
    olu = seat_of(laptop("Olu"), "")
    came: list[Path] = []
    olu.presenter.invitation_arrived.connect(came.append)
    join = olu.join(f"{place.address}:{place.port}")
    qtbot.waitUntil(invite.give_button.isVisible)
    return Asked(invite, join, olu, came)


def figures(words: str) -> str:
    return next(each for each in re.findall(r"\d{4}", words))


def test_an_invitation_goes_over_the_room_and_opens_with_its_six_words(
    asked: Asked, alex: Seat, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "Your colleague" in asked.olu.trouble.words())
    assert figures(asked.alex.asked.words()) == figures(asked.olu.trouble.words())

    QTest.keyClick(asked.alex.give_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(asked.came))

    membership = asked.seat.application.membership
    preview = membership.preview_invitation(asked.came[0], asked.alex.words.accessibleName())
    assert membership.join(preview) == alex.group
    qtbot.waitUntil(lambda: asked.alex.asked.words() == "The invitation is given.")
    assert alex.application.rooms.offered().is_over


def test_whoever_joined_by_it_is_live_without_typing_the_words_again(
    asked: Asked, alex: Seat, group: Scene, qtbot: QtBot
) -> None:
    QTest.keyClick(asked.alex.give_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(asked.came))
    membership, olu = asked.seat.application.membership, asked.seat
    preview = membership.preview_invitation(asked.came[0], asked.alex.words.accessibleName())
    olu.group = olu.desk.group = membership.join(preview)

    olu.presenter.go_in()

    qtbot.waitUntil(lambda: olu.chip == "Saved · live with Alex Morgan")
    alex.mark(group.people["Ann"])
    qtbot.waitUntil(lambda: olu.shows(group.people["Ann"]) is PRESENT.state)
    olu.mark(group.people["Ben"])
    qtbot.waitUntil(lambda: alex.shows(group.people["Ben"]) is PRESENT.state)


def test_an_invitation_that_is_refused_stays_where_it_is(asked: Asked, qtbot: QtBot) -> None:
    QTest.keyClick(asked.alex.refuse_button, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: "has not given you" in asked.olu.trouble.words())
    assert asked.came == []
    assert not asked.alex.give_button.isVisible()


def test_closing_the_invitation_takes_it_from_the_room(
    asked: Asked, alex: Seat, qtbot: QtBot
) -> None:
    asked.alex.reject()

    qtbot.waitUntil(lambda: "has not given you" in asked.olu.trouble.words())
    assert alex.application.rooms.offered() is None

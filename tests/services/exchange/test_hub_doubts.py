"""Texts at a hub that do not open: asked for again, healed, and said on a second day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.applications import Laptop
from support.hub_seats import HubSeat
from support.hubs import STAGE, HubLaptop, TriedHub, sqlite_at, tried_hub
from support.joining import join
from support.scenes import ABSENT, PAST, PRESENT, MakeScene, Scene
from support.screens import hand_over

from npq_desktop.relay.boxes import epoch_id
from npq_desktop.relay.items import DOUBT, OPEN_KINDS, RelayItem, item_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

LAST = PAST[-1]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[TriedHub]:
    with tried_hub(sqlite_at(tmp_path)) as tried:
        tried.backing.name = "Leeds hub"
        yield tried


@dataclass
class Seat(HubSeat):
    """A laptop at a hub in this process."""

    tried: TriedHub = field(kw_only=True)

    @classmethod
    def of(cls, laptop: Laptop, group: str, hub: TriedHub, **more: object) -> "Seat":
        return cls(laptop, group, hub.backing.key.public, tried=hub, **more)

    def connected(self) -> "Seat":
        self.connect(f"npqhub:{STAGE.address}#{self.hub}.{self.tried.code()}")
        return self

    def member(self) -> HubLaptop:
        """What the laptop might say of its own will."""
        author = self.application.core.identities.author(self.group)
        return HubLaptop(self.tried.http, author).login()


@pytest.fixture
def alex(hub: TriedHub, scene: MakeScene) -> Seat:
    made: Scene = scene("Ann", "Ben")
    seat = Seat.of(made.laptop, made.group, hub, people=made.people).connected()
    made.application.register.mark(made.group, LAST, made.people["Ann"], PRESENT)
    seat.sync()
    return seat


@pytest.fixture
def sam(alex: Seat, laptop: Callable[[str], Laptop]) -> Seat:
    """Sam, who joined by an invitation and has asked the hub for nothing yet."""
    seat = Seat.of(join(alex.laptop, laptop("Sam"), alex.group), alex.group, alex.tried)
    seat.use()
    return seat


def test_texts_open_in_the_pass_that_brings_their_key(
    hub: TriedHub, scene: MakeScene, laptop: Callable[[str], Laptop]
) -> None:
    made = scene("Ann", "Ben")
    sam = Seat.of(join(made.laptop, laptop("Sam"), made.group), made.group, hub)
    hand_over(sam.laptop, made.laptop, made.group)
    alex = Seat.of(made.laptop, made.group, hub).connected()
    hand_over(alex.laptop, sam.laptop, made.group)
    made.application.register.mark(made.group, LAST, made.people["Ann"], PRESENT)
    alex.sync()
    sam.use()

    sam.sync()

    assert alex.events.keys() <= sam.events.keys()
    assert not any(event.is_stripped for event in sam.events.values())


def test_whom_a_colleague_invited_is_handed_keys_once_she_did_not(
    hub: TriedHub, scene: MakeScene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    """Sam, who has no key of the hub yet, invites Kim: Alex waits a while for Sam to hand it on."""
    made = scene("Ann", "Ben")
    seat = Seat.of(made.laptop, made.group, hub)
    sam = join(made.laptop, laptop("Sam"), made.group, "coordinator").application
    hand_over(laptop("Sam"), made.laptop, made.group)
    sam.membership.invite(made.group, "Kim", "facilitator", tmp_path / "for Kim")
    seat.connected().sync()
    handed = keys_by(seat)
    hand_over(laptop("Sam"), made.laptop, made.group)

    seat.sync()
    seat.laptop.clock.move(seconds=59)
    seat.sync()
    assert keys_by(seat) == handed
    seat.laptop.clock.move(minutes=10)
    seat.sync()

    assert keys_by(seat) == handed + 1


def spoil(alex: Seat, epoch: str = "") -> str:
    """Alex's laptop marks Ben, and gives the hub a box that opens to nothing, under the key that
    it writes with or under another; whose entry it is.
    """
    application = alex.laptop.application
    known = set(alex.events)
    application.register.mark(alex.group, LAST, alex.people["Ben"], PRESENT)
    mark = next(e for e in alex.events.values() if e.id not in known and e.kind == "mark.set")
    epoch = epoch or min(application.hubs.keys.of(alex.group))
    line = RelayItem(mark.blanked(), (f"{epoch}.AAAA",)).line()
    rest = [item_of(e).line() for e in alex.events.values() if e.kind in OPEN_KINDS]
    status, said = alex.member().push(alex.group, [*rest, line])
    assert status == 200, said
    return mark.id


def is_asked_for(seat: Seat, mark: str) -> bool:
    """Whether somebody asks the hub for a text again."""
    stream = seat.events[mark].stream
    items = seat.member().page(seat.group, f"?stream={stream}")[1]["items"]
    return any(DOUBT in boxes for header, _, _, _, *boxes in items
               if header == seat.events[mark].header)  # fmt: skip


def keys_by(seat: Seat) -> int:
    """How many times this laptop handed keys on."""
    own = seat.laptop.application.core.identities.key_in(seat.group)
    return sum(e.kind == "relay.key" and e.key == own for e in seat.events.values())


def test_a_spoilt_text_is_asked_for_and_whoever_has_it_sends_it(alex: Seat, sam: Seat) -> None:
    mark = spoil(alex)
    sam.sync()
    assert sam.events[mark].is_stripped
    assert is_asked_for(sam, mark)
    handed = keys_by(alex)

    alex.sync()
    sam.sync()

    assert not sam.events[mark].is_stripped
    assert keys_by(alex) == handed + 1  # its key once more, to everybody
    assert sam.rounds.view(sam.group).needs_action is False


def test_a_text_that_stays_spoilt_is_asked_for_once_a_run(alex: Seat, sam: Seat) -> None:
    """Whoever spoils it does so again: laptops do not quarrel at every pass."""
    mark = spoil(alex)
    sam.sync()
    again(alex, mark)
    alex.laptop.application.register.mark(alex.group, LAST, alex.people["Ann"], ABSENT)
    alex.sync()
    sam.sync()
    assert not is_asked_for(sam, mark)

    sam.restart()
    sam.sync()

    assert is_asked_for(sam, mark)


def again(alex: Seat, mark: str) -> None:
    """The same box as before."""
    epoch = min(alex.laptop.application.hubs.keys.of(alex.group))
    line = RelayItem(alex.events[mark].blanked(), (f"{epoch}.AAAA",)).line()
    assert alex.member().push(alex.group, [line])[0] == 200


def test_a_text_under_a_key_nobody_has_is_asked_for_at_the_next_start(
    alex: Seat, sam: Seat
) -> None:
    mark = spoil(alex, epoch_id(b"nobody's".ljust(32)))
    sam.sync()
    sam.sync()
    assert not is_asked_for(sam, mark)
    assert "cannot be opened yet" in sam.panel

    sam.restart(hours=3)
    sam.sync()
    assert is_asked_for(sam, mark)

    alex.sync()
    sam.sync()
    assert not sam.events[mark].is_stripped


def test_texts_that_do_not_fit_on_two_days_are_said(alex: Seat, sam: Seat) -> None:
    mark = spoil(alex)
    sam.sync()
    assert "not what colleagues wrote" not in sam.panel
    again(alex, mark)
    sam.restart(days=1)

    sam.sync()

    assert (
        "Texts on Leeds hub are not what colleagues wrote. Ask a colleague for a file." in sam.panel
    )
    assert sam.rounds.view(sam.group).needs_action
    alex.sync()
    sam.sync()
    assert "not what colleagues wrote" not in sam.panel

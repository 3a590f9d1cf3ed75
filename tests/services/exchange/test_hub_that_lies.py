"""A hub that says one thing and does another: nothing counts as sent that its summary does not
prove, and what it withholds comes by a file.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.applications import Laptop
from support.hub_seats import HubSeat
from support.hubs import STAGE, TriedHub, sqlite_at, tried_hub
from support.joining import join
from support.scenes import ABSENT, PAST, PRESENT, MakeScene
from support.screens import hand_over

from npq_desktop.relay.backing import GroupSummary, ItemPage, Pushed
from npq_desktop.services.exchange.outgoing import outgoing

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_words")]

LAST = PAST[-1]


@pytest.fixture
def hub(tmp_path: Path):
    with tried_hub(sqlite_at(tmp_path)) as tried:
        yield tried


@pytest.fixture
def alex(hub: TriedHub, scene: MakeScene) -> HubSeat:
    made = scene("Ann", "Ben")
    seat = HubSeat(made.laptop, made.group, hub.backing.key.public, made.people)
    seat.connect(f"npqhub:{STAGE.address}#{seat.hub}.{hub.code()}")
    seat.sync()
    return seat


@pytest.fixture
def sam(alex: HubSeat, laptop: Callable[[str], Laptop]) -> HubSeat:
    seat = HubSeat(join(alex.laptop, laptop("Sam"), alex.group), alex.group, alex.hub)
    seat.use()
    return seat


def mark(seat: HubSeat, person: str) -> None:
    """The first opens the register, too: two changes."""
    seat.application.register.mark(seat.group, LAST, person, PRESENT)


def chip(seat: HubSeat) -> str:
    core = seat.application.core
    facts = core.facts.of(seat.group)
    standing = outgoing(core.store, facts, core.identities.key_in(seat.group))
    return seat.rounds.chip(facts, standing).words


def test_a_push_that_is_only_said_to_be_stored_stays_not_sent(
    alex: HubSeat, hub: TriedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = hub.backing.summary(alex.group).stamp
    monkeypatch.setattr(hub.backing, "push", lambda *_: Pushed(1, 0, 0, 0, stamp, {}))
    mark(alex, alex.people["Ann"])

    alex.sync()
    assert chip(alex) == "Saved · 2 changes not sent"

    monkeypatch.undo()
    alex.sync()
    assert chip(alex) == "Saved · on Leeds hub"


def test_an_older_summary_though_signed_proves_no_more_than_it_says(
    alex: HubSeat, hub: TriedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = hub.backing.summary(alex.group)
    mark(alex, alex.people["Ann"])
    monkeypatch.setattr(hub.backing, "summary", lambda _group: replace(older))

    alex.sync()

    assert chip(alex) == "Saved · 2 changes not sent"


def test_pages_in_another_order_make_no_difference(
    alex: HubSeat, sam: HubSeat, hub: TriedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in alex.people.values():
        mark(alex, person)
    alex.sync()
    honest = hub.backing.page

    def reversed_page(*asked) -> ItemPage:
        page = honest(*asked)
        return replace(page, lines=list(reversed(page.lines)))

    monkeypatch.setattr(hub.backing, "page", reversed_page)
    sam.sync()

    assert alex.events.keys() <= sam.events.keys()
    assert not any(event.is_stripped for event in sam.events.values())


def test_what_a_hub_withholds_comes_by_a_file_and_is_sent_there_again(
    alex: HubSeat, sam: HubSeat, hub: TriedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows Sam the group as it was before the mark."""
    sam.sync()
    alex.sync()
    older = hub.backing.summary(alex.group)
    mark(alex, alex.people["Ann"])
    alex.sync()
    monkeypatch.setattr(hub.backing, "summary", lambda _group: GroupSummary("old", older.streams))
    sam.sync()
    assert not alex.events.keys() <= sam.events.keys()

    hand_over(alex.laptop, sam.laptop, alex.group)
    sam.application.register.mark(sam.group, LAST, alex.people["Ben"], ABSENT)
    sam.sync()

    assert alex.events.keys() <= sam.events.keys()
    monkeypatch.undo()
    for seat in (sam, alex, sam):
        seat.sync()
    assert alex.events.keys() == sam.events.keys()

"""Laptops and a hub: one pass makes both sides equal, whatever was cut, lost or spoilt before."""

import random
from collections.abc import Iterable, Mapping

import httpx
import pytest
from support.hubs import STAGE, TriedHub
from support.journal import Group, author, seed

from npq_desktop.journal.event import Event
from npq_desktop.relay.boxes import close, epoch_id
from npq_desktop.relay.items import item_of
from npq_desktop.sync.hub import HubCaller
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError
from npq_desktop.sync.passes import HubPull, HubPush, pull, push

pytestmark = pytest.mark.slow

KEY = seed("epoch")
KEYS = {epoch_id(KEY): KEY}


class Unreliable(httpx.HTTPTransport):
    """A network that fails now and then, before a request arrives or after it was answered."""

    def __init__(self, draw: random.Random, often: float) -> None:
        super().__init__()
        self._draw = draw
        self.often = often

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._draw.random() < self.often:
            raise httpx.ConnectError("gone")
        reply = super().handle_request(request)
        if self._draw.random() < self.often:
            reply.close()
            raise httpx.ReadError("gone")
        return reply


class Member:
    """A laptop in memory."""

    def __init__(self, hub: TriedHub, name: str, events: Iterable[Event] = ()) -> None:
        self.events = {event.id: event for event in events}
        self.caller = HubCaller(hub.http, hub.backing.key.public, author(name))

    def sync(self, group: str, keys: Mapping[str, bytes] = KEYS) -> tuple[HubPull, HubPush]:
        pulled = pull(self.caller, group, self.events.values(), keys)
        self.take(pulled.events.values())
        return pulled, push(self.caller, group, self.events.values(), KEY, pulled)

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.id not in self.events or event.payload is not None:
                self.events[event.id] = event


@pytest.fixture
def opened(hub: TriedHub, group: Group) -> Member:
    """Olu's laptop, which opened the group at the hub."""
    olu = Member(hub, "olu", group.events)
    olu.caller.open_group(group.events[0], hub.code())
    return olu


def test_two_laptops_end_equal_and_the_summary_proves_it(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    marks = [group.mark("olu", "m1.seminar", f"p{n}", "present", run=n % 12) for n in range(60)]
    opened.take(marks)
    _, sent = opened.sync(group.id)
    assert (sent.sent, sent.left_out) == (len(group.events) - 1, ())
    assert sent.covered == opened.events.keys()

    sam = Member(hub, "sam", group.events[:3])
    pulled, answer = sam.sync(group.id)

    assert sam.events == opened.events
    assert (answer.sent, answer.covered) == (0, sam.events.keys())
    assert (pulled.closed, pulled.doubts) == (set(), set())
    again = sam.sync(group.id)
    assert (again[0].events, again[1].sent) == ({}, 0)


def test_a_newcomer_is_let_in_with_her_own_join(hub: TriedHub, opened: Member) -> None:
    group = Group("another")
    invited = group.invite("olu", "ben")
    olu = Member(hub, "olu", group.events)
    olu.caller.open_group(group.events[0], hub.code())
    olu.sync(group.id)
    join = group.join(invited)
    ben = Member(hub, "ben", group.events)

    _, answer = ben.sync(group.id)

    assert join.id in answer.covered
    olu.sync(group.id)
    assert join.id in olu.events


def test_a_pass_that_was_cut_anywhere_is_begun_again_and_loses_nothing(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    marks = [group.mark("sam", "m1.seminar", f"p{n}", "present") for n in range(10)]
    opened.sync(group.id)
    draw = random.Random(3)
    sam = Member(hub, "sam", group.events[:3])
    sam.take(marks)
    network = Unreliable(draw, 0.3)
    client = httpx.Client(base_url=STAGE.address, transport=network)
    sam.caller = HubCaller(client, hub.backing.key.public, author("sam"))
    cuts = 0
    for _ in range(60):
        try:
            sam.sync(group.id)
        except HubTroubleError as error:
            cuts += error.trouble is HubTrouble.AWAY
    network.often = 0
    _, answer = sam.sync(group.id)
    opened.sync(group.id)
    client.close()

    assert cuts > 10
    assert answer.covered == sam.events.keys()
    assert opened.events == sam.events


def test_a_hub_that_lost_a_week_is_refilled_by_one_pass(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    opened.take([group.mark("olu", "m1.seminar", f"p{n}", "present") for n in range(10)])
    opened.sync(group.id)
    with hub.database.engine.connect() as connection:
        for order in (
            "DELETE FROM item WHERE seq > 4",
            "DELETE FROM box WHERE id NOT IN (SELECT id FROM item)",
            "UPDATE grp SET stamp = 'old', access = 'old'",
        ):
            connection.exec_driver_sql(order)
        connection.commit()

    _, answer = opened.sync(group.id)

    assert answer.sent > 0
    assert answer.covered == opened.events.keys()


def test_an_entry_the_hub_does_not_take_is_left_out_and_the_rest_goes(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    good, bad = (group.mark("olu", "m1.seminar", who, "present") for who in ("a", "b"))
    forged = Event(**{name: getattr(bad, name) for name in bad.__slots__} | {"sig": good.sig})
    opened.take([forged, good])

    _, answer = opened.sync(group.id)

    assert answer.left_out == (bad.id,)
    sam = Member(hub, "sam")
    sam.sync(group.id)
    assert good.id in sam.events
    assert bad.id not in sam.events


def test_texts_under_a_key_that_is_not_here_stay_closed_until_it_comes(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    opened.sync(group.id)
    sam = Member(hub, "sam", group.events[:3])

    pulled, _ = sam.sync(group.id, {})
    assert pulled.closed == {group.events[-1].id}
    assert pulled.doubts == set()
    assert sam.events[group.events[-1].id].is_stripped

    pulled, _ = sam.sync(group.id)
    assert pulled.events.keys() == {group.events[-1].id}
    assert sam.events == opened.events


def test_a_spoilt_text_is_doubted_and_sent_again(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    """The hub, or a member, gave a box that opens to another text."""
    mark = group.events[-1]
    lie = Event(**{n: getattr(mark, n) for n in mark.__slots__} | {"payload": '{"a":1}'})
    spoilt = item_of(mark, close(lie, KEY))
    opened.caller.push(group.id, [each.line() for each in map(item_of, group.events[:3])])
    opened.caller.push(group.id, [spoilt.line()])
    sam = Member(hub, "sam", group.events[:3])

    pulled, _ = sam.sync(group.id)
    assert pulled.doubts == {mark.id}
    push(sam.caller, group.id, sam.events.values(), KEY, pulled, doubts=pulled.doubts)

    _, answer = opened.sync(group.id)
    assert answer.sent == 1
    sam.sync(group.id)
    assert sam.events == opened.events


def test_a_stream_whose_difference_cannot_be_closed_is_left_alone(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    opened.sync(group.id)
    sam = Member(hub, "sam", group.events[:3])
    first = pull(sam.caller, group.id, sam.events.values(), {})
    sam.take(first.events.values())

    again = pull(sam.caller, group.id, sam.events.values(), {}, ignored=first.theirs)

    assert (again.events, again.closed, again.came) == ({}, set(), {})


def test_many_entries_travel_in_parts(hub: TriedHub, opened: Member, group: Group) -> None:
    text = "x" * 60_000
    opened.take(group.write("olu", "note.add", {"id": f"n{n}", "text": text}) for n in range(15))

    _, answer = opened.sync(group.id)

    assert answer.covered == opened.events.keys()
    sam = Member(hub, "sam")
    sam.sync(group.id)
    assert sam.events == opened.events


def test_what_came_between_pull_and_push_is_not_waited_past(
    hub: TriedHub, opened: Member, group: Group
) -> None:
    """Sam pulls, Olu sends, Sam sends: the stamp that Sam then waits for is an older one."""
    opened.sync(group.id)
    sam = Member(hub, "sam", group.events)
    pulled = pull(sam.caller, group.id, sam.events.values(), KEYS)
    opened.take([group.mark("olu", "m1.seminar", "ann", "absent")])
    _, sent = opened.sync(group.id)
    sam.take([group.mark("sam", "m1.seminar", "ben", "present")])

    answer = push(sam.caller, group.id, sam.events.values(), KEY, pulled)

    assert answer.stamp not in {sent.stamp, str(answer.proof.said["stamp"])}
    assert sam.sync(group.id)[1].stamp == str(sam.caller.summary(group.id).said["stamp"])

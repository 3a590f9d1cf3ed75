"""What a laptop reads of a hub, how it waits, removes a group, and what is written about it."""

import json
import threading
import time

import pytest
from support.hubs import KEY, TriedHub, error, lines
from support.journal import Group, author, person, seed

from npq_desktop.relay.boxes import close, epoch_id, opened
from npq_desktop.relay.items import item_of, read_item
from npq_desktop.relay.summaries import streams_of

pytestmark = pytest.mark.slow

MISSING = "ab" * 32

# -- reading --------------------------------------------------------------------------------------


def test_what_was_sent_comes_back_in_order_and_opens(hub: TriedHub, group: Group) -> None:
    hub.opened(group)
    sam = hub.laptop("sam")
    keys = {epoch_id(KEY): KEY}

    found = []
    for stream, places in streams_of(group.events).items():
        status, page = sam.page(group.id, f"?stream={stream}&from=0")
        assert (status, page["stream"], page["from"], page["next"]) == (200, stream, 0, None)
        items = [read_item(json.dumps(parts)) for parts in page["items"]]
        assert [item.event.id for item in items] == [place.id for place in places]
        found += [opened(item.event, item.boxes, keys) or item.event for item in items]

    assert sorted(found, key=lambda e: e.id) == sorted(group.events, key=lambda e: e.id)


def test_pages_go_on_where_the_last_ended(hub: TriedHub, group: Group) -> None:
    notes = [group.write("olu", "note.add", {"id": f"n{n}", "text": "x"}) for n in range(520)]
    olu = hub.opened(Group())
    for first in range(0, len(group.events), 400):
        olu.send(group.id, *group.events[first : first + 400])

    first, second = olu.page(group.id)[1], olu.page(group.id, "?from=500")[1]

    assert (first["stream"], first["next"], len(first["items"])) == (None, 500, 500)
    assert (second["next"], len(second["items"])) == (None, len(group.events) - 500)
    assert olu.page(group.id, "?from=9999")[1]["items"] == []
    assert olu.page(group.id, f"?stream={'ab' * 16}")[1]["items"] == []
    assert len(notes) == 520


def test_a_page_has_a_mebibyte_at_most_and_one_item_at_least(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    long = [
        group.write("olu", "note.add", {"id": f"n{n}", "text": "x" * 60_000}) for n in range(14)
    ]
    olu.send(group.id, *long[:7])
    olu.send(group.id, *long[7:])
    stream = long[0].stream

    page = olu.page(group.id, f"?stream={stream}")[1]

    assert page["next"] is not None
    assert len(olu.last.content) < 1_100_000
    rest = olu.page(group.id, f"?stream={stream}&from={page['next']}")[1]
    assert len(page["items"]) + len(rest["items"]) == len(streams_of(group.events)[stream])


@pytest.mark.parametrize(
    "query", ["?from=-1", "?from=x", "?from=1e3", "?stream=x", "?from=99999999999999999999"]
)
def test_a_page_that_is_none_is_malformed(hub: TriedHub, group: Group, query: str) -> None:
    assert error(hub.opened(group).page(group.id, query)) == (400, "malformed")


def test_a_summary_that_is_known_is_not_said_again(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    stamp = olu.summary(group.id)[1]["stamp"]

    assert "streams" not in olu.summary(group.id, f"?since={stamp}")[1]
    assert "streams" in olu.summary(group.id, "?since=another")[1]
    assert "streams" in olu.summary(group.id, "?since=another&wait=25")[1]
    assert error(olu.summary(group.id, "?since=x&wait=26")) == (400, "malformed")
    assert error(olu.summary(group.id, "?since=x&wait=x")) == (400, "malformed")
    assert olu.summary(group.id)[1]["delete_on"] == "2028-11-29"


def test_a_request_that_waits_hears_of_a_change_at_once(hub: TriedHub, group: Group) -> None:
    olu, sam = hub.opened(group), hub.laptop("sam")
    stamp = sam.summary(group.id)[1]["stamp"]
    heard: list[dict[str, object]] = []
    waiting = threading.Thread(
        target=lambda: heard.append(sam.summary(group.id, f"?since={stamp}&wait=20")[1])
    )
    began = time.monotonic()
    waiting.start()
    while not hub.routes.waiters.groups():
        time.sleep(0.005)
    olu.send(group.id, group.mark("olu", "m1.seminar", "bea", "present"))
    waiting.join(timeout=20)

    assert time.monotonic() - began < 5
    assert heard[0]["stamp"] != stamp
    assert "streams" in heard[0]


def test_long_replies_are_packed_where_that_is_asked_for(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    olu.page(group.id)
    assert olu.last.headers.get("Content-Encoding") == "gzip"

    olu.ask("GET", f"/v1/groups/{group.id}/events", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in olu.last.headers


# -- removing -------------------------------------------------------------------------------------


def test_a_removed_group_stays_closed(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    gone = (410, "removed")
    assert olu.remove(group.id) == (200, {"removed": True})

    assert error(olu.summary(group.id)) == gone
    assert error(olu.push(group.id, lines(group.events))) == gone
    assert error(olu.open(group.events[0], hub.code())) == gone


def test_a_removal_is_signed_for_this_hub(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    target = f"/v1/groups/{group.id}"
    elsewhere = author("olu").sign(b"npq-remove-1\0" + f"{'A' * 43}\n{group.id}".encode())

    assert error(olu.ask("DELETE", target)) == (401, "signature")
    answer = olu.ask("DELETE", target, None, {"NPQ-Signature": elsewhere})
    assert error(answer) == (401, "signature")


def test_health_is_said_to_anybody(hub: TriedHub) -> None:
    assert hub.http.get("/healthz").status_code == 200
    assert hub.http.get("/readyz").status_code == 200
    with hub.database.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE hub SET schema = 99")
        connection.commit()
    assert hub.http.get("/readyz").status_code == 503


def test_the_log_names_nobody(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    olu.token = ""
    olu.summary(group.id)

    text = json.dumps(hub.log)
    for secret in (group.id, author("olu").key, author("sam").key, person("ann"), "olu", "sam"):
        assert secret not in text
    last = hub.log[-1]
    assert (last["route"], last["status"], last["group"]) == ("group", 401, group.id[:8])
    assert "address" in last
    assert all("address" not in line for line in hub.log if line["status"] == 200)


def test_too_many_requests_wait(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    assert error(olu.summary(MISSING)) == (404, "no_such_group")
    (place,) = (each for each in hub.routes.guard._counts if each[0] == "misses")
    hub.routes.guard._counts[place] = 60
    assert error(olu.summary(MISSING)) == (429, "slow_down")
    assert olu.summary(group.id)[0] == 200

    hub.routes.guard._counts["requests", olu.token, int(hub.clock()) // 60] = 1200
    assert error(olu.summary(group.id)) == (429, "slow_down")


def test_a_box_under_another_key_is_kept_beside(hub: TriedHub, group: Group) -> None:
    olu, event, other = hub.opened(group), group.events[-1], seed("other")
    line = item_of(event, close(event, other)).line()

    assert hub.laptop("sam").push(group.id, [line])[0] == 200
    items = olu.page(group.id, f"?stream={event.stream}")[1]["items"]
    mine = next(parts for parts in items if parts[0] == event.header)
    assert mine[4:] == [close(event, KEY), close(event, other)]

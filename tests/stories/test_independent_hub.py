"""A client made from the page on the format alone, against the server ``npq-hub`` in a process of
its own, and beside our own program. ``NPQ_LONG=1`` tries PostgreSQL and three servers of it too.
"""

import json
import os
from contextlib import ExitStack

import pytest
from stories.independent.histories import PEOPLE, Founded
from stories.independent.hub_client import Client, Shelf, closed, epoch_of, handing_on, opened
from stories.independent.reader import read_event
from stories.independent.writer import Pen, canonical, compact, event_id
from support.databases import USUAL, postgres, three_servers, url_of
from support.hub_process import HubProcess

from npq_desktop.sync.hub import HubCaller, HubLink, open_client

__all__ = ["postgres", "three_servers"]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgres")]

MIB = 1024 * 1024


@pytest.fixture(scope="module", params=USUAL)
def hub(request, tmp_path_factory):
    """The server, and a code that opens as many groups as anybody likes."""
    hub = HubProcess(url_of(request, tmp_path_factory.mktemp("hub"))).start()
    hub.open_code = hub.code("--uses", "500")
    yield hub
    hub.stop()


@pytest.fixture
def client(hub):
    """What makes a client for a pen that has said nothing yet."""
    with ExitStack() as ending:

        def make(pen):
            made = Client(hub.url, hub.key, pen)
            ending.callback(made.http.close)
            return made

        yield make


@pytest.fixture
def laptop(client):
    """What logs a pen in."""
    return lambda pen: client(pen).log_in()


@pytest.fixture
def texts():
    """A key that texts are closed with."""
    return os.urandom(32)


@pytest.fixture
def group(hub, laptop, texts):
    """A group by another program, with Sam in it, which its founder had the hub keep."""
    group = Founded("{}")
    group.sam = group.member(group.founder)
    readers = {pen.key: pen.recipient for pen in (group.founder, group.second, group.sam)}
    group.add(group.founder, "relay.key", handing_on({epoch_of(texts): texts}, readers))
    group.mark(group.founder)
    group.mark(group.sam, "absent", person=PEOPLE[1])
    founder = laptop(group.founder)
    assert founder.open(group.lines[0], code=hub.open_code)[0] == 201
    assert founder.push(group.group, [closed(line, texts) for line in group.lines])[0] == 200
    return group


def code_of(answer):
    return answer[0], answer[1].get("error")


# -- what travels ----------------------------------------------------------------------------------


def test_what_one_laptop_sends_another_has_with_its_texts(group, laptop):
    shelf = Shelf(laptop(group.sam), group.group)

    shelf.sync(os.urandom(32))
    shelf.sync()

    assert set(shelf.lines.values()) == set(group.lines)
    assert shelf.sync() == 0


def test_two_laptops_that_both_write_end_equal(group, laptop):
    olive = Shelf(laptop(group.founder), group.group, group.lines)
    sam = Shelf(laptop(group.sam), group.group, group.lines)
    for number in range(700):  # two pages
        pen, shelf = ((group.founder, olive), (group.sam, sam))[number % 2]
        group.mark(pen, person=PEOPLE[number % 4])
        shelf.lines[event_id(group.lines[-1])] = group.lines[-1]

    for shelf in (olive, sam, olive):
        shelf.sync()

    assert olive.lines == sam.lines == {event_id(line): line for line in group.lines}
    assert (olive.sync(), sam.sync()) == (0, 0)


def test_a_text_that_opens_to_nothing_is_doubted_and_comes_again(group, laptop, texts):
    mark = group.lines[-1]
    header, _, _, sig = json.loads(mark)
    sam = laptop(group.sam)
    epoch = epoch_of(texts)
    assert sam.push(group.group, [compact([header, None, None, sig, f"{epoch}.AAAA"])])[0] == 200
    assert sam.push(group.group, [compact([header, None, None, sig, "?"])])[1]["texts"] == 1
    stream = json.loads(header)["stream"]
    assert sam.events(group.group, f"?stream={stream}&from=0")[1]["items"][-1][-1] == "?"

    olive = Shelf(laptop(group.founder), group.group, group.lines)

    assert olive.sync() == 1
    boxes = sam.events(group.group, f"?stream={stream}&from=0")[1]["items"][-1]
    assert "?" not in boxes
    assert opened(boxes, {epoch: texts}) == mark


def test_a_request_that_waits_hears_of_a_change_and_only_of_one(group, laptop):
    sam = laptop(group.sam)
    stamp = sam.summary(group.group)[1]["stamp"]
    unchanged = sam.summary(group.group, f"?since={stamp}&wait=0")[1]
    assert "streams" not in unchanged
    group.mark(group.founder)
    laptop(group.founder).push(group.group, [closed(group.lines[-1], os.urandom(32))])

    said = sam.summary(group.group, f"?since={stamp}&wait=25")[1]

    assert said["stamp"] != stamp
    assert said["streams"]


# -- who may what ----------------------------------------------------------------------------------


@pytest.fixture
def anybody(group, laptop, hub):
    """Everybody who may ask, by what they are to the group."""
    invitation = group.invite(group.founder)
    first, second = group.join(invitation), group.join(invitation)
    out = group.member(group.founder)
    group.add(group.founder, "revoke", {"key": out.key, "keep": []})
    other = Founded("{}")
    founder = laptop(group.founder)
    assert founder.push(group.group, [closed(line, b"k" * 32) for line in group.lines])[0] == 200
    return {
        "root": group.founder, "member": group.sam, "contested": first, "contested too": second,
        "revoked": out, "other": other.founder, "stranger": Pen(),
    }  # fmt: skip


ALLOWED = {
    # what is asked: (summary, events, push of open kinds, push of others, removal)
    "root": ((200, None), (200, None), (200, None), (200, None), (401, "signature")),
    "member": ((200, None), (200, None), (200, None), (200, None), (401, "signature")),
    "contested": ((403, "contested"),) * 2 + ((200, None), (403, "contested"), (403, "contested")),
    "contested too": ((403, "contested"),) * 2
    + ((200, None), (403, "contested"), (403, "contested")),
    "revoked": ((403, "revoked"),) * 5,
    "other": ((404, "no_such_group"),) * 5,
    "stranger": ((404, "no_such_group"),) * 5,
}


def test_each_may_what_the_page_says_and_nothing_else(group, anybody, laptop):
    open_line = group.lines[0]
    mark = next(
        closed(line, b"k" * 32) for line in group.lines if read_event(line).kind == "mark.set"
    )
    found = {}
    for who, pen in anybody.items():
        asker = laptop(pen)
        found[who] = (
            code_of(asker.summary(group.group)),
            code_of(asker.events(group.group)),
            code_of(asker.push(group.group, [open_line])),
            code_of(asker.push(group.group, [mark])),
            code_of(asker.ask("DELETE", f"/v1/groups/{group.group}")),
        )

    assert found == ALLOWED


def test_a_group_that_is_not_there_looks_like_one_that_is_not_ours(group, laptop):
    stranger = laptop(Pen())
    for missing in ("0" * 64, "no-id-at-all"):
        assert stranger.summary(missing) == stranger.summary(group.group)
        assert stranger.events(missing) == stranger.events(group.group)


def test_without_a_session_nothing_is_said(group, hub, client):
    nobody = client(Pen())
    made_up = client(Pen())
    made_up.token = "A" * 43 + ".1900000000.AAAA"
    for asker in (nobody, made_up):
        assert code_of(asker.summary(group.group)) == (401, "session")
        assert code_of(asker.events(group.group)) == (401, "session")
        assert code_of(asker.push(group.group, [])) == (401, "session")
        assert code_of(asker.remove(group.group)) == (401, "session")
        assert code_of(asker.open(group.lines[0], code=hub.open_code)) == (401, "session")


def test_a_session_wants_our_challenge_and_its_own_signature(hub, client):
    pen = Pen()
    asker = client(pen)
    challenge = asker.ask("GET", "/v1/hello")[1]["challenge"]

    def session(challenge, sig):
        said = {"challenge": challenge, "key": pen.key, "sig": sig}
        return code_of(asker.ask("POST", "/v1/session", json.dumps(said)))

    right = pen.sign(b"npq-session-1\0", hub.key + challenge)
    assert session(challenge, right) == (200, None)
    assert session(challenge + "0", right) == (401, "challenge")
    assert session(challenge, pen.sign(b"npq-session-1\0", Pen().key + challenge)) == (
        401,
        "signature",
    )


def test_a_newcomer_comes_in_with_her_own_join(group, laptop, texts):
    invitation = group.invite(group.founder)
    newcomer = group.join(invitation)
    asker = laptop(newcomer)
    assert code_of(asker.push(group.group, [closed(group.lines[-2], texts)])) == (
        404,
        "no_such_group",
    )

    assert asker.push(group.group, group.lines[-2:])[1]["new"] == 2

    assert asker.summary(group.group)[0] == 200


# -- what is refused -------------------------------------------------------------------------------


def unsigned(item):
    return compact([*json.loads(item)[:3], "A" * 86])


def with_text(line):
    return line


def boxed_open(line):
    return compact([*json.loads(line), "a.b"])


@pytest.mark.parametrize(
    ("spoil", "kind", "answer"),
    [
        (unsigned, "mark.set", (422, "unsound")),
        (with_text, "mark.set", (422, "open_text")),
        (boxed_open, "group.start", (422, "boxed")),
        (lambda line: compact([*json.loads(line), "?"]), "group.start", (422, "unsound")),
        (lambda line: compact([*json.loads(line), "a.b", "c.d"]), "mark.set", (422, "unsound")),
        (lambda line: compact(json.loads(line)[:3]), "mark.set", (422, "unsound")),
        (lambda _line: "7", "mark.set", (422, "unsound")),
    ],
    ids=["signature", "open text", "box", "doubt of an open kind", "two boxes", "parts", "number"],
)
def test_one_item_that_is_not_sound_keeps_all_out_and_is_named(
    group, laptop, texts, spoil, kind, answer
):
    line = next(line for line in group.lines if read_event(line).kind == kind)
    group.mark(group.founder)
    fresh = closed(group.lines[-1], texts)
    sam = laptop(group.sam)
    before = sam.summary(group.group)

    said = sam.push(group.group, [fresh, spoil(line)])

    assert (code_of(said), said[1]["item"]) == (answer, 1)
    assert sam.summary(group.group) == before


def test_requests_that_are_not_what_the_page_says_are_refused(group, laptop, hub):
    sam = laptop(group.sam)
    path = f"/v1/groups/{group.group}"

    assert code_of(sam.ask("GET", path, nonce="")) == (400, "nonce")
    assert code_of(sam.ask("GET", path, nonce="short")) == (400, "nonce")
    assert code_of(sam.ask("GET", path + "?wait=26")) == (400, "malformed")
    assert code_of(sam.ask("GET", path + "/events?from=-1")) == (400, "malformed")
    assert code_of(sam.ask("POST", "/v1/session", '{"key":1,"key":2}')) == (400, "malformed")
    assert code_of(sam.ask("GET", "/v1/nothing")) == (404, "unknown")
    assert code_of(sam.ask("PATCH", path)) == (405, "method")
    packed = {"Content-Encoding": "gzip"}
    assert sam.ask("POST", "/v1/session", "{}", **packed)[0] == 415
    assert code_of(sam.push(group.group, [], v=2)) == (426, "newer")
    assert code_of(sam.push(group.group, ["[]"] * 501)) == (413, "too_large")
    assert code_of(sam.push(group.group, [], by=group.founder)) == (401, "signature")


def test_a_body_over_one_mebibyte_is_refused_before_it_is_read(group, laptop):
    sam = laptop(group.sam)

    refused = sam.push(group.group, [canonical("x" * MIB)])

    assert code_of(refused) == (413, "too_large")


# -- opening and removing --------------------------------------------------------------------------


def test_a_group_is_opened_by_a_root_with_a_code_once(group, laptop, hub):
    founded = Founded("{}")
    founder = laptop(founded.founder)
    code = hub.code()
    assert code_of(laptop(Pen()).open(founded.lines[0], code=code)) == (403, "not_root")
    assert code_of(founder.open(founded.lines[0], code="A" * 16)) == (403, "code")
    assert code_of(founder.open(unsigned(founded.lines[0]), code=code)) == (422, "unsound")

    typed = "-".join(code.lower()[at : at + 4] for at in range(0, 16, 4))
    assert founder.open(founded.lines[0], code=typed)[0] == 201

    word = founder.last
    assert founder.open(founded.lines[0], receipt=word)[0] == 200
    forged = word | {"status": 200}
    assert code_of(founder.open(founded.lines[0], receipt=forged)) == (403, "code")
    assert founder.open(founded.lines[0], code=code)[0] == 200  # it is open
    again = Founded("{}")
    assert code_of(laptop(again.founder).open(again.lines[0], code=code)) == (403, "code")


def test_a_removed_group_stays_closed_and_says_so_to_its_members(group, laptop, hub):
    founder = laptop(group.founder)
    assert code_of(laptop(group.sam).remove(group.group)) == (403, "not_root")

    assert founder.remove(group.group) == (200, {"removed": True})

    assert code_of(founder.open(group.lines[0], code=hub.open_code)) == (410, "removed")
    assert code_of(founder.summary(group.group)) == (410, "removed")


# -- beside our own program ------------------------------------------------------------------------


def synced(application, group, hub):
    """One pass of our program, as a window has it done."""
    service, author = application.hubs, application.core.identities.author(group)
    with open_client(hub.url) as client:
        asks = HubCaller(client, hub.key, author)
        if not service.hubs(group):
            link = HubLink(hub.url, hub.key, hub.open_code)
            reply = service.opening(group, link).ask(asks)
            service.connected(group, link, "Leeds hub", reply)
        task = service.begin(group, hub.key)
        pulled = task.ask(asks)
        list(service.take(group, pulled))
        task = service.ready(task)
        return service.note(task, task.send(asks, pulled))


def test_our_program_and_the_other_read_each_other_s_texts(world, hub, laptop):
    """Sam joined with the other program; both only ever meet at the hub."""
    world.give()
    synced(world.application, world.group, hub)
    sam = Shelf(laptop(world.pen), world.group, world.lines)
    sam.sync(os.urandom(32))
    sam.sync()
    held = {event.id: event for event in world.application.store.events(world.group)}
    assert sam.lines.keys() == held.keys()
    assert all(read_event(line).payload_text == held[each].payload
               for each, line in sam.lines.items())  # fmt: skip

    mark = world.write("mark.set", {"event": "m1.seminar", "person": PEOPLE[0], "state": "present"})
    sam.lines[mark] = world.lines[-1]
    assert sam.sync() == 1
    synced(world.application, world.group, hub)

    assert world.application.store.state(world.group).events[mark].payload is not None

"""Every row of the protocol, asked by a laptop that was written from the page alone."""

import json

import pytest
from support.hubs import HubLaptop, TriedHub, error, lines
from support.journal import Group, author, person

from npq_desktop.journal.codec import b64encode, canonical
from npq_desktop.relay.summaries import StreamSummary, streams_of

pytestmark = pytest.mark.slow

MISSING = "ab" * 32


# -- hello and session ----------------------------------------------------------------------------


def test_hello_says_what_the_hub_is(hub: TriedHub) -> None:
    laptop = HubLaptop(hub.http, author("olu"))
    status, said = laptop.ask("GET", "/v1/hello")

    assert status == 200
    assert said.keys() == {"format", "v", "hub", "name", "challenge", "limits", "at"}
    assert (said["format"], said["v"], said["hub"]) == ("npq-hub", [1], hub.backing.key.public)
    assert said["limits"] == {"items": 500, "bytes": 1_048_576, "wait": 25}


@pytest.mark.parametrize("nonce", ["", "AAAA", "A" * 22 + "=", "!" * 22])
def test_a_request_without_a_nonce_is_refused_signed_over_an_empty_one(
    hub: TriedHub, nonce: str
) -> None:
    laptop = hub.laptop("olu")

    assert error(laptop.ask("GET", f"/v1/groups/{MISSING}", nonce=nonce)) == (400, "nonce")


def test_a_session_is_for_whoever_signs_a_fresh_challenge(hub: TriedHub) -> None:
    laptop = HubLaptop(hub.http, author("olu"))
    challenge = laptop.ask("GET", "/v1/hello")[1]["challenge"]

    def asked(challenge: str, by: str = "olu", hub_key: str = laptop.hub) -> tuple[int, object]:
        message = b"npq-session-1\0" + (hub_key + challenge).encode()
        said = {"challenge": challenge, "key": author("olu").key, "sig": author(by).sign(message)}
        return error(laptop.ask("POST", "/v1/session", json.dumps(said).encode()))

    assert asked(challenge) == (200, None)
    assert asked(challenge, by="sam") == (401, "signature")
    assert asked(challenge, hub_key="A" * 43) == (401, "signature")
    assert asked(challenge.replace(".1", ".2", 1)) == (401, "challenge")
    assert asked("made up") == (401, "challenge")
    hub.clock.now += 61
    assert asked(challenge) == (401, "challenge")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"key":1}', b'{"a":1,"a":2}', b"\xff"])
def test_a_session_asked_for_otherwise_is_malformed(hub: TriedHub, body: bytes) -> None:
    laptop = hub.laptop("olu")

    assert error(laptop.ask("POST", "/v1/session", body)) == (400, "malformed")


def test_nothing_of_a_group_is_said_without_a_session(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    for token in ("", "made.up.x", olu.token + "x", f"{olu.author.key}.99999999999.x"):
        olu.token = token
        for answer in (
            olu.summary(group.id),
            olu.page(group.id),
            olu.push(group.id, []),
            olu.open(group.events[0], "x"),
            olu.remove(group.id),
        ):
            assert error(answer) == (401, "session")


def test_a_session_ends_after_a_quarter_of_an_hour(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    hub.clock.now += 899
    assert olu.summary(group.id)[0] == 200

    hub.clock.now += 2
    assert error(olu.summary(group.id)) == (401, "session")


def test_two_sessions_of_one_second_are_counted_apart(hub: TriedHub, group: Group) -> None:
    """A laptop that left and came back is not refused for what its old line still waits for."""
    hub.opened(group)
    first, second = hub.laptop("olu"), hub.laptop("olu")

    with hub.routes.guard.one_of(first.token, waits=True):
        assert second.summary(group.id, "?since=x&wait=1")[0] == 200


def test_a_challenge_is_no_token(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    olu.token = olu.ask("GET", "/v1/hello")[1]["challenge"]

    assert error(olu.summary(group.id)) == (401, "session")


@pytest.mark.parametrize(
    ("method", "target", "answer"),
    [
        ("GET", "/v1/nothing", (404, "unknown")),
        ("GET", "/v2/hello", (404, "unknown")),
        ("GET", f"/v1/groups/{MISSING}/receipt", (404, "unknown")),
        ("POST", "/v1/hello", (405, "method")),
        ("GET", "/v1/session", (405, "method")),
        ("POST", f"/v1/groups/{MISSING}", (405, "method")),
        ("PUT", f"/v1/groups/{MISSING}/events", (405, "method")),
        ("GET", f"/v1/groups/{MISSING}/bundle", (405, "method")),
        ("PATCH", f"/v1/groups/{MISSING}", (405, "method")),
    ],
)
def test_other_addresses_and_methods_are_refused(
    hub: TriedHub, method: str, target: str, answer: tuple[int, str]
) -> None:
    assert error(hub.laptop("olu").ask(method, target)) == answer


# -- opening --------------------------------------------------------------------------------------


def test_a_code_opens_as_many_groups_as_it_says(hub: TriedHub) -> None:
    olu, code = hub.laptop("olu"), hub.code(uses=2)
    starts = [Group(name).events[0] for name in ("a", "b", "c")]
    spelt = (code, "-".join((code[:4], code[4:].lower())), code)

    answers = [olu.open(start, spelt[place]) for place, start in enumerate(starts)]

    assert [error(each) for each in answers] == [(201, None), (201, None), (403, "code")]
    assert answers[0][1].keys() == {"group", "stamp"}
    assert error(olu.open(starts[0], "any")) == (200, None)


def test_a_code_that_is_too_old_opens_nothing(hub: TriedHub, group: Group) -> None:
    code = hub.code(days=1)
    hub.clock.now += 3 * 86_400

    assert error(hub.laptop("olu").open(group.events[0], code)) == (403, "code")


def test_a_group_is_opened_by_a_root(hub: TriedHub, group: Group) -> None:
    assert error(hub.laptop("sam").open(group.events[0], hub.code())) == (403, "not_root")


def test_a_group_is_opened_with_its_start_alone(hub: TriedHub, group: Group) -> None:
    olu, code, start = hub.laptop("olu"), hub.code(), group.events[0]
    header, payload, salt, _ = json.loads(start.line())
    other = Group("other").events[0]

    def asked(said: object, group_id: str = group.id) -> tuple[int, object]:
        return error(olu.ask("PUT", f"/v1/groups/{group_id}", json.dumps(said).encode()))

    unsigned = [header, payload, salt, b64encode(bytes(64))]
    assert asked({"code": code, "start": unsigned}) == (422, "unsound")
    assert asked({"code": code, "start": json.loads(start.blanked().line())}) == (422, "unsound")
    assert asked({"code": code, "start": json.loads(group.events[1].line())}) == (422, "unsound")
    assert asked({"code": code, "start": json.loads(other.line())}) == (400, "malformed")
    assert asked({"code": code}) == (400, "malformed")
    assert asked({"start": json.loads(start.line())}) == (400, "malformed")


def test_wrong_codes_end_with_429_even_for_the_right_one(hub: TriedHub, group: Group) -> None:
    olu = hub.laptop("olu")
    for _ in range(5):
        assert error(olu.open(group.events[0], "wrong")) == (403, "code")

    status, said = olu.open(group.events[0], hub.code())

    assert (status, said["error"]) == (429, "slow_down")
    assert 0 < said["seconds"] <= 600
    hub.clock.now += 600
    olu.login()
    assert olu.open(group.events[0], hub.code())[0] == 201


def test_a_hub_that_lost_a_group_opens_it_by_its_own_signed_word(
    hub: TriedHub, group: Group
) -> None:
    olu = hub.laptop("olu")
    nonce = b64encode(bytes(16))
    said = {"code": hub.code(), "start": json.loads(group.events[0].line())}
    target = f"/v1/groups/{group.id}"
    olu.ask("PUT", target, json.dumps(said).encode(), nonce=nonce)
    receipt = {
        "nonce": nonce,
        "status": 201,
        "body": olu.last.text,
        "signature": olu.last.headers["NPQ-Signature"],
    }
    with hub.database.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM grp")
        connection.exec_driver_sql("DELETE FROM item")
        connection.commit()
    start = said["start"]

    def again(receipt: object) -> tuple[int, object]:
        body = json.dumps({"receipt": receipt, "start": start}).encode()
        return error(olu.ask("PUT", target, body))

    assert again({**receipt, "status": 200}) == (403, "code")
    assert again({**receipt, "nonce": b64encode(bytes(15) + b"x")}) == (403, "code")
    assert again(receipt) == (201, None)


# -- who may what ---------------------------------------------------------------------------------

ROWS = ("summary", "page", "push", "remove", "open")


def answers(hub: TriedHub, who: str, group: Group) -> list[tuple[int, object]]:
    """What somebody hears at every address of a group."""
    laptop = hub.laptop(who)
    mark = group.mark(who, "m1.seminar", "bea", "absent")
    group.events.remove(mark)
    return [
        error(laptop.summary(group.id)),
        error(laptop.page(group.id)),
        error(laptop.push(group.id, lines([mark]))),
        error(laptop.remove(group.id)),
        error(laptop.open(group.events[0], "wrong")),
    ]


def test_a_stranger_hears_the_same_of_a_group_as_of_none(hub: TriedHub, group: Group) -> None:
    hub.opened(group)
    none = (404, "no_such_group")
    elsewhere = Group("elsewhere")
    hub.laptop("eve").open(elsewhere.events[0], hub.code())

    assert answers(hub, "eve", group) == [none, none, none, none, (403, "not_root")]
    eve = hub.laptop("eve")
    for missing in (MISSING, "x", MISSING.upper()):
        assert [error(eve.summary(missing)), error(eve.push(missing, []))] == [none, none]


def test_a_member_may_all_but_open_and_remove(hub: TriedHub, group: Group) -> None:
    hub.opened(group)
    fine = (200, None)

    assert answers(hub, "sam", group) == [fine, fine, fine, (403, "not_root"), (403, "not_root")]


def test_whoever_was_taken_out_may_nothing(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    olu.send(group.id, group.revoke("olu", "sam"))
    out = (403, "revoked")

    assert answers(hub, "sam", group)[:4] == [out] * 4


def test_two_laptops_on_one_invitation_may_tell_of_it_and_no_more(hub: TriedHub) -> None:
    group = Group()
    invited = group.invite("olu", "sam")
    olu = hub.opened(group)
    first, second = group.join(invited), group.join(invited, device="sam@thief")
    olu.send(group.id, first, second)
    contested = (403, "contested")

    assert answers(hub, "sam", group)[:4] == [contested] * 4
    join = hub.laptop("sam").push(group.id, lines([first]))
    assert error(join) == (200, None)

    olu.send(group.id, group.accept("olu", first))
    assert answers(hub, "sam", group)[:3] == [(200, None)] * 3
    assert answers(hub, "sam@thief", group)[:3] == [contested] * 3


def test_whoever_joined_is_taken_with_her_own_join(hub: TriedHub) -> None:
    group = Group()
    invited = group.invite("olu", "sam")
    hub.opened(group)
    join = group.join(invited)
    mark = group.mark("sam", "m1.seminar", "ann", "present")
    sam = hub.laptop("sam")

    assert error(sam.push(group.id, lines([mark]))) == (404, "no_such_group")
    status, said = sam.push(group.id, lines([join, mark]))
    assert (status, said["new"]) == (200, 2)


def test_a_join_without_proof_opens_nothing(hub: TriedHub, group: Group) -> None:
    hub.opened(group)
    invited = group.invite("olu", "ben")
    eve = hub.laptop("eve")
    content = {**(group.join(invited, device="eve").content or {}), "proof": b64encode(bytes(64))}
    false = group.write("eve", "join", content)
    none = (404, "no_such_group")

    for sent in ([false], [invited.event, false]):
        assert error(eve.push(group.id, lines(sent))) == none
    assert error(eve.push(group.id, [*lines([false]), "[1]"])) == none
    assert error(eve.push(MISSING, lines([false]))) == none


# -- pushing --------------------------------------------------------------------------------------


def test_a_push_is_counted_and_summed_up(hub: TriedHub, group: Group) -> None:
    olu = hub.laptop("olu")
    olu.open(group.events[0], hub.code())

    first = olu.send(group.id, *group.events, *group.events[-1:])
    again = olu.send(group.id, *group.events)

    assert (first["new"], first["had"], first["texts"], first["erased"]) == (
        len(group.events) - 1,
        1,
        0,
        0,
    )
    assert (again["new"], again["had"], again["stamp"]) == (0, len(group.events), first["stamp"])
    expected = {
        stream: StreamSummary.of(places).as_list()
        for stream, places in streams_of(group.events).items()
    }
    assert again["streams"] == expected == olu.summary(group.id)[1]["streams"]


def test_a_push_is_signed_by_the_session_for_this_hub_and_group(
    hub: TriedHub, group: Group
) -> None:
    olu = hub.opened(group)
    body = f'{{"format":"npq-relay","v":1,"group":"{group.id}","items":[]}}'.encode()

    assert olu.push_body(group.id, body)[0] == 200
    assert error(olu.push_body(group.id, body, by=author("sam"))) == (401, "signature")
    olu.hub, hub_key = "A" * 43, olu.hub
    with pytest.raises(AssertionError):  # the reply is by the real one
        olu.push_body(group.id, body)
    olu.hub = hub_key
    assert olu.last.status_code == 401


def bundle(group: str, items: str = "", **changed: object) -> bytes:
    said = {"format": "npq-relay", "v": 1, "group": group} | changed
    return (canonical(said)[:-1] + f',"items":[{items}]}}').encode()


def test_what_is_no_bundle_of_this_group_is_malformed(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    whole = bundle(group.id)
    for body in (
        b"", b"[]", whole[:-1], whole + b"x", bundle(MISSING), bundle(group.id, format="x"),
        bundle(group.id, v="1"), bundle(group.id, more=1), bundle(group.id, v=True),
        whole.replace(b'"items":[]', b'"items":{}'), bundle(group.id, "[[[[1]]]]"),
        bundle(group.id, "1.5"), bundle(group.id, '{"a":1,"a":2}'), b"\xff",
    ):  # fmt: skip
        assert error(olu.push_body(group.id, body)) == (400, "malformed"), body
    assert error(olu.push_body(group.id, bundle(group.id, v=2))) == (426, "newer")


def test_one_unsound_item_stores_nothing_and_its_place_is_said(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    new = group.mark("olu", "m1.seminar", "bea", "absent")
    before = olu.summary(group.id)[1]
    fine, open_text = lines([new])[0], new.line()
    start = json.loads(group.events[0].line())
    cases = {
        "[1]": "unsound",
        fine[:-2] + '?"]': "unsound",
        open_text: "open_text",
        canonical([*start, "a.b"]): "boxed",
        canonical([*start, "?"]): "unsound",
        lines([Group("other").events[0]])[0]: "unsound",
    }

    for line, code in cases.items():
        status, said = olu.push(group.id, [fine, line])
        assert (status, said["error"], said["item"]) == (422, code, 1), line
    assert olu.summary(group.id)[1] == before


def test_a_push_too_large_is_refused(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    line = lines(group.events[-1:])[0]

    assert olu.push(group.id, [line] * 500)[0] == 200
    assert error(olu.push(group.id, [line] * 501)) == (413, "too_large")
    assert error(olu.push_body(group.id, b" " * 1_048_577)) == (413, "too_large")


def test_a_packed_request_is_not_taken(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    asked = olu.ask("POST", f"/v1/groups/{group.id}/bundle", b"x", {"Content-Encoding": "gzip"})

    assert error(asked) == (415, "packed")


def test_nesting_without_end_is_malformed(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)

    body = b"[" * 100_000
    assert error(olu.push_body(group.id, body)) == (400, "malformed")
    assert error(olu.ask("POST", "/v1/session", body)) == (400, "malformed")


def test_held_entries_travel_too(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    proposal = group.write("sam", "exemption.set", {
        "person": person("ann"), "item": "m1.seminar", "value": "excused",
    })  # fmt: skip
    stranger = group.mark("nobody", "m1.seminar", "ann", "absent")

    assert olu.send(group.id, proposal, stranger)["new"] == 2

"""What is believed of a hub's answers, and what each trouble is called."""

import gzip
import json
import ssl
from collections.abc import Callable

import httpx
import pytest
from support.journal import Group, author

from npq_desktop.journal.keys import SigningKey
from npq_desktop.relay.replies import reply_holds, reply_message
from npq_desktop.sync.hub import (
    HubCaller,
    HubLinkError,
    is_safe_url,
    kept_receipt,
    open_client,
    read_link,
)
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError

HUB = SigningKey(bytes([9]) * 32)
Answer = Callable[[httpx.Request], httpx.Response]
GROUP = Group()
FINE = {"hello": {"v": [1], "challenge": "c"}, "session": {"token": "t"}}


def signed(
    request: httpx.Request,
    said: object,
    status: int = 200,
    *,
    key: SigningKey = HUB,
    nonce: str | None = None,
) -> httpx.Response:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    target = request.url.raw_path.decode()
    nonce = request.headers["NPQ-Nonce"] if nonce is None else nonce
    message = reply_message(nonce, request.method, target, status, body)
    return httpx.Response(status, content=body, headers={"NPQ-Signature": key.sign(message)})


def asked(answer: Answer) -> HubCaller:
    """A laptop whose every request about a group gets this answer."""

    def route(request: httpx.Request) -> httpx.Response:
        fine = FINE.get(request.url.path.rpartition("/")[2])
        return answer(request) if fine is None else signed(request, fine)

    client = httpx.Client(base_url="https://hub.example", transport=httpx.MockTransport(route))
    return HubCaller(client, HUB.public, author("olu"))


def trouble(answer: Answer) -> HubTrouble:
    with pytest.raises(HubTroubleError) as caught:
        asked(answer).summary(GROUP.id)
    return caught.value.trouble


def raising(error: Exception) -> Answer:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return answer


def of_certificate(words: str) -> Exception:
    error = httpx.ConnectError("certificate")
    error.__cause__ = ssl.SSLCertVerificationError(1, f"certificate verify failed: {words}")
    return error


STREAMS = {"group": GROUP.id, "stamp": "s", "streams": {}, "delete_on": None}


def test_a_signed_reply_is_believed_and_proves_itself_later() -> None:
    reply = asked(lambda request: signed(request, STREAMS)).summary(GROUP.id, since="x", wait=5)

    assert reply.said == STREAMS
    kept = json.loads(reply.receipt())
    assert kept["target"] == f"/v1/groups/{GROUP.id}?since=x&wait=5"
    assert reply_holds(
        HUB.public,
        kept["signature"],
        nonce=kept["nonce"],
        method="GET",
        target=kept["target"],
        status=kept["status"],
        body=kept["body"].encode(),
    )
    assert kept_receipt(reply.receipt()).keys() == {"nonce", "status", "body", "signature"}
    assert kept_receipt("x") == kept_receipt("[]") == kept_receipt("{}") == {}


@pytest.mark.parametrize(
    "answer",
    [
        lambda r: httpx.Response(200, json=STREAMS),
        lambda r: httpx.Response(404, json={"error": "no_such_group"}),
        lambda r: httpx.Response(403, json={"error": "revoked"}),
        lambda r: httpx.Response(200, text="<html>Sign in</html>"),
        lambda r: httpx.Response(302, headers={"Location": "https://hub.example/"}),
        lambda r: httpx.Response(413),
        lambda r: signed(r, STREAMS, key=SigningKey(bytes([8]) * 32)),
        lambda r: signed(r, STREAMS, nonce="A" * 22),
        lambda r: httpx.Response(404, headers=signed(r, STREAMS).headers, json=STREAMS),
        lambda r: httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"no"),
    ],
    ids=[
        "unsigned", "404", "403", "html", "redirect", "413", "other key", "replayed", "status",
        "not packed",
    ],
)  # fmt: skip
def test_a_reply_that_our_hub_did_not_sign_means_nothing(answer: Answer) -> None:
    assert trouble(answer) is HubTrouble.FOREIGN


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (raising(httpx.ConnectError("no route")), HubTrouble.AWAY),
        (raising(httpx.ReadTimeout("slow")), HubTrouble.AWAY),
        (raising(httpx.RemoteProtocolError("cut")), HubTrouble.AWAY),
        (lambda r: httpx.Response(503), HubTrouble.AWAY),
        (lambda r: httpx.Response(408), HubTrouble.AWAY),
        (lambda r: httpx.Response(507), HubTrouble.AWAY),
        (lambda r: httpx.Response(407), HubTrouble.PROXY),
        (raising(httpx.ProxyError("407 Proxy Authentication")), HubTrouble.PROXY),
        (raising(httpx.ProxyError("503")), HubTrouble.AWAY),
        (raising(of_certificate("Hostname mismatch")), HubTrouble.NAME),
        (raising(of_certificate("“x” certificate name does not match input")), HubTrouble.NAME),
        (raising(of_certificate("not within its validity period")), HubTrouble.TIME),
        (raising(of_certificate("unable to get local issuer")), HubTrouble.CERTIFICATE),
        (raising(of_certificate("certificate has expired")), HubTrouble.TIME),
        (raising(of_certificate("certificate is not yet valid")), HubTrouble.TIME),
        (lambda r: signed(r, {"error": "revoked"}, 403), HubTrouble.REVOKED),
        (lambda r: signed(r, {"error": "contested"}, 403), HubTrouble.CONTESTED),
        (lambda r: signed(r, {"error": "no_such_group"}, 404), HubTrouble.NO_GROUP),
        (lambda r: signed(r, {"error": "removed"}, 410), HubTrouble.REMOVED),
        (lambda r: signed(r, {"error": "newer"}, 426), HubTrouble.NEWER),
        (lambda r: signed(r, {"error": "slow_down", "seconds": 7}, 429), HubTrouble.SLOW),
        (lambda r: signed(r, {"error": "full"}, 507), HubTrouble.FULL),
        (lambda r: signed(r, {"error": "later"}, 400), HubTrouble.REFUSED),
        (lambda r: signed(r, {"error": "session"}, 401), HubTrouble.AWAY),
        (lambda r: signed(r, b"[]"), HubTrouble.REFUSED),
        (lambda r: signed(r, b"{"), HubTrouble.REFUSED),
    ],
)
def test_each_trouble_has_its_name(answer: Answer, expected: HubTrouble) -> None:
    assert trouble(answer) is expected


def test_a_hub_says_how_long_to_wait_and_which_item() -> None:
    with pytest.raises(HubTroubleError) as caught:
        asked(lambda r: signed(r, {"error": "slow_down", "seconds": 7}, 429)).summary(GROUP.id)
    assert caught.value.seconds == 7
    with pytest.raises(HubTroubleError) as caught:
        asked(lambda r: signed(r, {"error": "boxed", "item": 3}, 422)).push(GROUP.id, [])
    assert (caught.value.trouble, caught.value.item) == (HubTrouble.UNSOUND, 3)


def test_a_reply_that_unpacks_without_end_is_cut() -> None:
    packed = gzip.compress(bytes(17 * 1024 * 1024))

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=packed)

    assert trouble(answer) is HubTrouble.FOREIGN


def test_a_line_that_was_closed_meanwhile_is_no_fault() -> None:
    """Somebody left the room, or the program ends, while a request is under way."""
    client = httpx.Client(base_url="https://hub.example")
    client.close()

    with pytest.raises(HubTroubleError) as caught:
        HubCaller(client, HUB.public, author("olu")).hello()

    assert caught.value.trouble is HubTrouble.AWAY


def test_a_hub_that_speaks_no_version_of_ours_is_newer() -> None:
    def route(request: httpx.Request) -> httpx.Response:
        return signed(request, {"v": [2, 3]})

    client = httpx.Client(base_url="https://hub.example", transport=httpx.MockTransport(route))
    with pytest.raises(HubTroubleError) as caught:
        HubCaller(client, HUB.public, author("olu")).hello()
    assert caught.value.trouble is HubTrouble.NEWER


def test_a_session_that_is_over_is_begun_anew_without_a_word() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        first = len(seen) == 1
        return signed(request, {"error": "session"} if first else STREAMS, 401 if first else 200)

    assert asked(answer).summary(GROUP.id).said == STREAMS
    assert len(seen) == 2


# -- links ----------------------------------------------------------------------------------------

CODE = "ABCDEFGH234567AB"


@pytest.mark.parametrize("url", ["https://hub.example", "https://h:8/x/", "http://127.0.0.1:47610"])
def test_a_link_is_read_with_the_blanks_around_it(url: str) -> None:
    link = read_link(f"  npqhub:{url}#{HUB.public}.{CODE}\n")

    assert (link.url, link.hub, link.code) == (url.rstrip("/"), HUB.public, CODE)
    assert CODE not in repr(link)


@pytest.mark.parametrize(
    "text",
    [
        "", "https://hub.example", f"npqhub:https://hub.example#{HUB.public}",
        f"npqhub:http://hub.example#{HUB.public}.{CODE}", f"npqhub:ftp://x#{HUB.public}.{CODE}",
        f"npqhub:https://x#{'!' * 43}.{CODE}", f"npqhub:https://x#{HUB.public}.short",
        f"npqhub:https://x#{HUB.public[:-1]}_.{CODE}",
        f"npqhub:http://localhost.evil#{HUB.public}.{CODE}",
    ],
)  # fmt: skip
def test_what_is_no_link_is_told(text: str) -> None:
    with pytest.raises(HubLinkError):
        read_link(text)


def test_a_connection_is_by_the_systems_certificates_and_goes_where_it_is_sent_alone() -> None:
    with open_client("https://hub.example") as client:
        assert not client.follow_redirects
        assert client.timeout == httpx.Timeout(40.0, connect=10.0)
    assert is_safe_url("https://hub.example")
    assert not is_safe_url("http://hub.example")

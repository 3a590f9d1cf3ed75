"""Requests that come letter by letter: each is ended in time, and others are answered meanwhile."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from support.hubs import STAGE, TriedHub
from support.journal import Group

from npq_desktop.relay import limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgres")]

HELLO = b"GET /v1/hello HTTP/1.1\r\nHost: hub\r\nNPQ-Nonce: AAAAAAAAAAAAAAAAAAAAAA\r\n\r\n"
UNFINISHED = b"GET /v1/hello HTTP/1.1\r\nHost: hub\r\nX-Slow: "


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEADER_SECONDS", 0.2)
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.2)


@contextmanager
def line() -> Iterator[socket.socket]:
    """A connection to the hub."""
    host, _, port = STAGE.address.rpartition("//")[2].partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as plain:
        yield plain


def greet(plain: socket.socket) -> None:
    """Say hello and hear the answer."""
    plain.sendall(HELLO)
    said = plain.recv(65_536)
    assert said.startswith(b"HTTP/1.1 200")
    while not said.endswith(b"}"):
        said += plain.recv(65_536)


def rest(plain: socket.socket) -> bytes:
    """What comes until the hub ends the connection."""
    parts = []
    while part := plain.recv(65_536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("begun", [b"", UNFINISHED], ids=["nothing", "a header without end"])
def test_a_request_that_does_not_begin_is_ended(hub: TriedHub, begun: bytes) -> None:
    with line() as plain:
        plain.sendall(begun)
        assert hub.laptop("olu").ask("GET", "/v1/hello")[0] == 200

        assert rest(plain) == b""


def test_a_later_request_has_no_more_time_than_the_first(hub: TriedHub) -> None:
    """A quick hello does not earn a connection for ever."""
    with line() as plain:
        greet(plain)
        plain.sendall(UNFINISHED)

        assert rest(plain) == b""


def test_a_connection_may_rest_between_two_requests(
    hub: TriedHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with line() as plain:
        greet(plain)
        monkeypatch.setattr(limits, "HEADER_SECONDS", 20)
        plain.sendall(UNFINISHED)
        plain.sendall(b"well\r\nNPQ-Nonce: AAAAAAAAAAAAAAAAAAAAAA\r\n\r\n")

        assert plain.recv(65_536).startswith(b"HTTP/1.1 200")


def test_a_body_without_end_is_refused(hub: TriedHub, group: Group) -> None:
    olu = hub.opened(group)
    head = (
        f"POST /v1/groups/{group.id}/bundle HTTP/1.1\r\nHost: hub\r\nContent-Length: 9000\r\n"
        f"NPQ-Nonce: AAAAAAAAAAAAAAAAAAAAAA\r\nAuthorization: Bearer {olu.token}\r\n\r\n"
    )
    with line() as plain:
        plain.sendall(head.encode() + b'{"format"')
        assert olu.summary(group.id)[0] == 200

        assert rest(plain).startswith(b"HTTP/1.1 408")

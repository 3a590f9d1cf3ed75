"""A laptop that shares keeps a few connections: strangers on its network keep no member out."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

import httpx
import pytest
from support.hubs import HubLaptop
from support.journal import author
from support.scenes import MakeScene, Scene

from npq_desktop.journal.event import Author
from npq_desktop.services.exchange.network.room import RoomServer
from npq_desktop.services.exchange.network.room_door import MOST, STRANGERS, Door

pytestmark = pytest.mark.slow


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann")


@pytest.fixture
def server(group: Scene) -> Iterator[RoomServer]:
    server = group.application.rooms.share(group.group, "127.0.0.1", ports=(0,))
    yield server
    group.application.rooms.close()
    server._thread.join(5)


@pytest.fixture
def line(server: RoomServer) -> Iterator[Callable[[], ssl.SSLSocket]]:
    """What opens a connection and says nothing on it."""
    context = unchecked()
    with ExitStack() as ending:

        def open_one() -> ssl.SSLSocket:
            plain = socket.create_connection((server.address, server.port), timeout=20)
            return ending.enter_context(context.wrap_socket(plain))

        yield open_one


def unchecked() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@pytest.fixture
def asker(server: RoomServer) -> Iterator[Callable[[Author], HubLaptop]]:
    """What logs somebody in."""
    with ExitStack() as ending:

        def make(who: Author) -> HubLaptop:
            url = f"https://{server.address}:{server.port}"
            client = httpx.Client(base_url=url, verify=unchecked(), trust_env=False)
            return HubLaptop(ending.enter_context(client), who).login()

        yield make


def place(laptop: HubLaptop) -> object:
    """The connection that a laptop asks on."""
    assert laptop.summary("0" * 64)[0] == 404
    return laptop.last.extensions["network_stream"].get_extra_info("client_addr")


def ended(line: ssl.SSLSocket) -> bool:
    try:
        return line.recv(1) == b""
    except OSError:
        return True


def test_of_three_strangers_the_one_that_is_here_longest_goes(
    line: Callable[[], ssl.SSLSocket],
) -> None:
    first, second, third = line(), line(), line()

    assert ended(first)
    for other in (second, third):
        other.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert other.recv(64).startswith(b"HTTP/1.1 200")


def test_strangers_push_no_member_out(
    group: Scene, line: Callable[[], ssl.SSLSocket], asker: Callable[[Author], HubLaptop]
) -> None:
    member = asker(group.application.core.identities.author(group.group))
    before = place(member)

    lines = [line() for _ in range(5)]

    assert all(ended(each) for each in lines[:-STRANGERS])
    assert place(member) == before


def test_a_key_that_is_no_member_s_is_a_stranger_s(
    line: Callable[[], ssl.SSLSocket], asker: Callable[[Author], HubLaptop]
) -> None:
    stranger = asker(author("olu"))
    before = place(stranger)

    line()
    last = line()
    last.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert last.recv(64).startswith(b"HTTP/1.1 200")  # both are through the door

    with suppress(httpx.TransportError):  # or it is noticed before the request goes out
        assert place(stranger) != before


@dataclass
class Line:
    """A connection, as far as the door looks at one."""

    client: tuple[str, int]
    is_cut: bool = False
    transport: "Line" = field(init=False)

    def __post_init__(self) -> None:
        self.transport = self

    def abort(self) -> None:
        self.is_cut = True


def test_a_ninth_connection_is_not_let_in_until_one_ends() -> None:
    door = Door(lambda _key: True)
    lines = [Line(("10.0.0.2", port)) for port in range(MOST + 2)]
    for one in lines[: MOST + 1]:
        door.let_in(one)
        door.met("key", one.client)
    assert [one.is_cut for one in lines[: MOST + 1]] == [False] * MOST + [True]

    door.let_out(lines[0])
    door.let_in(lines[-1])

    assert not lines[-1].is_cut

"""Sharing in one room: this laptop's groups for laptops on the same network, as long as it is open.

A server on a thread of its own answers; whatever needs the store waits in a queue for the window's
thread, which takes one request at a time. Only groups that this laptop's key is a member of are
there, and who is in none of them learns a public key.

Source: journal/FORMAT.md, section 10.
"""

import hashlib
import os
import queue
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from npq_desktop.errors import NpqDesktopError, SyncError
from npq_desktop.journal.keys import SigningKey
from npq_desktop.relay import limits
from npq_desktop.relay.backing import (
    Backing,
    GroupSummary,
    ItemPage,
    Pushed,
    no_invitation,
    no_such_group,
)
from npq_desktop.relay.certificate import new_certificate
from npq_desktop.relay.items import OPEN_KINDS, RelayItem
from npq_desktop.relay.replies import RefusalError
from npq_desktop.relay.standing import Access, Rank
from npq_desktop.relay.summaries import StreamSummary, streams_of
from npq_desktop.relay.words import PORTS
from npq_desktop.services.core.core import Core
from npq_desktop.services.exchange.network.daily_log import DailyLog
from npq_desktop.services.exchange.network.hubs import AT_ONCE

if TYPE_CHECKING:
    from npq_desktop.relay.routes import Routes
    from npq_desktop.rows.changes import Changes
    from npq_desktop.services.exchange.network.room_invitation import WaitingInvitation

ROUTE = "room"
_WAITING = 64
_PATIENCE_SECONDS = 30
_SEEN_SECONDS = 35
"""Longer than one request waits for news: who is quiet for so long has left."""


class RoomError(SyncError):
    """A room cannot be opened or entered."""


class RoomBacking(Backing):
    """The groups of this laptop that its key is a member of. ``told`` hears what came in."""

    is_room = True
    name = ""

    def __init__(self, core: Core, key: SigningKey, certificate: str, log: DailyLog) -> None:
        self.key, self._log = key, log
        self.certificate = certificate
        self.offered: WaitingInvitation | None = None
        self.told: Callable[[Changes], None] = lambda _changes: None
        self._core = core
        self._access: dict[str, Access] = {}
        self._stamps: dict[str, str] = {}
        self._is_closed = False
        self._waiting: queue.Queue[tuple[Callable[[], Any], Future[Any]]] = queue.Queue(_WAITING)

    # -- on the window's thread -----------------------------------------------------------------

    def look(self, groups: Iterable[str]) -> Mapping[str, str]:
        """Judge anew who is in these groups; their stamps are other ones from now on."""
        for group in groups:
            state = self._core.store.state(group)
            revoked = {member.key for member in state.members if member.revoked}
            access = Access.of(
                event
                for event in state.events.values()
                if event.kind in OPEN_KINDS or event.key in revoked
            )
            own = self._core.identities.key_in(group)
            if own == self.key.public and access.rank(own).reads:
                self._access[group] = access
                self._stamps[group] = secrets.token_hex(16)
            else:
                self._access.pop(group, None)
                self._stamps.pop(group, None)
        return dict(self._stamps)

    def serve_next(self) -> bool:
        """Do what one request waits for; whether there was one."""
        try:
            work, answer = self._waiting.get_nowait()
        except queue.Empty:
            return False
        if answer.set_running_or_notify_cancel():
            try:
                answer.set_result(work())
            except (NpqDesktopError, RefusalError) as error:
                answer.set_exception(error)
        return True

    def close(self) -> None:
        """Nobody takes requests any more."""
        self._is_closed = True
        while self.serve_next():
            pass

    # -- on the server's threads ----------------------------------------------------------------

    def _asked(self, work: Callable[[], Any]) -> Any:
        answer: Future[Any] = Future()
        if self._is_closed:
            raise _busy()
        try:
            self._waiting.put_nowait((work, answer))
            return answer.result(_PATIENCE_SECONDS)
        except (queue.Full, TimeoutError):
            raise _busy() from None
        except NpqDesktopError:
            raise RefusalError(507, "full", "This laptop cannot save just now.") from None

    @override
    def access(self, group: str) -> Access | None:
        """As judged last; no request of a stranger reaches the window."""
        return self._access.get(group)

    def is_member(self, key: str) -> bool:
        """Whether a key may read one of the groups that are shared."""
        return any(access.rank(key).reads for access in list(self._access.values()))

    @override
    def stamps(self, groups: Iterable[str]) -> Mapping[str, str]:
        """The stamps as they are."""
        known = dict(self._stamps)
        return {group: known[group] for group in groups if group in known}

    @override
    def summary(self, group: str) -> GroupSummary:
        """What is here of a group."""

        def read() -> GroupSummary:
            places = streams_of(self._core.store.events(group))
            streams = {each: StreamSummary.of(some).as_list() for each, some in places.items()}
            return GroupSummary(self._stamps.get(group, ""), streams)

        found: GroupSummary = self._asked(read)
        return found

    @override
    def page(self, group: str, stream: str | None, first: int) -> ItemPage:
        """Items from a position, open as they are here."""

        def read() -> list[str]:
            events = [
                event
                for event in self._core.store.events(group)
                if stream is None or event.stream == stream
            ]
            events.sort(key=lambda event: (event.stream, event.seq, event.id))
            return [RelayItem(each).line() for each in events[first : first + limits.MAX_ITEMS + 1]]

        lines: list[str] = self._asked(read)
        taken: list[str] = []
        size = 0
        for line in lines[: limits.MAX_ITEMS]:
            size += len(line.encode())
            if taken and size > limits.MAX_BODY_BYTES:
                break
            taken.append(line)
        more = len(taken) < len(lines)
        return ItemPage(taken, first + len(taken) if more else None)

    @override
    def push(self, group: str, key: str, items: Sequence[RelayItem]) -> Pushed:
        """Take in what a member sends, sixteen at a time."""
        new = texts = 0
        for start in range(0, len(items), AT_ONCE):
            part = [item.event for item in items[start : start + AT_ONCE]]
            found = self._asked(partial(self._receive, group, key, part))
            new, texts = new + found[0], texts + found[1]
        summary = self.summary(group)
        touched = {item.event.stream for item in items}
        streams = {each: summary.streams[each] for each in touched if each in summary.streams}
        return Pushed(new, len(items) - new, texts, 0, summary.stamp, streams)

    @override
    def invitation(self, key: str) -> bytes | None:
        """What the sharer has decided about who asks."""
        if self.offered is None or self._is_closed:
            raise no_invitation()
        return self.offered.ask(key)

    def _receive(self, group: str, key: str, events: list[Any]) -> tuple[int, int]:
        access = self._access.get(group)
        if access is None:
            raise no_such_group()
        rank = access.with_more(events, {}).rank(key)
        if rank in {Rank.REVOKED, Rank.STRANGER}:
            raise no_such_group()
        known = self._core.store.state(group).events
        new = [event for event in events if event.id not in known]
        filled = [e for e in events if e.id in known and known[e.id].is_stripped > e.is_stripped]
        received = self._core.store.receive(group, [*new, *filled], route=ROUTE)
        self._core.facts.forget(received.changes)
        if new or filled:
            self._log.note(group, "in", self._name_of(group, key), {"new": len(new)})
            self.look([group])
            self.told(received.changes)
        return len(new), len(filled)

    def _name_of(self, group: str, key: str) -> str:
        member = self._core.facts.of(group).members.get(key)
        return member.name if member else ""


class RoomServer:
    """Listens at one address until :meth:`stop`. ``address`` and ``port`` are where."""

    def __init__(
        self, core: Core, key: SigningKey, groups: Iterable[str], log: DailyLog | None = None
    ) -> None:
        self.certificate, self._pem = new_certificate()
        digest = hashlib.sha256(self.certificate).hexdigest()
        self.backing = RoomBacking(core, key, digest, log or DailyLog(core, ROUTE))
        self.backing.look(groups)
        self.address, self.port = "", 0
        self.routes: Routes | None = None
        self._seen: dict[str, float] = {}
        self._server: Any = None
        self._thread: threading.Thread | None = None

    def start(self, address: str, ports: Sequence[int] = PORTS) -> None:
        """Listen; what serves is loaded here.

        Raises:
            RoomError: both ports are taken, or the address is not this laptop's.
        """
        import uvicorn

        from npq_desktop.relay.routes import Routes
        from npq_desktop.services.exchange.network.room_door import Door

        listening = _listening(address, ports)
        self.address, self.port = listening.getsockname()[:2]
        door = Door(self.backing.is_member)
        self.routes = Routes(self.backing, log=self._log, met=door.met)
        config = uvicorn.Config(
            self.routes.application(),
            http=door.protocol(),
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            h11_max_incomplete_event_size=limits.MAX_HEADER_BYTES,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
            **self._certificate_arguments(),
        )
        config.load()
        self._server = _server(config)
        run = self._server.run
        self._thread = threading.Thread(target=run, args=([listening],), daemon=True)
        self._thread.start()

    def _log(self, line: Mapping[str, object]) -> None:
        if line["status"] == 200 and line["key"]:
            self._seen[str(line["key"])] = time.monotonic()

    def connected(self) -> frozenset[str]:
        """The first letters of the keys that asked for something within the last moments."""
        newest = time.monotonic() - _SEEN_SECONDS
        return frozenset(key for key, when in dict(self._seen).items() if when >= newest)

    def _certificate_arguments(self) -> dict[str, Any]:
        import ssl

        handle, name = tempfile.mkstemp()  # owner-only
        try:
            with os.fdopen(handle, "w") as file:
                file.write(self._pem)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.load_cert_chain(name)
        finally:
            Path(name).unlink()
        return {"ssl_context_factory": lambda _config, _default: context}

    def heard(self, groups: Iterable[str]) -> None:
        """These groups changed here: whoever waits for them is told."""
        stamps = self.backing.look(groups)
        if self.routes is not None:
            self.routes.waiters.heard(stamps)

    def stop(self) -> None:
        """Listen no more; what waits is answered."""
        self.backing.close()
        if self._server is not None and self.routes is not None:
            self._server.should_exit = True
            self.routes.waiters.heard(dict.fromkeys(self.routes.waiters.groups(), "over"))


def _server(config: Any) -> Any:
    import uvicorn

    class Ending(uvicorn.Server):
        """Cuts every line at its end: a laptop that is quiet would be waited for."""

        @override
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            for connection in list(self.server_state.connections):
                if connection.transport is not None:
                    connection.transport.abort()
            await super().shutdown(sockets)

    return Ending(config)


def _busy() -> RefusalError:
    text = "This laptop is busy. The other one tries again by itself."
    return RefusalError(429, "slow_down", text, seconds=1)


def _listening(address: str, ports: Sequence[int]) -> socket.socket:
    for port in ports:
        with suppress(OSError):
            # Named as TCP, else asyncio leaves Nagle on and every small reply waits 40 ms.
            listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            try:
                listening.bind((address, port))
                listening.listen(16)
            except OSError:
                listening.close()
                raise
            return listening
    raise RoomError(
        "This laptop cannot share at this address: other programs use its two places. Close them, "
        "or share from the other laptop."
    )

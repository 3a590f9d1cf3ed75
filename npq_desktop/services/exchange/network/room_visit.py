"""Joining a room: finding the other laptop by three words, making sure who it is, and syncing.

The certificate is taken as it comes and then trusted alone. The other side is believed only once
its signed greeting names that certificate and its key is that of a member of one of our groups;
nothing of a group is asked for or sent that it is not a member of.

Source: journal/FORMAT.md, section 10.
"""

import hashlib
import json
import re
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import Author
from npq_desktop.relay.words import PORTS, address_of
from npq_desktop.services.core.core import Core
from npq_desktop.services.exchange.network.daily_log import DailyLog
from npq_desktop.services.exchange.network.hubs import HubService, HubTask
from npq_desktop.services.exchange.network.room import ROUTE, RoomError
from npq_desktop.services.exchange.outgoing import OWN
from npq_desktop.sync.hub import CONNECT_SECONDS, READ_SECONDS, HubCaller
from npq_desktop.sync.open_lines import close_when_idle
from npq_desktop.sync.passes import HubPull, HubPush

if TYPE_CHECKING:
    import httpx

    from npq_desktop.rows.changes import Changes

NOBODY_THERE = (
    "No laptop answers there. Are both on the same network? School and guest networks often keep "
    "laptops apart. Use a phone's hotspot, which needs no internet, or share from the other laptop."
)
NO_COLLEAGUE = (
    "The laptop there is in none of your groups. Ask for the words again, or for an invitation."
)
_FIGURES = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?")
Steps = Generator["Callable[[], Any] | Changes", Any, None]


@dataclass(frozen=True, slots=True)
class RoomPlace:
    """Where a laptop shares."""

    address: str
    port: int

    @classmethod
    def read(cls, typed: str, words: tuple[str, ...]) -> "RoomPlace":
        """The place that three words mean, or an address in figures.

        Raises:
            RoomWordsError: the words are none of an address.
        """
        figures = _FIGURES.fullmatch(typed.strip())
        if figures is None:
            return cls(*address_of(typed, words))
        return cls(figures[1], int(figures[2] or PORTS[0]))


@dataclass(frozen=True, slots=True)
class Met:
    """The laptop that answered: its key, and the line to it."""

    key: str
    client: "httpx.Client" = field(repr=False)
    certificate: bytes = field(repr=False)


@dataclass
class RoomVisit:
    """One room that this laptop is in. ``groups``: those that both are members of."""

    core: Core
    hubs: HubService
    met: Met
    log: DailyLog
    who: str = ""
    groups: tuple[str, ...] = ()
    stamps: dict[str, str] = field(default_factory=dict)
    _callers: dict[str, HubCaller] = field(default_factory=dict)

    @classmethod
    def of(cls, core: Core, hubs: HubService, met: Met, log: DailyLog) -> "RoomVisit":
        """The visit with a laptop that answered.

        Raises:
            RoomError: it is no colleague's.
        """
        visit = cls(core, hubs, met, log)
        visit.judge()
        if not visit.groups:
            met.client.close()
            raise RoomError(NO_COLLEAGUE)
        return visit

    def judge(self) -> None:
        """Which groups are in common now: anew whenever who is in one changed."""
        found = []
        for title in self.core.store.reading.groups():
            member = self.core.facts.of(title.id).members.get(self.met.key)
            own = self.core.facts.of(title.id).members.get(self.core.identities.key_in(title.id))
            if member and own and not member.revoked and not own.revoked:
                found.append(title.id)
                self.who = member.name
        self.groups = tuple(found)

    def passing(self, group: str) -> Steps:
        """One whole pass over a group in common.

        Raises:
            HubTroubleError: something stands in between.
        """
        self.judge()
        if group not in self.groups:
            return
        caller = self._caller(group)
        task = self._task(group)
        pulled: HubPull = yield lambda: task.ask(caller)
        yield from self.hubs.take(group, pulled, ROUTE)
        self.judge()
        if group not in self.groups:
            return
        ready = self._task(group)
        pushed: HubPush = yield lambda: ready.send(caller, pulled)
        self.stamps[group] = pushed.stamp
        there = self._note(ready, pushed)
        if pulled.events:
            self.log.note(group, "in", self.who, {"new": len(pulled.events)})
        if pushed.sent:
            self.log.note(group, "out", self.who, {OWN: there, "entries": pushed.sent})

    def waiting(self, group: str, seconds: int = 25) -> Callable[[], bool] | None:
        """What ends once the other side has something else; None before the first pass."""
        stamp = self.stamps.get(group)
        if stamp is None or group not in self.groups:
            return None
        caller = self._caller(group)
        return lambda: caller.summary(group, since=stamp, wait=seconds).said.get("stamp") != stamp

    def close(self) -> None:
        """Leave."""
        close_when_idle(self.met.client)

    def _task(self, group: str) -> HubTask:
        return HubTask(
            group=group,
            hub=self.met.key,
            author=self.core.identities.author(group),
            events=tuple(self.core.store.events(group)),
            keys={},
            is_room=True,
        )

    def _caller(self, group: str) -> HubCaller:
        author: Author = self.core.identities.author(group)
        if author.key not in self._callers:
            self._callers[author.key] = HubCaller(self.met.client, self.met.key, author)
        return self._callers[author.key]

    def _note(self, task: HubTask, pushed: HubPush) -> int:
        """Keep the colleague's own signed word of what that laptop has; how many of our changes."""
        own = self.core.identities.key_in(task.group)
        there = [event for event in task.events if event.id in pushed.covered]
        streams = Counter(event.stream for event in there if event.key == own)
        document: Mapping[str, object] = {
            "own": streams.total(),
            "streams": dict(streams),
            "entries": len(there),
            "proof": pushed.proof.receipt(),
        }
        self.core.store.local.save_receipt(
            task.group, by=self.met.key, route=ROUTE, document=canonical(document)
        )
        return streams.total()


def meet(place: RoomPlace) -> Met:
    """Who answers at a place; beside the window.

    Raises:
        RoomError: nobody does, or the greeting is not of whoever speaks there.
        HubTroubleError: the answer is not signed by the key that it names.
    """
    import httpx

    certificate = _certificate_at(place)
    client = httpx.Client(
        base_url=f"https://{place.address}:{place.port}",
        verify=_trusting(certificate),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
    )
    try:
        key = _key_named(client)
        said = HubCaller(client, key, Author(bytes(32), "nobody")).hello().said
        _check_certificate(said, certificate)
    except BaseException:
        client.close()
        raise
    return Met(key, client, certificate)


def _check_certificate(said: Mapping[str, Any], certificate: bytes) -> None:
    """That the greeting was signed for this very line: nobody passes on between.

    Raises:
        RoomError: it names another certificate.
    """
    if said.get("tls") != hashlib.sha256(certificate).hexdigest() or said.get("room") is not True:
        raise RoomError(NOBODY_THERE)


def _key_named(client: "httpx.Client") -> str:
    """The key that a greeting names; whether it signs is looked at by whoever asks again."""
    import httpx

    try:
        said = json.loads(client.get("/v1/hello", headers={"NPQ-Nonce": "A" * 22}).content)
    except (httpx.HTTPError, ValueError):
        raise RoomError(NOBODY_THERE) from None
    return str(said.get("hub", "")) if isinstance(said, dict) else ""


def _certificate_at(place: RoomPlace) -> bytes:
    taken = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    taken.check_hostname, taken.verify_mode = False, ssl.CERT_NONE
    taken.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        with (
            socket.create_connection((place.address, place.port), CONNECT_SECONDS) as plain,
            taken.wrap_socket(plain) as line,
        ):
            return line.getpeercert(binary_form=True) or b""
    except OSError:
        raise RoomError(NOBODY_THERE) from None


def _trusting(certificate: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.load_verify_locations(cadata=certificate)
    return context

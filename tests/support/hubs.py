"""A laptop's side of the protocol, written from journal/FORMAT.md, section 10, and hubs to try."""

import hashlib
import json
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from support.journal import Group, author

from npq_desktop.hub import codes
from npq_desktop.hub.configuration import HubConfiguration
from npq_desktop.hub.database import HubDatabase
from npq_desktop.hub.keeping import HubBacking
from npq_desktop.hub.limits_of_hub import HubLimits
from npq_desktop.hub.serving import _settings, _socket
from npq_desktop.journal.codec import b64encode
from npq_desktop.journal.event import Author, Event
from npq_desktop.journal.keys import signature_holds
from npq_desktop.relay.boxes import close
from npq_desktop.relay.items import item_of
from npq_desktop.relay.routes import Routes

KEY = bytes([5]) * 32
LIMITS = HubLimits()


def lines(events: Iterable[Event], key: bytes = KEY) -> list[str]:
    """The items of events, closed under one key."""
    return [item_of(each, close(each, key) if each.payload else None).line() for each in events]


def error(answer: tuple[int, dict[str, Any]]) -> tuple[int, object]:
    """Status and code of a refusal."""
    return answer[0], answer[1].get("error")


@dataclass
class Clock:
    """Seconds that a test moves on."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class HubLaptop:
    """One laptop that speaks to a hub; every reply's signature is looked at."""

    http: httpx.Client
    author: Author
    hub: str = ""
    token: str = ""
    last: httpx.Response = field(init=False)

    def ask(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        nonce: str | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of a request."""
        nonce = b64encode(secrets.token_bytes(16)) if nonce is None else nonce
        sent = {"NPQ-Nonce": nonce, **(headers or {})}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        reply = self.last = self.http.request(method, target, content=body, headers=sent)
        said = json.loads(reply.content) if reply.content else {}
        if target == "/v1/hello" and reply.status_code == 200:
            self.hub = said["hub"]
        if reply.status_code < 500 and reply.status_code != 408:
            digest = hashlib.sha256(reply.content).hexdigest()
            signed_nonce = "" if said.get("error") == "nonce" else nonce
            text = f"{signed_nonce}\n{method} {target}\n{reply.status_code}\n{digest}"
            message = b"npq-reply-1\0" + text.encode()
            signature = reply.headers["NPQ-Signature"]
            assert signature_holds(public=self.hub, message=message, signature=signature)
            assert reply.headers["Cache-Control"] == "no-store"
        return reply.status_code, said

    def login(self) -> "HubLaptop":
        """Say hello and who it is."""
        challenge = self.ask("GET", "/v1/hello")[1]["challenge"]
        message = b"npq-session-1\0" + (self.hub + challenge).encode()
        said = {"challenge": challenge, "key": self.author.key, "sig": self.author.sign(message)}
        status, reply = self.ask("POST", "/v1/session", json.dumps(said).encode())
        assert status == 200, reply
        self.token = reply["token"]
        return self

    def open(self, start: Event, code: str, **more: object) -> tuple[int, dict[str, Any]]:
        said = {"code": code, "start": json.loads(start.line()), **more}
        return self.ask("PUT", f"/v1/groups/{start.id}", json.dumps(said).encode())

    def push(self, group: str, items: Iterable[str]) -> tuple[int, dict[str, Any]]:
        """Send items, each one line."""
        head = f'{{"format":"npq-relay","v":1,"group":"{group}","items":[\n'
        return self.push_body(group, (head + ",\n".join(items) + "\n]}").encode())

    def push_body(
        self, group: str, body: bytes, by: Author | None = None
    ) -> tuple[int, dict[str, Any]]:
        text = f"{self.hub}\n{group}\n{hashlib.sha256(body).hexdigest()}"
        sig = (by or self.author).sign(b"npq-push-1\0" + text.encode())
        return self.ask("POST", f"/v1/groups/{group}/bundle", body, {"NPQ-Signature": sig})

    def send(self, group: str, *events: Event) -> dict[str, Any]:
        """Send events, closed under the usual key; they are taken."""
        status, said = self.push(group, lines(events))
        assert status == 200, said
        return said

    def summary(self, group: str, query: str = "") -> tuple[int, dict[str, Any]]:
        return self.ask("GET", f"/v1/groups/{group}{query}")

    def page(self, group: str, query: str = "") -> tuple[int, dict[str, Any]]:
        return self.ask("GET", f"/v1/groups/{group}/events{query}")

    def remove(self, group: str) -> tuple[int, dict[str, Any]]:
        sig = self.author.sign(b"npq-remove-1\0" + f"{self.hub}\n{group}".encode())
        return self.ask("DELETE", f"/v1/groups/{group}", None, {"NPQ-Signature": sig})


@dataclass
class TriedHub:
    """A hub in this process, with its database at hand."""

    database: HubDatabase
    backing: HubBacking
    routes: Routes
    http: httpx.Client
    clock: Clock
    log: list[Mapping[str, object]]

    def laptop(self, name: str) -> HubLaptop:
        """The laptop of ``name``, logged in."""
        return HubLaptop(self.http, author(name)).login()

    def code(self, uses: int = 1, days: int = 14) -> str:
        today = self.backing._today()
        return self.database.write(
            lambda c: codes.make(c, uses=uses, days=days, note="", today=today)
        )

    def opened(self, group: Group) -> HubLaptop:
        """Olu's laptop, which opened the group and sent all of it."""
        olu = self.laptop("olu")
        assert olu.open(group.events[0], self.code())[0] == 201
        olu.send(group.id, *group.events)
        return olu


@contextmanager
def tried_hub(url: str, limits: HubLimits = LIMITS) -> Iterator[TriedHub]:
    """A hub on this database."""
    clock, log = Clock(), []
    database = HubDatabase(url)
    database.make_tables()
    backing = HubBacking(database, limits=limits, clock=clock)
    routes = Routes(backing, clock=clock, log=log.append)
    with httpx.Client(base_url=STAGE.show(routes.application()), trust_env=False) as http:
        yield TriedHub(database, backing, routes, http, clock, log)
    database.close()


class Stage:
    """One server for all hubs of a test run: starting one takes a tenth of a second."""

    def __init__(self) -> None:
        self.application: Any = None
        self.address = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.application(scope, receive, send)

    def show(self, application: Starlette) -> str:
        """The address at which this application now answers."""
        self.application = application
        if not self.address:
            listening = _socket(HubConfiguration(listen="127.0.0.1:0"))
            settings = _settings(HubConfiguration()) | {"lifespan": "off"}
            server = uvicorn.Server(uvicorn.Config(self, **settings))
            run = partial(server.run, sockets=[listening])
            threading.Thread(target=run, daemon=True).start()
            self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        return self.address


STAGE = Stage()


def sqlite_at(folder: Path) -> str:
    return f"sqlite:///{folder / 'hub.db'}"

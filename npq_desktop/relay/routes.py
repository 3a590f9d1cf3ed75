"""The requests of laptops, one after the other: who asks, for what, and the signed reply.

Source: journal/FORMAT.md, section 10.
"""

import gzip
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from npq_desktop.journal.codec import b64encode
from npq_desktop.journal.keys import signature_holds
from npq_desktop.relay import limits
from npq_desktop.relay.asking import Asked, Reply, body_of, number, texts
from npq_desktop.relay.backing import Backing, not_here
from npq_desktop.relay.group_requests import GroupRequests
from npq_desktop.relay.limits import Guard
from npq_desktop.relay.pushes import read_object
from npq_desktop.relay.replies import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TOKEN_SECONDS,
    RefusalError,
    Seals,
    is_nonce,
    reply_message,
    session_message,
)
from npq_desktop.relay.waiting import Waiters

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE")
FORMAT = "npq-hub"
VERSIONS = (1,)

_GROUP_PATH = re.compile(r"/v1/groups/([^/]+)(/events|/bundle)?")
_PACKED_FROM = 1024
_Log = Callable[[Mapping[str, object]], None]


@dataclass(slots=True)
class Routes:
    """Every request of section 10 over one backing. ``clock``: seconds since 1970. ``met`` hears
    which key speaks from which address and port.
    """

    backing: Backing
    waiters: Waiters = field(default_factory=Waiters)
    log: _Log = lambda _line: None
    met: Callable[[str, tuple[str, int]], None] = lambda _key, _place: None
    clock: Callable[[], float] = time.time
    guard: Guard = field(init=False)
    _seals: Seals = field(init=False)
    _groups: GroupRequests = field(init=False)

    def __post_init__(self) -> None:
        self.guard = Guard(self.clock)
        self._seals = Seals(self.backing.key, self.clock)
        self._groups = GroupRequests(self.backing, self.waiters, self.guard)

    def application(self, **more: Any) -> Starlette:
        """The ASGI application."""
        routes = [
            Route("/healthz", self._health, methods=["GET"]),
            Route("/readyz", self._readiness, methods=["GET"]),
            Route("/{path:path}", self._answered, methods=list(METHODS)),
        ]
        return Starlette(routes=routes, **more)

    async def _health(self, _request: Request) -> Response:
        return Response(status_code=200)

    async def _readiness(self, _request: Request) -> Response:
        ready = await run_in_threadpool(self.backing.is_ready)
        return Response(status_code=200 if ready else 503)

    # -- one request --------------------------------------------------------------------------

    async def _answered(self, request: Request) -> Response:
        began = time.perf_counter()
        path = request.scope.get("raw_path") or request.url.path.encode()
        query = request.scope.get("query_string", b"")
        plain = path.partition(b"?")[0]
        target = (b"?".join((plain, query)) if query else plain).decode("latin-1")
        address = request.client.host if request.client else ""
        asked = Asked(request, address, target, request.headers.get(NONCE_HEADER, ""))
        try:
            reply = await self._reply(asked)
        except RefusalError as refusal:
            reply = await self._refused(asked, refusal)
        except ClientDisconnect:
            return Response(status_code=400)
        response = await self._signed(asked, reply)
        self._say(asked, reply, time.perf_counter() - began)
        return response

    async def _refused(self, asked: Asked, refusal: RefusalError) -> Reply:
        if refusal.code == "no_such_group":
            try:
                self.guard.spend(limits.MISSES, asked.address)
            except RefusalError as slow:
                refusal = slow
        return Reply.of(refusal.status, refusal.body())

    async def _signed(self, asked: Asked, reply: Reply) -> Response:
        headers = {"Cache-Control": "no-store", "Content-Type": "application/json"}
        if (reply.status < 500 and reply.status != 408) or reply.status == 507:
            nonce = asked.nonce if is_nonce(asked.nonce) else ""
            message = reply_message(nonce, asked.method, asked.target, reply.status, reply.body)
            headers[SIGNATURE_HEADER] = self.backing.key.sign(message)
        if reply.status == 408:
            headers["Connection"] = "close"  # the rest of the request is not waited for
        body, accepted = reply.body, asked.request.headers.get("Accept-Encoding", "")
        if len(body) > _PACKED_FROM and "gzip" in accepted:
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            body = await run_in_threadpool(_packed, body)
        return Response(body, status_code=reply.status, headers=headers)

    def _say(self, asked: Asked, reply: Reply, seconds: float) -> None:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="seconds"),
            "method": asked.method,
            "route": asked.route,
            "status": reply.status,
            "ms": round(seconds * 1000),
            "bytes": len(reply.body),
            "key": asked.key[:8],
            "group": asked.group[:8],
        }
        self.log(line | ({"address": asked.address} if reply.status in {401, 429} else {}))

    async def _reply(self, asked: Asked) -> Reply:
        if not is_nonce(asked.nonce):
            raise RefusalError(400, "nonce", f"The request has no {NONCE_HEADER}.")
        path = asked.target.partition("?")[0]
        if path == "/v1/hello":
            return await self._only(asked, "hello", GET=self._hello)
        if path == "/v1/session":
            return await self._only(asked, "session", POST=self._session)
        if path == "/v1/invitation" and self.backing.is_room:
            return await self._only(asked, "invitation", GET=self._invitation)
        found = _GROUP_PATH.fullmatch(path)
        if found is None:
            raise RefusalError(404, "unknown", "There is nothing at this address.")
        asked.group = found[1]
        if found[2] == "/events":
            return await self._only(asked, "events", GET=self._groups.page)
        if found[2] == "/bundle":
            return await self._only(asked, "bundle", POST=self._groups.push)
        return await self._only(
            asked,
            "group",
            GET=self._groups.summary,
            PUT=self._groups.open,
            DELETE=self._groups.remove,
        )

    async def _only(
        self, asked: Asked, route: str, **methods: Callable[[Asked], Awaitable[Reply]]
    ) -> Reply:
        asked.route = route
        answer = methods.get(asked.method)
        if answer is None or (self.backing.is_room and asked.method in {"PUT", "DELETE"}):
            raise not_here(asked.method)
        if route in {"hello", "session"}:
            return await answer(asked)
        waits = route == "group" and asked.method == "GET" and number(asked, "wait") > 0
        token = self._token(asked)
        with self.guard.one_of(token, waits=waits) if token else nullcontext():
            return await answer(asked)

    def _token(self, asked: Asked) -> str:
        """Who asks, by the session: the key is noted.

        Raises:
            RefusalError: there is no session, or it asks too often.
        """
        scheme, _, token = asked.request.headers.get("Authorization", "").partition(" ")
        key = self._seals.key_of(token) if scheme.lower() == "bearer" else None
        if key is None:
            raise RefusalError(401, "session", "Say who you are first: there is no session.")
        asked.key = key
        if asked.request.client is not None:
            host, port = asked.request.client
            self.met(key, (host, port))
        self.guard.spend(limits.REQUESTS, token)
        return token

    # -- hello and session --------------------------------------------------------------------

    async def _hello(self, _asked: Asked) -> Reply:
        said: dict[str, object] = {
            "format": FORMAT,
            "v": list(VERSIONS),
            "hub": self.backing.key.public,
            "name": self.backing.name,
            "challenge": self._seals.challenge(),
            "limits": {
                "items": limits.MAX_ITEMS,
                "bytes": limits.MAX_BODY_BYTES,
                "wait": limits.MAX_WAIT_SECONDS,
            },
            "at": datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="seconds"),
        }
        if self.backing.is_room:
            said |= {"room": True, "tls": self.backing.certificate}
        return Reply.of(200, said)

    async def _invitation(self, asked: Asked) -> Reply:
        file = self.backing.invitation(asked.key)
        return Reply.of(200, {"file": None if file is None else b64encode(file)})

    async def _session(self, asked: Asked) -> Reply:
        self.guard.spend(limits.SESSIONS, asked.address)
        said = read_object(await body_of(asked.request))
        challenge, key, sig = texts(said, "challenge", "key", "sig")
        if not self._seals.holds_challenge(challenge):
            raise RefusalError(401, "challenge", "This challenge is not ours, or too old.")
        message = session_message(self.backing.key.public, challenge)
        if not signature_holds(public=key, message=message, signature=sig):
            raise RefusalError(401, "signature", "The session is not signed by its key.")
        asked.key = key
        return Reply.of(200, {"token": self._seals.token(key), "seconds": TOKEN_SECONDS})


def _packed(body: bytes) -> bytes:
    """Not on the loop: a page takes 10 ms, in which others would wait."""
    return gzip.compress(body, compresslevel=1, mtime=0)

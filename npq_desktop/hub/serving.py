"""A hub that listens: the application for uvicorn, its socket, and its log."""

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.supervisors import Multiprocess

from npq_desktop.hub.configuration import HubConfiguration, configured
from npq_desktop.hub.database import HubDatabase, HubError
from npq_desktop.hub.keeping import HubBacking
from npq_desktop.relay import limits
from npq_desktop.relay.patience import PatientProtocol
from npq_desktop.relay.routes import Routes

_LOOK_SECONDS = 1.0
_LIFE_SECONDS = 3600.0
_BACKLOG = 512


def application(configuration: HubConfiguration) -> Starlette:
    """The hub as an ASGI application on its database.

    Raises:
        HubError: the database does not answer, or is another version's.
    """
    database = HubDatabase(configuration.database)
    database.make_tables()
    backing = HubBacking(
        database, limits=configuration.limits, clock=time.time, name=configuration.name
    )
    routes = Routes(backing, log=_say)

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(_listen_to_others(routes, backing)),
            asyncio.create_task(_end_lives(backing)),
        ]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await run_in_threadpool(database.close)

    return routes.application(lifespan=living, exception_handlers={SQLAlchemyError: _busy})


def from_environment() -> Starlette:
    """The application of one worker of several; the configuration is in the environment."""
    return application(configured(None, os.environ))


def serve(configuration: HubConfiguration) -> None:
    """Listen until somebody stops it.

    Raises:
        HubError: the address is taken, or the database does not answer.
    """
    configuration.check()
    database = HubDatabase(configuration.database)
    database.make_tables()
    backing = HubBacking(database, limits=configuration.limits, clock=time.time)
    key = backing.key.public
    database.close()
    listening = _socket(configuration)
    host, port = listening.getsockname()[:2]
    scheme = "https" if configuration.certificate else "http"
    shown = f"[{host}]" if ":" in host else host
    address = configuration.url or f"{scheme}://{shown}:{port}"
    print(f"listening on {address} key {key}", flush=True)
    os.environ |= configuration.environment()
    many = configuration.workers > 1
    settings = _settings(configuration)
    if many:
        config = uvicorn.Config(
            "npq_desktop.hub.serving:from_environment",
            factory=True,
            workers=configuration.workers,
            **settings,
        )

        Multiprocess(config, sockets=[listening]).run()
    else:
        server = uvicorn.Server(uvicorn.Config(application(configuration), **settings))
        server.run(sockets=[listening])


def _settings(configuration: HubConfiguration) -> dict[str, Any]:
    return {
        "http": PatientProtocol,
        "ws": "none",
        "loop": "asyncio",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "timeout_keep_alive": 60,
        "timeout_graceful_shutdown": 3,
        "h11_max_incomplete_event_size": limits.MAX_HEADER_BYTES,
        "proxy_headers": configuration.behind_proxy,
        "forwarded_allow_ips": configuration.trusted_proxies,
        "ssl_certfile": configuration.certificate or None,
        "ssl_keyfile": configuration.certificate_key or None,
    }


def _socket(configuration: HubConfiguration) -> socket.socket:
    host, port = configuration.place
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Named as TCP, else asyncio leaves Nagle on and every small reply waits 40 ms.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(_BACKLOG)
    except OSError as error:
        raise HubError(f"{configuration.listen} is taken or not ours: {error.strerror}.") from error
    listening.set_inheritable(True)
    return listening


async def _listen_to_others(routes: Routes, backing: HubBacking) -> None:
    """Hear once a second what other workers changed of the groups that somebody waits for."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        groups = routes.waiters.groups()
        if groups and not backing.database.is_sqlite:
            with suppress(SQLAlchemyError):
                routes.waiters.heard(await run_in_threadpool(backing.stamps, groups))


async def _end_lives(backing: HubBacking) -> None:
    while True:
        with suppress(SQLAlchemyError):
            await run_in_threadpool(backing.end_of_life)
        await asyncio.sleep(_LIFE_SECONDS)


async def _busy(_request: Request, _error: Exception) -> Response:
    """The database was in the way; nothing was changed, and nothing is signed."""
    return Response(status_code=503)


def _say(line: Mapping[str, object]) -> None:
    sys.stderr.write(json.dumps(line) + "\n")

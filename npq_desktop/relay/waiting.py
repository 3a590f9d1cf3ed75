"""Requests that wait until a group changes; woken on the loop they wait on."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress


class Waiters:
    """Who waits for which group."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, dict[asyncio.Event, str]] = defaultdict(dict)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def wait(self, group: str, stamp: str, seconds: float) -> None:
        """Until the group's stamp is another than ``stamp``, or the time is over."""
        self._loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        self._waiting[group][woken] = stamp
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await woken.wait()
        finally:
            del self._waiting[group][woken]
            if not self._waiting[group]:
                del self._waiting[group]

    def groups(self) -> tuple[str, ...]:
        """The groups that somebody waits for."""
        return tuple(self._waiting)

    def heard(self, stamps: Mapping[str, str]) -> None:
        """Wake the requests that wait for another stamp than a group now has; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, dict(stamps))

    def _wake(self, stamps: Mapping[str, str]) -> None:
        for group, stamp in stamps.items():
            for woken, known in self._waiting.get(group, {}).items():
                if known != stamp:
                    woken.set()

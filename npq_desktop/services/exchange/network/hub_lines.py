"""Open connections to hubs, one for each hub and each key that this laptop signs with.

Asked for on other threads only: the first one loads what speaks HTTP.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from npq_desktop.journal.event import Author
from npq_desktop.sync.hub import HubCaller, open_client
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError
from npq_desktop.sync.open_lines import close_when_idle

if TYPE_CHECKING:
    import httpx

OpenClient = Callable[[str, str], "httpx.Client"]


class HubLines:
    """``open_line`` is given an address and a proxy, "" for the system's."""

    def __init__(self, open_line: OpenClient | None = None) -> None:
        self._open = open_line or (lambda url, proxy: open_client(url, proxy=proxy or None))
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], httpx.Client] = {}
        self._callers: dict[tuple[str, str, str, str], HubCaller] = {}
        self._is_closed = False

    def caller(self, url: str, hub: str, author: Author, proxy: str = "") -> HubCaller:
        """Who asks a hub for the holder of a key; the same one the next time.

        Raises:
            HubTroubleError: the program is ending.
        """
        with self._lock:
            if self._is_closed:
                raise HubTroubleError(HubTrouble.AWAY)
            place = (url, hub, author.key, proxy)
            if place not in self._callers:
                if (url, proxy) not in self._clients:
                    self._clients[url, proxy] = self._open(url, proxy)
                self._callers[place] = HubCaller(self._clients[url, proxy], hub, author)
            return self._callers[place]

    def close(self) -> None:
        """End what is open; what somebody still waits for is heard by nobody."""
        with self._lock:
            self._is_closed = True
            clients = self._clients
        for client in clients.values():
            close_when_idle(client)

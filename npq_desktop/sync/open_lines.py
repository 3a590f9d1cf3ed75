"""Lines that several threads share: one is closed when nobody reads from it any more.

To close a socket under a thread that waits on it frees its number, which the next file or socket
gets. The thread would go on with that one: take what is meant for another line, or write into the
database.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import httpx


@dataclass(slots=True)
class _Use:
    readers: int = 0
    is_ending: bool = False

    @property
    def is_over(self) -> bool:
        """Whether to close the line now."""
        return self.is_ending and not self.readers


_lock = threading.Lock()
_uses: "WeakKeyDictionary[httpx.Client, _Use]" = WeakKeyDictionary()


@contextmanager
def in_use(client: "httpx.Client") -> Iterator[None]:
    """Ask over a line, which stays open until the block has ended.

    Raises:
        RuntimeError: the line is closed, or to be closed.
    """
    with _lock:
        use = _uses.setdefault(client, _Use())
        if use.is_ending:
            raise RuntimeError("The line is closed.")
        use.readers += 1
    try:
        yield
    finally:
        with _lock:
            use.readers -= 1
            is_over = use.is_over
        if is_over:
            client.close()


def close_when_idle(client: "httpx.Client") -> None:
    """Close a line: now, or as soon as the last thread that waits on it has its answer."""
    with _lock:
        use = _uses.setdefault(client, _Use())
        use.is_ending = True
        is_over = use.is_over
    if is_over:
        client.close()

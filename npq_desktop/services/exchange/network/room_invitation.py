"""An invitation that goes over the room: it waits at the sharer's, and a newcomer asks for it.

The file is locked under six words that are read from the sharer's screen, so whoever stands between
gets nothing that opens. Four figures on both screens tell one asker from another.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from npq_desktop.journal.event import Author
from npq_desktop.relay.backing import no_invitation
from npq_desktop.relay.certificate import asker_figures
from npq_desktop.relay.replies import RefusalError
from npq_desktop.sync.hub import HubCaller
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError
from npq_desktop.sync.open_lines import close_when_idle

if TYPE_CHECKING:
    from npq_desktop.services.exchange.network.room_visit import Met

WAITS_SECONDS = 600
_ASKS_EVERY = 0.5
_GONE_SECONDS = 5
_ASKERS = 2
"""So many strangers are shown at once; a third is told to wait."""


class WaitingInvitation:
    """A locked file, given once to one laptop within ten minutes. ``clock``: any seconds."""

    def __init__(
        self, file: bytes, certificate: bytes, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._file, self._certificate, self._clock = file, certificate, clock
        self._ends = clock() + WAITS_SECONDS
        self._asked: dict[str, float] = {}
        self._refused: set[str] = set()
        self._given_to = ""
        self._lock = threading.Lock()

    @property
    def is_over(self) -> bool:
        """Whether it was fetched, or nobody fetched it in time."""
        return not self._file or self._clock() > self._ends

    def ask(self, key: str) -> bytes | None:
        """The file, the one time it is handed out; None while nobody has decided. On any thread.

        Raises:
            RefusalError: it is not for this key, or others ask already.
        """
        with self._lock:
            if self.is_over or key in self._refused or self._given_to not in {"", key}:
                raise no_invitation()
            if self._given_to == key:
                file, self._file = self._file, b""
                return file
            others = [each for each in self._asking() if each != key]
            if len(others) >= _ASKERS:
                text = "Others ask for the invitation already. Wait a moment."
                raise RefusalError(429, "slow_down", text, seconds=1)
            self._asked[key] = self._clock()
            return None

    def asking(self) -> dict[str, str]:
        """The keys that wait for an answer, each with the figures on its screen."""
        with self._lock:
            if self.is_over or self._given_to:
                return {}
            return {key: asker_figures(self._certificate, key) for key in self._asking()}

    def answer(self, key: str, *, give: bool) -> None:
        """Give the file to who asks, or refuse."""
        with self._lock:
            if give:
                self._given_to = self._given_to or key
            else:
                self._refused.add(key)

    def _asking(self) -> list[str]:
        newest = self._clock() - _GONE_SECONDS
        waiting = [key for key, when in self._asked.items() if when >= newest]
        return [key for key in waiting if key not in self._refused]


@dataclass
class Asking:
    """A newcomer's request. ``figures``: what her screen says; :meth:`close` ends it."""

    figures: str
    _met: "Met" = field(repr=False)
    _caller: HubCaller = field(repr=False)
    _ended: threading.Event = field(default_factory=threading.Event, repr=False)

    @classmethod
    def of(cls, author: Author, met: "Met") -> "Asking":
        """The request of ``author`` to the laptop that answered."""
        caller = HubCaller(met.client, met.key, author)
        return cls(asker_figures(met.certificate, author.key), met, caller)

    def is_heard(self) -> bool:
        """Whether an invitation waits there; beside the window.

        Raises:
            HubTroubleError: nothing came back.
        """
        try:
            return self._once() is None
        except HubTroubleError as error:
            if error.trouble is HubTrouble.REFUSED:
                return False
            raise

    def file(self) -> bytes | None:
        """What the colleague gives; None where she refuses or lets it be; beside the window.

        Raises:
            HubTroubleError: the line is cut.
        """
        try:
            while not self._ended.wait(_ASKS_EVERY):
                if (file := self._once()) is not None:
                    return file
        except HubTroubleError as error:
            if error.trouble is not HubTrouble.REFUSED:
                raise
        return None

    def close(self) -> None:
        """Ask no more."""
        self._ended.set()
        close_when_idle(self._met.client)

    def _once(self) -> bytes | None:
        try:
            return self._caller.invitation()
        except HubTroubleError as error:
            if error.trouble is HubTrouble.SLOW:
                return None
            raise

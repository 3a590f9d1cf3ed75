"""How many connections a laptop that shares in a room keeps: a few, and most of them for members.

All of it happens on the server's own thread. Loaded by who serves only.
"""

from collections.abc import Callable
from typing import Any

from typing_extensions import override

from npq_desktop.relay.patience import PatientProtocol

MOST = 8
STRANGERS = 2
"""Connections of keys that are no members, or that have not said yet who they are."""

Place = tuple[str, int]


class Door:
    """Lets connections in. ``is_member``: whether a key is a member's in a group that is shared."""

    def __init__(self, is_member: Callable[[str], bool]) -> None:
        self._is_member = is_member
        self._inside: list[Any] = []
        self._known: set[Place] = set()

    def protocol(self) -> type[PatientProtocol]:
        """What speaks on each connection that comes to this door."""
        door = self

        class Guarded(PatientProtocol):
            @override
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                door.let_in(self)

            @override
            def connection_lost(self, exc: Exception | None) -> None:
                door.let_out(self)
                super().connection_lost(exc)

        return Guarded

    def met(self, key: str, place: Place) -> None:
        """Whoever speaks from a place has shown a key."""
        if self._is_member(key):
            self._known.add(place)

    def let_in(self, line: Any) -> None:
        """A connection came: of too many strangers the one that is here longest goes, and a ninth
        goes at once.
        """
        strangers = [each for each in self._inside if each.client not in self._known]
        if len(strangers) >= STRANGERS:
            strangers[0].transport.abort()
            self._inside.remove(strangers[0])
        if len(self._inside) >= MOST:
            line.transport.abort()
        else:
            self._inside.append(line)

    def let_out(self, line: Any) -> None:
        """A connection ended."""
        self._known.discard(line.client)
        if line in self._inside:
            self._inside.remove(line)

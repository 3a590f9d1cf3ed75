"""The room that this laptop shares or is in: at most one of each, for one run of the program."""

import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from npq_desktop.bundle.words import load_words
from npq_desktop.errors import NpqDesktopError, ServiceError
from npq_desktop.relay.words import PORTS, words_of
from npq_desktop.rows.groups import SyncChip
from npq_desktop.rows.outgoing import Outgoing
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import listed
from npq_desktop.services.exchange import chip_words
from npq_desktop.services.exchange.network.daily_log import DailyLog
from npq_desktop.services.exchange.network.hubs import HubService
from npq_desktop.services.exchange.network.room import ROUTE, RoomServer
from npq_desktop.services.exchange.network.room_invitation import Asking, WaitingInvitation
from npq_desktop.services.exchange.network.room_visit import (
    NOBODY_THERE,
    Met,
    RoomPlace,
    RoomVisit,
    meet,
)
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError

FIREWALL = (
    "Windows may ask whether NPQ Desktop may be reached. Choose Allow. If it does not let you, "
    "share from the other laptop instead."
)
_FAR_AWAY = ("192.0.2.1", 9)
"""A place for examples, where nobody is: which network would lead there is all that is asked."""
NOT_GIVEN = "Your colleague has not given you the invitation. Ask them, then join again."
TAKEN_OUT = "A coordinator removed this laptop from the group. The other laptop gives it nothing."


class RoomService:
    """One per window. ``words`` is the word list."""

    def __init__(self, core: Core, *, hubs: HubService, words: Path) -> None:
        self._core = core
        self._hubs = hubs
        self._words = load_words(words)
        self.server: RoomServer | None = None
        self.visit: RoomVisit | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._files = 0
        self._log = DailyLog(core, ROUTE)
        self.is_away = False
        """Whether the laptop of the room that was joined does not answer just now."""
        self.came_from: RoomPlace | None = None
        """Where an invitation came from that is being opened."""

    def share(self, group: str, address: str, ports: Sequence[int] = PORTS) -> RoomServer:
        """Let members in this room sync with this laptop.

        Raises:
            RoomError: nothing can listen there.
            ServiceError: this laptop is no member of the group.
        """
        if self._core.identities.member(group) is None:
            raise ServiceError("Join this group first. Only its members share it.")
        self.stop()
        key = self._core.identities.author(group).signing_key
        groups = [each.id for each in self._core.store.reading.groups()]
        server = RoomServer(self._core, key, groups, self._log)
        server.start(address, ports)
        self.server = server
        return server

    def stop(self) -> None:
        """Share no more."""
        if self.server is not None:
            self.server.stop()
            self.server = None

    def spoken(self) -> str:
        """The three words of where this laptop shares; "" where it has none."""
        server = self.server
        return (words_of(server.address, server.port, self._words) or "") if server else ""

    def figures(self) -> str:
        """The address in figures."""
        return f"{self.server.address}:{self.server.port}" if self.server else ""

    def place(self, typed: str) -> RoomPlace:
        """Where somebody shares, by what was typed.

        Raises:
            RoomWordsError: the words are none of an address.
        """
        return RoomPlace.read(typed, self._words)

    def meeting(self, place: RoomPlace) -> Callable[[], Met]:
        """What finds out who answers at a place; beside the window."""
        return lambda: meet(place)

    def enter(self, met: Met) -> RoomVisit:
        """Be in the room of a laptop that answered.

        Raises:
            RoomError: it is no colleague's.
        """
        self.leave()
        self.visit, self.is_away = RoomVisit.of(self._core, self._hubs, met, self._log), False
        return self.visit

    def entering(self) -> "Callable[[], Met] | None":
        """What finds the laptop that gave the invitation by which this one joined; None where
        none did, or this laptop is in a room. Once for each invitation.
        """
        place, self.came_from = self.came_from, None
        return None if place is None or self.visit is not None else self.meeting(place)

    def knows(self, met: Met) -> bool:
        """Whether who answered is a colleague in one of this laptop's groups."""
        visit = RoomVisit(self._core, self._hubs, met, self._log)
        visit.judge()
        return bool(visit.groups)

    # -- invitations --------------------------------------------------------------------------

    def asking(self, met: Met) -> Asking:
        """A request for the invitation that may wait where somebody unknown answered."""
        author = self._core.identities.author_as(self._core.identities.new_member())
        return Asking.of(author, met)

    def new_file(self) -> Path:
        """Where an invitation lies while it is under way; gone at the end of the program."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="npq-room-")
        self._files += 1
        return Path(self._folder.name) / f"invitation {self._files}.npqsync"

    def offer(self, path: Path) -> None:
        """Have an invitation wait at the sharing; nothing of it stays on the disk."""
        if self.server is not None:
            self.server.backing.offered = WaitingInvitation(
                path.read_bytes(), self.server.certificate
            )
        path.unlink()

    def offered(self) -> WaitingInvitation | None:
        """The invitation that waits."""
        return self.server.backing.offered if self.server else None

    def withdraw_offer(self) -> None:
        """Hand the invitation to nobody any more."""
        if self.server is not None:
            self.server.backing.offered = None

    # -----------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Be in no room."""
        if self.visit is not None:
            self.visit.close()
            self.visit = None

    def live_with(self, group: str) -> tuple[str, ...]:
        """Who is live with this laptop in a group."""
        facts = self._core.facts.of(group)
        names = []
        if self.visit is not None and group in self.visit.groups and not self.is_away:
            names.append(self.visit.who)
        if self.server is not None:
            seen = self.server.connected()
            names += [one.name for one in facts.members.values() if one.key[:8] in seen]
        return tuple(dict.fromkeys(names))

    def chip(self, facts: GroupFacts, _standing: Outgoing) -> SyncChip | None:
        """What the header says while somebody is live; None otherwise."""
        if self.visit is not None and self.is_away and facts.id in self.visit.groups:
            return SyncChip(chip_words.away(self.visit.who), needs_action=False)
        names = self.live_with(facts.id)
        return SyncChip(chip_words.live(names), needs_action=False) if names else None

    def where(self) -> str:
        """In whose room this laptop is; "" where it is in none."""
        if self.visit is None:
            return ""
        if self.is_away:
            return f"{self.visit.who}'s laptop is away. This laptop looks for it again by itself."
        return f"This laptop is live with {self.visit.who}."

    def lines(self, group: str) -> str:
        """What the dialog of a sharing says of who is there."""
        names = self.live_with(group)
        return f"Live with {listed(names)}." if names else "Nobody has joined yet."

    def close(self) -> None:
        """The program ends."""
        self.stop()
        self.leave()
        if self._folder is not None:
            self._folder.cleanup()


def address_that_leads_out() -> str:
    """The address of the network that this laptop uses by default; "" where there is none. Nothing
    is sent to find out.
    """
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        looking.connect(_FAR_AWAY)
        return str(looking.getsockname()[0])
    return ""


def said_of(error: NpqDesktopError) -> str:
    """What is said of what was in the way."""
    if not isinstance(error, HubTroubleError):
        return str(error)
    is_out = error.trouble in {HubTrouble.REVOKED, HubTrouble.NO_GROUP}
    return TAKEN_OUT if is_out else NOBODY_THERE


def is_final(error: NpqDesktopError) -> bool:
    """Whether trying again is of no use."""
    return isinstance(error, HubTroubleError) and error.trouble is HubTrouble.REVOKED

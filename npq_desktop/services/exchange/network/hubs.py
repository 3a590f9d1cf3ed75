"""A group's changes over a hub: what is asked and sent, and what proves that it arrived.

Steps on the network take and give plain values and run beside the window. Those between them read
and write here, sixteen changes at a time. Nothing counts as sent until the hub's own signed summary
covers it. Source: journal/FORMAT.md, sections 9 and 10.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from npq_desktop.errors import ServiceError
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import Author, Event
from npq_desktop.journal.kinds.relay import HUB, HubFact
from npq_desktop.relay.summaries import StreamSummary
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import instant
from npq_desktop.services.core.words import only_a_coordinator
from npq_desktop.services.exchange.network.hub_keys import HubKeys
from npq_desktop.sync.hub import HubCaller, HubLink, HubReply, kept_receipt
from npq_desktop.sync.passes import HubPull, HubPush, pull, push

ROUTE = "hub"
AT_ONCE = 16
"""Changes taken in before the window's own input runs: more would be felt under a key."""
_OPENED = "hub_opened:{}:{}"
"""A setting of this laptop: a hub's signed word that it keeps a group, or :data:`_REMOVED`."""
_REMOVED = "removed"
_TIME = "hub_time:{}"
"""A setting of this laptop: the hub's own time of day, of the last day on which it answered."""

Ignored = Mapping[str, StreamSummary]


@dataclass(frozen=True, slots=True)
class HubOpening:
    """All that it takes to have a group kept at a hub; ``receipt``: the hub's earlier word."""

    link: HubLink
    author: Author = field(repr=False)
    start: Event
    receipt: Mapping[str, object] | None

    def ask(self, caller: HubCaller) -> HubReply:
        """The hub's signed word that it keeps the group; beside the window.

        Raises:
            HubTroubleError: it does not, or something stands in between.
        """
        return caller.open_group(self.start, self.link.code, self.receipt)


@dataclass(frozen=True, slots=True)
class HubTask:
    """All that a step on the network needs. ``keys``: what opens texts, by id; ``writing``: the
    one they are closed with, while that is known. ``is_room``: all travels open, to a member.
    """

    group: str
    hub: str
    author: Author = field(repr=False)
    events: tuple[Event, ...] = field(repr=False)
    keys: Mapping[str, bytes] = field(repr=False)
    writing: bytes | None = field(default=None, repr=False)
    is_room: bool = False

    def ask(self, caller: HubCaller, ignored: Ignored | None = None) -> HubPull:
        """What the hub has that is not here; beside the window.

        Raises:
            HubTroubleError: something stands in between.
        """
        return pull(
            caller, self.group, self.events, self.keys, ignored=ignored, is_open=self.is_room
        )

    def send(self, caller: HubCaller, pulled: HubPull, doubts: Collection[str] = ()) -> HubPush:
        """Send what is not there, and ask for the texts of ``doubts`` again; beside the window.

        Raises:
            HubTroubleError: something stands in between.
        """
        if self.writing is None and not self.is_room:
            raise ValueError("texts are closed with a key that was handed on before")
        return push(caller, self.group, self.events, self.writing, pulled, doubts=doubts)


class HubService:
    """The hubs of this laptop's groups."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.keys = HubKeys(core)

    def hubs(self, group: str) -> tuple[HubFact, ...]:
        """The hubs that a group travels over."""
        return tuple(hub for hub in self._core.facts.of(group).of(HUB) if hub.url is not None)

    def opening(self, group: str, link: HubLink) -> HubOpening:
        """What it takes to have a group kept at a hub.

        Raises:
            ServiceError: this laptop is no coordinator's, or the group was removed there.
        """
        state = self._core.store.state(group)
        if not state.may_write(self._core.identities.key_in(group), HUB.name):
            raise ServiceError(only_a_coordinator("connect a group to a hub"))
        known = self._core.store.local.setting(_OPENED.format(link.hub, group))
        if known == _REMOVED:
            raise ServiceError(
                "This group was removed from this hub on purpose, and a hub takes none twice."
            )
        author = self._core.identities.author(group)
        receipt = kept_receipt(known) if known else None
        return HubOpening(link, author, state.events[group], receipt or None)

    def reopening(self, group: str, hub: HubFact) -> HubOpening | None:
        """What has a hub that lost a group keep it again; None where it said nothing to this
        laptop.
        """
        known = self._core.store.local.setting(_OPENED.format(hub.hub, group))
        if not known or known == _REMOVED:
            return None
        return self.opening(group, HubLink(url=hub.url or "", hub=hub.hub, code=""))

    def never_again(self, group: str, hub: str) -> None:
        """The hub said that the group was removed there: this laptop never opens it there again.

        Raises:
            StoreError: it could not be kept.
        """
        self._core.store.local.save_setting(_OPENED.format(hub, group), _REMOVED)

    def connected(self, group: str, link: HubLink, name: str, reply: HubReply) -> Changes:
        """Write into the group that it travels over this hub; its word that it does is kept.

        Raises:
            StoreError: it could not be made durable.
        """
        content = {"url": link.url, "hub": link.hub, "name": name}
        with self._core.together():
            self._core.store.local.save_setting(_OPENED.format(link.hub, group), reply.receipt())
            return self._core.recorder.write(group, [NewEntry(HUB.name, content)]).changes

    def leave(self, group: str, hub: HubFact) -> Changes:
        """The group travels over this hub no longer; where two coordinators connected two, it
        stays with the other.

        Raises:
            ServiceError: this laptop is no coordinator's.
            StoreError: it could not be made durable.
        """
        other = next((each for each in self.hubs(group) if each.hub != hub.hub), None)
        kept = other or hub
        content = {"url": kept.url if other else None, "hub": kept.hub, "name": kept.name}
        return self._core.recorder.write(group, [NewEntry(HUB.name, content)]).changes

    def keep_time(self, hub: str, said: str) -> None:
        """Remember what time of day a hub said, once a day: it tells a wrong clock from a
        certificate that ran out.

        Raises:
            StoreError: it could not be kept.
        """
        known = self._core.store.local.setting(_TIME.format(hub)) or ""
        if instant(said) is not None and said[:10] != known[:10]:
            self._core.store.local.save_setting(_TIME.format(hub), said)

    def time_at(self, hub: str) -> datetime | None:
        """What a hub said last of the time of day, if it ever did."""
        return instant(self._core.store.local.setting(_TIME.format(hub)) or "")

    # -- one pass -----------------------------------------------------------------------------

    def begin(self, group: str, hub: str) -> HubTask:
        """What the first step on the network needs; ``hub`` is the hub's key."""
        return HubTask(
            group=group,
            hub=hub,
            author=self._core.identities.author(group),
            events=tuple(self._core.store.events(group)),
            keys=self.keys.of(group),
        )

    def take(self, group: str, pulled: HubPull, route: str = ROUTE) -> Iterator[Changes]:
        """Take in what came, sixteen changes at a step; between two steps anything may happen.

        Raises:
            StoreError: a step could not be made durable; those before it are.
        """
        events = list(pulled.events.values())
        for first in range(0, len(events), AT_ONCE):
            received = self._core.store.receive(group, events[first : first + AT_ONCE], route=route)
            self._core.facts.forget(received.changes)
            yield received.changes

    def ready(self, task: HubTask, pulled: HubPull | None = None) -> HubTask:
        """What the second step needs, once everything was taken in. Keys that others lack are
        handed on first, and a new one is made where none may be written with. Where somebody asks
        for a text again that is here, its key is handed on anew, since theirs may be a wrong one.

        Raises:
            StoreError: the keys could not be made durable.
        """
        writing = self.keys.writing(task.group)
        if pulled is not None and pulled.asked_for:
            self.keys.hand_on_anew(task.group, writing)
        again = self.begin(task.group, task.hub)
        return replace(again, writing=again.keys[writing])

    def note(self, task: HubTask, pushed: HubPush) -> int:
        """Keep the hub's proof of what it has; how many of this laptop's changes it has.

        Raises:
            StoreError: it could not be kept.
        """
        own = self._core.identities.key_in(task.group)
        there = sum(event.id in pushed.covered for event in task.events if event.key == own)
        document = canonical({"proof": pushed.proof.receipt(), "own_at_hub": there})
        self._core.store.local.save_receipt(task.group, by=task.hub, route=ROUTE, document=document)
        return there

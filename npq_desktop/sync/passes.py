"""One pass over a group at a hub: what it has that this laptop lacks, and the other way round.

Plain values go in and come out, so that all of it can run beside the window. A pass that was cut is
simply begun again: nothing here remembers how far it came.

Source: journal/FORMAT.md, sections 9 and 10.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from npq_desktop.journal.event import Event
from npq_desktop.relay.boxes import close, opened
from npq_desktop.relay.items import (
    DOUBT,
    OPEN_KINDS,
    ItemError,
    RelayItem,
    doubted,
    item_of,
    item_of_parts,
)
from npq_desktop.relay.limits import MAX_BODY_BYTES, MAX_ITEMS
from npq_desktop.relay.summaries import Place, StreamSummary, read_streams, streams_of
from npq_desktop.sync.hub import HubCaller, HubReply
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError
from npq_desktop.sync.reconcile import NOTHING, agrees, covered, first_pull, second_pull, to_push

MANY_STREAMS = 8
"""With more of them that differ the whole group is asked for at once."""

_HEAD_BYTES = 512


@dataclass(slots=True)
class HubPull:
    """What a pull brought. ``came``: of each stream asked for from its beginning, every id, and
    whether it was whole there. ``closed``: ids whose boxes do not open here yet. ``unasked``: those
    of them that nobody asks for again there; ``doubts``: those of these whose keys are all here.
    ``asked_for``: ids that somebody asks for again there and whose text is here.
    """

    stamp: str
    theirs: Mapping[str, StreamSummary]
    delete_on: str | None
    events: dict[str, Event] = field(default_factory=dict)
    came: dict[str, dict[str, bool]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    unasked: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)
    asked_for: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class HubPush:
    """What a push came to. ``left_out``: ids that the hub does not take. ``covered``: the ids that
    the hub proves to have, by the reply ``proof``. ``stamp``: that of the last state of which all
    is here, so that waiting for another one misses nothing.
    """

    sent: int
    left_out: tuple[str, ...]
    covered: frozenset[str]
    stamp: str
    proof: HubReply


def pull(
    caller: HubCaller,
    group: str,
    mine: Iterable[Event],
    keys: Mapping[str, bytes],
    *,
    ignored: Mapping[str, StreamSummary] | None = None,
    is_open: bool = False,
) -> HubPull:
    """What the hub has that is not among ``mine``, opened with ``keys``, by their ids.

    ``ignored``: streams whose difference an earlier pull of this run could not close, with the
    summary they had; they are left alone until that changes. ``is_open``: in a room entries travel
    with their payloads.

    Raises:
        HubTroubleError: something stands in between; asking again from the start is enough.
    """
    own = list(mine)
    found = _beginning(_met(caller, group, own))
    theirs = found.theirs
    here = streams_of(own)
    skipped = ignored or {}
    asked = {
        stream: first
        for stream, summary in theirs.items()
        if skipped.get(stream) != summary
        and (first := first_pull(here.get(stream, []), summary)) is not None
    }
    mine_by_id = {event.id: event for event in own}
    puller = _Puller(caller, group, keys, mine_by_id, found, is_open=is_open)
    if not own or len(asked) > MANY_STREAMS:
        puller.take_all()
    else:
        for stream, first in asked.items():
            puller.take(stream, first)
            if second_pull(first, puller.places(stream), theirs[stream]) is not None:
                puller.take(stream, 0)
    return found


def push(
    caller: HubCaller,
    group: str,
    mine: Iterable[Event],
    key: bytes | None,
    pulled: HubPull,
    *,
    doubts: Collection[str] = (),
) -> HubPush:
    """Send what the hub lacks of ``mine``, closed under ``key``, open entries first; then ask for
    its summary, which proves what is there. ``key`` None: in a room everything travels open.

    ``doubts``: ids to ask for again, because none of their boxes opens and fits.

    Raises:
        HubTroubleError: as :func:`pull`. What was sent before is kept there.
    """
    own = {event.id: event for event in mine}
    here = streams_of(own.values())
    items = _items(own, here, key, pulled)
    items += [(each, doubted(own[each]).line()) for each in sorted(doubts) if each in own]
    left_out: list[str] = []
    for part in _parts(items):
        left_out += _send(caller, group, part)
    proof = caller.summary(group)
    theirs = read_streams(proof.said.get("streams")) or {}
    proved: set[str] = set()
    for stream, places in here.items():
        proved |= covered(places, theirs.get(stream, NOTHING), pulled.came.get(stream))
    return HubPush(
        sent=len(items) - len(left_out),
        left_out=tuple(left_out),
        covered=frozenset(proved),
        stamp=str(proof.said.get("stamp")) if _is_level(here, theirs) else pulled.stamp,
        proof=proof,
    )


def _is_level(here: Mapping[str, list[Place]], theirs: Mapping[str, StreamSummary]) -> bool:
    """Whether nothing is there that is not here: else somebody sent it since the pull."""
    return all(agrees(here.get(stream, []), summary) for stream, summary in theirs.items())


def _items(
    own: Mapping[str, Event], here: Mapping[str, list[Place]], key: bytes | None, pulled: HubPull
) -> list[tuple[str, str]]:
    """Ids and lines of what the hub lacks, open entries first."""
    wanted = [
        own[event_id]
        for stream, places in here.items()
        for event_id in to_push(places, pulled.theirs.get(stream, NOTHING), pulled.came.get(stream))
    ]
    wanted.sort(key=lambda event: event.kind not in OPEN_KINDS)
    return [(each.id, _line(each, key)) for each in wanted]


def _beginning(reply: HubReply) -> HubPull:
    """What a summary says, before anything was asked for."""
    theirs = read_streams(reply.said.get("streams"))
    if theirs is None:
        raise HubTroubleError(HubTrouble.REFUSED)
    delete_on = reply.said.get("delete_on")
    return HubPull(
        stamp=str(reply.said.get("stamp")),
        theirs=theirs,
        delete_on=delete_on if isinstance(delete_on, str) else None,
    )


def _met(caller: HubCaller, group: str, own: Sequence[Event]) -> HubReply:
    """The hub's summary; where it does not know this laptop yet, it is told of the join first."""
    try:
        return caller.summary(group)
    except HubTroubleError as error:
        if error.trouble is not HubTrouble.NO_GROUP:
            raise
    introducing = [(each.id, item_of(each).line()) for each in own if each.kind in OPEN_KINDS]
    for part in _parts(introducing):
        _send(caller, group, part)
    return caller.summary(group)


class _Puller:
    """Takes pages in and opens what they hold."""

    def __init__(
        self,
        caller: HubCaller,
        group: str,
        keys: Mapping[str, bytes],
        own: dict[str, Event],
        found: HubPull,
        *,
        is_open: bool,
    ) -> None:
        self._caller = caller
        self._group = group
        self._keys = keys
        self._own = own
        self._found = found
        self._is_open = is_open

    def take_all(self) -> None:
        """The whole group."""
        self._found.came = {stream: {} for stream in self._found.theirs}
        for parts in self._pages(None, 0):
            self._take(parts)

    def take(self, stream: str, first: int) -> None:
        """One stream from a position."""
        if first == 0:
            self._found.came[stream] = {}
        for parts in self._pages(stream, first):
            self._take(parts)

    def places(self, stream: str) -> list[Place]:
        """What would be here of a stream with all that came."""
        together = {**self._own, **self._found.events}
        return streams_of(e for e in together.values() if e.stream == stream).get(stream, [])

    def _pages(self, stream: str | None, first: int) -> Iterator[object]:
        while True:
            said = self._caller.page(self._group, stream, first).said
            items, following = said.get("items"), said.get("next")
            if not isinstance(items, list):
                raise HubTroubleError(HubTrouble.REFUSED)
            yield from items
            if type(following) is not int or following <= first:
                return
            first = following

    def _take(self, parts: object) -> None:
        """One item; one that is not sound is left alone, as if the hub had not given it."""
        try:
            item = item_of_parts(parts, is_open=self._is_open)
        except ItemError:
            return
        event = item.event
        if event.group_id != self._group:
            return
        if event.stream in self._found.came:
            self._found.came[event.stream][event.id] = item.is_whole
        known = self._own.get(event.id)
        if known is not None and not known.is_stripped:
            if DOUBT in item.boxes:
                self._found.asked_for.add(event.id)
            return
        full = opened(event, item.boxes, self._keys) or event
        if known is None or not full.is_stripped:
            self._found.events[event.id] = full
        boxes = [box for box in item.boxes if box != DOUBT]
        if full.is_stripped and boxes:
            self._found.closed.add(event.id)
            if item.is_whole:
                self._found.unasked.add(event.id)
                if all(box.partition(".")[0] in self._keys for box in boxes):
                    self._found.doubts.add(event.id)


def _line(event: Event, key: bytes | None) -> str:
    if key is None:
        return RelayItem(event).line()
    closes = event.payload is not None and event.kind not in OPEN_KINDS
    return item_of(event, close(event, key) if closes else None).line()


def _parts(items: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The items in pushes that a hub takes."""
    part: list[tuple[str, str]] = []
    size = _HEAD_BYTES
    for item in items:
        length = len(item[1].encode()) + 2
        if part and (len(part) == MAX_ITEMS or size + length > MAX_BODY_BYTES):
            yield part
            part, size = [], _HEAD_BYTES
        part.append(item)
        size += length
    if part:
        yield part


def _send(caller: HubCaller, group: str, items: list[tuple[str, str]]) -> list[str]:
    """Send these; the ids of those that the hub does not take, found one by one."""
    left_out: list[str] = []
    while items:
        try:
            caller.push(group, [line for _, line in items])
        except HubTroubleError as error:
            if error.trouble is HubTrouble.UNSOUND and error.item is not None:
                if not 0 <= error.item < len(items):
                    raise
                left_out.append(items.pop(error.item)[0])
                continue
            if error.trouble is not HubTrouble.TOO_LARGE:
                raise
            if len(items) == 1:
                return [*left_out, items[0][0]]
            half = len(items) // 2
            first, second = items[:half], items[half:]
            return [*left_out, *_send(caller, group, first), *_send(caller, group, second)]
        return left_out
    return left_out

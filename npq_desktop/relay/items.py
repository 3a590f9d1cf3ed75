"""One event as it travels: open where a hub has to read it, otherwise without its payload and with
boxes that only members can open.

Source: journal/FORMAT.md, section 9.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from npq_desktop.errors import JournalError
from npq_desktop.journal.codec import BrokenTextError, canonical, parse_json
from npq_desktop.journal.event import BrokenEventError, Event, NewerFormatError, parse_parts

OPEN_KINDS = frozenset(
    (
        "group.start",
        "invite",
        "join",
        "revoke",
        "accept",
        "erase",
        "erase.done",
        "relay.set",
        "relay.key",
    )
)
"""The kinds whose payload a hub reads: who may come in, and what is to be erased."""

DOUBT = "?"
"""Stands in a box's place: the sender of the item found no box that opens and fits."""
MAX_BOX_LETTERS = 180_000
MAX_BOXES = 16

_PARTS = 4
_BOX = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class ItemError(JournalError):
    """An item cannot be taken; ``code`` is what a reply calls it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class RelayItem:
    """An event on its way. ``boxes``: closed texts, and :data:`DOUBT` where one is asked for."""

    event: Event
    boxes: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is missing, as far as somebody who cannot open it can tell."""
        if not self.event.is_stripped:
            return True
        return bool(self.boxes) and DOUBT not in self.boxes

    def line(self) -> str:
        """The item as one line of canonical JSON, without a line end."""
        event = self.event
        return canonical([event.header, event.payload, event.salt, event.sig, *self.boxes])


def item_of(event: Event, box: str | None = None) -> RelayItem:
    """How an event travels over a hub: open, or without its payload and with this box."""
    if event.kind in OPEN_KINDS:
        return RelayItem(event)
    bare = event if event.payload is None else event.blanked()
    return RelayItem(bare, () if box is None or event.ph is None else (box,))


def doubted(event: Event) -> RelayItem:
    """The item that asks for a text again: none that came opens and fits."""
    return RelayItem(event.blanked(), (DOUBT,))


def read_item(line: str, *, is_open: bool = False, at_most: int = MAX_BOXES) -> RelayItem:
    """The item that one line says; ``is_open`` where everything travels with its payload.

    Raises:
        ItemError: its structure, hash or signature is wrong, or it is open or closed where it
            must not be.
    """
    try:
        parts = parse_json(line)
    except BrokenTextError as reason:
        raise ItemError("malformed", f"An item is not what it must be: {reason}.") from None
    return item_of_parts(parts, is_open=is_open, at_most=at_most)


def item_of_parts(parts: object, *, is_open: bool = False, at_most: int = MAX_BOXES) -> RelayItem:
    """As :func:`read_item`, of a list that was read strictly.

    Raises:
        ItemError: as :func:`read_item`.
    """
    if not isinstance(parts, list) or not _PARTS <= len(parts) <= _PARTS + at_most:
        raise _unsound("it is not a list of as many texts as an item has")
    header, payload, salt, sig, *boxes = parts
    if not (isinstance(header, str) and isinstance(sig, str)):
        raise _unsound("its header or signature is not a text")
    if not (isinstance(payload, str | None) and isinstance(salt, str | None)):
        raise _unsound("its payload or salt is not a text")
    if payload is None and salt is not None:
        raise _unsound("it has a salt without a payload")
    try:
        event = parse_parts(header, payload, salt, sig)
    except NewerFormatError as error:
        raise ItemError("newer", str(error)) from None
    except BrokenEventError as error:
        raise ItemError("unsound", str(error)) from None
    _check_closed(event, is_open)
    return RelayItem(event, _boxes(event, boxes))


def _check_closed(event: Event, is_open: bool) -> None:
    if event.payload is not None and event.kind not in OPEN_KINDS and not is_open:
        raise ItemError("open_text", "This text would travel open. A hub takes closed texts only.")


def _boxes(event: Event, boxes: Sequence[object]) -> tuple[str, ...]:
    texts = tuple(box for box in boxes if isinstance(box, str) and _is_box(box))
    if len(texts) != len(boxes) or texts.count(DOUBT) > 1 or DOUBT in texts[:-1]:
        raise _unsound("a box is not what it must be")
    if not texts:
        return ()
    if event.kind in OPEN_KINDS and DOUBT not in texts:
        raise ItemError("boxed", "An entry that a hub has to read has a closed text.")
    if event.kind in OPEN_KINDS or not event.is_stripped:
        raise _unsound("it has a box and needs none")
    return texts


def _is_box(text: str) -> bool:
    return text == DOUBT or (len(text) <= MAX_BOX_LETTERS and _BOX.fullmatch(text) is not None)


def _unsound(reason: str) -> ItemError:
    return ItemError("unsound", f"An item is damaged: {reason}.")

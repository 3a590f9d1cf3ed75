"""A group's connection: the hub it travels over, and the keys that texts there are closed with.

Both kinds travel open and can never be erased. What the keys are for is in
:mod:`npq_desktop.relay`. Source: journal/FORMAT.md, sections 3 and 9.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from npq_desktop.journal.codec import is_random_id
from npq_desktop.journal.kinds.checks import Content, list_of, matching, members, optional
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import Erasing, Kind, Writers, one_cell
from npq_desktop.journal.sealing import PREFIX_LENGTH

MAX_EPOCHS = 500
MAX_HUB_NAME = 60

_MARKS = "\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""Control marks, and those that turn the direction in which a line is read."""
_is_url = matching(
    re.compile(r"(https://[!-~]{1,192}|http://(127\.0\.0\.1|localhost)([:/][!-~]{0,170})?)")
)
_is_key = matching(re.compile(r"[A-Za-z0-9_-]{43}"))
_is_hub_name = matching(re.compile(f"[^{_MARKS}]{{1,{MAX_HUB_NAME}}}"))
_is_reader = matching(re.compile(f"[A-Za-z0-9_-]{{{PREFIX_LENGTH}}}"))
_is_box = matching(re.compile(r"[A-Za-z0-9_-]+"))


def _epochs_of(_cell: Cell, content: Content) -> tuple[str, ...]:
    return _texts(content, "epochs")


def _readers_of(_cell: Cell, content: Content) -> tuple[str, ...]:
    return _texts(content, "to")


def _texts(content: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = content.get(name)
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


@dataclass(frozen=True, slots=True)
class HubFact:
    """A hub that a group travels over; ``url`` is None where it no longer does. ``hub`` is the
    hub's key, ``name`` what its owner calls it.
    """

    url: str | None
    hub: str
    name: str
    head: str
    source: Source


@dataclass(frozen=True, slots=True)
class EpochsFact:
    """Keys of texts, locked in ``box`` for the readers whose keys begin with ``readers``."""

    id: str
    epochs: Annotated[tuple[str, ...], _epochs_of]
    readers: Annotated[tuple[str, ...], _readers_of]
    box: str
    head: str
    source: Source


def _some(content: Content) -> str | None:
    """Why a list of keys is not understood: it names none."""
    return _lists(content) or (None if content["epochs"] else "it names no key")


_lists = members(
    {
        "epochs": list_of(is_random_id, at_most=MAX_EPOCHS),
        "to": list_of(_is_reader),
        "box": _is_box,
    }
)


def _own_cell(kind: str, entry_id: str, _actor: str, _content: Content) -> tuple[Cell, ...]:
    return ((kind, entry_id),)


HUB = Kind(
    name="relay.set",
    family="relay",
    fact=HubFact,
    writers=Writers.COORDINATORS,
    validate=members({"url": optional(_is_url), "hub": _is_key, "name": _is_hub_name}),
    cells=one_cell("relay"),
    null_member="url",
    erasing=Erasing.NEVER,
)
EPOCHS = Kind(
    name="relay.key",
    family="relay.key",
    key=("id",),
    fact=EpochsFact,
    writers=Writers.MEMBERS,
    validate=_some,
    cells=_own_cell,
    erasing=Erasing.NEVER,
)
KINDS = (HUB, EPOCHS)

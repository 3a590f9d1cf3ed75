"""The entries that settle who is in a group and whose word counts, and the facts that follow.

Source: journal/FORMAT.md, section 2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from npq_desktop.journal.codec import is_hash, is_random_id
from npq_desktop.journal.keys import is_recipient
from npq_desktop.journal.kinds.checks import (
    Content,
    Validate,
    is_name,
    is_text,
    list_of,
    matching,
    maybe_date,
    maybe_text,
    members,
    one_of,
)
from npq_desktop.journal.kinds.fact import Cell, Source
from npq_desktop.journal.kinds.kind import CellsOf, Erasing, Kind, Writers
from npq_desktop.journal.kinds.programme import PROGRAMME_CELL, is_programme

MAX_LISTED = 200
MAX_ROOTS = 8
PAPER = "paper"
"""The device of a root that is a recovery sheet."""

_is_key = matching(re.compile(r"[A-Za-z0-9_-]{43}"))
_is_proof = matching(re.compile(r"[A-Za-z0-9_-]{86}"))
_is_age = matching(re.compile(r"age1[0-9a-z]{1,200}"))


@dataclass(frozen=True, slots=True)
class GroupFact:
    """One group; ``programme`` is the canonical JSON of the definition that holds.

    ``programme_disagrees``: several definitions are live, the one with the smallest id is shown.
    """

    id: str
    title: str
    cohort: str
    programme: str
    programme_disagrees: bool
    keep_until: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class MemberFact:
    """A laptop (or recovery key) of a member; ``age`` is the recipient its files are locked to,
    ``recovery`` that of its owner's recovery code, "" where none is known.

    ``depth`` 0 is a root; ``parent`` is the key that invited it; ``last_seen`` is when this laptop
    last received an entry by it. ``shown`` is what to call its owner; nothing is
    decided by it.
    """

    key: str
    age: str
    member: str
    name: str
    device: str
    role: str
    depth: int
    parent: str | None
    revoked: bool
    recovery: str
    shown: str
    last_seen: datetime | None

    @property
    def is_sheet(self) -> bool:
        """Whether it is a recovery sheet: by its place, whatever name it goes by."""
        return self.depth == 0 and self.device == PAPER


@dataclass(frozen=True, slots=True)
class InviteFact:
    """An invitation: ``state`` is open, used or withdrawn; ``age`` locks files until it is used."""

    id: str
    member: str
    name: str
    role: str
    age: str
    state: str

    @property
    def shown(self) -> str:
        """What the inviter called them."""
        return self.name


_is_root = members(
    {
        "key": _is_key,
        "age": is_recipient,
        "member": is_random_id,
        "name": is_text,
        "device": is_text,
    }
)


def roots_reason(roots: object) -> str | None:
    """Why a list of roots cannot be used: 1 to 8 of them, in order of rank, no key twice."""
    if not isinstance(roots, list) or not 1 <= len(roots) <= MAX_ROOTS:
        return "a group starts with one to eight laptops"
    if not all(isinstance(root, Mapping) and _is_root(root) is None for root in roots):
        return "a laptop that the group starts with is not described as it must be"
    if len({root["key"] for root in roots}) < len(roots):
        return "a laptop is named twice among those the group starts with"
    return None


def _revoke_reason(content: Content) -> str | None:
    """Why a revocation is not understood: it names a key and what stays, or else an invitation."""
    if ("key" in content) == ("invite" in content):
        return "it names neither one laptop nor one invitation"
    return _revoke_key(content) if "key" in content else _revoke_invite(content)


_revoke_key = members({"key": _is_key, "keep": list_of(is_hash)})
_revoke_invite = members({"invite": is_hash})


def _own_cell(kind: str, entry_id: str, _actor: str, _content: Content) -> tuple[Cell, ...]:
    """An entry has a cell of its own, so that the state digest covers it."""
    return ((kind, entry_id),)


def _start_cells(kind: str, entry_id: str, _actor: str, _content: Content) -> tuple[Cell, ...]:
    """A group's first entry also says the programme."""
    return ((kind, entry_id), PROGRAMME_CELL)


def _authority(
    name: str,
    writers: Writers,
    validate: Validate,
    cells: CellsOf = _own_cell,
) -> Kind[Any]:
    return Kind(
        name=name,
        family=name,
        key=("id",),
        writers=writers,
        validate=validate,
        cells=cells,
        erasing=Erasing.NEVER,
        is_authority=True,
    )


KINDS = (
    _authority(
        "group.start",
        Writers.MEMBERS,
        members(
            {"title": is_text, "cohort": is_text, "programme": is_programme},
            {"keep_until": maybe_date},
        ),
        _start_cells,
    ),
    _authority(
        "invite",
        Writers.COORDINATORS,
        members(
            {
                "sign": _is_key,
                "age": _is_age,
                "member": is_random_id,
                "name": is_text,
                "role": one_of("coordinator", "facilitator"),
            }
        ),
    ),
    _authority(
        "join",
        Writers.MEMBERS,
        members(
            {
                "invite": is_hash,
                "age": _is_age,
                "name": is_text,
                "device": is_text,
                "proof": _is_proof,
            }
        ),
    ),
    _authority("revoke", Writers.COORDINATORS, _revoke_reason),
    _authority(
        "accept",
        Writers.COORDINATORS,
        members({"ids": list_of(is_hash, at_most=MAX_LISTED)}),
    ),
    _authority(
        "erase",
        Writers.ROOTS,
        members(
            {"person": is_name, "ids": list_of(is_hash, at_most=MAX_LISTED)},
            {"reason": maybe_text, "authority": maybe_text},
        ),
    ),
    _authority(
        "erase.done",
        Writers.MEMBERS,
        members({"erase": is_hash}, {"backups_until": maybe_date}),
    ),
)

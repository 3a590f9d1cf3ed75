"""Epochs: the keys that a group's texts are closed with, who may know one, and which one writes.

Nothing is opened here to find out who may know a key: that follows from the open entries alone, so
every laptop comes to the same answer from the same entries.

Source: journal/FORMAT.md, section 9.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from npq_desktop.journal.authority import Invitation, InvitationState, MemberKey
from npq_desktop.journal.codec import BrokenTextError, b64decode, b64encode, canonical
from npq_desktop.journal.event import Event
from npq_desktop.journal.keys import KEY_BYTES, is_recipient
from npq_desktop.journal.kinds.relay import EPOCHS
from npq_desktop.journal.sealing import PREFIX_LENGTH, SealedError, open_sealed, seal
from npq_desktop.journal.state import State
from npq_desktop.relay.boxes import epoch_id

HANDED_ON_AT_ONCE = 300
"""Keys in one entry: as many fit into a payload, with room to spare."""


@dataclass(frozen=True, slots=True)
class EpochReader:
    """Somebody who is given keys: the first letters of a signature key, what they are locked for,
    and the key of whoever invited them, "" for who started the group.
    """

    letters: str
    key: str
    recipients: tuple[str, ...]
    invited_by: str = ""


@dataclass(frozen=True, slots=True)
class Epochs:
    """What a group's ``relay.key`` entries say of its keys, by epoch id.

    ``known_to``: letters of those who may know it, from held entries too. ``counting``: those
    that an entry which counts lists. ``burnt``: those that nothing may be written with any more.
    """

    known_to: Mapping[str, frozenset[str]]
    counting: frozenset[str]
    burnt: frozenset[str]
    readers: tuple[EpochReader, ...]

    @classmethod
    def of(cls, state: State) -> "Epochs":
        """The epochs of a group."""
        known: defaultdict[str, set[str]] = defaultdict(set)
        counting: set[str] = set()
        for event, content in key_entries(state.events.values()):
            knowing = {event.key[:PREFIX_LENGTH], *content["to"]}
            for epoch in content["epochs"]:
                known[epoch] |= knowing
            if event.id not in state.held:
                counting.update(content["epochs"])
        bad = _unsafe(state.members, state.invites)
        return cls(
            known_to={epoch: frozenset(letters) for epoch, letters in known.items()},
            counting=frozenset(counting),
            burnt=frozenset(epoch for epoch, letters in known.items() if letters & bad),
            readers=tuple(_readers(state.members, state.invites)),
        )

    def writing(self, openable: Iterable[str]) -> str | None:
        """The epoch that texts are closed with, of those this laptop can open; None: make one."""
        return min(self.counting.intersection(openable) - self.burnt, default=None)

    def lacking(self, openable: Collection[str]) -> tuple[EpochReader, ...]:
        """Who was never handed one of these keys."""
        return tuple(
            reader
            for reader in self.readers
            if any(reader.letters not in self.known_to.get(epoch, ()) for epoch in openable)
        )


def key_entries(events: Iterable[Event]) -> Iterator[tuple[Event, Mapping[str, list[str]]]]:
    """The understood ``relay.key`` entries, counting or held, with their lists."""
    for event in events:
        content = event.content
        if event.kind != EPOCHS.name or content is None or EPOCHS.validate(content) is not None:
            continue
        lists = {name: _texts(content[name]) for name in ("epochs", "to")}
        yield event, lists


def keys_in(content: Mapping[str, object], secrets: Iterable[str]) -> dict[str, bytes]:
    """The keys that a ``relay.key`` hands on, by their ids, opened with one of the age identities
    ``secrets``; none where it is for others. A key that its id does not prove is left out.
    """
    sealed = {name: content[name] for name in ("to", "box")}
    for secret in secrets:
        try:
            said = json.loads(open_sealed(sealed, secret))
        except (SealedError, ValueError, RecursionError):
            continue
        return _proved(said, _texts(content.get("epochs")))
    return {}


def handing_on(
    keys: Mapping[str, bytes], readers: Sequence[EpochReader]
) -> Iterator[dict[str, object]]:
    """The contents of the ``relay.key`` entries that hand ``keys`` to ``readers``; mostly one."""
    recipients = [(reader.key, age) for reader in readers for age in reader.recipients]
    epochs = sorted(keys)
    for first in range(0, len(epochs), HANDED_ON_AT_ONCE):
        part = epochs[first : first + HANDED_ON_AT_ONCE]
        text = canonical({epoch: b64encode(keys[epoch]) for epoch in part})
        yield {"epochs": part, **seal(text, recipients)}


def _proved(said: object, listed: Collection[str]) -> dict[str, bytes]:
    if not isinstance(said, dict) or said.keys() != set(listed):
        return {}
    found: dict[str, bytes] = {}
    for epoch, text in said.items():
        try:
            key = b64decode(text, KEY_BYTES) if isinstance(text, str) else b""
        except BrokenTextError:
            continue
        if key and epoch_id(key) == epoch:
            found[epoch] = key
    return found


def _readers(members: Iterable[MemberKey], invites: Iterable[Invitation]) -> Iterator[EpochReader]:
    """Every laptop and sheet that was not taken out, and every invitation that is open."""
    for member in members:
        ages = tuple(age for age in (member.age, member.recovery) if is_recipient(age))
        if not member.revoked and ages:
            yield EpochReader(member.key[:PREFIX_LENGTH], member.key, ages, member.parent or "")
    for invite in invites:
        if invite.state is InvitationState.OPEN and is_recipient(invite.age):
            yield EpochReader(
                invite.sign[:PREFIX_LENGTH], invite.sign, (invite.age,), invite.author
            )


def _unsafe(members: Iterable[MemberKey], invites: Iterable[Invitation]) -> frozenset[str]:
    """The letters of those who must not read what is written from now on: laptops taken out,
    invitations withdrawn or used by more than one laptop, and who joined by one withdrawn.
    """
    bad = {member.key for member in members if member.revoked}
    for invite in invites:
        if invite.state is InvitationState.WITHDRAWN:
            bad |= {invite.sign, *invite.keys}
        elif len(invite.keys) > 1:
            bad.add(invite.sign)
    return frozenset(key[:PREFIX_LENGTH] for key in bad)


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []

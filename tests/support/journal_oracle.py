"""A second opinion on what a set of events means, written from the rules' text alone, and slow.

It shares no code with the journal but the shape of an event and the check of a signature.
Everything is looked for again at every question; there is no index, no heap and no incremental
step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from npq_desktop.journal.event import Event
from npq_desktop.journal.keys import join_message, signature_holds

Cell = tuple[str, ...]

AUTHORITY = {"group.start", "invite", "join", "revoke", "accept", "erase", "erase.done"}
COORDINATORS = {
    "programme.set",
    "invite",
    "revoke",
    "accept",
    "exemption.set",
    "window.set",
    "assessment.set",
    "relay.set",
}
ORDINARY = {"mark.set", "person.set", "event.set", "exemption.set", "note.add", "register.open"}
STAYS_WITH_THE_PERSON = {"mark.set", "register.open"}


@dataclass(frozen=True)
class Key:
    key: str
    member: str
    role: str
    depth: int
    rank: int
    invite: str
    ancestors: tuple[str, ...]

    @property
    def place(self) -> tuple[int, int, str]:
        return (self.depth, self.rank, self.invite)


class Oracle:
    """Asked about one set of events, each id once."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = list(events)
        self.by_id = {event.id: event for event in self.events}
        self.members: dict[str, Key] = {}
        self._admitted: dict[str, bool] = {}
        while (found := self._next_member()) is not None:
            self.members[found.key] = found

    # ---- who is in ------------------------------------------------------------------------------

    def _next_member(self) -> Key | None:
        waiting = [key for key in [*self._roots(), *self._joined()] if key.key not in self.members]
        return min(waiting, key=lambda key: key.place, default=None)

    def _roots(self) -> list[Key]:
        for start in self._of("group.start"):
            roots = [
                Key(root["key"], root["member"], "root", 0, rank, "", ())
                for rank, root in enumerate(start.content["roots"])
            ]
            if any((start.key, start.actor) == (root.key, root.member) for root in roots):
                return roots
        return []

    def _joined(self) -> list[Key]:
        return [self._newcomer(join) for join in self._of("join") if self._opens(join)]

    def _newcomer(self, join: Event) -> Key:
        invite = self.by_id[join.content["invite"]]
        parent = self.members[invite.key]
        return Key(
            join.key,
            invite.content["member"],
            invite.content["role"],
            parent.depth + 1,
            parent.rank,
            invite.id,
            (*parent.ancestors, parent.key),
        )

    def _opens(self, join: Event) -> bool:
        """Whether this join's invitation lets its key in, whether or not it is in already."""
        invite = self.by_id.get(join.content["invite"])
        if invite is None or invite.kind != "invite" or not self.admits(invite):
            return False
        if self._withdrawn(invite) or not self._valid(join, invite):
            return False
        rivals = {
            other.key
            for other in self._of("join")
            if other.content["invite"] == invite.id and self._valid(other, invite)
        }
        return rivals == {join.key} or self._accepted(join, self._newcomer(join))

    @staticmethod
    def _valid(join: Event, invite: Event) -> bool:
        message = join_message(
            group=join.group, invite=invite.id, key=join.key, age=join.content["age"]
        )
        return join.actor == invite.content["member"] and signature_holds(
            public=invite.content["sign"], message=message, signature=join.content["proof"]
        )

    def _withdrawn(self, invite: Event) -> bool:
        author = self.members[invite.key]
        return any(
            revoke.content.get("invite") == invite.id
            and ((revoke.key == invite.key and self.admits(revoke)) or self._rules(revoke, author))
            for revoke in self._of("revoke")
        )

    def above(self, upper: Key, lower: Key) -> bool:
        return upper.key in lower.ancestors or (upper.depth == 0 and upper.rank < lower.rank)

    def _rules(self, event: Event, concerned: Key) -> bool:
        """Whether a revocation or acceptance counts for that key."""
        author = self.members.get(event.key)
        if author is None or author.role == "facilitator" or not self.above(author, concerned):
            return False
        return self.admits(event)

    # ---- what counts ----------------------------------------------------------------------------

    def admits(self, event: Event) -> bool:
        """Whether the event's author may write it, is who she says she is, and was not revoked."""
        if event.id not in self._admitted:
            if event.key not in self.members:
                return False
            self._admitted[event.id] = self._judge(event, self.members[event.key])
        return self._admitted[event.id]

    def _judge(self, event: Event, author: Key) -> bool:
        if not self._understood(event):
            return False
        if event.kind == "group.start":
            return True
        if event.actor != author.member:
            return False
        if event.kind == "join":
            came_by = event.content["invite"] == author.invite
            if not (came_by and self._opens(event)):
                return False
        own_right = self._kept(event, author) and self._may(author, event.kind)
        return own_right or self._accepted(event, author)

    @staticmethod
    def _may(author: Key, kind: str) -> bool:
        if kind == "erase":
            return author.role == "root"
        return kind not in COORDINATORS or author.role != "facilitator"

    def _kept(self, event: Event, author: Key) -> bool:
        return all(
            event.id in self._reach(revoke.content["keep"], event.key)
            for revoke in self._of("revoke")
            if revoke.content.get("key") == event.key and self._rules(revoke, author)
        )

    def _reach(self, keep: Iterable[str], key: str) -> set[str]:
        reached = set()
        for event_id in keep:
            walker = self.by_id.get(event_id)
            while walker is not None and walker.key == key:
                reached.add(walker.id)
                walker = self.by_id.get(walker.prev)
        return reached

    def _accepted(self, event: Event, author: Key) -> bool:
        return any(
            event.id in accept.content["ids"]
            and self._rules(accept, author)
            and self._may(self.members[accept.key], event.kind)
            for accept in self._of("accept")
        )

    def _of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event.kind == kind and self._understood(event)]

    @staticmethod
    def _understood(event: Event) -> bool:
        if event.kind not in AUTHORITY | ORDINARY or event.need != 1 or event.content is None:
            return False
        if event.kind in AUTHORITY and "undoes" in event.content:
            return False
        if event.kind == "mark.set" and "undoes" not in event.content:
            return event.content.get("state", "?") in {"present", "absent", None}
        return True

    # ---- what it says ---------------------------------------------------------------------------

    @cached_property
    def _erases(self) -> list[Event]:
        return [event for event in self._of("erase") if self.admits(event)]

    def is_blank(self, event: Event) -> bool:
        listed = any(event.id in erase.content["ids"] for erase in self._erases)
        erasable = event.kind in ORDINARY and event.kind != "mark.set"
        return listed and erasable and event.need == 1

    def is_about_erased(self, event: Event) -> bool:
        if event.kind not in ORDINARY - STAYS_WITH_THE_PERSON or event.content is None:
            return False
        return event.content.get("person") in {e.content["person"] for e in self._erases}

    def cells(self, event: Event) -> set[Cell] | None:
        """The cells, None where they cannot be known."""
        if self.is_blank(event) or self.is_about_erased(event) or not self._understood(event):
            return None
        content = event.content
        if "undoes" in content and event.kind in ORDINARY:
            target = self.by_id.get(content["undoes"])
            return None if target is None or target.kind != event.kind else self.cells(target)
        if event.kind in AUTHORITY:
            own = {(event.kind, event.id)}
            return own | {("programme",)} if event.kind == "group.start" else own
        return _cells_of(event.kind, content, event.id)

    @cache  # noqa: B019 - an oracle lives for one question
    def is_held(self, event: Event) -> bool:
        if self.is_blank(event):
            return not self._blank_author_allows(event)
        return self.cells(event) is None or not self.admits(event)

    def _blank_author_allows(self, event: Event) -> bool:
        author = self.members.get(event.key)
        if author is None or author.member != event.actor:
            return False
        own_right = self._kept(event, author) and self._may(author, event.kind)
        return own_right or self._accepted(event, author)

    @property
    def held(self) -> set[str]:
        return {event.id for event in self.events if self.is_held(event)}

    # ---- heads ----------------------------------------------------------------------------------

    @cached_property
    def writers(self) -> Mapping[Cell, set[str]]:
        writers: dict[Cell, set[str]] = {}
        for event in self.events:
            if not self.is_held(event):
                for cell in self.cells(event) or ():
                    writers.setdefault(cell, set()).add(event.id)
        return writers

    @property
    def heads(self) -> dict[Cell, tuple[str, ...]]:
        return {
            cell: tuple(
                sorted(ids - {old for one in ids for old in self.replaced(self.by_id[one], cell)})
            )
            for cell, ids in self.writers.items()
        }

    def replaced(self, event: Event, cell: Cell) -> set[str]:
        """What the event lists in the cell, itself or through entries that do not count there."""
        found = set()
        for listed in event.rep:
            target = self.by_id.get(listed)
            if target is None:
                continue
            if listed in self.writers[cell]:
                found.add(listed)
            elif self.is_held(target) or self.is_blank(target):
                cells = self.cells(target)
                if cells is None or cell in cells:
                    found |= self.replaced(target, cell)
        return found

    def values(self, cell: Cell) -> set[str]:
        """The ids of the events whose values stand in the cell, null ones included."""
        return {value for head in self.heads[cell] for value in self._value(self.by_id[head], cell)}

    def _value(self, event: Event, cell: Cell) -> set[str]:
        if event.kind in AUTHORITY or "undoes" not in event.content:
            return {event.id}
        undone = self.by_id[event.content["undoes"]]
        earlier = self.replaced(undone, cell)
        return {value for one in earlier for value in self._value(self.by_id[one], cell)}


def _cells_of(kind: str, content: Mapping[str, str], event_id: str) -> set[Cell]:
    match kind:
        case "mark.set":
            return {("mark", content["event"], content["person"])}
        case "exemption.set":
            return {("exemption", content["person"], content["item"])}
        case "register.open":
            return {("register", content["event"])}
        case "note.add":
            return {("note.add", content.get("id", event_id))}
        case "person.set":
            return {("person", content["person"], name) for name in content if name != "person"}
        case _:
            return {("event", content["event"], name) for name in content if name != "event"}

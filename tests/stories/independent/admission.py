"""Who may write, what is held and why, and the heads of each cell: the page's rules, once more.

Readings taken where the page leaves room:

* the key concerned by ``{"revoke": {"invite"}}`` is the one invited: its inviter and whoever is
  above her may withdraw, before and after the join;
* a revoke from a key that is not above is held; an accept is admitted and has no effect on what
  its author is not above;
* an accept makes up for a missing role, for a revocation and for two joins on one invite; it
  cannot make an unknown key, a false name or a proof that fails right;
* a key that several entries name takes the first in order (depth, rank of root, invite id);
* an erased event writes no cell any more; a stripped one is held until its payload comes back;
* entries of ``*.add`` whose payload is sealed or names no id are their own cell by event id;
* a held event between two others is looked through in a cell only if it writes that cell itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from stories.independent.reader import Refused, hexadecimal, signed

ROOTS_ONLY = {"erase"}
COORDINATORS = {
    "programme.set", "invite", "revoke", "accept", "exemption.set", "window.set",
    "assessment.set",
}  # fmt: skip
MEMBERS = {
    "group.start", "join", "person.set", "event.set", "enrolment.set", "expected.set",
    "register.open", "mark.set", "register.signoff", "submission.add", "review.set",
    "catchup.set", "claim.add", "note.add", "contact.add", "coaching.add", "post.add",
    "evidence.add", "erase.done",
}  # fmt: skip
KNOWN = ROOTS_ONLY | COORDINATORS | MEMBERS
WORDS = {
    "mark.set": ("state", {"present", "absent", None}),
    "review.set": ("decision", {"accepted", "returned", None}),
    "enrolment.set": ("status", {"active", "deferred", "withdrawn", None}),
    "catchup.set": ("state", {"agreed", "handed in", "accepted", "returned", None}),
}
ROLE_CHOICES = {"coordinator", "facilitator"}


@dataclass
class Device:
    """A key that may write: where it stands below the roots."""

    key: str
    member: str
    coordinator: bool
    rank: int
    parent: str | None
    depth: int


@dataclass
class Judgement:
    """What one set of events amounts to."""

    admitted: dict = field(default_factory=dict)
    held: dict = field(default_factory=dict)
    devices: dict = field(default_factory=dict)
    heads: dict = field(default_factory=dict)


class Court:
    """Admission from the roots down."""

    def __init__(self, events):
        self.events = merged(events)
        self.by_key = defaultdict(list)
        for event in self.events.values():
            self.by_key[event.key].append(event)
        self.result = Judgement()
        self.invites, self.accepted, self.revokes = {}, [], defaultdict(list)
        self.withdrawn, self.erased = [], set()
        self.start = next(e for e in self.events.values() if e.kind == "group.start")

    def judge(self):
        for rank, root in enumerate(self.start.payload["roots"]):
            device = Device(root["key"], root["member"], True, rank, None, 0)
            self.result.devices.setdefault(root["key"], device)
        for root in list(self.result.devices.values()):
            self.admit_key(root)
        depth = 1
        while level := self.next_level(depth):
            for device in level:
                self.result.devices[device.key] = device
            for device in level:
                self.admit_key(device)
            depth += 1
        for event in self.events.values():
            if event.id not in self.result.admitted:
                self.result.held.setdefault(event.id, "unknown key")
        self.settle_payloads()
        self.result.heads = Heads(self.events, self.result).of_every_cell()
        return self.result

    # -- keys -------------------------------------------------------------------------------------

    def above(self, key, device):
        """Whether ``key`` is an ancestor of the device, or a root of earlier rank than its own."""
        ancestor = device.parent
        while ancestor is not None:
            if ancestor == key:
                return True
            ancestor = self.result.devices[ancestor].parent
        other = self.result.devices[key]
        return other.parent is None and other.rank < device.rank

    def next_level(self, depth):
        """Devices one step below those settled, in order."""
        found = {}
        for invite, event in sorted(self.invites.items()):
            parent = self.result.devices[event.key]
            if parent.depth != depth - 1:
                continue
            join = self.counted_join(event, parent, depth)
            if join and join.key not in self.result.devices:
                new = self.invited(join.key, event, parent, depth)
                found.setdefault((parent.rank, invite), new)
        level = {}
        for _, device in sorted(found.items()):
            level.setdefault(device.key, device)
        return list(level.values())

    def invited(self, key, invite, parent, depth):
        coordinator = invite.payload["role"] == "coordinator"
        return Device(key, invite.payload["member"], coordinator, parent.rank, parent.key, depth)

    def counted_join(self, invite, parent, depth):
        """The one join of an invite that counts, or None."""
        would_be = self.invited("", invite, parent, depth)
        if any(self.above(by, would_be) for by, which in self.withdrawn if which == invite.id):
            return None
        joins = [
            e
            for e in self.events.values()
            if e.kind == "join" and e.payload and e.payload.get("invite") == invite.id
            and e.header["actor"] == invite.payload["member"] and proof_holds(e, invite)
        ]  # fmt: skip
        if len(joins) > 1:
            for join in joins:
                self.result.held[join.id] = "two joins"
            joins = [j for j in joins if self.is_accepted(j.id, would_be)]
        return joins[0] if len(joins) == 1 else None

    def is_accepted(self, identity, device):
        return any(identity in ids and self.above(by, device) for by, ids in self.accepted)

    # -- events -----------------------------------------------------------------------------------

    def admit_key(self, device):
        """Settle everything one key wrote, then note what it decides about keys below."""
        kept = self.kept(device)
        for event in self.by_key[device.key]:
            reason = self.reason(event, device, kept)
            if reason is None:
                self.result.held.pop(event.id, None)
                self.result.admitted[event.id] = event
                self.note(event, device)
            else:
                self.result.held[event.id] = reason

    def kept(self, device):
        """Ids that all counting revokes keep, or None where nobody revoked the key."""
        keeps = [ids for by, ids in self.revokes[device.key] if self.above(by, device)]
        if not keeps:
            return None
        return set.intersection(*[self.reachable(ids, device.key) for ids in keeps])

    def reachable(self, ids, key):
        found, todo = set(), list(ids)
        while todo:
            event = self.events.get(todo.pop())
            if event is not None and event.key == key and event.id not in found:
                found.add(event.id)
                todo.append(event.header["prev"])
        return found

    def reason(self, event, device, kept):
        """Why an event of a known key is held, or None."""
        header = event.header
        if header["actor"] != device.member:
            return "actor"
        if header["need"] > 1 or event.kind not in KNOWN:
            return "newer"
        if event.payload is not None and not understood(event):
            return "not understood"
        accepted = self.is_accepted(event.id, device)
        if kept is not None and event.id not in kept and not accepted:
            return "revoked"
        if not may_write(event.kind, device) and not accepted:
            return "role"
        if event.kind == "join" and event.payload and device.depth and not self.is_own_join(event):
            return "join"
        if event.kind == "revoke" and event.payload and not self.revoke_counts(event):
            return "not above"
        return None

    def is_own_join(self, event):
        return event.payload["invite"] in self.invites

    def revoke_counts(self, event):
        """A revoke must come from above the key, or the invited one, that it names."""
        author = self.result.devices[event.key]
        if "invite" in event.payload:
            invite = self.events.get(event.payload["invite"])
            parent = invite and self.result.devices.get(invite.key)
            if not parent:
                return False
            return self.above(author.key, self.invited("", invite, parent, parent.depth + 1))
        return not self.is_below_or_beside(author, event.payload["key"])

    def is_below_or_beside(self, author, key):
        device = self.result.devices.get(key)
        if device is not None:
            return not self.above(author.key, device)
        chain = self.future_parents(key)
        return author.key not in chain and not (
            author.parent is None and any(self.rank_of(k) > author.rank for k in chain)
        )

    def future_parents(self, key):
        """Keys above one that is not settled yet, by the invites and joins on paper."""
        chain, todo = set(), [key]
        while todo:
            child = todo.pop()
            for join in self.by_key.get(child, ()):
                if join.kind == "join" and join.payload:
                    invite = self.events.get(join.payload.get("invite"))
                    if invite is not None and invite.key not in chain:
                        chain.add(invite.key)
                        todo.append(invite.key)
        return chain

    def rank_of(self, key):
        device = self.result.devices.get(key)
        return device.rank if device else -1

    def note(self, event, device):
        """Remember what an admitted event of a coordinator decides."""
        payload = event.payload
        if payload is None or (not device.coordinator and event.kind != "invite"):
            return
        if event.kind == "invite":
            self.invites[event.id] = event
        elif event.kind == "accept":
            self.accepted.append((device.key, set(payload["ids"])))
        elif event.kind == "revoke" and "invite" in payload:
            self.withdrawn.append((device.key, payload["invite"]))
        elif event.kind == "revoke":
            self.revokes[payload["key"]].append((device.key, payload["keep"]))
        elif event.kind == "erase":
            self.erased |= set(payload["ids"])

    def settle_payloads(self):
        for event in list(self.result.admitted.values()):
            blank = event.payload is None and event.header["ph"] is not None
            if blank and event.id not in self.erased:
                del self.result.admitted[event.id]
                self.result.held[event.id] = "payload missing"


class Heads:
    """Live heads of each cell."""

    def __init__(self, events, result):
        self.events, self.admitted = events, result.admitted

    def of_every_cell(self):
        writers = defaultdict(set)
        for event in self.admitted.values():
            for cell in self.cells(event):
                writers[cell].add(event.id)
        return {cell: frozenset(ids - self.replaced(cell, ids)) for cell, ids in writers.items()}

    def replaced(self, cell, ids):
        gone = set()
        for identity in ids:
            todo, seen = list(self.events[identity].header["rep"]), {identity}
            while todo:
                old = todo.pop()
                event = self.events.get(old)
                if event is None or old in seen or cell not in self.cells(event):
                    continue
                seen.add(old)
                gone.add(old)
                if old not in self.admitted:
                    todo += event.header["rep"]
        return gone

    def cells(self, event, depth=0):
        """The cells an event writes; those of what it undoes, for an undo."""
        payload = event.payload
        if payload is None or event.kind not in KNOWN or event.header["need"] > 1:
            return set()
        if "undoes" in payload:
            undone = self.events.get(payload["undoes"])
            same = undone is not None and undone.kind == event.kind and depth < 100
            return self.cells(undone, depth + 1) if same else set()
        return set(cells_of(event.kind, payload, event))


def cells_of(kind, p, event):
    """The cells of each kind, as the table of the page names them."""
    if kind in {"person.set", "event.set"}:
        who = "person" if kind == "person.set" else "event"
        return [(who, p.get(who), name) for name in p if name != who]
    simple = {
        "programme.set": (),
        "enrolment.set": ("person", "from"),
        "exemption.set": ("person", "item"),
        "expected.set": ("event", "person"),
        "register.open": ("event",),
        "mark.set": ("event", "person"),
        "submission.add": ("person", "task", "digest"),
        "review.set": ("person", "task"),
        "catchup.set": ("person", "event"),
        "claim.add": ("person", "item", "digest"),
        "window.set": ("window",),
        "assessment.set": ("person", "window"),
    }
    if kind in simple:
        return [(kind, *(p.get(name) for name in simple[kind]))]
    if kind == "register.signoff":
        return [(kind, p.get("event"), event.header["actor"])]
    if kind.endswith(".add"):
        return [(kind, p.get("id", event.id))]
    return []


def may_write(kind, device):
    if kind in ROOTS_ONLY:
        return device.depth == 0
    return device.coordinator or kind not in COORDINATORS


def understood(event):
    """Whether the payload's deciding word is one the page lists, and the decisions have a shape."""
    payload = event.payload
    if "undoes" in payload:
        return hexadecimal(payload["undoes"], 64)
    if event.kind in WORDS:
        name, words = WORDS[event.kind]
        return payload.get(name) in words
    if event.kind == "invite":
        return payload.get("role") in ROLE_CHOICES and hexadecimal(payload.get("member"), 32)
    if event.kind in {"accept", "erase"}:
        ids = payload.get("ids")
        return isinstance(ids, list) and len(ids) <= 200 and all(hexadecimal(i, 64) for i in ids)
    if event.kind == "revoke":
        return "invite" in payload or isinstance(payload.get("keep"), list)
    return True


def proof_holds(join, invite):
    text = join.header["group"] + invite.id + join.key + str(join.payload.get("age"))
    try:
        return signed(invite.payload["sign"], b"npq-join-1\0", text, str(join.payload.get("proof")))
    except Refused:
        return False


def merged(events):
    """One of each event, with its payload where any copy has it."""
    found = {}
    for event in events:
        if event.id not in found or found[event.id].payload is None:
            found[event.id] = event
    return found


def judge(events):
    """Admission, held reasons, devices and heads of any iterable of events of one group."""
    return Court(events).judge()

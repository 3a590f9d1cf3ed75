"""Who may write, what is held and why, and the heads of each cell: the page's rules, once more.

Written from the page first. Where the page leaves room, this is the reading, and [P] marks where
the program's was taken because the page alone does not settle it:

* the key concerned by ``{"revoke": {"invite"}}`` is the one invited: its inviter and whoever is
  above her may withdraw, before and after the join;
* [P] a revoke or an accept from a key that is not above is admitted, and has no effect;
* [P] an accept makes up for a missing role, where its author has that role herself, for a
  revocation and for several keys on one invite; never for an unknown key, a false name, a proof;
* [P] "the only such join" means the only such key: one that joined twice, after a restored backup,
  is in;
* a key that several entries name takes the first in order (depth, rank of root, invite id);
* [P] an entry whose cells cannot be known (held for its content, or erased) is looked through in
  every cell, a held one that is understood only in cells that it writes;
* [P] entries of authority have a cell of their own; ``group.start`` writes the programme's too;
* [P] the names of the members of a payload; the page names hardly any.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace

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
AUTHORITY = {"group.start", "invite", "join", "revoke", "accept", "erase", "erase.done"}
WORDS = {
    "mark.set": ("state", {"present", "absent", None}),
    "review.set": ("decision", {"accepted", "returned", None}),
    "enrolment.set": ("status", {"active", "deferred", "withdrawn", None}),
    "catchup.set": ("state", {"agreed", "handed_in", "accepted", "returned", None}),
    "exemption.set": ("value", {"excused", "credited", None}),
    "expected.set": ("expects", {"apology", "visit", None}),
}
EVENT_FIELDS = {
    "title", "start", "end", "place", "led_by", "series", "state", "reason", "same_as",
}  # fmt: skip
CELLS = {
    "programme.set": (),
    "enrolment.set": ("person", "from"),
    "exemption.set": ("person", "item"),
    "expected.set": ("event", "person"),
    "register.open": ("event",),
    "mark.set": ("event", "person"),
    "submission.add": ("person", "task", "content"),
    "review.set": ("person", "task"),
    "catchup.set": ("person", "event"),
    "claim.add": ("person", "item", "source"),
    "window.set": ("window",),
    "assessment.set": ("person", "window"),
}
NOT_WITH_THE_PERSON = {"mark.set", "register.open", "register.signoff", "expected.set"}


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
        self.by_key, self.joins = defaultdict(list), defaultdict(list)
        for event in self.events.values():
            self.by_key[event.key].append(event)
            if event.kind == "join" and readable(event):
                self.joins[event.payload["invite"]].append(event)
        self.result = Judgement()
        self.invites, self.accepted, self.revokes = {}, [], defaultdict(list)
        self.withdrawn, self.counted, self.erasures = [], set(), []

    def judge(self):
        start = next((e for e in self.events.values() if e.kind == "group.start"), None)
        if start is not None and readable(start):
            self.walk(start)
        for event in self.events.values():
            if event.id not in self.result.admitted:
                reason = content_problem(event, self.events) or "unknown key"
                self.result.held.setdefault(event.id, reason)
        blank = self.erase()
        self.result.heads = Heads(self.events, self.result, blank).of_every_cell()
        return self.result

    def walk(self, start):
        """Give every key its turn, level by level."""
        roots = [
            Device(root["key"], root["member"], True, rank, None, 0)
            for rank, root in enumerate(start.payload["roots"])
        ]
        if (start.key, start.header["actor"]) not in {(r.key, r.member) for r in roots}:
            return
        level = roots
        while level:
            for device in level:
                self.result.devices[device.key] = device
                self.admit_key(device)
            level = self.next_level(level[0].depth + 1)

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
        found = []
        for invite, event in self.invites.items():
            parent = self.result.devices[event.key]
            if parent.depth == depth - 1:
                new = self.invited(event, parent)
                found += [(parent.rank, invite, j.key, j, new) for j in self.counting(event, new)]
        level, entries = {}, {}
        for _, invite, key, join, new in sorted(found, key=lambda each: each[:3]):
            if key in self.result.devices or entries.setdefault(key, invite) != invite:
                self.result.held[join.id] = "two joins"
                continue
            self.counted.add(join.id)
            level[key] = replace(new, key=key)
        return list(level.values())

    @staticmethod
    def invited(invite, parent):
        coordinator = invite.payload["role"] == "coordinator"
        member = invite.payload["member"]
        return Device("", member, coordinator, parent.rank, parent.key, parent.depth + 1)

    def counting(self, invite, candidate):
        """The joins of an invite that count."""
        joins = [join for join in self.joins[invite.id] if is_proper(join, invite)]
        for join in self.joins[invite.id]:
            self.result.held[join.id] = "unknown key"
            if join.header["actor"] != candidate.member:
                self.result.held[join.id] = "actor"
        if any(which == invite.id and self.above(by, candidate) for by, which in self.withdrawn):
            self.result.held.update((join.id, "withdrawn") for join in joins)
            return []
        if len({join.key for join in joins}) > 1:
            self.result.held.update((join.id, "two joins") for join in joins)
            return [join for join in joins if self.is_accepted(join, candidate)]
        return joins

    def is_accepted(self, event, device):
        return any(
            event.id in ids and self.above(by, device) and self.may(by, event.kind)
            for by, ids in self.accepted
        )

    def may(self, key, kind):
        return may_write(kind, self.result.devices[key])

    # -- events -----------------------------------------------------------------------------------

    def admit_key(self, device):
        """Settle everything one key wrote, then note what it decides about keys below."""
        kept = self.kept(device)
        for event in self.by_key[device.key]:
            reason = content_problem(event, self.events) or self.reason(event, device, kept)
            if reason is None:
                self.result.held.pop(event.id, None)
                self.result.admitted[event.id] = event
                self.note(event)
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
        """Why a readable event of a known key is held, or None."""
        if event.kind == "group.start":
            return None
        if event.kind == "join" and event.id not in self.counted:
            return self.result.held.get(event.id, "unknown key")
        if event.header["actor"] != device.member:
            return "actor"
        accepted = self.is_accepted(event, device)
        if kept is not None and event.id not in kept and not accepted:
            return "revoked"
        return None if accepted or may_write(event.kind, device) else "role"

    def note(self, event):
        """Remember what an admitted event decides about others."""
        payload = event.payload
        if event.kind == "invite":
            self.invites[event.id] = event
        elif event.kind == "accept" and self.result.devices[event.key].coordinator:
            self.accepted.append((event.key, set(payload["ids"])))
        elif event.kind == "revoke" and "invite" in payload:
            self.withdrawn.append((event.key, payload["invite"]))
        elif event.kind == "revoke" and self.result.devices[event.key].coordinator:
            self.revokes[payload["key"]].append((event.key, payload["keep"]))
        elif event.kind == "erase":
            self.erasures.append(payload)

    def erase(self):
        """Hold what is about erased people; returns the listed ids, whose entries are blank."""
        persons = {payload["person"] for payload in self.erasures}
        listed = {i for payload in self.erasures for i in payload["ids"]}
        listed -= {i for i in listed & set(self.events) if is_for_ever(self.events[i])}
        for event in self.events.values():
            if event.id in listed:
                self.admit_blank(event)
            elif self.goes(event, listed, persons):
                self.result.admitted.pop(event.id, None)
                self.result.held[event.id] = "erased"
        return listed

    def goes(self, event, listed, persons):
        """Whether an erase takes an entry that it does not list: about a person, or an undo."""
        if event.kind not in KNOWN - AUTHORITY or event.header["need"] > 1:
            return False
        if event.id in listed or is_about(event, persons):
            return True
        target = self.events.get((event.payload or {}).get("undoes"))
        same = target is not None and target.kind == event.kind
        return same and self.goes(target, listed, persons)

    def admit_blank(self, event):
        """An entry that an erase lists is judged like any other, but for its content."""
        if event.kind not in KNOWN or event.header["need"] > 1:
            return
        device = self.result.devices.get(event.key)
        reason = "unknown key"
        if device is not None:
            reason = self.reason(event, device, self.kept(device))
        if reason is None:
            self.result.held.pop(event.id, None)
            self.result.admitted[event.id] = event
        else:
            self.result.held[event.id] = reason


class Heads:
    """Live heads of each cell. ``blank``: entries that an erase lists."""

    def __init__(self, events, result, blank):
        self.events, self.admitted = events, result.admitted
        self.blank = blank | {i for i, reason in result.held.items() if reason == "erased"}

    def of_every_cell(self):
        writers = defaultdict(set)
        for event in self.admitted.values():
            for cell in self.cells(event) or ():
                writers[cell].add(event.id)
        return {cell: frozenset(ids - self.replaced(cell, ids)) for cell, ids in writers.items()}

    def replaced(self, cell, ids):
        gone = set()
        for identity in ids:
            todo, seen = list(self.events[identity].header["rep"]), {identity}
            while todo:
                old = todo.pop()
                event = self.events.get(old)
                if event is None or old in seen:
                    continue
                seen.add(old)
                gone.add(old)
                cells = self.cells(event)
                if cells is None or (old not in self.admitted and cell in cells):
                    todo += event.header["rep"]
        return gone

    def cells(self, event):
        """The cells an event writes, those of what it undoes for an undo; None: not to be known."""
        if event.id in self.blank or content_problem(event, self.events):
            return None
        if "undoes" in event.payload and event.kind not in AUTHORITY:
            return self.cells(self.events[event.payload["undoes"]])
        return set(cells_of(event.kind, event.payload, event))


def cells_of(kind, p, event):
    """The cells of each kind, as the table of the page names them."""
    if kind in AUTHORITY:
        own = (kind, event.id)
        return [own, ("programme",)] if kind == "group.start" else [own]
    if kind == "person.set":
        return [("person", p["person"], name) for name in p if name not in {"person", "sealed"}]
    if kind == "event.set":
        return [("event", p["event"], name) for name in p if name in EVENT_FIELDS]
    if kind == "register.signoff":
        return [("signoff", p["event"], event.header["actor"])]
    if kind in CELLS:
        family = "register" if kind == "register.open" else kind.rsplit(".", 1)[0]
        return [(family, *(p[name] for name in CELLS[kind]))]
    return [(kind, p.get("id", event.id))]


def may_write(kind, device):
    if kind in ROOTS_ONLY:
        return device.depth == 0
    return device.coordinator or kind not in COORDINATORS


def content_problem(event, events):
    """Why an event cannot be used whoever wrote it, or None."""
    if event.kind not in KNOWN or event.header["need"] > 1:
        return "not understood"
    if event.payload is None:
        return "payload missing" if event.header["ph"] is not None else "not understood"
    if "undoes" in event.payload and event.kind not in AUTHORITY:
        undone = event.payload["undoes"]
        if not isinstance(undone, str):
            return "not understood"
        if undone not in events:
            return "waiting"
        target = events[undone]
        return content_problem(target, events) if target.kind == event.kind else "not understood"
    if event.kind == "join" and hexadecimal(event.payload.get("invite"), 64):
        return None if event.payload["invite"] in events else "waiting"
    return None if understood(event.kind, event.payload) else "not understood"


def readable(event):
    return content_problem(event, {event.id: event}) in {None, "waiting"}


def understood(kind, payload):
    """Whether the payload has the members that make cells, and deciding words the page lists."""
    if any(not isinstance(payload.get(name), str) for name in CELLS.get(kind, ())):
        return False
    if kind in WORDS:
        name, words = WORDS[kind]
        return name in payload and payload[name] in words
    if kind == "invite":
        names = {"sign", "age", "member", "name", "role"}
        return names <= set(payload) and payload["role"] in {"coordinator", "facilitator"}
    if kind in {"accept", "erase"}:
        ids = payload.get("ids")
        return isinstance(ids, list) and len(ids) <= 200 and all(hexadecimal(i, 64) for i in ids)
    if kind == "revoke":
        return ("key" in payload) != ("invite" in payload) and (
            "invite" in payload or isinstance(payload.get("keep"), list)
        )
    return True


def is_proper(join, invite):
    """Whether the join has the invited name, and the proof that takes the invitation's secret."""
    if join.header["actor"] != invite.payload["member"]:
        return False
    text = join.header["group"] + invite.id + join.key + str(join.payload.get("age"))
    try:
        return signed(invite.payload["sign"], b"npq-join-1\0", text, str(join.payload["proof"]))
    except Refused:
        return False


def is_for_ever(event):
    return event.kind in AUTHORITY or event.kind == "mark.set"


def is_about(event, persons):
    """Whether an erase of these people takes the event's text, named or not."""
    if event.payload is None or is_for_ever(event) or event.kind in NOT_WITH_THE_PERSON:
        return False
    return event.kind in KNOWN and event.payload.get("person") in persons


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

"""Which events count and why the others do not: sections 2 and 4 of the page, rule by rule.

Written from ``npq_desktop/journal/FORMAT.md`` alone.
"""

from collections import defaultdict
from dataclasses import dataclass

from stories.independent.meaning import Cells
from stories.independent.payloads import (
    AUTHORITY,
    COORDINATORS_WRITE,
    GOES_IF_LISTED,
    KINDS,
    NEVER_GOES,
    ROOTS_WRITE,
    can_be_locked_to,
    cells_of,
    sound_roots,
    understood,
)
from stories.independent.reader import Refused, signed


class Contents:
    """What each event says by itself, once it is known what the erasures cover."""

    def __init__(self, events, erases=()):
        self.events = events
        self.listed = {one for erase in erases for one in erase.payload["ids"]}
        self.persons = {erase.payload["person"] for erase in erases}

    def is_blank(self, event):
        return event.id in self.listed and event.kind not in NEVER_GOES

    def is_erased(self, event):
        person = (event.payload or {}).get("person")
        stays = event.kind in NEVER_GOES | GOES_IF_LISTED
        return not stays and isinstance(person, str) and person in self.persons

    def undone(self, event):
        """The event that this one undoes, if it is here and of its kind."""
        undone = event.payload["undoes"]
        return self.events.get(undone) if isinstance(undone, str) else None

    def problem(self, event):
        """The thirteen lines of the table, in order; None where there is no problem."""
        if event.kind not in KINDS or event.header["need"] > 1:
            return "NOT_UNDERSTOOD"
        if self.is_blank(event):
            return None
        if self.is_erased(event):
            return "ERASED"
        if event.payload is None:
            return "NOT_UNDERSTOOD" if event.header["ph"] is None else "CONTENT_MISSING"
        if is_undo(event):
            return self.problem_of_undo(event)
        if len(event.payload) > 100:
            return "TOO_MUCH"
        return None if understood(event.kind, event.payload) else "NOT_UNDERSTOOD"

    def problem_of_undo(self, event):
        if not isinstance(event.payload["undoes"], str):
            return "NOT_UNDERSTOOD"
        undone = self.undone(event)
        if undone is None:
            return "WAITING"
        if undone.kind != event.kind:
            return "NOT_UNDERSTOOD"
        return "ERASED" if self.is_blank(undone) else self.problem(undone)

    def cells(self, event):
        """The cells that an event writes; None where they cannot be known."""
        if self.is_blank(event) or self.problem(event) is not None:
            return None
        if is_undo(event):
            return self.cells(self.undone(event))
        return cells_of(event.kind, event.payload, event.header, event.id)


def is_undo(event):
    return event.kind not in AUTHORITY and "undoes" in event.payload


@dataclass(frozen=True)
class Device:
    """A key in the group: where it stands below the roots."""

    key: str
    member: str
    role: str
    rank: int
    depth: int
    parent: str | None = None
    invite: str = ""

    @property
    def turn(self):
        return self.depth, self.rank, self.invite, self.key

    @property
    def coordinates(self):
        return self.role != "facilitator"

    def may_write(self, kind):
        return (
            self.role == "root"
            if kind in ROOTS_WRITE
            else (self.coordinates or kind not in COORDINATORS_WRITE)
        )


class Court:
    """Gives every key its turn, then judges every event."""

    def __init__(self, events):
        self.events = merged(events)
        self.contents = Contents(self.events)
        self.devices, self.waiting = {}, []
        self.kept, self.joins = {}, {}
        self.noted = defaultdict(list)
        self.no_start = self.start_problem()

    def start_problem(self):
        start = self.readable("group.start")
        if not start:
            return "WAITING"
        payload = start[0].payload
        if not sound_roots(payload):
            return "BAD_ROOTS"
        author = start[0].key, start[0].header["actor"]
        keys = [(root["key"], root["member"]) for root in payload["roots"]]
        return None if author in keys else "BAD_ROOTS"

    def readable(self, kind):
        """The events of an authority kind without a content problem."""
        of_kind = (event for event in self.events.values() if event.kind == kind)
        return [event for event in of_kind if self.contents.problem(event) is None]

    # -- turns ------------------------------------------------------------------------------------

    def take_turns(self):
        for rank, root in enumerate(self.readable("group.start")[0].payload["roots"]):
            self.waiting.append((Device(root["key"], root["member"], "root", rank, 0), []))
        for join in self.readable("join"):
            here = join.payload["invite"] in self.events
            self.joins[join.id] = "UNKNOWN_LAPTOP" if here else "WAITING"
        while self.waiting:
            self.waiting.sort(key=lambda each: each[0].turn)
            device, joins = self.waiting.pop(0)
            is_in = device.key in self.devices
            self.joins.update((join.id, "JOIN_USED_TWICE" if is_in else None) for join in joins)
            if not is_in:
                self.turn(device)

    def turn(self, device):
        revokes = [
            set(self.reached(revoke.payload["keep"], device.key))
            for revoke in self.noted["revoke"]
            if revoke.payload.get("key") == device.key and self.is_above(revoke.key, device)
        ]
        if revokes:
            self.kept[device.key] = set.intersection(*revokes)
        self.devices[device.key] = device
        for kind in ("revoke", "accept", "invite"):
            own = [event for event in self.readable(kind) if event.key == device.key]
            self.noted[kind] += [event for event in own if self.reason(event) is None]
        for invite in self.noted["invite"]:
            if invite.key == device.key:
                self.let_in(invite, device)

    def reached(self, keep, key):
        """The ids in ``keep`` that are the key's own, and what precedes them."""
        for event_id in keep:
            event = self.events.get(event_id)
            while event is not None and event.key == key:
                yield event.id
                event = self.events.get(event.header["prev"])

    def is_above(self, key, device):
        """Whether ``key`` is a root's or coordinator's, and above the device."""
        upper, parent = self.devices[key], device.parent
        if not upper.coordinates:
            return False
        while parent is not None:
            if parent == key:
                return True
            parent = self.devices[parent].parent
        return upper.depth == 0 and upper.rank < device.rank

    def is_accepted(self, event, device):
        return any(
            event.id in accept.payload["ids"]
            and self.is_above(accept.key, device)
            and self.devices[accept.key].may_write(event.kind)
            for accept in self.noted["accept"]
        )

    # -- who comes in -----------------------------------------------------------------------------

    def let_in(self, invite, author):
        payload = invite.payload
        new = Device(
            "", payload["member"], payload["role"], author.rank, author.depth + 1, author.key,
            invite.id,
        )  # fmt: skip
        claims = [join for join in self.readable("join") if self.claims(join, invite)]
        bad = [join for join in claims if not can_be_locked_to(join.payload["age"])]
        self.joins.update((join.id, "BAD_KEY") for join in bad)
        claims = [join for join in claims if join not in bad]
        counting, reason = claims, "JOIN_USED_TWICE"
        if self.is_withdrawn(invite, author):
            counting, reason = [], "INVITATION_WITHDRAWN"
        elif len({join.key for join in claims}) > 1:
            counting = [join for join in claims if self.is_accepted(join, new)]
        self.joins.update((join.id, reason) for join in claims)
        for key in {join.key for join in counting}:
            device = Device(key, new.member, new.role, new.rank, new.depth, new.parent, new.invite)
            self.waiting.append((device, [join for join in counting if join.key == key]))

    def claims(self, join, invite):
        if join.payload["invite"] != invite.id:
            return False
        if join.header["actor"] != invite.payload["member"]:
            self.joins[join.id] = "WRONG_NAME"
            return False
        text = join.header["group"] + invite.id + join.key + join.payload["age"]
        try:
            return signed(invite.payload["sign"], b"npq-join-1\0", text, join.payload["proof"])
        except Refused:
            return False

    def is_withdrawn(self, invite, author):
        return any(
            revoke.payload.get("invite") == invite.id
            and (revoke.key == invite.key or self.is_above(revoke.key, author))
            for revoke in self.noted["revoke"]
        )

    # -- judging ----------------------------------------------------------------------------------

    def reason(self, event):
        """The nine lines of the table, in order; None where the event is admitted."""
        problem = self.contents.problem(event) or self.no_start
        if problem is not None or event.kind == "group.start":
            return problem
        if event.kind == "join" and self.joins[event.id] is not None:
            return self.joins[event.id]
        device = self.devices.get(event.key)
        if device is None:
            return "UNKNOWN_LAPTOP"
        if event.header["actor"] != device.member:
            return "WRONG_NAME"
        if event.kind == "invite" and not can_be_locked_to(event.payload["age"]):
            return "BAD_KEY"
        if event.key in self.kept and event.id not in self.kept[event.key]:
            return None if self.is_accepted(event, device) else "REVOKED"
        if not device.may_write(event.kind):
            return None if self.is_accepted(event, device) else "ROLE"
        return None


@dataclass(frozen=True)
class Judgement:
    """What one set of events amounts to."""

    held: dict
    devices: tuple
    cells: Cells

    @property
    def admitted(self):
        return self.cells.admitted

    @property
    def digest(self):
        return self.cells.digest(self.held)


BUDGET = {"events": 20_000, "characters": 16_000_000, "cells": 100_000}


def over_budget(court, reasons):
    """The admitted events that are beyond what their keys may record."""
    by_key = defaultdict(list)
    for event in court.events.values():
        by_key[event.key].append(event)
    for own in by_key.values():
        weights = {event.id: weight_of(event, court.contents, reasons) for event in own}
        if all(sum(each[part] for each in weights.values()) <= BUDGET[part] for part in BUDGET):
            continue
        sums = dict.fromkeys(BUDGET, 0)
        is_over = False
        for event in sorted(own, key=lambda event: (depth_of(event, court.events), event.id)):
            for part, number in weights[event.id].items():
                sums[part] += number
            is_over = is_over or any(sums[part] > BUDGET[part] for part in BUDGET)
            if not is_over or reasons[event.id] is not None or event.kind in AUTHORITY:
                continue
            if not court.is_accepted(event, court.devices[event.key]):
                yield event.id


def depth_of(event, events):
    depth, before = 1, events.get(event.header["prev"])
    while before is not None and before.key == event.key:
        depth, before = depth + 1, events.get(before.header["prev"])
    return depth


def weight_of(event, contents, reasons):
    covered = contents.is_blank(event) or contents.problem(event) == "ERASED"
    text = "" if covered else event.payload_text or ""
    cells = () if reasons[event.id] else contents.cells(event) or ()
    return {
        "events": 1,
        "characters": len(event.header_text) + len(text),
        "cells": len(cells),
    }


def judge(events):
    """Admission, held reasons, devices and cells of any iterable of events of one group."""
    court = Court(events)
    if court.no_start is None:
        court.take_turns()
    erases = [event for event in court.readable("erase") if court.reason(event) is None]
    court.contents = Contents(court.events, erases)
    reasons = {event.id: court.reason(event) for event in court.events.values()}
    for event_id in over_budget(court, reasons):
        reasons[event_id] = "OVER_BUDGET"
    held = {event_id: reason for event_id, reason in reasons.items() if reason is not None}
    admitted = set(reasons) - set(held)
    cells = Cells(court.events, admitted, court.contents)
    return Judgement(held, tuple(court.devices.values()), cells)


def merged(events):
    """One of each event, with its payload where any copy has it."""
    found = {}
    for event in events:
        if event.id not in found or found[event.id].payload is None:
            found[event.id] = event
    return found

"""Which events count: computed from the roots down, key by key, from the set alone.

A key's turn comes in the order of (depth, rank of its root, invite id). Keys that may take
something from it, or give it back, stand above it and have had their turn before, so no cycle can
arise and nothing depends on a clock or on the order of arrival. Only contents of authority are
looked at here; :mod:`npq_desktop.journal.parse` has the others.

Source: journal/FORMAT.md, section 2.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from npq_desktop.journal.authority import Invitation, InvitationState, MemberKey, Role, is_above
from npq_desktop.journal.event import START_KIND, Event
from npq_desktop.journal.held import Reason
from npq_desktop.journal.keys import is_recipient, join_message, signature_holds
from npq_desktop.journal.kinds import KINDS
from npq_desktop.journal.kinds.authority import roots_reason
from npq_desktop.journal.kinds.kind import Writers
from npq_desktop.journal.names import NO_NAME, doubtful, one_line
from npq_desktop.journal.parse import Erasure, Reader

_ACCEPTABLE = (Reason.REVOKED, Reason.ROLE, Reason.OVER_BUDGET)
"""Why an entry may be held that an ``accept`` makes count."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What the roots, invitations, revocations, acceptances and erasures of one set of events
    settle.

    ``no_start``: why nothing counts at all. ``members``: by key, in the order of their turns.
    ``invitations``: by id, those admitted. ``kept``: of each revoked key, the ids that stay.
    ``joins``: of each ``join`` that is understood, None if it counts, else why it does not.
    ``accepted``: of each accepted id, the keys that accepted it.
    """

    reader: Reader
    no_start: Reason | None
    members: Mapping[str, MemberKey]
    invitations: Mapping[str, Invitation]
    kept: Mapping[str, frozenset[str]]
    joins: Mapping[str, Reason | None]
    accepted: Mapping[str, list[str]]
    erasure: Erasure

    def hold(self, event: Event) -> Reason | None:
        """Why the event is held, None if it is admitted."""
        return self.reader.read(event).problem or self._refusal(event)

    def _refusal(self, event: Event) -> Reason | None:
        if self.no_start is not None:
            return self.no_start
        if event.kind == START_KIND:
            return None
        if (reason := self.joins.get(event.id)) is not None:
            return reason
        member = self.members.get(event.key)
        if member is None:
            return Reason.UNKNOWN_LAPTOP
        if member.member != event.actor:
            return Reason.WRONG_NAME
        if event.kind == "invite" and not is_recipient(_content(event)["age"]):
            return Reason.BAD_KEY
        return self._forbidden(event, member)

    def _forbidden(self, event: Event, member: MemberKey) -> Reason | None:
        """Revocation and role: the two reasons that an ``accept`` overrides."""
        kind = KINDS.get(event.kind)
        writers = kind.writers if kind else Writers.MEMBERS
        if member.revoked and event.id not in self.kept[event.key]:
            reason = Reason.REVOKED
        elif not member.role.may_write(writers):
            reason = Reason.ROLE
        else:
            return None
        return None if self.is_accepted(event.id, member, writers) else reason

    def exceeds(self, event: Event) -> bool:
        """Whether an admitted entry beyond its key's budget is held: not if it was accepted, nor
        where it settles who may do what.
        """
        kind, member = KINDS[event.kind], self.members[event.key]
        return not kind.is_authority and not self.is_accepted(event.id, member, kind.writers)

    def is_accepted(self, event_id: str, member: MemberKey, writers: Writers) -> bool:
        """Whether a key above ``member`` that may write such an entry accepted it."""
        return any(
            self.outranks(key, member) and self.members[key].role.may_write(writers)
            for key in self.accepted.get(event_id, ())
        )

    def may_accept(self, key: str, event: Event, reason: Reason) -> bool:
        """Whether an acceptance by ``key`` would make this event count, held for ``reason``."""
        upper = self.members.get(key)
        if upper is None or upper.revoked:
            return False
        if reason is Reason.JOIN_USED_TWICE:
            return event.key not in self.members and self._may_choose(upper, event)
        lower, kind = self.members.get(event.key), KINDS.get(event.kind)
        if lower is None or kind is None or reason not in _ACCEPTABLE:
            return False
        return self.outranks(key, lower) and upper.role.may_write(kind.writers)

    def _may_choose(self, upper: MemberKey, join: Event) -> bool:
        """Whether ``upper`` is above those who used an invitation twice, one chosen or not."""
        invitation = self.invitations.get(str((join.content or {}).get("invite")))
        if invitation is None or len(invitation.keys) < 2 or join.key not in invitation.keys:
            return False
        if invitation.state is InvitationState.WITHDRAWN:
            return False
        parent = self.members[invitation.author]
        same = upper.key == parent.key
        return upper.role.coordinates and (same or is_above(upper, parent, self.members))

    def outranks(self, key: str, member: MemberKey) -> bool:
        """Whether ``key`` is a coordinator's and stands above ``member``."""
        upper = self.members[key]
        return upper.role.coordinates and is_above(upper, member, self.members)


def admit(events: Mapping[str, Event], proofs: dict[str, bool] | None = None) -> Admission:
    """The admission of all events of one group, by id.

    ``proofs``: what was found out about join proofs, by join id; kept by a caller who admits
    growing sets again and again, because each check costs as much as fifty marks.
    """
    walk = _Walk(events, {} if proofs is None else proofs)
    walk.run()
    erases = (event for event in walk.authority["erase"] if walk.admission.hold(event) is None)
    erasure = Erasure.of(erases)
    return replace(walk.admission, reader=Reader(events, erasure), erasure=erasure)


class _Walk:
    """One walk from the roots down; ``admission`` fills as it goes, from above."""

    def __init__(self, events: Mapping[str, Event], proofs: dict[str, bool]) -> None:
        self._events = events
        self._proofs = proofs
        self._members: dict[str, MemberKey] = {}
        self._invitations: dict[str, Invitation] = {}
        self._kept: dict[str, frozenset[str]] = {}
        self._joins: dict[str, Reason | None] = {}
        self._accepted: defaultdict[str, list[str]] = defaultdict(list)
        self._revokes: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
        self._withdrawals: defaultdict[str, list[str]] = defaultdict(list)
        self._turns: list[tuple[tuple[int, int, str, str], MemberKey, list[str]]] = []
        self._reader = Reader(events, Erasure())
        self.authority = self._understood()
        self.admission = Admission(
            reader=self._reader,
            no_start=self._start_problem(),
            members=self._members,
            invitations=self._invitations,
            kept=self._kept,
            joins=self._joins,
            accepted=self._accepted,
            erasure=Erasure(),
        )

    def run(self) -> None:
        """Give every key its turn; a key that got in twice keeps the first one."""
        if self.admission.no_start is not None:
            return
        own, joins_on = self._by_key(), self._joins_by_invite()
        for root in _roots(self.authority[START_KIND][0]):
            heapq.heappush(self._turns, (root.place, root, []))
        while self._turns:
            _, member, joins = heapq.heappop(self._turns)
            if member.key in self._members:
                self._joins.update(dict.fromkeys(joins, Reason.JOIN_USED_TWICE))
                continue
            self._joins.update(dict.fromkeys(joins, None))
            self._settle(member, own[member.key], joins_on)
        self._mark_names()

    def _mark_names(self) -> None:
        """Mark whom a name may show as somebody else, with what the inviter called them."""
        people = [member for member in self._members.values() if not member.is_sheet]
        marked = doubtful((member.member, member.name) for member in people)
        for member in people:
            if member.name in marked:
                invitation = self._invitations.get(member.invite or "")
                mark = f"invited as “{invitation.name}”" if invitation else "started the group"
                self._members[member.key] = replace(member, mark=mark)

    def _understood(self) -> defaultdict[str, list[Event]]:
        """The authority entries that can be read, by kind."""
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self._events.values():
            kind = KINDS.get(event.kind)
            if kind is not None and kind.is_authority and self._reader.read(event).problem is None:
                found[event.kind].append(event)
        return found

    def _start_problem(self) -> Reason | None:
        starts = self.authority[START_KIND]
        if not starts:
            return Reason.WAITING
        start = starts[0]
        if roots_reason(_content(start).get("roots")) is not None:
            return Reason.BAD_ROOTS
        authors = {(root.key, root.member) for root in _roots(start)}
        return None if (start.key, start.actor) in authors else Reason.BAD_ROOTS

    def _by_key(self) -> defaultdict[str, list[Event]]:
        own: defaultdict[str, list[Event]] = defaultdict(list)
        for kind in ("revoke", "accept", "invite"):
            for event in self.authority[kind]:
                own[event.key].append(event)
        return own

    def _joins_by_invite(self) -> defaultdict[str, list[Event]]:
        joins_on: defaultdict[str, list[Event]] = defaultdict(list)
        for join in self.authority["join"]:
            invite = _content(join)["invite"]
            joins_on[invite].append(join)
            here = invite in self._events
            self._joins[join.id] = Reason.UNKNOWN_LAPTOP if here else Reason.WAITING
        return joins_on

    def _settle(
        self, member: MemberKey, own: Iterable[Event], joins_on: Mapping[str, list[Event]]
    ) -> None:
        """One key's turn: first what is taken from it, then what it takes, accepts and invites."""
        kept = self._kept_of(member)
        if kept is not None:
            self._kept[member.key] = kept
        self._members[member.key] = replace(member, revoked=kept is not None)
        admitted = [event for event in own if self.admission.hold(event) is None]
        for event in admitted:
            self._note(event)
        for event in admitted:
            if event.kind == "invite":
                self._open(event, joins_on.get(event.id, []))

    def _note(self, event: Event) -> None:
        content = _content(event)
        if event.kind == "accept":
            for accepted in content["ids"]:
                self._accepted[accepted].append(event.key)
        elif event.kind == "revoke" and "key" in content:
            self._revokes[content["key"]].append((event.key, content["keep"]))
        elif event.kind == "revoke":
            self._withdrawals[content["invite"]].append(event.key)

    def _kept_of(self, member: MemberKey) -> frozenset[str] | None:
        """What all revocations of the key keep; None where it was not revoked."""
        kept = [
            self._reached(keep, member.key)
            for key, keep in self._revokes[member.key]
            if self.admission.outranks(key, member)
        ]
        return frozenset.intersection(*kept) if kept else None

    def _reached(self, keep: Iterable[str], key: str) -> frozenset[str]:
        """The key's own events from ``keep`` back through ``prev``."""
        reached: set[str] = set()
        for event_id in keep:
            event = self._events.get(event_id)
            while event is not None and event.key == key and event.id not in reached:
                reached.add(event.id)
                event = self._events.get(event.prev or "")
        return frozenset(reached)

    def _open(self, invite: Event, joins: Iterable[Event]) -> None:
        """Queue the keys that come in by an admitted invitation."""
        claims = [join for join in joins if self._claims(join, invite)]
        unusable = [join for join in claims if not is_recipient(_content(join)["age"])]
        self._joins.update((join.id, Reason.BAD_KEY) for join in unusable)
        claims = [join for join in claims if join not in unusable]
        keys = tuple(sorted({join.key for join in claims}))
        state = InvitationState.USED if keys else InvitationState.OPEN
        reason, counting = Reason.JOIN_USED_TWICE, claims
        if self._is_withdrawn(invite):
            state, reason, counting = InvitationState.WITHDRAWN, Reason.INVITATION_WITHDRAWN, []
        elif len(keys) > 1:
            counting = [join for join in claims if self._is_chosen(join, invite)]
            state = InvitationState.USED if counting else InvitationState.CONTESTED
        self._joins.update((join.id, reason) for join in claims)
        self._invitations[invite.id] = _invitation(invite, state, keys)
        self._queue(counting, invite)

    def _claims(self, join: Event, invite: Event) -> bool:
        if join.actor != _content(invite)["member"]:
            self._joins[join.id] = Reason.WRONG_NAME
        return _claims(join, invite, self._proofs)

    def _is_withdrawn(self, invite: Event) -> bool:
        author = self._members[invite.key]
        return any(
            key == invite.key or self.admission.outranks(key, author)
            for key in self._withdrawals[invite.id]
        )

    def _is_chosen(self, join: Event, invite: Event) -> bool:
        candidate = self._candidate(join, invite)
        return self.admission.is_accepted(join.id, candidate, Writers.MEMBERS)

    def _queue(self, joins: Iterable[Event], invite: Event) -> None:
        by_key: defaultdict[str, list[Event]] = defaultdict(list)
        for join in joins:
            by_key[join.key].append(join)
        for same in by_key.values():
            first = min(same, key=lambda join: join.id)
            member = self._candidate(first, invite)
            heapq.heappush(self._turns, (member.place, member, [join.id for join in same]))

    def _candidate(self, join: Event, invite: Event) -> MemberKey:
        said, invited = _content(join), _content(invite)
        parent = self._members[invite.key]
        return MemberKey(
            key=join.key,
            age=said["age"],
            member=invited["member"],
            name=one_line(said["name"]) or one_line(invited["name"]),
            device=one_line(said["device"]),
            role=Role(invited["role"]),
            depth=parent.depth + 1,
            rank=parent.rank,
            parent=parent.key,
            invite=invite.id,
            recovery=said["recovery"] if is_recipient(said.get("recovery")) else "",
        )


def known_writers(
    events: Mapping[str, Event], admission: Admission, proofs: dict[str, bool]
) -> frozenset[str]:
    """The keys whose files are taken: the members', and whoever joined, by a proof that holds, on
    an invitation by such a key, whether that counts, is contested, was withdrawn, or is held.
    """
    known, waiting = set(admission.members), list(admission.members)
    invites: defaultdict[str, list[Event]] = defaultdict(list)
    joins: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events.values():
        if event.kind == "invite" and admission.reader.read(event).problem is None:
            invites[event.key].append(event)
        elif event.kind == "join" and admission.reader.read(event).problem is None:
            joins[_content(event)["invite"]].append(event)
    while waiting:
        for invite in invites[waiting.pop()]:
            for join in joins[invite.id]:
                if join.key not in known and _claims(join, invite, proofs):
                    known.add(join.key)
                    waiting.append(join.key)
    return frozenset(known)


def _claims(join: Event, invite: Event, proofs: dict[str, bool]) -> bool:
    """Whether the join's name and proof hold, which takes the invitation's secret."""
    if join.actor != _content(invite)["member"]:
        return False
    if join.id not in proofs:
        proofs[join.id] = _proof_holds(join, invite)
    return proofs[join.id]


def _content(event: Event) -> Mapping[str, Any]:
    """The content of an event that was validated."""
    return event.content or {}


def _roots(start: Event) -> list[MemberKey]:
    return [
        MemberKey(
            key=root["key"],
            age=root["age"],
            member=root["member"],
            name=one_line(root["name"]),
            device=one_line(root["device"]),
            role=Role.ROOT,
            depth=0,
            rank=rank,
        )
        for rank, root in enumerate(_content(start)["roots"])
    ]


def _invitation(invite: Event, state: InvitationState, keys: tuple[str, ...]) -> Invitation:
    said = _content(invite)
    return Invitation(
        id=invite.id,
        author=invite.key,
        sign=said["sign"],
        age=said["age"],
        member=said["member"],
        name=one_line(said["name"]) or NO_NAME,
        role=Role(said["role"]),
        state=state,
        keys=keys,
    )


def _proof_holds(join: Event, invite: Event) -> bool:
    said = _content(join)
    message = join_message(group=join.group_id, invite=invite.id, key=join.key, age=said["age"])
    return signature_holds(
        public=_content(invite)["sign"], message=message, signature=said["proof"]
    )

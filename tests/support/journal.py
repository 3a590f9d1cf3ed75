"""Small groups of signed events, the same in every run: keys, salts and streams come from names.

``Group("start")`` is started by Olu, the first root; her recovery key is the second. Everything
written is in ``group.events`` in the order it was written.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import Author, Event, Pen, start_group
from npq_desktop.journal.keys import InvitationKeys, age_recipient, age_secret
from npq_desktop.journal.recovery_code import RecoveryCode

AT = "2026-10-01T09:00:00+01:00"
ROOT = "olu"
RECOVERY = RecoveryCode(hashlib.sha256(b"recovery").digest()[:16])


def seed(name: str, size: int = 32) -> bytes:
    """Bytes that stand for ``name``."""
    return hashlib.shake_256(name.encode()).digest(size)


def member(name: str) -> str:
    """The member id of ``name``; ``sam@old-laptop`` is the same member as ``sam``."""
    return seed(f"member {name.partition('@')[0]}", 16).hex()


def person(name: str) -> str:
    """The id of a participant."""
    return seed(f"person {name}", 16).hex()


def author(name: str) -> Author:
    """The device of ``name``; another device of the same member is ``sam@old-laptop``."""
    return Author(seed(f"sign {name}"), member(name))


def age_key(name: str) -> str:
    """The age identity of the device of ``name``."""
    return age_secret(seed(f"age {name}"))


def steady_random(name: str) -> Callable[[int], bytes]:
    """A source of "random" bytes that gives the same ones in every run."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return seed(f"random {name} {count}", size)

    return draw


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was written: its event and its secret."""

    event: Event
    invitation: InvitationKeys
    name: str


class Group:
    """A group of events in memory; names of devices stand for keys, pens and members."""

    def __init__(self, name: str = "group", *, roots: Sequence[str] = (ROOT,)) -> None:
        self.name = name
        self.events: list[Event] = []
        self.pens: dict[str, Pen] = {}
        self._last: dict[str, str] = {}
        self.start(roots)

    @property
    def id(self) -> str:
        return self.events[0].id

    def start(self, roots: Sequence[str]) -> Event:
        """Write ``group.start`` by the first of ``roots``; the recovery key comes last."""
        content = {
            "title": self.name,
            "cohort": "2026",
            "programme": canonical({"v": 1}),
            "keep_until": "2028-08-31",
            "roots": [*(_root(name) for name in roots), _recovery_root(roots[0])],
        }
        draw = steady_random(f"start {self.name}")
        event = start_group(author(roots[0]), content, at=AT, random=draw)
        self.events.append(event)
        self._last[roots[0]] = event.id
        return event

    def pen(self, name: str, *, run: int = 1) -> Pen:
        """The pen of a device; another ``run`` of its program goes on in a new stream."""
        label = f"{name}#{run}"
        if label not in self.pens:
            draw = steady_random(f"{self.name} {label}")
            last = self._last.get(name)
            self.pens[label] = Pen(author(name), self.id, last_prev=last, random=draw)
        return self.pens[label]

    def write(
        self,
        name: str,
        kind: str,
        content: Mapping[str, object] | None,
        *,
        rep: Sequence[Event | str] = (),
        at: str = AT,
        need: int = 1,
        run: int = 1,
    ) -> Event:
        """Write one event by the device ``name`` and keep it in ``events``."""
        ids = [replaced.id if isinstance(replaced, Event) else replaced for replaced in rep]
        pen = self.pen(name, run=run)
        event = pen.write(kind, content, rep=ids, at=at, need=need)
        pen.commit(event)
        self._last[name] = event.id
        self.events.append(event)
        return event

    def invite(self, by: str, name: str, *, role: str = "facilitator") -> Invited:
        """Let ``by`` invite ``name``."""
        invitation = InvitationKeys(seed(f"invite {self.name} {name} {len(self.events)}", 16))
        content = {
            "sign": invitation.signing_key.public,
            "age": age_recipient(invitation.age_secret),
            "member": member(name),
            "name": name,
            "role": role,
        }
        return Invited(self.write(by, "invite", content), invitation, name)

    def join(self, invited: Invited, *, device: str | None = None) -> Event:
        """Let the invited person join with her laptop, or with another ``device``."""
        name = device or invited.name
        age = age_recipient(age_key(name))
        proof = invited.invitation.proof(
            group=self.id, invite=invited.event.id, key=author(name).key, age=age
        )
        content = {
            "invite": invited.event.id,
            "age": age,
            "name": name,
            "device": name,
            "proof": proof,
        }
        return self.write(name, "join", content)

    def add(self, by: str, name: str, *, role: str = "facilitator") -> Event:
        """Invite ``name`` and let her join; gives the join."""
        return self.join(self.invite(by, name, role=role))

    def mark(
        self,
        by: str,
        event: str,
        who: str,
        state: str | None,
        *,
        rep: Sequence[Event | str] = (),
        run: int = 1,
        **more: object,
    ) -> Event:
        """Mark the participant ``who`` at the planned event ``event``."""
        content = {"event": event, "person": person(who), "state": state, **more}
        return self.write(by, "mark.set", content, rep=rep, run=run)

    def undo(self, by: str, event: Event) -> Event:
        """Undo ``event``."""
        return self.write(by, event.kind, {"undoes": event.id}, rep=[event])

    def revoke(self, by: str, name: str, *, keep: Sequence[Event] = ()) -> Event:
        """Revoke the key of the device ``name``, keeping what leads up to ``keep``."""
        content = {"key": author(name).key, "keep": [event.id for event in keep]}
        return self.write(by, "revoke", content)

    def withdraw(self, by: str, invited: Invited) -> Event:
        """Withdraw an invitation."""
        return self.write(by, "revoke", {"invite": invited.event.id})

    def accept(self, by: str, *events: Event) -> Event:
        """Accept held events."""
        return self.write(by, "accept", {"ids": [event.id for event in events]})

    def erase(self, by: str, who: str, *events: Event) -> Event:
        """Erase the participant ``who`` with ``events`` listed."""
        content = {
            "person": person(who),
            "ids": [event.id for event in events],
            "reason": "asked for",
            "authority": "data protection officer",
        }
        return self.write(by, "erase", content)


def _root(name: str) -> dict[str, str]:
    return {
        "key": author(name).key,
        "age": age_recipient(age_key(name)),
        "member": member(name),
        "name": name,
        "device": f"{name}'s laptop",
    }


def _recovery_root(name: str) -> dict[str, str]:
    return {
        "key": RECOVERY.signing_key.public,
        "age": age_recipient(RECOVERY.age_secret),
        "member": member(name),
        "name": name,
        "device": "recovery sheet",
    }

"""A group that the independent writer founds, and the lines its people write, honest or not."""

import json
import os
import random

import nacl.signing
from stories.independent.reader import read_event
from stories.independent.writer import Pen, base64url, compact, event_id

PEOPLE = tuple(f"{number:032x}" for number in range(1, 5))
EVENTS = ("m1.seminar", "m2.seminar", "conference-1")


class Founded:
    """One group: its founder's and second root's pens, whoever joined, and every line so far."""

    def __init__(self, programme):
        self.founder, self.second = Pen(), Pen()
        roots = [self.founder.root("Olive", "office"), self.second.root("Olive", "spare")]
        payload = {
            "title": "Autumn", "cohort": "2026", "programme": programme, "keep_until": "2029-01-01",
            "roots": roots,
        }  # fmt: skip
        self.lines = [self.founder.write("group.start", payload)]
        self.second.group = self.founder.group
        self.group = self.founder.group

    def add(self, pen, kind, payload, rep=(), /, **changes):
        """Write one event; returns its id."""
        self.lines.append(pen.write(kind, payload, rep, **changes))
        return event_id(self.lines[-1])

    def invite(self, by, role="facilitator", member=None):
        """An invitation: its id, its key, and the member it is for."""
        key, spare = nacl.signing.SigningKey.generate(), Pen(member)
        payload = {
            "sign": base64url(bytes(key.verify_key)), "age": spare.recipient,
            "member": spare.member, "name": "Sam", "role": role,
        }  # fmt: skip
        return self.add(by, "invite", payload), key, spare.member

    def join(self, invitation, pen=None):
        """A laptop that joins by it; a new one unless a pen is given."""
        invite, key, member = invitation
        pen = pen or Pen(member, self.group)
        self.lines.append(pen.join(invite, key, "Sam", "laptop"))
        return pen

    def member(self, by, role="facilitator"):
        """Somebody new, invited by ``by``, who joins at once."""
        return self.join(self.invite(by, role))

    def mark(self, pen, state="present", rep=(), person=PEOPLE[0], event=EVENTS[0], **changes):
        payload = {"event": event, "person": person, "state": state}
        return self.add(pen, "mark.set", payload, rep, **changes)

    def events(self):
        return [read_event(line) for line in self.lines]


def random_history(programme, seed, steps=30):
    """What a handful of laptops might write in any temper: marks, powers, forgeries of rank."""
    choose = random.Random(seed)
    group = Founded(programme)
    pens, invites = [group.founder, group.second], []
    pens.append(group.member(group.founder, "coordinator"))
    pens.append(group.member(pens[-1], "coordinator"))
    for _ in range(steps):
        one_step(group, pens, invites, choose)
    for place in choose.sample(range(1, len(group.lines)), 3):
        group.lines[place] = stripped(group.lines[place])
    choose.shuffle(group.lines)
    return group


def stripped(line):
    """The same event as a relay might pass it on: without its payload."""
    header, _, _, sig = json.loads(line)
    return compact([header, None, None, sig])


def one_step(group, pens, invites, choose):
    """One random deed by one random laptop."""
    pen = choose.choice(pens)
    known = [event_id(line) for line in group.lines]
    some = choose.sample(known, min(len(known), choose.randint(0, 4)))
    deed = choose.choice(("mark", "mark", "entry", "entry", "invite", "join", "odd", "again"))
    if deed == "mark":
        state = choose.choice(("present", "absent", None, "maybe"))
        group.mark(pen, state, some, choose.choice(PEOPLE), choose.choice(EVENTS))
    elif deed == "entry":
        kind, payload = choose.choice(entries(pens, invites, known, some, choose))
        group.add(pen, kind, payload, some)
    elif deed == "invite":
        invites.append(group.invite(pen, choose.choice(("coordinator", "facilitator"))))
    elif deed == "join" and invites:
        old = choose.choice(pens) if choose.random() < 0.2 else None
        pens.append(group.join(choose.choice(invites), old))
    elif deed == "odd":
        odd = ({"kind": "moon.set"}, {"need": 2}, {"actor": os.urandom(16).hex()})
        group.mark(pen, "present", some, **choose.choice(odd))
    elif deed == "again":
        pen.new_run()
        pen.prev = choose.choice((*known, None))


def entries(pens, invites, known, some, choose):
    """Kinds and payloads that the random laptop may write next."""
    person = {"person": choose.choice(PEOPLE)}
    withdrawn = choose.choice(invites)[0] if invites else known[0]
    return (
        ("mark.set", {"undoes": choose.choice(known)}),
        ("person.set", {"undoes": choose.choice(known)}),
        ("revoke", {"key": choose.choice(pens).key, "keep": some}),
        ("revoke", {"invite": withdrawn}),
        ("accept", {"ids": choose.sample(known, min(len(known), 12))}),
        ("erase", person | {"ids": some}),
        ("person.set", person | {choose.choice(("first", "email")): "x", "last": "x"}),
        *settings(person, choose),
    )


def settings(person, choose):
    """Kinds whose values agree or not, are taken back, or stand side by side."""
    event, shared = {"event": EVENTS[0]}, choose.choice(("x", "y"))
    return (
        ("event.set", event | {"state": choose.choice(("held", "did_not_run", None))}),
        ("exemption.set", exemption(person, choose)),
        ("review.set", person | {"task": "m1.diagnostic", "decision": choose.choice(DECISIONS)}),
        ("enrolment.set", person | {"from": "2026-10-01", "status": choose.choice(STATUSES)}),
        ("expected.set", person | event | {"expects": choose.choice(("visit", None))}),
        ("register.open", event | {"roster": list(PEOPLE[:2])}),
        ("register.signoff", event | {"counts": {"present": 2}, "covers": {}}),
        ("note.add", choose.choice(({"id": shared, "text": "x"}, {"text": "y"}, person))),
        ("programme.set", {"programme": choose.choice(("{}", {}, {"v": 2}))}),
    )


DECISIONS, STATUSES = ("accepted", "returned", None), ("active", "deferred", None)


def exemption(person, choose):
    given = choose.choice(({"value": "excused"}, {"value": None}, {"value": "credited"}))
    share = choose.choice(({}, {"credit": [1, 2]}, {"credit": [2, 4]}, {"credit": [1, 3]}))
    return person | {"item": EVENTS[0]} | given | share

"""The group of the golden files: never to change, since files like these are out in the world.

Built here step by step, apart from the other helpers, so that nothing else moves it by accident.
"""

import hashlib
from collections.abc import Callable

from npq_desktop.bundle.writing import bundle_bytes
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import Author, Event, Pen, start_group
from npq_desktop.journal.keys import InvitationKeys, SigningKey, age_recipient, age_secret

AT = "2026-10-01T09:00:00+01:00"
OFFICE_AGE = age_secret(bytes([3]) * 32)
SAM_AGE = age_secret(bytes([4]) * 32)


def golden_author(number: int) -> Author:
    """The first author is the office, the second is Sam."""
    return Author(bytes([number]) * 32, f"{number:032x}")


def golden_events() -> tuple[Event, ...]:
    """A start, an invitation, a join, two marks, one of them changed, and a text beyond ASCII."""
    draw = _draw()
    office, sam = golden_author(1), golden_author(2)
    invitation = InvitationKeys(bytes(range(16)))
    start = start_group(office, _start_content(office), at=AT, random=draw)
    pen = Pen(office, start.id, last_prev=start.id, random=draw)
    invite = _write(pen, "invite", _invite_content(invitation, sam))
    sams = Pen(sam, start.id, last_prev=None, random=draw)
    join = _write(sams, "join", _join_content(invitation, start, invite, sam))
    present = _write(sams, "mark.set", _mark("a", "present"))
    absent = _write(sams, "mark.set", _mark("b", "absent"))
    late = _write(pen, "mark.set", {**_mark("b", "present"), "minutes_late": 5}, absent)
    note = {"person": "a" * 32, "text": "Zoë said: “½ < ¾”\n\t\\ \U0001f9ee\x7f"}
    return start, invite, join, present, absent, late, _write(sams, "note.add", note)


def golden_bundle() -> bytes:
    """The readable file, written by Sam."""
    events = golden_events()
    return bundle_bytes(events, author=golden_author(2), group=events[0].id, at=AT)


def _draw() -> Callable[[int], bytes]:
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.sha256(b"golden" + bytes([count])).digest()[:size]

    return draw


def _write(pen: Pen, kind: str, content: dict[str, object], *replaced: Event) -> Event:
    event = pen.write(kind, content, rep=[one.id for one in replaced], at=AT)
    pen.commit(event)
    return event


def _mark(person: str, state: str) -> dict[str, object]:
    return {"event": "m3.seminar", "person": person * 32, "state": state, "how": "typed"}


def _start_content(office: Author) -> dict[str, object]:
    recovery = SigningKey(bytes([9]) * 32)
    age = age_recipient(OFFICE_AGE)
    root = {"age": age, "member": office.member, "name": "Programme office"}
    return {
        "title": "Golden",
        "cohort": "2026",
        "programme": canonical({"v": 1}),
        "keep_until": "2028-08-31",
        "roots": [
            {**root, "key": office.key, "device": "office"},
            {**root, "key": recovery.public, "device": "recovery sheet"},
        ],
    }


def _invite_content(invitation: InvitationKeys, sam: Author) -> dict[str, object]:
    return {
        "sign": invitation.signing_key.public,
        "age": age_recipient(invitation.age_secret),
        "member": sam.member,
        "name": "Sam",
        "role": "facilitator",
    }


def _join_content(
    invitation: InvitationKeys, start: Event, invite: Event, sam: Author
) -> dict[str, object]:
    age = age_recipient(SAM_AGE)
    proof = invitation.proof(group=start.id, invite=invite.id, key=sam.key, age=age)
    return {"invite": invite.id, "age": age, "name": "Sam", "device": "laptop", "proof": proof}

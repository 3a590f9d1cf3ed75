"""What payloads hold, which cells they write and who may write them: section 3 of the page.

Written from ``npq_desktop/journal/FORMAT.md`` alone, table by table.
"""

import re
from math import gcd

import nacl.bindings
import nacl.exceptions
import pyrage
from stories.independent.reader import canonical, hexadecimal

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

# -- the words of the tables -----------------------------------------------------------------------

STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)"


def like(pattern):
    found = re.compile(pattern, re.ASCII)
    return lambda value: isinstance(value, str) and found.fullmatch(value) is not None


def text(value):
    return isinstance(value, str)


def name(value):
    return isinstance(value, str) and 1 <= len(value) <= 256


def number(value):
    return type(value) is int


def count(value):
    return type(value) is int and value >= 0


def identity(value):
    return hexadecimal(value, 32)


def a_hash(value):
    return hexadecimal(value, 64)


def cover(value):
    return hexadecimal(value, 16)


def hub_name(value):
    """1 to 60 characters, no control mark, none that turns a line's direction."""
    if not isinstance(value, str) or not 1 <= len(value) <= 60:
        return False
    places = [ord(letter) for letter in value]
    return not any(
        place < 32 or 127 <= place < 160 or place in {0x61C, 0x200E, 0x200F}
        or 0x2028 <= place <= 0x202E or 0x2066 <= place <= 0x2069
        for place in places
    )  # fmt: skip


def programme(value):
    return isinstance(value, dict) or (isinstance(value, str) and value != "")


def credit(value):
    return isinstance(value, list) and len(value) == 2 and all(map(count, value)) and value[1] >= 1


key, proof = like(r"[A-Za-z0-9_-]{43}"), like(r"[A-Za-z0-9_-]{86}")
recipient, date, time = like(r"age1[0-9a-z]{1,200}"), like(r"\d{4}-\d\d-\d\d"), like(STAMP)


def words(*allowed):
    return lambda value: (value is None or isinstance(value, str)) and value in allowed


def maybe(check):
    return lambda value: value is None or check(value)


def many(check, at_most=None):
    return lambda value: (
        isinstance(value, list)
        and (at_most is None or len(value) <= at_most)
        and all(map(check, value))
    )


def table(check):
    return lambda value: isinstance(value, dict) and all(map(check, value.values()))


# -- what payloads hold ----------------------------------------------------------------------------

EVENT = {
    "title": maybe(text), "start": maybe(time), "end": maybe(time), "place": maybe(text),
    "led_by": maybe(text), "series": maybe(text),
    "state": words("planned", "held", "did_not_run", None), "reason": maybe(text),
    "same_as": maybe(name),
}  # fmt: skip
ENTRY = {"id": name, "person": maybe(name), "event": maybe(name), "text": maybe(text)}
ENTRIES = ("note.add", "contact.add", "coaching.add", "post.add", "evidence.add")
PAYLOADS = {
    "group.start": (
        {"title": text, "cohort": text, "programme": programme},
        {"keep_until": maybe(date)},
    ),
    "invite": (
        {
            "sign": key, "age": recipient, "member": identity, "name": text,
            "role": words("coordinator", "facilitator"),
        },
        {},
    ),
    "join": (
        {"invite": a_hash, "age": recipient, "name": text, "device": text, "proof": proof},
        {},
    ),
    "accept": ({"ids": many(a_hash, 200)}, {}),
    "erase": (
        {"person": name, "ids": many(a_hash, 200)},
        {"reason": maybe(text), "authority": maybe(text)},
    ),
    "erase.done": ({"erase": a_hash}, {"backups_until": maybe(date)}),
    "programme.set": ({"programme": programme}, {}),
    "event.set": ({"event": name}, EVENT),
    "enrolment.set": (
        {"person": name, "from": date, "status": words("active", "deferred", "withdrawn", None)},
        {"expected_return": maybe(date)},
    ),
    "exemption.set": (
        {"person": name, "item": name, "value": words("excused", "credited", None)},
        {"credit": credit, "source": maybe(text), "reason": maybe(text)},
    ),
    "expected.set": (
        {"person": name, "event": name, "expects": words("apology", "visit", None)},
        {"reason": maybe(text)},
    ),
    "register.open": ({"event": name, "roster": many(name)}, {}),
    "mark.set": (
        {"person": name, "event": name, "state": words("present", "absent", None)},
        {
            "arrived": maybe(time), "left": maybe(time), "minutes_late": maybe(count),
            "minutes_early": maybe(count), "start": maybe(time), "end": maybe(time),
            "reason": words("notified", "school_duty", "travel", "other", None),
            "how": maybe(text),
        },
    ),
    "register.signoff": (
        {"event": name, "counts": table(number), "covers": table(many(cover))},
        {"head_count": maybe(count), "words": maybe(text)},
    ),
    "submission.add": (
        {"person": name, "task": name, "content": a_hash},
        {
            "name": maybe(text), "size": maybe(count), "text": maybe(text),
            "handed_in": maybe(text),
        },
    ),
    "review.set": (
        {"person": name, "task": name, "decision": words("accepted", "returned", None)},
        {"feedback": maybe(text)},
    ),
    "catchup.set": (
        {
            "person": name, "event": name,
            "state": words("agreed", "handed_in", "accepted", "returned", None),
        },
        {"what": maybe(text), "by": maybe(date), "text": maybe(text), "feedback": maybe(text)},
    ),
    "claim.add": ({"person": name, "item": name, "source": a_hash}, {"system": maybe(text)}),
    "window.set": ({"window": name}, {"start": maybe(text), "end": maybe(text)}),
    "assessment.set": ({"person": name, "window": name}, {}),
    "relay.set": (
        {
            "url": maybe(like(r"https://[!-~]{1,192}|http://(127\.0\.0\.1|localhost)([:/][!-~]{0,170})?")),
            "hub": key, "name": hub_name,
        },
        {},
    ),
    "relay.key": (
        {
            "epochs": lambda value: many(identity, 500)(value) and value != [],
            "to": many(like(r"[A-Za-z0-9_-]{8}")), "box": like(r"[A-Za-z0-9_-]+"),
        },
        {},
    ),
    **{kind: ({}, ENTRY) for kind in ENTRIES},
}  # fmt: skip
ROOT = {"key": key, "age": recipient, "member": identity, "name": text, "device": text}
NOT_FIELDS = {"person", "sealed"}


def understood(kind, payload):
    """Whether the payload is as the table of its kind says."""
    if kind == "revoke":
        return understood_revoke(payload)
    if kind == "person.set":
        fields = set(payload) - NOT_FIELDS
        plain = maybe(lambda value: text(value) or number(value))
        given = bool(fields) and all(name(field) and plain(payload[field]) for field in fields)
        return name(payload.get("person")) and given
    must, may = PAYLOADS[kind]
    if kind == "event.set" and not set(may) & set(payload):
        return False
    if kind == "exemption.set" and payload.get("value") == "credited" and "credit" not in payload:
        return False
    return all(field in payload and check(payload[field]) for field, check in must.items()) and all(
        check(payload[field]) for field, check in may.items() if field in payload
    )


def understood_revoke(payload):
    if ("key" in payload) == ("invite" in payload):
        return False
    if "invite" in payload:
        return a_hash(payload["invite"])
    return key(payload["key"]) and many(a_hash)(payload.get("keep"))


def can_be_locked_to(age):
    """Whether age takes a recipient, and its point leaves something secret."""
    try:
        pyrage.x25519.Recipient.from_str(age)
    except pyrage.RecipientError:
        return False
    values = [BECH32.index(letter) for letter in age[len("age1") : -6]]
    bits = "".join(f"{value:05b}" for value in values)
    point = bytes(int(bits[at : at + 8], 2) for at in range(0, 256, 8))
    try:
        return nacl.bindings.crypto_scalarmult(bytes([64] * 32), point) != bytes(32)
    except nacl.exceptions.RuntimeError:
        return False


def sound_roots(payload):
    """Whether the roots of a start are one to eight, each as it must be, no key twice."""
    roots = payload.get("roots")
    if not isinstance(roots, list) or not 1 <= len(roots) <= 8:
        return False
    if not all(isinstance(root, dict) for root in roots):
        return False
    whole = all(
        part in root and check(root[part]) for root in roots for part, check in ROOT.items()
    )
    whole = whole and all(can_be_locked_to(root["age"]) for root in roots)
    return whole and len({root["key"] for root in roots}) == len(roots)


# -- who writes, cells, comparing, erasing ---------------------------------------------------------

AUTHORITY = ("group.start", "invite", "join", "revoke", "accept", "erase", "erase.done")
KINDS = {*PAYLOADS, "revoke", "person.set"}
ROOTS_WRITE = {"erase"}
COORDINATORS_WRITE = {
    "invite", "revoke", "accept", "programme.set", "exemption.set", "window.set", "assessment.set",
    "relay.set",
}  # fmt: skip
NEVER_GOES = {*AUTHORITY, "mark.set", "relay.set", "relay.key"}
GOES_IF_LISTED = {"programme.set", "expected.set", "register.open", "register.signoff"}
CELLS = {
    "programme.set": ("programme",),
    "enrolment.set": ("enrolment", "person", "from"),
    "exemption.set": ("exemption", "person", "item"),
    "expected.set": ("expected", "event", "person"),
    "register.open": ("register", "event"),
    "mark.set": ("mark", "event", "person"),
    "submission.add": ("submission", "person", "task", "content"),
    "review.set": ("review", "person", "task"),
    "catchup.set": ("catchup", "person", "event"),
    "claim.add": ("claim", "person", "item", "source"),
    "window.set": ("window", "window"),
    "assessment.set": ("assessment", "person", "window"),
    "relay.set": ("relay",),
}
NULL = {
    "enrolment.set": "status", "exemption.set": "value", "expected.set": "expects",
    "mark.set": "state", "review.set": "decision", "catchup.set": "state",
    "relay.set": "url",
}  # fmt: skip


def cells_of(kind, payload, header, event_id):
    """The cells that an understood payload writes."""
    if kind in AUTHORITY:
        own = (kind, event_id)
        return {own, ("programme",)} if kind == "group.start" else {own}
    if kind == "person.set":
        return {("person", payload["person"], field) for field in set(payload) - NOT_FIELDS}
    if kind == "event.set":
        return {("event", payload["event"], field) for field in set(payload) & set(EVENT)}
    if kind == "register.signoff":
        return {("signoff", payload["event"], header["actor"])}
    if kind == "relay.key":
        return {(kind, event_id)}
    if kind in ENTRIES:
        return {(kind, payload.get("id", event_id))}
    family, *members = CELLS[kind]
    return {(family, *(payload[member] for member in members))}


def is_null(kind, cell, payload):
    """Whether the payload takes the cell's value back."""
    if kind in {"person.set", "event.set"}:
        return payload.get(cell[-1]) is None
    return kind in NULL and payload.get(NULL[kind]) is None


def compared(cell, payload):
    """What two values of the cell must share to agree; None where values never disagree.

    A mark is compared without the programme, by its minutes.
    """
    family = cell[0]
    if family == "programme":
        given = payload["programme"]
        return [given if isinstance(given, str) else canonical(given)]
    if family in {"person", "event"}:
        return [payload.get(cell[-1])]
    if family == "exemption":
        return [payload["value"], *fraction(payload)]
    if family == "mark":
        minutes = [payload.get("minutes_late") or 0, payload.get("minutes_early") or 0]
        if payload["state"] != "present" or minutes == [0, 0]:
            return [payload["state"]]
        return ["present", *minutes, payload.get("start"), payload.get("end")]
    members = {
        "enrolment": ["status"], "review": ["decision"], "catchup": ["state"],
        "window": ["start", "end"], "assessment": ["outcome", "eligible"],
    }.get(family)  # fmt: skip
    return members and [payload.get(member) for member in members]


def fraction(payload):
    if payload["value"] != "credited":
        return []
    above, below = payload["credit"]
    return [above // gcd(above, below), below // gcd(above, below)]

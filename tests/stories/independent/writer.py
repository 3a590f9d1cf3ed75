"""A second writer of events and files: sections 1, 5 and 6 of the page on the format.

Written from ``npq_desktop/journal/FORMAT.md`` alone. It writes whatever it is asked to, honest or
not: the tests' facilitator and the tests' forger.
"""

import base64
import hashlib
import json
import os

import nacl.signing
import pyrage

AT = "2026-11-23T14:05:00+00:00"


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def base64url(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def event_id(line):
    """The id of the event on this line."""
    return hashlib.sha256(b"npq-event-1\0" + json.loads(line)[0].encode()).hexdigest()


class Pen:
    """One device of one member: a signing key, an age identity, and a chain of events."""

    def __init__(self, member=None, group=None):
        self.signing = nacl.signing.SigningKey.generate()
        self.age = pyrage.x25519.Identity.generate()
        self.member = member or os.urandom(16).hex()
        self.group = group
        self.stream = os.urandom(16).hex()
        self.seq = 0
        self.prev = None

    @property
    def key(self):
        return base64url(bytes(self.signing.verify_key))

    @property
    def recipient(self):
        return str(self.age.to_public())

    def sign(self, purpose, text):
        return base64url(self.signing.sign(purpose + text.encode()).signature)

    def root(self, name, device):
        """The entry of this device among a group's roots."""
        return {
            "key": self.key, "age": self.recipient, "member": self.member,
            "name": name, "device": device,
        }  # fmt: skip

    def new_run(self):
        """A new stream, as at every start of the program."""
        self.stream, self.seq = os.urandom(16).hex(), 0

    def write(self, kind, payload, rep=(), /, **changes):
        """The next event's line; ``changes`` replace values of the header before signing."""
        text = payload if payload is None or isinstance(payload, str) else compact(payload)
        salt = None if text is None else os.urandom(16)
        header = {
            "v": 1, "group": self.group, "key": self.key, "actor": self.member,
            "stream": self.stream, "seq": self.seq + 1, "prev": self.prev, "kind": kind,
            "need": 1, "at": AT, "rep": list(rep),
            "ph": None if text is None else hashlib.sha256(salt + text.encode()).hexdigest(),
        }  # fmt: skip
        header_text = canonical(header | changes)
        sig = self.sign(b"npq-sig-1\0", header_text)
        line = compact([header_text, text, salt and base64url(salt), sig])
        self.seq, self.prev = self.seq + 1, event_id(line)
        if kind == "group.start" and self.group is None:
            self.group = self.prev
        return line

    def join(self, invite, invitation_key, name, device, **more):
        """The join of this device: ``invitation_key`` signs the proof."""
        text = self.group + invite + self.key + self.recipient
        proof = invitation_key.sign(b"npq-join-1\0" + text.encode()).signature
        payload = {
            "invite": invite, "age": self.recipient, "name": name, "device": device,
            "proof": base64url(proof),
        }  # fmt: skip
        return self.write("join", payload | more)

    def file(self, lines, at=AT, **changes):
        """A readable file of these lines, signed by this device."""
        digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
        manifest = {
            "at": at, "by": self.key, "count": len(lines), "digest": digest, "group": self.group,
        } | changes  # fmt: skip
        return layout(lines, canonical(manifest), self.sign(b"npq-file-1\0", canonical(manifest)))


def layout(lines, manifest_text, sig):
    """The bytes of a file: line 1, the events, the end."""
    first = (
        f'{{"format":"npq-sync","v":1,"manifest":{compact(manifest_text)},"sig":"{sig}","events":['
    )
    body = ",\n".join(lines)
    return (first + "\n" + (body + "\n" if lines else "") + "]}\n").encode()


def lock(data, *recipients):
    """The same bytes inside age, for these recipients (texts)."""
    return pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(text) for text in recipients])

"""A second client of a hub: sections 9 and 10 of the page on the format.

Written from ``npq_desktop/journal/FORMAT.md`` alone, over the standard library's HTTP. It believes
no reply that the hub did not sign.
"""

import gzip
import hashlib
import http.client
import json
import os

import nacl.bindings
import nacl.exceptions
import nacl.signing
import pyrage
from stories.independent.keys import open_sealed
from stories.independent.reader import read_event, signed, strict, unbase64
from stories.independent.writer import base64url, canonical, compact, event_id

OPEN = {
    "group.start", "invite", "join", "revoke", "accept", "erase", "erase.done", "relay.set",
    "relay.key",
}  # fmt: skip
XCHACHA = nacl.bindings


# -- boxes and keys of texts -----------------------------------------------------------------------


def epoch_of(key):
    return hashlib.sha256(b"npq-epoch-1\0" + key).hexdigest()[:32]


def nonce_of(event):
    return hashlib.sha256(b"npq-box-1\0" + event.encode()).digest()[:24]


def closed(line, key):
    """The item of an event's line, its text closed under a key."""
    header, payload, salt, sig = json.loads(line)
    if json.loads(header)["kind"] in OPEN or payload is None:
        return line
    text = (salt + payload).encode()
    size = 512
    while size < len(text):
        size *= 2
    sealed = XCHACHA.crypto_aead_xchacha20poly1305_ietf_encrypt(
        text.ljust(size, b"\0"), event_id(line).encode(), nonce_of(event_id(line)), key
    )
    return compact([header, None, None, sig, f"{epoch_of(key)}.{base64url(sealed)}"])


def opened(item, keys):
    """The line of an event from its item: with its text where a box opens and fits."""
    header, payload, salt, sig, *boxes = item
    bare = compact([header, payload, salt, sig])
    for box in boxes:
        epoch, _, sealed = box.partition(".")
        if epoch not in keys:
            continue
        identity = event_id(bare)
        try:
            text = XCHACHA.crypto_aead_xchacha20poly1305_ietf_decrypt(
                unbase64(sealed), identity.encode(), nonce_of(identity), keys[epoch]
            )
        except nacl.exceptions.CryptoError:
            continue
        text = text.rstrip(b"\0").decode()
        ph = hashlib.sha256(unbase64(text[:22], 16) + text[22:].encode()).hexdigest()
        if ph == json.loads(header)["ph"]:
            return compact([header, text[22:], text[:22], sig])
    return bare


def keys_in(lines, identity):
    """The keys of texts that an age identity finds in ``relay.key`` entries."""
    found = {}
    for line in lines:
        event = read_event(line)
        if event.kind != "relay.key" or event.payload is None:
            continue
        sealed = {name: event.payload[name] for name in ("to", "box")}
        try:
            said = strict(open_sealed(sealed, identity))
        except pyrage.DecryptError:
            continue
        for epoch in event.payload["epochs"]:
            key = unbase64(said[epoch], 32)
            if epoch_of(key) == epoch:
                found[epoch] = key
    return found


def handing_on(keys, readers):
    """The payload of a ``relay.key``: these keys for readers, their keys by their recipients."""
    text = canonical({epoch: base64url(key) for epoch, key in keys.items()})
    to = [pyrage.x25519.Recipient.from_str(recipient) for recipient in readers.values()]
    return {
        "epochs": sorted(keys), "to": sorted(key[:8] for key in readers),
        "box": base64url(pyrage.encrypt(text.encode(), to)),
    }  # fmt: skip


# -- summaries -------------------------------------------------------------------------------------


def place_of(line):
    header = json.loads(json.loads(line)[0])
    return header["seq"], event_id(line)


def is_whole(line):
    header, payload, _, _ = json.loads(line)
    return payload is not None or json.loads(header)["ph"] is None


def summed(lines):
    """What the page says somebody has of a stream, of these lines in order."""
    ids = [event_id(line) for line in lines]
    whole = [event_id(line) for line in lines if is_whole(line)]
    said = [len(ids), hashlib.sha256("".join(ids).encode()).hexdigest(), len(whole)]
    if len(whole) < len(ids):
        said.append(hashlib.sha256("".join(whole).encode()).hexdigest()[:16])
    return said


# -- one laptop ------------------------------------------------------------------------------------


class Client:
    """One laptop at one hub; ``pen`` signs, and its age identity opens keys."""

    def __init__(self, url, hub, pen):
        self.http = http.client.HTTPConnection(url.partition("://")[2], timeout=40)
        self.hub, self.pen, self.token = hub, pen, None
        self.last = None

    def ask(self, method, target, body=None, nonce=None, **more):
        """Status and what a reply says, once its signature holds; ``more``: further headers."""
        nonce = base64url(os.urandom(16)) if nonce is None else nonce
        headers = {"NPQ-Nonce": nonce, "Accept-Encoding": "gzip", **more}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self.http.request(method, target, body, {k: v for k, v in headers.items() if v})
        reply = self.http.getresponse()
        data = reply.read()
        if reply.headers["Content-Encoding"] == "gzip":
            data = gzip.decompress(data)
        said = strict(data.decode())
        if said.get("error") == "nonce":
            nonce = ""
        digest = hashlib.sha256(data).hexdigest()
        text = f"{nonce}\n{method} {target}\n{reply.status}\n{digest}"
        sig = reply.headers["NPQ-Signature"]
        assert signed(self.hub, b"npq-reply-1\0", text, sig), "not our hub"
        self.last = {
            "nonce": nonce,
            "status": reply.status,
            "body": data.decode(),
            "signature": sig,
        }
        return reply.status, said

    def log_in(self):
        challenge = self.ask("GET", "/v1/hello")[1]["challenge"]
        sig = self.pen.sign(b"npq-session-1\0", self.hub + challenge)
        said = {"challenge": challenge, "key": self.pen.key, "sig": sig}
        status, answer = self.ask("POST", "/v1/session", json.dumps(said))
        assert (status, answer["seconds"]) == (200, 900)
        self.token = answer["token"]
        return self

    def open(self, start, **proof):
        body = json.dumps({**proof, "start": json.loads(start)})
        return self.ask("PUT", f"/v1/groups/{event_id(start)}", body)

    def summary(self, group, query=""):
        return self.ask("GET", f"/v1/groups/{group}{query}")

    def events(self, group, query="?from=0"):
        return self.ask("GET", f"/v1/groups/{group}/events{query}")

    def push(self, group, items, v=1, by=None):
        body = f'{{"format":"npq-relay","v":{v},"group":"{group}","items":[{",".join(items)}]}}'
        text = f"{self.hub}\n{group}\n{hashlib.sha256(body.encode()).hexdigest()}"
        sig = (by or self.pen).sign(b"npq-push-1\0", text)
        return self.ask(
            "POST", f"/v1/groups/{group}/bundle", body.encode(), **{"NPQ-Signature": sig}
        )

    def remove(self, group):
        sig = self.pen.sign(b"npq-remove-1\0", f"{self.hub}\n{group}")
        return self.ask("DELETE", f"/v1/groups/{group}", **{"NPQ-Signature": sig})


class Shelf:
    """A laptop's lines of one group, made equal with a hub by passes."""

    def __init__(self, client, group, lines=()):
        self.client, self.group = client, group
        self.lines = {event_id(line): line for line in lines}

    def of(self, stream):
        own = [e for e in self.lines.values() if json.loads(json.loads(e)[0])["stream"] == stream]
        return sorted(own, key=place_of)

    @property
    def keys(self):
        return keys_in(self.lines.values(), self.client.pen.age)

    def agrees(self, stream, theirs):
        return summed(self.of(stream)[: theirs[0]]) == theirs

    def take(self, stream, first):
        """Take in pages from a position; what came, by id, and whether it was whole."""
        came, keys = {}, self.keys
        while first is not None:
            said = self.client.events(self.group, f"?stream={stream}&from={first}")[1]
            for item in said["items"]:
                bare = compact(item[:4])
                came[event_id(bare)] = is_whole(bare) or (len(item) > 4 and item[-1] != "?")
                line = opened(item, keys)
                read_event(line)
                if event_id(line) not in self.lines or is_whole(line):
                    self.lines[event_id(line)] = line
            first = said["next"]
        return came

    def sync(self, key=None):
        """One pass over the whole group; how many items were sent. ``key`` closes texts: the one
        with the smallest id of those that are here, where none is given.
        """
        theirs = self.client.summary(self.group)[1]["streams"]
        came = {}
        for stream, summary in theirs.items():
            count = len(self.of(stream))
            if not self.agrees(stream, summary):
                first = count if 0 < count < summary[0] else 0
                came[stream] = self.take(stream, first)
                if first and not self.agrees(stream, summary):
                    came[stream] = self.take(stream, 0)
        key = key or min(self.keys.items())[1]
        items = []
        for stream in {json.loads(json.loads(line)[0])["stream"] for line in self.lines.values()}:
            own, summary = self.of(stream), theirs.get(stream, [0, "", 0])
            if summary[0] == 0 or self.agrees(stream, summary):
                lacking = own[summary[0] :]
            else:
                had = came[stream]
                lacking = [e for e in own if not had.get(event_id(e)) and (
                    event_id(e) not in had or is_whole(e))]  # fmt: skip
            items += [closed(line, key) for line in lacking]
        items.sort(key=lambda item: json.loads(json.loads(item)[0])["kind"] not in OPEN)
        for at in range(0, len(items), 500):
            status, said = self.client.push(self.group, items[at : at + 500])
            assert status == 200, said
        return len(items)

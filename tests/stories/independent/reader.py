"""A second reader of events and bundles, written from the page on the format alone.

It shares no line with the program, on purpose: whatever both agree on is what the page says. It
refuses a file whole or returns every event of it; what an event means is ``admission.py``'s.

Readings taken where the page leaves room:

* a line of an event may be spelt in any strict JSON; only the header must be canonical;
* ``\\n`` and the other short escapes are what JSON demands, ``\\u000a`` is a re-writing;
* the nesting limit holds for line 1, for an event's list, and for the payload's text by itself;
* [P] true, false and null are allowed in a payload, although the page names only integers and
  strings: a later version's kinds may use them;
* [P] a payload that was left out may leave its salt behind, which is then ignored;
* [P] an integer is at most 2**53 from zero; NUL is refused even as ``\\u0000``;
* [P] the last line needs no line feed;
* [P] ``at`` has the form of RFC 3339 with capital T and Z, and seconds.

[P] marks where the program's reading was taken afterwards, because the page does not settle it.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass

import nacl.exceptions
import nacl.signing
import pyrage

HEADER_KEYS = (
    "actor", "at", "group", "key", "kind", "need", "ph", "prev", "rep", "seq", "stream", "v",
)  # fmt: skip
KIB = 1024
AGE_START = b"age-encryption.org/"
OPENING = re.compile(rb'\{"format":"npq-sync","v":1,"manifest":.*,"sig":.*,"events":\[')


AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Refused(Exception):  # noqa: N818 - it is what the page says
    """The file is broken: nothing of it counts."""


class Newer(Refused):
    """The file is of a later version of the format."""


@dataclass(frozen=True)
class Event:
    """One event as it stood in its file."""

    id: str
    line: str
    header_text: str
    header: dict
    payload_text: str | None
    payload: dict | None

    @property
    def kind(self):
        return self.header["kind"]

    @property
    def key(self):
        return self.header["key"]


@dataclass(frozen=True)
class Bundle:
    """A whole file: who wrote it, for which group, and its events in order."""

    group: str
    by: str
    manifest: dict
    events: tuple


def strict(text):
    """JSON without duplicate keys, floats, NaN, lone surrogates, or depth."""

    def pairs(found):
        if len({key for key, _ in found}) != len(found):
            raise Refused("duplicate key")
        return dict(found)

    def no(word):
        raise Refused(f"{word[:20]} is not allowed")

    depth(text)
    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_float=no, parse_constant=no, parse_int=integer
        )
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Refused("not strict JSON") from error
    if "\\u0000" in text:
        raise Refused("NUL")
    return value


def integer(digits):
    """A whole number every reader can hold."""
    if len(digits) > 17 or abs(int(digits)) > 2**53:
        raise Refused("a number that is too large")
    return int(digits)


def depth(text, limit=4):
    """Refuse more than ``limit`` open brackets, before any parser sees them."""
    level, quoted, escaped = 0, False, False
    for sign in text:
        if quoted:
            quoted = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            quoted = True
        elif sign in "[{":
            level += 1
            if level > limit:
                raise Refused("nested too deeply")
        elif sign in "]}":
            level -= 1


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def unbase64(text, size):
    """Bytes of a base64url text, refused unless it is the only spelling."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("not base64url") from error
    if len(raw) != size or base64.urlsafe_b64encode(raw).decode().rstrip("=") != text:
        raise Refused("not the only spelling of a base64url text")
    return raw


def signed(key, purpose, text, sig):
    """Whether ``sig`` is that key's over the purpose and the text."""
    verify = nacl.signing.VerifyKey(unbase64(key, 32))
    try:
        verify.verify(purpose + text.encode(), unbase64(sig, 64))
    except nacl.exceptions.BadSignatureError:
        return False
    return True


def hexadecimal(value, digits):
    return isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{digits}}}", value) is not None


def whole(value, least):
    return type(value) is int and value >= least


def check_header(header):
    """The frozen rules about a header's values."""
    if not isinstance(header, dict) or tuple(sorted(header)) != HEADER_KEYS:
        raise Refused("not the twelve keys")
    if header["v"] != 1:
        raise Newer("another version") if whole(header["v"], 2) else Refused("no version")
    rep = header["rep"]
    rules = (
        hexadecimal(header["group"], 64) or (header["group"] is None) == is_start(header),
        (header["group"] is None) == is_start(header),
        hexadecimal(header["actor"], 32),
        hexadecimal(header["stream"], 32),
        whole(header["seq"], 1),
        header["prev"] is None or hexadecimal(header["prev"], 64),
        isinstance(header["kind"], str),
        whole(header["need"], 1),
        isinstance(header["at"], str) and AT.fullmatch(header["at"]) is not None,
        isinstance(rep, list) and len(rep) <= 16 and all(hexadecimal(r, 64) for r in rep),
        header["ph"] is None or hexadecimal(header["ph"], 64),
        isinstance(header["key"], str),
    )
    if not all(rules):
        raise Refused("a header's value breaks the rules")


def is_start(header):
    return header["kind"] == "group.start"


def check_payload(text, salt, ph):
    """The parsed payload, or None where it was left out."""
    if text is None:
        return None
    if salt is None or ph is None or len(text.encode()) > 64 * KIB:
        raise Refused("payload, salt and hash do not belong together")
    if hashlib.sha256(unbase64(salt, 16) + text.encode()).hexdigest() != ph:
        raise Refused("the payload is not what was signed")
    payload = strict(text)
    if not isinstance(payload, dict):
        raise Refused("a payload is an object of texts and whole numbers")
    return payload


def read_event(line):
    """One verified event from its line, without the comma."""
    parts = strict(line)
    if not isinstance(parts, list) or len(parts) != 4:
        raise Refused("not four parts")
    header_text, payload_text, salt, sig = parts
    texts = isinstance(header_text, str) and isinstance(sig, str)
    if not texts or not all(p is None or isinstance(p, str) for p in (payload_text, salt)):
        raise Refused("the parts are texts")
    if len(header_text.encode()) > 4 * KIB:
        raise Refused("a header over 4 KiB")
    header = strict(header_text)
    check_header(header)
    if canonical(header) != header_text:
        raise Refused("a header that is not canonical")
    if not signed(header["key"], b"npq-sig-1\0", header_text, sig):
        raise Refused("a signature does not hold")
    payload = check_payload(payload_text, salt, header["ph"])
    identity = hashlib.sha256(b"npq-event-1\0" + header_text.encode()).hexdigest()
    return Event(identity, line, header_text, header, payload_text, payload)


def unlock(data, identities=()):
    """The readable bytes, whichever form the file has."""
    if not data.startswith(AGE_START):
        return data
    try:
        return pyrage.decrypt(data, list(identities))
    except pyrage.DecryptError as error:
        raise Refused("not for us") from error


def read_manifest(first):
    """Line 1: its manifest, verified."""
    if len(first) > 8 * KIB:
        raise Refused("line 1 is too long")
    if not OPENING.fullmatch(first):
        raise Refused("line 1 is not ours")
    head = strict(first.decode() + "]}")
    if list(head) != ["format", "v", "manifest", "sig", "events"]:
        raise Refused("line 1 is not ours")
    manifest = strict(head["manifest"])
    if sorted(manifest) != ["at", "by", "count", "digest", "group"]:
        raise Refused("not a manifest")
    if not signed(manifest["by"], b"npq-file-1\0", head["manifest"], head["sig"]):
        raise Refused("the file's signature does not hold")
    return manifest


def read_bundle(data, identities=()):
    """Every event of a file.

    Raises:
        Refused: anything in it is broken; then nothing counts.
    """
    raw = unlock(data, identities)
    if len(raw) > 32 * KIB * KIB:
        raise Refused("too large")
    lines = raw.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    if len(lines) < 2 or lines.pop() != b"]}":
        raise Refused("cut off")
    try:
        manifest = read_manifest(lines[0])
        events = tuple(read_lines(lines[1:], manifest))
    except UnicodeDecodeError as error:
        raise Refused("not UTF-8") from error
    return Bundle(manifest["group"], manifest["by"], manifest, events)


def read_lines(lines, manifest):
    """Verify commas, count, digest and group, event by event."""
    if len(lines) != manifest["count"] or len(lines) > 50_000:
        raise Refused("not the announced number of events")
    digest = hashlib.sha256()
    for number, line in enumerate(lines, start=1):
        bare = line if number == len(lines) else line[:-1]
        if len(bare) > 256 * KIB or (number < len(lines) and line[-1:] != b","):
            raise Refused("a line that is too long, or without its comma")
        digest.update(bare + b"\n")
        event = read_event(bare.decode())
        own = event.id if event.header["group"] is None else event.header["group"]
        if own != manifest["group"]:
            raise Refused("an event of another group")
        yield event
    if digest.hexdigest() != manifest["digest"]:
        raise Refused("not the announced events")

"""A second reader of events and files: sections 1 and 6 of the page on the format.

Written from ``npq_desktop/journal/FORMAT.md`` alone. It shares no line with the program, on
purpose: whatever both agree on is what the page says. It refuses a file whole or returns every
event of it; what an event means is ``admission.py``'s.
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


def strict(text, limit=4):
    """JSON without duplicate keys, floats, NaN, NUL, lone surrogates, or depth."""

    def pairs(found):
        if len({key for key, _ in found}) != len(found):
            raise Refused("duplicate key")
        return dict(found)

    def no(word):
        raise Refused(f"{word[:20]} is not allowed")

    depth(text, limit)
    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_float=no, parse_constant=no, parse_int=integer
        )
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Refused("not strict JSON") from error
    if any("\0" in each for each in strings(value)):
        raise Refused("NUL")
    return value


def strings(value):
    """Every string and key in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)


def integer(digits):
    """A whole number every reader can hold."""
    if len(digits) > 17 or abs(int(digits)) > 2**53:
        raise Refused("a number that is too large")
    return int(digits)


def depth(text, limit):
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


def unbase64(text, size=None):
    """Bytes of a base64url text, refused unless it is the only spelling."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("not base64url") from error
    if size not in {None, len(raw)} or base64.urlsafe_b64encode(raw).decode().rstrip("=") != text:
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
        raise Newer("another version") if type(header["v"]) is int else Refused("no version")
    rep = header["rep"]
    rules = (
        header["group"] is None if is_start(header) else hexadecimal(header["group"], 64),
        hexadecimal(header["actor"], 32),
        hexadecimal(header["stream"], 32),
        whole(header["seq"], 1),
        header["prev"] is None or hexadecimal(header["prev"], 64),
        isinstance(header["kind"], str) and 1 <= len(header["kind"]) <= 64,
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
        if salt is not None and ph is None:
            raise Refused("a salt without a payload")
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


def line_1(manifest_text, sig):
    """Line 1, which has one form only."""
    return (
        f'{{"format":"npq-sync","v":1,"manifest":{canonical(manifest_text)},'
        f'"sig":{canonical(sig)},"events":['
    )


def read_manifest(first):
    """Line 1: its manifest, verified."""
    if len(first) > 8 * KIB:
        raise Refused("line 1 is too long")
    head = strict(first.decode() + "]}")
    if type(head.get("v")) is int and head["v"] != 1:
        raise Newer("another version")
    texts = head.get("manifest"), head.get("sig")
    if not all(isinstance(text, str) for text in texts) or line_1(*texts) != first.decode():
        raise Refused("line 1 is not ours")
    manifest = strict(head["manifest"], limit=1)
    if not isinstance(manifest, dict) or set(manifest) != {"at", "by", "count", "digest", "group"}:
        raise Refused("not a manifest")
    rules = (
        isinstance(manifest["at"], str) and AT.fullmatch(manifest["at"]) is not None,
        isinstance(manifest["by"], str),
        whole(manifest["count"], 0),
        hexadecimal(manifest["digest"], 64),
        hexadecimal(manifest["group"], 64),
    )
    if not all(rules):
        raise Refused("a manifest's value breaks the rules")
    if not signed(manifest["by"], b"npq-file-1\0", head["manifest"], head["sig"]):
        raise Refused("the file's signature does not hold")
    return manifest


def read_bundle(data, identities=()):
    """Every event of a file.

    Raises:
        Refused: anything in it is broken; then nothing counts.
    """
    raw = unlock(data, identities)
    if not raw.startswith(b'{"format":"npq-sync"'):
        raise Refused("no sync file")
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
        comma = number == len(lines) or line[-1:] == b","
        if len(bare) > 256 * KIB or not comma or line.endswith(b"\r"):
            raise Refused("a line that is too long, without its comma, or ends in CR LF")
        digest.update(bare + b"\n")
        event = read_event(bare.decode())
        own = event.id if event.header["group"] is None else event.header["group"]
        if own != manifest["group"]:
            raise Refused("an event of another group")
        yield event
    if digest.hexdigest() != manifest["digest"]:
        raise Refused("not the announced events")

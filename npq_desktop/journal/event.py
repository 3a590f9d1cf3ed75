"""One event: its four texts, what they say, and the pen that writes the next one.

The rules here are the structure of version 1, frozen for ever: bytes, ids, hashes, signatures,
sizes. An event that breaks one of them is refused, and with it the file it came in; whether a sound
event counts is settled in :mod:`npq_desktop.journal.admission`. ``at`` is a claim.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from npq_desktop.errors import JournalError
from npq_desktop.journal.codec import (
    BrokenTextError,
    b64decode,
    b64encode,
    canonical,
    is_base64,
    is_hash,
    is_random_id,
    is_time,
    parse_json,
)
from npq_desktop.journal.keys import KEY_BYTES, RandomBytes, SigningKey, signature_holds

VERSION = 1
START_KIND = "group.start"
MAX_HEADER_BYTES = 4096
MAX_PAYLOAD_BYTES = 65_536
MAX_REPLACED = 16
MAX_KIND_LENGTH = 64
SALT_BYTES = 16

_ID_PREFIX = b"npq-event-1\0"
_SIGNATURE_PREFIX = b"npq-sig-1\0"
_HEADER_KEYS = frozenset(
    ("v", "group", "key", "actor", "stream", "seq", "prev", "kind", "need", "at", "rep", "ph")
)


class BrokenEventError(JournalError):
    """An event breaks the structure; the file it came in is refused whole."""


class NewerFormatError(BrokenEventError):
    """An event has a structure that a later version of the program writes."""


@dataclass(frozen=True, slots=True)
class Event:
    """One signed fact, immutable; the four texts as they were written, and what they say.

    ``id``: 64 hex digits. ``at``: RFC 3339, as claimed. ``rep``: ids replaced, at most 16.
    ``content``: the payload's object, None without payload or where it was stripped; not to be
    changed.
    """

    id: str
    header: str = field(repr=False)
    payload: str | None = field(repr=False)
    salt: str | None = field(repr=False)
    sig: str = field(repr=False)
    group: str | None = field(compare=False, repr=False)
    key: str = field(compare=False)
    actor: str = field(compare=False)
    stream: str = field(compare=False)
    seq: int = field(compare=False)
    prev: str | None = field(compare=False, repr=False)
    kind: str = field(compare=False)
    need: int = field(compare=False, repr=False)
    at: str = field(compare=False, repr=False)
    rep: tuple[str, ...] = field(compare=False, repr=False)
    ph: str | None = field(compare=False, repr=False)
    content: Mapping[str, object] | None = field(compare=False, repr=False)

    @property
    def group_id(self) -> str:
        """The group this event belongs to; a ``group.start`` belongs to the one it starts."""
        return self.group or self.id

    @property
    def is_stripped(self) -> bool:
        """Whether the payload it was written with is not here."""
        return self.payload is None and self.ph is not None

    def line(self) -> str:
        """The event as one line of canonical JSON, without a line end."""
        return canonical([self.header, self.payload, self.salt, self.sig])

    def blanked(self) -> "Event":
        """The same event without the text of its payload."""
        return replace(self, payload=None, salt=None, content=None)


def parse_event(line: str, *, verify: bool = True) -> Event:
    """The event that one line says; ``verify=False`` skips the signature alone, for our own store.

    Raises:
        NewerFormatError: a later version of the program wrote it.
        BrokenEventError: anything else about its structure, its hash or its signature is wrong.
    """
    parts = _strict(line, "the line")
    if not isinstance(parts, list) or len(parts) != 4:
        _refuse("it is not a list of four texts")
    header, payload, salt, sig = parts
    if not (isinstance(header, str) and isinstance(sig, str)):
        _refuse("its header or signature is not a text")
    if not (isinstance(payload, str | None) and isinstance(salt, str | None)):
        _refuse("its payload or salt is not a text")
    return parse_parts(header, payload, salt, sig, verify=verify)


def parse_parts(
    header: str, payload: str | None, salt: str | None, sig: str, *, verify: bool = True
) -> Event:
    """The event made of these four texts, checked like a line.

    Raises:
        BrokenEventError: as :func:`parse_event`.
    """
    fields = _parse_header(header)
    content = _parse_payload(payload, salt, fields["ph"])
    header_bytes = header.encode()
    if verify:
        _check_signature(header_bytes, fields["key"], sig)
    return Event(
        id=hashlib.sha256(_ID_PREFIX + header_bytes).hexdigest(),
        header=header,
        payload=payload,
        salt=None if payload is None else salt,
        sig=sig,
        content=content,
        **fields,
    )


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes on this device: a member, and the key that the member's events are signed with."""

    seed: bytes = field(repr=False)
    member: str
    signing_key: SigningKey = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "signing_key", SigningKey(self.seed))

    @property
    def key(self) -> str:
        """The public key as base64url text."""
        return self.signing_key.public

    def sign(self, message: bytes) -> str:
        """The signature of ``message`` as base64url text."""
        return self.signing_key.sign(message)


class Pen:
    """Writes one author's events into one group, one after the other, for one run of the program.

    ``last_prev`` is the id of this key's last event in the group, None for its first. The position
    moves on by :meth:`commit` alone, so an event that could not be stored leaves no gap. Never
    keep a pen, or its stream, for a second run: a restored backup would write the same positions
    again.
    """

    def __init__(
        self,
        author: Author,
        group: str,
        *,
        last_prev: str | None,
        stream: str | None = None,
        random: RandomBytes = secrets.token_bytes,
    ) -> None:
        self.author = author
        self.group = group
        self.stream = stream or random(16).hex()
        self._random = random
        self._seq = 0
        self._prev = last_prev

    def write(
        self,
        kind: str,
        content: Mapping[str, object] | None,
        *,
        rep: Sequence[str] = (),
        at: str,
        need: int = 1,
    ) -> Event:
        """The next event of this stream; ``rep``: at most 16 ids, ``at``: RFC 3339 with offset.

        Raises:
            BrokenEventError: a reader would refuse it, for example a text over 64 KiB.
        """
        position = {"seq": self._seq + 1, "prev": self._prev, "stream": self.stream}
        fields = {"group": self.group, "kind": kind, "need": need, "at": at, "rep": list(rep)}
        return _signed(self.author, {**position, **fields}, content, self._random)

    def commit(self, event: Event) -> None:
        """Move on: ``event``, the one last written, is durable."""
        if (event.stream, event.seq, event.prev) != (self.stream, self._seq + 1, self._prev):
            raise ValueError("only the event written last can be committed")
        self._seq = event.seq
        self._prev = event.id


def start_group(
    author: Author,
    content: Mapping[str, object],
    *,
    at: str,
    stream: str | None = None,
    random: RandomBytes = secrets.token_bytes,
) -> Event:
    """The first event of a new group; its id is the group's. Its author goes on with a new pen."""
    position = {"seq": 1, "prev": None, "stream": stream or random(16).hex()}
    fields: dict[str, object] = {"group": None, "kind": START_KIND, "need": 1, "at": at, "rep": []}
    return _signed(author, {**position, **fields}, content, random)


def _signed(
    author: Author,
    fields: Mapping[str, object],
    content: Mapping[str, object] | None,
    random: RandomBytes,
) -> Event:
    payload = salt = ph = None
    if content is not None:
        payload, salt_bytes = _text_of(content), random(SALT_BYTES)
        salt, ph = b64encode(salt_bytes), _payload_hash(payload, salt_bytes)
    own = {"v": VERSION, "key": author.key, "actor": author.member, "ph": ph}
    header = canonical({**fields, **own})
    try:
        sig = author.sign(_SIGNATURE_PREFIX + header.encode())
    except UnicodeEncodeError:
        _refuse("its header holds half of a character")
    return parse_parts(header, payload, salt, sig, verify=False)


def _text_of(content: Mapping[str, object]) -> str:
    payload = canonical(content)
    if len(payload.encode(errors="surrogatepass")) > MAX_PAYLOAD_BYTES:
        raise BrokenEventError(
            "This text is too long for one entry (64 KiB): shorten it, or attach it as a file."
        )
    return payload


def _parse_header(header: str) -> dict[str, Any]:
    """The header's fields as :class:`Event` names them."""
    read = _strict(header, "its header")
    if not isinstance(read, dict):
        _refuse("its header is not an object")
    fields: dict[str, Any] = read
    _check_version(fields.get("v"))
    if fields.keys() != _HEADER_KEYS or canonical(fields) != header:
        _refuse("its header is not in the one form it may have")
    if len(header.encode()) > MAX_HEADER_BYTES:
        _refuse("its header is too long")
    _check_names(fields)
    _check_links(fields)
    del fields["v"]
    fields["rep"] = tuple(fields["rep"])
    return fields


def _check_version(version: object) -> None:
    if type(version) is not int:
        _refuse("it names no version")
    if version != VERSION:
        raise NewerFormatError(
            "This was written by a newer version of NPQ Desktop: update it, then try again."
        )


def _check_names(fields: Mapping[str, object]) -> None:
    if not is_random_id(fields["actor"]) or not is_random_id(fields["stream"]):
        _refuse("its member or stream is malformed")
    if not is_base64(fields["key"], KEY_BYTES):
        _refuse("its key is malformed")
    kind = fields["kind"]
    if not isinstance(kind, str) or not 0 < len(kind) <= MAX_KIND_LENGTH:
        _refuse("its kind is malformed")
    if not is_time(fields["at"]):
        _refuse("its time is malformed")


def _check_links(fields: Mapping[str, object]) -> None:
    if not _counts(fields["seq"]) or not _counts(fields["need"]):
        _refuse("its number or level is malformed")
    if not all(fields[name] is None or is_hash(fields[name]) for name in ("group", "prev", "ph")):
        _refuse("its group, predecessor or payload hash is malformed")
    rep = fields["rep"]
    if not isinstance(rep, list) or len(rep) > MAX_REPLACED:
        _refuse(f"it replaces more than {MAX_REPLACED} entries")
    if not all(is_hash(replaced) for replaced in rep):
        _refuse("an entry it replaces is malformed")
    if (fields["group"] is None) != (fields["kind"] == START_KIND):
        _refuse("it names no group, or starts one inside another")


def _parse_payload(
    payload: str | None, salt: str | None, ph: object
) -> Mapping[str, object] | None:
    if payload is None:
        if ph is None and salt is not None:
            _refuse("it has a salt but no payload")
        return None
    if salt is None or ph is None:
        _refuse("its payload has no hash")
    try:
        salt_bytes = b64decode(salt, SALT_BYTES)
    except BrokenTextError:
        _refuse("its salt is malformed")
    content = _strict(payload, "its payload")
    if not isinstance(content, dict):
        _refuse("its payload is not an object")
    if len(payload.encode()) > MAX_PAYLOAD_BYTES:
        _refuse("its text is longer than 64 KiB")
    if _payload_hash(payload, salt_bytes) != ph:
        _refuse("its payload was changed")
    return content


def _payload_hash(payload: str, salt: bytes) -> str:
    try:
        return hashlib.sha256(salt + payload.encode()).hexdigest()
    except UnicodeEncodeError:
        _refuse("its text holds half of a character")


def _check_signature(header: bytes, key: object, sig: str) -> None:
    message = _SIGNATURE_PREFIX + header
    if not signature_holds(public=str(key), message=message, signature=sig):
        _refuse("its signature is not by the key it names")


def _strict(text: str, part: str) -> object:
    try:
        return parse_json(text)
    except BrokenTextError as reason:
        raise BrokenEventError(f"A change is damaged: in {part}, {reason}.") from None


def _counts(value: object) -> bool:
    return type(value) is int and value >= 1


def _refuse(reason: str) -> NoReturn:
    raise BrokenEventError(f"A change is damaged: {reason}.")

"""The fixed layout of a sync file, its limits, and its signed first line.

The first line has one form, since any other might be read differently elsewhere. The manifest in it
is any strict JSON text of its five members: the signature is over that text as it stands.
"""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from npq_desktop.bundle.errors import DamagedFileError, FileLimitError, NewerFileError
from npq_desktop.journal.codec import (
    BrokenTextError,
    canonical,
    is_base64,
    is_hash,
    is_time,
    parse_json,
)
from npq_desktop.journal.event import Author
from npq_desktop.journal.keys import KEY_BYTES, signature_holds

KIB = 1024
MAX_FILE_BYTES = 32 * KIB * KIB
MAX_EVENTS = 50_000
MAX_FIRST_LINE_BYTES = 8 * KIB
MAX_EVENT_LINE_BYTES = 256 * KIB

MARK = b'{"format":"npq-sync"'
LAST_LINE = b"]}"

_SIGNATURE_PREFIX = b"npq-file-1\0"
_START = '{"format":"npq-sync","v":1,"manifest":'
_ANY_VERSION = re.compile(rb'\{"format":"npq-sync","v":([1-9][0-9]{0,8}),')
_KEYS = {"at", "by", "count", "digest", "group"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first line: who wrote how many events of which group.

    ``at``: RFC 3339 as claimed. ``by``: public key of the writer. ``digest``: SHA-256 over each
    event line without its comma, plus LF. ``text`` and ``sig``: as they stand in the file.
    """

    at: str
    by: str
    count: int
    digest: str
    group: str
    text: str = field(repr=False)
    sig: str = field(repr=False)

    def first_line(self) -> bytes:
        """The first line of the file, without its line end."""
        signature = canonical(self.sig)
        return f'{_START}{canonical(self.text)},"sig":{signature},"events":['.encode()


def sign_manifest(author: Author, *, at: str, count: int, digest: str, group: str) -> Manifest:
    """The manifest of a file that ``author`` writes."""
    text = canonical({"at": at, "by": author.key, "count": count, "digest": digest, "group": group})
    sig = author.sign(_SIGNATURE_PREFIX + text.encode())
    return Manifest(at, author.key, count, digest, group, text, sig)


def parse_manifest(line: bytes) -> Manifest:
    """Parses the first ``line``, without its line end, and checks its signature.

    Raises:
        NewerFileError: a later version wrote it.
        FileLimitError: it announces more events than a file may have.
        DamagedFileError: anything else is wrong with it.
    """
    version = _ANY_VERSION.match(line)
    if version and version.group(1) != b"1":
        raise NewerFileError(
            "A newer version of NPQ Desktop wrote this file. Update NPQ Desktop, then open the"
            " file again."
        )
    manifest = _read_line(line)
    message = _SIGNATURE_PREFIX + manifest.text.encode()
    if not signature_holds(public=manifest.by, message=message, signature=manifest.sig):
        _refuse("its signature does not fit")
    if manifest.count > MAX_EVENTS:
        raise FileLimitError(
            f"This file has {manifest.count:,} changes, but a sync file can have at most"
            f" {MAX_EVENTS:,}. Nothing was added."
        )
    return manifest


def _read_line(line: bytes) -> Manifest:
    try:
        outer = parse_json(line.decode() + "]}")
        text, sig = _texts(outer)
        fields = parse_json(text, max_depth=1)
    except (UnicodeDecodeError, BrokenTextError):
        _refuse("its first line cannot be read")
    manifest = _checked(fields, text, sig)
    if manifest.first_line() != line:
        _refuse("its first line is not in the one form it may have")
    return manifest


def _texts(outer: object) -> tuple[str, str]:
    if not isinstance(outer, dict):
        _refuse("its first line cannot be read")
    text, sig = outer.get("manifest"), outer.get("sig")
    if not isinstance(text, str) or not isinstance(sig, str):
        _refuse("its first line names no manifest or signature")
    return text, sig


def _checked(fields: object, text: str, sig: str) -> Manifest:
    if not isinstance(fields, dict) or fields.keys() != _KEYS:
        _refuse("its manifest does not say what a manifest says")
    at, by, count = fields["at"], fields["by"], fields["count"]
    forms = is_time(at) and is_base64(by, KEY_BYTES) and type(count) is int and count >= 0
    if not forms or not is_hash(fields["digest"]) or not is_hash(fields["group"]):
        _refuse("its manifest is malformed")
    return Manifest(at, by, count, fields["digest"], fields["group"], text, sig)


def _refuse(reason: str) -> NoReturn:
    raise DamagedFileError(
        f"This file was damaged or changed on the way ({reason}), so nothing was added. Ask for it"
        " again."
    )

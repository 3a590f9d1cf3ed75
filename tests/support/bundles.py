"""Sync files as tests need them: sound ones, and forged ones with a true signature behind."""

import hashlib
import json
from collections.abc import Sequence

from support.journal import AT, Group, author

from npq_desktop.bundle.manifest import sign_manifest
from npq_desktop.bundle.writing import bundle_bytes
from npq_desktop.journal.codec import canonical
from npq_desktop.journal.event import Author

SAM = author("sam")


def small_group() -> Group:
    """A start, Sam's join and three marks."""
    group = Group()
    group.add("olu", "sam")
    for who in ("Ann", "Ben", "Zoë"):
        group.mark("sam", "m3.seminar", who, "present")
    return group


def sound_file(group: Group) -> bytes:
    """The whole group, written by Sam."""
    return bundle_bytes(group.events, author=SAM, group=group.id, at=AT)


def file_of(lines: Sequence[bytes], *, group: str, by: Author = SAM, **claims: object) -> bytes:
    """A file of any ``lines`` whose signed manifest fits them, but for what is claimed instead."""
    digest = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    facts = {"at": AT, "count": len(lines), "digest": digest, "group": group, **claims}
    first = sign_manifest(by, **facts).first_line()
    body = b",\n".join(lines) + b"\n" if lines else b""
    return first + b"\n" + body + b"]}\n"


def first_line_of(fields: object, *, by: Author = SAM) -> bytes:
    """A first line around any manifest, signed."""
    text = fields if isinstance(fields, str) else canonical(fields)
    sig = by.sign(b"npq-file-1\0" + text.encode(errors="surrogatepass"))
    line = f'{{"format":"npq-sync","v":1,"manifest":{json.dumps(text)},"sig":"{sig}","events":['
    return line.encode()

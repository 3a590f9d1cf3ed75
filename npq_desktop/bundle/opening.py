"""Opens a sync file in whatever form it came: readable, locked for keys, or locked under words.

Files, sticks, shared folders and the hub all come in this way. An invitation is a line with its
secret before the group's file, always locked under words.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from npq_desktop.bundle.envelope import MAX_LOCKED_BYTES, unlock
from npq_desktop.bundle.errors import DamagedFileError, FileLimitError, NewerFileError
from npq_desktop.bundle.parse import BundleFile, InvitationSecret, look_at, parse_bundle
from npq_desktop.bundle.recognising import recognise
from npq_desktop.bundle.word_lock import lock_with_words
from npq_desktop.journal.codec import (
    BrokenTextError,
    b64decode,
    b64encode,
    canonical,
    is_base64,
    is_hash,
    parse_json,
)
from npq_desktop.journal.keys import SECRET_BYTES

_INVITATION_MARK = b'{"format":"npq-invitation"'
_INVITATION_LINE_BYTES = 1024
_INVITATION_KEYS = {"format", "invite", "secret", "v"}


def open_bundle(
    stream: BinaryIO, *, identities: Sequence[str] = (), words: str | None = None
) -> BundleFile:
    """The sync file in the seekable ``stream``, recognised by content, unlocked, read and verified.

    ``identities``: this laptop's age identities; ``words``: those an invitation is locked with.

    Raises:
        BundleError: one of its kinds for each reason to refuse the file whole.
    """
    if recognise(look_at(stream)) == "readable":
        return parse_bundle(stream)
    locked = stream.read(MAX_LOCKED_BYTES + 1)
    if len(locked) > MAX_LOCKED_BYTES:
        raise FileLimitError("This file is larger than 32 MiB, which no sync file is.")
    sha256 = hashlib.sha256(locked).hexdigest()
    opened = unlock(locked, identities=identities, words=words)
    del locked  # up to 46 MiB that are done with
    inner = io.BytesIO(opened)
    invitation = _parse_invitation(inner) if words is not None else None
    return replace(parse_bundle(inner), form="age", sha256=sha256, invitation=invitation)


def lock_invitation(bundle: bytes, invitation: InvitationSecret, words: str) -> bytes:
    """An invitation file: the secret and the whole group, ``bundle``, locked under ``words``."""
    fields = {
        "format": "npq-invitation",
        "invite": invitation.invite,
        "secret": b64encode(invitation.secret),
        "v": 1,
    }
    return lock_with_words(canonical(fields).encode() + b"\n" + bundle, words)


def _parse_invitation(inner: BinaryIO) -> InvitationSecret | None:
    """The invitation before the group's file, if there is one; leaves ``inner`` behind it."""
    line = inner.readline(_INVITATION_LINE_BYTES)
    if not line.startswith(_INVITATION_MARK):
        inner.seek(0)
        return None
    try:
        fields = parse_json(line.decode())
    except (UnicodeDecodeError, BrokenTextError):
        raise _damaged_invitation() from None
    if not isinstance(fields, dict) or fields.keys() != _INVITATION_KEYS:
        raise _damaged_invitation()
    if fields["v"] != 1:
        raise NewerFileError("This invitation was written by a newer NPQ Desktop: update it first.")
    if not is_hash(fields["invite"]) or not is_base64(fields["secret"], SECRET_BYTES):
        raise _damaged_invitation()
    return InvitationSecret(fields["invite"], b64decode(fields["secret"], SECRET_BYTES))


def _damaged_invitation() -> DamagedFileError:
    return DamagedFileError("This invitation cannot be read. Ask for a new one.")

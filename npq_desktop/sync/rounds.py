"""Does one round in a shared folder: write our files, list, read what changed, open it.

It takes and returns plain values, knows no store, and runs on another thread than the window's.
What goes wrong with one file is part of the answer; only a fault of the program is raised.
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from npq_desktop.bundle.envelope import lock_for
from npq_desktop.bundle.errors import DamagedFileError, IncompleteFileError
from npq_desktop.bundle.files import save_file
from npq_desktop.bundle.opening import open_bundle
from npq_desktop.bundle.parse import BundleFile
from npq_desktop.bundle.writing import bundle_bytes, sort_out
from npq_desktop.errors import BundleError, NpqDesktopError, SyncError
from npq_desktop.journal.event import Author, Event
from npq_desktop.sync.folder import FolderGoneError, Listed, list_folder, look_at, read_file
from npq_desktop.sync.outgoing import Extent, Known, to_read


@dataclass(frozen=True, slots=True)
class ToWrite:
    """Our own file of a group, not yet made; ``at`` as RFC 3339, ``recipients`` as ``age1…``."""

    group: str
    name: str
    events: tuple[Event, ...] = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    author: Author = field(repr=False)
    at: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a round needs to know. ``identities``: this laptop's age secrets."""

    folder: Path
    number: int
    known: Mapping[str, Known] = field(repr=False)
    identities: tuple[str, ...] = field(repr=False)
    writes: tuple[ToWrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file of ours; ``listed`` is None where ``trouble`` says why it was not."""

    asked: ToWrite
    listed: Listed | None = None
    sha256: str = ""
    left_out: int = 0
    trouble: NpqDesktopError | None = None


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it was read: its ``bundle`` and how much it holds, or why there is none.

    Neither where its bytes are those of a file that was read before. ``may_change``: it looks as
    if it were still on its way.
    """

    listed: Listed
    sha256: str = ""
    bundle: BundleFile | None = None
    extent: Extent | None = None
    refusal: NpqDesktopError | None = None
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class RoundResult:
    """The answer of a round; ``gone`` says that there is no folder, and then nothing else is."""

    number: int
    written: tuple[Written, ...] = ()
    listed: tuple[Listed, ...] = ()
    reads: tuple[FileRead, ...] = ()
    gone: SyncError | None = None


def run_round(request: Request) -> RoundResult:
    """Do one round in the folder."""
    try:
        list_folder(request.folder)  # nothing is written into a folder that is not there
        written = tuple(_write(request.folder, one) for one in request.writes)
        listed = list_folder(request.folder)
    except SyncError as error:
        return RoundResult(request.number, gone=error)
    known = dict(request.known)
    for one in written:
        if one.listed is not None:
            known[one.asked.name] = Known(one.listed, one.sha256)
    digests = {one.sha256 for one in known.values()} - {""}
    chosen = to_read(listed, known, request.number)
    reads = tuple(_read(request, digests, one) for one in chosen)
    return RoundResult(request.number, written, listed, reads)


def _write(folder: Path, asked: ToWrite) -> Written:
    path = folder / asked.name
    try:
        chosen = sort_out(asked.events, group=asked.group)
        data = bundle_bytes(chosen.sound, author=asked.author, group=asked.group, at=asked.at)
        saved = save_file(path, [lock_for(data, asked.recipients)], for_others=True)
        return Written(asked, look_at(path), saved.sha256, len(chosen.left_out))
    except BundleError as error:
        return Written(asked, trouble=error)
    except OSError as error:
        return Written(asked, trouble=FolderGoneError(f"It vanished again ({error.strerror})."))


def _read(request: Request, digests: set[str], listed: Listed) -> FileRead:
    try:
        data = read_file(request.folder, listed)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in digests:
            return FileRead(listed, sha256)
        bundle = open_bundle(io.BytesIO(data), identities=request.identities)
        digests.add(sha256)
        return FileRead(listed, sha256, bundle, Extent.of(bundle.events))
    except (IncompleteFileError, DamagedFileError) as error:
        return FileRead(listed, refusal=error, may_change=True)
    except BundleError as error:
        return FileRead(listed, refusal=error)
    except OSError as error:
        trouble = SyncError(f"It cannot be read ({error.strerror}).")
        return FileRead(listed, refusal=trouble, may_change=True)

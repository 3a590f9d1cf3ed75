"""Reads files whole, and saves files for people or other programs with a line in the log."""

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import BundleError, InterchangeError, ServiceError, StoreError
from npq_desktop.services.core.words import listed
from npq_desktop.store.store import Store

LARGEST_BYTES = 200 * 1024 * 1024


def given_bytes(path: Path) -> bytes:
    """What a file holds.

    Raises:
        InterchangeError: it cannot be read, or is larger than anything read here.
    """
    data = given_start(path, LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise InterchangeError(
            f"“{path.name}” is larger than 200 MB, so it was not read. Choose a smaller file."
        )
    return data


def given_start(path: Path, most: int) -> bytes:
    """The first bytes of a file, at most so many.

    Raises:
        InterchangeError: it cannot be read; the sentence says what to look at.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise InterchangeError(unreadable(path, error)) from error


def unreadable(path: Path, error: OSError) -> str:
    """Why a file cannot be read, without the system's own words."""
    match error:
        case IsADirectoryError():
            return f"“{path.name}” cannot be read, because it is a folder. Choose the file in it."
        case FileNotFoundError() | NotADirectoryError():
            return f"“{path.name}” cannot be read. Check that the stick or folder is still there."
        case PermissionError():
            return f"“{path.name}” cannot be read by you on this laptop. Ask for a copy."
    return f"“{path.name}” cannot be read. Copy it to this laptop, then open the copy."


EXPORT = "export"
"""In the exchange log: a file for people to read, in no form that another laptop takes in."""

Kinds = Mapping[str, Callable[[], bytes]]


def save_plain(path: Path, data: bytes) -> None:
    """Save a page about nobody of a group, which no log of files need name.

    Raises:
        BundleError: it was not saved; a file of that name is as it was.
    """
    save_file(path, [data])


def save_as(path: Path, kinds: Kinds, *, store: Store, group: str, what: str) -> None:
    """Write to ``path`` what the kind of its ending, such as ".csv", makes, and log ``what`` left.

    Raises:
        ServiceError: the ending is none of these.
        BundleError: it was not saved; a file of that name is as it was.
        StoreError: the log could not be written; a file of that name is as it was.
    """
    make = kinds.get(path.suffix.casefold())
    if make is None:
        raise ServiceError(f"Add an ending to the file name: {listed(kinds, 'or')}.")
    save_export(path, make(), store=store, group=group, what=what)


def save_export(
    path: Path,
    data: bytes,
    *,
    store: Store,
    group: str,
    what: str,
    also: Callable[[], None] = lambda: None,
) -> None:
    """Write a file with people in it, readable by anybody, log that it left, and do what ``also``
    belongs to it; raises as :func:`save_logged`.
    """

    def log(digest: str) -> None:
        store.local.log_exchange(
            group,
            direction="out",
            route=EXPORT,
            form=EXPORT,
            digest=digest,
            note=f"{what} ({path.suffix.casefold() or 'no ending'})",
        )
        also()

    save_logged(path, lambda: data, log, together=store.together)


def save_logged(
    path: Path,
    make: Callable[[], bytes],
    log: Callable[[str], None],
    *,
    together: Callable[[], AbstractContextManager[None]],
) -> None:
    """Save what ``make`` gives, with all that it and ``log`` write: all of it or nothing.

    ``log`` gets the file's SHA-256; ``together`` is the store's or the core's own.

    Raises:
        BundleError: it was not saved, and nothing was logged.
        StoreError: the log could not be written; a file of that name is as it was.
        ServiceError: the log could not be written, and the file stayed where it is.
    """
    before = path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else None
    saved = None
    try:
        with together():
            data = make()
            log(hashlib.sha256(data).hexdigest())
            saved = save_file(path, [data])
    except StoreError:
        if saved is not None:
            _put_back(path, before)
        raise


def _put_back(path: Path, before: bytes | None) -> None:
    try:
        if before is None:
            path.unlink()
        else:
            save_file(path, [before])
    except (OSError, BundleError) as error:
        raise ServiceError(
            f"“{path.name}” was saved, but this laptop could not record that it left. Remove the "
            "file, free some space on this laptop, then save it again."
        ) from error

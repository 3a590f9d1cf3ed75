"""Files that somebody hands to the program: read whole, or refused in a sentence."""

from collections.abc import Callable, Mapping
from pathlib import Path

from npq_desktop.bundle.files import SavedFile, save_file
from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.services.core.words import listed
from npq_desktop.store.local import Local

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
            return f"“{path.name}” cannot be read: it is a folder. Choose the file inside it."
        case FileNotFoundError() | NotADirectoryError():
            return f"“{path.name}” cannot be read: check that the stick or folder is still there."
        case PermissionError():
            return f"“{path.name}” cannot be read: this laptop's user may not. Ask for a copy."
    return f"“{path.name}” cannot be read: copy it to this laptop, then open the copy."


EXPORT = "export"
"""In the exchange log: a file for people to read, in no form that another laptop takes in."""

Kinds = Mapping[str, Callable[[], bytes]]


def save_as(path: Path, kinds: Kinds, *, local: Local, group: str, what: str) -> None:
    """Write to ``path`` what the kind of its ending, such as ".csv", makes, and log ``what`` left.

    Raises:
        ServiceError: the ending is none of these.
        BundleError: it was not saved; a file of that name is as it was.
        StoreError: it was saved, and the log could not be written.
    """
    make = kinds.get(path.suffix.casefold())
    if make is None:
        raise ServiceError(f"Give the file a name that ends in {listed(kinds, 'or')}.")
    log_saved(save_file(path, [make()]), local=local, group=group, what=what)


def log_saved(saved: SavedFile, *, local: Local, group: str, what: str) -> None:
    """Write into the exchange log that a file with people in it left, readable by anybody.

    Raises:
        StoreError: the log could not be written.
    """
    local.log_exchange(
        group,
        direction="out",
        route=EXPORT,
        form=EXPORT,
        digest=saved.sha256,
        note=f"{what} ({saved.path.suffix.casefold() or 'no ending'})",
    )

"""Files that somebody hands to the program: read whole, or refused in a sentence."""

from collections.abc import Callable, Mapping
from pathlib import Path

from npq_desktop.bundle.files import SavedFile, save_file
from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.services.core.words import listed
from npq_desktop.store.local import Local


def given_bytes(path: Path) -> bytes:
    """What a file holds.

    Raises:
        InterchangeError: it cannot be read; the sentence says what to look at.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InterchangeError(
            f"“{path.name}” cannot be read ({error.strerror}). Check that it is still there "
            "and not open in another program."
        ) from error


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

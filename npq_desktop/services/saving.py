"""Saving what somebody asked for under the name that they chose; its ending says which kind."""

from collections.abc import Callable, Mapping
from pathlib import Path

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import ServiceError
from npq_desktop.services.naming import listed


def save_as(path: Path, kinds: Mapping[str, Callable[[], bytes]]) -> None:
    """Write to ``path`` what the kind of its ending, such as ".csv", makes.

    Raises:
        ServiceError: the ending is none of these.
        BundleError: it was not saved; a file of that name is as it was.
    """
    make = kinds.get(path.suffix.casefold())
    if make is None:
        raise ServiceError(f"Give the file a name that ends in {listed(kinds, 'or')}.")
    save_file(path, [make()])

"""A file with the link that a hub's owner hands out."""

from pathlib import Path

from npq_desktop.errors import ServiceError

ENDING = ".npqhub"
_MOST_BYTES = 4_096


def read_link_file(path: Path) -> str:
    """The line that a file holds.

    Raises:
        ServiceError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError):
        raise ServiceError(f"“{path.name}” cannot be read as a link to a hub.") from None

"""Files that somebody hands to the program: read whole, or refused in a sentence."""

from pathlib import Path

from npq_desktop.errors import InterchangeError


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

"""The program's own log: ids and counts, never names or texts of participants.

One rotating file in the system's log folder, written from the first line on.
"""

import logging
from logging.handlers import RotatingFileHandler

from npq_desktop.services.core.places import Places

_KEPT_BYTES = 512 * 1024
_KEPT_FILES = 3


def start_log(places: Places) -> None:
    """Write warnings and worse to the log file from now on; no folder, no log."""
    try:
        places.log.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            places.log / "npq-desktop.log",
            maxBytes=_KEPT_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        return  # a read-only place: the program works without a log
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("npq_desktop").addHandler(handler)

"""Copies of kept files that other programs look at: in a folder of the owner's own, gone at close.

Nothing here decides what may be opened; see services/review/opening.py.
"""

import contextlib
import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from npq_desktop.services.core.laptop.places import COPIES

_ZONE = "[ZoneTransfer]\r\nZoneId=3\r\n"
_QUARANTINE = "0083;00000000;NPQ Desktop;"


def write_copy(data_folder: Path, name: str, data: bytes) -> Path:
    """A read-only copy marked as from the network, so that office programs open it protected.

    Raises:
        OSError: it could not be written.
    """
    folder = data_folder / COPIES / secrets.token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    (data_folder / COPIES).chmod(0o700)
    path = folder / _plain(name)
    path.write_bytes(data)
    _mark_as_downloaded(path)
    path.chmod(stat.S_IRUSR)
    return path


def empty_copies(data_folder: Path) -> None:
    """Drop every copy; one that another program holds open goes at the next start."""
    folder = data_folder / COPIES
    if not folder.is_dir():
        return
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            path.chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _plain(name: str) -> str:
    """A name that is a name on every system, with its ending."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122  # a label, not a path
    safe = re.sub(r"[^\w\- ]", "_", stem).strip()[:80] or "file"
    return f"{safe}{ending.casefold()}"


def _mark_as_downloaded(path: Path) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            Path(f"{path}:Zone.Identifier").write_text(_ZONE, encoding="ascii")
        elif sys.platform == "darwin":
            told = ["/usr/bin/xattr", "-w", "com.apple.quarantine", _QUARANTINE, str(path)]
            subprocess.run(told, check=False, capture_output=True, timeout=5)

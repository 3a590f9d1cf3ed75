"""Where a store may live: on a disk of this machine that no other program copies behind our back.

A cloud client uploads the database without its write-ahead log and brings back old versions; a
network share does not keep SQLite's locks. A folder that is not recognised as either is allowed.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePath

from npq_desktop.store.errors import StoreLocationError

MAX_PATH_LENGTH = 480  # SQLite's own limit is 512 characters, for the longest of its files

_CLOUDS: Mapping[str, re.Pattern[str]] = {
    "OneDrive": re.compile(r"onedrive( ?[-–] .*)?|skydrive", re.IGNORECASE),
    "Dropbox": re.compile(r"dropbox( \(.*\))?", re.IGNORECASE),
    "Google Drive": re.compile(r"google ?drive.*|my drive|googledrive-.*|drivefs", re.IGNORECASE),
    "iCloud": re.compile(r"mobile documents|icloud ?drive|com~apple~clouddocs", re.IGNORECASE),
    "Box": re.compile(r"box sync|box-box", re.IGNORECASE),
    "Nextcloud": re.compile(r"nextcloud|owncloud", re.IGNORECASE),
}
_MAC_CLOUDS = "CloudStorage"  # ~/Library/CloudStorage/OneDrive-School and the like
_CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_TYPES = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ncpfs|9p|ceph|glusterfs|davfs\d?|fuse\.(sshfs|davfs2?|rclone|gvfsd-fuse|smbnetfs)"
)


def refuse_unfit(
    directory: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    mounts: Path = Path("/proc/mounts"),
) -> None:
    """Let a folder pass that may hold a store; it need not exist yet.

    Raises:
        StoreLocationError: it is in a cloud-synced folder or on a network share, or its path is too
        long.
    """
    path = directory.resolve()
    reason = (
        _cloud(path)
        or _cloud_by_variable(path, environment)
        or _share(str(directory))
        or _network_mount(path, mounts)
    )
    if reason:
        raise StoreLocationError(
            f"The data folder {directory} is {reason}. Such a folder can lose marks. Choose one on "
            "this laptop's own disk."
        )
    if len(os.fsencode(path)) > MAX_PATH_LENGTH:
        raise StoreLocationError(
            f"The path of the data folder is longer than {MAX_PATH_LENGTH} characters. Choose a "
            "folder with a shorter path."
        )


def _cloud(path: PurePath) -> str:
    parents = ("", *path.parts)
    for parent, part in zip(parents, path.parts, strict=False):
        for cloud, pattern in _CLOUDS.items():
            if pattern.fullmatch(part):
                return f"copied to the internet by {cloud}"
        if parent == _MAC_CLOUDS:
            return f"copied to the internet by {part.partition('-')[0]}"
    return ""


def _cloud_by_variable(path: Path, environment: Mapping[str, str]) -> str:
    places = (environment.get(name, "") for name in _CLOUD_VARIABLES)
    inside = any(place and path.is_relative_to(Path(place).resolve()) for place in places)
    return "copied to the internet by OneDrive" if inside else ""


def _share(directory: str) -> str:
    return "on a network share" if directory.replace("\\", "/").startswith("//") else ""


def _network_mount(path: Path, mounts: Path) -> str:
    """The type of the deepest mount point above ``path``, where the system lists its mounts."""
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return ""
    found = [fields for line in lines if len(fields := line.split(" ")) > 2]
    above = [
        (len(point.parts), index, fields[2])
        for index, fields in enumerate(found)
        if path.is_relative_to(point := Path(_unescaped(fields[1])))
    ]
    kind = max(above)[2] if above else ""
    return "on a network share" if _NETWORK_TYPES.fullmatch(kind) else ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)

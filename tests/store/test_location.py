"""Where a store may not live. Reliability 9."""

from pathlib import Path

import pytest

from npq_desktop.store.errors import StoreLocationError
from npq_desktop.store.location import refuse_unfit


@pytest.mark.parametrize(
    ("path", "cloud"),
    [
        ("OneDrive/npq", "OneDrive"),
        ("OneDrive - Ash School/npq", "OneDrive"),
        ("onedrive/npq", "OneDrive"),
        ("Dropbox (Personal)/npq", "Dropbox"),
        ("Dropbox/Apps/npq", "Dropbox"),
        ("Google Drive/npq", "Google Drive"),
        ("GoogleDrive-sam@example.org/My Drive/npq", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/npq", "iCloud"),
        ("iCloudDrive/npq", "iCloud"),
        ("Library/CloudStorage/OneDrive-School/npq", "OneDrive"),
        ("Library/CloudStorage/SomethingNew-School/npq", "SomethingNew"),
        ("Nextcloud/npq", "Nextcloud"),
    ],
)
def test_location_in_a_cloud_folder_is_refused_by_name(
    tmp_path: Path, path: str, cloud: str
) -> None:
    with pytest.raises(StoreLocationError, match=cloud):
        refuse_unfit(tmp_path / path, environment={})


def test_location_in_the_folder_onedrive_names_is_refused(tmp_path: Path) -> None:
    environment = {"OneDriveCommercial": str(tmp_path / "School files")}

    with pytest.raises(StoreLocationError, match="OneDrive"):
        refuse_unfit(tmp_path / "School files" / "npq", environment=environment)


def test_location_behind_a_link_into_a_cloud_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "Dropbox", target_is_directory=True)

    with pytest.raises(StoreLocationError, match="Dropbox"):
        refuse_unfit(tmp_path / "mine" / "npq", environment={})


@pytest.mark.parametrize("path", ["//server/share/npq", "\\\\server\\share\\npq"])
def test_location_on_a_windows_share_is_refused(path: str) -> None:
    with pytest.raises(StoreLocationError, match="network share"):
        refuse_unfit(Path(path), environment={})


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "fuse.rclone"])
def test_location_on_a_network_mount_is_refused(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mounts"
    escaped = str(tmp_path / "staff files").replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {escaped} {kind} rw 0 0\n")

    with pytest.raises(StoreLocationError, match="network share"):
        refuse_unfit(tmp_path / "staff files" / "npq", environment={}, mounts=mounts)


def test_location_on_a_local_mount_below_a_network_mount_is_allowed(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x / nfs rw 0 0\n/dev/sda1 {tmp_path} ext4 rw 0 0\n")

    refuse_unfit(tmp_path / "npq", environment={}, mounts=mounts)


@pytest.mark.parametrize("path", ["Boxes/npq", "My Dropbox notes/npq", "drive/npq", "OneDriver"])
def test_location_with_a_name_that_only_resembles_a_cloud_is_allowed(
    tmp_path: Path, path: str
) -> None:
    refuse_unfit(tmp_path / path, environment={}, mounts=tmp_path / "none")

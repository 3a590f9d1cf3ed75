import os
from pathlib import Path

import pytest
from support.bundles import small_group, sound_file

from npq_desktop.bundle.errors import IncompleteFileError, NotASyncFileError
from npq_desktop.errors import SyncError
from npq_desktop.sync.folder import (
    FolderGoneError,
    Listed,
    bundle_files,
    list_folder,
    look_at,
    read_file,
)


@pytest.fixture
def data() -> bytes:
    return sound_file(small_group())


def put(folder: Path, name: str, data: bytes, *, modified: int = 1_000) -> Listed:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, ns=(modified, modified))
    return look_at(path)


def test_listing_shows_files_by_name_with_size_and_time(tmp_path: Path) -> None:
    put(tmp_path, "b", b"12", modified=7_000)
    put(tmp_path, "a", b"1", modified=9_000)

    assert list_folder(tmp_path) == (Listed("a", 1, 9_000), Listed("b", 2, 7_000))


def test_listing_leaves_out_folders_pipes_films_and_broken_links(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "film").open("wb") as film:
        film.truncate(50 * 1024 * 1024)

    assert list_folder(tmp_path) == ()


def test_folder_that_is_not_there_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FolderGoneError, match="“stick” is not there"):
        list_folder(tmp_path / "stick")


def test_file_in_the_place_of_the_folder_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "stick").write_bytes(b"")

    with pytest.raises(FolderGoneError):
        list_folder(tmp_path / "stick")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look at all")
def test_folder_without_permission_says_whom_to_ask(tmp_path: Path) -> None:
    tmp_path.chmod(0)

    with pytest.raises(SyncError, match="ask whoever shares it"):
        list_folder(tmp_path)

    tmp_path.chmod(0o700)


def test_file_is_read_whole_whatever_its_name(tmp_path: Path, data: bytes) -> None:
    listed = put(tmp_path, "holiday (1).jpg", data)

    assert read_file(tmp_path, listed) == data


@pytest.mark.parametrize("head", [b"", b"\0" * 9000], ids=["empty", "not filled yet"])
def test_file_without_a_beginning_is_still_on_its_way(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(IncompleteFileError):
        read_file(tmp_path, put(tmp_path, "new.npqsync", head))


def test_file_that_grew_since_it_was_listed_is_still_on_its_way(
    tmp_path: Path, data: bytes
) -> None:
    listed = put(tmp_path, "new.npqsync", data[:100])
    put(tmp_path, "new.npqsync", data)

    with pytest.raises(IncompleteFileError):
        read_file(tmp_path, listed)


def test_foreign_file_is_told_by_its_beginning(tmp_path: Path) -> None:
    with pytest.raises(NotASyncFileError, match="a PDF document"):
        read_file(tmp_path, put(tmp_path, "group.npqsync", b"%PDF-1.7"))


def test_bundle_files_are_found_by_content_newest_first(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, "old.tmp", data, modified=1_000)
    put(tmp_path, "half-LAPTOP", data[:500], modified=3_000)
    put(tmp_path, "locked (1)", b"age-encryption.org/v1\n-> X25519", modified=2_000)
    put(tmp_path, "minutes.npqsync", b"%PDF-1.7")

    found = bundle_files(tmp_path)

    assert [path.name for path in found] == ["half-LAPTOP", "locked (1)", "old.tmp"]


def test_bundle_files_of_a_folder_that_is_gone_say_so(tmp_path: Path) -> None:
    with pytest.raises(FolderGoneError):
        bundle_files(tmp_path / "stick")

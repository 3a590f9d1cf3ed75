"""Saving a file safely (reliability 6, 7 and 30)."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from npq_desktop.bundle.errors import UnsafeFileError
from npq_desktop.bundle.files import save_file


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow over 64 KiB, which fails as a full disk does."""
    resource = pytest.importorskip("resource", reason="limits of this kind are a Unix thing")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_saved_file_holds_the_bytes_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "Zoë's group.npqsync"

    saved = save_file(path, [b"first ", b"second"])

    assert path.read_bytes() == b"first second"
    assert saved.sha256 == hashlib.sha256(b"first second").hexdigest()
    assert (saved.path, saved.size_bytes) == (path, 12)
    assert list(tmp_path.iterdir()) == [path]


def test_saved_file_replaces_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "group.npqsync"
    path.write_bytes(b"yesterday")

    save_file(path, [b"today"])

    assert path.read_bytes() == b"today"


@pytest.mark.usefixtures("small_disk")
def test_full_disk_leaves_the_old_file_and_says_that_the_stick_is_not_safe(tmp_path) -> None:
    path = tmp_path / "group.npqsync"
    path.write_bytes(b"yesterday")

    with pytest.raises(UnsafeFileError, match=r"was not saved.*no room.*Leave a stick in"):
        save_file(path, [bytes(40_000)] * 3)

    assert path.read_bytes() == b"yesterday"
    assert list(tmp_path.iterdir()) == [path]


def test_missing_folder_says_that_the_stick_is_gone(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFileError, match="not there any more"):
        save_file(tmp_path / "stick" / "group.npqsync", [b"data"])


@pytest.mark.skipif(os.name == "nt", reason="an open file holds its folder on Windows")
def test_stick_pulled_while_writing_says_that_it_is_not_safe(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def parts() -> Iterator[bytes]:
        yield b"half"
        shutil.rmtree(stick)
        yield b"rest"

    with pytest.raises(UnsafeFileError, match=r"was not saved.*Leave a stick in"):
        save_file(stick / "group.npqsync", parts())

    assert not stick.exists()


def test_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "group.npqsync").mkdir()

    with pytest.raises(UnsafeFileError, match="was not saved"):
        save_file(tmp_path / "group.npqsync", [b"data"])

    assert [path.name for path in tmp_path.iterdir()] == ["group.npqsync"]


def test_name_that_is_too_long_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFileError, match="too long"):
        save_file(tmp_path / ("n" * 300), [b"data"])

    assert not list(tmp_path.iterdir())


def test_bug_while_writing_travels_as_itself_and_leaves_nothing(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_file(tmp_path / "group.npqsync", parts())

    assert not list(tmp_path.iterdir())


def test_file_that_reads_back_otherwise_is_not_called_saved(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"x" * 100_000
        [temporary] = tmp_path.iterdir()
        with temporary.open("r+b") as stream:
            stream.write(b"y")
        yield b"end"

    with pytest.raises(UnsafeFileError, match="did not read back"):
        save_file(tmp_path / "group.npqsync", parts())

    assert not list(tmp_path.iterdir())

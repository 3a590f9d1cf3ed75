"""A file is opened once, and one that is too large is refused before it is read."""

import zipfile
from pathlib import Path

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.rows.intake import FileKind
from npq_desktop.services.intake import opened
from npq_desktop.services.intake.opened import OpenedFile, open_file

MEGABYTE = 1024 * 1024
LARGE = 21 * MEGABYTE


@pytest.fixture
def never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may read a file whole."""

    def read(path: Path) -> bytes:
        pytest.fail(f"{path.name} was read whole")

    monkeypatch.setattr(opened, "given_bytes", read)


def sparse(path: Path, start: bytes) -> Path:
    """A file of more than 20 MB that begins so."""
    with path.open("wb") as file:
        file.write(start)
        file.truncate(LARGE)
    return path


def zipped(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, bytes(LARGE))
    return path


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("list.csv", b"Name,Email\nAnn Abbott,ann@example.org\n"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("dates.ics", b"BEGIN:VCALENDAR\r\n"),
    ],
)
def test_large_list_is_refused_unread(tmp_path: Path, never_read: None, name, start) -> None:
    with pytest.raises(InterchangeError, match="is 21 MB, more than 20 MB"):
        open_file(sparse(tmp_path / name, start))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "content.xml"])
def test_large_workbook_is_refused_unread(tmp_path: Path, never_read: None, part: str) -> None:
    with pytest.raises(InterchangeError, match="more than 20 MB"):
        open_file(zipped(tmp_path / "list.xlsx", part))


def test_archive_of_work_may_be_larger_than_a_list(tmp_path: Path) -> None:
    found = open_file(zipped(tmp_path / "work.zip", "12-34 - Ann Lee - Oct 8, 2026 0741 PM/a.mov"))

    assert found.kind is FileKind.SUBMISSIONS
    assert len(found.data) > LARGE


def test_file_that_was_opened_is_not_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Email\nAnn Abbott,ann@example.org\n", encoding="utf-8")
    found = open_file(path)
    path.unlink()

    assert open_file(found) is found
    assert (found.kind, found.data[:4]) == (FileKind.PEOPLE, b"Name")


def test_sync_file_is_left_to_its_own_reader(
    application, example, tmp_path: Path, never_read: None
) -> None:
    path = tmp_path / "group.npqsync"
    application.exchange.send(example, path)

    assert open_file(path) == OpenedFile(path, open_file(path).found)
    assert open_file(path).kind is FileKind.SYNC
    with pytest.raises(InterchangeError, match="not a list of people"):
        application.setup.read_roster(path)

"""What a file is, by its content: the sentences for wrong files (reliability 23)."""

import io
import zipfile

import pytest
from support.bundles import small_group, sound_file

from npq_desktop.bundle.errors import DamagedFileError, NewerFileError, NotASyncFileError
from npq_desktop.bundle.opening import open_bundle
from npq_desktop.bundle.recognising import recognise

FILE = sound_file(small_group())


def zip_of(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "a PDF document"),
        (zip_of("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (zip_of("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet"),
        (zip_of("photo.jpg"), "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word or Excel document"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\xef\xbb\xbf\n <HTML>", "a web page"),
        (b"First name,Last name\nAnn,Lee\n", "a spreadsheet saved as text"),
        (b'{"version": 3}', "another program's JSON"),
        (b"\x89PNG\r\n", "a picture"),
        (b"SQLite format 3\0", "a database"),
        (b"BEGIN:VCALENDAR\r\n", "a calendar"),
        (b"Dear Sam", "a text"),
        (bytes(100), "another kind of file"),
        ("Dear Sam".encode("utf-16"), "a text"),
    ],
)
def test_wrong_file_is_named_for_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(NotASyncFileError, match=what):
        open_bundle(io.BytesIO(data))


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + FILE,
        FILE.decode().encode("utf-16"),
        FILE.decode().encode("utf-16-be"),
        FILE.decode().encode("utf-16-le"),
        FILE.replace(b'{"format":"npq-sync"', b'{\n  "format": "npq-sync"'),
        b"\n" + FILE,
    ],
)
def test_sync_file_that_an_editor_saved_again_is_refused_with_the_reason(data: bytes) -> None:
    with pytest.raises(DamagedFileError, match="Another program opened and saved"):
        open_bundle(io.BytesIO(data))


def test_newer_envelope_asks_for_an_update() -> None:
    with pytest.raises(NewerFileError, match="Update"):
        open_bundle(io.BytesIO(b"age-encryption.org/v2\n-> X"))


def test_both_forms_are_recognised_by_their_beginning() -> None:
    assert recognise(FILE[:4096]) == "readable"
    assert recognise(b"age-encryption.org/v1\n-> X25519") == "age"
    assert recognise(b"-----BEGIN AGE ENCRYPTED FILE-----\n") == "age"

"""Recognises a file by its first bytes, never by its name."""

import re
from typing import Literal

from npq_desktop.bundle.errors import (
    DamagedFileError,
    IncompleteFileError,
    NewerFileError,
    NotASyncFileError,
)
from npq_desktop.bundle.manifest import MARK

Form = Literal["readable", "age"]

AGE_MARK = b"age-encryption.org/v1\n"
ARMOR_MARK = b"-----BEGIN AGE ENCRYPTED FILE-----"
HEAD_BYTES = 4096

_ANY_AGE = re.compile(rb"age-encryption\.org/v[0-9]+\n")
_BEGINNINGS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"{\\rtf", "a Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"\x1f\x8b", "a compressed file: unpack it first"),
    (b"Rar!", "a compressed file: unpack it first"),
    (b"7z\xbc\xaf", "a compressed file: unpack it first"),
)
_ZIP = b"PK\x03\x04"
_ZIP_PARTS = (
    (b"word/", "a Word document"),
    (b"xl/", "a spreadsheet"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument.spreadsheet", "a spreadsheet"),
    (b"opendocument.text", "a text document"),
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_WEB = re.compile(rb"<(!doctype html|html|head|body|\?xml)", re.IGNORECASE)


def recognise(head: bytes) -> Form:
    """The form of the file that begins with ``head``, up to :data:`HEAD_BYTES` bytes of it.

    Raises:
        NotASyncFileError: it is something else; the sentence says what.
        NewerFileError: it is locked in a form that is newer than this program.
        IncompleteFileError: it is ours and ends within its first words.
        DamagedFileError: it is ours, but was saved again by an editor.
    """
    if head.startswith(MARK):
        return "readable"
    if head.startswith((AGE_MARK, ARMOR_MARK)):
        return "age"
    if head and any(mark.startswith(head) for mark in (MARK, AGE_MARK, ARMOR_MARK)):
        raise IncompleteFileError(
            "This file is incomplete, because copying was interrupted. Copy it again."
        )
    if _ANY_AGE.match(head):
        raise NewerFileError(
            "This file is encrypted in a way that this version of NPQ Desktop does not know. Update"
            " NPQ Desktop, then open the file again."
        )
    if _was_saved_again(head):
        raise DamagedFileError(
            "Another program opened and saved this sync file, which changed it. Nothing was added."
            " Ask for the file again and open it only here."
        )
    raise NotASyncFileError(_sentence(head))


def _was_saved_again(head: bytes) -> bool:
    """Ours behind a byte order mark, in UTF-16, or with other spaces."""
    plain = head.removeprefix(_UTF8_MARK).replace(b"\0", b"")
    for mark in _UTF16_MARKS:
        plain = plain.removeprefix(mark)
    return re.sub(rb"\s", b"", plain[:200]).startswith(MARK)


def _sentence(head: bytes) -> str:
    if not head:
        return "This file is empty. Copying was probably interrupted. Ask for it again."
    return f"This is not a sync file but {_what(head)}. Choose a file that ends in .npqsync."


def _what(head: bytes) -> str:
    if head.startswith(_ZIP):
        return next((name for part, name in _ZIP_PARTS if part in head), "a ZIP archive")
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    if head.startswith(_UTF16_MARKS) or b"\0" not in head:
        return _what_text(head)
    return "another kind of file"


def _what_text(head: bytes) -> str:
    start = head.removeprefix(_UTF8_MARK).lstrip()
    if _WEB.match(start):
        return "a web page, perhaps because the download needed signing in"
    if start.startswith((b"{", b"[")):
        return "another program's JSON file"
    first_line = start.split(b"\n", 1)[0]
    if any(first_line.count(mark) for mark in (b",", b"\t", b";")) and b"\n" in start:
        return "a spreadsheet saved as text (CSV)"
    return "a text or another kind of file"

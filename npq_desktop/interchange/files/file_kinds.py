"""The first look at a file: its size, its real kind, and the sentence when it is wrong.

A name or an extension is never believed; the first bytes are.
"""

import io
import re
import zipfile
from typing import IO, Literal

from npq_desktop.errors import InterchangeError

MAX_FILE_BYTES = 20 * 1024 * 1024

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHER_OLD_OFFICE = (
    ("WordDocument".encode("utf-16-le"), "a Word document"),
    ("PowerPoint Document".encode("utf-16-le"), "a presentation"),
)
_TABLE_PARTS = (
    "xl/",
    "word/document.xml",
    "ppt/presentation.xml",
    "content.xml",
    "mimetype",
    "Index/",
)
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OFFICE_MARKS = (b"[Content_Types].xml", b"xl/workbook", b"opendocument")
_NO_DIRECTORY = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError)
_WEB_TABLE = re.compile(rb"<table[\s>]", re.IGNORECASE)
_WEB_PAGE_STARTS = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<meta")
_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"SQLite format 3", "a database"),
    (b"MIME-Version", "a web page in one file"),
)


def readable_kind(data: bytes, file_name: str) -> Literal["text", "zip", "old workbook"]:
    """Whether to read the bytes as text, as a zip such as a workbook, or as an .xls workbook.

    Raises: InterchangeError with one sentence for what the file is and one for what to do.
    """
    check_size(len(data), file_name)
    start = _visible_start(data)
    if not start:
        _refuse(file_name, "is empty", "Download it again and check that it holds a list")
    if data.startswith(_OLD_OFFICE):
        _check_old_office(data, file_name)
        return "old workbook"
    if start.lower().startswith(_WEB_PAGE_STARTS):
        _refuse_web_page(data, file_name)
    if start.startswith(b"<?xml"):
        _refuse(file_name, "is an XML file, not a list", "Open it in Excel and save it as .xlsx")
    for magic, name in _OTHER_KINDS:
        if start.startswith(magic):
            _refuse(file_name, f"is {name}, not a list", "Download the list as CSV or .xlsx")
    return "zip" if data.startswith(_ZIP_STARTS) else "text"


def check_size(size: int, file_name: str) -> None:
    """Pass quietly where a list of so many bytes may be read.

    Raises: InterchangeError when it is larger than any list.
    """
    if size > MAX_FILE_BYTES:
        _refuse(file_name, f"is {size // 1_048_576} MB, more than 20 MB", "Choose the list itself")


def is_archive_of_files(data: bytes) -> bool:
    """Whether the bytes are a zip of files rather than an office document, whatever its name."""
    return data.startswith(_ZIP_STARTS) and not _is_office_document(data)


def _is_office_document(data: bytes) -> bool:
    try:
        return _has_office_parts(io.BytesIO(data))
    except _NO_DIRECTORY:
        return any(part in data for part in _OFFICE_MARKS)  # damaged: it is one all the same


def names_office_parts(stream: IO[bytes]) -> bool:
    """Whether a zip is an office document, by the directory at its end, which alone is read."""
    try:
        return _has_office_parts(stream)
    except _NO_DIRECTORY:
        return False


def _has_office_parts(stream: IO[bytes]) -> bool:
    """Whether the directory of a zip names the parts of an office document.

    Raises: one of several errors where there is no directory to read.
    """
    with zipfile.ZipFile(stream) as archive:
        return any(name.startswith(_TABLE_PARTS) for name in archive.namelist())


def _refuse_web_page(data: bytes, file_name: str) -> None:
    if _WEB_TABLE.search(data) and b"password" not in data.lower():
        fault = "is a web page with a table, whatever its name says"
        _refuse(file_name, fault, "Open it in Excel and save it as .xlsx")
    action = "Sign in to the platform and download the list again"
    _refuse(file_name, "is a web page, most likely a log-in page, not a list", action)


def _visible_start(data: bytes) -> bytes:
    """The first bytes without byte-order mark, NULs of UTF-16 and white space."""
    start = data[:4096]
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if start.startswith(mark):
            start = start[len(mark) :]
            break
    visible = start.replace(b"\0", b"").lstrip()
    return visible if visible or len(data) <= len(start) else data[4096:].strip(b"\0 \t\r\n")


def _check_old_office(data: bytes, file_name: str) -> None:
    if _ENCRYPTED_STREAM in data:
        _refuse(file_name, "has a password", "Open it in Excel, remove the password and save it")
    for stream, name in _OTHER_OLD_OFFICE:
        if stream in data:
            _refuse(file_name, f"is {name}, not a list", "Save the list as CSV or .xlsx")


def _refuse(file_name: str, fault: str, action: str) -> None:
    raise InterchangeError(f"“{file_name}” {fault}. {action}.")

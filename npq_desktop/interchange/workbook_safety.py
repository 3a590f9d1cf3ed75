"""The checks on a workbook's zip before any part of it is parsed.

Archives that are no workbook, bombs, overlapping or encrypted entries, and parts that declare a
document type or entities are refused. Nothing is ever written to disk.
"""

import itertools
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Literal

from npq_desktop.errors import InterchangeError

MAX_ENTRIES = 2_000
MAX_PART_BYTES = 25 * 1024 * 1024
MAX_TOTAL_BYTES = 50 * 1024 * 1024
MAX_RATIO = 150
RATIO_APPLIES_FROM_BYTES = 5 * 1024 * 1024

_ALLOWED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_LOCAL_HEADER_BYTES = 30
_CHUNK_BYTES = 1024 * 1024
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TELLING_PARTS = (
    ("word/document.xml", "is a Word document", "Save the list as CSV or .xlsx"),
    ("ppt/presentation.xml", "is a presentation", "Save the list as CSV or .xlsx"),
    ("Index/Document.iwa", "is a Numbers document", "Export it from Numbers as Excel or CSV"),
    ("content.xml", "is an OpenDocument file, not a sheet", "Save the list as .ods or CSV"),
    ("manifest.csv", "is a OneRoster archive", "Export the group as CSV or .xlsx instead"),
)


def check_workbook(archive: zipfile.ZipFile, file_name: str) -> Literal["xlsx", "xlsb", "ods"]:
    """The kind of workbook the archive is, when it is one that is safe to parse.

    Raises: InterchangeError with the reason when it is not.
    """
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    kind = _kind(archive, names, file_name)
    if len(names) != len(entries):
        _refuse(file_name, "holds two parts of the same name")
    _check_sizes(entries, file_name)
    _check_overlap(entries, file_name)
    for entry in entries:
        _check_part(archive, entry, file_name)
    return kind


def _kind(
    archive: zipfile.ZipFile, names: set[str], file_name: str
) -> Literal["xlsx", "xlsb", "ods"]:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        try:
            if archive.open("mimetype").read(64).strip().startswith(_SPREADSHEET):
                return "ods"
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise damaged(file_name) from error
    raise _other_archive(names, file_name)


def damaged(file_name: str) -> InterchangeError:
    """The error for a workbook that is broken rather than hostile."""
    action = "Open it in Excel and save it again, or download it again."
    return InterchangeError(f"“{file_name}” is a damaged workbook. {action}")


def _check_sizes(entries: Sequence[zipfile.ZipInfo], file_name: str) -> None:
    if len(entries) > MAX_ENTRIES:
        _refuse(file_name, f"holds more than {MAX_ENTRIES:,} parts")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        _refuse(file_name, "would unpack to more than 50 MB")
    for entry in entries:
        large = entry.file_size > RATIO_APPLIES_FROM_BYTES
        if entry.file_size > MAX_PART_BYTES:
            _refuse(file_name, "holds a part of more than 25 MB")
        if large and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            _refuse(file_name, "is packed far more tightly than any list")
        if entry.flag_bits & _ENCRYPTED_FLAG or entry.compress_type not in _ALLOWED_METHODS:
            _refuse(file_name, "holds a part that is encrypted or packed in an unknown way")


def _check_overlap(entries: Sequence[zipfile.ZipInfo], file_name: str) -> None:
    """Python notices overlapping entries only by a differing name, so compare the places."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in itertools.pairwise(ordered):
        end = entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size
        if end > following.header_offset:
            _refuse(file_name, "holds parts that overlap")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str) -> None:
    """Read the part to its end: sizes and checksum are verified, document types refused."""
    tail = b""
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK_BYTES):
                # NULs out, so that a part in UTF-16 cannot hide a document type.
                window = tail + chunk.replace(b"\0", b"")
                if _FORBIDDEN.search(window) and _is_xml(entry.filename):
                    _refuse(file_name, "holds a document type or entities, which no list needs")
                tail = window[-16:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise damaged(file_name) from error
    except (RuntimeError, ValueError, OverflowError) as error:
        raise damaged(file_name) from error


def _is_xml(name: str) -> bool:
    return not name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin"))


def _other_archive(names: set[str], file_name: str) -> InterchangeError:
    for part, fault, action in _TELLING_PARTS:
        if part in names:
            return InterchangeError(f"“{file_name}” {fault}. {action}.")
    return InterchangeError(
        f"“{file_name}” is a zip archive, not a workbook. Unpack it and choose the list inside."
    )


def _refuse(file_name: str, fault: str) -> None:
    action = "It was not opened; ask its sender for a CSV file."
    raise InterchangeError(f"“{file_name}” {fault}. {action}")

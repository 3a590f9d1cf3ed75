"""Packs feedback as the zip of feedback files that Moodle or Brightspace takes for an assignment.

Moodle reads name, number, type and plugin between the first four underscores of a folder, so a
name has none.
Source: interchange/LAYOUTS.md, "Giving back".
"""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST = 80
_MADE = (2026, 1, 1, 0, 0, 0)
"""One time for all, so that the same feedback gives the same file."""


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """Feedback for one participant, by the number that the worksheet has for this assignment."""

    name: str
    number: str
    text: str


def feedback_zip(task: str, files: Iterable[FeedbackFile]) -> bytes:
    """A folder for each participant with one text file, in UTF-8 with BOM and CRLF."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in files:
            folder = f"{_safe(each.name)}_{each.number}_assignfeedback_file"
            _write(archive, f"{folder}/Feedback - {_safe(task)}.txt", each.text)
    return buffer.getvalue()


def is_folder(label: str) -> bool:
    """Whether a label, which any member may have recorded, stays inside the zip when unpacked.

    Windows leaves out blanks and points at the end of a name.
    """
    parts = label.split("/")
    return all(part.strip(" .") for part in parts) and not {"\\", ":"}.intersection(label)


def labelled_zip(task: str, files: Iterable[tuple[str, str]]) -> bytes:
    """Brightspace's zip: feedback by the folder of the download it belongs to, names untouched."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for label, text in files:
            _write(archive, f"{label}/Feedback - {_safe(task)}.txt", text)
    return buffer.getvalue()


def _write(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    lines = text.strip().replace("\r\n", "\n").replace("\n", "\r\n")
    archive.writestr(entry, f"\ufeff{lines}\r\n".encode())


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("", text.replace("_", " ")).strip(" .")[:_LONGEST].strip() or "Feedback"

"""Judges whether a file that somebody sent may be opened in another program, or only saved.

The name has to be of a harmless kind and the first bytes have to be of that kind.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe")
_MACROS = "vbaProject.bin"


class Allowed(Enum):
    """What may be done with a file."""

    OPEN = "open"
    SAVE = "save"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Judged:
    """What may be done, and why not more; ``kind`` names it for a person."""

    allowed: Allowed
    kind: str
    why: str = ""


def judged(name: str, data: bytes) -> Judged:
    """What may be done with a file of this name and these bytes."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    known = _KINDS.get(ending)
    kind = known[0] if known else "file"
    if data.startswith(_PROGRAMS):
        what = f"not {_article(kind)} but a program" if known else "a program"
        return Judged(Allowed.NOTHING, "program", f"“{name}” is {what}: not opened and not saved.")
    if ending in {"html", "htm"}:
        why = f"“{name}” would load things from the network. Read it here, or save it."
        return Judged(Allowed.SAVE, "web page", why)
    if known is None:
        return Judged(Allowed.SAVE, kind, f"“{name}” is not opened from here. Save it instead.")
    if not known[1](data):
        why = f"“{name}” is not {_article(kind)}. Save it to look at it."
        return Judged(Allowed.SAVE, kind, why)
    if data.startswith(b"PK") and _has_macros(data):
        return Judged(Allowed.SAVE, kind, f"“{name}” holds macros. Save it to look at it.")
    return Judged(Allowed.OPEN, kind)


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(marks)


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _holds(part: str) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK") and part in _names(data)


def _has_macros(data: bytes) -> bool:
    return any(name.endswith(_MACROS) or name.startswith("Basic/") for name in _names(data))


def _is_text(data: bytes) -> bool:
    return b"\0" not in data[:65_536] or data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_media(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[4:8] == b"ftyp" and data[8:12] in brands


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _is_mp3(data: bytes) -> bool:
    return data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0)


_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "docx": ("Word document", _holds("word/document.xml")),
    "odt": ("OpenDocument text", _holds("content.xml")),
    "rtf": ("rich-text document", _starts(b"{\\rtf")),
    "txt": ("text", _is_text),
    "pdf": ("PDF", _starts(b"%PDF")),
    "png": ("picture", _starts(b"\x89PNG\r\n")),
    "jpg": ("picture", _starts(b"\xff\xd8\xff")),
    "jpeg": ("picture", _starts(b"\xff\xd8\xff")),
    "gif": ("picture", _starts(b"GIF87a", b"GIF89a")),
    "webp": ("picture", _is_webp),
    "heic": ("picture", _is_media(b"heic", b"heix", b"mif1", b"heim")),
    "pptx": ("presentation", _holds("ppt/presentation.xml")),
    "xlsx": ("workbook", _holds("xl/workbook.xml")),
    "mp3": ("recording", _is_mp3),
    "m4a": ("recording", _is_media(b"M4A ", b"mp42", b"isom")),
    "mp4": ("recording", _is_media(b"isom", b"mp41", b"mp42", b"avc1", b"iso2", b"M4V ")),
}

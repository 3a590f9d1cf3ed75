"""Reads any document that was handed in; what it is is judged by its content, never by its name.

Nothing in a document is executed, fetched or rendered. Each is read in another process, so that one
that brings it down costs no other.
"""

from collections.abc import Iterable
from functools import partial
from typing import NoReturn

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart import process
from npq_desktop.interchange.documents import docx, odt
from npq_desktop.interchange.documents.guarded_xml import PackedParts
from npq_desktop.interchange.documents.shape import NOTE, DocumentText, TextLine
from npq_desktop.interchange.documents.web import read_html
from npq_desktop.interchange.files.archives import open_archive
from npq_desktop.interchange.files.tables import cleaned
from npq_desktop.interchange.files.text_tables import decode_text

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_SOUNDS = (b"ID3", b"OggS", b"fLaC", b"\xff\xfb")
_PAGES = ("<!doctype", "<html", "<head", "<body", "<p", "<div")
_OTHERS = {
    "ppt/": "is a presentation, whose text is not read here",
    "xl/": "is a workbook, whose text is not read here",
    "Index/": "is a Pages document, whose text is not read here",
}


def document_text(data: bytes, *, file_name: str) -> DocumentText:
    """The text of a document with its structure, or why there is none."""
    job = partial(read_document, data, file_name)
    try:
        return process.documents.read(job, name=file_name, lent=[data])
    except InterchangeError as error:
        return DocumentText(problem=str(error))


def read_document(data: bytes, file_name: str) -> DocumentText:
    """The text of a document, read in this process.

    Raises:
        InterchangeError: there is none, and why.
    """
    try:
        found = _read(data, file_name)
    except InterchangeError as error:
        if f"“{file_name}”" in str(error):
            raise
        raise InterchangeError(f"“{file_name}” is damaged. Ask for it again.") from error
    if not found.text.strip() and not found.unseen:
        _refuse(file_name, "has no text in it", "Open the file itself")
    return found


def _read(data: bytes, file_name: str) -> DocumentText:
    if data.startswith(b"PK"):
        return _packed(data, file_name)
    _refuse_others(data, file_name)
    if data.startswith(b"%PDF"):
        return _pdf(data, file_name)
    if data.startswith(b"{\\rtf"):
        return _rtf(data, file_name)
    text, _ = decode_text(data, file_name)
    is_page = text.lstrip("\ufeff \t\r\n")[:200].casefold().startswith(_PAGES)
    ending = file_name.casefold()
    if is_page or ending.endswith((".html", ".htm")):
        return read_html(text)
    if "\0" in text or not ending.endswith((".txt", ".md")):
        _refuse(file_name, "is no document that can be read here", "Ask for a .docx")
    return plain_text(text)


def plain_text(text: str) -> DocumentText:
    """A text of which only its lines are known."""
    lines = cleaned(text).replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return DocumentText(tuple(map(TextLine, lines)) if lines != [""] else (), "txt", is_plain=True)


def _packed(data: bytes, file_name: str) -> DocumentText:
    with open_archive(data, file_name=file_name) as archive:
        parts = PackedParts(archive, file_name)
        if docx.BODY in parts:
            return docx.read_docx(parts)
        if parts.data("mimetype").strip() == odt.KIND and odt.BODY in parts:
            return odt.read_odt(parts)
        reason = parts.refusal(docx.BODY)
        if reason:
            _refuse(file_name, f"was not opened: its text {reason}", "Ask for it again")
        for folder, fault in _OTHERS.items():
            if any(name.startswith(folder) for name in parts.names()):
                _refuse(file_name, fault, "Open the file itself")
        raise InterchangeError(f"“{file_name}” is no Word document. Ask for a .docx.")


def _pdf(data: bytes, file_name: str) -> DocumentText:
    from npq_desktop.interchange.documents.pdf import PdfLockedError, pdf_text

    try:
        found = pdf_text(data)
    except PdfLockedError:
        _refuse(file_name, "has a password", "Ask for it without")
    except Exception:  # noqa: BLE001  # whatever a hostile file makes the library raise
        _refuse(file_name, "could not be read", "Open the file itself")
    missing = len(found.missing)
    if not any(line.strip() for line in found.lines):
        if missing:
            _refuse(file_name, "could not be read", "Open the file itself")
        _refuse(file_name, "has no text in it, so it may be a scan", "Open the file itself")
    unseen = {"pages": missing, "pages_all": found.pages} if missing else {}
    return DocumentText(_lines(found.lines), "pdf", unseen=unseen)


def _rtf(data: bytes, file_name: str) -> DocumentText:
    from npq_desktop.interchange.documents.rtf import rtf_lines

    try:
        lines, notes = rtf_lines(data)
    except Exception:  # noqa: BLE001  # whatever a hostile file makes the library raise
        _refuse(file_name, "could not be read", "Open the file itself")
    return DocumentText((*_lines(lines), *_lines(notes, NOTE)), "rtf")


def _lines(texts: Iterable[str], kind: str = "p") -> tuple[TextLine, ...]:
    found = (" ".join(text.split("\n")) for text in texts if text.strip())
    return tuple(TextLine(cleaned(text), kind) for text in found)


def _refuse_others(data: bytes, file_name: str) -> None:
    if not data.strip():
        _refuse(file_name, "is empty", "Ask for it again")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            _refuse(file_name, "has a password", "Ask for it without")
        _refuse(file_name, "is in the old .doc format", "Ask for a .docx")
    if data.startswith(_PICTURES):
        _refuse(file_name, "is a picture", "Open the file itself")
    if data.startswith(_SOUNDS) or data[4:8] == b"ftyp":
        _refuse(file_name, "is a recording", "Open the file itself")


def _refuse(file_name: str, fault: str, action: str) -> NoReturn:
    raise InterchangeError(f"“{file_name}” {fault}. {action}.")

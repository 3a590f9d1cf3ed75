"""Reads any document that was handed in; what it is is judged by its content, never by its name.

Nothing in a document is executed, fetched or rendered. PDF and RTF are read in another process.
"""

from collections.abc import Mapping

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.documents import docx, odt
from npq_desktop.interchange.documents.apart import ReadingChild
from npq_desktop.interchange.documents.formats import PDF, RTF
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


def document_text(
    data: bytes, *, file_name: str, apart: ReadingChild | None = None
) -> DocumentText:
    """The text of a document with its structure, or why there is none.

    ``apart`` reads PDF and RTF; without it a child is started for this document alone.
    """
    try:
        return _document(data, file_name, apart)
    except InterchangeError as error:
        return DocumentText(problem=str(error))


def _document(data: bytes, file_name: str, apart: ReadingChild | None) -> DocumentText:
    if data.startswith(b"PK"):
        return _packed(data, file_name)
    _refuse_others(data, file_name)
    if data.startswith((b"%PDF", b"{\\rtf")):
        if apart is not None:
            return _read_apart(data, file_name, apart)
        with ReadingChild() as child:
            return _read_apart(data, file_name, child)
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


def _read_apart(data: bytes, file_name: str, apart: ReadingChild) -> DocumentText:
    is_pdf = data.startswith(b"%PDF")
    answer = apart.answer(PDF if is_pdf else RTF, data)
    problem = answer.get("problem")
    if problem == "password":
        _refuse(file_name, "has a password", "Ask for it without")
    if problem:
        _refuse(file_name, "could not be read", "Open the file itself")
    lines = [TextLine(cleaned(text)) for text in _texts(answer, "lines")]
    lines += [TextLine(cleaned(text), NOTE) for text in _texts(answer, "notes")]
    missing, pages = _number(answer, "missing"), _number(answer, "pages")
    if is_pdf and not lines and not missing:
        _refuse(file_name, "has no text in it, so it may be a scan", "Open the file itself")
    unseen = {"pages": missing, "pages_all": pages} if missing else {}
    return DocumentText(tuple(lines), "pdf" if is_pdf else "rtf", unseen=unseen)


def _texts(answer: Mapping[str, object], name: str) -> list[str]:
    found = answer.get(name)
    if not isinstance(found, list):
        return []
    return [" ".join(text.split("\n")) for text in found if isinstance(text, str) and text.strip()]


def _number(answer: Mapping[str, object], name: str) -> int:
    found = answer.get(name)
    return found if isinstance(found, int) else 0


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


def _refuse(file_name: str, fault: str, action: str) -> None:
    raise InterchangeError(f"“{file_name}” {fault}. {action}.")

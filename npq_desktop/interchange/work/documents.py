"""Takes the text out of a document that was handed in, and counts its words.

Words are runs of non-space characters of the body: inserted text counts, deleted text, headers and
comments do not. Nothing is executed, fetched or rendered; what cannot be read says why.
"""

import re
import zipfile
from abc import ABC, abstractmethod
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.parsers import expat

from typing_extensions import override

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.files.archives import open_archive
from npq_desktop.interchange.files.tables import clean_cell
from npq_desktop.interchange.files.text_tables import decode_text

_BODY = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_TEXT = f"{_WORD}t"
_MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math "
_TEXTS = frozenset({_TEXT, f"{_MATHS}t"})
_LEFT_OUT = frozenset(
    {_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}sdtPr", f"{_MATHS}deg"}
)
_ENDS_A_LINE = frozenset({f"{_WORD}p", f"{_WORD}tc"})
_BREAKS = {
    f"{_WORD}tab": "\t",
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_WORD}noBreakHyphen": "-",
    f"{_WORD}sym": "•",
    f"{_MATHS}num": "(",
    f"{_MATHS}den": "/(",
    f"{_MATHS}sup": "^(",
    f"{_MATHS}sub": "_(",
    f"{_MATHS}rad": "√(",
    f"{_MATHS}d": "(",
}
"""An equation is written on one line: "(3)/(4)+x^(2)"."""
_CLOSES = frozenset({f"{_MATHS}{name}" for name in ("num", "den", "sup", "sub", "rad", "d")})
_ODT_BODY, _ODT_KIND = "content.xml", b"application/vnd.oasis.opendocument.text"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_ODT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_ODT_LEFT_OUT = frozenset(
    {
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_ODT}tracked-changes",
        f"{_ODT}note",
        f"{_ODT}sequence-decls",
    }
)
_ODT_ENDS_A_LINE = frozenset({f"{_ODT}p", f"{_ODT}h"})
_ODT_BREAKS = {f"{_ODT}tab": "\t", f"{_ODT}line-break": "\n"}
_MOST_SPACES = 100
_HIDDEN = frozenset({"script", "style", "head", "template", "noscript", "title"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul"}
    | {"ol", "table", "blockquote", "pre", "section", "article", "header", "footer"}
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The plain text of one file; ``problem`` says why there is none."""

    text: str
    problem: str = ""

    @property
    def words(self) -> int:
        """Runs of non-space characters."""
        return len(self.text.split())


def document_text(data: bytes, *, file_name: str) -> DocumentText:
    """The text of a Word document, an OpenDocument text, a web page or a plain text.

    What it is is judged by its content.
    """
    try:
        return DocumentText(_text(data, file_name))
    except InterchangeError as error:
        return DocumentText("", str(error))


def _text(data: bytes, file_name: str) -> str:
    if data.startswith(b"PK"):
        return _word_text(data, file_name)
    _refuse_others(data, file_name)
    text, _ = decode_text(data, file_name)
    start = text.lstrip("\ufeff \t\r\n")[:200].casefold()
    if start.startswith(("<!doctype", "<html", "<head", "<body", "<p", "<div")):
        return html_text(text)
    if "\0" in text or not file_name.casefold().endswith((".txt", ".md", ".html", ".htm")):
        _refuse(file_name, "is no document that can be read here", "Ask for a .docx")
    return html_text(text) if file_name.casefold().endswith((".html", ".htm")) else text.strip()


def _refuse_others(data: bytes, file_name: str) -> None:
    if not data.strip():
        _refuse(file_name, "is empty", "Ask for it again")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            _refuse(file_name, "has a password", "Ask for it without")
        _refuse(file_name, "is in the old .doc format", "Ask for a .docx")
    if data.startswith(b"%PDF"):
        _refuse(file_name, "is a PDF, whose text is not read here", "Open the file itself")
    if data.startswith(b"{\\rtf"):
        _refuse(file_name, "is a rich-text document", "Ask for a .docx")
    if data.startswith(_PICTURES):
        _refuse(file_name, "is a picture", "Open the file itself")


def _word_text(data: bytes, file_name: str) -> str:
    with open_archive(data, file_name=file_name) as archive:
        labels = {entry.label: entry for entry in archive.entries}
        body = labels.get(_BODY)
        kind = labels.get("mimetype")
        is_odt = body is None and kind is not None and archive.read(kind).strip() == _ODT_KIND
        if is_odt:
            body = labels.get(_ODT_BODY)
        if body is None:
            reason = next((e.reason for e in archive.refused if e.label == _BODY), "")
            if reason:
                _refuse(file_name, f"was not opened: its text {reason}", "Ask for it again")
            _refuse(file_name, "is no Word document", "Ask for a .docx")
            return ""
        xml = archive.read(body)
    if _declares_entities(xml):
        _refuse(file_name, "declares entities, which no document needs", "It was not opened")
    try:
        text = (_OpenDocument() if is_odt else _Body()).text(xml)
    except (expat.ExpatError, ValueError, zipfile.BadZipFile) as error:
        raise InterchangeError(f"“{file_name}” is damaged. Ask for it again.") from error
    return re.sub(r"\n{3,}", "\n\n", clean_cell(text))


def _declares_entities(xml: bytes) -> bool:
    """Whether there is a document type, also where UTF-16 puts a NUL beside each letter."""
    return any(mark in xml or _wide(mark) in xml for mark in (b"<!DOCTYPE", b"<!ENTITY"))


def _wide(text: bytes) -> bytes:
    return text.decode("ascii").encode("utf-16-le")[:-1]


class _XmlBody(ABC):
    """The pieces of a body's text, gathered as its elements begin and end."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._left_out = 0

    def text(self, xml: bytes) -> str:
        """Parse the XML of a body; document types were refused before."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(xml, True)
        return "".join(self._pieces)

    @abstractmethod
    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    @abstractmethod
    def _end(self, tag: str) -> None:
        """An element ends."""

    @abstractmethod
    def _data(self, text: str) -> None:
        """Text inside the element that began last."""


class _Body(_XmlBody):
    """The text of a document in its order, without holding its elements; a text box counts once."""

    def __init__(self) -> None:
        super().__init__()
        self._in_text = False

    @override
    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._left_out or tag in _LEFT_OUT:
            self._left_out += 1
            return
        self._in_text = tag in _TEXTS
        if tag in _BREAKS:
            self._pieces.append(_BREAKS[tag])

    @override
    def _end(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        self._in_text = False
        if tag in _CLOSES:
            self._pieces.append(")")
        if tag in _ENDS_A_LINE:
            self._pieces.append("\n")

    @override
    def _data(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)


class _OpenDocument(_XmlBody):
    """The text of an OpenDocument text in its order, without notes, comments and changes."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = 0

    @override
    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._left_out or tag in _ODT_LEFT_OUT:
            self._left_out += 1
            return
        self._lines += tag in _ODT_ENDS_A_LINE
        if tag == f"{_ODT}s":
            stated = attributes.get(f"{_ODT}c", "1")
            many = int(stated) if stated.isascii() and stated.isdecimal() else 1
            self._pieces.append(" " * min(many, _MOST_SPACES))
        elif tag in _ODT_BREAKS:
            self._pieces.append(_ODT_BREAKS[tag])

    @override
    def _end(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        if tag in _ODT_ENDS_A_LINE:
            self._lines -= 1
            self._pieces.append("\n")

    @override
    def _data(self, text: str) -> None:
        if self._lines and not self._left_out:
            self._pieces.append(re.sub(r"\s+", " ", text))


class _Text(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            pass
        elif tag in _HIDDEN or self._hidden:
            self._hidden += 1
        if tag in _BLOCKS:
            self.pieces.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag not in _VOID:
            self._hidden -= 1
        if tag in _BLOCKS:
            self.pieces.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def html_text(html: str) -> str:
    """The visible text of a web page; nothing in it is loaded or followed."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    seen = "".join(parser.pieces).split("\n")
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in seen)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _refuse(file_name: str, fault: str, action: str) -> None:
    raise InterchangeError(f"“{file_name}” {fault}. {action}.")

"""Reads an OpenDocument text: headings, lists, tables, notes, and what is not shown of it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from typing_extensions import override

from npq_desktop.interchange.documents.guarded_xml import PackedParts, XmlWalker
from npq_desktop.interchange.documents.shape import (
    NOTE,
    DocumentText,
    LineBuilder,
    address_of,
)

BODY, KIND = "content.xml", b"application/vnd.oasis.opendocument.text"
_BASE = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    f"{_BASE}:office:1.0": "office",
    f"{_BASE}:text:1.0": "text",
    f"{_BASE}:table:1.0": "table",
    f"{_BASE}:style:1.0": "style",
    f"{_BASE}:drawing:1.0": "draw",
    f"{_BASE}:xsl-fo-compatible:1.0": "fo",
    "http://www.w3.org/1999/xlink": "xlink",
}
_LEFT_OUT = frozenset(
    {"office:forms", "text:tracked-changes", "text:sequence-decls", "text:note-citation"}
)
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_WRITTEN = {"text:tab": "\t", "text:line-break": "\n"}
_UNSEEN = {"draw:image": "pictures", "draw:object": "embedded", "draw:object-ole": "embedded"}
_NUMBERED = "text:list-level-style-number"
_STYLES = frozenset({"text:list-style", "style:style", _NUMBERED, "style:text-properties"})
_HEARD = frozenset(
    {*_LEFT_OUT, *_PARAGRAPHS, *_WRITTEN, *_UNSEEN, "office:annotation", "text:span", "text:s"}
    | {"text:a", "text:list", "text:note-body", "table:table-row", "table:table-cell"}
    | {"table:covered-table-cell"}
)
_MOST_SPACES, _DEEPEST = 100, 3


def read_odt(parts: PackedParts) -> DocumentText:
    """The lines of an OpenDocument text, with its notes after the text."""
    styles = _OdtStyles()
    parts.walk("styles.xml", styles)
    parts.walk(BODY, styles)
    body = _OdtBody(styles)
    parts.walk(BODY, body)
    notes = [replace(each, kind=NOTE) for each in body.notes.finished()]
    return DocumentText((*body.text.finished(), *notes), "odt", unseen=dict(body.unseen))


class _OdtStyles(XmlWalker):
    """Which lists are numbered, by style and level, and which styles of text are bold."""

    spaces, heard = _SPACES, _STYLES

    def __init__(self) -> None:
        super().__init__()
        self.numbered: set[tuple[str, int]] = set()
        self.bold: set[str] = set()
        self._list = self._style = ""

    @override
    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = attributes.get("style:name", "")
        if tag == "text:list-style":
            self._list = name
        elif tag == "style:style":
            self._style = name
        elif tag == _NUMBERED and self._list:
            level = _level_of(attributes.get("text:level", "1"))
            self.numbered.add((self._list, level))
        elif tag == "style:text-properties" and attributes.get("fo:font-weight") == "bold":
            self.bold.add(self._style)

    @override
    def end(self, tag: str) -> None:
        if tag == "text:list-style":
            self._list = ""
        elif tag == "style:style":
            self._style = ""


class _OdtBody(XmlWalker):
    """The text in its order; notes and comments are apart from it."""

    spaces, heard = _SPACES, _HEARD

    def __init__(self, styles: _OdtStyles) -> None:
        super().__init__()
        self.text, self.notes = LineBuilder(), LineBuilder()
        self.unseen: Counter[str] = Counter()
        self._styles = styles
        self._lines = self.text
        self._tokens: list[str] = []
        self._lists: list[str] = []
        self._spans: list[bool] = []
        self._rows = 0
        self._link = ""

    @override
    def is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag == "office:annotation":
            self.unseen["comments"] += 1
            return True
        if tag == "text:tracked-changes":
            self.unseen["tracked"] = 1
        return tag in _LEFT_OUT

    @override
    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _PARAGRAPHS:
            self._tokens.append(self._token(tag, attributes))
            self._lines.begin()
        elif tag == "text:span":
            self._spans.append(attributes.get("text:style-name", "") in self._styles.bold)
        elif tag == "text:a":
            self._link = address_of(attributes.get("xlink:href"))
        elif tag == "text:s":
            self._lines.add(" " * min(_count(attributes.get("text:c", "1")), _MOST_SPACES))
        elif tag in _WRITTEN:
            self._lines.add(_WRITTEN[tag])
        elif tag == "text:list":
            outer = self._lists[-1] if self._lists else ""
            self._lists.append(attributes.get("text:style-name", outer))
        elif tag == "text:note-body":
            self._lines = self.notes
        elif tag in _UNSEEN:
            self.unseen[_UNSEEN[tag]] += 1
        else:
            self._table(tag)

    @override
    def end(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._lines.end(self._tokens.pop())
        elif tag == "text:span":
            self._spans.pop()
        elif tag == "text:a":
            self._link = ""
        elif tag == "text:list":
            self._lists.pop()
        elif tag == "text:note-body":
            self._lines = self.text
        elif tag == "table:table-row":
            self._rows -= 1
            if not self._rows:
                self._lines.end_row()

    @override
    def data(self, text: str) -> None:
        strong = bool(self._spans and self._spans[-1])
        self._lines.add(re.sub(r"\s+", " ", text), strong=strong, link=self._link)

    def _table(self, tag: str) -> None:
        """Rows of a table inside a table are text of the outer cell."""
        if tag == "table:table-row":
            self._rows += 1
            if self._rows == 1:
                self._lines.begin_row()
        elif tag in {"table:table-cell", "table:covered-table-cell"} and self._rows == 1:
            self._lines.begin_cell()

    def _token(self, tag: str, attributes: Mapping[str, str]) -> str:
        if tag == "text:h":
            level = _level_of(attributes.get("text:outline-level", "1"))
            return f"h{min(level, _DEEPEST)}"
        if not self._lists:
            return "p"
        level = len(self._lists)
        kind = "n" if (self._lists[-1], level) in self._styles.numbered else "b"
        return f"{kind}{min(level, _DEEPEST)}"


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1


def _level_of(text: str) -> int:
    return max(1, _count(text))

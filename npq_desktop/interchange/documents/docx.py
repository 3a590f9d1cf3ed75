"""Reads a Word document: headings, lists, tables, equations, notes, and what is not shown of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from typing_extensions import override

from npq_desktop.interchange.documents.guarded_xml import PackedParts, XmlWalker
from npq_desktop.interchange.documents.shape import NOTE, DocumentText, LineBuilder, address_of

BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:vml": "v",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}
_LEFT_OUT = frozenset(
    {"mc:Fallback", "w:del", "w:moveFrom", "w:sdtPr", "m:deg", "w:rPrChange", "w:pPrChange"}
    | {"w:tblPrChange", "w:trPrChange", "w:tcPrChange", "w:sectPrChange", "w:numberingChange"}
)
_TRACKED = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo"})
_UNSEEN = {
    "w:commentReference": "comments",
    "pic:pic": "pictures",
    "v:imagedata": "pictures",
    "o:OLEObject": "embedded",
}
_TEXTS = frozenset({"w:t", "m:t"})
_WRITTEN = {
    "w:tab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "m:num": "(",
    "m:den": "/(",
    "m:sup": "^(",
    "m:sub": "_(",
    "m:rad": "√(",
    "m:d": "(",
}
"""An equation is written on one line: "(3)/(4)+x^(2)"."""
_CLOSES = frozenset({"m:num", "m:den", "m:sup", "m:sub", "m:rad", "m:d"})
_SYMBOLS = {
    "F0B7": "•",
    "F0D7": "×",
    "F0B4": "×",
    "F0B8": "÷",
    "F0B1": "±",
    "F0A3": "≤",
    "F0B3": "≥",
    "F0B9": "≠",
    "F0BB": "≈",
    "F0AE": "→",
    "F0D6": "√",
    "F070": "π",
    "F0B0": "°",
}
"""Characters of the font Symbol."""
_LOOKS = frozenset({"w:pStyle", "w:numId", "w:ilvl", "w:outlineLvl"})
_HEARD = frozenset(
    {*_LEFT_OUT, *_TRACKED, *_UNSEEN, *_TEXTS, *_WRITTEN, *_LOOKS, "w:sym", "w:p", "w:pPr", "w:r"}
    | {"w:b", "w:tr", "w:tc", "w:footnote", "w:endnote", "w:hyperlink"}
)
_NO = frozenset({"0", "false", "off", "none"})
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style makes of a paragraph."""

    outline: int = -1
    list_id: str = ""
    level: int = 0


def read_docx(parts: PackedParts) -> DocumentText:
    """The lines of a Word document, with its notes after the text."""
    styles, numbers = _Styles(), _Numbering()
    if b"pStyle" in parts.data(BODY):
        parts.walk("word/styles.xml", styles)
    if styles.has_lists or b"numPr" in parts.data(BODY):
        parts.walk("word/numbering.xml", numbers)
    body = _Body(styles, numbers, _links(parts, BODY))
    parts.walk(BODY, body)
    lines = [*body.lines.finished()]
    for name in _NOTES:
        notes = _Notes(styles, numbers, _links(parts, name))
        parts.walk(name, notes)
        lines += [replace(each, kind=NOTE) for each in notes.lines.finished()]
        body.unseen += notes.unseen
    return DocumentText(tuple(lines), "docx", unseen=dict(body.unseen))


def _links(parts: PackedParts, name: str) -> Mapping[str, str]:
    """The addresses that a part names by ids of its own."""
    if b"hyperlink" not in parts.data(name):
        return {}
    folder, _, file = name.rpartition("/")
    found = _Relations()
    parts.walk(f"{folder}/_rels/{file}.rels", found)
    return found.addresses


class _Relations(XmlWalker):
    """What a part of a document refers to outside of it."""

    spaces, heard = _SPACES, frozenset({"rel:Relationship"})

    def __init__(self) -> None:
        super().__init__()
        self.addresses: dict[str, str] = {}

    @override
    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.addresses[attributes.get("Id", "")] = address_of(attributes.get("Target"))


class _Body(XmlWalker):
    """The text of a document in its order; a text box counts once."""

    spaces, heard = _SPACES, _HEARD

    def __init__(self, styles: "_Styles", numbers: "_Numbering", links: Mapping[str, str]) -> None:
        super().__init__()
        self.lines = LineBuilder()
        self.unseen: Counter[str] = Counter()
        self._styles, self._numbers, self._links = styles, numbers, links
        self._link = ""
        self._about: list[dict[str, str]] = []
        self._rows = 0
        self._in_text = self._in_paragraph_look = self._is_bold = False

    @override
    def is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag in _TRACKED:
            self.unseen["tracked"] = 1
        return tag in _LEFT_OUT

    @override
    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._in_text = tag in _TEXTS
        if tag in _WRITTEN:
            if not (tag == "w:tab" and self._in_paragraph_look):
                self.lines.add(_WRITTEN[tag])
        elif tag in _UNSEEN:
            self.unseen[_UNSEEN[tag]] += 1
        elif tag == "w:hyperlink":
            self._link = self._links.get(attributes.get("r:id", ""), "")
        elif tag == "w:sym":
            self.lines.add(_symbol(attributes))
        elif tag == "w:p":
            self.lines.begin()
            self._about.append({})
        elif tag in {"w:tr", "w:tc"}:
            self._table(tag)
        else:
            self._look(tag, attributes)

    @override
    def end(self, tag: str) -> None:
        self._in_text = False
        if tag in _CLOSES:
            self.lines.add(")")
        elif tag == "w:p":
            self.lines.end(self._token(self._about.pop()))
        elif tag == "w:pPr":
            self._in_paragraph_look = False
        elif tag == "w:hyperlink":
            self._link = ""
        elif tag == "w:tr":
            self._rows -= 1
            if not self._rows:
                self.lines.end_row()

    @override
    def between(self) -> None:
        self._in_text = False

    @override
    def data(self, text: str) -> None:
        if self._in_text:
            self.lines.add(text, strong=self._is_bold, link=self._link)

    def _table(self, tag: str) -> None:
        """Rows of a table inside a table are text of the outer cell."""
        if tag == "w:tr":
            self._rows += 1
            if self._rows == 1:
                self.lines.begin_row()
        elif self._rows == 1:
            self.lines.begin_cell()

    def _look(self, tag: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("w:val", "")
        if tag == "w:pPr":
            self._in_paragraph_look = True
        elif tag == "w:r":
            self._is_bold = False
        elif tag == "w:b" and not self._in_paragraph_look:
            self._is_bold = value not in _NO
        elif tag in _LOOKS and self._about:
            self._about[-1][tag] = value

    def _token(self, about: Mapping[str, str]) -> str:
        style = self._styles.of(about.get("w:pStyle", ""))
        outline = _number(about.get("w:outlineLvl", ""), style.outline)
        if 0 <= outline < 9:
            return f"h{min(outline + 1, _DEEPEST)}"
        list_id = about.get("w:numId", style.list_id)
        level = _number(about.get("w:ilvl", ""), style.level)
        return self._numbers.token(list_id, level)


class _Notes(_Body):
    """Footnotes or endnotes, without the lines that part them from the text."""

    @override
    def is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        is_note = tag in {"w:footnote", "w:endnote"}
        is_line = is_note and attributes.get("w:type", "normal") != "normal"
        return is_line or super().is_left_out(tag, attributes)


class _Styles(XmlWalker):
    """The paragraph styles by id, each with what it takes from the one it is based on."""

    spaces = _SPACES
    heard = frozenset({"w:style", "w:name", "w:basedOn", "w:outlineLvl", "w:numId", "w:ilvl"})

    def __init__(self) -> None:
        super().__init__()
        self.has_lists = False
        self._found: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] = {}

    def of(self, style_id: str) -> _Style:
        """A style; one that is not described is a plain one."""
        made, seen = _Style(), set[str]()
        while style_id in self._found and style_id not in seen:
            seen.add(style_id)
            said = self._found[style_id]
            outline = _outline_of(said)
            made = _Style(
                outline=made.outline if made.outline >= 0 else outline,
                list_id=made.list_id or said.get("w:numId", ""),
                level=made.level or _number(said.get("w:ilvl", ""), 0),
            )
            style_id = said.get("w:basedOn", "")
        return made

    @override
    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "w:style":
            self._open = self._found.setdefault(attributes.get("w:styleId", ""), {})
        else:
            self.has_lists |= tag == "w:numId"
            self._open[tag] = attributes.get("w:val", "")

    @override
    def end(self, tag: str) -> None:
        if tag == "w:style":
            self._open = {}


class _Numbering(XmlWalker):
    """Which lists are bulleted and which numbered, by list and level."""

    spaces = _SPACES
    heard = frozenset({"w:abstractNum", "w:num", "w:abstractNumId", "w:lvl", "w:numFmt"})

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[tuple[str, int], str] = {}
        self._lists: dict[str, str] = {}
        self._abstract = self._list = ""
        self._level = 0

    def token(self, list_id: str, level: int) -> str:
        """What a paragraph of a list is; of no list, a paragraph."""
        if not list_id or list_id == "0":
            return "p"
        shape = self._formats.get((self._lists.get(list_id, ""), level), "bullet")
        if shape == "none":
            return "p"
        return f"{'b' if shape == 'bullet' else 'n'}{min(max(level, 0) + 1, _DEEPEST)}"

    @override
    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("w:val", "")
        if tag == "w:abstractNum":
            self._abstract = attributes.get("w:abstractNumId", "")
        elif tag == "w:num":
            self._list = attributes.get("w:numId", "")
        elif tag == "w:abstractNumId":
            self._lists[self._list] = value
        elif tag == "w:lvl":
            self._level = _number(attributes.get("w:ilvl", ""), 0)
        elif tag == "w:numFmt" and self._abstract:
            self._formats[self._abstract, self._level] = value

    @override
    def end(self, tag: str) -> None:
        if tag == "w:abstractNum":
            self._abstract = ""


def _outline_of(said: Mapping[str, str]) -> int:
    """A heading by its built-in name, else by its level in the outline; -1 for none."""
    name, _, level = said.get("w:name", "").casefold().rpartition(" ")
    if name == "heading" and level.isdecimal():
        return int(level) - 1
    if said.get("w:name", "").casefold() == "title":
        return 0
    return _number(said.get("w:outlineLvl", ""), -1)


def _symbol(attributes: Mapping[str, str]) -> str:
    is_symbol = attributes.get("w:font", "").casefold() == "symbol"
    return _SYMBOLS.get(attributes.get("w:char", "").upper(), "•") if is_symbol else "•"


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else otherwise

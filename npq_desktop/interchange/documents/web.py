"""Reads the visible text of a web page; nothing in it is loaded or followed.

The page is cut into tags and texts by one walk from its start to its end, whatever it holds: no
sign is looked at more than a few times, and nothing that stands in it is an error.
"""

import re
from collections.abc import Iterator
from html import unescape

from npq_desktop.interchange.documents.shape import (
    DocumentText,
    LineBuilder,
    TextLine,
    address_of,
)

_HIDDEN = frozenset({"script", "style", "head", "template", "noscript", "title"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})
_HEADINGS = {f"h{level}": f"h{min(level, 3)}" for level in range(1, 7)}
_BLOCKS = frozenset(
    {"p", "div", "li", "hr", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "pre"}
    | {"section", "article", "header", "footer", "caption", "figcaption", *_HEADINGS}
)
_LISTS = frozenset({"ul", "ol"})
_BOLD = frozenset({"b", "strong"})
_DEEPEST = 3
_TAG = re.compile(r"</?[A-Za-z][^\s/>]{0,40}")
_TAG_PART = re.compile(r"""=\s{0,20}["']|>""")
_LONGEST_TAG = 4_000
_LINK = re.compile(r"""\bhref\s{0,20}=\s{0,20}("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_NO_LETTER = re.compile(r"&#[0-9]{8,};?")
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title")}


def read_html(html: str) -> DocumentText:
    """The lines of a web page as a reader would see them."""
    page = _Page()
    for is_tag, piece, address in _pieces(html):
        if not is_tag:
            page.see_text(piece)
        elif piece.startswith("/"):
            page.see_end(piece[1:])
        else:
            page.see_start(piece, address)
    unseen = {"pictures": page.pictures} if page.pictures else {}
    return DocumentText(page.finished(), "html", unseen=unseen)


def _pieces(html: str) -> Iterator[tuple[bool, str, str]]:
    """The page in order: texts as they read, and the names of tags, with "/" before one that ends,
    and where a link goes. What has no end, such as a comment, goes to the end of the page.
    """
    at = 0
    while at < len(html):
        start = html.find("<", at)
        start = len(html) if start < 0 else start
        if start > at:
            yield False, _read(html[at:start]), ""
        if start == len(html):
            return
        found = _TAG.match(html, start)
        if found is None:
            at = _after_other(html, start)
            if at == start + 1:
                yield False, "<", ""  # one that begins nothing, as in "a < b"
            continue
        name = found[0][1:].casefold()
        at = _after_tag(html, found.end())
        yield True, name, _address(html[found.end() : at]) if name == "a" else ""
        if name in _RAW:
            at = _end_of_raw(html, at, name)


def _read(text: str) -> str:
    return unescape(_NO_LETTER.sub("\ufffd", text))


def _address(inside: str) -> str:
    found = _LINK.search(inside[:_LONGEST_TAG])
    return _read(found[1].strip("\"'")) if found else ""


def _after_other(html: str, start: int) -> int:
    """The place behind a comment, a declaration or an instruction; behind a mere sign of less."""
    if html.startswith("<!--", start):
        return _after(html, "-->", start + 2)
    if html.startswith(("<!", "<?", "</"), start):
        return _after(html, ">", start)
    return start + 1


def _after_tag(html: str, at: int) -> int:
    """The place behind the end of a tag; a quoted value may hold any sign."""
    while found := _TAG_PART.search(html, at):
        if found[0] == ">":
            return found.end()
        at = _after(html, found[0][-1], found.end())
    return len(html)


def _end_of_raw(html: str, at: int, name: str) -> int:
    found = _RAW[name].search(html, at)
    return found.start() if found else len(html)


def _after(html: str, what: str, at: int) -> int:
    found = html.find(what, at)
    return len(html) if found < 0 else found + len(what)


class _Page:
    """Collects what a reader would see, a line a block."""

    def __init__(self) -> None:
        self.pictures = 0
        self._lines = LineBuilder()
        self._lists: list[str] = []
        self._hidden = self._bold = self._tables = 0
        self._in_row = False
        self._link = ""
        self._kind = "p"
        self._lines.begin()

    def finished(self) -> tuple[TextLine, ...]:
        """All lines that have text."""
        self._end_row()
        self._lines.end(self._kind)
        return tuple(line for line in self._lines.finished() if line.text)

    def see_start(self, tag: str, address: str) -> None:
        """A tag begins."""
        if tag not in _VOID and (tag in _HIDDEN or self._hidden):
            self._hidden += 1
        if self._hidden:
            return
        if tag == "img":
            self.pictures += 1
        elif tag == "br":
            self._lines.add("\n")
        elif tag in _BOLD:
            self._bold += 1
        elif tag == "a":
            self._link = address_of(address)
        elif tag in {"tr", "td", "th"}:
            self._begin_table_part(tag)
        elif tag in _BLOCKS:
            self._tables += tag == "table"
            self._begin_block(tag)

    def see_end(self, tag: str) -> None:
        """A tag ends."""
        if self._hidden:
            self._hidden -= tag not in _VOID
        elif tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag == "a":
            self._link = ""
        elif tag == "tr" and self._tables <= 1:
            self._end_row()
        elif tag in _BLOCKS:
            if tag == "table":
                self._tables = max(0, self._tables - 1)
                self._end_row(only_outer=True)
            if tag in _LISTS and self._lists:
                self._lists.pop()
            self._next("p")

    def see_text(self, data: str) -> None:
        """A text between two tags."""
        if not self._hidden:
            text = re.sub(r"[ \t\r\n\u00a0]+", " ", data)
            self._lines.add(text, strong=self._bold > 0, link=self._link)

    def _begin_block(self, tag: str) -> None:
        if tag in _LISTS:
            self._next("p")
            self._lists.append(tag)
            return
        level = min(len(self._lists), _DEEPEST)
        if tag == "li" and self._lists:
            self._next(f"{'n' if self._lists[-1] == 'ol' else 'b'}{level}")
        elif not (tag in {"p", "div"} and self._kind[0] in "bn"):
            self._next(_HEADINGS.get(tag, "p"))

    def _begin_table_part(self, tag: str) -> None:
        """Rows of a table inside a table are text of the outer cell."""
        if self._tables > 1:
            self._next("p")
            return
        if tag == "tr":
            self._end_row()
            self._lines.end(self._kind)  # a paragraph may not lie around a row
            self._lines.begin_row()
            self._in_row = True
        else:
            self._lines.end(self._kind)
            self._lines.begin_cell()
        self._lines.begin()
        self._kind = "p"

    def _end_row(self, *, only_outer: bool = False) -> None:
        if not self._in_row or (only_outer and self._tables):
            return
        self._in_row = False
        self._lines.end(self._kind)
        self._lines.end_row()
        self._lines.begin()
        self._kind = "p"

    def _next(self, kind: str) -> None:
        """The line that is open ends, and one of another kind begins."""
        self._lines.end(self._kind)
        self._lines.begin()
        self._kind = kind
